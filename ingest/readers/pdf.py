"""Read PDFs with pdfium: text by line, with the type's size, weight and the gap above."""

from __future__ import annotations

import ctypes
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SourceDocument
from qa.errors import ReadError
from qa.papers import SourceLine

BOLD_WEIGHT = 600
SOFT_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at which it joined two printed lines."""


def _font_name(page: object, index: int, cache: dict[int, str]) -> str:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, buffer, 128, ctypes.byref(flags))
    return buffer.value.decode("latin-1", "replace")


def _line_style(page: object, index: int) -> tuple[float, bool, float, float]:
    """Return size (points), bold, top and bottom (points from the page's foot) of a character."""
    size = raw.FPDFText_GetFontSize(page, index)
    weight = raw.FPDFText_GetFontWeight(page, index)
    bold = weight >= BOLD_WEIGHT or "bold" in _font_name(page, index, {}).lower()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(page, index, *(ctypes.byref(v) for v in (left, right, bottom, top)))
    return size, bold, top.value, bottom.value


def _read_page(page: pdfium.PdfPage, number: int, first_line: int) -> list[SourceLine]:
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    found: list[tuple[str, float, bool, float]] = []
    position = 0
    aligned = len(text) == textpage.count_chars()
    for piece in text.split("\r\n"):
        stripped = piece.strip()
        if stripped and aligned:
            start = position + (len(piece) - len(piece.lstrip()))
            size, bold, _, bottom = _line_style(textpage.raw, start)
            # A heading is bold to its last character; a run-in label ("Summary: ...") is not.
            bold = bold and _line_style(textpage.raw, position + len(piece.rstrip()) - 1)[1]
            found.append((stripped.replace(SOFT_HYPHEN, "-"), size, bold, bottom))
        elif stripped:
            found.append((stripped.replace(SOFT_HYPHEN, "-"), 0.0, False, 0.0))
        position += len(piece) + 2
    textpage.close()
    pitches = [a[3] - b[3] for a, b in zip(found, found[1:], strict=False) if a[3] - b[3] > 1]
    pitch = median(pitches) if pitches else 0.0
    lines = []
    for index, (content, size, bold, bottom) in enumerate(found):
        above = found[index - 1][3] - bottom if index else 0.0
        gap = max(0.0, above / pitch - 1) if pitch else 0.0
        lines.append(
            SourceLine(first_line + index, content, number, round(size, 1), bold, round(gap, 2))
        )
    return lines


def read_pdf(path: Path) -> SourceDocument:
    """Read a PDF. Raises ReadError where it is locked or damaged beyond reading."""
    try:
        pdf = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise ReadError(f"pdfium cannot open it ({error}); save it anew or unlock it") from error
    lines: list[SourceLine] = []
    labels: list[str | None] = []
    with pdf:
        title = pdf.get_metadata_value("Title") or None
        for index in range(len(pdf)):
            page = pdf[index]
            lines.extend(_read_page(page, index + 1, len(lines) + 1))
            labels.append(pdf.get_page_label(index) or None)
            page.close()
        pages = len(pdf)
    return SourceDocument("pdf", tuple(lines), pages, tuple(labels), title)
