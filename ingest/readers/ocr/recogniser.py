"""Read a page of a PDF from its picture, where it has no text of its own.

A page that lies on its side or on its head is turned first. Tesseract's own finder of directions
needs a model that may not be there. But it is less than 35 % sure of a page that lies wrong, and
75 % or more of one that lies right; and of print that runs down the page it makes tall lines
(docs/adr/0004-ocr.md).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Protocol

import pypdfium2 as pdfium

from ingest.checkpoints import take_up
from ingest.document import ScanReading, WhyNoOcr
from ingest.readers.ocr.tesseract import (
    OutOfTimeError,
    Picture,
    SeenLine,
    SeenPage,
    Tesseract,
    TesseractError,
    page_from_json,
    page_to_json,
)
from ingest.readers.pdf.page import PageState, PageText, gaps_above
from qa.page_images.drawing import black_out
from qa.papers import SourceLine

WAY = "2"
"""Raised when the way of looking changes, so that pages kept from before are read again."""


class Recogniser:
    """Reads the scanned pages of one paper.

    A page may take `page_seconds`; after `paper_seconds` in all, no more pages are begun. `kept` is
    the folder of pages that an earlier run has read, which take no time.
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
        self.why_not: WhyNoOcr | None = None if reading.wanted else WhyNoOcr.TURNED_OFF
        """Why the latest page that was not read was not; None while all were read."""
        self._languages = reading.languages
        self._watch = watch
        self._page_seconds = page_seconds
        self._left = paper_seconds
        self._kept = kept
        self._tesseract: Tesseract | None = None

    def read(self, page: pdfium.PdfPage, number: int, first_line: int) -> PageText | None:
        """Return the text of the page's picture; None where it is not read (see `why_not`)."""
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
        return _page_from(seen, number, first_line) if seen is not None else None

    def _ready(self) -> Tesseract | None:
        if self._tesseract is None and self.why_not is None:
            try:
                self._tesseract = Tesseract(self._languages)
            except TesseractError as error:
                self.why_not = error.why
        return self._tesseract

    def _look(self, tesseract: Tesseract, page: pdfium.PdfPage, number: int) -> SeenPage | None:
        if self._left <= 0:
            self.why_not = WhyNoOcr.OUT_OF_TIME
            return None
        started = time.monotonic()
        if self._watch is not None:
            self._watch.recognising(number)
        try:
            return _look_in_time(tesseract, page, started + self._page_seconds)
        except OutOfTimeError:
            self.why_not = WhyNoOcr.OUT_OF_TIME
            return None
        finally:
            self._left -= time.monotonic() - started


class ScanWatch(Protocol):
    """Hears that a page takes the time of OCR, and what was seen on it."""

    def recognising(self, page: int) -> None:
        """This page, counted from 1, is about to be read from its picture."""
        ...

    def seen(self, data: bytes) -> None:
        """This is what was seen on it, to be kept for a later run."""
        ...


SURE_ENOUGH = 40.0
"""Mean confidence below which a line is taken for the grain of a picture (see docs/adr)."""


def _page_from(seen: SeenPage, number: int, first_line: int) -> PageText:
    """Return the page's lines, doubtful ones left out, with each word's place."""
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


SAME_SIZE = 0.3
"""Lines this near the page's usual height are in its usual type."""
POINTS = 72


def _sizes(lines: Sequence[SeenLine], dpi: int) -> list[float]:
    """Return the height of each line's type in points: as a rule the page's usual height.

    A line's own height depends on whether a letter of it happens to reach up or down.
    """
    heights = [line.box.bottom - line.box.top for line in lines]
    usual = median(heights)
    near = [usual if abs(height - usual) <= SAME_SIZE * usual else height for height in heights]
    return [round(height * POINTS / dpi, 1) for height in near]


DPI = 200


def _look_in_time(tesseract: Tesseract, page: pdfium.PdfPage, until: float) -> SeenPage:
    """Look at a page, turned where it lies wrong.

    Where the time runs out after the first look, return what that saw. Raises OutOfTimeError.
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


MAX_PIXELS = 20_000_000
"""Twice an A3 page at 200 dpi; a larger page is looked at from further away."""


def _picture(page: pdfium.PdfPage, turn: int, dpi: int) -> Picture:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(dpi / POINTS, math.sqrt(MAX_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, rotation=turn, grayscale=True, may_draw_forms=False)
    black_out(bitmap, page)
    drawn = max(1, round(scale * POINTS))
    return Picture(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, drawn)


Look = Callable[[int, int | None], SeenPage]
"""Takes a turn in degrees and the dots an inch (None: the usual), and gives what was seen."""
TRIAL_DPI = 120
"""For trying a turn; the page is then looked at again, at the usual dots an inch."""
TURNS = (180, 90, 270)
"""The turns to try, in order. The first one mostly decides."""
SURE_OF_PAGE = 55.0
"""Mean confidence above which the page lies right, or is as good as it gets."""
READ_TALL = 270
"""The turn that sets right what Tesseract reads in tall lines."""


def look_upright(look: Look) -> SeenPage:
    """Return what is seen on a page turned as it needs to be."""
    first = look(0, None)
    if not first.lines or lies_right(first):
        return first
    for tried in chain([first], (look(turn, TRIAL_DPI) for turn in TURNS)):
        if tried.confidence >= SURE_OF_PAGE:
            turned = look((tried.turn + READ_TALL * runs_down(tried)) % 360, None)
            return turned if lies_right(turned) else first
    return first


def lies_right(seen: SeenPage) -> bool:
    """Whether the page can be read as it lies."""
    return seen.confidence >= SURE_OF_PAGE and not runs_down(seen)


TALL_FROM = 3
"""Letters of a word, at least, for its shape to show which way it runs."""


def runs_down(seen: SeenPage) -> bool:
    """Whether most letters stand in words that are taller than wide."""
    words = [w for line in seen.lines for w in line.words if len(w.text) >= TALL_FROM]
    tall = (w for w in words if w.box.bottom - w.box.top > w.box.right - w.box.left)
    return 2 * sum(len(w.text) for w in tall) > sum(len(w.text) for w in words)
