"""Where each word of a PDF's page stands, seen as the page is shown: from the top left."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_calls import address_of, loose_box

WORD = re.compile("[^\\s\ufffe]+\ufffe?")
"""A word, or what stands before the hyphen at which pdfium joined two printed lines."""
LAST_LINES = 3
"""Lines to which a word may belong that is not the first of its own."""
SHARED_HEIGHT = 0.5
"""Words on one printed line share at least this much of the lower one's height."""


@dataclass(frozen=True, slots=True)
class View:
    """How a page is turned when it is shown: its size as shown and its quarter turns."""

    width: float
    height: float
    turns: int = 0
    origin: tuple[float, float] = (0.0, 0.0)

    def seen(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Turn a box of the page's own space into one counted from the top left as shown."""
        x, y = self.origin
        if self.turns == 0:
            return Box(left - x, self.height - (top - y), right - x, self.height - (bottom - y))
        left, right, bottom, top = left - x, right - x, bottom - y, top - y
        if self.turns == 1:
            return Box(bottom, left, top, right)
        if self.turns == 2:
            return Box(self.width - right, bottom, self.width - left, top)
        return Box(self.width - top, self.height - right, self.width - bottom, self.height - left)


@dataclass(slots=True)
class Box:
    """A place on the page as shown, in points from its left and top edges.

    Never changed, but not frozen, nor are words: a page has thousands, and what is frozen
    takes three times as long to make.
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def on_line_with(self, other: Box) -> bool:
        """Whether two boxes stand on one printed line."""
        top, bottom, top_2, bottom_2 = self.top, self.bottom, other.top, other.bottom
        shared = min(bottom, bottom_2) - max(top, top_2)
        return shared > SHARED_HEIGHT * min(bottom - top, bottom_2 - top_2)


@dataclass(slots=True)
class Word:
    """A word, its place in the page's text as pdfium gives it, and its place on the page."""

    text: str
    start: int
    box: Box
    line: int
    """Which of pdfium's lines it stands on, from 0."""


def view_of(page: pdfium.PdfPage) -> View:
    """Return how a page is shown."""
    left, bottom, *_ = page.get_bbox()
    width, height = page.get_size()
    return View(width, height, page.get_rotation() // 90 % 4, (left, bottom))


def find_words(
    textpage: pdfium.PdfTextPage, text: str, index: Callable[[int], int], view: View
) -> list[Word]:
    """Return the words of a page in pdfium's order; one without a place is left out.

    `index` gives pdfium's own number of a place in the text. A quarter of what a page of prose
    costs is spent here, so nothing is called that need not be.
    """
    words = []
    line, line_end = 0, text.find("\r\n")
    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    to_first, to_last = address_of(first), address_of(last)
    handle, edges, seen = address_of(textpage.raw), struct.Struct("4f").unpack, view.seen
    for match in WORD.finditer(text):
        start, end = match.span()
        while 0 <= line_end < start:
            line, line_end = line + 1, text.find("\r\n", line_end + 2)
        begin = index(start)
        until = index(end - 2 if text[end - 1] == "\ufffe" else end - 1)
        if begin < 0 or until < 0 or not loose_box(handle, begin, to_first):
            continue
        left, top, right, bottom = edges(first)
        if until != begin:
            if not loose_box(handle, until, to_last):
                continue
            left_2, top_2, right_2, bottom_2 = edges(last)
            left = left_2 if left_2 < left else left
            bottom = bottom_2 if bottom_2 < bottom else bottom
            right = right_2 if right_2 > right else right
            top = top_2 if top_2 > top else top
        words.append(Word(match[0], start, seen(left, bottom, right, top), line))
    return words


def from_top(words: Iterable[Word]) -> list[Word]:
    """Return words in the order of their height on the page, from the left where it is the same."""
    return sorted(words, key=lambda word: (word.box.middle, word.box.left))


def printed_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Return the words as they stand on the page: lines from the top, words from the left."""
    return lines_from_top(from_top(words))


def lines_from_top(words: Iterable[Word]) -> list[list[Word]]:
    """Return as printed lines, each from the left, words that are given from the top."""
    lines: list[list[Word]] = []
    last: list[tuple[float, float, list[Word]]] = []
    for word in words:
        top, bottom = word.box.top, word.box.bottom
        for head, foot, line in last:
            shared = (foot if foot < bottom else bottom) - (head if head > top else top)
            lower = foot - head if foot - head < bottom - top else bottom - top
            if shared > SHARED_HEIGHT * lower:
                line.append(word)
                break
        else:
            lines.append([word])
            last = [(top, bottom, lines[-1]), *last[: LAST_LINES - 1]]
    return [sorted(line, key=lambda w: w.box.left) for line in lines]
