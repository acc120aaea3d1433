"""The lines of a text, with what is marked in them: a quote, or words each time that they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.alignment import find_quote, find_words
from qa.papers import Lines, PaperPage
from qa.quoting.lines import cut_at

Span = tuple[int, int]
"""From the first character up to the one behind the last."""


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A numbered line in parts, each with whether it is marked."""

    number: int
    parts: tuple[tuple[str, bool], ...]
    here: bool = False
    """Whether what is to be in sight begins here."""

    @property
    def text(self) -> str:
        """The line as a whole."""
        return "".join(text for text, _ in self.parts)


def mark_quote(page: PaperPage, quote: str, lines: Lines | None = None) -> list[MarkedLine]:
    """Return the lines of a page with the quote marked.

    With cited lines it is marked only within these: the same words may also stand elsewhere.
    """
    starts = _starts(page.text)
    if lines is None:
        return _cut(page, starts, find_quote(page.text, quote), 1)
    last_row = len(starts) - 1
    first, last = (min(max(line - page.first_line, 0), last_row) for line in lines)
    low = starts[first]
    high = starts[max(first, last) + 1] - 1 if max(first, last) < last_row else len(page.text)
    spans = find_quote(page.text[low:high], quote)
    return _cut(page, starts, [(low + start, low + end) for start, end in spans], 1)


def mark_words(page: PaperPage, words: str, nth: int) -> list[MarkedLine]:
    """Return the lines of a page with words marked; the `nth` place, from 1, is to be in sight."""
    return _cut(page, _starts(page.text), find_words(page.text, words), nth)


def marked_lines(lines: Sequence[MarkedLine]) -> Lines | None:
    """Return the numbers of the first and the last line with a mark; None without one."""
    numbers = [line.number for line in lines if any(marked for _, marked in line.parts)]
    return (numbers[0], numbers[-1]) if numbers else None


def _starts(text: str) -> list[int]:
    """Return where each line begins."""
    return [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]


def _cut(
    page: PaperPage, starts: Sequence[int], spans: Sequence[Span], nth: int
) -> list[MarkedLine]:
    """Cut a page into lines, and these where the spans begin and end."""
    seen = spans[min(max(nth, 1), len(spans)) - 1][0] if spans else -1
    ends = [end for _, end in spans]
    lines = []
    for row, text in enumerate(page.text.split("\n")):
        start = starts[row]
        near = spans[bisect_right(ends, start) :]
        if near and near[0][0] > start + len(text):
            near = ()
        here = start <= seen <= start + len(text)
        lines.append(MarkedLine(page.first_line + row, tuple(cut_at(text, start, near)), here))
    return lines
