"""A question that asks for a list or a course is answered from the record. All is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa.answerer import Answerer
from qa.answers import AnswerStatus
from qa.papers import Standing
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes


@pytest.mark.parametrize(
    "question",
    [
        "What did Cabinet decide on 14 March 2024?",
        "what was decided at the cabinet meeting of 14 March 2024",
        "WHAT DID CABINET DECIDE ON 14/03/2024",
        "List the decisions of Cabinet on 14 March 2024",
        "What did the Cabinet of Ashcombe Borough Council decide on 14 March 2024?",
        "cabinet decisions 14 march",
    ],
)
def test_all_that_a_meeting_decided_is_listed_with_a_number_each(
    answerer: Answerer, question: str
) -> None:
    answer = answerer.ask(question)
    assert answer.status is AnswerStatus.ANSWERED and answer.standing is Standing.DECIDED
    first, _, rest = answer.answer.partition("\n")
    assert first == (
        "**3 decisions (1 noted, 1 put off): Cabinet, Ashcombe Borough Council, 14 March 2024.**"
    )
    assert [(c.number, c.minute, c.standing) for c in answer.citations] == [
        (1, "52", Standing.DECIDED),
        (2, "53", Standing.NOTED),
        (3, "54", Standing.DEFERRED),
    ]
    assert all(f"[{c.number}]" in rest for c in answer.citations)
    assert "rusting" not in rest and "permission be refused" not in rest


def test_a_body_or_a_matter_that_is_named_narrows_it(answerer: Answerer) -> None:
    planning = answerer.ask("What did the Planning Committee decide on 14 March 2024?")
    assert [c.minute for c in planning.citations] == ["52"]
    lamps = answerer.ask("What did Cabinet decide about the lamps on 14 March 2024?")
    assert [c.minute for c in lamps.citations] == ["53"]


def test_a_month_has_each_of_its_meetings(answerer: Answerer) -> None:
    answer = answerer.ask("What did Cabinet decide in April 2024?")
    assert answer.answer.startswith("**2 decisions: Cabinet, Ashcombe Borough Council, 11 April")


def test_a_day_without_a_meeting_has_no_list(answerer: Answerer) -> None:
    assert " decisions: " not in answerer.ask("What did Cabinet decide on 15 March 2024?").answer


def test_later_meetings_are_out_of_sight_as_at_an_earlier_day(answerer: Answerer) -> None:
    question = "Trace the painting of the pier railings, each step"
    days = {c.paper.meeting_date for c in answerer.ask(question).citations}
    assert days == {date(2024, 3, 14), date(2024, 4, 11), date(2024, 6, 13)}
    before = answerer.ask(question, as_at=date(2024, 4, 30))
    assert {c.paper.meeting_date for c in before.citations} == days - {date(2024, 6, 13)}


def test_of_a_long_list_each_item_is_shown_and_the_rest_is_counted(tmp_path: Path) -> None:
    limbs = "\n\n".join(f"({n}) the harbour wall be mended at mark {n};" for n in range(1, 61))
    pier = "53. PIER\n\nRESOLVED: That the pier be opened.\n"
    long = f"52. HARBOUR WALL\n\nRESOLVED: That\n\n{limbs}\n\n{pier}"
    answerer = answerer_of(tmp_path, FakeEmbedder(), {"cabinet-2024-03-14.txt": minutes(long)})
    answer = answerer.ask("What did Cabinet decide on 14 March 2024?")
    answerer.library.close()
    assert len(answer.citations) == 40
    assert {c.minute for c in answer.citations} == {"52", "53"}
    assert "Not shown here: " in answer.answer and "of 52 HARBOUR WALL" in answer.answer
