"""The child process that draws pages: `python -m qa.page_image_worker`.

It reads one request a line from standard input, as JSON (`task` and what that takes), and
answers each with a line of JSON (`bytes`, or `error`) and then that many bytes.
pdfium runs here and nowhere else in the service: it is not thread safe, and a hostile PDF may
crash it or exhaust memory.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pypdfium2

from qa.page_drawing import as_png, draw_shown, mark_quote
from qa.page_quotes import WordRow, quote_boxes, word_boxes
from qa.pages import Frame
from qa.shown_copy import copy_shown

MEMORY_LIMIT = 2 * 1024**3


def draw_page(
    pdf: str,
    number: int,
    quote: str | None,
    width: int,
    words: Sequence[WordRow] = (),
    hidden: Sequence[Frame] = (),
) -> bytes:
    """Return page `number` (from 1) as PNG, `width` pixels wide, the quote marked in yellow."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= number <= len(document):
            raise ValueError(f"no page {number}")
        page = document[number - 1]
        image, position = draw_shown(page, width / max(page.get_width(), 1.0), hidden)
        if quote and words:
            image = mark_quote(image, word_boxes(words, quote), _Shares(*image.size))
        elif quote:
            image = mark_quote(image, quote_boxes(page, quote, hidden), position)
        return as_png(image)
    finally:
        document.close()


def quote_top(
    pdf: str,
    number: int,
    quote: str,
    words: Sequence[WordRow] = (),
    hidden: Sequence[Frame] = (),
) -> bytes:
    """Return how far down the page the quote begins, 0 to 1, or null, as JSON."""
    if words:
        found = word_boxes(words, quote)
        return json.dumps(min(1 - box[3] for box in found) if found else None).encode()
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number - 1]
        boxes = quote_boxes(page, quote, hidden)
        if not boxes:
            return b"null"
        # The page's own turning and cropping are what a bitmap's positions take care of.
        bitmap = page.render(scale=100 / max(page.get_height(), 1.0), may_draw_forms=False)
        position = bitmap.get_posconv(page)
        corners = (position.to_bitmap(*corner) for corner in (boxes[0][:2], boxes[0][2:]))
        return json.dumps(min(max(min(y for _, y in corners) / 100, 0.0), 1.0)).encode()
    finally:
        document.close()


@dataclass(frozen=True, slots=True)
class _Shares:
    """Turns shares of a picture into its pixels, as pdfium does with points."""

    width: int
    height: int

    def to_bitmap(self, across: float, up: float) -> tuple[int, int]:
        return round(across * self.width), round((1 - up) * self.height)


def copy_pages(pdf: str, hidden: Mapping[str, Sequence[Frame]]) -> bytes:
    """Return a copy of a PDF that holds only what is seen; `hidden` is by the page's number."""
    return copy_shown(pdf, {int(number): frames for number, frames in hidden.items()})


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
    "copy_pages": copy_pages,
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
