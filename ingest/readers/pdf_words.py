"""Where each word of a PDF's page stands, seen as the page is shown: from the top left."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

WORD = re.compile("[^\\s\ufffe]+\ufffe?")
"""A word, or what stands before the hyphen at which pdfium joined two printed lines."""
COVERED = 0.3
"""Share of a word's width on which another word stands, from which on it is covered."""
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
        left, right, bottom, top = left - x, right - x, bottom - y, top - y
        if self.turns == 0:
            return Box(left, self.height - top, right, self.height - bottom)
        if self.turns == 1:
            return Box(bottom, left, top, right)
        if self.turns == 2:
            return Box(self.width - right, bottom, self.width - left, top)
        return Box(self.width - top, self.height - right, self.width - bottom, self.height - left)


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page as shown, in points from its left and top edges."""

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
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > SHARED_HEIGHT * min(self.height, other.height)


@dataclass(frozen=True, slots=True)
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
    """Return the words of a page in pdfium's order; one without a place is left out."""
    words = []
    line, line_end = 0, text.find("\r\n")
    box = _boxes(textpage, view)
    for match in WORD.finditer(text):
        while 0 <= line_end < match.start():
            line, line_end = line + 1, text.find("\r\n", line_end + 2)
        place = box(index(match.start()), index(match.end() - 1 - match[0].endswith("\ufffe")))
        if place is not None:
            words.append(Word(match[0], match.start(), place, line))
    return words


def _boxes(textpage: pdfium.PdfTextPage, view: View) -> Callable[[int, int], Box | None]:
    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    to_first, to_last = ctypes.byref(first), ctypes.byref(last)
    handle, get = textpage.raw, raw.FPDFText_GetLooseCharBox

    def box(start: int, end: int) -> Box | None:
        if (
            start < 0
            or end < 0
            or not get(handle, start, to_first)
            or not get(handle, end, to_last)
        ):
            return None
        return view.seen(
            min(first.left, last.left),
            min(first.bottom, last.bottom),
            max(first.right, last.right),
            max(first.top, last.top),
        )

    return box


def printed_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Return the words as they stand on the page: lines from the top, words from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.middle, w.box.left)):
        for line in lines[:-4:-1]:
            if line[0].box.on_line_with(word.box):
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.box.left) for line in lines]


def covered_words(words: Iterable[Word], down: Sequence[tuple[float, float, float]]) -> set[int]:
    """Return the places of words that another cell's words are printed over.

    Spreadsheets leave such words behind where a heading is cut off by the row below. Of two
    that collide, those are covered that run over a line down the table; each line is its
    distance from the left, its top and its foot.
    """
    held = list(words)
    covered: set[int] = set()
    for printed in printed_lines(held):
        for a, b in pairwise(printed):
            shared = min(a.box.right, b.box.right) - b.box.left
            if shared <= COVERED * min(a.box.right - a.box.left, b.box.right - b.box.left):
                continue
            runs = ([w for w in printed if _level(w, word)] for word in (a, b))
            covered.update(w.start for run in runs if _crosses(run, down) for w in run)
    return covered


def _level(word: Word, other: Word) -> bool:
    return abs(word.box.top - other.box.top) < 0.5 and word.line == other.line


def _crosses(run: Sequence[Word], down: Sequence[tuple[float, float, float]]) -> bool:
    left, right = min(w.box.left for w in run), max(w.box.right for w in run)
    return any(
        left < at < right and top < run[0].box.middle < foot and not _between(run, at)
        for at, top, foot in down
    )


def _between(run: Sequence[Word], at: float) -> bool:
    """Whether a line down stands in a wide gap between words."""
    return any(
        a.box.right <= at <= b.box.left and b.box.left - a.box.right > 0.5 * a.box.height
        for a, b in pairwise(run)
    )
