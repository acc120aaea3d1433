"""Read one page of a PDF: its lines with their type, and what kind of page it is."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa.papers import SourceLine, WordPlace

BOLD_WEIGHT = 600
SOFT_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at which it joined two printed lines."""
ONE_LINE = str.maketrans(
    {SOFT_HYPHEN: "-", "\0": "\ufffd"} | dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " ")
)
"""Fonts may map to any character; one that ends a line elsewhere may not stand inside one."""

MAX_POINTS = 9_999.0
MAX_GAP = 999.0
FEW_LETTERS = 40
PICTURE_SHARE = 0.3
"""A page with fewer letters and digits, and more of it covered by pictures, is a scan."""
PAGE_PICTURE_SHARE = 0.8
GARBLED_SHARE = 0.1
UNCLEAR = re.compile("[\ufffd\ue000-\uf8ff]")
"""What stands for a letter that a font does not name."""
FORM_DEPTH = 4
"""How deep drawings within drawings are searched for pictures."""


class PageState(StrEnum):
    """How far a page's text can be had."""

    READ = "read"
    SCANNED = "scanned"
    RECOGNISED = "recognised"
    """A page image whose text a machine recognised: laid invisibly over it, or by OCR here."""
    PICTURE = "picture"
    """A page image in which OCR found no text."""
    GARBLED = "garbled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page, numbered from the first number given."""

    lines: list[SourceLine]
    state: PageState
    words: tuple[WordPlace, ...] = ()
    """Where each word stands; given only for a page that OCR read."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float = 0.0
    bold: bool = False
    bottom: float = 0.0


def read_page(page: pdfium.PdfPage, number: int, first_line: int) -> PageText:
    """Read a page. `number` is its index from 1; lines are numbered from `first_line` on."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        chars = _Characters(textpage, text)
        found = _find_lines(text, chars)
        state = _state(page, text, chars)
    finally:
        textpage.close()
    gaps = gaps_above([line.bottom for line in found])
    lines = [
        SourceLine(first_line + index, line.text, number, line.size, line.bold, gap)
        for index, (line, gap) in enumerate(zip(found, gaps, strict=True))
    ]
    return PageText(lines, state)


class _Characters:
    """The type of the characters of a page, by their place in its text."""

    def __init__(self, textpage: pdfium.PdfTextPage, text: str):
        self.raw = textpage.raw
        self.text = text
        self.aligned = len(text) == textpage.count_chars()
        self.astral = not text.isascii() and max(text) > "\uffff"

    def index(self, place: int) -> int:
        """Return pdfium's own number of a character, -1 where it has none."""
        if self.aligned:
            return place
        if self.astral:  # pdfium counts in UTF-16
            place = len(self.text[:place].encode("utf-16-le", "surrogatepass")) // 2
        return int(raw.FPDFText_GetCharIndexFromTextIndex(self.raw, place))

    def size(self, index: int) -> float:
        """Return the height of the type in points, as printed."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.raw, index, ctypes.byref(matrix))
        # A quarter of Kent's lines are set in type of 1 point that the text matrix enlarges.
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        points = raw.FPDFText_GetFontSize(self.raw, index) * scale
        return round(min(points, MAX_POINTS), 1) if points > 0 else 0.0

    def bold(self, index: int) -> bool:
        """Tell whether the type is bold, by its weight or by its font's name."""
        if raw.FPDFText_GetFontWeight(self.raw, index) >= BOLD_WEIGHT:
            return True
        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self.raw, index, buffer, 128, ctypes.byref(flags))
        return b"bold" in buffer.value.lower()

    def bottom(self, index: int) -> float:
        """Return the lower edge of a character in points from the page's foot."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        edges = (ctypes.byref(edge) for edge in (left, right, bottom, top))
        raw.FPDFText_GetCharBox(self.raw, index, *edges)
        return bottom.value

    def invisible(self, index: int) -> bool:
        """Tell whether a character is drawn with no ink, as recognised text is."""
        drawn = raw.FPDFText_GetTextObject(self.raw, index)
        if not drawn:
            return False
        mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
        return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _find_lines(text: str, chars: _Characters) -> list[_Line]:
    found = []
    position = 0
    for piece in text.split("\r\n"):
        if content := piece.strip():
            start = chars.index(position + len(piece) - len(piece.lstrip()))
            end = chars.index(position + len(piece.rstrip()) - 1)
            content = content.translate(ONE_LINE)
            if start < 0 or end < 0:
                found.append(_Line(content))
            else:
                # A heading is bold to its last character; a run-in label ("Summary: ...") is not.
                bold = chars.bold(start) and chars.bold(end)
                found.append(_Line(content, chars.size(start), bold, chars.bottom(start)))
        position += len(piece) + 2
    return found


def gaps_above(bottoms: list[float]) -> list[float]:
    """Return the white space above each line as a multiple of the usual pitch."""
    drops = [above - below for above, below in pairwise(bottoms)]
    pitches = [drop for drop in drops if drop > 1]
    if not pitches:
        return [0.0] * len(bottoms)
    pitch = median(pitches)
    return [0.0, *(round(min(max(0.0, drop / pitch - 1), MAX_GAP), 2) for drop in drops)]


def _state(page: pdfium.PdfPage, text: str, chars: _Characters) -> PageState:
    # A few such signs are bullets.
    if len(UNCLEAR.findall(text)) > max(FEW_LETTERS, GARBLED_SHARE * len(text)):
        return PageState.GARBLED
    if not _has_letters(text):
        scanned = _picture_share(page) > PICTURE_SHARE
        return PageState.SCANNED if scanned else PageState.READ
    first = chars.index(len(text) - len(text.lstrip()))
    if first >= 0 and chars.invisible(first) and _picture_share(page) > PAGE_PICTURE_SHARE:
        return PageState.RECOGNISED
    return PageState.READ


def _has_letters(text: str) -> bool:
    letters = (char for char in text if char.isalnum())
    return next(islice(letters, FEW_LETTERS - 1, None), None) is not None


def _picture_share(page: pdfium.PdfPage) -> float:
    """Return how much of the page pictures cover, by the sum of their frames; 1 at most."""
    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=FORM_DEPTH):
        left, bottom, right, top = picture.get_bounds()
        across = min(right, width) - max(left, 0.0)
        up = min(top, height) - max(bottom, 0.0)
        covered += max(0.0, across) * max(0.0, up)
    return min(1.0, covered / (width * height)) if width > 0 and height > 0 else 0.0
