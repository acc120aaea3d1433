"""Find the numbered minutes of a meeting: the chain of numbers that runs through it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest import patterns, resolving
from ingest.headed_business import headed_business
from ingest.page_items import opened_item
from ingest.paragraphs import Paragraph

NUMBER = re.compile(
    r"^(?:\*\*)?\s*(?:(?:agenda )?item\s+|minute\s+(?:no\.?\s*)?)?"
    r"(?P<number>(?:[A-Z][A-Za-z]{0,4}/|(?-i:[A-Z]{1,5})[. -]?)?\d{1,4}(?:/\d{1,4})?)"
    r"(?:\.|\)|:|\s*[-–—])?\s+(?P<title>.+)$",
    re.I | re.S,
)
LONGEST_TITLE = 45
"""Words. The longest title of a minute met in nine councils had 38."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph that may open a minute: its place, number, title and how likely it is."""

    index: int
    number: str | None
    count: int
    """The part of the number that goes up from minute to minute: the 61 of 61/21."""
    frame: str
    """The rest of the number, which stays the same through a meeting: */21."""
    title: str
    weight: float


def _readings(number: str) -> Iterator[tuple[int, str]]:
    """Yield each part of a number that may count the minutes, with the frame around it."""
    for part in re.finditer(r"\d+", number):
        yield int(part[0]), f"{number[: part.start()]}*{number[part.end() :]}"


def _opening(paragraph: Paragraph) -> str | None:
    """Return the words in which a minute may open: a line, or a row of number and title."""
    if not paragraph.is_row:
        return None if patterns.BULLET.match(paragraph.unit.text) else paragraph.plain
    cells = [patterns.plain(cell) for cell in paragraph.unit.text.split("\t") if cell.strip()]
    return " ".join(cells) if len(cells) == 2 and re.search(r"\d/?\d*\.?$", cells[0]) else None


def _candidates(index: int, paragraph: Paragraph) -> Iterator[Candidate]:
    opening = _opening(paragraph)
    match = NUMBER.match(opening) if opening else None
    if not match or not re.match(r"[A-Z‘'\"“*(\d]", match["title"]):
        return
    title = match["title"].strip(" *")
    words = len(title.split())
    if (
        words > LONGEST_TITLE
        or title.endswith((";", ",", ":"))
        or resolving.RESOLUTION.match(title)
    ):
        return
    letters = re.sub(r"[^A-Za-z]", "", title)
    capitals = sum(c.isupper() for c in letters) / max(1, len(letters))
    weight = 0.3 if title.endswith(".") and words > 8 else 1.0
    weight += 2.0 * (capitals > 0.7) + 2.0 * paragraph.bold + 1.0 * ("/" in match["number"])
    weight *= 0.5 if paragraph.is_row else 1.0
    for count, frame in _readings(match["number"]):
        yield Candidate(index, match["number"], count, frame, title, weight)


def _follows(earlier: Candidate, later: Candidate) -> bool:
    step = later.count - earlier.count
    if step not in (1, 2) or earlier.frame != later.frame or earlier.index == later.index:
        return False
    # Two of a kind: a bold title does not follow on an unmarked point.
    return earlier.weight - later.weight <= 2.5


def _told(paragraphs: Sequence[Paragraph]) -> list[Candidate]:
    """Return the items that a web page's own elements mark, be they numbered or not."""
    opened = [(i, opened_item(p)) for i, p in enumerate(paragraphs)]
    return [Candidate(i, item[0], 0, "", item[1], 1.0) for i, item in opened if item]


def find_chain(paragraphs: Sequence[Paragraph]) -> list[Candidate]:
    """Return the heaviest run of candidates whose numbers go up by one (a gap of two costs).

    Numbered points inside a minute start again at 1 and lose against the minutes' own run.
    Where a web page says itself what its items are, it is they.
    """
    if told := _told(paragraphs):
        return told
    candidates = [c for i, p in enumerate(paragraphs) for c in _candidates(i, p)]
    best: list[tuple[float, int | None]] = []
    for position, candidate in enumerate(candidates):
        score, before = candidate.weight, None
        for earlier in range(position):
            if not _follows(candidates[earlier], candidate):
                continue
            gap = candidate.count - candidates[earlier].count - 1
            total = best[earlier][0] + candidate.weight - 1.5 * gap
            if total > score:
                score, before = total, earlier
        best.append((score, before))
    if not best:
        return _headed(paragraphs)
    at: int | None = max(range(len(best)), key=lambda i: best[i][0])
    chain: list[Candidate] = []
    while at is not None:
        chain.append(candidates[at])
        at = best[at][1]
    chain.reverse()
    return chain if len(chain) >= 2 or (chain and chain[0].weight >= 3) else _headed(paragraphs)


def _headed(paragraphs: Sequence[Paragraph]) -> list[Candidate]:
    """Return the items of minutes that number none, by their headings."""
    return [
        Candidate(i, None, 0, "", paragraphs[i].plain, 1.0) for i in headed_business(paragraphs)
    ]
