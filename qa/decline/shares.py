"""A share or a rate asked for: a sentence that speaks of it must have one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.asked import Asked
from qa.decline.evidence import Seen, sentences, units_of
from qa.decline.names import named_actor
from qa.library import Library
from qa.passages import Hit, UnitKind
from qa.terms import analyse, content_terms

SHARE_ASKED = re.compile(
    r"\b(?:what|which)(?:['’]?s| is| was| were| are)? (?:the )?(?P<before>(?:(?!to |happens? |did |does |do |was )[\w'’-]+ ){0,4}?)(?P<share>percentage|per ?cent|proportion|share|rate)\b(?:(?: of)? [\w'’-]+){0,4}",
    re.I,
)
"""What share or rate, with the words round it."""
OF_MONEY = re.compile(
    r"\bshare of (?:a|the|our|their|my) (?:[\w-]+ ){0,3}(?:bill|cost|costs|budget|grant|funding|tax)\b|\b(?:hourly|daily|weekly|pay|charge|day|mileage) rate\b|\brates\b",
    re.I,
)
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
    match = SHARE_ASKED.search(asked.question.text)
    if not match or OF_MONEY.search(match[0]):
        return None
    kind = {term for term in content_terms(match["before"])[-1:] if term in asked.weights}
    kind |= named_actor(asked, hits)
    told = [
        (asked.cover(words), bool(shown and kind <= set(analyse(words))))
        for seen in units_of(hits)
        for words, shown in _shares(seen)
    ]
    best = max((cover for cover, _ in told), default=0.0)
    if any(shown and cover >= NEARLY * best for cover, shown in told):
        return None
    return f"No passage on it gives a {match['share'].lower()}."


def _shares(seen: Seen) -> Iterator[tuple[str, bool]]:
    """Yield each sentence or row with what it stands under, and whether it has a share."""
    if seen.unit.kind == UnitKind.ROW:
        column = PER_CENT_COLUMN.search(seen.columns) and re.search(r"\d", seen.unit.text)
        yield f"{seen.own} {seen.above}", bool(column or SHARE.search(seen.unit.text))
        return
    for part in sentences(seen.unit.text):
        yield f"{part} {seen.above}", bool(SHARE.search(part))
