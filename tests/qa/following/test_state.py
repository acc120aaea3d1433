"""What is kept of a conversation: what was quoted, and no words of it."""

from __future__ import annotations

import pickle
from dataclasses import replace

from qa.answers import AnswerStatus
from qa.following.state import (
    REMEMBERED,
    Known,
    Memory,
    Place,
    Quoted,
    passages_of_items,
    what_is_quoted,
)
from qa.papers import ItemId
from tests.conftest import Samples

MERTON = "What did Cabinet decide on Merton House?"
NOTHING = Known(Place(None), Quoted())


def test_what_was_quoted_is_known_by_the_whole_conversation() -> None:
    memory, known = Memory(), Known(Place(0), Quoted((ItemId("p", "1", "Lease"),)))
    memory.put(["a", "b"], known)
    assert memory.get(["a", "b"]) == known
    assert memory.get(["b"]) is memory.get(["ab"]) is memory.get(["a", "b", ""]) is None


def test_no_question_is_kept_in_memory() -> None:
    memory = Memory()
    memory.put(["who moved the zebra motion?"], NOTHING)
    assert b"zebra" not in pickle.dumps(memory._kept)


def test_the_oldest_is_forgotten_first() -> None:
    memory = Memory()
    for number in range(REMEMBERED + 1):
        memory.put([str(number)], NOTHING)
    assert memory.get(["0"]) is None and memory.get(["1"]) == NOTHING


def test_an_answer_is_known_by_the_items_that_it_quotes(samples: Samples) -> None:
    answer = samples.answerer.ask(MERTON)
    quoted = what_is_quoted(answer, samples.answerer.library)
    assert quoted.items[0].title == "OFFICE ACCOMMODATION - LEASE OF MERTON HOUSE"
    assert quoted.day == answer.citations[0].paper.meeting_date
    held = passages_of_items(quoted.items, samples.answerer.library)
    assert any(answer.citations[0].quote.split("\n")[0] in passage.text for passage in held)


def test_nothing_is_kept_of_an_answer_on_exempt_business(samples: Samples) -> None:
    answer = replace(samples.answerer.ask(MERTON), status=AnswerStatus.EXEMPT)
    assert what_is_quoted(answer, samples.answerer.library) == Quoted()
