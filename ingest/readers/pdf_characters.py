"""The type of a PDF page's characters: size, weight, place, and whether it shows."""

from __future__ import annotations

import ctypes
import math

import pypdfium2 as pdfium
import pypdfium2.raw as raw

BOLD_WEIGHT = 600
MAX_POINTS = 9_999.0


class Characters:
    """The type of the characters of a page, by their place in its text."""

    def __init__(self, textpage: pdfium.PdfTextPage, text: str):
        self.textpage = textpage
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
