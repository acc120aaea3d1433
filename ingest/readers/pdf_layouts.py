"""Telling tables from forms, lists of contents and the layout of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.pdf_cells import Row
from ingest.readers.pdf_columns import Columns
from ingest.readers.pdf_headings import GRID_COLUMNS, LONG_CELL, longest, squeezed
from ingest.readers.pdf_pieces import is_figure, is_sum

MOST_WORDS = 160
MOST_WORDS_RULED = 600
"""Words of a cell from which on it is no cell of a table, open or closed by lines."""
OPEN_WORDS = 15
"""Words a cell, on average, below which columns that no line closes are a table's."""
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[a-z]?\.?")


def is_table(rows: Sequence[Row], headers: int, columns: Columns, *, ruled: bool) -> bool:
    """Whether rows and columns are a table's and not those of a form or of a page's layout.

    `ruled` says whether lines close it on both sides.
    """
    filled = [row for row in rows[headers:] if len(row) > 1]
    figures = [column for column in range(len(columns)) if _holds_figures(column, filled)]
    headed = headers > 0 and len(figures) > 1
    most = MOST_WORDS_RULED if ruled or headed else MOST_WORDS
    if not rows or max(map(longest, rows)) > most:
        return False
    if not filled:
        # A head alone at a page's foot waits for its rows on the next.
        return ruled and headers == len(rows) and len(rows[0]) >= GRID_COLUMNS
    several = sum(_count_sums(row) for row in filled) > 1 or (headers > 0 and columns.is_grid)
    enough = headers > 0 or len(filled) > 1 or len(figures) > 2 or columns.is_grid
    if figures and several and enough:
        return ruled or headed or _is_open_table(rows, filled, figures)
    if not ruled or _is_numbered(filled):
        return False
    if len(columns.ruled) < GRID_COLUMNS - 1:
        return len(columns.ruled) == 1 and _is_list_of_pairs(rows, headers)
    wide = sum(len(row) > 2 for row in filled)
    short = max(map(longest, filled)) < LONG_CELL
    return len(filled) + headers >= 0.6 * len(rows) and (
        headers > 0 or wide >= 0.5 * len(filled) or short
    )


def _is_list_of_pairs(rows: Sequence[Row], headers: int) -> bool:
    """Whether two ruled columns are a table's: headed both, and each row has a name and a text.

    In a form nothing heads the columns.
    """
    if headers != 1 or len(rows) < 3 or any(set(row) != {0, 1} for row in rows):
        return False
    names = all(len(row[0].words) < LONG_CELL for row in rows)
    return names and not _is_contents([squeezed(row[1]) for row in rows[1:]])


def _is_contents(places: Sequence[str]) -> bool:
    """Whether a column counts up, as the pages of a list of contents do."""
    pages = [int(match[0]) for place in places if (match := re.match(r"\d+", place))]
    return len(pages) >= 0.6 * len(places) and pages == sorted(pages)


def _is_open_table(rows: Sequence[Row], filled: Sequence[Row], figures: Sequence[int]) -> bool:
    """Whether columns that no line closes are a table's and no list of contents."""
    words = sum(len(cell.words) for row in rows for cell in row.values())
    if words >= OPEN_WORDS * sum(len(row) for row in rows):
        return False
    if len(figures) > 1 or any(_is_money(row) for row in filled):
        return True
    places = [squeezed(row[figures[0]]) for row in filled if figures[0] in row]
    counts = [int(place) for place in places if place.isdigit()]
    return len(filled) > 2 and counts != sorted(counts)


def _holds_figures(column: int, rows: Sequence[Row]) -> bool:
    """Whether at least half of what stands in a column is figures, and some of it sums."""
    cells = [squeezed(row[column]) for row in rows if column in row and not _leads(column, row)]
    sums = sum(map(is_sum, cells))
    return sums > 0 and 2 * sum(map(is_figure, cells)) >= len(cells) and sums > len(rows) / 8


def _is_money(row: Row) -> bool:
    """Whether a figure of the row is more than a bare number."""
    return any(
        is_sum(text) and not text.isdigit() for text in (squeezed(cell) for cell in row.values())
    )


def _leads(column: int, row: Row) -> bool:
    """Whether a cell is the number of a row or paragraph."""
    return column == min(row) and len(row) > 1 and bool(NUMBER.fullmatch(squeezed(row[column])))


def _count_sums(row: Row) -> int:
    return sum(is_sum(squeezed(cell)) and not _leads(column, row) for column, cell in row.items())


def _is_numbered(rows: Sequence[Row]) -> bool:
    """Whether the rows are numbered paragraphs, set in a frame."""
    return 2 * sum(_leads(min(row), row) for row in rows) > len(rows)
