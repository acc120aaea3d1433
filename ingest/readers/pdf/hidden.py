"""Find words in a PDF's text that nobody sees on its page: a redaction that failed.

A box, a picture or a note drawn over words does not take them out of the file, nor does type in
the colour of its background. `covers` finds the words that may be hidden, by frames and colours.
Here the page is drawn with and without them: where the drawing stays the same, they are hidden.
They are left out of the text, and the places of all that is hidden are noted, so that it is never
shown or handed out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import BLACKED_OUT
from ingest.readers.pdf.covers import Cover, CoverKind, Drawn, Suspect, find_suspects
from ingest.readers.pdf.sight.edits import things_of
from ingest.readers.pdf.sight.runs import Run
from ingest.readers.pdf.words import Box, Characters, address_of, view_of
from qa.page_images.drawing import within_reach
from qa.papers import Frame


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a file holds that is not seen on its page; letters by their places in the text."""

    boxed: frozenset[int] = frozenset()
    """Letters in whose place a reader sees a box."""
    blank: frozenset[int] = frozenset()
    """Letters in whose place a reader sees only paper."""
    off: frozenset[int] = frozenset()
    """Letters on a layer that is switched off."""
    beyond: frozenset[int] = frozenset()
    """Letters beyond the edges of the page."""
    places: tuple[Frame, ...] = ()
    """Where on the page the file holds what is not seen there, be it letters or not."""
    marked: bool = False
    """Whether parts of the page are marked to be taken out, which was not done."""

    @property
    def covered(self) -> bool:
        """Whether it looks as if somebody meant to hide something on the page."""
        return bool(self.boxed or self.blank or self.marked)

    @property
    def out(self) -> frozenset[int]:
        """The letters in whose place no box is seen."""
        return self.blank | self.off | self.beyond


def find_hidden(
    page: pdfium.PdfPage,
    text: str,
    chars: Characters,
    drawn: Drawn,
    runs: Sequence[Run],
    *,
    scanned: bool = False,
) -> Hidden:
    """Return which letters of a page's text cannot be seen on it, and what else is not."""
    beyond = _find_beyond(page, text, chars, runs)
    boxed, blank, off = _find_letters(page, text, chars, drawn, beyond)
    marked = [cover.frame for cover in drawn.covers if cover.kind is CoverKind.REDACTION]
    over_scan = _places_on_scan(drawn, page.get_size()) if scanned else ()
    letters = _letter_places(text, sorted(boxed | blank | off | beyond), chars)
    places = _noted([*marked, *over_scan, *letters])
    return Hidden(boxed, blank, off, beyond, places, bool(marked))


OUTSIDE = 1.0
"""Points beyond the page's edge from which on the middle of a letter is not on the page."""


def _find_beyond(
    page: pdfium.PdfPage, text: str, chars: Characters, runs: Sequence[Run]
) -> frozenset[int]:
    """Return the places of letters that stand beyond the edges of the page."""
    view = view_of(page)
    right, foot = view.width + OUTSIDE, view.height + OUTSIDE

    def is_beyond(box: Box) -> bool:
        return not (-OUTSIDE <= box.centre <= right and -OUTSIDE <= box.middle <= foot)

    left, bottom = view.origin
    left, bottom = left - OUTSIDE, bottom - OUTSIDE
    across, up = (right, foot) if view.turns % 2 == 0 else (foot, right)
    across, up = left + OUTSIDE + across, bottom + OUTSIDE + up
    things = {run.thing for run in runs if not (left < run.x < across and bottom < run.y < up)}
    if not things:
        return frozenset()
    return frozenset(
        place
        for place, thing in things_of(text, chars).items()
        if thing in things and is_beyond(view.seen(*chars.textpage.get_charbox(chars.index(place))))
    )


Places = frozenset[int]


def _find_letters(
    page: pdfium.PdfPage, text: str, chars: Characters, drawn: Drawn, beyond: Places
) -> tuple[Places, Places, Places]:
    """Return the places of hidden letters, but for those beyond the page.

    In three sets: those where a box is seen, those where only paper is, and those on a layer that
    is switched off.
    """
    suspects = {address_of(suspect.handle): suspect for suspect in find_suspects(drawn)}
    letters = list(_letters(text, chars, suspects)) if suspects else []
    letters = [one for one in letters if one[0] not in beyond] if beyond else letters
    if not letters:
        return frozenset(), frozenset(), frozenset()
    looks = _Looks(page, letters, drawn)
    hidden = {place for place, letter in looks.letters.items() if looks.is_hidden(letter)}
    hidden |= looks.blacked_out(text, chars.textpage)
    off = {
        place
        for place in hidden
        if (letter := looks.letters[place]).suspect.layered and not any(letter.under())
    }
    # Words that are also cut off were left behind by a spreadsheet, and are no redaction.
    suspect = {place: address_of(looks.letters[place].suspect.handle) for place in hidden}
    bare = {suspect[place] for place in hidden if looks.is_blank(looks.letters[place])}
    blank = {place for place in hidden if suspect[place] in bare}
    return frozenset(hidden - blank - off), frozenset(blank - off), frozenset(off)


