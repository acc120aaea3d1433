"""The child process that draws pages: `python -m qa.page_image_worker`.

It reads one request a line from standard input, as JSON (`task` and what that takes), and
answers each with a line of JSON (`bytes`, or `error`) and then that many bytes.
pdfium runs here and nowhere else in the service: it is not thread safe, and a hostile PDF may
crash it or exhaust memory.
"""

from __future__ import annotations

import io
import json
import math
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from qa.quote_places import find_quote

MEMORY_LIMIT = 2 * 1024**3
MAX_PIXELS = 8_000_000
"""About four screens; a page of freak shape is drawn smaller rather than larger than this."""
HIGHLIGHT = (255, 232, 64)
HYPHEN_AT_LINE_END = 0xFFFE

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points of the page."""
WordRow = tuple[str, float, float, float, float]
"""A word that OCR read: text, left, top, right, bottom, in shares of the picture."""


def draw_page(
    pdf: str, number: int, quote: str | None, width: int, words: Sequence[WordRow] = ()
) -> bytes:
    """Return page `number` (from 1) as PNG, `width` pixels wide, the quote marked in yellow."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= number <= len(document):
            raise ValueError(f"no page {number}")
        page = document[number - 1]
        scale = _scale(page.get_size(), width)
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        image = bitmap.to_pil().convert("RGB")
        if quote and words:
            image = _mark(image, word_boxes(words, quote), _Shares(*image.size))
        elif quote:
            image = _mark(image, quote_boxes(page, quote), bitmap.get_posconv(page))
        return _png(image)
    finally:
        document.close()


def quote_top(pdf: str, number: int, quote: str, words: Sequence[WordRow] = ()) -> bytes:
    """Return how far down the page the quote begins, 0 to 1, or null, as JSON."""
    if words:
        found = word_boxes(words, quote)
        return json.dumps(min(1 - box[3] for box in found) if found else None).encode()
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number - 1]
        boxes = quote_boxes(page, quote)
        if not boxes:
            return b"null"
        # The page's own turning and cropping are what a bitmap's positions take care of.
        bitmap = page.render(scale=100 / max(page.get_height(), 1.0), may_draw_forms=False)
        position = bitmap.get_posconv(page)
        corners = (position.to_bitmap(*corner) for corner in (boxes[0][:2], boxes[0][2:]))
        return json.dumps(min(max(min(y for _, y in corners) / 100, 0.0), 1.0)).encode()
    finally:
        document.close()


def quote_boxes(page: Any, quote: str) -> list[Box]:
    """Return one box for each line of the page on which the quote stands."""
    textpage = page.get_textpage()
    text = _text(page)
    boxes: list[Box] = []
    for start, end in find_quote(text, quote):
        chars = [index for index in range(start, end) if not text[index].isspace()]
        boxes += _lines([textpage.get_charbox(index, loose=True) for index in chars])
    return boxes


def word_boxes(words: Sequence[WordRow], quote: str) -> list[Box]:
    """Return one box for each line on which the quote stands, in shares, from the foot up."""
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += f"{word[0]} "
    boxes: list[Box] = []
    for start, end in find_quote(text, quote):
        here = words[bisect_right(starts, start) - 1 : bisect_left(starts, end)]
        boxes += _lines(
            [(left, 1 - bottom, right, 1 - top) for _, left, top, right, bottom in here]
        )
    return boxes


@dataclass(frozen=True, slots=True)
class _Shares:
    """Turns shares of a picture into its pixels, as pdfium does with points."""

    width: int
    height: int

    def to_bitmap(self, across: float, up: float) -> tuple[int, int]:
        return round(across * self.width), round((1 - up) * self.height)


def _text(page: Any) -> str:
    """Return the page's text, one character for each that pdfium counts."""
    textpage = page.get_textpage()
    codes = (
        pypdfium2.raw.FPDFText_GetUnicode(textpage, index)
        for index in range(textpage.count_chars())
    )
    return "".join(map(_char, codes))


def _char(code: int) -> str:
    """Return the character, or one that matches nothing where the PDF gives no real one."""
    if code == HYPHEN_AT_LINE_END:
        return " "
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"


def _lines(boxes: list[Box]) -> list[Box]:
    """Merge the boxes of characters that follow one another on a line."""
    lines: list[Box] = []
    for box in boxes:
        left, bottom, right, top = box
        if lines:
            l_left, l_bottom, l_right, l_top = lines[-1]
            shared = min(top, l_top) - max(bottom, l_bottom)
            if shared > 0.5 * min(top - bottom, l_top - l_bottom) and left > l_left:
                lines[-1] = (l_left, min(bottom, l_bottom), max(right, l_right), max(top, l_top))
                continue
        lines.append(box)
    return lines


def _scale(size: tuple[float, float], width: int) -> float:
    """Return pixels a point for a page of this size, in points."""
    across, down = max(size[0], 1.0), max(size[1], 1.0)
    return min(width / across, math.sqrt(MAX_PIXELS / (across * down)))


def _mark(image: Image.Image, boxes: list[Box], position: Any) -> Image.Image:
    """Tint the boxes as a marker pen does: the paper turns yellow, the print stays black."""
    if not boxes:
        return image
    ink = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(ink)
    for left, bottom, right, top in boxes:
        (x1, y1), (x2, y2) = position.to_bitmap(left, bottom), position.to_bitmap(right, top)
        pen.rectangle((min(x1, x2) - 1, min(y1, y2), max(x1, x2) + 1, max(y1, y2)), HIGHLIGHT)
    return ImageChops.multiply(image, ink)


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    # Level 3 takes a third of level 6's time for a tenth more bytes.
    image.save(target, "PNG", compress_level=3)
    return target.getvalue()


def _limit_memory() -> None:
    """Cap what a hostile PDF can take; a system without such limits has the time limit alone."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


TASKS: dict[str, Callable[..., bytes]] = {
    "draw_page": draw_page,
    "quote_top": quote_top,
}


def main() -> None:
    """Answer requests until standard input closes, as it does when the service ends."""
    _limit_memory()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            reply = TASKS[request.pop("task")](**request)
            header: dict[str, object] = {"bytes": len(reply)}
        except (ValueError, MemoryError, OSError, RuntimeError) as error:
            # The kind of error alone: messages may hold paths.
            reply, header = b"", {"error": type(error).__name__}
        sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + reply)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
