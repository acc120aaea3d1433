"""A meeting whole: every item of its minutes in their order, and those that only its agenda lists.

Of business taken in private there is what the public record says of it, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.language.terms import term_set
from qa.papers import Item, ItemKind, Paper, PaperKind, Standing, UnitKind
from qa.record.business import (
    SETTLED,
    decisions_of,
    entry_of,
    first_line,
    limbs_missing,
    not_recorded,
)
from qa.record.course.later import LaterChange, changes_after
from qa.record.entries import Entry
from qa.record.people import divisions_of
from qa.record.register import Meeting, Placed, items_of, meetings_held

if TYPE_CHECKING:
    from qa.library import Library

_NUMBER = re.compile(r"(\d{1,4})(?:/\d{2,4})?")
"""The number of a minute: 57, or 76/23."""
SURE = 0.75
"""Confidence of a decision among lines of background. Of 26 such decisions in 192 meetings the 18
above it were decisions, and 7 of the 8 below it were none."""
SAME_TITLE = 0.6
"""Share of the terms of the shorter of two titles that the other has, to be of one item."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An item that was taken in public, with what was done in it."""

    placed: Placed
    entries: tuple[Entry, ...]
    """What was decided, word for word, in order."""
    motions: tuple[Entry, ...]
    """What was moved, with its mover, seconder and votes."""
    opening: Entry | None
    """The first words of the item; None where the minutes have only its title."""
    change: LaterChange | None
    """What a later decision did to this one, where that is certain."""


@dataclass(frozen=True, slots=True)
class Called:
    """An item that an agenda lists and the minutes held do not."""

    paper: Paper
    item: Item


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting with all its items."""

    meeting: Meeting
    taken: tuple[Taken, ...]
    private: tuple[Entry, ...]
    """The public lines of what was taken in private."""
    called: tuple[Called, ...]
    """Items that only the agenda lists, in public."""
    called_private: tuple[Called, ...]
    """Items that only the agenda lists, to be taken in private."""
    lacks: tuple[str, ...]
    """Sentences that say in what the record may be incomplete; none where nothing shows it."""
    before: Meeting | None
    """The last meeting of the same body before it."""
    after: Meeting | None


def sitting_of(library: Library, meeting: Meeting) -> Sitting:
    """Return a meeting with all its items, as far as the papers in sight record them."""
    placed = items_of(library, meeting)
    changes = changes_after(library, meeting)
    taken: list[Taken] = []
    private: list[Entry] = []
    for one in placed:
        entries = tuple(_as_sure(one, decisions_of(one, meeting)))
        if one.item.private:
            private += entries or first_line(one, meeting)
            continue
        taken.append(
            Taken(
                placed=one,
                entries=entries,
                motions=tuple(divisions_of(one, meeting)),
                opening=opening_of(one, meeting),
                change=changes.get(one.item.id_in(one.paper.id)),
            )
        )
    called = list(_only_called(library, meeting, placed))
    before, after = _neighbours(library, meeting)
    return Sitting(
        meeting=meeting,
        taken=tuple(taken),
        private=tuple(private),
        called=tuple(one for one in called if not _is_private(one.item)),
        called_private=tuple(one for one in called if _is_private(one.item)),
        lacks=(
            *limbs_missing(placed),
            *_numbers_skipped(placed),
            *not_recorded(meeting, placed, library.reach),
        ),
        before=before,
        after=after,
    )


def _as_sure(one: Placed, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield what was decided; as recorded where two signs differ, and so nobody can be sure.

    The layout has a resolution elsewhere in the item and calls these lines background; the
    sentence alone says, and not strongly, that something was decided.
    """
    settled = any(passage.standing in SETTLED for passage in one.passages)
    outside = [p.lines for p in one.passages if p.standing is Standing.BACKGROUND]
    unsure = {
        (decision.text, decision.lines)
        for decision in one.item.decisions
        if decision.confidence < SURE
        and any(a <= decision.lines[0] and decision.lines[1] <= b for a, b in outside)
    }
    for entry in entries:
        doubted = settled and (entry.text, entry.lines) in unsure
        yield replace(entry, standing=Standing.RECORDED) if doubted else entry


def opening_of(one: Placed, meeting: Meeting) -> Entry | None:
    """Return the first words of an item after its title; None where there are none."""
    title = term_set(f"{one.item.number or ''} {one.item.title}")
    for passage in one.passages:
        for unit in passage.units:
            if unit.kind in (UnitKind.HEADER, UnitKind.HEADING) or term_set(unit.text) <= title:
                continue
            return entry_of(unit, passage, one.paper, one.item, meeting)
    return None


def _numbers_skipped(placed: Sequence[Placed]) -> Iterator[str]:
    """Yield a sentence where the items' own numbers leave some out."""
    found = [_NUMBER.fullmatch(one.item.number or "") for one in placed]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < 2 or sorted(set(numbers)) != numbers:
        return
    gone = sorted(set(range(numbers[0], numbers[-1])) - set(numbers))
    if gone and len(gone) < len(numbers):
        which = ", ".join(map(str, gone))
        yield (
            f"The items go from {numbers[0]} to {numbers[-1]}; none with the number {which} was "
            "found."
        )


def _is_private(item: Item) -> bool:
    return item.private or item.standing is Standing.EXEMPT


def _only_called(library: Library, meeting: Meeting, placed: Sequence[Placed]) -> Iterator[Called]:
    """Yield the items of a meeting's agendas that its minutes do not have, each once."""
    minuted = [term_set(one.item.title) for one in placed]
    # A heading that the agenda shortens may share its number with the minute, but seldom does.
    told: list[frozenset[str]] = []
    for paper in meeting.papers:
        own = paper.kind in (PaperKind.AGENDA, PaperKind.PACK)
        if not own or paper.meeting_date != meeting.day:
            continue
        reports = {
            item.number: term_set(item.title)
            for item in library.items(paper.id)
            if item.kind is ItemKind.REPORT and item.number
        }
        for item in library.items(paper.id):
            title = term_set(item.title)
            if item.kind is not ItemKind.AGENDA_ITEM or not title:
                continue
            # The agenda's short title, or that of the report bound for the item.
            names = [title, *([reports[item.number]] if item.number in reports else [])]
            if any(_same(name, other) for name in names for other in (*minuted, *told)):
                continue
            told.append(title)
            yield Called(paper, item)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SAME_TITLE * max(1, min(len(one), len(other)))


def _neighbours(library: Library, meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """Return the meetings of the same body before and after one."""
    day = meeting.day
    if day is None:
        return None, None
    own = [
        other
        for other in meetings_held(library, lambda on: on is not None)
        if other.is_of_the_body_of(meeting) and other.day is not None
    ]
    before = [other for other in own if other.day is not None and other.day < day]
    after = [other for other in own if other.day is not None and other.day > day]
    return (before[-1] if before else None), (after[0] if after else None)
