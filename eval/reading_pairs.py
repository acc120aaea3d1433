"""Which item found is which item of the truth: by place first, then by number and title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from eval.reading.truth import Place, TrueItem
from eval.reading_found import FoundPaper, bare, place_of
from eval.reading_same import same_number
from qa.papers import Item

ALIKE = 0.6
"""From here on two titles are taken for the same one, cut or garbled."""
MOSTLY = 0.5
"""From this share of lines or pages in common a place alone makes a pair."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The items paired, those of the truth without one, and those found without one."""

    paired: tuple[tuple[TrueItem, Item], ...]
    missed: tuple[TrueItem, ...]
    extra: tuple[Item, ...]


def pair_items(items: Sequence[TrueItem], found: FoundPaper) -> Pairs:
    """Pair each item with at most one found, the likeliest pairs first."""
    likely = sorted(
        ((likeness(true, item, found), -t, -i) for t, true in enumerate(items)
         for i, item in enumerate(found.items)),
        reverse=True,
    )  # fmt: skip
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, t, i in likely:
        if score > 0 and -t not in partner and -i not in taken:
            partner[-t] = -i
            taken.add(-i)
    return Pairs(
        tuple((items[t], found.items[i]) for t, i in sorted(partner.items())),
        tuple(item for t, item in enumerate(items) if t not in partner),
        tuple(item for i, item in enumerate(found.items) if i not in taken),
    )


def likeness(true: TrueItem, item: Item, found: FoundPaper) -> float:
    """Say how like two items are; 0 where they cannot be the same.

    They must share a line or page (where both have one), and besides the number, most of the
    title, or most of the place.
    """
    shared = shared_place(true.place, place_of(item, found))
    if shared == 0:
        return 0.0
    place = shared or 0.0
    number = item.number is not None and any(
        same_number(each, item.number) for each in true.texts("number")
    )
    title = max((_ratio(text, item.title) for text in true.texts("title")), default=0.0)
    if not (number or title >= ALIKE or place >= MOSTLY):
        return 0.0
    same_kind = item.kind in true.accepted("kind")
    return 2.0 * number + 2.0 * title + place + 0.5 * same_kind


def shared_place(one: Place, other: Place) -> float | None:
    """Return the lines or pages in common out of all of both; None where either has none."""
    first, second = (one.lines, other.lines) if one.lines else (one.pages, other.pages)
    if first is None or second is None:
        return None
    common = min(first[1], second[1]) - max(first[0], second[0]) + 1
    return max(common, 0) / (max(first[1], second[1]) - min(first[0], second[0]) + 1)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, bare(one), bare(other), autojunk=False).ratio()
