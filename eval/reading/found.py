"""What a library holds of a paper, found for a file of truth, and how it is counted.

A finding is one thing compared: right, missed, wrong, or false (given and not there).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Protocol

from eval.gold.evidence import names_of, pages_of, share_one
from eval.reading.truth import Place, TruePaper
from eval.wording import plain
from qa.errors import PaperNotFoundError
from qa.papers import FileFormat, Item, Paper, PaperPage, Passage, Unit

TAG = re.compile(r"</?\w{1,8}>")
"""Markup left in a text source by the programme that made it (`<u>`, `</sup>`)."""


class ReadingStore(Protocol):
    """Gives what was understood of the papers held; `qa.library.Library` is the real one."""

    def papers(self) -> Sequence[Paper]:
        """Return all papers held."""
        ...

    def items(self, paper_id: str) -> Sequence[Item]:
        """Return a paper's items in its order."""
        ...

    def passages_of(self, paper_id: str) -> Sequence[Passage]:
        """Return a paper's passages in its order."""
        ...

    def page(self, paper_id: str, number: int) -> PaperPage:
        """Return a page of a paper."""
        ...


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A paper held, its items and its passages."""

    paper: Paper
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]

    @property
    def is_text(self) -> bool:
        """Whether lines are its places, not pages."""
        return self.paper.format == FileFormat.TEXT

    def at(self, place: Place) -> list[tuple[Passage, Unit]]:
        """Return the units that touch a place, each with its passage."""
        return [
            (passage, unit)
            for passage in self.passages
            for unit in passage.units
            if _touches(unit, place)
        ]


def find_paper(store: ReadingStore, truth: TruePaper) -> FoundPaper | None:
    """Return the paper that a file of truth is about; None where it is not held.

    A name is the same where the shorter of the two is the end of the longer, folder by folder.
    """
    return find_named(store, truth.file)


def find_named(store: ReadingStore, file: str) -> FoundPaper | None:
    """Return the paper of a file's name; None where it is not held."""
    wanted = PurePosixPath(file).parts
    for paper in store.papers():
        if any(_same_end(PurePosixPath(name).parts, wanted) for name in names_of(paper)):
            items, passages = store.items(paper.id), store.passages_of(paper.id)
            return FoundPaper(paper, tuple(items), tuple(passages))
    return None


def printed_page(store: ReadingStore, paper: Paper, number: int) -> str | None:
    """Return the number printed on a PDF's page, None where none is known."""
    try:
        return store.page(paper.id, number).printed
    except PaperNotFoundError:
        return None


def place_of(item: Item, found: FoundPaper) -> Place:
    """Return the lines of an item of a text source, the pages of another's."""
    if found.is_text:
        return Place(lines=item.lines)
    return Place(pages=pages_of(item.page))


def bare(text: str) -> str:
    """Return the words without case, white space, markup or kinds of mark."""
    return plain(TAG.sub("", text)).replace(" ", "")


def joined(texts: Iterable[str]) -> str:
    """Return texts as one run of words, as `bare` gives it."""
    return "".join(bare(text) for text in texts)


def _same_end(held: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    shared = min(len(held), len(wanted))
    return held[-shared:] == wanted[-shared:]


def _touches(unit: Unit, place: Place) -> bool:
    if place.lines is not None:
        return share_one(unit.lines, place.lines)
    if place.pages is not None and unit.page is not None:
        return place.pages[0] <= unit.page <= place.pages[1]
    return False


class Outcome(StrEnum):
    """What became of one thing that could be read."""

    RIGHT = "right"
    MISSED = "missed"
    """It is there and nothing was given for it."""
    WRONG = "wrong"
    """It is there and something else was given: missed, and false as well."""
    FALSE = "false"
    """It was given and is not there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing compared: its measure, what became of it, and what to show where it went wrong."""

    measure: str
    outcome: Outcome
    file: str
    what: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A measure over some papers. `share` is None where there was nothing to find."""

    measure: str
    found: int
    there: int
    false: int

    @property
    def share(self) -> float | None:
        """Return found out of there; undefined is not zero."""
        return self.found / self.there if self.there else None

    @property
    def precision(self) -> float | None:
        """Return found out of all that was given, as far as it was counted."""
        given = self.found + self.false
        return self.found / given if given else None


class Findings:
    """Collects the findings about one paper."""

    def __init__(self, file: str) -> None:
        """Start with none."""
        self.file = file
        self.all: list[Finding] = []

    def add(self, measure: str, outcome: Outcome, what: str) -> None:
        """Note one finding."""
        self.all.append(Finding(measure, outcome, self.file, what))

    def compare(self, measure: str, what: str, *, right: bool, given: object) -> None:
        """Note something that is there: right, missed (nothing given) or wrong (shown)."""
        if right:
            self.add(measure, Outcome.RIGHT, what)
        elif given is None or given == "":
            self.add(measure, Outcome.MISSED, what)
        else:
            self.add(measure, Outcome.WRONG, f"{what}; read as {given}")

    def absent(self, measure: str, what: str, given: object) -> None:
        """Note something that is not there: false where it was given, else nothing."""
        if given is not None and given != "":
            self.add(measure, Outcome.FALSE, f"{what}: the paper gives none; read as {given}")


def tallies(findings: Iterable[Finding], measures: Sequence[str]) -> list[Tally]:
    """Count the findings of each measure, in the order of `measures`."""
    outcomes: dict[str, list[Outcome]] = {measure: [] for measure in measures}
    for finding in findings:
        outcomes[finding.measure].append(finding.outcome)
    return [
        Tally(
            measure,
            found=given.count(Outcome.RIGHT),
            there=len(given) - given.count(Outcome.FALSE),
            false=given.count(Outcome.WRONG) + given.count(Outcome.FALSE),
        )
        for measure, given in outcomes.items()
    ]
