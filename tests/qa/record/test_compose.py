"""A question that names only a meeting is answered with all that it decided. All is invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.answerer import Answerer
from qa.papers import Standing
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

MARCH = (
    "52. FERRY FARES\n\nMembers spoke of the fares.\n\n"
    "RESOLVED: That the ferry fare be £2.\n\n"
    "53. LAMPS\n\nRESOLVED: That the report on lamps be noted.\n\n"
    "54. PIER\n\nCouncillor Stow asked when the pier would open.\n"
)
PAPERS = {
    "cabinet-2024-03-14.txt": minutes(MARCH),
    "cabinet-2024-04-11.txt": minutes(
        "61. FERRY TIMES\n\nRESOLVED: That the ferry run on Sundays.\n", day="11 April 2024"
    ),
    "planning-2024-03-14.txt": minutes(
        "52. BARN AT HILL FARM\n\nRESOLVED: That permission be refused.\n",
        body="PLANNING COMMITTEE",
    ),
}


@pytest.fixture
def answerer(tmp_path: Path) -> Iterator[Answerer]:
    answerer = answerer_of(tmp_path, FakeEmbedder(), PAPERS)
    yield answerer
    answerer.library.close()


@pytest.mark.parametrize(
    "question",
    [
        "What did Cabinet decide on 14 March 2024?",
        "what was decided at the cabinet meeting of 14 March 2024",
        "WHAT DID CABINET DECIDE ON 14/03/2024",
        "List the decisions of Cabinet on 14 March 2024",
        "What did the Cabinet of Ashcombe Borough Council decide on 14 March 2024?",
    ],
)
def test_the_decisions_of_a_meeting_are_quoted_in_order(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert answer.standing is Standing.DECIDED
    assert answer.answer.startswith("**Decisions of Cabinet, 14 March 2024** (2 items):")
    assert [(c.minute, c.standing) for c in answer.citations] == [
        ("52", Standing.DECIDED),
        ("53", Standing.NOTED),
    ]
    assert [c.number for c in answer.citations] == [1, 2]
    assert "spoke of the fares" not in answer.answer
    assert "permission be refused" not in answer.answer


def test_a_body_or_a_matter_that_is_named_narrows_it(answerer: Answerer) -> None:
    planning = answerer.ask("What did the Planning Committee decide on 14 March 2024?")
    assert [c.minute for c in planning.citations] == ["52"]
    fares = answerer.ask("What did Cabinet decide about the ferry fare on 14 March 2024?")
    assert not fares.answer.startswith("**Decisions of")
    assert fares.citations[0].minute == "52"


def test_a_month_has_each_of_its_meetings(answerer: Answerer) -> None:
    answer = answerer.ask("What did Cabinet decide in April 2024?")
    assert answer.answer.startswith("**Decisions of Cabinet, 11 April 2024** (1 item):")


def test_a_day_without_a_meeting_has_no_list(answerer: Answerer) -> None:
    answer = answerer.ask("What did Cabinet decide on 15 March 2024?")
    assert "Decisions of" not in answer.answer


def test_a_long_meeting_is_quoted_in_part_and_the_rest_is_named(tmp_path: Path) -> None:
    long = "".join(
        f"{n}. MATTER {n}\n\nRESOLVED: That {'the work of the harbour go on, and ' * 9}all be "
        f"done by day {n}.\n\n"
        for n in range(52, 60)
    )
    answerer = answerer_of(tmp_path, FakeEmbedder(), {"cabinet-2024-03-14.txt": minutes(long)})
    answer = answerer.ask("What did Cabinet decide on 14 March 2024?")
    answerer.library.close()
    assert "(8 items)" in answer.answer
    quoted = len(answer.citations)
    assert 2 <= quoted < 8
    assert f"Decided on as well: {52 + quoted} MATTER {52 + quoted};" in answer.answer
    assert "59 MATTER 59." in answer.answer
