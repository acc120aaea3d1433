"""Listings of what whole meetings did: all decisions, what was put off, what was in private."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from qa.language.terms import stem, term_set
from qa.papers import PageKind, PageSpan, Standing, UnitKind
from qa.questions.record import put_off_terms
from qa.record.business import (
    NEXT,
    SETTLED,
    Business,
    business_of,
    decisions_of,
    entry_of,
    is_on,
    told_in,
)
from qa.record.entries import Entry, Group, Listing, ListingKind, count_of, counted
from qa.record.register import Meeting, Placed, items_of, meetings_held

if TYPE_CHECKING:
    from qa.library import Library

ON_THE_MATTER = 0.6
"""Share of a matter's terms that an item has with its decisions, to be the one asked about."""
LEAST_SEVERAL = 2
SAME_TITLE = 0.8
OF_ITS_WORDS = 0.5
"""Share of the words of what was put off that a later decision has, to be what became of it."""
RECURRING = 0.4
"""Share of a body's meetings with an item of the same title, from which it is a mere heading."""
LEAST_RECURRING = 4
"""Meetings of which at least that is said."""
MOST_OF_A_TITLE = 12
"""Words by which what has no title of its own is named."""
LONGEST_OF_A_LIST = 45
"""Words of most lines of an item that lists things, such as applications; others tell a debate."""
LEAST_WORDS = 3
OPENERS = (
    re.compile(r"\W*[A-Z]{1,4}/\w*\d"),
    re.compile(r"\s*[•*·▪–-]\s"),
    re.compile(r"\s*\(?\w{1,4}[.)]\s"),
)
"""A reference, a bullet or a number, which opens one of several things; outer ones come first."""
OPENING = "Resolved to exclude the public"
EXCLUSION, EXEMPT = stem("exclusion"), stem("exempt")
EXCLUDED = frozenset((stem("excluded"), stem("public")))
APART = {
    Standing.NOTED: "noted",
    Standing.DEFERRED: "put off",
    Standing.LOST: "not carried",
    Standing.RECOMMENDED: "recommended to another body",
}
"""What is told apart in the number of decisions."""


def decisions_listed(
    library: Library,
    meetings: Sequence[Meeting],
    matter: frozenset[str] = frozenset(),
    *,
    standings: tuple[Standing, ...] = tuple(Standing),
) -> Listing | None:
    """Return all that meetings decided in public, on a matter or all; None where none is recorded.

    `standings` narrow it to what was only noted, or not carried. On a matter there must be several.
    """
    listing = _listed(library, meetings, ListingKind.DECISIONS, standings, matter)
    if listing is None or (matter and counted(listing.entries) < LEAST_SEVERAL):
        return None
    return listing


def deferrals_listed(
    library: Library, meetings: Sequence[Meeting], matter: frozenset[str] = frozenset()
) -> Listing | None:
    """Return what meetings put off, of a matter or all, and what later meetings did with it."""
    listing = _listed(library, meetings, ListingKind.DEFERRED, (Standing.DEFERRED,), matter)
    if listing is None:
        return None
    groups, lacks = list(listing.groups), list(listing.lacks)
    for entry in listing.entries:
        later = list(_later(library, meetings, entry))
        short = " ".join(entry.text.split()[:MOST_OF_A_TITLE])
        alone = sum(other.name == entry.name for other in listing.entries) == 1
        title = (entry.item_title if alone else None) or short
        if later:
            groups.append(Group(f"Afterwards: {title}", tuple(later)))
        else:
            lacks.append(f"In no later minutes {library.reach} was more found on “{short}”.")
    return replace(listing, groups=tuple(groups), lacks=tuple(dict.fromkeys(lacks)))


