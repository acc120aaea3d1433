"""Whether letters of a PDF's page that may be hidden can be seen on it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2 as pdfium

from ingest.readers.pdf_covers import Cover, CoverKind, Drawn
from ingest.readers.pdf_shown import Shown, differ, without
from ingest.readers.pdf_suspects import Suspect
from qa.pages import Frame

EDGE = 0.75
"""Points inside a cover's edge within which it is drawn half through."""
SCAN_SHARE = 0.3
"""Share of the page from which on a picture over words is a scan, which shows them itself."""
MIDDLE = 0.15
"""Of a line's height: what is left out above and below of the place of a word in a scan."""
WORD = re.compile("(?=[^\\s\\w]*\\w)[^\\s\ufffe]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that may be hidden."""

    index: int
    """Pdfium's number of it."""
    frame: Frame
    suspect: Suspect

    def under(self) -> Iterator[Cover]:
        """Yield the covers that reach over its middle."""
        left, bottom, right, top = self.frame
        x, y = (left + right) / 2, (bottom + top) / 2
        for cover in self.suspect.covers:
            inner = _within(cover)
            if inner[0] <= x <= inner[2] and inner[1] <= y <= inner[3]:
                yield cover


def _within(cover: Cover) -> Frame:
    edge = 0.0 if cover.kind is CoverKind.REDACTION else EDGE
    left, bottom, right, top = cover.frame
    return left + edge, bottom + edge, right - edge, top - edge


def _shared(frame: Frame, cover: Cover) -> Frame:
    inner = _within(cover)
    return (
        max(frame[0], inner[0]),
        max(frame[1], inner[1]),
        min(frame[2], inner[2]),
        min(frame[3], inner[3]),
    )


def _frame_round(letters: Sequence[Letter]) -> Frame:
    """Return the part of the page to look at: letters, and pictures over them."""
    covers = {cover for letter in letters for cover in letter.suspect.covers}
    frames = [letter.frame for letter in letters]
    frames += [cover.frame for cover in covers if cover.kind is CoverKind.PICTURE]
    lefts, bottoms, rights, tops = zip(*frames, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def address_of(handle: Any) -> int:
    """Return by what two of pdfium's handles of one thing are known to be so."""
    return ctypes.addressof(handle.contents)


class Looks:
    """How a page looks, whole and without some of what is on it; drawn only where it is asked."""

    def __init__(self, page: pdfium.PdfPage, letters: list[tuple[int, Letter]], drawn: Drawn):
        self.letters = dict(letters)
        self._page = page
        self._pictures = [c.handle for c in drawn.covers if c.kind is CoverKind.PICTURE]
        width, height = page.get_size()
        self._scan = SCAN_SHARE * width * height
        self._plain: dict[Cover, bool] = {}
        self._part = _frame_round([letter for _, letter in letters])

    @cached_property
    def whole(self) -> Shown:
        """The page with all that is on it."""
        return Shown(self._page, self._part)

    @cached_property
    def wordless(self) -> Shown:
        """The page without the words that may be hidden."""
        found = {address_of(one.suspect.handle): one.suspect for one in self.letters.values()}
        with without([suspect.handle for suspect in found.values() if not suspect.inkless]):
            return Shown(self._page, self._part)

    @cached_property
    def pictureless(self) -> Shown:
        """The page without its pictures."""
        with without(self._pictures):
            return Shown(self._page, self._part)

    def is_hidden(self, letter: Letter) -> bool:
        """Whether a letter is asked to be taken out, or is not seen under what is over it."""
        under = list(letter.under())
        if any(cover.kind is CoverKind.REDACTION for cover in under):
            return True
        if letter.suspect.inkless:
            return self._picture_hidden(letter, under)
        boxes = [c for c in under if c.kind is not CoverKind.PICTURE or self._is_box(c)]
        if len(boxes) == len(under) and not self._shows(letter.frame):
            return True
        return any(not self._shows(_shared(letter.frame, cover)) for cover in boxes)

    def is_blank(self, letter: Letter) -> bool:
        """Whether there is nothing but paper where a hidden letter stands."""
        asked = any(cover.kind is CoverKind.REDACTION for cover in letter.under())
        return not asked and self.whole.is_light(letter.frame)

    def blacked_out(self, text: str, textpage: pdfium.PdfTextPage) -> set[int]:
        """Return the places of words of a scan that are black all over in its picture."""
        spelled = {
            place
            for place, letter in self.letters.items()
            if any(c.kind is CoverKind.PICTURE and not self._is_box(c) for c in letter.under())
        }
        found: set[int] = set()
        for word in WORD.finditer(text) if spelled else ():
            places = range(word.start(), word.end())
            if all(place in spelled for place in places) and self.whole.is_dark(
                self._line_of(places, textpage)
            ):
                found.update(places)
        return found

    def _line_of(self, places: range, textpage: pdfium.PdfTextPage) -> Frame:
        boxes = [textpage.get_charbox(self.letters[at].index, loose=True) for at in places]
        left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
        return left, bottom + MIDDLE * (top - bottom), right, top - MIDDLE * (top - bottom)

    def _shows(self, frame: Frame) -> bool:
        return differ(self.whole, self.wordless, frame)

    def _picture_hidden(self, letter: Letter, under: Sequence[Cover]) -> bool:
        """Whether a box is drawn over the picture that a letter without ink spells out."""
        pictures = [cover.order for cover in under if cover.kind is CoverKind.PICTURE]
        return any(
            not differ(self.whole, self.pictureless, _shared(letter.frame, cover))
            for cover in under
            if pictures and cover.kind is not CoverKind.PICTURE and cover.order > min(pictures)
        )

    def _is_box(self, picture: Cover) -> bool:
        if picture not in self._plain:
            left, bottom, right, top = picture.frame
            small = (right - left) * (top - bottom) < self._scan
            self._plain[picture] = small and self.whole.is_plain(picture.frame)
        return self._plain[picture]
