"""Pages of a PDF that bear a marking of their own: at the head, at the foot, across the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest import restricting
from ingest.document import SourceDocument
from ingest.marking_words import MARKING_WORD, OUTRIGHT_WORDS
from ingest.markings import (
    LONGEST_HEAD,
    LONGEST_TEXT,
    ends_in_marking,
    is_marking,
    spelled,
    stands_out,
    states_restriction,
)
from ingest.page_marks import is_mark
from qa.passages import SourceLine

HEAD = 8
"""Lines at the head of a page among which a marking is looked for."""
FOOT = 3
ADJOINING = 3
"""Lines over which a marking may run."""
WATERMARK = 1.8
"""How much larger than the text are letters that lie across a page."""
NUMBERED = re.compile(r"\W*(?:item )?\d{1,2}[a-z]?[.):]?\s+\S", re.I)
LISTS_PAGES = re.compile(
    r"\(pages? \d{1,4}(?: ?[-–] ?\d{1,4})?\)\s*$|^\W*(?:public )?agenda\W*$", re.I
)
"""How an agenda lists its reports, and what heads it."""


def marked_pages(document: SourceDocument) -> frozenset[int]:
    """Return the pages that say of themselves that they are not for the public.

    Not those of an agenda, which says so of the items it lists.
    """
    pages: dict[int, list[SourceLine]] = defaultdict(list)
    for line in document.lines:
        if line.page is not None and line.text.strip():
            pages[line.page].append(line)
    ends = Counter(line for lines in pages.values() for line in {_edge(x) for x in _edges(lines)})
    running = {
        line for line, count in ends.items() if count > 1 and ends_in_marking(line, anyhow=True)
    }
    marked = {n for n, lines in pages.items() if any(_edge(x) in running for x in _edges(lines))}
    return document.marked | marked | {page for page, lines in pages.items() if _is_marked(lines)}


def _edge(line: SourceLine) -> str:
    return spelled(line.text[:LONGEST_TEXT])


def _edges(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    return [*lines[:2], *lines[-2:]]


def _is_marked(lines: Sequence[SourceLine]) -> bool:
    lines = [line for line in lines if not is_mark(line.text)]
    if not any(MARKING_WORD.search(spelled(line.text[:LONGEST_TEXT])) for line in lines):
        return False
    if any(LISTS_PAGES.search(line.text) for line in lines):
        return False
    feet = [
        line
        for above, line in pairwise(lines[-FOOT - 1 :])
        if (line is lines[-1] or OUTRIGHT_WORDS.search(line.text))
        and not NUMBERED.match(above.text)  # said of an item that is listed
    ]
    standing = [line.text for line in [*feet, *_large(lines)]]
    return any(_heads_page(lines, index) for index in range(min(HEAD, len(lines)))) or any(
        _is_standing(text, bold=False) for text in standing
    )


def _heads_page(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a marking begins with this line of a page's head; it may run on over the next."""
    above = index > 0 and NUMBERED.match(lines[index - 1].text)
    for end in range(index + 1, min(index + ADJOINING, len(lines)) + 1):
        if end < len(lines) and restricting.OPEN_VALUE.match(lines[end].text):
            continue  # the label of a field that says no
        text = " ".join(line.text for line in lines[index:end])
        if above and not text.isupper():
            return False  # said of an item that is listed
        # A word alone may be a label of the cover, whose value follows.
        bold = all(line.bold for line in lines[index:end]) and (index == 0 or " " in text.strip())
        if _is_standing(text, bold=bold):
            return True
        if states_restriction(text):
            return True
    if index < FOOT and not NUMBERED.match(lines[index].text):
        text = lines[index].text
        return ends_in_marking(text) and bool(
            OUTRIGHT_WORDS.search(text) or (index == 0 and restricting.APPENDIX.match(text))
        )
    return False


def _is_standing(text: str, *, bold: bool) -> bool:
    if len(text) > LONGEST_TEXT:
        return False
    text = spelled(text)
    if "\t" in text or len(text) > LONGEST_HEAD or restricting.EXEMPT_NEGATED.search(text):
        return False
    return is_marking(text) and (bold or stands_out(text))


def _large(lines: Sequence[SourceLine]) -> list[SourceLine]:
    usual = median(line.size for line in lines)
    return [line for line in lines if line.size > WATERMARK * usual > 0]
