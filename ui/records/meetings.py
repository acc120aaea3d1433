"""Every meeting as rows of a table; and one meeting whole, item by item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from qa.language.dates import format_day
from qa.papers import ItemKind, Paper, PaperKind, Standing
from qa.record.course.sitting import Called, Sitting, Taken, sitting_of
from qa.record.entries import Entry
from qa.record.register import Meeting, items_of, meetings_held
from ui.records.filters import Asked
from ui.records.lines import (
    Badge,
    Changed,
    Line,
    Link,
    anchor,
    badge_of,
    changed,
    done_lines,
    line_of,
    paper_link,
    place_of,
)

if TYPE_CHECKING:
    from qa.library import Library

HELD = "held"
NOT_HELD = "not held"
RECORD = "record of decision"
NOT_MADE_OUT = "no minutes made out"


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting of which papers are held."""

    link: Link
    day: str
    iso: str
    body: str
    items: str
    """How many are minuted; else how many its agenda lists."""
    decided: int | None
    """None where no minutes of it are held."""
    minutes: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of a meeting, as the page shows it."""

    id: str
    number: str
    title: str
    badge: Badge
    lines: tuple[Line, ...]
    """What was moved and decided, word for word."""
    opening: Line | None
    """Its first words, where nothing was moved or decided."""
    changed: Changed | None
    """What a later decision did to it."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting whole."""

    id: str
    title: str
    minutes: str
    items: tuple[ItemView, ...]
    called: tuple[Line, ...]
    private: tuple[tuple[str, tuple[Line, ...]], ...]
    """The name of each item taken in private, and what the public record says of it."""
    called_private: tuple[Line, ...]
    lacks: tuple[str, ...]
    papers: tuple[tuple[Link, str], ...]
    """Its papers, each with its kind."""
    before: Link | None
    after: Link | None


def meetings_asked(library: Library, asked: Asked) -> list[Meeting]:
    """Return the meetings asked for, the latest first, those without a day last."""
    found = [
        meeting
        for meeting in meetings_held(library, asked.covers)
        if (not asked.body or asked.body.casefold() in _called(meeting))
        and (not asked.paper or any(paper.id == asked.paper for paper in meeting.papers))
    ]
    found.sort(key=lambda meeting: meeting.name.casefold())
    found.sort(key=lambda meeting: meeting.day or date.min, reverse=True)
    return found


def bodies_held(library: Library) -> tuple[str, ...]:
    """Return the names of the bodies that met, for the form of the page."""
    names: dict[str, str] = {}
    for meeting in meetings_held(library):
        names.setdefault(meeting.name.casefold(), meeting.name)
    return tuple(sorted(names.values(), key=str.casefold))


def _called(meeting: Meeting) -> set[str]:
    return {(meeting.body or "").casefold(), meeting.name.casefold()}


def meeting_row(library: Library, meeting: Meeting) -> MeetingRow:
    """Return a meeting as a row: it reads the items of its papers."""
    placed = items_of(library, meeting)
    items, decided = str(len(placed)), None
    if placed:
        decided = sum(one.item.standing is Standing.DECIDED for one in placed)
    else:
        listed = sum(
            item.kind is ItemKind.AGENDA_ITEM
            for paper in meeting.papers
            if paper.kind in (PaperKind.AGENDA, PaperKind.PACK)
            for item in library.items(paper.id)
        )
        items = f"{listed} on the agenda" if listed else "none"
    day = format_day(meeting.day) if meeting.day else ""
    return MeetingRow(
        link=Link(meeting.name, f"meetings/{meeting.id}", day or "no day known"),
        day=day,
        iso=meeting.day.isoformat() if meeting.day else "",
        body=meeting.name,
        items=items,
        decided=decided,
        minutes=_minutes(meeting, bool(placed)),
    )


def _minutes(meeting: Meeting, placed: bool) -> str:
    kinds = {paper.kind for paper in meeting.papers}
    if placed:
        return HELD if kinds & {PaperKind.MINUTES, PaperKind.PACK} else RECORD
    return NOT_MADE_OUT if PaperKind.MINUTES in kinds else NOT_HELD


def meeting_link(meeting: Meeting, words: str = "") -> Link:
    """Return the link to a meeting's page."""
    return Link(words or meeting.title, f"meetings/{meeting.id}")


def latest_meetings(library: Library, number: int) -> list[Link]:
    """Return links to the last meetings that bear a day."""
    dated = [meeting for meeting in meetings_held(library) if meeting.day]
    return [meeting_link(meeting) for meeting in reversed(dated[-number:])] if number else []


def meeting_view(library: Library, meeting: Meeting) -> MeetingView:
    """Return a meeting whole, as the page shows it."""
    sitting = sitting_of(library, meeting)
    taken: dict[str, int] = {}
    items = []
    for one in sitting.taken:
        view = _item(one)
        taken[view.id] = taken.get(view.id, 0) + 1
        if taken[view.id] > 1:  # two items without a number, of one title
            view = replace(view, id=f"{view.id}-{taken[view.id]}")
        items.append(view)
    return MeetingView(
        id=meeting.id,
        title=meeting.title,
        minutes=_minutes(meeting, bool(sitting.taken or sitting.private)),
        items=tuple(items),
        called=tuple(map(_called_line, sitting.called)),
        private=_private(sitting),
        called_private=tuple(map(_called_line, sitting.called_private)),
        lacks=sitting.lacks,
        papers=tuple((paper_link(paper), _kind(paper)) for paper in meeting.papers),
        before=meeting_link(sitting.before) if sitting.before else None,
        after=meeting_link(sitting.after) if sitting.after else None,
    )


def _kind(paper: Paper) -> str:
    later = ", superseded" if paper.superseded_by else ""
    return f"{paper.kind.value}{later}"


def _item(one: Taken) -> ItemView:
    item = one.placed.item
    # All that was done in it may be of another standing than the item as a whole was given.
    done = {entry.standing for entry in one.entries}
    standing = next(iter(done)) if len(done) == 1 else item.standing
    lines = done_lines(one.entries, one.motions, standing)
    opening = one.opening if one.opening and not lines else None
    return ItemView(
        id=anchor(item.number, item.title),
        number=item.number or "",
        title=item.title,
        badge=badge_of(standing, one.change),
        lines=lines,
        opening=line_of(opening, opening.standing, short=True) if opening else None,
        changed=changed(one.change),
    )


def _private(sitting: Sitting) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    by_item: dict[str, list[Line]] = {}
    for entry in sitting.private:
        by_item.setdefault(entry.name, []).append(line_of(entry, entry.standing))
    return tuple((name, tuple(lines)) for name, lines in by_item.items())


def _called_line(one: Called) -> Line:
    name = one.item.name
    entry = Entry(name, one.item.standing, one.paper, one.item.page, one.item.lines)
    return Line(name, place_of(entry))
