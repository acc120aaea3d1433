"""The type of a PDF page's characters: size, weight, place, and whether it shows."""

from __future__ import annotations

import ctypes
import math

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_calls import (
    address_of,
    char_box,
    font_name,
    font_size,
    font_weight,
    text_matrix,
)

BOLD_WEIGHT = 600
MAX_POINTS = 9_999.0
FONT_NAME = 128
"""Bytes of a font's name; a longer one is left unread."""


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
