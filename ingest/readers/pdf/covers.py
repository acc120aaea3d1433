"""Find words of a PDF's page that may be hidden: by what is drawn over them, or by their colour.

Boxes, pictures and notes are compared by their frames alone. Whether they do hide words,
`ingest.readers.pdf.hidden` finds out by drawing the page.
"""

from __future__ import annotations

import ctypes
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf.beside.handles import wide_text
from ingest.readers.pdf.words import is_inkless
from qa.page_images.drawing import frames_of_mark, rectangle_of
from qa.papers import Frame

PAPER = bytes((255, 255, 255, 255))
Colour = bytes
"""Red, green, blue and how opaque it is, each up to 255."""


def find_suspects(drawn: Drawn) -> Iterator[Suspect]:
    """Yield the words of a page that may be hidden."""
    last = max((cover.order for cover in drawn.covers), default=0)
    pictures = any(cover.kind is CoverKind.PICTURE for cover in drawn.covers)
    colours = {cover.colour for cover in drawn.covers if cover.colour} | {PAPER}
    known: dict[Colour, bool] = {}
    bands = _Bands(drawn.covers)
    for order, handle, form in drawn.texts:
        inkless = pictures and is_inkless(handle)
        colour = None if inkless else _colour_of(handle)
        if colour is not None and colour not in known:
            known[colour] = any(_near(colour, other) for other in colours)
        alike = colour is not None and known[colour]
        switched = order in drawn.layered
        if not (inkless or alike or switched or order < last):
            continue
        frame = _frame_of(handle, form)
        if frame is None or not frame[2] > frame[0]:
            continue
        if inkless or alike or switched or bands.covered_after(order, frame):
            inkless = inkless or is_inkless(handle)
            stands_in = None if inkless or not alike else colour
            suspect = _suspect(order, handle, frame, stands_in, inkless, bands)
            if suspect.covers or suspect.alike or switched:
                yield replace(suspect, layered=switched) if switched else suspect


DrawnText = tuple[int, Any, pdfium.PdfMatrix | None]
"""Words drawn in one go: their place in the order of drawing, pdfium's handle, and the matrix from
the space of the drawing they stand in to the page's; None where they stand on the page itself."""


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page, in order: words, and what may cover them."""

    texts: list[DrawnText] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    layered: set[int] = field(default_factory=set)
    """The places, in the order of drawing, of words that may be on a layer that is switched off."""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Cover:
    """Something that may cover words that were drawn before it."""

    order: int
    frame: Frame
    kind: CoverKind
    colour: Colour | None = None
    """Of a box in one colour."""
    handle: Any = field(default=None, compare=False)
    """Of a picture: pdfium's."""


class CoverKind(Enum):
    """What it is that covers."""

    BOX = auto()
    PICTURE = auto()
    NOTE = auto()
    REDACTION = auto()
    """A mark that what is under it is to be taken out, which was not done."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Words drawn in one go that may be hidden, and why."""

    handle: Any
    covers: tuple[Cover, ...]
    """What is drawn over them; for words without ink also the picture whose text they are."""
    alike: bool
    """Whether they have the colour of their background."""
    inkless: bool
    """Whether they are drawn without ink, as the words of a scan are."""
    layered: bool = False
    """Whether they may be on a layer that is switched off."""


LEAST = 0.3
"""Share of the words' height that a cover lies over at least."""


class _Bands:
    """The covers of a page, by the bands across the page that they reach."""

    def __init__(self, covers: list[Cover]):
        self._covers: dict[int, list[Cover]] = defaultdict(list)
        self._last: dict[int, int] = {}
        for cover in covers:
            for band in _bands(cover.frame):
                self._covers[band].append(cover)
                self._last[band] = max(cover.order, self._last.get(band, 0))

    def covered_after(self, order: int, frame: Frame) -> bool:
        """Whether something drawn later reaches the same bands."""
        return any(self._last.get(band, 0) > order for band in _bands(frame))

    def around(self, frame: Frame) -> Iterator[Cover]:
        """Yield the covers that lie over a good part of these words, each once."""
        first = True
        for band in _bands(frame):
            for cover in self._covers.get(band, ()):
                # A cover that reaches further down came with the band before.
                if not first and _band(cover.frame[1]) != band:
                    continue
                across = min(frame[2], cover.frame[2]) - max(frame[0], cover.frame[0])
                up = min(frame[3], cover.frame[3]) - max(frame[1], cover.frame[1])
                if across > 1 and up >= LEAST * (frame[3] - frame[1]):
                    yield cover
            first = False


def _bands(frame: Frame) -> range:
    return range(_band(frame[1]), _band(frame[3]) + 1)


MAX_HEIGHT = 14_400.0
"""Points; no page is higher (ISO 32000-1, annex C)."""
BAND = 24.0
"""Height in points of the bands by which covers are looked up."""


def _band(height: float) -> int:
    return int(min(MAX_HEIGHT, max(0.0, height)) // BAND)  # in this order, NaN gives 0


_INK = bytearray(4 * ctypes.sizeof(ctypes.c_uint))
_INKS = [ctypes.c_uint.from_buffer(_INK, at * ctypes.sizeof(ctypes.c_uint)) for at in range(4)]
_TO_INKS = tuple(ctypes.byref(ink) for ink in _INKS)
_LOW = slice(0 if sys.byteorder == "little" else 3, None, 4)


def _colour_of(thing: Any) -> Colour | None:
    """Return the colour with which something is filled; None where it has no single one."""
    known = raw.FPDFPageObj_GetFillColor(thing, *_TO_INKS)
    return bytes(_INK[_LOW]) if known else None


NEAR = 24
"""Of 255; colours that differ less look the same on a page."""


def _near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(one[:3], other[:3], strict=True))


