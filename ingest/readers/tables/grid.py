"""Lay the tables of Word files and web pages out in columns: which rows head them, what is merged.

The readers hand over each row as its cells stand in the grid, a merged cell in every place that it
covers. `tables_of` says of each table how many of its rows head the columns, what all these rows
together write above each column, and beside which rows a merged label stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.document import MergedCell, SourceTable
from qa.papers import is_sum


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table, which may cover several rows and columns; each is itself only."""

    text: str
    bold: bool
    column: int
    """The first column that it covers, from 0."""
    columns: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row as it stands in its table's grid."""

    table: object
    """Which table it is of: the same thing for all its rows."""
    cells: tuple[Cell | None, ...]
    """One a column; a merged cell in each that it covers."""
    heads: bool = False
    """Whether the file itself says that it heads the columns."""

    @property
    def filled(self) -> list[Cell]:
        """The cells with words, each once, from the left."""
        return [cell for cell in dict.fromkeys(self.cells) if cell is not None and cell.text]

    @property
    def has_figure(self) -> bool:
        """Whether a figure stands in it that is no year."""
        return any(is_figure(cell.text) for cell in self.filled)


YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?")
IN_PLACE = re.compile(r"[-–—]|n/?a|nil", re.I)
"""What stands in the place of a figure."""


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure alone, and no year."""
    return is_sum(text) and not YEAR.fullmatch(text)


def tables_of(rows: Sequence[GridRow | None], first: int = 1) -> tuple[SourceTable, ...]:
    """Return the tables among a paper's lines; `rows` has for each line the row that it is.

    `first` is the number of the first of these lines.

    A table in which nothing is known of the columns or of merged labels is left out.
    """
    placed: dict[object, list[Placed]] = {}
    for line, row in enumerate(rows, start=first):
        if row is not None:
            placed.setdefault(row.table, []).append((line, row))
    found = (table for own in placed.values() for table in _tables(own))
    return tuple(sorted(found, key=lambda table: table.lines))


Placed = tuple[int, GridRow]
"""A row and the number of its line."""


def _tables(rows: Sequence[Placed]) -> Iterator[SourceTable]:
    """Yield the runs of lines that are one table of the file; other lines may stand between."""
    width = max(len(row.cells) for _, row in rows)
    figures = any(_holds_figures(column, rows) for column in range(width))
    if not figures:  # a row of one cell may be a heading among minutes
        rows = [(line, row) for line, row in rows if len(row.filled) > 1]
    while rows and _is_title(rows[0][1], width):
        rows = rows[1:]
    heads = _count_heads([row for _, row in rows], width, figures=figures)
    columns = _names([row for _, row in rows[:heads]], width)
    runs = [
        [placed for _, placed in run]
        for _, run in groupby(enumerate(rows), key=lambda pair: pair[1][0] - pair[0])
    ]
    for number, run in enumerate(runs):
        own = max(0, min(heads, len(run))) if number == 0 else 0
        merged = tuple(_merged(run[own:]))
        if len(run) > 1 and width > 1 and (heads or merged):
            yield SourceTable((run[0][0], run[-1][0]), own, columns, merged=merged)


def _holds_figures(column: int, rows: Sequence[Placed]) -> bool:
    """Whether at least half of what stands in a column, below its first cell, are figures."""
    held = [row.cells[column] for _, row in rows[1:] if column < len(row.cells)]
    texts = [cell.text for cell in dict.fromkeys(held) if cell is not None and cell.text]
    sums = sum(map(is_figure, texts))
    return sums > 0 and 2 * sum(is_figure(t) or bool(IN_PLACE.fullmatch(t)) for t in texts) >= len(
        texts
    )


def _is_title(row: GridRow, width: int) -> bool:
    """Whether a row is one cell over the whole table, as a title is."""
    return len(row.filled) == 1 and row.filled[0].columns >= width > 1


# The rows that head the columns

HEADING_WORDS = 20
"""Words of one column's heading, at most."""
UNIT = re.compile(
    r"\(?(?:[£€$%]|£ ?[’']?(?:m|bn|k|millions?|thousands?|0{3}[’']?s?)|FTEs?|no\.?|number)\)?", re.I
)
"""A heading that is only what its column is counted in."""


