"""Find where each word of a PDF's page stands as the page is shown, and in what type.

Places are in points from the top left of the page as it is shown. Pdfium's functions that are
called for each word, line or drawing take and give addresses here in place of handles, so that
ctypes has nothing to check: that saves 0.4 of the 0.8 microseconds that a call costs.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
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

    Boxes and words are never changed, but not frozen: a page has thousands, and a frozen record
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
"""A word, or the part of it before the hyphen at which pdfium joined two printed lines."""


def find_words(
    textpage: pdfium.PdfTextPage,
    text: str,
    index: Callable[[int], int],
    view: View,
    added: Mapping[int, Box] = MappingProxyType({}),
) -> list[Word]:
    """Return the words of a page in the text's order; words without a place are left out.

    `index` gives pdfium's number of the character at a place in the text, and `added` the places of
    words that are not pdfium's. A page of prose spends a quarter of its time here, so nothing is
    called without need.
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
        if begin < 0 or until < 0:
            if start in added:
                words.append(Word(match[0], start, added[start], line))
                continue
            begin = until = max(begin, until)
        if begin < 0 or not loose_box(handle, begin, to_first):
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
    """Return the address behind a handle of pdfium's, or of a record for pdfium to fill."""
    return ctypes.addressof(getattr(handle, "contents", handle))


def by_address(function: Any) -> Callable[..., Any]:
    """Return a function of pdfium's that takes and gives addresses in place of handles."""
    kinds = [function.restype, *function.argtypes]
    kinds = [ctypes.c_void_p if hasattr(kind, "contents") else kind for kind in kinds]
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    call: Callable[..., Any] = ctypes.CFUNCTYPE(*kinds)(address)
    return call


loose_box = by_address(raw.FPDFText_GetLooseCharBox)


def handle_of(address: int) -> Any:
    """Return the handle, for pdfium's other functions, of something drawn on a page."""
    return ctypes.cast(address, raw.FPDF_PAGEOBJECT)


