"""Where tables stand among a paper's paragraphs, and how many of their rows are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.document import SourceTable
from ingest.paragraphs import Paragraph
from ingest.table_captions import UNIT
from qa.table_rows import is_sum

HEADING_WORDS = 20
MOST_HEADINGS = 3
"""Rows that head the columns of a table told by tabs alone, at most."""
SHORT_HEADING = 6
"""Words, at most, of each cell in a second row of headings."""
TAG = re.compile(r"</?(?:u|b|i|sup|sub|strong|em)>")
DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a table stands among the paragraphs, and what is known of its columns."""

    first: int
    last: int
    headers: int
    columns: tuple[str, ...]
    cuts: tuple[float, ...] = ()
    titles: int = 0
    """Rows above the headings that hold the table's title."""
    overleaf: int = 0
    """Lines of headings at the foot of the page before."""

    @property
    def above(self) -> int:
        """The first row of headings, be it on the page before."""
        return self.first - self.overleaf

    @property
    def body(self) -> int:
        """The first row below the headings."""
        return self.first + self.titles + self.headers


def find_shapes(paragraphs: Sequence[Paragraph], tables: Sequence[SourceTable]) -> Iterator[Shape]:
    """Yield the tables in order: those that the reader found, else runs of rows."""
    found = {line: table for table in tables for line in range(table.lines[0], table.lines[1] + 1)}
    keys = [(found.get(p.unit.lines[0]), p.is_row and "\t" in p.printed) for p in paragraphs]
    for (table, tabbed), run in groupby(range(len(paragraphs)), key=lambda i: keys[i]):
        indexes = list(run)
        if table is not None:
            yield Shape(indexes[0], indexes[-1], table.headers, table.columns, table.cuts)
        elif tabbed and sum(paragraphs[i].is_tabbed for i in indexes) > 1:
            yield _tabbed(paragraphs, indexes[0], indexes[-1])


def cells_of(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the cells of a row; marks of emphasis and extra white space are left out."""
    return tuple(" ".join(TAG.sub("", cell).split()) for cell in paragraph.printed.split("\t"))


def _tabbed(paragraphs: Sequence[Paragraph], first: int, last: int) -> Shape:
    """Return a table of which only the tabs between its cells are known."""
    rows = [cells_of(paragraph) for paragraph in paragraphs[first : last + 1]]
    titles = 0
    while titles < len(rows) - 1 and _is_alone(rows[titles]):
        titles += 1
    headers = _count_headings(rows[titles:], bold=paragraphs[first + titles].bold)
    if not headers:
        return Shape(first, last, 0, ())
    return Shape(first, last, headers, _joined(rows[titles : titles + headers]), titles=titles)


def _is_alone(cells: Sequence[str]) -> bool:
    """Whether a row holds words in one cell, and no unit that heads a column."""
    filled = [cell for cell in cells if cell]
    return len(filled) == 1 and not is_sum(filled[0]) and not UNIT.fullmatch(filled[0])


def _count_headings(rows: Sequence[tuple[str, ...]], *, bold: bool) -> int:
    """Return how many rows head the others: without a figure, where the others have some."""
    filled = [cell for cell in rows[0] if cell]
    units = bool(filled) and all(UNIT.fullmatch(cell) for cell in filled)
    if not units and (len(filled) < 2 or any(map(is_sum, filled))):
        return 0
    if _longest(rows[0]) > HEADING_WORDS or not (bold or any(map(_is_telling, rows[1:]))):
        return 0
    for count in range(1, min(MOST_HEADINGS, len(rows) - 1) + 1):
        if _is_telling(rows[count]):
            return count
        if len(rows[count]) != len(rows[0]) or not _goes_on(rows[0], rows[count]):
            break
    return 1


def _is_telling(cells: Sequence[str]) -> bool:
    """Whether a row holds a figure or a date, as those below headings do."""
    return any(is_sum(cell) or DATE.fullmatch(cell) for cell in cells)


def _goes_on(upper: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row goes on with the headings above it: short, and where they left room."""
    short = all(len(cell.split()) <= SHORT_HEADING for cell in cells)
    return short and any(cell and not above for above, cell in zip(upper, cells, strict=True))


def _longest(cells: Sequence[str]) -> int:
    return max(len(cell.split()) for cell in cells)


def _joined(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    width = max(map(len, rows))
    padded = [(*row, *[""] * (width - len(row))) for row in rows]
    return tuple(" ".join(filter(None, column)) for column in zip(*padded, strict=True))
