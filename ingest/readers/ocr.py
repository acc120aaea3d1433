"""Read a page from its picture: the few pages of a PDF that have a picture and no text."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Protocol

import pypdfium2 as pdfium

from ingest.kept_work import take_up
from ingest.readers.pdf_lines import gaps_above
from ingest.readers.pdf_page import PageState, PageText
from ingest.readers.seen import SeenLine, SeenPage, page_from_json, page_to_json
from ingest.readers.tesseract import OutOfTimeError, Picture, Tesseract, TesseractError
from ingest.readers.turning import look_upright
from ingest.scans import OUT_OF_TIME, TURNED_OFF, ScanReading
from qa.passages import SourceLine
from qa.redaction_marks import black_out

DPI = 200
POINTS = 72
MAX_PIXELS = 20_000_000
"""Twice an A3 page at 200 dpi; a larger page is looked at from further away."""
SURE_ENOUGH = 40.0
"""Mean confidence below which a line is taken for the grain of a picture (see docs/adr)."""
WAY = "2"
"""Raised when a page is looked at in another way, so that none is taken up that was kept before."""
SAME_SIZE = 0.3
"""Lines this near the page's usual height are in its usual type."""


class ScanWatch(Protocol):
    """Is told that a page takes the time of OCR, and what was seen on it."""

    def recognising(self, page: int) -> None:
        """This page, counted from 1, is about to be read from its picture."""
        ...

    def seen(self, data: bytes) -> None:
        """This is what was seen on it, to be kept for a run that follows this one."""
        ...


class Recogniser:
    """Reads the scanned pages of one paper.

    A page may take `page_seconds`; after `paper_seconds` in all, no more pages are begun. Pages
    that an earlier run has read lie in `kept`, and take no time.
    """

    def __init__(
        self,
        reading: ScanReading,
        *,
        watch: ScanWatch | None = None,
        page_seconds: float,
        paper_seconds: float,
        kept: Path | None = None,
    ) -> None:
        self.why_not: str | None = None if reading.wanted else TURNED_OFF
        """Why a page was not read, once that has happened."""
        self._languages = reading.languages
        self._watch = watch
        self._page_seconds = page_seconds
        self._left = paper_seconds
        self._kept = kept
        self._tesseract: Tesseract | None = None

    def read(self, page: pdfium.PdfPage, number: int, first_line: int) -> PageText | None:
        """Return what the page's picture says; None where it is not read, and `why_not`."""
        tesseract = self._ready()
        if tesseract is None:
            return None
        settings = f"{self._languages}, Tesseract {tesseract.version}, {WAY}"
        kept = take_up(self._kept, number) if self._kept is not None else None
        seen = page_from_json(kept, settings) if kept is not None else None
        if seen is None:
            seen = self._look(tesseract, page, number)
            if seen is not None and self._watch is not None:
                self._watch.seen(page_to_json(seen, settings))
        return page_from(seen, number, first_line) if seen is not None else None

    def _ready(self) -> Tesseract | None:
        if self._tesseract is None and self.why_not is None:
            try:
                self._tesseract = Tesseract(self._languages)
            except TesseractError as error:
                self.why_not = str(error)
        return self._tesseract

    def _look(self, tesseract: Tesseract, page: pdfium.PdfPage, number: int) -> SeenPage | None:
        if self._left <= 0:
            self.why_not = OUT_OF_TIME
            return None
        started = time.monotonic()
        if self._watch is not None:
            self._watch.recognising(number)
        try:
            return _look_in_time(tesseract, page, started + self._page_seconds)
        except OutOfTimeError:
            self.why_not = OUT_OF_TIME
            return None
        finally:
            self._left -= time.monotonic() - started


def _look_in_time(tesseract: Tesseract, page: pdfium.PdfPage, until: float) -> SeenPage:
    """Look at a page, turned where it lies wrong. Raises OutOfTimeError.

    Where the time is up only for the turns, what was seen first is given.
    """
    first: SeenPage | None = None

    def look(turn: int, dpi: int | None) -> SeenPage:
        nonlocal first
        picture = _picture(page, turn, dpi or DPI)
        lines = tuple(tesseract.recognise(picture, until - time.monotonic()))
        seen = SeenPage(lines, picture.width, picture.height, picture.dpi, turn)
        first = first or seen
        return seen

    try:
        return look_upright(look)
    except OutOfTimeError:
        if first is None:
            raise
        return first


def _picture(page: pdfium.PdfPage, turn: int, dpi: int) -> Picture:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(dpi / POINTS, math.sqrt(MAX_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, rotation=turn, grayscale=True, may_draw_forms=False)
    black_out(bitmap, page)
    drawn = max(1, round(scale * POINTS))
    return Picture(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, drawn)


def page_from(seen: SeenPage, number: int, first_line: int) -> PageText:
    """Return a page of the lines seen, doubtful ones left out, with each word's place."""
    lines = [line for line in seen.lines if line.confidence >= SURE_ENOUGH]
    if not any(char.isalnum() for line in lines for word in line.words for char in word.text):
        return PageText([], PageState.PICTURE)
    sizes = _sizes(lines, seen.dpi)
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
    places = tuple(seen.place(word) for line in lines for word in line.words)
    return PageText(found, PageState.RECOGNISED, places)


def _sizes(lines: Sequence[SeenLine], dpi: int) -> list[float]:
    """Return the height of each line's type in points: as a rule the page's usual height.

    A line's own height depends on whether a letter of it happens to reach up or down.
    """
    heights = [line.box.bottom - line.box.top for line in lines]
    usual = median(heights)
    near = [usual if abs(height - usual) <= SAME_SIZE * usual else height for height in heights]
    return [round(height * POINTS / dpi, 1) for height in near]
