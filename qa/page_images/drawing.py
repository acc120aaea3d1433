"""A page of a PDF as a picture, with nothing in it that cannot be seen on the page.

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
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    bitmap = page.render(scale=scale, rev_byteorder=True)
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


# The words of a page

_HYPHEN_AT_LINE_END = 0xFFFE


def page_text(textpage: Any, hidden: Sequence[Frame]) -> str:
    """Return the page's text, one character for each that pdfium counts; white space if hidden."""
    characters = [
        _character(raw.FPDFText_GetUnicode(textpage, index))
        for index in range(textpage.count_chars())
    ]
    if hidden:
        characters = [
            " " if not char.isspace() and _is_within(textpage.get_charbox(index), hidden) else char
            for index, char in enumerate(characters)
        ]
    return "".join(characters)


def _character(code: int) -> str:
    """Return the character, or one that matches nothing where the PDF gives no real one."""
    if code == _HYPHEN_AT_LINE_END:
        return " "
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"


def _is_within(box: Frame, hidden: Sequence[Frame]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in hidden)


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


# Pages that go out as pictures

_PICTURE_SCALE = 150 / 72
"""Pixels a point of a page that becomes a picture: 150 dots an inch."""
_JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as JPEG, and the words that can be seen on it."""

    jpeg: bytes
    width: int
    """In pixels, as the height and the places of the words are."""
    height: int
    words: tuple[tuple[str, Frame], ...]
    """Each with its (left, top, right, bottom)."""


def picture_page(page: Any, hidden: Sequence[Frame]) -> PagePicture:
    """Return a page as a picture, without what cannot be seen in the `hidden` places.

    Its words are given only where places are named: of a page that is made a picture for another
    reason, nobody knows which of its words are seen.
    """
    image, position = draw_page(page, _PICTURE_SCALE, hidden)
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=_JPEG_QUALITY)
    words = tuple(_words_seen(page, position, hidden)) if hidden else ()
    return PagePicture(packed.getvalue(), *image.size, words)


def _words_seen(page: Any, position: Any, hidden: Sequence[Frame]) -> Iterator[tuple[str, Frame]]:
    textpage = page.get_textpage()
    text = page_text(textpage, [*hidden, *_redaction_frames(page)])
    for word in re.finditer(r"\S+", text):
        boxes = [textpage.get_charbox(index, loose=True) for index in range(*word.span())]
        left, bottom, right, top = zip(*boxes, strict=True)
        yield word[0], _pixels_of((min(left), min(bottom), max(right), max(top)), position)
