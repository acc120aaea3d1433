"""What the server keeps of a session, and for how long."""

from dataclasses import replace
from pathlib import Path

import pytest

from qa.answers import Citation
from tests.fakes import FakeAnswerer, fake_library
from ui.conversation import MAX_ANSWERS, Sessions, fingerprint


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


@pytest.fixture
def cited(answerer: FakeAnswerer) -> tuple[Citation, ...]:
    return answerer.ask("The Old Mill?").citations


class Clock:
    def __init__(self) -> None:
        self.hours = 0.0

    def __call__(self) -> float:
        return self.hours * 3600


def test_a_session_keeps_its_latest_answers(cited: tuple[Citation, ...]) -> None:
    sessions = Sessions(1)
    sessions.begin("a")
    for number in range(MAX_ANSWERS + 5):
        sessions.keep("a", f"k-{number}", cited)
    assert sessions.citation("a", "k-34", 1).minute == "52"
    for name, key, number in (("a", "k-4", 1), ("a", "k-5", 2), ("b", "k-5", 1)):
        with pytest.raises(KeyError):
            sessions.citation(name, key, number)


def test_an_answer_that_comes_after_the_tab_was_closed_is_not_kept(
    cited: tuple[Citation, ...],
) -> None:
    sessions = Sessions(1)
    sessions.begin("a")
    sessions.end("a")
    sessions.keep("a", "k-1", cited)
    assert len(sessions) == 0


def test_an_idle_session_is_forgotten_and_one_in_use_is_not(cited: tuple[Citation, ...]) -> None:
    clock = Clock()
    sessions = Sessions(4, clock=clock)
    for name in ("idle", "used"):
        sessions.begin(name)
        sessions.keep(name, "k-1", cited)
    clock.hours = 3
    sessions.citation("used", "k-1", 1)
    clock.hours = 4.5
    sessions.sweep()
    assert len(sessions) == 1
    sessions.citation("used", "k-1", 1)
    clock.hours = 20
    sessions.sweep()
    assert len(sessions) == 0


def test_sessions_and_their_bytes_are_bounded_and_the_longest_unused_goes_first(
    cited: tuple[Citation, ...],
) -> None:
    sessions = Sessions(1, most=3)
    for name in "abcd":
        sessions.begin(name)
        sessions.keep(name, "k-1", cited)
    assert len(sessions) == 3
    with pytest.raises(KeyError):
        sessions.citation("a", "k-1", 1)
    large = (replace(cited[0], quote="x" * 100_000),)
    small = Sessions(1, max_bytes=250_000)
    for name in "abcd":
        small.begin(name)
        small.keep(name, "k-1", large)
    assert len(small) == 2
    assert small.citation("d", "k-1", 1).quote == large[0].quote


def test_a_fingerprint_changes_with_status_standing_and_quotes_alone(
    answerer: FakeAnswerer,
) -> None:
    answer = answerer.ask("The Old Mill?")
    same = replace(answer, answer="said otherwise", question="asked otherwise")
    assert fingerprint(same) == fingerprint(answer)
    others = [
        replace(answer, citations=()),
        replace(answer, citations=(replace(answer.citations[0], quote="another"),)),
        answerer.ask("Who?"),
        answerer.ask("The private part?"),
    ]
    assert len({fingerprint(other) for other in [answer, *others]}) == 5
