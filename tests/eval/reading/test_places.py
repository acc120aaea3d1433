"""Reading measured on minutes small enough to count by hand, and on seeded faults."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.reading.found import Outcome
from qa.papers import Item, ItemKind, Limb, PageKind, PageSpan, Passage, Standing, Vote
from tests.eval.understood import (
    FERRY,
    LIBRARY,
    PAPER,
    PASSAGES,
    PDF,
    TRUTH,
    Understood,
    counted,
    score,
    unit,
)

ALL_RIGHT = {
    "meeting: council": (1, 1, 0),
    "meeting: body": (1, 1, 0),
    "meeting: date": (1, 1, 0),
    "meeting: kind": (1, 1, 0),
    "minutes": (2, 2, 0),
    "numbers": (2, 2, 0),
    "titles": (2, 2, 0),
    "places of items": (2, 2, 0),
    "limbs": (2, 2, 0),
    "missing limbs": (1, 1, 0),
    "votes": (1, 1, 0),
    "movers and seconders": (1, 1, 0),
    "references": (1, 1, 0),
    "standing of items": (1, 1, 0),
    "standing of blocks": (3, 3, 0),
    "standing, one right": (2, 2, 0),
    "not decided, nor read so": (2, 2, 0),
    "rows": (2, 2, 0),
    "rows with headers": (1, 1, 0),
    "cells under their headers": (1, 1, 0),
    "rows with caption": (1, 1, 0),
    "rows with unit": (1, 1, 0),
    "exact pages": (1, 1, 0),
    "exact pages, not wrong": (1, 1, 0),
    "page ranges that hold it": (1, 1, 0),
    "pages told": (2, 2, 0),
    "unknown pages": (1, 1, 0),
}
NOT_WRONG, UNFOUNDED = "exact pages, not wrong", "exact pages not founded"
RANGES = "page ranges that hold it"
EXACT_6 = PageSpan(PageKind.EXACT, 6, 6, "6", "printed footer")
EXACT_9 = PageSpan(PageKind.EXACT, 9, 9, "9", "printed footer")
RANGE_6_7 = PageSpan(PageKind.RANGE, 6, 7, "6–7", "agenda index")


def ferry(**changed: Any) -> Understood:
    return Understood(found=(replace(FERRY, **changed), LIBRARY))


def passages(number: int, **changed: Any) -> tuple[Passage, ...]:
    before, passage, after = PASSAGES[:number], PASSAGES[number], PASSAGES[number + 1 :]
    return (*before, replace(passage, **changed), *after)


def test_a_paper_read_rightly_has_no_misses(tmp_path: Path) -> None:
    scored = score(tmp_path, Understood())
    assert counted(scored) == ALL_RIGHT
    assert scored.misses() == []


@pytest.mark.parametrize(
    ("understood", "changed"),
    [
        (ferry(number="21"), {"numbers": (1, 2, 1), "minutes": (1, 2, 1)}),
        (ferry(number=None), {"numbers": (1, 2, 0), "minutes": (1, 2, 1)}),
        (ferry(title="FERRY"), {"titles": (1, 2, 1)}),
        (ferry(kind="report"), {"minutes": (1, 2, 1)}),
        (ferry(lines=(1, 9)), {"places of items": (1, 2, 1)}),
        (ferry(standing=Standing.RECOMMENDED), {"standing of items": (0, 1, 1)}),
        (ferry(limbs=FERRY.limbs[:1]), {"limbs": (1, 2, 0)}),
        (ferry(limbs=(*FERRY.limbs, Limb("(4)", "(4) x"))), {"limbs": (2, 2, 1)}),
        (ferry(limbs=FERRY.limbs[::-1]), {"limbs": (1, 2, 1)}),
        (ferry(missing_limbs=()), {"missing limbs": (0, 1, 0)}),
        (ferry(missing_limbs=("(2)", "(4)")), {"missing limbs": (1, 1, 1)}),
        (ferry(references=("BX12/24",)), {"references": (0, 1, 1)}),
        (ferry(votes=(Vote(4, 2, 0, "carried"),)), {"votes": (0, 1, 1)}),
        (ferry(votes=(Vote(4, 3, 0, "lost"),)), {"votes": (0, 1, 1)}),
        (ferry(moved_by="Councillor B Marsh"), {"movers and seconders": (0, 1, 1)}),
        (ferry(seconded_by="Councillor Lee"), {"movers and seconders": (1, 1, 1)}),
    ],
)
def test_a_fault_in_an_item_is_noticed(
    tmp_path: Path, understood: Understood, changed: dict[str, tuple[int, int, int]]
) -> None:
    assert counted(score(tmp_path, understood)) == ALL_RIGHT | changed


@pytest.mark.parametrize(
    ("found", "changed"),
    [
        (
            passages(0, standing=Standing.DECIDED),
            {
                "standing of blocks": (2, 3, 1),
                "not decided, nor read so": (1, 2, 1),
            },
        ),
        (
            passages(1, standing=Standing.RECOMMENDED),
            {"standing of blocks": (2, 3, 1), "standing, one right": (1, 2, 1)},
        ),
        (passages(0, page=EXACT_9), {"exact pages": (0, 1, 1), NOT_WRONG: (0, 1, 1)}),
        (passages(1, page=EXACT_9), {RANGES: None, NOT_WRONG: (1, 2, 1)}),
        (passages(1, page=EXACT_6), {RANGES: None, NOT_WRONG: (2, 2, 0), UNFOUNDED: (0, 0, 1)}),
        (passages(1, page=RANGE_6_7), {RANGES: (0, 1, 1)}),
        (passages(2, page=EXACT_6), {"unknown pages": (0, 1, 1), UNFOUNDED: (0, 0, 1)}),
    ],
)
def test_a_fault_in_standing_or_pages_is_noticed(
    tmp_path: Path, found: tuple[Passage, ...], changed: dict[str, tuple[int, int, int] | None]
) -> None:
    expected = ALL_RIGHT | changed
    assert counted(score(tmp_path, Understood(passages=found))) == {
        measure: counts for measure, counts in expected.items() if counts is not None
    }


def test_an_item_that_is_not_there_is_false_only_where_the_truth_is_complete(
    tmp_path: Path,
) -> None:
    extra = Item("14", "URGENT BUSINESS", ItemKind.MINUTE, Standing.NOTED, LIBRARY.page, (10, 12))
    understood = Understood(found=(FERRY, LIBRARY, extra))
    assert counted(score(tmp_path, understood))["minutes"] == (2, 2, 1)
    assert counted(score(tmp_path, understood, items_complete=["report"]))["minutes"] == (2, 2, 0)


def test_an_item_not_found_takes_its_limbs_and_votes_with_it(tmp_path: Path) -> None:
    counts = counted(score(tmp_path, Understood(found=(LIBRARY,))))
    assert counts["minutes"] == (1, 2, 0)
    for measure, there in (("limbs", 2), ("missing limbs", 1), ("votes", 1), ("references", 1)):
        assert counts[measure] == (0, there, 0)


def test_minutes_of_one_number_in_two_places_are_not_mixed_up(tmp_path: Path) -> None:
    again = replace(LIBRARY, number="12", title="FERRY SERVICE", limbs=())
    items = [
        TRUTH["items"][0],
        {"number": "12", "title": "Ferry Service", "kind": "minute", "lines": [5, 9], "limbs": []},
    ]
    counts = counted(score(tmp_path, Understood(found=(again, FERRY)), items=items))
    assert counts["minutes"] == counts["places of items"] == counts["limbs"] == (2, 2, 0)


def test_sub_limbs_are_counted_apart(tmp_path: Path) -> None:
    items = [TRUTH["items"][0] | {"limbs": ["(1)", ["(a)", "(b)"], "(3)"]}, TRUTH["items"][1]]
    counts = counted(score(tmp_path, Understood(), items=items))
    assert counts["limbs"] == (2, 2, 0)
    assert counts["sub-limbs"] == (0, 2, 0)


def test_what_the_truth_says_is_not_there_must_not_be_given(tmp_path: Path) -> None:
    venue = Understood(paper=replace(PAPER, venue="Town Hall"))
    assert counted(score(tmp_path, venue))["meeting: venue"] == (0, 0, 1)


def test_a_withheld_block_is_right_when_nothing_of_it_is_held(tmp_path: Path) -> None:
    blocks = [{"lines": [20, 30], "standing": "exempt"}]
    assert counted(score(tmp_path, Understood(), blocks=blocks))["standing of blocks"] == (1, 1, 0)
    blocks = [{"lines": [2, 2], "standing": "exempt"}]
    assert counted(score(tmp_path, Understood(), blocks=blocks))["standing of blocks"] == (0, 1, 1)
    blocks = [{"lines": [20, 30], "standing": "background"}]
    assert counted(score(tmp_path, Understood(), blocks=blocks))["standing of blocks"] == (0, 1, 0)


def test_a_pdf_is_measured_by_its_pages_and_first_words(tmp_path: Path) -> None:
    units = [unit("Cabinet agreed the ferry.", 1, page=2), unit("Stow 40 61.5", 2, "row", page=2)]
    held = Understood(
        paper=PDF,
        found=(replace(FERRY, lines=(1, 2), page=PageSpan(PageKind.RANGE, 1, 2, None, "pdf")),),
        passages=(replace(PASSAGES[1], units=tuple(units)),),
    )
    parts: dict[str, Any] = {
        "file": "papers/ferry.pdf",
        "meeting": {},
        "items": [{"number": "12", "title": "Ferry service", "kind": "minute", "pages": [1, 2]}],
        "blocks": [
            {"page": 2, "words": "Cabinet agreed", "standing": "decided"},
            {"page": 3, "words": "Cabinet agreed", "standing": "decided"},
        ],
        "rows": [{"page": 2, "cells": ["Stow", "40", "61.5"]}],
        "pages": [
            {"page": 1, "printed": None},
            {"page": 2, "printed": "1"},
            {"page": 3, "printed": "3"},
        ],
    }
    assert counted(score(tmp_path, held, **parts)) == {
        "minutes": (1, 1, 0),
        "numbers": (1, 1, 0),
        "titles": (1, 1, 0),
        "places of items": (1, 1, 0),
        "standing of blocks": (1, 2, 0),
        "standing, one right": (1, 2, 0),
        "rows": (1, 1, 0),
        "printed numbers": (2, 3, 1),
    }


def test_nothing_to_find_is_undefined_and_not_zero(tmp_path: Path) -> None:
    shares = {tally.measure: tally.share for tally in score(tmp_path, Understood()).overall()}
    assert shares["minutes"] == 1.0
    assert shares["proposals"] is None
    assert shares["printed numbers"] is None


def test_a_paper_that_is_not_held_is_named_and_not_counted(tmp_path: Path) -> None:
    scored = score(tmp_path, Understood(), file="other/ferry.txt")
    assert scored.not_held == ("other/ferry.txt",)
    assert scored.papers == ()
    assert counted(scored) == {}


def test_every_miss_says_what_was_read_instead(tmp_path: Path) -> None:
    (miss,) = [
        miss for miss in score(tmp_path, ferry(number="21")).misses() if miss.measure == "numbers"
    ]
    assert miss.outcome is Outcome.WRONG
    assert "12" in miss.what
    assert miss.what.endswith("read as 21")
