"""A page of a PDF as a picture, and a copy of a PDF, with nothing that cannot be seen on its pages.

A PDF may hold more than its pages show: words under a box, letters in the colour of the paper,
words that somebody marked to be taken out (a `/Redact` mark) before publishing and never did.
Ingest finds such places (`hidden`, by `ingest.readers.pdf.hidden`). Here they are drawn so that
they cannot be read: what is marked becomes black, faint letters get the colour behind them.

Frames are (left, bottom, right, top) in points of the page. pdfium is not thread safe, so all of
this runs in the child processes of `qa.page_images.worker` and of ingest.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops, ImageDraw

from qa.papers import FAR, Frame

_MAX_PIXELS = 8_000_000
"""About four screens. A very long or wide page is drawn smaller."""
_HIGHLIGHT = (255, 232, 64)
_ALIKE = 2 * 24
"""Of 255: letters that differ less from the colour behind them may be hidden ones.

Ingest takes letters for hidden whose colour is within 24 of what is behind them, and that may
differ as much from what is drawn over them.
"""


def draw_page(page: Any, scale: float, hidden: Sequence[Frame] = ()) -> tuple[Image.Image, Any]:
    """Return a page's picture, and pdfium's converter from points of the page to its pixels.

    `scale` is in pixels a point; a page of too many pixels is drawn smaller. What is marked to be
    taken out is black. In the `hidden` places, letters get the colour behind them.
    """
    across, down = (max(side, 1.0) for side in page.get_size())
    scale = min(scale, math.sqrt(_MAX_PIXELS / (across * down)))
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    black_out(bitmap, page, hidden)
    position = bitmap.get_posconv(page)
    image = bitmap.to_pil().convert("RGB")
    for frame in hidden:
        _even_out(image, _pixels_of(frame, position))
    return image, position


def mark_quote(image: Image.Image, boxes: Sequence[Sequence[float]], position: Any) -> Image.Image:
    """Tint the boxes as a marker pen does: the paper turns yellow, the print stays black.

    `position` turns their corners into pixels.
    """
    if not boxes:
        return image
    ink = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(ink)
    for box in boxes:
        x1, y1, x2, y2 = _pixels_of(box, position)
        pen.rectangle((x1 - 1, y1, x2 + 1, y2), _HIGHLIGHT)
    return ImageChops.multiply(image, ink)


def as_png(image: Image.Image) -> bytes:
    """Return a picture as PNG."""
    target = io.BytesIO()
    # Level 3 takes a third of level 6's time for a tenth more bytes.
    image.save(target, "PNG", compress_level=3)
    return target.getvalue()


def _pixels_of(box: Sequence[float], position: Any) -> tuple[int, int, int, int]:
    left, bottom, right, top = box
    (x1, y1), (x2, y2) = position.to_bitmap(left, bottom), position.to_bitmap(right, top)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _even_out(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    """Give a part of a picture its commonest colour wherever it has nearly that."""
    left, top, right, bottom = box
    part = (max(0, left), max(0, top), min(image.width, right + 1), min(image.height, bottom + 1))
    if part[0] >= part[2] or part[1] >= part[3]:
        return
    seen = image.crop(part)
    counted = seen.getcolors(seen.width * seen.height)
    assert counted is not None  # there cannot be more colours than pixels
    ground = Image.new("RGB", seen.size, cast(tuple[int, int, int], max(counted)[1]))
    differing = ImageChops.difference(seen, ground).split()
    most = ImageChops.lighter(ImageChops.lighter(differing[0], differing[1]), differing[2])
    image.paste(ground, part[:2], most.point([255] * _ALIKE + [0] * (256 - _ALIKE)))


# Marks that ask for what is under them to be taken out

_MAX_MARKS = 500_000
_BLACK = (0, 0, 0, 255)


def black_out(bitmap: pdfium.PdfBitmap, page: pdfium.PdfPage, hidden: Sequence[Frame] = ()) -> None:
    """Paint black, in the picture of a page, what is marked to be taken out.

    A `hidden` place that a mark covers in part is painted whole.
    """
    marked = _redaction_frames(page)
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
            bitmap.fill_rect(_BLACK, x1, y1, x2 - x1, y2 - y1)


def _meet(one: Frame, other: Frame) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and up > 0


def _redaction_frames(page: pdfium.PdfPage) -> list[Frame]:
    """Return the parts of a page that are marked to be taken out.

    Such a mark (`/Redact`) only asks for it: until the redaction is applied, what is under the mark
    stays in the file and shows.
    """
    frames: list[Frame] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MAX_MARKS)):
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
    """Return the parts of a page under a mark: its pieces, mostly one a line, or else its frame."""
    pieces = [(x1, y1, x2, y2) for x1, y1, x2, y2 in _pieces(note) if x1 < x2 and y1 < y2]
    return pieces or [rectangle_of(note)]


def rectangle_of(note: Any) -> Frame:
    """Return the frame of an annotation, such as a mark."""
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, ctypes.byref(box))
    return within_reach((box.left, box.bottom, box.right, box.top))


def within_reach(frame: Sequence[float]) -> Frame:
    """Return a frame the right way round, its edges between -`FAR` and `FAR`."""
    # In this order of `max` and `min`, an edge that is not a number becomes `FAR`.
    x1, y1, x2, y2 = (max(-FAR, min(FAR, edge)) for edge in frame)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _pieces(note: Any) -> Iterator[Frame]:
    quad = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), _MAX_MARKS)):
        if raw.FPDFAnnot_GetAttachmentPoints(note, index, ctypes.byref(quad)):
            xs = (quad.x1, quad.x2, quad.x3, quad.x4)
            ys = (quad.y1, quad.y2, quad.y3, quad.y4)
            yield within_reach((min(xs), min(ys), max(xs), max(ys)))


# A copy without what cannot be seen

_PICTURE_SCALE = 150 / 72
"""Pixels a point of a page that becomes a picture: 150 dots an inch."""
_JPEG_QUALITY = 85
_COMPARING_SCALE = 0.35
"""Pixels a point at which two pages are compared."""
_SAME = 64
"""Of 255: pixels that differ more show something else, and not an edge drawn otherwise."""
_MAX_BYTES = 150_000_000
"""Of a copy: what a browser still opens."""


def redact_copy(pdf: str, hidden: Mapping[int, Sequence[Frame]]) -> bytes:
    """Return a copy of a PDF that holds only what can be seen on its pages.

    `hidden` says on which pages, from 1, something cannot be seen, and where. These pages and
    those with redaction marks become pictures. The others are copied, without what lies beside the
    pages (properties, attachments, bookmarks, the values of a form) and without what they share
    with a pictured page and do not show themselves.

    Raises:
        ValueError: the copy would be larger than 150 MB.
    """
    source = pdfium.PdfDocument(pdf)
    try:
        pictured = {number: list(frames) for number, frames in hidden.items()}
        for number in range(1, len(source) + 1):
            if number not in pictured and _redaction_frames(source[number - 1]):
                pictured[number] = []
        copy = _copy(source, pictured)
        made = pdfium.PdfDocument(copy)
        changed = [
            number
            for number in range(1, len(source) + 1)
            if number not in pictured and _differ(source[number - 1], made[number - 1])
        ]
        if changed:  # as where layers are switched off by what lies beside the pages
            copy = _copy(source, pictured | {number: [] for number in changed})
    finally:
        source.close()
    if len(copy) > _MAX_BYTES:
        raise ValueError("too large")
    return copy


def _copy(source: pdfium.PdfDocument, pictured: Mapping[int, Sequence[Frame]]) -> bytes:
    kept = [index for index in range(len(source)) if index + 1 not in pictured]
    taken = pdfium.PdfDocument.new()
    if kept:
        taken.import_pages(source, kept)
    for index in range(len(taken)):
        _keep_visible(taken, index)
    # Once more, since what a page no longer names is still in the file.
    copy = pdfium.PdfDocument.new()
    if kept:
        copy.import_pages(pdfium.PdfDocument(_save(taken)))
    size = 0
    for number, frames in sorted(pictured.items()):
        if 1 <= number <= len(source):
            size += _add_picture(copy, source[number - 1], number - 1, frames)
            if size > _MAX_BYTES:
                raise ValueError("too large")
    return _save(copy)


def _keep_visible(taken: pdfium.PdfDocument, index: int) -> None:
    """Leave to a page what it shows and no more: its notes as they look, the pictures it draws."""
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
    image, _ = draw_page(page, _PICTURE_SCALE, frames)
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=_JPEG_QUALITY)
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


def _differ(one: pdfium.PdfPage, other: pdfium.PdfPage) -> bool:
    """Return whether two pages look different."""
    a, b = (draw_page(page, _COMPARING_SCALE)[0].convert("L") for page in (one, other))
    return a.size != b.size or any(ImageChops.difference(a, b).histogram()[_SAME + 1 :])


def _save(document: pdfium.PdfDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
