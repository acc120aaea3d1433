"""Pin headings of a text source to pages by the contents page that the paper itself prints.

A report bound in a pack keeps its own contents page, whose numbers run behind the pack's. Where
one of its headings opens a page whose printed number is known, all of them are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import patterns
from ingest.page_marks import Mark
from qa.passages import SourceLine

CONTENTS = re.compile(r"\W*(?:table of )?contents(?: page)?\W*", re.I)
ENTRY = re.compile(
    r"\W*(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<title>\S.*?)[\s.…]+(?P<page>\d{1,3})\W*"
)
HEADING = re.compile(r"\W*(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<title>[A-Z].{2,120})")
LEAST = 4
"""Entries of a contents page, and headings found of it."""
ALIKE = 0.5
"""Share of a heading's longer words that its entry has: the two are seldom worded alike.

Its number must be the entry's too, and both follow the entries found before."""


@dataclass(frozen=True, slots=True)
class _Entry:
    number: str
    words: frozenset[str]
    page: int


def find_pins(lines: Sequence[SourceLine], feet: Sequence[Mark]) -> list[Mark]:
    """Return (line, printed page) of each heading that a contents page pins, in order.

    `feet` are the printed footers. Without one right above a heading, or where a footer
    gainsays the contents page, nothing is pinned.
    """
    texts = [patterns.plain(line.text) for line in lines]
    pins: list[Mark] = []
    for index, text in enumerate(texts):
        if CONTENTS.fullmatch(text):
            entries, end = _entries(texts, index + 1)
            found = _headings(lines, texts, entries, end)
            pins += _numbered(found, lines, feet) if len(found) >= LEAST else []
    return pins


def _entries(texts: Sequence[str], start: int) -> tuple[list[_Entry], int]:
    entries: list[_Entry] = []
    end, others = start, 0
    for index in range(start, len(texts)):
        match = ENTRY.fullmatch(texts[index])
        if match and (not entries or int(match["page"]) >= entries[-1].page):
            entries.append(
                _Entry(_bare(match["number"]), _words(match["title"]), int(match["page"]))
            )
            end, others = index + 1, 0
        elif texts[index]:
            others += 1
        if others > 3:
            break
    return (entries, end) if len(entries) >= LEAST else ([], end)


def _headings(
    lines: Sequence[SourceLine], texts: Sequence[str], entries: Sequence[_Entry], start: int
) -> list[tuple[int, int]]:
    """Return (index of the heading's line, its page by the contents), in the contents' order."""
    found: list[tuple[int, int]] = []
    waiting = list(entries)
    for index in range(start, len(lines)):
        match = HEADING.fullmatch(texts[index])
        if not match or not waiting:
            continue
        number, words = _bare(match["number"]), _words(match["title"])
        for place, entry in enumerate(waiting):
            shared = len(words & entry.words) / max(1, len(words))
            if entry.number == number and words and shared >= ALIKE:
                found.append((index, entry.page))
                waiting = waiting[place + 1 :]
                break
    return found


def _numbered(
    found: Sequence[tuple[int, int]], lines: Sequence[SourceLine], feet: Sequence[Mark]
) -> list[Mark]:
    """Turn the contents' own numbers into the printed ones; nothing where they do not agree."""
    distances = {
        page + 1 - inner
        for index, inner in found
        for line, page in feet
        if _is_right_below(lines, index, line)
    }
    if len(distances) != 1:
        return []
    distance = distances.pop()
    pins = [(lines[index].number, inner + distance) for index, inner in found]
    agree = all(
        page <= foot if line <= end else page > foot for line, page in pins for end, foot in feet
    )
    return pins if agree else []


def _is_right_below(lines: Sequence[SourceLine], index: int, foot: int) -> bool:
    above = index - 1
    while above >= 0 and not lines[above].text.strip():
        above -= 1
    return above >= 0 and lines[above].number == foot


def _bare(number: str) -> str:
    return re.sub(r"(?:\.0)+$", "", number)


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{4,}", title.lower()))