LETTER = re.compile("[^\\s\ufffe]")


def _letters(
    text: str, chars: Characters, suspects: dict[int, Suspect]
) -> Iterator[tuple[int, _Letter]]:
    for match in LETTER.finditer(text):
        index = chars.index(match.start())
        handle = raw.FPDFText_GetTextObject(chars.raw, index) if index >= 0 else None
        suspect = suspects.get(address_of(handle)) if handle else None
        if suspect is not None:
            yield match.start(), _Letter(index, chars.textpage.get_charbox(index), suspect)


@dataclass(frozen=True, slots=True)
class _Letter:
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


EDGE = 0.75
"""Points inside a cover's edge within which it is drawn half through."""


def _within(cover: Cover) -> Frame:
    edge = 0.0 if cover.kind is CoverKind.REDACTION else EDGE
    left, bottom, right, top = cover.frame
    return left + edge, bottom + edge, right - edge, top - edge


SCAN_SHARE = 0.3
"""Share of the page from which on a picture over words is a scan, which itself shows them."""
WORD = re.compile("(?=[^\\s\\w]*\\w)[^\\s\ufffe]+")
MIDDLE = 0.15
"""Share of a line's height that is left out above and below a word in a scan."""


class _Looks:
    """How a page looks, whole and without some of its content; each is drawn when first needed."""

    def __init__(self, page: pdfium.PdfPage, letters: list[tuple[int, _Letter]], drawn: Drawn):
        self.letters = dict(letters)
        self._page = page
        self._pictures = [c.handle for c in drawn.covers if c.kind is CoverKind.PICTURE]
        width, height = page.get_size()
        self._scan = SCAN_SHARE * width * height
        self._plain: dict[Cover, bool] = {}
        self._part = _frame_round([letter for _, letter in letters])

    @cached_property
    def whole(self) -> _Shown:
        """The page with all that is on it."""
        return _Shown(self._page, self._part)

    @cached_property
    def wordless(self) -> _Shown:
        """The page without the words that may be hidden."""
        found = {address_of(one.suspect.handle): one.suspect for one in self.letters.values()}
        with _without([suspect.handle for suspect in found.values() if not suspect.inkless]):
            return _Shown(self._page, self._part)

    @cached_property
    def pictureless(self) -> _Shown:
        """The page without its pictures."""
        with _without(self._pictures):
            return _Shown(self._page, self._part)

    def is_hidden(self, letter: _Letter) -> bool:
        """Whether a letter is marked to be taken out, or is not seen under its covers."""
        under = list(letter.under())
        if any(cover.kind is CoverKind.REDACTION for cover in under):
            return True
        if letter.suspect.inkless:
            return self._picture_hidden(letter, under)
        boxes = [c for c in under if c.kind is not CoverKind.PICTURE or self._is_box(c)]
        if len(boxes) == len(under) and not self._shows(letter.frame):
            return True
        return any(not self._shows(_shared(letter.frame, cover)) for cover in boxes)

    def is_blank(self, letter: _Letter) -> bool:
        """Whether there is nothing but paper where a hidden letter stands."""
        asked = any(cover.kind is CoverKind.REDACTION for cover in letter.under())
        return not asked and self.whole.is_light(letter.frame)

    def blacked_out(self, text: str, textpage: pdfium.PdfTextPage) -> set[int]:
        """Return the places of a scan's words that are black all over in its picture."""
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
        return _differ(self.whole, self.wordless, frame)

    def _picture_hidden(self, letter: _Letter, under: Sequence[Cover]) -> bool:
        """Whether a box is drawn over the picture that a letter without ink spells out."""
        pictures = [cover.order for cover in under if cover.kind is CoverKind.PICTURE]
        return any(
            not _differ(self.whole, self.pictureless, _shared(letter.frame, cover))
            for cover in under
            if pictures and cover.kind is not CoverKind.PICTURE and cover.order > min(pictures)
        )

    def _is_box(self, picture: Cover) -> bool:
        if picture not in self._plain:
            small = _area(picture.frame) < self._scan
            self._plain[picture] = small and self.whole.is_plain(picture.frame)
        return self._plain[picture]


