"""The items of the papers held, by what may be asked of each: decisions, sums, votes by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa.language.numbers import MONEY
from qa.language.terms import content_terms, in_mixed_case
from qa.papers import MERELY, Item, ItemKind, Paper, Standing

if TYPE_CHECKING:
    from qa.library import Library

TITLE_LENGTH = range(8, 90)
"""Characters of a title that makes a good question."""
MOST_DAYS = 3
"""Days on which meetings have an item of the same title, at most; one of more is routine."""
SAME = 0.6
"""Share of the words of each of two titles that the other has, to be of one matter."""
# Every meeting has these items; nobody asks what was decided on them.
_ROUTINE = re.compile(
    r"apolog|declaration|minutes|exclusion|urgent|public question|announcement|membership|"
    r"webcast|substitut|date of next|exempt|chair",
    re.IGNORECASE,
)
# "24/00096 - " before a title, or "CAB/17: ".
_REFERENCE = re.compile(r"^\W*[\w/]*\d[\w/]*\s*[-–:]\s+")


@dataclass(frozen=True, slots=True)
class ItemHeld:
    """A public item of business of a paper, and what its record tells."""

    paper: Paper
    number: str | None
    title: str
    """As it is asked for: in mixed case, without a reference before it."""
    standing: Standing
    minuted: bool
    in_parts: bool
    """Whether its resolution has several limbs."""
    has_sum: bool
    """Whether what was decided names an amount of money."""
    has_votes: bool
    """Whether it is recorded who voted how."""
    has_mover: bool
    terms: frozenset[str]
    """The index terms of its title."""

    @property
    def day(self) -> date | None:
        """The day of its paper's meeting."""
        return self.paper.meeting_date

    @property
    def asks_for_it(self) -> bool:
        """Whether it is only asked for here, and not yet decided."""
        return self.standing in MERELY

    def is_like(self, other: ItemHeld) -> bool:
        """Whether another item is of the same matter, by its title."""
        shared = len(self.terms & other.terms)
        return shared > 0 and shared >= SAME * max(len(self.terms), len(other.terms))


class HeldItems:
    """The items of a library, read once for each state of it."""

    def __init__(self) -> None:
        """Begin with none read."""
        self._read: tuple[frozenset[str], tuple[ItemHeld, ...]] | None = None

    def of(self, library: Library) -> tuple[ItemHeld, ...]:
        """Return the items as the library is now; see `items_held`."""
        state = frozenset(paper.id for paper in library.papers())
        read = self._read
        if read is None or read[0] != state:
            read = self._read = state, items_held(library)
        return read[1]


def items_held(library: Library) -> tuple[ItemHeld, ...]:
    """Return the public items of all papers whose titles make a question, the latest first.

    A title that many meetings have, such as the correspondence, is left out.
    """
    papers = sorted(library.papers(), key=lambda paper: str(paper.meeting_date or ""), reverse=True)
    found = []
    for paper in papers:
        if paper.superseded_by is None:
            found += [_held(paper, item) for item in library.items(paper.id) if _is_asked(item)]
    days: dict[frozenset[str], set[date | None]] = {}
    for item in found:
        days.setdefault(item.terms, set()).add(item.day)
    return tuple(item for item in found if len(days[item.terms]) <= MOST_DAYS)


def _is_asked(item: Item) -> bool:
    """Whether an item makes a question: its title is public, and no routine."""
    return not (
        item.private
        or item.standing is Standing.EXEMPT
        or len(item.title) not in TITLE_LENGTH
        or _ROUTINE.search(item.title)
    )


def _held(paper: Paper, item: Item) -> ItemHeld:
    decided = " ".join([*(d.text for d in item.decisions), *(limb.text for limb in item.limbs)])
    votes = [
        *item.votes,
        *(vote for motion in item.motions for vote in motion.votes),
        *(vote for decision in item.decisions for vote in decision.votes),
    ]
    title = in_mixed_case(_REFERENCE.sub("", item.title), opens=False).rstrip(".:")
    return ItemHeld(
        paper=paper,
        number=item.number,
        title=title,
        standing=item.standing,
        minuted=item.kind is ItemKind.MINUTE,
        in_parts=len(item.limbs) >= 2,
        has_sum=bool(MONEY.search(decided)),
        has_votes=any(vote.names_for and vote.names_against for vote in votes),
        has_mover=item.moved_by is not None or any(motion.moved_by for motion in item.motions),
        terms=frozenset(content_terms(title)),
    )