def private_listed(
    library: Library,
    meetings: Sequence[Meeting],
    matter: frozenset[str] = frozenset(),
    *,
    all_items: bool = False,
) -> Listing | None:
    """Return the public lines of what meetings took in private; None where nothing shows any.

    Where no item is marked as private, but the public was excluded, it is what follows that. Where
    `all_items` are asked for and nothing follows, it is what was resolved on it.
    """
    groups: list[Group] = []
    in_public: list[Entry] = []
    lacks = ["What was said, and what was decided beyond these lines, is in no public paper."]
    for meeting in meetings:
        business = business_of(library, meeting)
        at, opening = next(
            ((at, e) for at, e in enumerate(business.entries) if _excludes(e)), (0, None)
        )
        private = [replace(e, standing=Standing.EXEMPT) for e in business.private]
        if not private and opening is not None:
            private = [
                replace(entry, label="After the public was excluded")
                for entry in business.entries[at + 1 :]
                if entry.name != opening.name and not _excludes(entry)
            ]
            lacks.append(f"Which items of {meeting.title} were private is not marked in its paper.")
        private = [entry for entry in private if is_on(matter, entry)] or private
        first = (replace(opening, label=OPENING),) if opening is not None else ()
        if private or (first and all_items):
            groups.append(Group(meeting.title, (*first, *private)))
        elif not matter and all_items:
            in_public += [entry for entry in business.entries if _is_of_exemption(entry)]
    if not groups and not in_public:
        return None
    number = sum(len(g.entries) - _opens(g) for g in groups)
    line = f"{count_of(number, 'line')} of the public record on business taken in private: "
    if not groups:
        groups = [Group(meetings[0].title, tuple(in_public))]
        line = "No business is recorded as taken in private; this was resolved on it: "
    elif not number:
        line = "The public was excluded; the record has only this resolution on it: "
    line += _where([group.title for group in groups], "meeting")
    return Listing(ListingKind.PRIVATE, line, tuple(groups), tuple(dict.fromkeys(lacks)))


def _excludes(entry: Entry) -> bool:
    """Whether an entry resolves that the public be excluded."""
    in_title = EXCLUSION in term_set(entry.item_title or "")
    return in_title or term_set(entry.text) >= EXCLUDED


def _is_of_exemption(entry: Entry) -> bool:
    """Whether an entry stands in an item on exempt business, which was then taken in public."""
    return EXEMPT in term_set(entry.item_title or "")


def _opens(group: Group) -> bool:
    return group.entries[0].label == OPENING


def items_on(
    library: Library, meetings: Sequence[Meeting], matter: frozenset[str], *, decided: bool = False
) -> Listing | None:
    """Return all that stands in the one item on a matter that bears several things; else None.

    With `decided` only what was decided in it; without, the lines of an item that is a list of
    things, such as applications, so that what came before the body is there beside its answer.
    """
    best: tuple[float, Group, int] | None = None
    for meeting in meetings:
        for one in items_of(library, meeting):
            if one.item.private:
                continue
            acts = _rows_or_decisions(one, meeting)
            title = term_set(one.item.title)
            lines = () if decided else _lines_of_a_list(one, meeting, acts)
            entries = lines or acts
            if len(entries) < LEAST_SEVERAL:
                continue
            fit = max(_fit(matter, title, acts), _fit(matter, title, entries))
            if fit and (best is None or fit > best[0]):
                group = Group(f"{entries[0].name}, {meeting.title}", entries)
                best = (fit, group, counted(acts))
    if best is None:
        return None
    _, group, acts_counted = best
    is_table = any("\t" in entry.text for entry in group.entries)
    if is_table or counted(group.entries) != acts_counted:
        number = count_of(len(group.entries), "line")
    else:
        number = counts_in_words(group.entries)
    line = f"{number} in the minute “{group.title}”."
    return Listing(ListingKind.DECISIONS, line, (group,))


def _fit(matter: frozenset[str], title: frozenset[str], entries: Sequence[Entry]) -> float:
    """Return the share of a matter's terms that an item has; 0 where it is on something else.

    Half of the matter stands in its title, or each of its entries has a word of it.
    """
    told = title.union(*(term_set(entry.text) for entry in entries))
    share = len(matter & told) / len(matter)
    in_each = all(matter & term_set(entry.text) for entry in entries)
    by_title = 2 * len(matter & title) >= len(matter) and share >= ON_THE_MATTER
    return share if by_title or (share == 1.0 and in_each and len(entries) > 1) else 0.0


