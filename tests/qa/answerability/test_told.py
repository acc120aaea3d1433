"""Declining where the papers tell of the matter but not of what was asked: invented papers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.answerer import Answerer
from qa.answers import AnswerStatus
from qa.papers import Standing
from qa.protocols import Embedder
from tests.qa.invented import answerer_of, minutes

OPEN = """52. RIVER CROSSING FUND

The Leader said that a bid for the River Crossing Fund had been drawn up with the county.

RESOLVED that a request be made to the Government for the borough to be included in the River \
Crossing Fund, and that the Minister be asked to consider bringing forward the ferry order.

53. WINTER SHELTER GRANT

The Director of Housing reported on the night shelter. In January the Government had awarded a \
grant of £212,000 for the night shelter at Pump Street.

RESOLVED that the report on the night shelter be noted.

54. PARKING PERMITS PILOT

The Cabinet received a report on the paperless parking permits pilot in Tanner Row. The pilot \
will run until October and its results will be brought to a later meeting.

RESOLVED that the pilot of paperless permits go on until October.

55. LIBRARY VISITORS SURVEY

The survey of library visitors found that 61% came by bus and that most wanted longer hours on \
Saturdays.

RESOLVED that the survey of library visitors be noted.

56. REFUSAL OF PERMISSION AT GALLOWS HILL

The Planning Manager reported that permission for a quarry at Gallows Hill had been refused to \
Thornhill Aggregates Ltd on 3 February 2024. The company had a right of appeal within six months.

RESOLVED that the refusal at Gallows Hill be noted.

57. QUESTIONS FROM THE PUBLIC

One question had been received. Details of the question and the reply are attached.

58. ENFORCEMENT AT COLD HARBOUR

An appeal had been made against the notice at Cold Harbour and was heard in January.

RESOLVED that the position at Cold Harbour be noted.

59. LEGAL CLAIMS

The Monitoring Officer reported that legal claims were in hand. Two claims by former tenants of \
Beacon Court are confidential in nature and cannot be published.

RESOLVED that the report on claims be noted.

60. EXCLUSION OF THE PRESS AND PUBLIC

RESOLVED that under section 100A(4) of the Local Government Act 1972 the press and public be \
excluded from the meeting for the following items because of the likely disclosure of exempt \
information.

61. OPERATOR OF THE LIDO

(Exempt under paragraph 3)

The Cabinet considered an exempt report on the contract with the operator of the lido.

RESOLVED that the recommendations in the exempt report be approved, and that a further report be \
made by 30 June 2024.

62. SALE OF THE MALTINGS

(Exempt under paragraph 3)

The Cabinet considered an exempt report on the offers for the Maltings.

RESOLVED that the sale be dealt with as set out in the exempt minute."""

PROPOSALS = """ASHCOMBE BOROUGH COUNCIL

BUDGET PROPOSALS 2024/25

Report to: Cabinet
Date of Meeting: 8 February 2024

P7 CLOCK WINDING

It is proposed to stop the weekly winding of the church clocks. The proposed saving is £9,000.
"""

AGENDA = """ASHCOMBE BOROUGH COUNCIL

LICENSING COMMITTEE

AGENDA

Thursday 11 April 2024 at 6.00 pm

1. Apologies for absence

2. Petition: Busking in Cloth Market

A petition from 212 residents asks the Committee to lift the ban on busking in Cloth Market.
"""


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Answerer]:
    """An answerer over one council's minutes, budget proposals and agenda."""
    papers = {
        "Cabinet minutes.txt": minutes(OPEN).replace(
            "There were none.", "An apology was received from Councillor Hilda Marrow."
        ),
        "Budget proposals.txt": PROPOSALS,
        "Licensing agenda.txt": AGENDA,
    }
    answerer = answerer_of(tmp_path_factory.mktemp("outcomes"), embedder, papers)
    yield answerer
    answerer.library.close()


ANSWERED = [
    "Did the Government award a grant for the night shelter at Pump Street?",
    "Did Cabinet ask the Government to include the borough in the River Crossing Fund?",
    "What did the survey of library visitors find?",
    "Who sent apologies to the Cabinet meeting in March 2024?",
    "Was an appeal made against the notice at Cold Harbour?",
    "What would be saved by stopping the winding of the church clocks?",
    "How many residents signed the petition on busking in Cloth Market?",
    "When must a further report be made on the operator of the lido?",
    "Was the contract with the operator of the lido considered in private?",
]
NOT_FOUND = [
    "Did the Government agree to include the borough in the River Crossing Fund?",
    "Did the Minister bring forward the ferry order or refuse it?",
    "What did the pilot of paperless parking permits find?",
    "Why did Councillor Marrow miss the Cabinet meeting in March 2024?",
    "Has Thornhill Aggregates appealed against the refusal at Gallows Hill?",
    "Did they stop winding the church clocks in the end?",
    "What was the question from the public about?",
    "What did the Committee say to the petition on busking in Cloth Market?",
    "How do I apply for a busking permit?",
    "What are the plans for the bandstand in Cloth Market?",
]
EXEMPT = [
    "What did Cabinet agree to change in the contract with the operator of the lido?",
    "Did Cabinet sack the operator of the lido?",
    "What happened about the sale of the Maltings?",
    "Which of the bidders for the Maltings was chosen?",
    "What are the claims by the former tenants of Beacon Court about?",
]


@pytest.mark.parametrize("question", ANSWERED)
def test_what_is_told_as_done_is_answered(question: str, invented: Answerer) -> None:
    assert invented.ask(question).status is AnswerStatus.ANSWERED


@pytest.mark.xfail(strict=True, reason="the chance does not tell what is asked for from its end")
@pytest.mark.parametrize("question", NOT_FOUND)
def test_what_is_only_asked_for_or_under_way_is_declined(question: str, invented: Answerer) -> None:
    answer = invented.ask(question)
    assert answer.status in (AnswerStatus.NEAREST, AnswerStatus.NOT_FOUND)


@pytest.mark.parametrize("question", EXEMPT)
def test_what_the_public_line_keeps_back_is_said_to_be_kept_back(
    question: str, invented: Answerer
) -> None:
    answer = invented.ask(question)
    assert answer.status is AnswerStatus.EXEMPT
    assert answer.citations and answer.standing is None


def test_the_items_taken_in_private_are_listed_by_their_public_lines(invented: Answerer) -> None:
    answer = invented.ask("Which items did Cabinet take in private in March 2024?")
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.standing is Standing.BACKGROUND and "14 March 2024" in answer.answer
    assert [citation.minute for citation in answer.citations] == ["60", "61", "62"]
    assert "RIVER CROSSING" not in answer.answer


def test_a_meeting_with_nothing_in_private_lists_nothing(invented: Answerer) -> None:
    answer = invented.ask("Which items did the Licensing Committee take in private in April 2024?")
    assert {citation.minute for citation in answer.citations} == {None}
