"""Which words of a PDF's page may be hidden, by what is drawn over them and by their colour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from ingest.readers.pdf_covers import (
    Colour,
    Cover,
    CoverKind,
    Drawn,
    colour_of,
    frame_of,
)
from qa.pages import Frame

BAND = 24.0
"""Points of the page's height by which covers are looked up."""
MAX_HEIGHT = 14_400.0
"""Points; no page is higher (ISO 32000-1, annex C)."""
NEAR = 24
"""Of 255: colours that differ less cannot be told apart on a page."""
PAPER = bytes((255, 255, 255, 255))
LEAST = 0.3
"""Share of the words' height that a cover reaches over at least."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Words drawn in one go that may be hidden, and why."""

    handle: Any
    covers: tuple[Cover, ...]
    """What is drawn over them; of words without ink also the picture that they spell out."""
    alike: bool
    """Whether they have the colour of what they stand on."""
    inkless: bool
    """Whether they are drawn without ink, as the words of a scan are."""


def find_suspects(drawn: Drawn) -> Iterator[Suspect]:
    """Yield the words of a page that may be hidden."""
    last = max((cover.order for cover in drawn.covers), default=0)
    pictures = any(cover.kind is CoverKind.PICTURE for cover in drawn.covers)
    colours = {cover.colour for cover in drawn.covers if cover.colour} | {PAPER}
    known: dict[Colour, bool] = {}
    bands = _Bands(drawn.covers)
    for order, handle, form in drawn.texts:
        inkless = pictures and _is_inkless(handle)
        colour = None if inkless else colour_of(handle)
        if colour is not None and colour not in known:
            known[colour] = any(_near(colour, other) for other in colours)
        alike = colour is not None and known[colour]
        if not (inkless or alike or order < last):
            continue
        frame = frame_of(handle, form)
        if frame is None or not frame[2] > frame[0]:
            continue
        if inkless or alike or bands.covered_after(order, frame):
            inkless = inkless or _is_inkless(handle)
            stands_in = None if inkless or not alike else colour
            suspect = _suspect(order, handle, frame, stands_in, inkless, bands)
            if suspect.covers or suspect.alike:
                yield suspect


def _suspect(
    order: int, handle: Any, frame: Frame, colour: Colour | None, inkless: bool, bands: _Bands
) -> Suspect:
    near = list(bands.around(frame))
    above = tuple(cover for cover in near if inkless or cover.order > order)
    if colour is None:
        return Suspect(handle, above, False, inkless)
    below = [cover for cover in near if cover.order < order]
    ground = max(below, key=lambda cover: cover.order, default=None)
    stands_on = PAPER if ground is None else ground.colour
    return Suspect(handle, above, stands_on is not None and _near(colour, stands_on), inkless)


def _is_inkless(handle: Any) -> bool:
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(one[:3], other[:3], strict=True))


class _Bands:
    """The covers of a page by the bands across it to which they reach."""

    def __init__(self, covers: list[Cover]):
        self._covers: dict[int, list[Cover]] = defaultdict(list)
        self._last: dict[int, int] = {}
        for cover in covers:
            for band in _bands(cover.frame):
                self._covers[band].append(cover)
                self._last[band] = max(cover.order, self._last.get(band, 0))

    def covered_after(self, order: int, frame: Frame) -> bool:
        """Whether something drawn later reaches to the same bands."""
        return any(self._last.get(band, 0) > order for band in _bands(frame))

    def around(self, frame: Frame) -> Iterator[Cover]:
        """Yield what reaches over a good part of these words, each cover once."""
        first = True
        for band in _bands(frame):
            for cover in self._covers.get(band, ()):
                # One that reaches further down was met in the band before.
                if (first or _band(cover.frame[1]) == band) and _meet(frame, cover.frame):
                    yield cover
            first = False


def _bands(frame: Frame) -> range:
    return range(_band(frame[1]), _band(frame[3]) + 1)


def _band(height: float) -> int:
    return int(min(MAX_HEIGHT, max(0.0, height)) // BAND)  # so ordered, no number is 0


def _meet(words: Frame, cover: Frame) -> bool:
    across = min(words[2], cover[2]) - max(words[0], cover[0])
    up = min(words[3], cover[3]) - max(words[1], cover[1])
    return across > 1 and up >= LEAST * (words[3] - words[1])