def _lines_of_a_list(one: Placed, meeting: Meeting, acts: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the lines of an item that lists things; none of an item that tells a debate.

    Where two lines or more open with a bullet, a number or a reference, each has what follows it.
    """
    units = [
        (unit, passage)
        for passage in one.passages
        for unit in passage.units
        if unit.kind not in (UnitKind.HEADER, UnitKind.HEADING, UnitKind.ROW)
    ]
    told = [(unit, passage) for unit, passage in units if len(unit.text.split()) >= LEAST_WORDS]
    lengths = [len(unit.text.split()) for unit, _ in told]
    if not told or median(lengths) > LONGEST_OF_A_LIST or len(told) <= len(acts):
        return ()
    opener = next(
        (one for one in OPENERS if sum(bool(one.match(u.text)) for u, _ in units) > 1), None
    )
    if opener is None:
        return tuple(
            entry_of(unit, passage, one.paper, one.item, meeting)
            for unit, passage in dict.fromkeys(told)
        )
    lines: list[Entry] = []
    for unit, passage in dict.fromkeys(units):
        entry = entry_of(unit, passage, one.paper, one.item, meeting)
        opens = bool(opener.match(unit.text))
        before = lines[-1] if lines and opener.match(lines[-1].text) else None
        if before is not None and not opens and _is_next(before, entry):
            lines[-1] = _joined(before, entry)
        elif opens or len(unit.text.split()) >= LEAST_WORDS:
            lines.append(entry)
    return tuple(line for line in lines if len(line.text.split()) >= LEAST_WORDS)


def _is_next(entry: Entry, after: Entry) -> bool:
    """Whether nothing stands between two lines of a paper."""
    if entry.lines is None or after.lines is None:
        return False
    return 0 <= after.lines[0] - entry.lines[1] <= NEXT


def _joined(entry: Entry, after: Entry) -> Entry:
    """Return two lines that follow one another as one, with what was decided in either."""
    acts = [one.standing for one in (after, entry) if one.standing in SETTLED]
    lines = (entry.lines[0], after.lines[1]) if entry.lines and after.lines else entry.lines
    return replace(
        entry,
        text=f"{entry.text}\n{after.text}",
        standing=acts[0] if acts else entry.standing,
        page=entry.page if entry.page == after.page else _from_to(entry.page, after.page),
        lines=lines,
    )


def _from_to(first: PageSpan, last: PageSpan) -> PageSpan:
    """Return the pages from one place to another; the first where these are not known."""
    if first.first is None or last.last is None or last.last <= first.first:
        return first
    return PageSpan(PageKind.RANGE, first.first, last.last, None, first.basis)


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
    standings: tuple[Standing, ...],
    matter: frozenset[str] = frozenset(),
) -> Listing | None:
    groups: list[Group] = []
    without: list[str] = []
    for meeting in meetings:
        business = business_of(library, meeting)
        entries = tuple(
            entry
            for entry in business.entries
            if entry.standing in standings and is_on(matter, entry)
        )
        if entries:
            groups.append(
                Group(meeting.title, entries, (*_beside(business, kind), *business.lacks))
            )
        elif meeting.is_recorded():
            without.append(meeting.title)
    if not groups:
        return None
    entries = tuple(entry for group in groups for entry in group.entries)
    things = counts_in_words(entries, by_item=True)
    line = f"{things}: {_where([group.title for group in groups], 'meeting')}"
    lacks = (f"None found in the minutes of {'; '.join(without)}.",) if without else ()
    return Listing(kind, line, tuple(groups), lacks)


def counts_in_words(entries: Sequence[Entry], *, by_item: bool = False) -> str:
    """Return how many decisions are listed, and how many only note, put off, refuse or recommend.

    With `by_item` also on how many items they are, where these are fewer.
    """
    number = counted(entries)
    numbers = Counter(entry.standing for entry in entries if entry.counts)
    only = next(iter(numbers)) if len(numbers) == 1 else None
    if only is not None and only in APART:
        told = f"{count_of(number, 'matter')} {APART[only]}"
        apart = []
    else:
        told = count_of(number, "decision")
        apart = [f"{numbers[one]} {word}" for one, word in APART.items() if numbers[one]]
    items = len({(e.paper.id, e.name) for e in entries})
    if by_item and items < number:
        told += f" on {count_of(items, 'item')}"
    return f"{told} ({', '.join(apart)})" if apart else told


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
    """Return what later meetings of the same body did under the same title.

    Where none has that title, as where an item has several matters, what the next meeting decided
    in half of the words of what was put off.
    """
    title = term_set(entry.item_title or "")
    day = entry.day
    if day is None:
        return []
    ours = [
        meeting
        for meeting in meetings_held(library, lambda other: other is not None)
        if any(meeting.is_of_the_body_of(one) for one in meetings)
    ]
    after = [meeting for meeting in ours if meeting.day is not None and meeting.day > day]
    under: dict[str, list[Placed]] = {}
    for meeting in ours:
        for one in items_of(library, meeting):
            other = term_set(one.item.title)
            if not one.item.private and len(title & other) >= SAME_TITLE * len(title | other) > 0:
                under.setdefault(meeting.id, []).append(one)
    found: list[Entry] = []
    if len(under) < max(LEAST_RECURRING, RECURRING * len(ours)):  # no heading of every meeting
        for meeting in after:
            for one in under.get(meeting.id, ()):
                found += list(decisions_of(one, meeting)) or list(told_in(one, meeting))
    if found:
        return found
    words = put_off_terms(entry.text)
    for meeting in after[:1]:
        for one in items_of(library, meeting):
            for act in () if one.item.private else decisions_of(one, meeting):
                told = term_set(f"{act.item_title or ''} {act.text}")
                if words and len(words & told) >= OF_ITS_WORDS * len(words):
                    found.append(act)
    return found
