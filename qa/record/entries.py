"""What the record holds, as results: entries with their place and standing, in groups.

They are what the answer in words, the API and the command line all show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from qa.answers import Citation
from qa.language.terms import term_set
from qa.papers import FileFormat, Lines, PageSpan, Paper, Standing, TableRow, Vote
from qa.quoting.lines import parts_of_rows


class ListingKind(StrEnum):
    """What a listing is of."""

    DECISIONS = "decisions"
    DEFERRED = "deferred"
    PRIVATE = "taken in private"
    PERSON = "by one person"
    VOTES = "votes"
    MATTER = "a matter in time order"
    BESIDE = "recommended beside resolved"
    FIGURES = "figures by year"
    PAPERS = "papers held"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing: what the paper says there, verbatim, and where."""

    text: str
    standing: Standing
    paper: Paper
    page: PageSpan
    lines: Lines | None
    """Counted through the paper; None where nothing has been said of them."""
    day: date | None = None
    """Of the meeting, or of the paper."""
    item_number: str | None = None
    item_title: str | None = None
    is_minuted: bool = False
    moved_by: str | None = None
    seconded_by: str | None = None
    votes: tuple[Vote, ...] = ()
    label: str = ""
    """What is said before it in place of its standing, such as `Moved` or `Asked`; else empty."""
    row: TableRow | None = None
    """Where the line is a row of a table: its cells."""
    note: str = ""
    """What was found out about it, such as how it differs from what was asked; else empty."""
    leads: bool = False
    """Whether it only leads in the entries after it, which are counted in its place."""
    is_part: bool = False
    """Whether it is a numbered part of the limb before it, and so is not counted by itself."""

    @property
    def counts(self) -> bool:
        """Whether it is counted by itself."""
        return not (self.leads or self.is_part)

    @property
    def name(self) -> str:
        """The number and the title of its item."""
        return " ".join(part for part in (self.item_number, self.item_title) if part)

    def cite(self, number: int) -> Citation:
        """Return it as a citation with this number."""
        shown = self.lines if self.paper.format is FileFormat.TEXT else None
        heading = (self.item_title,) if self.item_title else ()
        minute = self.item_number if self.is_minuted else None
        return Citation(
            number=number,
            quote=self.text,
            paper=self.paper,
            page=self.page,
            lines=shown,
            heading=heading,
            minute=minute,
            standing=self.standing,
            parts=parts_of_rows([(self.text, self.row)]),
            at=self.lines[0] if self.lines else 0,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one meeting, motion or paper, under a title."""

    title: str
    entries: tuple[Entry, ...]
    lacks: tuple[str, ...] = ()
    """Sentences that say in what the group may be incomplete."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the record answers to a question that asks for a list or a course of things."""

    kind: ListingKind
    line: str
    """The first line, plain text: how many there are, and of what."""
    groups: tuple[Group, ...]
    lacks: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in order."""
        return tuple(entry for group in self.groups for entry in group.entries)


def count_of(number: int, thing: str) -> str:
    """Return a number with its thing, in the singular or the plural: `1 decision`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def counted(entries: Iterable[Entry]) -> int:
    """Count entries, what only leads in and parts of limbs apart."""
    return sum(entry.counts for entry in entries)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries by their day, those of a paper in its order; undated ones come last."""
    return tuple(sorted(entries, key=lambda entry: (entry.day is None, entry.day or date.max)))


def without_repeats(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries, of those of one standing that say the same of a day only the first."""
    # What was asked for and what was resolved may be the same words: both are steps.
    seen: set[tuple[date | None, Standing, frozenset[str]]] = set()
    kept: list[Entry] = []
    for entry in entries:
        key = (entry.day, entry.standing, term_set(entry.text))
        if key not in seen:
            seen.add(key)
            kept.append(entry)
    return tuple(kept)


def labelled(entry: Entry, label: str) -> Entry:
    """Return an entry with what is said before it."""
    return replace(entry, label=label)
