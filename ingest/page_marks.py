"""Find the page marks of a text source: lines that print the page they stand on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest import patterns
from qa.passages import SourceLine

Mark = tuple[int, int]
"""A line and the printed page that ends with it (a footer) or on which it stands (a pin)."""

OPENING_LINES = 10
"""Lines of a text source within which its own heading stands."""
LOGO = re.compile(r"[a-z]+(?: [a-z]+){0,3} council")
"""A council's name alone on a line, page after page, is its letterhead."""
FOOTER_WORDS = 5
"""So many words before a page number are a footer's own; more are text that it is glued to."""
CUT_WORDS = (8, 100)
"""Words of a sentence's line that a footer cuts: enough to be one, too few to fill a page."""
UNFINISHED = re.compile(r"[\w,’'*_)]$")
MARKED = re.compile(r"\W*(?:\(?\w{1,3}[.)]|\d+(?:\.\d+)*)\s|[-•*#|]")
"""A line that opens with a bullet or a number begins something of its own."""


def is_mark(text: str) -> bool:
    """Whether a line is nothing but a page's own: its number, its item, or that it is blank."""
    text = patterns.plain(text)
    return len(text) < 90 and bool(
        patterns.BLANK_PAGE.search(text)
        or patterns.AGENDA_ITEM_MARK.match(text)
        or patterns.PAGE_MARK.match(text)
    )


def is_day_line(line: SourceLine) -> bool:
    """Whether a body's name and day stand at a page's edge; the paper's own heading is kept."""
    opening = line.page == 1 if line.page is not None else line.number <= OPENING_LINES
    text = patterns.plain(line.text)
    undashed = line.page is not None and patterns.BODY_DAY.match(text)
    return not opening and bool(undashed or patterns.BODY_AND_DAY.match(text))


def find_marks(lines: Sequence[SourceLine]) -> tuple[frozenset[int], tuple[Mark, ...]]:
    """Return the lines that are the page's own, and (line, printed number) of each page mark."""
    out: set[int] = set()
    marks: list[Mark] = []
    logos = Counter(_letters(line.text) for line in lines)
    for line in lines:
        text = patterns.plain(line.text)
        if not text or "\t" in line.text:
            continue
        letters = _letters(line.text)
        logo = logos[letters] >= 3 and LOGO.fullmatch(letters)
        if is_mark(line.text) or is_day_line(line) or logo:
            out.add(line.number)
        if match := patterns.PAGE_MARK.match(text):
            marks.append((line.number, int(match[1])))
        elif (match := patterns.PAGE_GLUED.match(text)) and not text.endswith("."):
            marks.append((line.number, int(match["page"])))
            if len(match["rest"].split()) <= FOOTER_WORDS:
                out.add(line.number)
    return frozenset(out), _rising([(line, page) for line, page in marks if page > 0])


def find_cut_sentences(lines: Sequence[SourceLine], marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield (line, page) on both sides of each page's end that cuts a sentence in two.

    The footer is glued to the first half, which therefore ends its page and, being too short
    to fill one, stands wholly on it. The second half opens the next page.
    """
    after = {line.number: index + 1 for index, line in enumerate(lines)}
    for (number, page), (_, following) in pairwise([*marks, (0, marks[-1][1] + 1 if marks else 0)]):
        match = patterns.PAGE_GLUED.match(patterns.plain(lines[after[number] - 1].text))
        least, most = CUT_WORDS
        if match and least <= len(match["rest"].split()) <= most:
            rest = next((line for line in lines[after[number] :] if line.text.strip()), None)
            if (
                rest
                and following > page
                and UNFINISHED.search(match["rest"])
                and _goes_on(rest.text)
            ):
                yield number, page
                yield rest.number, page + 1


def _goes_on(text: str) -> bool:
    """Whether a line may be the rest of a sentence: no row, no heading, nothing numbered."""
    words = patterns.plain(text).split()
    begun = "\t" in text or MARKED.match(text) or text.isupper()
    return not begun and (text.strip()[0].islower() or len(words) >= CUT_WORDS[0])


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def _rising(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Keep the longest run of marks whose page numbers never fall: the others refer elsewhere.

    Of runs as long as one another, the one that got so long first is kept. `tops` is a Fenwick
    tree of the runs by their last page, so that 20,000 marks take no time to speak of.
    """
    tops: list[tuple[int, int]] = [(0, 0)] * (max((page for _, page in marks), default=0) + 2)
    before: list[int] = []
    best = (0, 0)
    for index, (_, page) in enumerate(marks):
        length, place = _top(tops, page + 1)
        before.append(-place if length else index)
        run = (length + 1, -index)
        best = max(best, run)
        _raise(tops, page + 1, run)
    kept, at = [], -best[1]
    for _ in range(best[0]):
        kept.append(marks[at])
        at = before[at]
    return tuple(reversed(kept))


def _top(tops: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """Return the greatest of what stands at the places up to this one."""
    found = (0, 0)
    while place:
        found = max(found, tops[place])
        place &= place - 1
    return found


def _raise(tops: list[tuple[int, int]], place: int, value: tuple[int, int]) -> None:
    while place < len(tops):
        tops[place] = max(tops[place], value)
        place += place & -place
