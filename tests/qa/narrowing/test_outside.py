"""Questions asked of some of the sample papers: what is quoted, and what is said to be missing."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answers import Answer, AnswerStatus, to_json
from qa.narrowing.outside import NOT_CHOSEN, NOTHING_CHOSEN
from qa.papers import PaperKind
from qa.protocols import Filter
from tests.conftest import Samples

MERTON = "What did Cabinet decide on Merton House?"
CABINET = Filter(body="Cabinet")
AUTUMN = Filter(first=date(2024, 9, 1), last=date(2024, 12, 31))


def all_are_chosen(answer: Answer, which: Filter, samples: Samples) -> bool:
    chosen = {paper.id for paper in samples.answerer.library.only(which).papers()}
    cited = [cited.paper.id for cited in (*answer.citations, *answer.nearest)]
    return {*cited, *(hit.paper.id for hit in answer.hits)} <= chosen


@pytest.mark.parametrize(
    "which",
    [
        CABINET,
        AUTUMN,
        Filter(kind=PaperKind.MINUTES),
        Filter(kind=PaperKind.MINUTES, until=date(2024, 3, 1)),
        Filter(kind=PaperKind.PACK),
    ],
)
@pytest.mark.parametrize(
    "question",
    [
        MERTON,
        "How much was released for library buildings?",
        "What papers do you hold?",
        "Who voted on the libraries amendment?",
        "How many otters were counted?",
        "What was decided on 18 January 2024?",
    ],
)
def test_nothing_is_quoted_from_outside_what_was_chosen(
    which: Filter, question: str, samples: Samples
) -> None:
    answer = samples.answerer.ask(question, filters=which, hits=20)
    assert all_are_chosen(answer, which, samples)
    view = samples.answerer.library.only(which)
    assert f"({len(view.papers())} of " in answer.answer.split("\n\n")[bool(which.until)]
    assert answer.searched.papers == len(view.papers()) or answer.status is AnswerStatus.NOT_HELD


def test_an_answer_opens_with_what_was_asked(samples: Samples) -> None:
    answer = samples.answerer.ask(MERTON, filters=AUTUMN)
    assert answer.status is AnswerStatus.ANSWERED
    opening = "Asked only: meetings from 1 September 2024 to 31 December 2024 ("
    assert answer.answer.startswith(opening) and answer.opening.startswith(opening)
    assert answer.citations[0].minute == "27"
    assert "57" not in {cited.minute for cited in answer.citations}
    both = samples.answerer.ask(MERTON, filters=AUTUMN, as_at=date(2024, 10, 1))
    assert both.answer.startswith("As at 1 October 2024: ") and opening in both.opening


def test_where_nothing_is_of_all_that_was_chosen_it_is_said_how_to_widen(
    samples: Samples,
) -> None:
    which = Filter(kind=PaperKind.MINUTES, first=date(2030, 1, 1))
    answer = samples.answerer.ask(MERTON, filters=which)
    assert answer.status is AnswerStatus.NOT_FOUND and answer.declined_by == NOTHING_CHOSEN
    assert f"(0 of {len(samples.answerer.library.papers())} papers)" in answer.answer
    minutes = len(samples.answerer.library.only(which.without("first")).papers())
    assert f"without the first day, {minutes} papers" in answer.answer
    assert "not held" not in answer.answer.lower() and answer.searched.papers == 0
    assert to_json(answer)["searched"] == {"papers": 0, "from": None, "to": None}


def test_what_only_the_choice_hides_is_never_told_as_not_held(samples: Samples) -> None:
    question = "What was decided on 18 January 2024?"
    assert samples.answerer.ask(question).status is AnswerStatus.ANSWERED
    answer = samples.answerer.ask(question, filters=AUTUMN)
    assert answer.status is not AnswerStatus.NOT_HELD
    assert "not held" not in answer.answer.lower() and "are held" not in answer.answer


def test_it_is_told_how_many_other_papers_speak_of_it(samples: Samples) -> None:
    which = Filter(kind=PaperKind.DECISION_RECORD)
    answer = samples.answerer.ask("How many books were borrowed from the libraries?", filters=which)
    assert answer.status is AnswerStatus.NOT_FOUND and answer.declined_by == NOT_CHOSEN
    assert "**Not found in the papers chosen.** Looked through 1 paper of " in answer.answer
    assert all_are_chosen(answer, which, samples)


def test_what_the_whole_library_lacks_is_told_as_not_held(samples: Samples) -> None:
    question = "What did Cabinet decide on 3 March 2011?"
    whole = samples.answerer.ask(question)
    answer = samples.answerer.ask(question, filters=CABINET)
    assert whole.status is answer.status is AnswerStatus.NOT_HELD
    assert "of all the papers held" in answer.answer and answer.lacks == whole.lacks


def test_a_choice_of_kinds_says_nothing_of_minutes_that_are_held(samples: Samples) -> None:
    answer = samples.answerer.ask(
        "What was decided on the flood scheme?", filters=Filter(kind=PaperKind.REPORT)
    )
    assert "No minutes are held" not in answer.answer


def test_thanks_are_taken_as_thanks_whatever_was_chosen(samples: Samples) -> None:
    answer = samples.answerer.ask("Thank you!", filters=CABINET)
    assert answer.answer.startswith("**Nothing is asked here.**")


def test_what_is_nearest_can_be_opened(samples: Samples) -> None:
    answer = samples.answerer.ask("How many otters were counted in the river?")
    assert answer.status in (AnswerStatus.NOT_FOUND, AnswerStatus.NOT_HELD)
    assert answer.nearest and not answer.citations
    assert [cited.number for cited in answer.nearest] == list(range(1, len(answer.nearest) + 1))
    assert all(cited.quote for cited in answer.nearest)
    assert [c["url"] for c in to_json(answer)["nearest"]]
