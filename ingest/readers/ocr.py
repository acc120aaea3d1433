"""Read a page from its picture: the few pages of a PDF that have a picture and no text."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from statistics import median
from typing import Protocol

import pypdfium2 as pdfium

from ingest.readers.pdf_lines import gaps_above
from ingest.readers.pdf_page import PageState, PageText
from ingest.readers.tesseract import (
    OutOfTimeError,
    Picture,
    SeenLine,
    Tesseract,
    TesseractError,
)
from ingest.scans import OUT_OF_TIME, TURNED_OFF, ScanReading
from qa.papers import SourceLine, WordPlace

DPI = 200
POINTS = 72
MAX_PIXELS = 20_000_000
"""Twice an A3 page at 200 dpi; a larger page is looked at from further away."""
SURE_ENOUGH = 40.0
"""Mean confidence below which a line is taken for the grain of a picture (see docs/adr)."""
SAME_SIZE = 0.3
"""Lines this near the page's usual height are in its usual type."""


class ScanWatch(Protocol):
    """Is told that a page takes the time of OCR."""

    def recognising(self, page: int) -> None:
        """This page, counted from 1, is about to be read from its picture."""
        ...


class Recogniser:
    """Reads the scanned pages of one paper.

    A page may take `page_seconds`; after `paper_seconds` in all, no more pages are begun.
    """

    def __init__(
        self,
        reading: ScanReading,
        *,
        watch: ScanWatch | None = None,
        page_seconds: float,
        paper_seconds: float,
    ) -> None:
        self.why_not: str | None = None if reading.wanted else TURNED_OFF
        """Why a page was not read, once that has happened."""
        self._languages = reading.languages
        self._watch = watch
        self._page_seconds = page_seconds
        self._left = paper_seconds
        self._tesseract: Tesseract | None = None

    def read(self, page: pdfium.PdfPage, number: int, first_line: int) -> PageText | None:
        """Return what the page's picture says; None where it is not read, and `why_not`."""
        started = time.monotonic()
        tesseract = self._ready()
        if tesseract is None:
            return None
        if self._watch is not None:
            self._watch.recognising(number)
        picture = _picture(page)
        try:
            seen = tesseract.recognise(picture, self._page_seconds)
        except OutOfTimeError:
            self.why_not = OUT_OF_TIME
            return None
        finally:
            self._left -= time.monotonic() - started
        return page_from(seen, picture, number, first_line)

    def _ready(self) -> Tesseract | None:
        if self._left <= 0:
            self.why_not = OUT_OF_TIME
        if self._tesseract is None and self.why_not is None:
            try:
                self._tesseract = Tesseract(self._languages)
            except TesseractError as error:
                self.why_not = str(error)
        return self._tesseract if self._left > 0 else None


def _picture(page: pdfium.PdfPage) -> Picture:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(DPI / POINTS, math.sqrt(MAX_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    dpi = max(1, round(scale * POINTS))
    return Picture(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, dpi)


def page_from(seen: Sequence[SeenLine], picture: Picture, number: int, first_line: int) -> PageText:
    """Return a page of the lines seen, doubtful ones left out, with each word's place."""
    lines = [line for line in seen if _confidence(line) >= SURE_ENOUGH]
    if not any(char.isalnum() for line in lines for word in line.words for char in word.text):
        return PageText([], PageState.PICTURE)
    sizes = _sizes(lines, picture)
    gaps = gaps_above([-(line.box.top + line.box.bottom) / 2 for line in lines])
    found = [
        SourceLine(
            first_line + index,
            " ".join(word.text for word in line.words),
            number,
            sizes[index],
            gap=gaps[index],
        )
        for index, line in enumerate(lines)
    ]
    return PageText(found, PageState.RECOGNISED, _places(lines, picture))


def _confidence(line: SeenLine) -> float:
    letters = sum(len(word.text) for word in line.words)
    return sum(word.confidence * len(word.text) for word in line.words) / letters


def _sizes(lines: Sequence[SeenLine], picture: Picture) -> list[float]:
    """Return the height of each line's type in points: as a rule the page's usual height.

    A line's own height depends on whether a letter of it happens to reach up or down.
    """
    heights = [line.box.bottom - line.box.top for line in lines]
    usual = median(heights)
    near = [usual if abs(height - usual) <= SAME_SIZE * usual else height for height in heights]
    return [round(height * POINTS / picture.dpi, 1) for height in near]


def _places(lines: Sequence[SeenLine], picture: Picture) -> tuple[WordPlace, ...]:
    across, down = max(picture.width, 1), max(picture.height, 1)
    return tuple(
        WordPlace(
            word.text,
            _share(word.box.left, across),
            _share(word.box.top, down),
            _share(word.box.right, across),
            _share(word.box.bottom, down),
        )
        for line in lines
        for word in line.words
    )


def _share(pixels: int, whole: int) -> float:
    return round(min(max(pixels / whole, 0.0), 1.0), 4)
