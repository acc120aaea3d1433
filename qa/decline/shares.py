"""A share or a rate asked for: a sentence that speaks of it must have one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.asked import Asked
from qa.decline.evidence import Seen, sentences, units_of
from qa.decline.names import named_actor
from qa.language.terms import analyse
from qa.library import Library
from qa.passages import Hit, UnitKind

SHARE = re.compile(
    r"\d\s?%|\bper ?cent\b|\d[\d,.]* (?:in|out of|of|per) (?:(?:every|the|each) )?\d|\bper (?:1,?000|10,?000|100,?000|thousand)\b"
    r"|\b(?:half|third|quarter|fifth|tenth|two|three)s? (?:of|in|out of|thirds|quarters|fifths)\b|\b\d+(?:\.\d+)? (?:basis )?points?\b|\b0\.\d",
    re.I,
)
PER_CENT_COLUMN = re.compile(r"%|\b(?:per ?cent|percentage|rate|share|proportion)\b", re.I)
NEARLY = 0.75
"""Share of the best sentence's coverage from which a sentence's share is the one asked for."""


def lacks_share(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """A share or a rate needs one in a sentence or row that speaks of what it is of."""
    share = asked.question.facets.figures.share
    if share is None:
        return None
    kind = {term for term in share.of if term in asked.weights}
    kind |= named_actor(asked, hits)
    told = [
        (asked.cover(words), bool(shown and kind <= set(analyse(words))))
        for seen in units_of(hits)
        for words, shown in _shares(seen)
    ]
    best = max((cover for cover, _ in told), default=0.0)
    if any(shown and cover >= NEARLY * best for cover, shown in told):
        return None
    return f"No passage on it gives a {share.word}."


def _shares(seen: Seen) -> Iterator[tuple[str, bool]]:
    """Yield each sentence or row with what it stands under, and whether it has a share."""
    if seen.unit.kind == UnitKind.ROW:
        column = PER_CENT_COLUMN.search(seen.columns) and re.search(r"\d", seen.unit.text)
        yield f"{seen.own} {seen.above}", bool(column or SHARE.search(seen.unit.text))
        return
    for part in sentences(seen.unit.text):
        yield f"{part} {seen.above}", bool(SHARE.search(part))
