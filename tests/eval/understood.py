"""Minutes of an invented council as a library may have understood them, and the truth of them.

| line | what stands there |
|---|---|
| 1 | 12. FERRY SERVICE |
| 2 | Cabinet is recommended to extend it (told of the report) |
| 3-4 | RESOLVED: (1) and (3) |
| 5 | 13. LIBRARY HOURS |
| 6 | a member spoke |
| 7-9 | a table: header, two rows |
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from eval.reading.places import ReadingScore, score_reading
from eval.reading.truth import load_truth
from qa.errors import PaperNotFoundError
from qa.papers import (
    UNKNOWN_PAGE,
    FileFormat,
    Item,
    ItemKind,
    Limb,
    PageKind,
    PageSpan,
    Paper,
    PaperKind,
    PaperPage,
    Passage,
    Standing,
    TableRow,
    Unit,
    UnitKind,
    Vote,
)

PAPER = Paper(
    id="c" * 16,
    file="papers/ferry.txt",
    title="Minutes of Cabinet, 4 July 2023",
    kind=PaperKind.MINUTES,
    format=FileFormat.TEXT,
    digest="c" * 64,
    council="Brackwater Council",
    body="Cabinet",
    meeting_date=date(2023, 7, 4),
)
PDF = replace(PAPER, id="d" * 16, file="papers/ferry.pdf", format=FileFormat.PDF, pages=3)
FERRY = Item(
    number="12",
    title="FERRY SERVICE",
    kind=ItemKind.MINUTE,
    standing=Standing.DECIDED,
    page=UNKNOWN_PAGE,
    lines=(1, 4),
    limbs=(Limb("(1)", "(1) be extended"), Limb("(3)", "(3) be signed")),
    missing_limbs=("(2)",),
    references=("BX12/23",),
    moved_by="Councillor A Marsh",
    votes=(Vote(4, 3, 0, "carried"),),
)
LIBRARY = Item("13", "LIBRARY HOURS", ItemKind.MINUTE, Standing.DISCUSSED, UNKNOWN_PAGE, (5, 9))
EXACT_5 = PageSpan(PageKind.EXACT, 5, 5, "5", "printed footer")
RANGE_5_7 = PageSpan(PageKind.RANGE, 5, 7, "5–7", "agenda index")


def passage(
    number: int, standing: Standing, page: PageSpan, units: Sequence[Unit], *heading: str
) -> Passage:
    lines = (units[0].lines[0], units[-1].lines[1])
    identity = f"{PAPER.id}-{number}"
    return Passage(identity, PAPER.id, number, tuple(units), heading, standing, page, lines)


def unit(text: str, line: int, kind: str = "paragraph", page: int | None = None) -> Unit:
    return Unit(text, (line, line), page, UnitKind(kind))


def row(text: str, line: int) -> Unit:
    """Return a row of the table of opening hours, with what is known of it."""
    columns, caption = ("Branch", "Hours", "Cost"), "Table 1: Opening"
    known = TableRow(tuple(text.split("\t")), columns, caption, "£000")
    return replace(unit(text, line, "row"), row=known)


PASSAGES = (
    passage(
        1,
        Standing.DISCUSSED,
        EXACT_5,
        [unit("The report recommended that Cabinet extend it.", 2)],
        "12. FERRY SERVICE",
    ),
    passage(
        2,
        Standing.DECIDED,
        RANGE_5_7,
        [unit("(1) be extended", 3, "limb"), unit("(3) be signed", 4, "limb")],
        "12. FERRY SERVICE",
    ),
    passage(
        3, Standing.DISCUSSED, UNKNOWN_PAGE, [unit("Councillor Lee asked.", 6)], "13. LIBRARY HOURS"
    ),
    passage(
        4,
        Standing.BACKGROUND,
        RANGE_5_7,
        [
            unit("Branch\tHours\tCost £000", 7, "header"),
            row("Stow\t40\t61.5", 8),
            row("Marsh End\t32\t48.0", 9),
        ],
        "13. LIBRARY HOURS",
    ),
)

TRUTH: dict[str, Any] = {
    "file": "ferry.txt",
    "meeting": {
        "council": ["Brackwater", "Brackwater Council"],
        "body": "Cabinet",
        "date": "2023-07-04",
        "venue": None,
        "kind": "minutes",
    },
    "items_complete": True,
    "items": [
        {
            "number": "12",
            "title": "Ferry Service",
            "kind": "minute",
            "lines": [1, 4],
            "standing": "decided",
            "limbs": ["(1)", "(3)"],
            "missing_limbs": ["(2)"],
            "references": ["BX 12/23"],
            "moved_by": "Cllr A. Marsh",
            "seconded_by": None,
            "votes": [{"for": 4, "against": 3, "abstain": 0, "result": "carried"}],
        },
        {"number": "13", "title": "Library hours", "kind": "minute", "lines": [5, 9], "votes": []},
    ],
    "blocks": [
        {"lines": [2, 2], "standing": ["discussed", "background"], "trap": "recommended, told"},
        {"lines": [3, 4], "standing": "decided"},
        {"lines": [6, 6], "standing": "discussed"},
    ],
    "rows": [
        {
            "line": 8,
            "cells": ["Stow", "40", "61.5"],
            "headers": ["Branch", "Hours", "Cost"],
            "caption": "Table 1: Opening",
            "unit": "£000",
        },
        {"line": 9, "cells": ["Marsh End", "32", "48.0"]},
    ],
    "pages": [
        {"line": 2, "printed": 5},
        {"line": 3, "printed": [5, 6]},
        {"line": 6, "printed": "unknown"},
    ],
}


@dataclass(frozen=True)
class Understood:
    """What a library holds of one paper."""

    paper: Paper = PAPER
    found: tuple[Item, ...] = (FERRY, LIBRARY)
    passages: tuple[Passage, ...] = PASSAGES
    printed: tuple[str | None, ...] = (None, "1", "2")

    def papers(self) -> list[Paper]:
        return [self.paper]

    def items(self, paper_id: str) -> tuple[Item, ...]:
        return self.found if paper_id == self.paper.id else ()

    def passages_of(self, paper_id: str) -> tuple[Passage, ...]:
        return self.passages if paper_id == self.paper.id else ()

    def page(self, paper_id: str, number: int) -> PaperPage:
        if paper_id == self.paper.id and 1 <= number <= len(self.printed):
            return PaperPage(number, "", self.printed[number - 1])
        raise PaperNotFoundError(f"no page {number}")


def score(folder: Path, understood: Understood, **changed: Any) -> ReadingScore:
    """Score what was understood against the truth, with some of its parts changed."""
    file = folder / "truth.json"
    file.write_text(json.dumps(TRUTH | changed), encoding="utf-8")
    return score_reading(load_truth([file]), understood)


def counted(score: ReadingScore) -> dict[str, tuple[int, int, int]]:
    """Return found, there and false of every measure that has any."""
    return {
        tally.measure: (tally.found, tally.there, tally.false)
        for tally in score.overall()
        if tally.there or tally.false
    }
