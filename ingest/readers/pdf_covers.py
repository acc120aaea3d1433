"""What may keep words of a PDF's page from being seen: boxes, pictures and notes laid over them.

Each is known by its frame alone; whether it hides words is told by drawing the page (`pdf_looks`).
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa.pages import Frame
from qa.redaction_marks import frames_of_mark, rectangle_of

THIN = 3.0
"""Points up to which a filled box is a line, which hides no word."""
OPAQUE = 230
"""Of 255. What lets through less hides what is below."""
ON_TOP = 1 << 30
"""The place in the order of drawing of notes, which stand above all else."""
FORM_DEPTH = 4
TEXT, PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
MAX_DRAWN = 500_000
"""Of a page; a map in all its detail has fewer."""
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

Colour = bytes
"""Red, green, blue and how opaque it is, each up to 255."""


class CoverKind(Enum):
    """What it is that covers."""

    BOX = auto()
    PICTURE = auto()
    NOTE = auto()
    REDACTION = auto()
    """A mark that asks for what is under it to be taken out, which was not done."""


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


DrawnText = tuple[int, Any, pdfium.PdfMatrix | None]
"""Words drawn in one go: their place in the order, pdfium's handle of them, and what turns the
space of the drawing they stand in into the page's."""


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page, in order: words, and what may cover them."""

    texts: list[DrawnText] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    count: int = 0


def look_over(page: pdfium.PdfPage) -> Drawn:
    """Return the words drawn on a page and what may cover some of them."""
    drawn = Drawn()
    _look_at(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, drawn, None, FORM_DEPTH)
    drawn.covers.extend(_notes(page))
    return drawn


def _look_at(
    holder: Any, count: Any, get: Any, drawn: Drawn, form: pdfium.PdfMatrix | None, depth: int
) -> None:
    """Take up what a page, or a drawing within it, holds. Written to be quick."""
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
            inner = _matrix(thing)
            inner = inner.multiply(form) if form is not None else inner
            drawn.count = order
            within = (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
            _look_at(thing, *within, drawn, inner, depth - 1)
            order = drawn.count
    drawn.count = order


def _add_cover(
    thing: Any, order: int, drawn: Drawn, form: pdfium.PdfMatrix | None, kind: CoverKind
) -> None:
    frame = frame_of(thing, form)
    # So written, an edge that is no number leaves it out.
    if frame is None or not (frame[2] - frame[0] > THIN and frame[3] - frame[1] > THIN):
        return
    if kind is CoverKind.PICTURE:
        drawn.covers.append(Cover(order, frame, kind, handle=thing))
        return
    colour = colour_of(thing)
    if colour is None or colour[3] >= OPAQUE:  # a colour not known may be opaque
        drawn.covers.append(Cover(order, frame, kind, colour))


_FILL, _STROKE = ctypes.c_int(), ctypes.c_int()
_EDGES = tuple(ctypes.c_float() for _ in range(4))
_INK = bytearray(4 * ctypes.sizeof(ctypes.c_uint))
_INKS = [ctypes.c_uint.from_buffer(_INK, at * ctypes.sizeof(ctypes.c_uint)) for at in range(4)]
_TO_EDGES = tuple(map(ctypes.byref, _EDGES))
_TO_INKS = tuple(ctypes.byref(ink) for ink in _INKS)
_LOW = slice(0 if sys.byteorder == "little" else 3, None, 4)
_TO_MODES = (ctypes.byref(_FILL), ctypes.byref(_STROKE))


def colour_of(thing: Any) -> Colour | None:
    """Return the colour with which something is filled, None where it has not one."""
    known = raw.FPDFPageObj_GetFillColor(thing, *_TO_INKS)
    return bytes(_INK[_LOW]) if known else None


def frame_of(thing: Any, form: pdfium.PdfMatrix | None) -> Frame | None:
    """Return the frame of something drawn, in the page's space."""
    if not raw.FPDFPageObj_GetBounds(thing, *_TO_EDGES):
        return None
    frame: Frame = (_EDGES[0].value, _EDGES[1].value, _EDGES[2].value, _EDGES[3].value)
    return frame if form is None else form.on_rect(*frame)


def _matrix(thing: Any) -> pdfium.PdfMatrix:
    held = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(held))
    return pdfium.PdfMatrix.from_raw(held)


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
