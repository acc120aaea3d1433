"""What may be asked next: made of the record of the item quoted, and answered when it is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answers import AnswerStatus
from tests.conftest import Samples
from ui.prompts.examples import by_kind
from ui.prompts.further import further_questions
from ui.prompts.items import items_held

MERTON = "What did Cabinet decide on Merton House on 18 January 2024?"


def test_each_question_offered_is_answered(samples: Samples) -> None:
    answerer = samples.answerer
    items = items_held(answerer.library)
    asked = [q for kind in by_kind(items) for _, q in list(kind)[:3]]
    offered = {
        further
        for question in asked
        for further in further_questions(answerer.ask(question), items)
    }
    assert len(offered) >= 5
    told = {question: answerer.ask(question).status for question in offered}
    assert {
        question for question, status in told.items() if status is not AnswerStatus.ANSWERED
    } == (set())


def test_what_the_record_does_not_tell_is_not_offered(samples: Samples) -> None:
    items = items_held(samples.answerer.library)
    voted = {item.title for item in items if item.has_votes}
    days = {item.day for item in items if item.asks_for_it}
    for item in items:
        if not item.minuted:
            continue
        answer = samples.answerer.ask(f"What was decided on {item.title}?")
        for question in further_questions(answer, items):
            if question.startswith("Who voted"):
                assert any(title in question for title in voted)
            if question.startswith("What was recommended"):
                assert answer.citations[0].paper.meeting_date in days


def test_at_most_three_are_offered_and_none_that_was_asked(samples: Samples) -> None:
    answer = samples.answerer.ask(MERTON)
    offered = further_questions(answer, items_held(samples.answerer.library))
    assert 0 < len(offered) <= 3
    assert not [question for question in offered if question.startswith("What was decided on")]


@pytest.mark.parametrize("status", [s for s in AnswerStatus if s is not AnswerStatus.ANSWERED])
def test_nothing_is_offered_without_an_answer(status: AnswerStatus, samples: Samples) -> None:
    answer = replace(samples.answerer.ask(MERTON), status=status)
    assert further_questions(answer, items_held(samples.answerer.library)) == ()
    assert further_questions(replace(answer, citations=()), []) == ()
