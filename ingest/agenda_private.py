"""Which items of an agenda are to be taken in private: as the agenda itself tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest import restricting
from ingest.paragraphs import Paragraph
from qa.passages import UnitKind

DIVIDER = re.compile(
    r"\W*(?:agenda )?(?:part|section) (?:2|ii|two|b)\b.{0,60}?\b(?:exempt|confidential|private|not (?:open|for publication)|closed|restricted|excluded|exclusion)\b",
    re.I,
)
"""Heads the private part: "Part II: items from which the public is likely to be excluded"."""
DIVIDER_WORDS = 24
EXEMPT_ITEM = re.compile(
    r"\b(?:exempt|confidential|private) (?:minutes?|reports?(?! pack)(?! of the (?:previous|last)))\b",
    re.I,
)
"""What an item brings that is not for the public."""
EXCLUDES = re.compile(
    r"\b(?:exclusion of (?:the )?(?:press|public)|(?:press|public) (?:be|are|were|to be) excluded|exclud(?:e|ing) (?:the )?(?:press|public))\b",
    re.I,
)
"""The item that opens the private part, and is itself public."""
NUMBERS = re.compile(
    r"\bitems?\s+(?:no\.?\s*|nos?\.?\s*)?(?P<numbers>\d{1,2}(?:\s*(?:,|and|&|to|[-–])\s*\d{1,2})*)\b(?!/)",
    re.I,
)
"""The items for which the public is to be excluded, where the agenda names them."""


def find_divider(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    """Return where, within an item's paragraphs, the heading of the private part stands."""
    return next((i for i in range(start + 1, end) if _divides(paragraphs[i])), end)


def _divides(paragraph: Paragraph) -> bool:
    heads = paragraph.bold or paragraph.plain.isupper() or paragraph.unit.kind == UnitKind.HEADER
    short = paragraph.words <= DIVIDER_WORDS and not paragraph.is_row
    divides = DIVIDER.match(paragraph.plain) or restricting.PRIVATE_PART.match(paragraph.plain)
    return heads and short and bool(divides)


def items_in_private(
    paragraphs: Sequence[Paragraph], items: Sequence[tuple[int, int]], ends: Sequence[int]
) -> Iterator[int]:
    """Yield the numbers of the items behind the private part's heading, named, or marked so.

    `items` are (paragraph, number) of each item in order, `ends` where each ends.
    """
    behind = False
    named: set[int] = set()
    for (start, number), end in zip(items, ends, strict=True):
        own = " ".join(p.plain for p in paragraphs[start:end])
        excludes = bool(EXCLUDES.search(own))
        brings = EXEMPT_ITEM.search(own) and not restricting.EXEMPT_NEGATED.search(own)
        if not excludes and (behind or number in named or brings):
            yield number
        if excludes:
            named |= {n for n in _named(own) if n > number}
        behind = behind or find_divider(paragraphs, start, end) < end


def _named(text: str) -> Iterator[int]:
    for match in NUMBERS.finditer(text):
        numbers = [int(n) for n in re.findall(r"\d+", match["numbers"])]
        spans = re.fullmatch(r"\d+\s*(?:to|[-–])\s*\d+", match["numbers"])
        yield from range(numbers[0], numbers[1] + 1) if spans else numbers
