"""The child process that draws pages: `python -m qa.page_images.worker FOLDER`.

It is confined (`qa.confinement`): it reads papers in the one folder, and has no network.

It reads one request a line from standard input, as JSON (`task` and its arguments), and
answers each with a line of JSON (`bytes`, or `error`) and then that many bytes.
pdfium runs here and nowhere else in the service: it is not thread safe, and a hostile PDF may
crash it or exhaust memory.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from qa.confinement import confine, leave_network
from qa.language.alignment import find_quote, find_words
from qa.page_images import copying, drawing
from qa.papers import Frame

WordRow = tuple[str, float, float, float, float]
"""A word that OCR read: text, left, top, right, bottom, in shares of the picture."""
_MEMORY_LIMIT = 2 * 1024**3
_HIDDEN_MARK = "\u2588"
"""Stands in the text held where words are hidden. It must match nothing on the page."""
_FINE = 10_000
"""Steps in which a place on a page is told, across and down."""


def draw_page(
    pdf: str,
    number: int,
    quote: str | None,
    width: int,
    words: Sequence[WordRow] = (),
    hidden: Sequence[Frame] = (),
    every: bool = False,
) -> bytes:
    """Return page `number` (from 1) as PNG, `width` pixels wide, the quote marked in yellow.

    With `every`, the quote is words that are marked each time that they stand there.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= number <= len(document):
            raise ValueError(f"no page {number}")
        page = document[number - 1]
        scale = width / max(page.get_width(), 1.0)
        image, position = drawing.draw_page(page, scale, hidden)
        if quote and words:
            marks = _word_boxes(words, quote, every)
            image = drawing.mark_quote(image, _flat(marks), _Shares(*image.size))
        elif quote:
            marks = _page_boxes(page, quote, hidden, every)
            image = drawing.mark_quote(image, _flat(marks), position)
        return drawing.as_png(image)
    finally:
        document.close()


def find_marks(
    pdf: str,
    number: int,
    quote: str | None,
    words: Sequence[WordRow] = (),
    hidden: Sequence[Frame] = (),
    every: bool = False,
) -> bytes:
    """Return the shape of the page's picture, width by height, and where marks stand, as JSON.

    A quote is one mark; with `every` there is one each time that the words stand there. A mark is
    left, top, right and bottom, in shares of the picture from its top left corner.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number - 1]
        shape = page.get_width() / max(page.get_height(), 1.0)
        if not quote:
            boxes = []
        elif words:
            boxes = _word_boxes(words, quote, every)
        else:
            boxes = _page_boxes(page, quote, hidden, every)
        # These positions take the page's rotation and cropping into account.
        fine = pypdfium2.PdfPosConv(page, (0, 0, _FINE, _FINE, 0))
        position: Any = _Shares(_FINE, _FINE) if words else fine
        if not every:
            boxes = [_flat(boxes)]
        marks = [_span_of(mark, position) for mark in boxes if mark]
        return json.dumps({"shape": shape, "marks": marks}).encode()
    finally:
        document.close()


def copy_pdf(pdf: str, blank: Mapping[str, str], hidden: Mapping[str, Sequence[Frame]]) -> bytes:
    """Return the copy of a PDF that may be handed out; `blank` and `hidden` are by page number."""
    return copying.copy_pdf(
        pdf,
        {int(number): words for number, words in blank.items()},
        {int(number): frames for number, frames in hidden.items()},
    )


def ping() -> bytes:
    """Return something, to show that this process answers."""
    return b"here"


_TASKS: dict[str, Callable[..., bytes]] = {
    "draw_page": draw_page,
    "find_marks": find_marks,
    "copy_pdf": copy_pdf,
    "ping": ping,
}


def main() -> None:
    """Answer requests until standard input closes, as it does when the service ends."""
    with suppress(ImportError, ValueError, OSError):  # elsewhere the time limit must do
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    leave_network()
    confine(Path(folder) for folder in sys.argv[1:])
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            reply = _TASKS[request.pop("task")](**request)
            header: dict[str, object] = {"bytes": len(reply)}
        except (ValueError, MemoryError, OSError, RuntimeError) as error:
            # The kind of error alone: messages may hold paths.
            reply, header = b"", {"error": type(error).__name__}
        sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + reply)
        sys.stdout.buffer.flush()


# Where a quote stands on a page


def quote_boxes(page: Any, quote: str, hidden: Sequence[Frame] = ()) -> list[Frame]:
    """Return a box for each line of the page on which the quote stands, in points of the page.

    Letters in the hidden places are not looked at: a quote may be a guess at them.
    """
    return _flat(_page_boxes(page, quote, hidden, every=False))


def _page_boxes(page: Any, quote: str, hidden: Sequence[Frame], every: bool) -> list[list[Frame]]:
    """Return the boxes of each part of a quote on the page, or of each time that words stand."""
    textpage = page.get_textpage()
    text = drawing.page_text(textpage, hidden)
    boxes = []
    for start, end in (find_words if every else find_quote)(text, quote.replace(_HIDDEN_MARK, " ")):
        chars = [index for index in range(start, end) if not text[index].isspace()]
        boxes.append(_merge_lines([textpage.get_charbox(index, loose=True) for index in chars]))
    return boxes


def _word_boxes(words: Sequence[WordRow], quote: str, every: bool) -> list[list[Frame]]:
    """Return what `_page_boxes` does, by the words that OCR read.

    Boxes are in shares of the picture, counted from its foot.
    """
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += f"{word[0]} "
    boxes = []
    for start, end in (find_words if every else find_quote)(text, quote):
        here = words[bisect_right(starts, start) - 1 : bisect_left(starts, end)]
        boxes.append(_merge_lines([(a, 1 - bottom, b, 1 - top) for _, a, top, b, bottom in here]))
    return boxes


def _flat(parts: Sequence[Sequence[Frame]]) -> list[Frame]:
    return [box for part in parts for box in part]


def _span_of(boxes: Sequence[Frame], position: Any) -> list[float]:
    """Return the left, top, right and bottom of all boxes together, in shares of the picture."""
    corners = [position.to_bitmap(*corner) for box in boxes for corner in (box[:2], box[2:])]
    across, down = (
        [min(max(at / _FINE, 0.0), 1.0) for at in way] for way in zip(*corners, strict=True)
    )
    return [min(across), min(down), max(across), max(down)]


@dataclass(frozen=True, slots=True)
class _Shares:
    """Turns shares of a picture into its pixels, as pdfium does with points."""

    width: int
    height: int

    def to_bitmap(self, across: float, up: float) -> tuple[int, int]:
        return round(across * self.width), round((1 - up) * self.height)


def _merge_lines(boxes: list[Frame]) -> list[Frame]:
    """Return one box for all characters or words that follow one another on a line."""
    lines: list[Frame] = []
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


if __name__ == "__main__":
    main()
