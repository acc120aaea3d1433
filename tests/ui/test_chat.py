"""The chat without a browser: what it takes, answers as they are written, example questions."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import pytest

from qa.errors import QuestionError
from tests.fakes import FakeAnswerer, fake_library
from ui.chat import MAX_QUESTION, Asked, Chat
from ui.conversation import Sessions
from ui.html import CHANGED
from ui.panel.rendering import NO_SUCH_PAGE

MILL, MARKET = "The Old Mill?", "The market?"
SENT = {"key": "k-1", "turn": "t-1", "question": MILL, "previous": "", "fingerprint": ""}
READER = gr.Request(session_hash="reader")


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(1)


@pytest.fixture
def chat(answerer: FakeAnswerer, sessions: Sessions) -> Chat:
    return Chat(answerer, sessions)  # type: ignore[arg-type]


def ask(chat: Chat, **sent: str) -> list[str]:
    """Ask, and return what is sent back each time that the answer changes."""
    return list(chat.ask(gr.EventData(None, {**SENT, **sent}), READER))


def press(chat: Chat, **sent: str) -> str:
    return chat.open_page(gr.EventData(None, {"exchange": "k-1", "number": "1", **sent}), READER)


def test_a_question_is_asked_after_those_that_the_browser_sends(
    chat: Chat, answerer: FakeAnswerer
) -> None:
    ask(chat)
    ask(chat, question="why?", previous=f"{MILL}\n{MARKET}\n\n")
    many = "\n".join(f"The Old Mill {number}?" for number in range(12))
    ask(chat, question="why?", previous=many)
    last = tuple(f"The Old Mill {number}?" for number in range(4, 12))
    assert answerer.asked_after == [(), (MILL, MARKET), last]


@pytest.mark.parametrize(
    "sent",
    [
        {"key": ""},
        {"key": "<b>"},
        {"key": "k" * 41},
        {"turn": "t 1"},
        {"fingerprint": "f" * 41},
    ],
)
def test_what_no_chat_sends_is_refused(chat: Chat, sent: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="named"):
        ask(chat, **sent)


def test_no_text_is_longer_than_a_question_may_be() -> None:
    long = "x" * (MAX_QUESTION + 1)
    asked = Asked.read({**SENT, "question": long, "previous": long})
    assert len(asked.question) == len(asked.previous[0]) == MAX_QUESTION


def test_a_problem_is_told_in_place_of_an_answer(chat: Chat, answerer: FakeAnswerer) -> None:
    answerer.error = QuestionError("the question is empty")
    (only,) = ask(chat)
    assert "the question is empty" in only and 'data-said="There is no answer."' in only


def test_sentences_are_shown_as_they_come_and_escaped(chat: Chat, answerer: FakeAnswerer) -> None:
    answerer.sentences = ("The lease was renewed [1].", "<b>For five</b> years [1].")
    first, second, last = ask(chat)
    assert "The lease was renewed" in first and "five" not in first
    assert "checking each sentence" in first and "&lt;b&gt;For five" in second
    assert "checking each sentence" not in last and "tc-sources" in last


def test_a_screen_reader_hears_the_answer_once(chat: Chat, answerer: FakeAnswerer) -> None:
    answerer.sentences = ("The lease was renewed [1].",)
    first, last = ask(chat)
    assert 'data-said=""' in first
    assert 'data-said="Answer: Decided. Sources: 1."' in last


def test_what_breaks_off_half_way_is_told(chat: Chat, answerer: FakeAnswerer) -> None:
    answerer.sentences = ("The lease was renewed [1].",)
    answerer.error = RuntimeError("secret")
    *_, last = ask(chat)
    assert "was not answered" in last and "secret" not in last and "renewed" not in last


def test_an_answer_that_has_changed_says_so(chat: Chat, answerer: FakeAnswerer) -> None:
    (first,) = ask(chat)
    known = first.split('data-fingerprint="')[1][:16]
    assert CHANGED not in first
    assert CHANGED not in ask(chat, fingerprint=known)[-1]
    answerer.library.held.clear()
    (gone,) = ask(chat, fingerprint=known, question="nothing of it?")
    assert CHANGED in gone


def test_a_citation_opens_its_page_while_the_session_is_known(
    chat: Chat, sessions: Sessions
) -> None:
    ask(chat)
    assert 'alt="Page 2 of ' in press(chat)
    assert 'alt="Page 1 of ' in press(chat, page="1")
    assert NO_SUCH_PAGE in press(chat, page="99")
    chat.forget(READER)
    assert len(sessions) == 0
    assert 'data-again="k-1" data-cited="1"' in press(chat)


@pytest.mark.parametrize(
    "sent", [{"number": "x"}, {"page": "one"}, {"number": ""}, {"line": "x"}, {"nth": ""}]
)
def test_a_press_that_names_no_citation_opens_nothing(chat: Chat, sent: dict[str, str]) -> None:
    assert "cannot be shown" in press(chat, **sent)
