"""A copy of a PDF that holds only what is seen on its pages, to be handed out in its place.

A page whose file holds more, such as words under a box, becomes a picture. The others are taken
over as they are, but for what they share with such a page and do not show themselves, and for
whatever lies beside the pages: properties, attachments, bookmarks, what a form was filled in with.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import ImageChops

from qa.page_drawing import draw_shown
from qa.pages import Frame
from qa.redaction_marks import redaction_frames

DPI = 150
POINTS = 72
QUALITY = 85
GLANCE = 0.35
"""Pixels a point at which two pages are compared."""
SAME = 64
"""Of 255: pixels that differ more show something else, and not an edge drawn otherwise."""
MAX_BYTES = 150_000_000
"""Of a copy: what a browser still opens."""


def copy_shown(pdf: str, hidden: Mapping[int, Sequence[Frame]]) -> bytes:
    """Return the copy; `hidden` says on which pages, from 1, something is not seen, and where.

    Raises ValueError where the copy would be too large.
    """
    source = pdfium.PdfDocument(pdf)
    try:
        pictured = {number: list(frames) for number, frames in hidden.items()}
        for number in range(1, len(source) + 1):
            if number not in pictured and redaction_frames(source[number - 1]):
                pictured[number] = []
        copy = _copy(source, pictured)
        changed = _pages_that_differ(source, copy, pictured)
        if changed:  # as where layers are switched off by what lies beside the pages
            copy = _copy(source, pictured | {number: [] for number in changed})
    finally:
        source.close()
    if len(copy) > MAX_BYTES:
        raise ValueError("too large")
    return copy


def _copy(source: pdfium.PdfDocument, pictured: Mapping[int, Sequence[Frame]]) -> bytes:
    kept = [index for index in range(len(source)) if index + 1 not in pictured]
    taken = pdfium.PdfDocument.new()
    if kept:
        taken.import_pages(source, kept)
    for index in range(len(taken)):
        _leave_alone(taken, index)
    # Once more, since what a page no longer names is still in the file.
    copy = pdfium.PdfDocument.new()
    if kept:
        copy.import_pages(pdfium.PdfDocument(_saved(taken)))
    size = 0
    for number, frames in sorted(pictured.items()):
        if 1 <= number <= len(source):
            size += _add_picture(copy, source[number - 1], number - 1, frames)
            if size > MAX_BYTES:
                raise ValueError("too large")
    return _saved(copy)


def _leave_alone(taken: pdfium.PdfDocument, index: int) -> None:
    """Leave to a page only what it shows: its notes as they look, and the pictures it draws."""
    page = taken[index]
    raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    while raw.FPDFPage_GetAnnotCount(page.raw) and raw.FPDFPage_RemoveAnnot(page.raw, 0):
        pass
    page.close()
    page = taken[index]  # with its notes among what it draws
    # Only a page to which something is added is written anew, without what it does not use.
    page.insert_obj(pdfium.PdfObject(raw.FPDFPageObj_CreateNewPath(0, 0), pdf=taken))
    page.gen_content()
    page.close()


def _add_picture(
    copy: pdfium.PdfDocument, page: pdfium.PdfPage, index: int, frames: Sequence[Frame]
) -> int:
    """Add a page as a picture; return how many bytes that has."""
    image, _ = draw_shown(page, DPI / POINTS, frames)
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=QUALITY)
    size = packed.tell()
    packed.seek(0)
    width, height = page.get_size()
    picture = pdfium.PdfImage.new(copy)
    picture.load_jpeg(packed, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
    added = copy.new_page(width, height, index)
    added.insert_obj(picture)
    added.gen_content()
    return size


def _pages_that_differ(
    source: pdfium.PdfDocument, copy: bytes, pictured: Mapping[int, Any]
) -> list[int]:
    """Return the pages taken over that look different in the copy."""
    made = pdfium.PdfDocument(copy)
    return [
        index + 1
        for index in range(len(source))
        if index + 1 not in pictured and _differ(source[index], made[index])
    ]


def _differ(one: pdfium.PdfPage, other: pdfium.PdfPage) -> bool:
    a, b = (draw_shown(page, GLANCE)[0].convert("L") for page in (one, other))
    return a.size != b.size or any(ImageChops.difference(a, b).histogram()[SAME + 1 :])


def _saved(document: pdfium.PdfDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
