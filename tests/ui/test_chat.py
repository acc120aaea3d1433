"""The chat without a browser: follow-ups, answers as they are written, example questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from qa.errors import QuestionError
from qa.library import Library
from qa.papers import UNKNOWN_PAGE, Item, Limb, Standing
from tests.fakes import FakeAnswerer, FakeLibrary, fake_library
from ui.chat import Chat, example_questions
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


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return fake_library(tmp_path)


def minute(title: str, standing: Standing = Standing.DECIDED, limbs: int = 0) -> Item:
    parts = tuple(Limb(f"({number})", "be agreed") for number in range(limbs))
    return Item("1", title, "minute", standing, UNKNOWN_PAGE, None, parts)


def questions(library: FakeLibrary) -> list[str]:
    return example_questions(cast(Library, library))


def test_examples_are_made_from_the_minutes_held(library: FakeLibrary) -> None:
    assert questions(library) == ["What was decided on Lease of the Old Mill?"]


def test_routine_business_and_matters_not_decided_make_no_example(library: FakeLibrary) -> None:
    held = library.papers()[0]
    library.found[held.id] = (
        minute("APOLOGIES FOR ABSENCE"),
        minute("Declarations of Interest"),
        minute("Minutes of the previous meeting"),
        minute("Exclusion of the press and public"),
        minute("Roads"),
        minute("Housing options in the north of the borough", Standing.DEFERRED),
        minute("A lease that was considered in private", Standing.EXEMPT),
        minute("Winter gritting routes"),
    )
    assert questions(library) == ["What was decided on Winter gritting routes?"]


def test_a_minute_taken_in_private_makes_no_example(library: FakeLibrary) -> None:
    held = library.papers()[0]
    sale = replace(minute("Sale of the depot at Quay Street", limbs=3), private=True)
    library.found[held.id] = (sale, minute("Winter gritting routes"))
    assert questions(library) == ["What was decided on Winter gritting routes?"]


def test_the_latest_meetings_come_first_one_of_each(library: FakeLibrary, tmp_path: Path) -> None:
    first = library.papers()[0]
    library.found[first.id] = (minute("Older matter one"), minute("Older matter two, longer"))
    later = replace(first, id="later", file="later.pdf", meeting_date=date(2024, 9, 1))
    library.add(later, ("",), tmp_path / "none", *(minute(f"Newer matter {n}") for n in range(5)))
    assert questions(library) == [
        "What was decided on Newer matter 0?",
        "What was decided on Older matter one?",
        "What was decided on Newer matter 1?",
        "What was decided on Older matter two, longer?",
    ]


def test_resolutions_in_parts_come_first_and_references_are_left_out(library: FakeLibrary) -> None:
    held = library.papers()[0]
    library.found[held.id] = (minute("Mr A B Smith"), minute("24/00012 - Bus lanes plan", limbs=3))
    assert questions(library) == [
        "What was decided on Bus lanes plan?",
        "What was decided on Mr A B Smith?",
    ]


def test_an_empty_library_gives_no_examples() -> None:
    assert questions(FakeLibrary()) == []
