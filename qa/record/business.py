"""What a meeting did, item by item, as its minutes record it: decisions, and what is not sure.

The decisions are those that were understood when the paper was read (`Item.decisions`). A limb of a
resolution that is none of them stands in a passage that decides, and is taken from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from qa.language.terms import term_set
from qa.papers import (
    DECIDING,
    Decision,
    FileFormat,
    Item,
    Limb,
    Motion,
    PageKind,
    PageSpan,
    Paper,
    Passage,
    Standing,
    Unit,
    UnitKind,
)
from qa.questions.outcomes import verbs_in, words_of
from qa.record.entries import Entry
from qa.record.register import Meeting, Placed, items_of

if TYPE_CHECKING:
    from qa.library import Library

SETTLED = (*DECIDING, Standing.RECOMMENDED)
"""What a meeting does: it decides, notes, defers, rejects, or recommends to another body."""
MOST_OF_A_LEAD = 6
"""Words up to which a line that ends on a colon says nothing by itself."""
MOST_OF_A_SCRAP = 2
"""Words of a line without a verb of an outcome and without a stop, which says nothing."""
ON_THE_MATTER = 0.6
"""Share of a matter's terms that an entry has with its item's title, to be on it."""
NEXT = 2
"""Lines from the end of a lead-in to what it leads in, at most."""
AGAIN = 0.9
"""Share of the terms of two decisions of an item that both have, to be one printed twice."""
SAME = 0.8
"""Share of a limb's terms that a decision has which holds it already."""


@dataclass(frozen=True, slots=True)
class Business:
    """What one meeting did."""

    meeting: Meeting
    entries: tuple[Entry, ...]
    """In the order of the minutes; public business only."""
    private: tuple[Entry, ...]
    """The public lines of what was taken in private."""
    lacks: tuple[str, ...]
    """Sentences that say in what the record may be incomplete."""


def business_of(library: Library, meeting: Meeting) -> Business:
    """Return what a meeting did, as far as the papers in sight record it."""
    entries: list[Entry] = []
    private: list[Entry] = []
    lacks: list[str] = []
    unsure: list[str] = []
    without: list[str] = []
    placed = items_of(library, meeting)
    for one in placed:
        found = list(decisions_of(one, meeting))
        if one.item.private:
            private += found or list(first_line(one, meeting))
            continue
        entries += found
        name = _named(one)
        if not found and any(p.standing is Standing.RECORDED for p in one.passages):
            unsure.append(name)
        elif not found and one.item.standing is not Standing.BACKGROUND:
            without.append(name)
    lacks += limbs_missing(placed)
    if unsure:
        lacks.append(f"It is not sure whether anything was decided on {'; '.join(unsure)}.")
    if without:
        lacks.append(f"No decision was found in: {'; '.join(without)}.")
    lacks += not_recorded(meeting, placed, library.reach)
    return Business(meeting, tuple(entries), tuple(private), tuple(lacks))


def limbs_missing(placed: Sequence[Placed]) -> Iterator[str]:
    """Yield a sentence for each item in public of which the copy held lacks limbs."""
    for one in placed:
        if one.item.missing_limbs and not one.item.private:
            yield f"Of {one.item.name} the copy held lacks {', '.join(one.item.missing_limbs)}."


def not_recorded(meeting: Meeting, placed: Sequence[Placed], reach: str) -> Iterator[str]:
    """Yield sentences that say why the record of a meeting may not be whole.

    `reach` says of which papers: see `Library.reach`.
    """
    if not meeting.is_recorded():
        yield f"No minutes that bear the day of this meeting are {reach}."
    elif not placed:
        yield "No minutes were found in the papers of this meeting."
    for paper in meeting.papers:
        yield from (f"{paper.file}: {notice}." for notice in paper.notices if "not read" in notice)


def _named(one: Placed) -> str:
    """Return an item's number and title, with its page where that is known."""
    first = one.item.page.first
    return f"{one.item.name} (page {first})" if first is not None else one.item.name


def is_on(matter: frozenset[str], entry: Entry) -> bool:
    """Whether an entry, with the title of its item, has enough of a matter's terms."""
    told = term_set(f"{entry.item_title or ''} {entry.text}")
    return not matter or len(matter & told) >= ON_THE_MATTER * len(matter)


def decisions_of(one: Placed, meeting: Meeting) -> Iterator[Entry]:
    """Yield what was decided in an item: its decisions, then limbs that are none of them."""
    told: list[frozenset[str]] = []
    found = []
    for decision in one.item.decisions:
        words = term_set(decision.text)
        # A page on the web prints what was decided by itself, and again in the minutes.
        if words and any(len(words & other) >= AGAIN * len(words | other) for other in told):
            continue
        told.append(words)
        found.append(entry_of_act(decision, decision.standing, one, meeting))
    held = [term_set(entry.text) for entry in found]
    for passage in one.passages:
        if passage.standing not in SETTLED:
            continue
        for unit in passage.units:
            words = term_set(unit.text)
            if unit.kind is not UnitKind.LIMB or not words:
                continue
            if any(_holds(other, words) for other in held):
                continue
            held.append(words)
            found.append(entry_of(unit, passage, one.paper, one.item, meeting))
    yield from _as_they_hang_together(
        sorted(found, key=lambda entry: entry.lines or (0, 0)), one.item
    )