def _count_heads(rows: Sequence[GridRow], width: int, *, figures: bool) -> int:
    """Return how many of the first rows head the columns; never all of them."""
    marked = next((i for i, row in enumerate(rows) if not row.heads), len(rows))
    first = next((i for i, row in enumerate(rows) if row.has_figure), len(rows))
    heads = min(marked, len(rows) - 1)
    if not heads:
        heads = int(_may_head(rows, figures=figures) and first > 0)
    while 0 < heads < min(len(rows) - 1, first) and _goes_on(rows, heads, width):
        heads += 1
    return max(heads, 0)


def _may_head(rows: Sequence[GridRow], *, figures: bool) -> bool:
    """Whether the first row reads as headings, where the file does not say so."""
    if len(rows) < 2:
        return False
    filled = rows[0].filled
    units = bool(filled) and all(UNIT.fullmatch(cell.text) for cell in filled)
    spread = any(1 < cell.columns < len(rows[0].cells) for cell in filled)
    if len(filled) < 2 and not units and not spread:
        return False
    if max(len(cell.text.split()) for cell in filled) > HEADING_WORDS:
        return False
    bold = all(cell.bold for cell in filled)
    others = [cell for row in rows[1:] for cell in row.filled]
    return figures or (bold and not all(cell.bold for cell in others))


def _goes_on(rows: Sequence[GridRow], place: int, width: int) -> bool:
    """Whether a row goes on with the headings above it: cells that reach into it, or are parted."""
    row, above = rows[place], rows[place - 1]
    if _is_title(row, width) or not row.filled:
        return False
    new = [cell for cell in row.filled if cell not in above.cells]
    if new and all(UNIT.fullmatch(cell.text) for cell in new):
        return True
    if any(cell in above.cells and cell.text for cell in row.filled):
        return True
    return any(
        len({below for below in _below(cell, row) if below.text}) > 1
        for cell in above.filled
        if 1 < cell.columns < width
    )


def _below(cell: Cell, row: GridRow) -> list[Cell]:
    """Return the cells of a row in the columns that a cell above it covers."""
    return [one for one in row.cells[cell.column : cell.column + cell.columns] if one is not None]


def _names(heads: Sequence[GridRow], width: int) -> tuple[str, ...]:
    """Return what stands above each column, the rows of headings joined."""
    if not heads:
        return ()
    names = []
    for column in range(width):
        held = [row.cells[column] for row in heads if column < len(row.cells)]
        cells = [cell for cell in dict.fromkeys(held) if cell is not None and cell.columns < width]
        names.append(" ".join(cell.text for cell in cells if cell.text))
    return tuple(names)


# Merged cells below the headings


def _merged(rows: Sequence[Placed]) -> Iterator[MergedCell]:
    """Yield the cells with words that stand in several rows or columns."""
    covered: dict[Cell, list[int]] = {}
    for line, row in rows:
        for cell in row.filled:
            covered.setdefault(cell, []).append(line)
    for cell, lines in covered.items():
        if len(lines) > 1 or cell.columns > 1:
            yield MergedCell(cell.column, cell.columns, (lines[0], lines[-1]))


TOTAL = re.compile(r"(?i)\b(?:sub-?\s?)?totals?\b|\bcyfanswm\b|^(?:net|gross|grand)\b")


def blank_labels(rows: Sequence[GridRow | None]) -> list[GridRow | None]:
    """Return the rows of a table in which nothing can be merged, with labels for those below them.

    A label holds for the rows below it that have none, as long as these have a label of their own
    in a column beside it, before the figures.
    """
    told = [row for row in rows if row is not None and not row.heads]
    width = max((len(row.cells) for row in told), default=0)
    placed = list(enumerate(told))
    labels = next((c for c in range(width) if _holds_figures(c, placed)), 0)
    given: list[GridRow | None] = []
    above: GridRow | None = None
    for row in rows:
        held = row
        if row is not None and above is not None and not row.heads:
            held = replace(row, cells=tuple(_inherited(row, above, labels)))
        given.append(held)
        above = held if held is not None and not held.heads else above
    return given


def _inherited(row: GridRow, above: GridRow, labels: int) -> Iterator[Cell | None]:
    for column, cell in enumerate(row.cells):
        pairs = zip(row.cells[column + 1 : labels], above.cells[column + 1 : labels], strict=False)
        own = [c.text for c, over in pairs if c and c.text and over and over.text]
        blank = cell is None or not cell.text
        goes_on = blank and bool(own) and not any(map(TOTAL.search, own))
        yield above.cells[column] if goes_on and column < len(above.cells) else cell
