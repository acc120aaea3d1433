from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from qa.library import Library
from qa.pages import UNKNOWN_PAGE
from qa.papers import Item, ItemKind, Limb, Standing
from tests.fakes import FakeLibrary, fake_library
from ui.examples import example_questions


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return fake_library(tmp_path)


def minute(title: str, standing: Standing = Standing.DECIDED, limbs: int = 0) -> Item:
    parts = tuple(Limb(f"({number})", "be agreed") for number in range(limbs))
    return Item("1", title, ItemKind.MINUTE, standing, UNKNOWN_PAGE, None, parts)


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
