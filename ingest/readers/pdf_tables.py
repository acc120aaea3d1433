"""Find the tables of a PDF's page: their rows, their columns, and which rows are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_columns import Columns, find_columns, is_figure, is_sum
from ingest.readers.pdf_frames import without_frame
from ingest.readers.pdf_headings import (
    GRID_COLUMNS,
    LONG_CELL,
    count_headers,
    is_bold,
    label_column,
    longest,
    name_columns,
    squeezed,
)
from ingest.readers.pdf_regions import (
    Region,
    closed_frames,
    closed_region,
    open_regions,
)
from ingest.readers.pdf_rows import Bold, Row, cell_text, find_rows
from ingest.readers.pdf_rules import Rules
from ingest.readers.pdf_words import View, Word, covered_words

MOST_WORDS = 160
MOST_WORDS_RULED = 600
"""Words of a cell from which on it is no cell of a table, open or closed by lines."""
OPEN_WORDS = 15
"""Words a cell, on average, below which columns that no line closes are a table's."""
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[a-z]?\.?")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row: the text of each column, empty where it has none, and all its words."""

    cells: tuple[str, ...]
    words: tuple[Word, ...]
    bold: bool


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a page: its rows from the top, of which the first ones head the columns."""

    rows: tuple[FoundRow, ...]
    headers: int
    columns: tuple[str, ...]
    """What heads each column, all its rows joined; empty where nothing does."""
    cuts: tuple[float, ...]
    """Where each column begins and the last one ends, in points from the left."""


def find_tables(words: Sequence[Word], rules: Rules, view: View, bold: Bold) -> list[FoundTable]:
    """Return the tables of a page from the top. `bold` holds the places of bold words."""
    rules = without_frame(rules, view)
    covered = covered_words(words, [(r.at, r.start, r.end) for r in rules.down])
    left = [word for word in words if word.start not in covered]
    found: list[tuple[float, FoundTable]] = []
    for frame in closed_frames(rules, words):
        region = closed_region(frame, left)
        table = _table(region, rules, bold) if region else None
        if region and table:
            found.append((_top(region), table))
            taken = {word.start for row in table.rows for word in row.words}
            left = [word for word in left if word.start not in taken]
    for region in open_regions(left, rules):
        if table := _table(region, rules, bold):
            found.append((_top(region), table))
    return [table for _, table in sorted(found, key=lambda pair: pair[0])]


def _top(region: Region) -> float:
    return min(word.box.top for word in region.lines[0])


def _table(region: Region, rules: Rules, bold: Bold) -> FoundTable | None:
    frame = region.frame
    down = [
        r
        for r in rules.down
        if frame.left - 3 <= r.at <= frame.right + 3
        and r.end > frame.top
        and r.start < frame.bottom
    ]
    columns = find_columns(region.lines, down, frame)
    if len(columns) < 2:
        return None
    rows = find_rows(region.lines, columns, rules.across, frame, bold)
    rows = [row for row in rows if row]
    headers = count_headers(rows, bold)
    if not _is_table(rows, headers, columns, region):
        return None
    names = name_columns(rows[:headers], columns, label_column(rows[headers:] or rows))
    found = tuple(
        FoundRow(
            tuple(cell_text(row[c]) if c in row else "" for c in range(len(columns))),
            tuple(word for c in sorted(row) for word in row[c].words),
            is_bold(row, bold),
        )
        for row in rows
    )
    return FoundTable(found, headers, names, _edges(found, columns.cuts))


def _edges(rows: Sequence[FoundRow], cuts: Sequence[float]) -> tuple[float, ...]:
    """Return where columns begin and end, white space beside the outer ones left out."""
    boxes = [word.box for row in rows for word in row.words]
    left, right = min(box.left for box in boxes) - 1, max(box.right for box in boxes) + 1
    ends = cuts[1:-1] or (cuts[0], cuts[-1])
    # A last column in which nothing stands is as wide as it is ruled.
    first = max(cuts[0], left) if left < ends[0] else cuts[0]
    return (first, *cuts[1:-1], min(cuts[-1], right) if right > ends[-1] else cuts[-1])


def _is_table(rows: Sequence[Row], headers: int, columns: Columns, region: Region) -> bool:
    """Whether rows and columns are a table's and not those of a form or of a page's layout."""
    filled = [row for row in rows[headers:] if len(row) > 1]
    figures = [column for column in range(len(columns)) if _holds_figures(column, filled)]
    headed = headers > 0 and len(figures) > 1
    most = MOST_WORDS_RULED if region.ruled or headed else MOST_WORDS
    if not rows or max(map(longest, rows)) > most:
        return False
    if not filled:
        # A head alone at a page's foot waits for its rows on the next.
        return region.ruled and headers == len(rows) and len(rows[0]) >= GRID_COLUMNS
    several = sum(_count_sums(row) for row in filled) > 1 or (headers > 0 and columns.is_grid)
    enough = headers > 0 or len(filled) > 1 or len(figures) > 2 or columns.is_grid
    if figures and several and enough:
        return region.ruled or _is_open_table(rows, filled, figures)
    if not region.ruled or _is_numbered(filled):
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
