"""A page of a PDF as a picture, of which nothing can be had that is not seen on the page."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any, cast

from PIL import Image, ImageChops, ImageDraw

from qa.pages import Frame
from qa.redaction_marks import black_out

MAX_PIXELS = 8_000_000
"""About four screens; a page of freak shape is drawn smaller rather than larger than this."""
HIGHLIGHT = (255, 232, 64)
ALIKE = 2 * 24
"""Of 255: colours that differ less from the ground may be those of letters that are hidden on it.

The reader takes letters for hidden whose colour is within 24 of what they stand on, which may
differ as much from what is drawn over them.
"""


def draw_shown(page: Any, scale: float, hidden: Sequence[Frame] = ()) -> tuple[Image.Image, Any]:
    """Return a page's picture, and what turns places on the page into its pixels.

    What is marked to be taken out is black, and the places that are hidden lose the faint
    shades in which letters could still be told.
    """
    across, down = (max(side, 1.0) for side in page.get_size())
    scale = min(scale, math.sqrt(MAX_PIXELS / (across * down)))
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    black_out(bitmap, page, hidden)
    position = bitmap.get_posconv(page)
    image = bitmap.to_pil().convert("RGB")
    for frame in hidden:
        _even_out(image, _pixels_of(frame, position))
    return image, position


def mark_quote(image: Image.Image, boxes: Sequence[Sequence[float]], position: Any) -> Image.Image:
    """Tint the boxes as a marker pen does: the paper turns yellow, the print stays black."""
    if not boxes:
        return image
    ink = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(ink)
    for box in boxes:
        x1, y1, x2, y2 = _pixels_of(box, position)
        pen.rectangle((x1 - 1, y1, x2 + 1, y2), HIGHLIGHT)
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
    """Give a part of a picture its ground's colour wherever it has nearly that."""
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
    image.paste(ground, part[:2], most.point([255] * ALIKE + [0] * (256 - ALIKE)))
