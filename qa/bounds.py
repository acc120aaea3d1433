"""Sums of money, and bounds on a number: over 12 tonnes, up to £25,000, under 18."""

from __future__ import annotations

import re

MONEY = re.compile(r"[£€$]\s?\d")
Bound = tuple[str, str]
"""Which side of the number is meant, "over" or "under", and the number as written."""

_OVER = r"over|above|more than|greater than|exceeding|in excess of|at least|from"
_UNDER = r"under|below|less than|fewer than|up to|not exceeding|not more than|at most"
BOUND = re.compile(
    rf"\b(?:(?P<under>{_UNDER})|(?P<over>{_OVER}))\s+(?P<number>[£€$]?\d[\d,.]*\d|\d)", re.I
)


def bounds_in(text: str) -> frozenset[Bound]:
    """Return the bounds that a text speaks of."""
    return frozenset(
        ("under" if match["under"] else "over", match["number"].replace(",", ""))
        for match in BOUND.finditer(text)
    )


def within_bounds(asked: frozenset[Bound], text: str) -> int:
    """Return 1 where a text has a bound asked for, -1 where it has only its opposite, else 0."""
    told = bounds_in(text) if asked else frozenset()
    if asked & told:
        return 1
    return -1 if {number for _, number in asked} & {number for _, number in told} else 0