_EDGES = tuple(ctypes.c_float() for _ in range(4))
_TO_EDGES = tuple(map(ctypes.byref, _EDGES))


def _frame_of(thing: Any, form: pdfium.PdfMatrix | None) -> Frame | None:
    """Return the frame of something drawn, in the page's space."""
    if not raw.FPDFPageObj_GetBounds(thing, *_TO_EDGES):
        return None
    frame: Frame = (_EDGES[0].value, _EDGES[1].value, _EDGES[2].value, _EDGES[3].value)
    return frame if form is None else form.on_rect(*frame)


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


FORM_DEPTH = 4


def look_over(page: pdfium.PdfPage, *, layered: bool = False) -> Drawn:
    """Return the words drawn on a page and what may cover some of them.

    With `layered`, some layers of the file are switched off: words that may be on one are noted.
    """
    drawn = Drawn()
    _look_at(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, drawn, None, FORM_DEPTH)
    drawn.covers.extend(_notes(page))
    if layered:
        # Pdfium does not say on which layer a drawing is that holds words.
        drawn.layered.update(
            order for order, handle, form in drawn.texts if form is not None or is_layered(handle)
        )
    return drawn


MAX_MARKS = 20
LAYER = "oc"
"""The mark of what is on a layer (ISO 32000-1, 14.11.3.2)."""


def marks_of(thing: Any) -> Iterator[str]:
    """Yield the names, in small letters, of the marks that something drawn bears in the file."""
    for index in range(min(raw.FPDFPageObj_CountMarks(thing), MAX_MARKS)):
        if mark := raw.FPDFPageObj_GetMark(thing, index):
            yield wide_text(partial(_name, mark)).lower()


def _name(mark: object, room: object, size: int) -> int:
    length = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, room, size, ctypes.byref(length))
    return int(length.value)


def is_layered(thing: Any) -> bool:
    """Whether something drawn is on a layer."""
    return LAYER in marks_of(thing)


def look_within(thing: Any) -> Drawn:
    """Return the same of something drawn that may be a drawing itself."""
    drawn = Drawn()

    _look_at(thing, lambda _: 1, lambda _, __: thing, drawn, None, FORM_DEPTH)
    return drawn


MAX_DRAWN = 500_000
"""Of a page; a map in all its detail has fewer."""
TEXT, PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
_FILL, _STROKE = ctypes.c_int(), ctypes.c_int()
_TO_MODES = (ctypes.byref(_FILL), ctypes.byref(_STROKE))


def _look_at(
    holder: Any, count: Any, get: Any, drawn: Drawn, form: pdfium.PdfMatrix | None, depth: int
) -> None:
    """Add what a page, or a drawing within it, holds. Written for speed."""
    kind_of, mode_of, order = raw.FPDFPageObj_GetType, raw.FPDFPath_GetDrawMode, drawn.count
    for index in range(min(count(holder), MAX_DRAWN)):
        thing = get(holder, index)
        kind = kind_of(thing)
        order += 1
        if kind == TEXT:
            drawn.texts.append((order, thing, form))
        elif kind == PATH:
            mode_of(thing, *_TO_MODES)
            if _FILL.value:
                _add_cover(thing, order, drawn, form, CoverKind.BOX)
        elif kind == raw.FPDF_PAGEOBJ_SHADING:
            _add_cover(thing, order, drawn, form, CoverKind.BOX)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _add_cover(thing, order, drawn, form, CoverKind.PICTURE)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth and order < MAX_DRAWN:
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
            inner = pdfium.PdfMatrix.from_raw(matrix)
            inner = inner.multiply(form) if form is not None else inner
            drawn.count = order
            within = (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
            _look_at(thing, *within, drawn, inner, depth - 1)
            order = drawn.count
    drawn.count = order


THIN = 3.0
"""Points up to which a filled box is a line, which hides no word."""
OPAQUE = 230
"""Of 255; a cover that is more opaque hides what is below."""


def _add_cover(
    thing: Any, order: int, drawn: Drawn, form: pdfium.PdfMatrix | None, kind: CoverKind
) -> None:
    frame = _frame_of(thing, form)
    # Written so that a frame with an edge that is no number is left out.
    if frame is None or not (frame[2] - frame[0] > THIN and frame[3] - frame[1] > THIN):
        return
    if kind is CoverKind.PICTURE:
        drawn.covers.append(Cover(order, frame, kind, handle=thing))
        return
    colour = _colour_of(thing)
    if colour is None or colour[3] >= OPAQUE:  # a colour not known may be opaque
        drawn.covers.append(Cover(order, frame, kind, colour))


ON_TOP = 1 << 30
"""The place of notes in the order of drawing: above all else."""
OVERLAID = frozenset(
    {
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_POLYLINE,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_INK,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_FREETEXT,
    }
)
"""Notes that may be laid over words."""


def _notes(page: pdfium.PdfPage) -> Iterator[Cover]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MAX_DRAWN)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(note)
            if kind == raw.FPDF_ANNOT_REDACT:
                for frame in frames_of_mark(note):
                    yield Cover(ON_TOP, frame, CoverKind.REDACTION)
            elif kind in OVERLAID:
                yield Cover(ON_TOP, rectangle_of(note), CoverKind.NOTE)
        finally:
            raw.FPDFPage_CloseAnnot(note)
