"""Where a quote stands on a page of a PDF: by its text, or by the places of words that OCR read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

import pypdfium2

from qa.pages import Frame
from qa.quote_places import find_quote

HYPHEN_AT_LINE_END = 0xFFFE
MARK = "\u2588"
"""Stands in the text held where words are hidden; what it stands for matches nothing here."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points of the page."""
WordRow = tuple[str, float, float, float, float]
"""A word that OCR read: text, left, top, right, bottom, in shares of the picture."""


def quote_boxes(page: Any, quote: str, hidden: Sequence[Frame] = ()) -> list[Box]:
    """Return one box for each line of the page on which the quote stands.

    Letters in the places that are hidden are not looked at: a quote may be a guess at them.
    """
    textpage = page.get_textpage()
    text = _text(textpage, hidden)
    boxes: list[Box] = []
    for start, end in find_quote(text, quote.replace(MARK, " ")):
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


def _text(textpage: Any, hidden: Sequence[Frame]) -> str:
    """Return the page's text, one character for each that pdfium counts; white space if hidden."""
    codes = (
        pypdfium2.raw.FPDFText_GetUnicode(textpage, index)
        for index in range(textpage.count_chars())
    )
    text = map(_char, codes)
    if not hidden:
        return "".join(text)
    return "".join(
        " " if not char.isspace() and _is_within(textpage.get_charbox(index), hidden) else char
        for index, char in enumerate(text)
    )


def _is_within(box: Box, hidden: Sequence[Frame]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in hidden)


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
