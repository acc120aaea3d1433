"""Recorded votes, quoted from the counts to the result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.choosing.quotes import added, quotable
from qa.choosing.resolutions import LONG_RESOLUTION
from qa.library import Library
from qa.passages import Hit, Passage, Unit
from qa.quoting import Quote

COUNTS = re.compile(
    r"\b(?:for|against|abstain\w*|abstentions?|in favour)\s*[:(–-]\s*\(?\d{1,3}\b"
    r"|\b\d{1,3} (?:votes?|members?|councillors?) (?:for|against|in favour|to \d|voted)\b",
    re.I,
)
RESULT = re.compile(
    r"\bunanimous|\b(?:motion|amendment|proposition|recommendation)s?\b.{0,30}\b(?:carried|lost|defeated|fell)\b",
    re.I,
)
LONGEST_VOTE = 14
"""Units from the first count of a recorded vote to its result, names included."""


def with_recorded_vote(
    asked: Asked, lead: Hit, library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Where the vote is asked about, quote the record of it from the counts to the result."""
    if not asked.question.facets.business.asks_of_vote:
        return quotes
    votes = _recorded_votes(library.item_passages(lead.passage))
    votes.sort(key=lambda vote: -asked.cover(" ".join(unit.text for _, unit in vote)))
    words = 0
    found: list[Quote] = []
    for vote in votes[:2]:
        words += sum(len(unit.text.split()) for _, unit in vote)
        if found and words > LONG_RESOLUTION:
            break
        for passage, unit in vote:
            found = added(found, Quote(passage, lead.paper, (unit,)))
    return [*found, *(q for q in quotes[:1] if not found)]


def _recorded_votes(passages: Sequence[Passage]) -> list[list[tuple[Passage, Unit]]]:
    """Return the recorded votes of an item, each from its first count to its result."""
    votes: list[list[tuple[Passage, Unit]]] = []
    current: list[tuple[Passage, Unit]] = []
    for passage, unit in ((p, u) for p in passages for u in quotable(p)):
        counts, ends = COUNTS.search(unit.text), RESULT.search(unit.text)
        if counts or current or ends:
            current.append((passage, unit))
        if ends or len(current) > LONGEST_VOTE:
            votes.append(current)
            current = []
    return [vote for vote in [*votes, current] if any(COUNTS.search(u.text) for _, u in vote)]
