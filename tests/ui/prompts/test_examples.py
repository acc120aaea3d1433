"""Examples for the start: of six kinds, made of the items held, and each answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from qa.answers import Answer, AnswerStatus
from qa.errors import QueueFullError
from qa.library import Library
from qa.papers import UNKNOWN_PAGE, Item, ItemKind, Limb, Standing
from tests.conftest import Samples
from tests.fakes import FakeAnswerer, FakeLibrary, fake_library
from ui.prompts import examples
from ui.prompts.examples import Examples, Ready, by_kind
from ui.prompts.items import HeldItems, ItemHeld, items_held


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return fake_library(tmp_path)


def minute(title: str, standing: Standing = Standing.DECIDED, limbs: int = 0) -> Item:
    parts = tuple(Limb(f"({number})", "be agreed") for number in range(limbs))
    return Item("1", title, ItemKind.MINUTE, standing, UNKNOWN_PAGE, None, parts)


def decided(library: FakeLibrary) -> list[str]:
    """The questions on decisions, the first kind."""
    return [question for _, question in next(by_kind(items_held(cast(Library, library))))]


def all_of(examples: Examples, library: Library | FakeLibrary) -> tuple[str, ...]:
    """The examples once all have been tried."""
    ready = examples.of(cast(Library, library))
    for _ in range(1200):
        if not ready.room:
            break
        time.sleep(0.05)
        ready = examples.now()
    return ready.questions


def test_examples_are_made_from_the_minutes_held(library: FakeLibrary) -> None:
    assert decided(library)[0] == "What was decided on Lease of the Old Mill?"


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
    assert decided(library) == ["What was decided on Winter gritting routes?"]


def test_a_minute_taken_in_private_makes_no_question_of_any_kind(library: FakeLibrary) -> None:
    held = library.papers()[0]
    sale = replace(minute("Sale of the depot at Quay Street", limbs=3), private=True)
    library.found[held.id] = (sale, minute("Winter gritting routes"))
    every = [q for kind in by_kind(items_held(cast(Library, library))) for _, q in kind]
    assert every and not [question for question in every if "depot" in question]


def test_the_latest_meetings_come_first_one_of_each(library: FakeLibrary, tmp_path: Path) -> None:
    first = library.papers()[0]
    library.found[first.id] = (minute("Older matter one"), minute("Older matter two, longer"))
    later = replace(first, id="later", file="later.pdf", meeting_date=date(2024, 9, 1))
    library.add(later, ("",), tmp_path / "none", *(minute(f"Newer matter {n}") for n in range(5)))
    assert decided(library)[:4] == [
        "What was decided on Newer matter 0?",
        "What was decided on Older matter one?",
        "What was decided on Newer matter 1?",
        "What was decided on Older matter two, longer?",
    ]


def test_resolutions_in_parts_come_first_and_references_are_left_out(library: FakeLibrary) -> None:
    held = library.papers()[0]
    library.found[held.id] = (minute("Mr A B Smith"), minute("24/00012 - Bus lanes plan", limbs=3))
    assert decided(library) == [
        "What was decided on Bus lanes plan?",
        "What was decided on Mr A B Smith?",
    ]


def test_an_empty_library_gives_no_examples() -> None:
    empty = FakeLibrary()
    made = Examples(FakeAnswerer(empty), HeldItems())  # type: ignore[arg-type]
    assert made.of(cast(Library, empty)) == Ready()


def test_what_is_not_answered_is_not_shown(library: FakeLibrary) -> None:
    answerer = FakeAnswerer(library)
    library.found[library.papers()[0].id] = (minute("Winter gritting"), minute("The Mill bridge"))
    made = Examples(answerer, HeldItems())  # type: ignore[arg-type]
    shown = all_of(made, library)
    assert shown and all("Mill" in question or "Cabinet" in question for question in shown)
    assert not [question for question in shown if "gritting" in question]


def test_they_are_made_once_for_each_state_of_the_library(library: FakeLibrary) -> None:
    answerer = FakeAnswerer(library)
    shown = Examples(answerer, HeldItems())  # type: ignore[arg-type]
    first = all_of(shown, library)
    asked = len(answerer.asked_of)
    assert shown.of(cast(Library, library)) == Ready(first) and len(answerer.asked_of) == asked > 0
    library.held.clear()
    assert all_of(shown, library) == ()


def test_who_comes_while_nobody_answers_gets_none_and_the_next_tries_again(
    library: FakeLibrary,
) -> None:
    answerer = FakeAnswerer(library, error=QueueFullError("busy"))
    shown = Examples(answerer, HeldItems())  # type: ignore[arg-type]
    assert all_of(shown, library) == ()
    answerer.error = None
    assert all_of(shown, library)


def test_who_comes_while_they_are_tried_is_told_of_room_for_the_longest_of_each_kind(
    library: FakeLibrary,
) -> None:
    go_on = threading.Semaphore(0)
    titles = (
        "Mill one",
        "The wheel of the Old Mill",
        "Mill two",
        "The race that feeds the Old Mill",
    )
    library.found[library.papers()[0].id] = tuple(minute(title) for title in titles)

    class Slow(FakeAnswerer):
        def stream(self, question: str, **given: object) -> Iterator[str | Answer]:
            go_on.acquire()
            yield self.ask(question)

    made = Examples(Slow(library), HeldItems())  # type: ignore[arg-type]
    shown = made.of(cast(Library, library))
    assert shown.questions == ()
    # Three are tried of a kind, the shortest first; the fourth is never asked.
    assert shown.room == (
        "What was decided on The wheel of the Old Mill?",
        "When was The race that feeds the Old Mill decided?",
        "What was decided at Cabinet on 14 March 2024?",
    )
    for _ in range(10):
        go_on.release()
    every = all_of(made, library)
    assert len(every) == 2 and made.now() == Ready(every)


def test_who_comes_before_it_is_known_how_many_there_may_be_waits_no_longer_than_is_set(
    library: FakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    class Read(HeldItems):
        def of(self, library: Library) -> tuple[ItemHeld, ...]:
            go_on.wait(60)
            return super().of(library)

    monkeypatch.setattr(examples, "WAIT", 0.05)
    made = Examples(FakeAnswerer(library), Read())  # type: ignore[arg-type]
    assert made.of(cast(Library, library)) == Ready()
    go_on.set()
    monkeypatch.setattr(examples, "WAIT", 60)
    assert all_of(made, library)


def test_the_samples_give_six_of_six_kinds_each_answered(samples: Samples) -> None:
    answerer = samples.answerer
    shown = all_of(Examples(answerer, HeldItems()), answerer.library)
    assert len(shown) == 6
    begin = [" ".join(question.split()[:3]) for question in shown]
    assert begin == [
        "What was decided",
        "How much money",
        "Who voted for",
        "When was " + shown[3].split()[2],
        "What is the",
        "What was decided",
    ]
    for question in shown:
        assert answerer.ask(question).status is AnswerStatus.ANSWERED


def test_a_title_that_many_meetings_have_makes_no_example(
    library: FakeLibrary, tmp_path: Path
) -> None:
    first = library.papers()[0]
    for number in range(5):
        later = replace(
            first, id=f"m{number}", file=f"{number}.pdf", meeting_date=date(2024, 9, 1 + number)
        )
        own = minute(f"Bridge number {number} to be mended")
        library.add(later, ("",), tmp_path / "none", minute("Correspondence received"), own)
    titles = {item.title for item in items_held(cast(Library, library))}
    assert "Bridge number 3 to be mended" in titles and "Correspondence received" not in titles
