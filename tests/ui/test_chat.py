"""The chat's events without a browser: follow-ups, and answers shown as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import QuestionError
from tests.fakes import FakeAnswerer, fake_library
from ui.chat import Chat
from ui.conversation import Conversation

MILL, MARKET = "The Old Mill?", "The market?"


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def ask(chat: Chat, talk: Conversation, question: str) -> list[str]:
    """Ask, and return what the conversation looked like each time that it changed."""
    chat.begin(question, talk)
    return [str(html) for html, _ in chat.finish(talk)]


def test_each_question_is_asked_after_those_before_it(answerer: FakeAnswerer) -> None:
    chat, talk = Chat(answerer), Conversation()
    for question in (MILL, MARKET, "why?"):
        ask(chat, talk, question)
    assert answerer.asked_after == [(), (MILL,), (MILL, MARKET)]


def test_only_the_last_questions_are_sent_and_none_that_could_not_be_taken(
    answerer: FakeAnswerer,
) -> None:
    chat, talk = Chat(answerer), Conversation()
    answerer.error = QuestionError("the question is empty")
    ask(chat, talk, "a question that fails")
    answerer.error = None
    for number in range(12):
        ask(chat, talk, f"The Old Mill {number}?")
    assert answerer.asked_after[-1] == tuple(f"The Old Mill {number}?" for number in range(3, 11))


def test_sentences_are_shown_as_they_come_and_escaped(answerer: FakeAnswerer) -> None:
    answerer.sentences = ("The lease was renewed [1].", "<b>For five</b> years [1].")
    first, second, last = ask(Chat(answerer), Conversation(), MILL)
    assert "The lease was renewed" in first and "five" not in first
    assert "checking each sentence" in first and "&lt;b&gt;For five" in second
    assert "checking each sentence" not in last and "tc-sources" in last


def test_a_screen_reader_hears_the_answer_once(answerer: FakeAnswerer) -> None:
    answerer.sentences = ("The lease was renewed [1].",)
    chat, talk = Chat(answerer), Conversation()
    chat.begin(MILL, talk)
    spoken = [said for _, said in chat.finish(talk)]
    assert [said for said in spoken if isinstance(said, str)] == ["Answer: Decided. Sources: 1."]


def test_what_breaks_off_half_way_is_told(answerer: FakeAnswerer) -> None:
    answerer.sentences = ("The lease was renewed [1].",)
    answerer.error = RuntimeError("secret")
    *_, last = ask(Chat(answerer), Conversation(), MILL)
    assert "was not answered" in last and "secret" not in last and "renewed" not in last