def view_of(page: pdfium.PdfPage) -> View:
    """Return how a page is shown."""
    left, bottom, *_ = page.get_bbox()
    width, height = page.get_size()
    return View(width, height, page.get_rotation() // 90 % 4, (left, bottom))


def from_top(words: Iterable[Word]) -> list[Word]:
    """Return words from the top, and from the left where they stand equally high."""
    return sorted(words, key=lambda word: (word.box.middle, word.box.left))


def printed_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Return printed lines from the top, the words of each from the left."""
    return lines_from_top(from_top(words))


LAST_LINES = 3
"""How many of the latest lines a word may belong to, before it begins a line of its own."""


def lines_from_top(words: Iterable[Word]) -> list[list[Word]]:
    """Return printed lines as `printed_lines` does, of words that are given from the top."""
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

    def __init__(
        self,
        textpage: pdfium.PdfTextPage,
        text: str,
        places: Sequence[int] | None = None,
        added: Mapping[int, Box] = MappingProxyType({}),
    ):
        """Take a page's text: as pdfium gives it, or else with pdfium's number of each character.

        `added` has the place on the page of each word that is not pdfium's, by where it begins in
        the text.
        """
        self.textpage = textpage
        self.places = places
        self.added = added
        self.raw = textpage.raw
        self.text = text
        self.aligned = places is None and len(text) == textpage.count_chars()
        # Room for pdfium's answers: made once, since each line asks for all of them.
        self.address = self._place = address_of(self.raw)
        self._matrix = raw.FS_MATRIX()
        self._to_matrix = address_of(self._matrix)
        self._name = ctypes.create_string_buffer(FONT_NAME)
        self._to_name = address_of(self._name)
        self._edges = (ctypes.c_double * 4)()
        self._to_edges = tuple(address_of(self._edges) + 8 * edge for edge in range(4))
        self.astral = not (self.aligned or places or text.isascii()) and max(text) > "\uffff"

    def index(self, place: int) -> int:
        """Return pdfium's own number of a character, -1 where it has none."""
        if self.aligned:
            return place
        if self.places is not None:
            return self.places[place]
        if self.astral:  # pdfium counts in UTF-16
            place = len(self.text[:place].encode("utf-16-le", "surrogatepass")) // 2
        return int(raw.FPDFText_GetCharIndexFromTextIndex(self.raw, place))

    def of_places(
        self, places: Sequence[int], added: Mapping[int, Box] | None = None
    ) -> Characters:
        """Return the characters of a text made of this one, with pdfium's number of each."""
        text = self.text if self.aligned else ""
        return Characters(self.textpage, text, places, self.added if added is None else added)

    def size(self, index: int) -> float:
        """Return the height of the type in points, as printed."""
        matrix = self._matrix
        if not text_matrix(self._place, index, self._to_matrix):
            matrix.c = matrix.d = 0.0
        # Many papers set type of 1 point and enlarge it by the text matrix.
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        points = float(font_size(self._place, index)) * scale
        return round(min(points, MAX_POINTS), 1) if points > 0 else 0.0

    def bold(self, index: int) -> bool:
        """Whether the type is bold, by its weight or by its font's name."""
        if font_weight(self._place, index) >= BOLD_WEIGHT:
            return True
        length = font_name(self._place, index, self._to_name, FONT_NAME, None)
        return 0 < length <= FONT_NAME and b"bold" in self._name.value.lower()

    def bottom(self, index: int, view: View) -> float:
        """Return the lower edge of a character in points from the foot of the page as shown."""
        if not char_box(self._place, index, *self._to_edges):
            return 0.0
        left, right, bottom, top = self._edges
        if view.turns == 0:
            return bottom
        return view.height - view.seen(left, bottom, right, top).bottom

    def text_at(self, index: int) -> str:
        """Return the character of a number of pdfium's."""
        code = int(raw.FPDFText_GetUnicode(self.raw, index))
        return chr(code) if 0 < code < 0x110000 else "\ufffd"

    def invisible(self, index: int) -> bool:
        """Whether a character is drawn with no ink, as recognised text is."""
        drawn = raw.FPDFText_GetTextObject(self.raw, index)
        return bool(drawn) and is_inkless(drawn)


text_matrix = by_address(raw.FPDFText_GetMatrix)
font_size = by_address(raw.FPDFText_GetFontSize)
font_size_of = by_address(raw.FPDFTextObj_GetFontSize)
font_weight = by_address(raw.FPDFText_GetFontWeight)
font_name = by_address(raw.FPDFText_GetFontInfo)
char_box = by_address(raw.FPDFText_GetCharBox)


def origin_of(chars: Characters, index: int) -> tuple[float, float] | None:
    """Return where a character stands on its baseline, in points of the page's own space."""
    x, y = ctypes.c_double(), ctypes.c_double()
    if index < 0 or not char_origin(chars.address, index, address_of(x), address_of(y)):
        return None
    return x.value, y.value


char_origin = by_address(raw.FPDFText_GetCharOrigin)


def is_inkless(drawn: Any) -> bool:
    """Whether words are drawn with no ink, as recognised text is."""
    mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
    return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


class BoldPlaces:
    """The places of a page's text that are bold; each is looked at once at most."""

    def __init__(self, chars: Characters):
        self._chars = chars
        self._seen: dict[int, bool] = {}

    def __contains__(self, place: int) -> bool:
        """Whether the character at a place is bold."""
        if place not in self._seen:
            index = self._chars.index(place)
            self._seen[place] = index >= 0 and self._chars.bold(index)
        return self._seen[place]


drawn_on_page = by_address(raw.FPDFPage_GetObject)
drawn_in_form = by_address(raw.FPDFFormObj_GetObject)
kind_of_drawn = by_address(raw.FPDFPageObj_GetType)
