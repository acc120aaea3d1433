"""Listings of what whole meetings did: all decisions, what was put off, what was in private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.language.terms import term_set
from qa.papers import Standing, UnitKind
from qa.record.business import Business, business_of, decisions_of, entry_of, told_in
from qa.record.entries import Entry, Group, Listing, ListingKind, count_of
from qa.record.register import Meeting, Placed, items_of, meetings_held

if TYPE_CHECKING:
    from qa.library import Library

ON_THE_MATTER = 0.6
"""Share of a matter's terms that an item has with its decisions, to be the one asked about."""
LEAST_SEVERAL = 2
SAME_TITLE = 0.8


def decisions_listed(library: Library, meetings: Sequence[Meeting]) -> Listing | None:
    """Return all that meetings decided in public; None where nothing is recorded."""
    return _listed(library, meetings, ListingKind.DECISIONS, "decision", tuple(Standing))


def deferrals_listed(library: Library, meetings: Sequence[Meeting]) -> Listing | None:
    """Return what meetings put off, and what later meetings of the body did with it."""
    listing = _listed(
        library, meetings, ListingKind.DEFERRED, "matter put off", (Standing.DEFERRED,)
    )
    if listing is None:
        return None
    groups, lacks = list(listing.groups), list(listing.lacks)
    for entry in listing.entries:
        later = list(_later(library, meetings, entry))
        title = f"Afterwards: {entry.item_title or entry.text}"
        if later:
            groups.append(Group(title, tuple(later)))
        else:
            title = entry.item_title or entry.text
            lacks.append(f"No later minutes {library.reach} take up “{title}”.")
    return replace(listing, groups=tuple(groups), lacks=tuple(lacks))


def private_listed(library: Library, meetings: Sequence[Meeting]) -> Listing | None:
    """Return the public lines of what meetings took in private; None where nothing shows any."""
    groups = []
    for meeting in meetings:
        business = business_of(library, meeting)
        opening = tuple(
            replace(entry, label="Resolved to exclude the public")
            for entry in business.entries
            if "exclus" in term_set(entry.item_title or "")
            or {"exclud", "public"} <= term_set(entry.text)
        )
        private = tuple(replace(e, standing=Standing.EXEMPT) for e in business.private)
        if private:
            groups.append(Group(meeting.title, (*opening[:1], *private)))
    if not groups:
        return None
    number = sum(e.standing is Standing.EXEMPT for group in groups for e in group.entries)
    line = f"{count_of(number, 'line')} of the public record on business taken in private: "
    line += _where([group.title for group in groups], "meeting")
    lack = "What was said, and what was decided beyond these lines, is in no public paper."
    return Listing(ListingKind.PRIVATE, line, tuple(groups), (lack,))


def items_on(
    library: Library, meetings: Sequence[Meeting], matter: frozenset[str]
) -> Listing | None:
    """Return all that was decided in the one item on a matter that bears several; else None."""
    best: tuple[float, Group] | None = None
    for meeting in meetings:
        for one in items_of(library, meeting):
            entries = () if one.item.private else _rows_or_decisions(one, meeting)
            if len(entries) < LEAST_SEVERAL:
                continue
            title = term_set(one.item.title)
            told = title.union(*(term_set(entry.text) for entry in entries))
            share = len(matter & told) / len(matter)
            in_each = sum(bool(matter & term_set(entry.text)) for entry in entries)
            fits = share >= ON_THE_MATTER if 2 * len(matter & title) >= len(matter) else False
            fits = fits or (share == 1.0 and in_each == len(entries))
            if fits and (best is None or share > best[0]):
                best = (share, Group(f"{entries[0].name}, {meeting.title}", entries))
    if best is None:
        return None
    group = best[1]
    is_table = any("\t" in entry.text for entry in group.entries)
    number = count_of(len(group.entries), "line" if is_table else "decision")
    line = f"{number} in the minute “{group.title}”."
    return Listing(ListingKind.DECISIONS, line, (group,))


def _rows_or_decisions(one: Placed, meeting: Meeting) -> tuple[Entry, ...]:
    """Return the rows of an item whose decisions stand in a table, else its decisions.

    A row has what was decided beside what it was decided on; a decision may be one cell of it.
    """
    decided = tuple(decisions_of(one, meeting))
    rows = [
        (unit, passage)
        for passage in one.passages
        for unit in passage.units
        if unit.kind is UnitKind.ROW and unit.row is not None and sum(map(bool, unit.row.cells)) > 1
    ]
    within = {
        unit: [e for e in decided if e.lines and unit.lines[0] <= e.lines[0] <= unit.lines[1]]
        for unit, _ in rows
    }
    if 2 * sum(map(len, within.values())) <= len(decided):
        return decided
    found = []
    for unit, passage in dict.fromkeys(rows):
        entry = entry_of(unit, passage, one.paper, one.item, meeting)
        told = within[unit]
        found.append(replace(entry, standing=told[0].standing) if told else entry)
    return tuple(found)


def _listed(
    library: Library,
    meetings: Sequence[Meeting],
    kind: ListingKind,
    thing: str,
    standings: tuple[Standing, ...],
) -> Listing | None:
    groups: list[Group] = []
    without: list[str] = []
    for meeting in meetings:
        business = business_of(library, meeting)
        entries = tuple(entry for entry in business.entries if entry.standing in standings)
        if entries:
            groups.append(
                Group(meeting.title, entries, (*_beside(business, kind), *business.lacks))
            )
        elif meeting.is_recorded():
            without.append(meeting.title)
    if not groups:
        return None
    number = sum(len(group.entries) for group in groups)
    things = count_of(number, thing) if thing != "matter put off" else _put_off(number)
    items = len({(e.paper.id, e.name) for group in groups for e in group.entries})
    if items < number:
        things += f" on {count_of(items, 'item')}"
    line = f"{things}: {_where([group.title for group in groups], 'meeting')}"
    lacks = (f"None found in the minutes of {'; '.join(without)}.",) if without else ()
    return Listing(kind, line, tuple(groups), lacks)


def _put_off(number: int) -> str:
    return "1 matter put off" if number == 1 else f"{number} matters put off"


def _where(titles: Sequence[str], thing: str) -> str:
    if len(titles) == 1:
        return f"{titles[0]}."
    return f"{count_of(len(titles), thing)}, from {titles[0]} to {titles[-1]}."


def _beside(business: Business, kind: ListingKind) -> tuple[str, ...]:
    """Say of a list of decisions that business was taken in private as well."""
    titles = tuple(dict.fromkeys(entry.name for entry in business.private))
    if not titles or kind is not ListingKind.DECISIONS:
        return ()
    return (f"Taken in private as well: {'; '.join(titles)}.",)


def _later(library: Library, meetings: Sequence[Meeting], entry: Entry) -> list[Entry]:
    """Return what later meetings of the same body decided or noted under the same title."""
    ours = {(meeting.council, meeting.body) for meeting in meetings}
    title = term_set(entry.item_title or "")
    day = entry.day
    if day is None or not title:
        return []
    found: list[Entry] = []
    for meeting in meetings_held(library, lambda other: other is not None and other > day):
        if (meeting.council, meeting.body) not in ours:
            continue
        for one in items_of(library, meeting):
            other = term_set(one.item.title)
            if one.item.private or len(title & other) < SAME_TITLE * len(title | other):
                continue
            found += list(decisions_of(one, meeting)) or list(told_in(one, meeting))
    return found