def _frame_round(letters: Sequence[_Letter]) -> Frame:
    """Return the part of the page to look at: letters, and pictures over them."""
    covers = {cover for letter in letters for cover in letter.suspect.covers}
    frames = [letter.frame for letter in letters]
    frames += [cover.frame for cover in covers if cover.kind is CoverKind.PICTURE]
    lefts, bottoms, rights, tops = zip(*frames, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


SCALE = 2.0
"""Pixels a point."""
MAX_PIXELS = 8_000_000
"""An A2 page; a larger one is drawn smaller."""
ROUND_A_PART = 2.0
"""Points drawn round a part of the page."""
DARK = bytes(range(110))
ALL_DARK = 0.97
"""Share of dark pixels in the place of a word that is more than heavy print has."""
LIGHT = 225
SAMPLES = 24
SAME = 24
"""Of 255; colours that differ less look the same on a page."""
BARE = 0.97
PLAIN = 0.6
"""Share in one colour from which on a picture is a box with a label on it."""


class _Shown:
    """A drawing of the part of a page within a frame."""

    def __init__(self, page: pdfium.PdfPage, part: Frame):
        view = view_of(page)
        width, height = max(view.width, 1.0), max(view.height, 1.0)
        scale = min(SCALE, math.sqrt(MAX_PIXELS / (width * height)))
        box = view.seen(*part)
        edges = (box.left, view.height - box.bottom, view.width - box.right, box.top)
        left, bottom, right, top = (max(0.0, edge - ROUND_A_PART) for edge in edges)
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


@contextmanager
def _without(things: Sequence[Any]) -> Iterator[None]:
    """Leave things out of the page's drawing, within the block."""
    _set_drawn(things, drawn=False)
    try:
        yield
    finally:
        _set_drawn(things, drawn=True)


def _set_drawn(things: Iterable[Any], *, drawn: bool) -> None:
    for thing in things:
        raw.FPDFPageObj_SetIsActive(thing, drawn)


def _shared(frame: Frame, cover: Cover) -> Frame:
    inner = _within(cover)
    return (
        max(frame[0], inner[0]),
        max(frame[1], inner[1]),
        min(frame[2], inner[2]),
        min(frame[3], inner[3]),
    )


def _differ(one: _Shown, other: _Shown, frame: Frame) -> bool:
    """Whether a part of the page looks different in two drawings of it."""
    for a, b in zip(one.rows(frame), other.rows(frame), strict=True):
        if a != b and any(abs(x - y) > SAME for x, y in zip(a, b, strict=True)):
            return True
    return False


def _area(frame: Frame) -> float:
    left, bottom, right, top = frame
    return (right - left) * (top - bottom)


def _places_on_scan(drawn: Drawn, size: tuple[float, float]) -> Iterator[Frame]:
    """Yield the frames drawn over the picture of a scan, since the file holds the picture whole."""
    large = SCAN_SHARE * size[0] * size[1]
    scans = (
        cover.order
        for cover in drawn.covers
        if cover.kind is CoverKind.PICTURE and _area(cover.frame) >= large
    )
    first = min(scans, default=None)
    for cover in drawn.covers:
        over = first is not None and cover.order > first
        if over and cover.kind in (CoverKind.BOX, CoverKind.NOTE):
            yield cover.frame


ON_LINE = 0.5
"""Share of their height that letters on one line have in common."""


def _letter_places(text: str, hidden: Sequence[int], chars: Characters) -> Iterator[Frame]:
    """Yield the frames of hidden letters; letters that follow one another on a line share one."""
    frame: Frame | None = None
    last = -1
    for place in hidden:
        left, bottom, right, top = chars.textpage.get_charbox(chars.index(place))
        joined = frame is not None and not text[last + 1 : place].strip() and left >= frame[0]
        if (
            frame is not None
            and joined
            and min(top, frame[3]) - max(bottom, frame[1])
            > ON_LINE * min(top - bottom, frame[3] - frame[1])
        ):
            bottom, top = min(bottom, frame[1]), max(top, frame[3])
            frame = (frame[0], bottom, max(right, frame[2]), top)
        else:
            if frame is not None:
                yield frame
            frame = (left, bottom, right, top)
        last = place
    if frame is not None:
        yield frame


ROUND_A_LETTER = 0.5
"""Points by which ink may go beyond a letter's frame."""
MAX_PLACES = 2_000
"""On a page; more are noted as one place round them all."""


def _noted(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """Return places as the library keeps them: a little wider, and not too many."""
    found = [
        within_reach(
            (
                left - ROUND_A_LETTER,
                bottom - ROUND_A_LETTER,
                right + ROUND_A_LETTER,
                top + ROUND_A_LETTER,
            )
        )
        for left, bottom, right, top in map(within_reach, frames)
    ]
    if len(found) <= MAX_PLACES:
        return tuple(found)
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return ((min(lefts), min(bottoms), max(rights), max(tops)),)


NOTHING = "\ufdd0"
"""Stands for each further letter under a box, until lines are made; no text has it."""


def leave_out(text: str, hidden: Hidden) -> str:
    """Return the text, of the same length, in which a box is shown in place of letters under it."""
    left = list(text)
    for run in _runs(text, sorted(hidden.boxed)):
        left[run.start : run.stop] = BLACKED_OUT + NOTHING * (len(run) - 1)
    return "".join(left)


BETWEEN = re.compile("[ \\t\ufffe]*")
"""What may stand between hidden letters of one run."""


def _runs(text: str, places: Sequence[int]) -> Iterator[range]:
    """Yield the runs of hidden letters, with the spaces between them."""
    start: int | None = None
    for place, after in pairwise([*places, None]):
        assert place is not None
        start = place if start is None else start
        if after is None or not BETWEEN.fullmatch(text, place + 1, after):
            yield range(start, place + 1)
            start = None
