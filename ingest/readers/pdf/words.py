"""Where each word of a PDF's page stands, seen as the page is shown: from the top left."""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw


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


SHARED_HEIGHT = 0.5
"""Words on one printed line share at least this much of the lower one's height."""


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


WORD = re.compile("[^\\s\ufffe]+\ufffe?")
"""A word, or what stands before the hyphen at which pdfium joined two printed lines."""


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


def address_of(handle: Any) -> int:
    """Return the address to which a handle of pdfium's, or a record for it to fill, stands."""
    return ctypes.addressof(getattr(handle, "contents", handle))


def _place(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0


def _by_address(function: Any) -> Callable[..., Any]:
    kinds = [function.restype, *function.argtypes]
    kinds = [ctypes.c_void_p if hasattr(kind, "contents") else kind for kind in kinds]
    call: Callable[..., Any] = ctypes.CFUNCTYPE(*kinds)(_place(function))
    return call


loose_box = _by_address(raw.FPDFText_GetLooseCharBox)


def handle_of(address: int) -> Any:
    """Return the handle, for pdfium's other functions, of something drawn on a page."""
    return ctypes.cast(address, raw.FPDF_PAGEOBJECT)


def view_of(page: pdfium.PdfPage) -> View:
    """Return how a page is shown."""
    left, bottom, *_ = page.get_bbox()
    width, height = page.get_size()
    return View(width, height, page.get_rotation() // 90 % 4, (left, bottom))


def from_top(words: Iterable[Word]) -> list[Word]:
    """Return words in the order of their height on the page, from the left where it is the same."""
    return sorted(words, key=lambda word: (word.box.middle, word.box.left))


def printed_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Return the words as they stand on the page: lines from the top, words from the left."""
    return lines_from_top(from_top(words))


LAST_LINES = 3
"""Lines to which a word may belong that is not the first of its own."""


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


FONT_NAME = 128
"""Bytes of a font's name; a longer one is left unread."""
MAX_POINTS = 9_999.0
BOLD_WEIGHT = 600


class Characters:
    """The type of the characters of a page, by their place in its text."""

    def __init__(self, textpage: pdfium.PdfTextPage, text: str):
        self.textpage = textpage
        self.raw = textpage.raw
        self.text = text
        self.aligned = len(text) == textpage.count_chars()
        # Room for what pdfium tells: made once, as each line is asked for all of it.
        self._place = address_of(self.raw)
        self._matrix = raw.FS_MATRIX()
        self._to_matrix = address_of(self._matrix)
        self._name = ctypes.create_string_buffer(FONT_NAME)
        self._to_name = address_of(self._name)
        self._edges = (ctypes.c_double * 4)()
        self._to_edges = tuple(address_of(self._edges) + 8 * edge for edge in range(4))
        self.astral = not self.aligned and not text.isascii() and max(text) > "\uffff"

    def index(self, place: int) -> int:
        """Return pdfium's own number of a character, -1 where it has none."""
        if self.aligned:
            return place
        if self.astral:  # pdfium counts in UTF-16
            place = len(self.text[:place].encode("utf-16-le", "surrogatepass")) // 2
        return int(raw.FPDFText_GetCharIndexFromTextIndex(self.raw, place))

    def size(self, index: int) -> float:
        """Return the height of the type in points, as printed."""
        matrix = self._matrix
        if not text_matrix(self._place, index, self._to_matrix):
            matrix.c = matrix.d = 0.0
        # A quarter of Kent's lines are set in type of 1 point that the text matrix enlarges.
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        points = float(font_size(self._place, index)) * scale
        return round(min(points, MAX_POINTS), 1) if points > 0 else 0.0

    def bold(self, index: int) -> bool:
        """Tell whether the type is bold, by its weight or by its font's name."""
        if font_weight(self._place, index) >= BOLD_WEIGHT:
            return True
        length = font_name(self._place, index, self._to_name, FONT_NAME, None)
        return 0 < length <= FONT_NAME and b"bold" in self._name.value.lower()

    def bottom(self, index: int) -> float:
        """Return the lower edge of a character in points from the page's foot."""
        if not char_box(self._place, index, *self._to_edges):
            return 0.0
        _left, _right, bottom, _top = self._edges
        return bottom

    def invisible(self, index: int) -> bool:
        """Tell whether a character is drawn with no ink, as recognised text is."""
        drawn = raw.FPDFText_GetTextObject(self.raw, index)
        if not drawn:
            return False
        mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
        return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


text_matrix = _by_address(raw.FPDFText_GetMatrix)
font_size = _by_address(raw.FPDFText_GetFontSize)
font_weight = _by_address(raw.FPDFText_GetFontWeight)
font_name = _by_address(raw.FPDFText_GetFontInfo)
char_box = _by_address(raw.FPDFText_GetCharBox)


class BoldPlaces:
    """Tells which places of a page's text are bold, looking at each at most once."""

    def __init__(self, chars: Characters):
        self._chars = chars
        self._seen: dict[int, bool] = {}

    def __contains__(self, place: int) -> bool:
        """Whether the character at a place is bold."""
        if place not in self._seen:
            index = self._chars.index(place)
            self._seen[place] = index >= 0 and self._chars.bold(index)
        return self._seen[place]


drawn_on_page = _by_address(raw.FPDFPage_GetObject)
drawn_in_form = _by_address(raw.FPDFFormObj_GetObject)
kind_of_drawn = _by_address(raw.FPDFPageObj_GetType)
