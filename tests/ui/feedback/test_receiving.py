"""What a press needs to be kept, and what is kept of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.feedback.records import Reason, Verdict
from qa.feedback.store import FeedbackError, KeptFile, declined_of, remarks_of
from tests.fakes import FakeAnswerer, fake_library
from ui.conversation import fingerprint
from ui.feedback.receiving import (
    A_MINUTE,
    FORGOTTEN,
    NOT_KEPT,
    THANKS,
    TOO_MANY,
    Feedback,
    Pressed,
    Switches,
)

MILL = "The Old Mill?"


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def pressed(question: str = MILL, **more: object) -> Pressed:
    return Pressed.model_validate({"key": "talk-1", "question": question, "verdict": "yes"} | more)


def test_a_press_keeps_what_the_answer_was_and_nothing_of_the_reader(
    answerer: FakeAnswerer, tmp_path: Path
) -> None:
    feedback = Feedback(tmp_path, Switches(remarks=True))
    answer = answerer.ask(MILL)
    feedback.note("session", "talk-1", MILL, answer, narrowing={"body": "Cabinet"})
    told = feedback.take(
        "session", "10.0.0.9", pressed(verdict="no", reason="wrong page", words=" see page 1 ")
    )
    assert (told.text, told.kept) == (THANKS, True)
    (kept,) = remarks_of(tmp_path).read().records
    assert (kept.question, kept.verdict, kept.reason) == (MILL, Verdict.NO, Reason.WRONG_PAGE)
    assert (kept.words, kept.status, kept.standing) == ("see page 1", "answered", "decided")
    assert kept.fingerprint == fingerprint(answer)
    assert [(cited.paper, cited.page) for cited in kept.citations] == [
        (answer.citations[0].paper.id, 2)
    ]
    assert kept.narrowing == {"body": "Cabinet"}
    line = remarks_of(tmp_path).path.read_text()
    assert "session" not in line and "10.0.0.9" not in line
    assert answer.citations[0].quote not in line
    assert set(json.loads(line)) == {
        *("time", "question", "narrowing", "status", "version", "standing", "citations"),
        *("fingerprint", "verdict", "reason", "words"),
    }


def test_only_the_question_that_was_answered_in_this_session_is_taken(
    answerer: FakeAnswerer, tmp_path: Path
) -> None:
    feedback = Feedback(tmp_path, Switches(remarks=True))
    feedback.note("session", "talk-1", MILL, answerer.ask(MILL))
    for session, press in (
        ("another", pressed()),
        ("session", pressed(key="talk-2")),
        ("session", pressed("Another question?")),
    ):
        assert feedback.take(session, "reader", press).text == FORGOTTEN
    feedback.forget("session")
    assert feedback.take("session", "reader", pressed()).text == FORGOTTEN
    assert not remarks_of(tmp_path).path.exists()


def test_a_reader_cannot_press_without_end(answerer: FakeAnswerer, tmp_path: Path) -> None:
    feedback = Feedback(tmp_path, Switches(remarks=True), clock=lambda: 0.0)
    feedback.note("session", "talk-1", MILL, answerer.ask(MILL))
    told = [feedback.take("session", "one", pressed()).text for _ in range(A_MINUTE + 1)]
    assert told == [THANKS] * A_MINUTE + [TOO_MANY]
    assert feedback.take("session", "another", pressed()).kept


def test_switched_off_nothing_is_noted_or_kept(answerer: FakeAnswerer, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    feedback = Feedback(tmp_path, Switches())
    for question in (MILL, "Who will win the cup?"):
        feedback.note("session", "talk-1", question, answerer.ask(question))
    assert not feedback.take("session", "reader", pressed()).kept
    assert set(tmp_path.iterdir()) == before


def test_an_answer_that_nobody_pressed_for_long_is_forgotten(
    answerer: FakeAnswerer, tmp_path: Path
) -> None:
    now = [0.0]
    feedback = Feedback(tmp_path, Switches(remarks=True), hours=1, clock=lambda: now[0])
    feedback.note("session", "talk-1", MILL, answerer.ask(MILL))
    now[0] = 3601
    feedback.note("session", "talk-2", MILL, answerer.ask(MILL))
    assert feedback.take("session", "reader", pressed()).text == FORGOTTEN
    assert feedback.take("session", "reader", pressed(key="talk-2")).kept


def test_where_nothing_can_be_written_the_reader_is_told_and_the_log_has_no_question(
    answerer: FakeAnswerer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feedback = Feedback(tmp_path, Switches(remarks=True, declined=True))
    feedback.note("session", "talk-1", MILL, answerer.ask(MILL))
    remarks_of(tmp_path).path.mkdir()  # no file can be there, even for the superuser
    declined_of(tmp_path).path.mkdir()
    told = feedback.take("session", "reader", pressed())
    assert (told.text, told.kept) == (NOT_KEPT, False)
    feedback.note("session", "talk-2", "Who will win the cup?", answerer.ask("the cup"))
    assert "Old Mill" not in caplog.text and "cup" not in caplog.text
    assert caplog.text.count("could not be kept") == 2


def test_declined_questions_are_kept_once_and_only_where_that_is_switched_on(
    answerer: FakeAnswerer, tmp_path: Path
) -> None:
    cup = "Who will win the cup?"
    feedback = Feedback(tmp_path, Switches(declined=True))
    feedback.note("session", "talk-1", cup, answerer.ask(cup))
    feedback.note("session", "talk-1", cup, answerer.ask(cup), again=True)
    feedback.note("session", "talk-2", MILL, answerer.ask(MILL))
    feedback.note("session", "talk-3", "The private part?", answerer.ask("The private part?"))
    held = declined_of(tmp_path).read()
    assert [(one.question, one.status) for one in held.records] == [(cup, "not_found")]
    assert not remarks_of(tmp_path).path.exists()


def test_a_fault_while_deleting_what_is_old_stops_nothing(
    answerer: FakeAnswerer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, day: object) -> int:
        raise FeedbackError("no room")

    monkeypatch.setattr(KeptFile, "delete_before", fail)
    feedback = Feedback(tmp_path, Switches(remarks=True))
    feedback.note("session", "talk-1", MILL, answerer.ask(MILL))
    assert feedback.take("session", "reader", pressed()).kept
