"""Read where a meeting is held."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.language.dates import WEEKDAY, find_dates

HELD = re.compile(
    rf"\b(?:held|meeting)\b.{{0,160}}?\b(?:at|in)\s+(?:the\s+)?(?P<venue>(?-i:[A-Z])[^.;:]{{3,120}}?)"
    rf"(?=\s*,?\s+on\s+(?:the\s+)?(?:{WEEKDAY}|\d)|\s*,?\s+(?:commencing|starting|at)\s+(?:at\s+)?\d|[.;]|$)",
    re.I,
)
ROOM = re.compile(
    r"\b(?:chambers?|rooms?|hall|house|centre|offices?|guildhall|suite|buildings?|school|library|church|theatre|pavilion|virtual|online|microsoft teams|zoom)\b",
    re.I,
)
NOT_A_PLACE = re.compile(r"[@£]|\b(?:telephone|tel|ask for|contact|e-?mail|councillors?)\b", re.I)
NEAR = 14
"""Paragraphs at the front within which the place stands."""


def find_venue(front: Sequence[Paragraph]) -> str | None:
    """Return the place of the meeting: in the words of its heading, or below its day."""
    for paragraph in front[:NEAR]:
        match = HELD.search(paragraph.plain) if paragraph.words <= 60 else None
        if match and ROOM.search(match["venue"]) and not NOT_A_PLACE.search(match["venue"]):
            return _shown(match["venue"])
    lines = [patterns.plain(line) for p in front[:NEAR] for line in p.unit.text.split("\n")]
    for day, line, follows in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
        if find_dates(day) and _is_place(line):
            more = line.endswith(",") and not NOT_A_PLACE.search(follows)
            return _shown(f"{line} {follows}" if more else line)
    return None


def _is_place(line: str) -> bool:
    return (
        len(line.split()) <= 12
        and bool(ROOM.search(line))
        and not NOT_A_PLACE.search(line)
        and not line.endswith((".", ":"))
    )


def _shown(venue: str) -> str:
    venue = venue.strip(" ,")
    return venue.title() if venue.isupper() else venue
