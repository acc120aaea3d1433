"""Find the numbered minutes of a meeting: the chain of numbers that runs through it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import patterns
from ingest.paragraphs import Paragraph

NUMBER = re.compile(
    r"^(?:\*\*)?\s*(?:(?:agenda )?item\s+|minute\s+(?:no\.?\s*)?)?"
    r"(?P<number>(?:[A-Z][A-Za-z]{0,4}/)?(?P<year>\d{2,4}/)?(?P<count>\d{1,4})(?P<tail>/\d{2,4})?)"
    r"(?:\.|\)|:|\s*[-–—])?\s+(?P<title>.+)$",
    re.I | re.S,
)
LONGEST_TITLE = 45
"""Words. The longest title of a minute met in nine councils had 38."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph that may open a minute: its place, number, title and how likely it is."""

    index: int
    number: str
    count: int
    title: str
    weight: float


def _candidate(index: int, paragraph: Paragraph) -> Candidate | None:
    if paragraph.is_row or patterns.BULLET.match(paragraph.unit.text):
        return None
    match = NUMBER.match(paragraph.plain)
    if not match or not re.match(r"[A-Z‘'\"“*(\d]", match["title"]):
        return None
    title = match["title"].strip(" *")
    words = len(title.split())
    if words > LONGEST_TITLE or title.endswith((";", ",", ":")):
        return None
    letters = re.sub(r"[^A-Za-z]", "", title)
    capitals = sum(c.isupper() for c in letters) / max(1, len(letters))
    weight = 0.3 if title.endswith(".") and words > 8 else 1.0
    weight += (
        2.0 * (capitals > 0.7) + 2.0 * paragraph.bold + 1.0 * bool(match["tail"] or match["year"])
    )
    if patterns.RESOLUTION.match(title):
        return None
    return Candidate(index, match["number"], int(match["count"]), title, weight)


def find_chain(paragraphs: Sequence[Paragraph]) -> list[Candidate]:
    """Return the heaviest run of candidates whose numbers go up by one (a gap of two costs).

    Numbered points inside a minute start again at 1 and lose against the minutes' own run.
    """
    candidates = [c for i, p in enumerate(paragraphs) if (c := _candidate(i, p))]
    best: list[tuple[float, int | None]] = []
    for position, candidate in enumerate(candidates):
        score, before = candidate.weight, None
        for earlier in range(position):
            step = candidate.count - candidates[earlier].count
            if step not in (1, 2) or (
                candidate.number.count("/") != candidates[earlier].number.count("/")
            ):
                continue
            # Two of a kind: a bold title does not follow on an unmarked point.
            if candidates[earlier].weight - candidate.weight > 2.5:
                continue
            total = best[earlier][0] + candidate.weight - (1.5 if step == 2 else 0.0)
            if total > score:
                score, before = total, earlier
        best.append((score, before))
    if not best:
        return []
    at: int | None = max(range(len(best)), key=lambda i: best[i][0])
    chain: list[Candidate] = []
    while at is not None:
        chain.append(candidates[at])
        at = best[at][1]
    chain.reverse()
    return chain if len(chain) >= 2 or (chain and chain[0].weight >= 3) else []
