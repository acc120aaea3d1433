from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import FakeAnswerer, fake_library
from ui.conversation import MAX_KEPT, Conversation


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def test_a_conversation_forgets_its_oldest_exchanges_and_keeps_the_numbers_of_the_rest(
    answerer: FakeAnswerer,
) -> None:
    talk = Conversation()
    for count in range(MAX_KEPT + 5):
        talk.add(f"question {count}")
    numbers = [exchange.number for exchange in talk.exchanges]
    assert numbers == list(range(6, MAX_KEPT + 6))
    answered = replace(talk.exchanges[0], answer=answerer.ask("The Old Mill?"))
    talk.replace(answered)
    assert talk.citation(6, 1).minute == "52"
    assert len(talk.waiting()) == MAX_KEPT - 1
    for exchange_number, number in ((6, 2), (7, 1), (1, 1), (99, 1)):
        with pytest.raises(KeyError):
            talk.citation(exchange_number, number)


def test_an_answer_to_a_question_no_longer_kept_is_dropped(answerer: FakeAnswerer) -> None:
    talk = Conversation()
    talk.add("first")
    first = talk.exchanges[0]
    for count in range(MAX_KEPT):
        talk.add(f"question {count}")
    talk.replace(replace(first, answer=answerer.ask("The Old Mill?")))
    assert all(exchange.waits for exchange in talk.exchanges)
