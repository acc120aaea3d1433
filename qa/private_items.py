"""Which business of a meeting was taken in private: what the public agenda and minutes list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.asked import Asked
from qa.language.terms import analyse
from qa.library import Library
from qa.papers import ItemKind, PaperKind
from qa.passages import Hit, Passage, Unit, UnitKind
from qa.quoting import Quote

LISTED = re.compile(r"\b(?:exempt|confidential|restricted|not for publication)\b", re.I)
OPENING = re.compile(r"\b(?:exclusion|urgent business|local government act)\b", re.I)
"""Titles of agenda items that only open the private part."""
MOST_ITEMS = 12

LISTING = frozenset({PaperKind.AGENDA, PaperKind.PACK, PaperKind.MINUTES})


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sitting of a body on a day."""

    council: str | None
    body: str | None
    day: date | None

    @property
    def words(self) -> str:
        """The body and the day."""
        day = [f"{self.day.day} {self.day:%B %Y}"] if self.day else []
        return ", ".join([self.body or "the meeting", *day])


@dataclass(frozen=True, slots=True)
class PrivateItems:
    """The public lines of what was taken in private at one meeting."""

    quotes: tuple[Quote, ...]
    meeting: str


def private_items(asked: Asked, hits: Sequence[Hit], library: Library) -> PrivateItems | None:
    """Return what the meeting asked about took in private; None where that is not asked or told."""
    if not asked.question.facets.private.asks_for_private_items:
        return None
    meeting = _meeting_asked(asked, hits)
    if meeting is None:
        return None
    number = asked.question.facets.private.item_number
    found: dict[tuple[str | None, str], Quote] = {}
    for paper in library.papers():
        if paper.council not in (None, meeting.council) or paper.kind not in LISTING:
            continue
        for passage in library.passages_of(paper.id):
            unit = _public_line(passage)
            held = (passage.body or paper.body, passage.meeting_date or paper.meeting_date)
            if unit is None or held != (meeting.body, meeting.day):
                continue
            if number is None or number == passage.item_number:
                # An agenda and the minutes list the same item, each under an id of its own.
                key = (passage.item_number, passage.item_title or "")
                found.setdefault(key, Quote(passage, paper, (unit,)))
    return PrivateItems(tuple(found.values())[:MOST_ITEMS], meeting.words) if found else None


def _meeting_asked(asked: Asked, hits: Sequence[Hit]) -> Meeting | None:
    """Return the meeting among the hits that fits the body and the days asked about."""
    said = asked.question.facets.all_terms
    periods = asked.question.periods
    meetings = [
        Meeting(
            hit.paper.council,
            hit.passage.body or hit.paper.body,
            hit.passage.meeting_date or hit.paper.meeting_date,
        )
        for hit in hits
    ]
    fitting = [
        m for m in meetings if m.day and (not periods or any(p.covers(m.day) for p in periods))
    ]
    return max(fitting, key=lambda m: len(said & set(analyse(m.body or ""))), default=None)


def _public_line(passage: Passage) -> Unit | None:
    """Return what names a private item in public; None where the item is open."""
    title = passage.item_title or ""
    listed = passage.item_kind == ItemKind.AGENDA_ITEM and LISTED.search(passage.text)
    if not (passage.private or listed) or not title or OPENING.search(title):
        return None
    named = set(analyse(title))
    units = [unit for unit in passage.units if unit.kind != UnitKind.HEADER]
    return max(units, key=lambda unit: len(named & set(analyse(unit.text))), default=None)
