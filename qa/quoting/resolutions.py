"""Quote whole resolutions and recommendations, and what varies them.

A resolution has a lead ("RESOLVED that") and limbs. A limb alone misleads, so a short resolution is
quoted whole. A set of recommendations in a report is quoted likewise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.judgement.units import Candidate
from qa.language.issues import VARYING
from qa.library import Library
from qa.papers import DECIDING, Hit, Item, ItemKind, Passage, Standing, Unit, UnitKind
from qa.questions.question import Kind
from qa.quoting.units import Quote, words_of
from qa.retrieval.features import Asked

LONG_RESOLUTION = 230
"""Words up to which a resolution is quoted whole, limb by limb."""
NEARBY = 12
"""Passages within which the parts of one resolution stand."""
NEXT = 2
"""Passages behind what was said within which its resolution stands, where no heading parts matters."""


def item_of(passage: Passage, library: Library) -> Item | None:
    """Return the item that a passage belongs to; None where it stands in none, or two are alike."""
    if passage.item_title is None:
        return None
    items = library.items(passage.paper_id)
    found = [item for item in items if item.id_in(passage.paper_id) == passage.item_id]
    return found[0] if found and (len(found) == 1 or passage.item_number) else None


def quote_resolution(
    asked: Asked, chosen: Candidate, library: Library, *, itself: bool = False
) -> list[Quote]:
    """Return the resolution or the recommendations that a unit belongs to, whole; empty if none.

    A question of what was decided, or of a minute by its number, wants the resolution where a
    minute's narrative was found, and a report's recommendations where its text was; another
    question wants what was found, and so does one where a minute's unit is quoted for `itself`.
    """
    passage, paper = chosen.hit.passage, chosen.hit.paper
    limbed = passage.item_title is not None and bool(passage.heading)
    if limbed and passage.standing in (*DECIDING, Standing.RECOMMENDED):
        if chosen.unit.kind == UnitKind.ROW:
            return []
        parts = _whole(passage, library)
        return first_answering([Quote(p, paper, units) for p, units in parts], chosen.unit)
    if Kind.DECISION not in asked.question.kinds and not asked.question.minutes:
        return []
    if itself:
        return []
    wanted = _wanted(passage.item_kind)
    if passage.standing in wanted:
        return []  # It decides itself, in a form without limbs.
    resolved = [p for p in library.item_passages(passage) if p.standing in wanted]
    if passage.item_kind == ItemKind.MINUTE and passage.item_number is None:
        # Minutes without headings: what was resolved on a matter follows what was said of it.
        resolved = [p for p in resolved if 0 <= p.ordinal - passage.ordinal <= NEXT]
    if not resolved:
        return []
    # Whatever is asked of a decision, that there was none comes first.
    best = max(resolved, key=lambda p: (p.standing is Standing.DEFERRED, asked.cover(p.text)))
    return [Quote(p, paper, units) for p, units in _whole(best, library) or [(best, best.units)]]


def _wanted(kind: ItemKind | None) -> tuple[Standing, ...]:
    """Return the standings of what a question of a decision wants from an item of a kind."""
    if kind == ItemKind.MINUTE:
        return tuple(DECIDING)
    return (Standing.RECOMMENDED,) if kind == ItemKind.REPORT else ()


def _whole(passage: Passage, library: Library) -> list[tuple[Passage, tuple[Unit, ...]]]:
    """Return a resolution or a set of recommendations with its units; nothing of a long one."""
    parts = [
        p
        for p in library.item_passages(passage)
        if p.standing is passage.standing
        and p.heading == passage.heading
        and abs(p.ordinal - passage.ordinal) < NEARBY
    ]
    if sum(words_of(p.units) for p in parts) > LONG_RESOLUTION:
        return []
    left_out = {UnitKind.HEADER}
    if passage.standing is Standing.RECOMMENDED:
        left_out.add(UnitKind.ROW)  # The form that follows a report's recommendations.
    kept = [(p, tuple(u for u in p.units if u.kind not in left_out)) for p in parts]
    return [(p, units) for p, units in kept if units]


def first_answering(quotes: list[Quote], unit: Unit) -> list[Quote]:
    """Put the quote that holds the unit that answers first; no quotes where none holds it."""
    holding = [quote for quote in quotes if unit in quote.units]
    if not holding:
        return []
    others = [quote for quote in quotes if quote is not holding[0]]
    return [replace(holding[0], answering=unit), *others]


# What varies a resolution


def with_what_varies(hits: Sequence[Hit], library: Library, quotes: list[Quote]) -> list[Quote]:
    """Add a later resolution that varies the one quoted, so that none is taken as still in force.

    Where the one quoted varies an earlier one itself, that is added: only both tell what holds.
    """
    first = quotes[0].passage
    if first.standing not in DECIDING:
        return quotes
    quoted = {quote.passage.item_id for quote in quotes}
    for varied_first in (True, False):
        for hit in hits:
            passage = hit.passage
            pair = (passage, first) if varied_first else (first, passage)
            if passage.item_id not in quoted and not passage.private and _varies(*pair):
                parts = _whole(passage, library) or [(passage, passage.units)]
                return [*quotes, *(Quote(p, hit.paper, units) for p, units in parts)]
    return quotes


def _varies(later: Passage, earlier: Passage) -> bool:
    """Whether a resolution varies one of an earlier meeting, which it names by its minute."""
    if later.standing not in DECIDING or earlier.standing not in DECIDING:
        return False
    if not (later.meeting_date and earlier.meeting_date and earlier.item_number):
        return False
    if later.meeting_date <= earlier.meeting_date or not VARYING.search(later.text):
        return False
    number = re.escape(earlier.item_number)
    minute = re.compile(rf"\bminutes?\s+(?:no\.?s?\s*|number\s*)?{number}\b", re.I)
    return minute.search(later.text) is not None


# Votes

VOTE_COUNTS = re.compile(
    r"\b(?:for|against|abstain\w*|abstentions?|in favour)\s*[:(–-]\s*\(?\d{1,3}\b"
    r"|\b\d{1,3} (?:votes?|members?|councillors?) (?:for|against|in favour|to \d|voted)\b",
    re.I,
)