def entry_of_act(
    act: Decision | Motion, standing: Standing, one: Placed, meeting: Meeting
) -> Entry:
    """Return a decision or a motion of an item as an entry of this standing."""
    return Entry(
        text=act.text,
        standing=standing,
        paper=one.paper,
        page=act.page,
        lines=act.lines,
        day=meeting.day,
        item_number=one.item.number,
        item_title=one.item.title,
        is_minuted=True,
        moved_by=act.moved_by,
        seconded_by=act.seconded_by,
        votes=act.votes,
    )


def _as_they_hang_together(entries: Sequence[Entry], item: Item) -> Iterator[Entry]:
    """Yield an item's entries, those marked that only lead in others or are parts of others."""
    parts = frozenset(
        _squeezed(part.text) for limb in item.limbs for part in _all_parts(limb.limbs)
    )
    for entry, after in zip_longest(entries, entries[1:]):
        leads = entry.text.rstrip().endswith(":") and _follows(entry, after)
        leads = leads and after is not None and _squeezed(after.text) not in parts
        if not leads and _only_leads_in(entry.text):
            continue
        is_part = _squeezed(entry.text) in parts
        yield replace(entry, leads=leads and not is_part, is_part=is_part)


def _all_parts(limbs: Iterable[Limb]) -> Iterator[Limb]:
    for limb in limbs:
        yield limb
        yield from _all_parts(limb.limbs)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _follows(entry: Entry, after: Entry | None) -> bool:
    """Whether an entry stands directly after another in the paper."""
    if after is None or entry.lines is None or after.lines is None:
        return False
    return after.lines[0] - entry.lines[1] <= NEXT


def _holds(decision: frozenset[str], limb: frozenset[str]) -> bool:
    """Whether a decision holds a limb already; one with another number is another."""
    gone = limb - decision
    return len(gone) <= (1 - SAME) * len(limb) and not any(term[0].isdigit() for term in gone)


def _only_leads_in(text: str) -> bool:
    """Whether a text says nothing by itself: a short lead-in, or a word or two that break off."""
    words = text.split()
    if text.rstrip().endswith(":"):
        return len(words) <= MOST_OF_A_LEAD
    return len(words) <= MOST_OF_A_SCRAP and not verbs_in(words_of(text)) and text[-1:] not in ".!"


def entry_of(
    unit: Unit, passage: Passage, paper: Paper, item: Item | None, meeting: Meeting | None
) -> Entry:
    """Return a unit of a passage as an entry."""
    return Entry(
        text=unit.text,
        standing=passage.standing,
        paper=paper,
        page=page_of(unit, passage, paper),
        lines=unit.lines,
        day=meeting.day if meeting else passage.meeting_date or paper.meeting_date,
        item_number=item.number if item else passage.item_number,
        item_title=item.title if item else passage.item_title,
        is_minuted=item is not None,
        row=unit.row,
    )


def page_of(unit: Unit, passage: Passage, paper: Paper) -> PageSpan:
    """Return the page of a unit: its own where that is known, else its passage's."""
    if unit.page is None:
        return passage.page
    printed = passage.page.printed if passage.page.first == unit.page else None
    if paper.format is not FileFormat.PDF:
        printed = str(unit.page)
    return PageSpan(PageKind.EXACT, unit.page, unit.page, printed, passage.page.basis)


def first_line(one: Placed, meeting: Meeting) -> Iterator[Entry]:
    """Yield the line of the public record on what was taken in private; else its title."""
    title = term_set(f"{one.item.number or ''} {one.item.title}")
    units = [
        (unit, passage)
        for passage in one.passages
        for unit in passage.units
        if unit.kind is not UnitKind.HEADER
    ]
    said = [pair for pair in units if not term_set(pair[0].text) <= title] or units
    if said:
        unit, passage = max(said, key=lambda pair: len(title & term_set(pair[0].text)))
        yield entry_of(unit, passage, one.paper, one.item, meeting)


def told_in(one: Placed, meeting: Meeting) -> Iterator[Entry]:
    """Yield the last unit of an item in which nothing was decided: how it ended."""
    pairs = [
        (unit, passage)
        for passage in one.passages
        for unit in passage.units
        if unit.kind not in (UnitKind.HEADER, UnitKind.HEADING)
    ]
    for unit, passage in pairs[-1:]:
        yield entry_of(unit, passage, one.paper, one.item, meeting)
