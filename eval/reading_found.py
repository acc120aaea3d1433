"""What a library understood of a paper, laid beside what a person read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from eval.places import names_of
from eval.reading.truth import Place, TruePaper
from eval.wording import plain
from qa.errors import PaperNotFoundError
from qa.pages import PageKind, PageSpan, PaperPage
from qa.papers import FileFormat, Item, Paper
from qa.passages import Passage, Unit

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
        """Say whether lines are its places, not pages."""
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
    wanted = PurePosixPath(truth.file).parts
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


def pages_of(span: PageSpan) -> tuple[int, int] | None:
    """Return first and last page of a span, None where it is not known."""
    if span.kind is PageKind.UNKNOWN or span.first is None:
        return None
    return span.first, span.last if span.last is not None else span.first


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
        return unit.lines[0] <= place.lines[1] and place.lines[0] <= unit.lines[1]
    if place.pages is not None and unit.page is not None:
        return place.pages[0] <= unit.page <= place.pages[1]
    return False
