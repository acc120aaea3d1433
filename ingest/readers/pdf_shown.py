"""What a reader sees of a PDF's page: it is drawn, whole or without some of what is on it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_words import view_of
from qa.pages import Frame

SCALE = 2.0
"""Pixels a point."""
MAX_PIXELS = 8_000_000
"""Of an A2 page; a larger one is looked at from further away."""
SAME = 24
"""Of 255: colours that differ less cannot be told apart on a page."""
DARK = bytes(range(110))
LIGHT = 225
ALL_DARK = 0.97
"""Share of dark pixels in the place of a word that no print, however heavy, leaves."""
PLAIN = 0.6
"""Share of a picture in one colour from which on it is a box with a label on it."""
BARE = 0.97
SAMPLES = 24
ROUND = 2.0
"""Points of the page that are drawn round a part of it."""


class Shown:
    """The part of a page within a frame as it is drawn."""

    def __init__(self, page: pdfium.PdfPage, part: Frame):
        view = view_of(page)
        width, height = max(view.width, 1.0), max(view.height, 1.0)
        scale = min(SCALE, math.sqrt(MAX_PIXELS / (width * height)))
        box = view.seen(*part)
        edges = (box.left, view.height - box.bottom, view.width - box.right, box.top)
        left, bottom, right, top = (max(0.0, edge - ROUND) for edge in edges)
        if left + right >= view.width or bottom + top >= view.height:  # it is not on the page
            left = bottom = right = top = 0.0
        crop = (left, bottom, right, top)
        bitmap = page.render(scale=scale, crop=crop, may_draw_forms=False)
        self._place = bitmap.get_posconv(page)
        self._pixels = bytes(bitmap.buffer)
        self._width, self._height = bitmap.width, bitmap.height
        self._stride, self._depth = bitmap.stride, bitmap.n_channels

    def rows(self, frame: Frame) -> Iterator[bytes]:
        """Yield the pixels of a part of the page, row by row."""
        left, top, right, bottom = self._pixels_of(frame)
        for row in range(top, bottom):
            start = row * self._stride
            yield self._pixels[start + left * self._depth : start + right * self._depth]

    def is_dark(self, frame: Frame) -> bool:
        """Whether a part of the page is all dark."""
        pixels = b"".join(self.rows(frame))
        light = len(pixels.translate(None, DARK))
        return bool(pixels) and light <= (1 - ALL_DARK) * len(pixels)

    def is_light(self, frame: Frame) -> bool:
        """Whether the middle of a part of the page is as light as paper."""
        x, y = (frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2
        return min(b"".join(self.rows((x, y, x, y))), default=255) >= LIGHT

    def is_plain(self, frame: Frame) -> bool:
        """Whether a part of the page is a box: in one colour, but for a label on it."""
        rows = list(self.rows(frame))
        step = max(1, len(rows) // SAMPLES)
        seen: Counter[tuple[int, ...]] = Counter()
        for row in rows[::step]:
            across = max(1, len(row) // self._depth // SAMPLES) * self._depth
            for start in range(0, len(row), across):
                seen[tuple(value // SAME for value in row[start : start + self._depth])] += 1
        if not seen:
            return False
        colour, count = seen.most_common(1)[0]
        share = count / seen.total()
        return share >= BARE or (share >= PLAIN and min(colour) * SAME < LIGHT - SAME)

    def _pixels_of(self, frame: Frame) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom in pixels; at least one each way, within the page."""
        x1, y1 = self._place.to_bitmap(frame[0], frame[1])
        x2, y2 = self._place.to_bitmap(frame[2], frame[3])
        left, right = max(0, min(x1, x2)), min(self._width, max(x1, x2, min(x1, x2) + 1))
        top, bottom = max(0, min(y1, y2)), min(self._height, max(y1, y2, min(y1, y2) + 1))
        return left, top, right, bottom


def differ(one: Shown, other: Shown, frame: Frame) -> bool:
    """Whether a part of the page looks different in two drawings of it."""
    for a, b in zip(one.rows(frame), other.rows(frame), strict=True):
        if a != b and any(abs(x - y) > SAME for x, y in zip(a, b, strict=True)):
            return True
    return False


@contextmanager
def without(things: Sequence[Any]) -> Iterator[None]:
    """Leave things that are on a page out of its drawing for a while."""
    _set_drawn(things, drawn=False)
    try:
        yield
    finally:
        _set_drawn(things, drawn=True)


def _set_drawn(things: Iterable[Any], *, drawn: bool) -> None:
    for thing in things:
        raw.FPDFPageObj_SetIsActive(thing, drawn)
