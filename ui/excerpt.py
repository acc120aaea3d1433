"""The lines around a quote in a paper without pages, with the quote's own words told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.pages import Lines, PaperPage
from qa.quote_places import find_quote

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """A numbered line in parts, each with whether it belongs to the quote."""

    number: int
    parts: tuple[tuple[str, bool], ...]


def excerpt(
    page: PaperPage, quote: str, lines: Lines | None, *, context: int = 8
) -> list[ExcerptLine]:
    """Return the cited lines with `context` lines before and after.

    Without cited lines, those on which the quote stands; if it stands nowhere, the first ones.
    """
    texts = page.text.split("\n")
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    cited = _rows(lines, page.first_line, len(texts))
    # Only where cited: the same words may stand elsewhere too.
    low, high = starts[cited[0]], starts[cited[1]] + len(texts[cited[1]])
    spans = [(low + a, low + b) for a, b in find_quote(page.text[low:high], quote)]
    if lines is None:
        cited = _rows_of(spans, starts)
    shown = range(max(cited[0] - context, 0), min(cited[1] + context + 1, len(texts)))
    return [
        ExcerptLine(page.first_line + row, tuple(_parts(texts[row], starts[row], spans)))
        for row in shown
    ]


def _rows(lines: Lines | None, first_line: int, count: int) -> tuple[int, int]:
    """Return the cited lines as places in the page, all of it where none are cited."""
    if lines is None:
        return 0, count - 1
    first, last = (min(max(line - first_line, 0), count - 1) for line in lines)
    return first, max(first, last)


def _rows_of(spans: Spans, starts: list[int]) -> tuple[int, int]:
    """Return the first and last row that the spans touch; row 0 where there are none."""
    if not spans:
        return 0, 0
    first = max(row for row, start in enumerate(starts) if start <= spans[0][0])
    return first, max(row for row, start in enumerate(starts) if start < spans[-1][1])


def _parts(text: str, start: int, spans: Spans) -> Iterator[tuple[str, bool]]:
    """Cut a line, which starts at `start` of the page, where the quote begins and ends."""
    place = 0
    for first, last in spans:
        first, last = max(first - start, place), min(last - start, len(text))
        if first < last:
            if place < first:
                yield text[place:first], False
            yield text[first:last], True
            place = last
    if place < len(text):
        yield text[place:], False
