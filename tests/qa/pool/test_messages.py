import socket
from datetime import date

import pytest
from pydantic import ValidationError

from qa.answers import Answer, to_json
from qa.errors import IndexMismatchError, MissingExtraError, QuestionError
from qa.pool.messages import (
    FROM_WORKER,
    MAX_FRAME,
    TO_WORKER,
    Answered,
    Ask,
    Failed,
    Model,
    frame,
    receive,
)
from tests.conftest import Samples

CAR_PARKS = "What was decided about car park charges?"


def sent(message: Answered | Failed) -> Answered | Failed:
    data = frame(message)
    here, there = socket.socketpair()
    with here, there:
        there.settimeout(20)
        for start in range(0, len(data), 50_000):  # as it comes, in pieces
            here.sendall(data[start : start + 50_000])
        got = receive(there, FROM_WORKER)
    assert isinstance(got, Answered | Failed)
    return got


def test_an_answer_arrives_as_it_was_sent(samples: Samples) -> None:
    answer: Answer = samples.answerer.ask(CAR_PARKS, hits=4, as_at=date(2024, 12, 31))
    assert answer.hits and answer.citations
    got = sent(Answered(number=3, answer=answer))
    assert isinstance(got, Answered)
    assert got.answer == answer
    assert to_json(got.answer, 4) == to_json(answer, 4)


def test_an_error_arrives_as_its_class_with_its_words() -> None:
    for error in (QuestionError("the question is empty"), IndexMismatchError("built anew")):
        got = sent(Failed.of(error, 7))
        assert isinstance(got, Failed)
        assert got.number == 7
        back = got.as_error()
        assert (type(back), str(back)) == (type(error), str(error))
    missing = MissingExtraError("the judge", "eval")
    assert str(Failed.of(missing).as_error()) == str(missing)


def test_the_words_of_an_error_that_is_not_ours_are_not_sent() -> None:
    failed = Failed.of(KeyError("What did the officer ask?"))
    assert "officer" not in frame(failed).decode("utf-8", "replace")
    assert isinstance(failed.as_error(), RuntimeError)


@pytest.mark.parametrize(
    "bad",
    [
        b'{"type": "ask", "number": 0, "question": "?", "hits": 1, "previous": [], "as_at": null}',
        b'{"type": "ready", "papers": 1, "passages": 1}',
        b'{"type": "cancel", "number": 1, "more": 1}',
        b"[]",
        b"",
        b"\xff",
    ],
)
def test_what_is_no_message_is_refused(bad: bytes) -> None:
    here, there = socket.socketpair()
    with here, there:
        here.sendall(len(bad).to_bytes(4, "big") + bad)
        with pytest.raises(ValidationError):
            receive(there, TO_WORKER)


def test_a_message_that_is_too_long_is_not_read() -> None:
    here, there = socket.socketpair()
    with here, there:
        here.sendall((MAX_FRAME + 1).to_bytes(4, "big"))
        with pytest.raises(ValueError, match="longer than any can be"):
            receive(there, TO_WORKER)


def test_a_message_that_is_cut_off_is_none() -> None:
    whole = frame(Ask(number=1, question="?", hits=0, previous=(), as_at=None))
    for cut in (0, 2, 4, len(whole) - 1):
        here, there = socket.socketpair()
        with there:
            here.sendall(whole[:cut])
            here.close()
            assert receive(there, TO_WORKER) is None


def test_a_key_is_not_shown() -> None:
    assert "hush" not in repr(Model(name="m", url="http://x", key="hush", seconds=1))
