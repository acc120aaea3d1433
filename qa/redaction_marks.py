"""Marks on a PDF's page that ask for what is under them to be taken out, which was not done.

Whoever draws such a `/Redact` mark means what is under it to go; until the redaction is applied
it stays in the file and shows. So these parts are painted black wherever a page is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa.pages import FAR, Frame

MAX_MARKS = 500_000
BLACK = (0, 0, 0, 255)


def redaction_frames(page: pdfium.PdfPage) -> list[Frame]:
    """Return the parts of a page that are marked to be taken out."""
    frames: list[Frame] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MAX_MARKS)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_REDACT:
                frames.extend(frames_of_mark(note))
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return frames


def frames_of_mark(note: Any) -> list[Frame]:
    """Return what a mark is laid over: its pieces, one a line as a rule, or else all its frame."""
    return [frame for frame in _quads(note) if _has_area(frame)] or [rectangle_of(note)]


def rectangle_of(note: Any) -> Frame:
    """Return the frame of a note or mark."""
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, ctypes.byref(box))
    return within_reach((box.left, box.bottom, box.right, box.top))


def within_reach(frame: Sequence[float]) -> Frame:
    """Return a frame the right way round, its edges numbers that a page may have."""
    x1, y1, x2, y2 = (max(-FAR, min(FAR, edge)) for edge in frame)  # so ordered, no number is FAR
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def black_out(bitmap: pdfium.PdfBitmap, page: pdfium.PdfPage, hidden: Sequence[Frame] = ()) -> None:
    """Paint black, in the picture of a page, what is marked to be taken out.

    Of words that are hidden for it, what stands out beyond a mark is painted too.
    """
    marked = redaction_frames(page)
    if not marked:
        return
    place = bitmap.get_posconv(page)
    beyond = [frame for frame in hidden if any(_meet(frame, mark) for mark in marked)]
    for left, bottom, right, top in (*marked, *beyond):
        xs, ys = zip(place.to_bitmap(left, bottom), place.to_bitmap(right, top), strict=True)
        # A pixel more on each side, since letters reach a little beyond what is drawn round them.
        x1, x2 = max(0, min(xs) - 1), min(bitmap.width, max(xs) + 2)
        y1, y2 = max(0, min(ys) - 1), min(bitmap.height, max(ys) + 2)
        if x1 < x2 and y1 < y2:
            bitmap.fill_rect(BLACK, x1, y1, x2 - x1, y2 - y1)


def _quads(note: Any) -> Iterator[Frame]:
    quad = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), MAX_MARKS)):
        if raw.FPDFAnnot_GetAttachmentPoints(note, index, ctypes.byref(quad)):
            xs = (quad.x1, quad.x2, quad.x3, quad.x4)
            ys = (quad.y1, quad.y2, quad.y3, quad.y4)
            yield within_reach((min(xs), min(ys), max(xs), max(ys)))


def _meet(one: Frame, other: Frame) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and up > 0


def _has_area(frame: Frame) -> bool:
    return frame[2] > frame[0] and frame[3] > frame[1]
