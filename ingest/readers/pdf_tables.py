"""Find the tables of a PDF's page: their rows, their columns, and which rows are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_columns import Columns, find_columns, is_figure, is_sum
from ingest.readers.pdf_regions import (
    Region,
    closed_frames,
    closed_region,
    open_regions,
    without_frame,
)
from ingest.readers.pdf_rows import Bold, Cell, Row, cell_text, find_rows
from ingest.readers.pdf_rules import Rules
from ingest.readers.pdf_words import View, Word, covered_words

MOST_WORDS = 160
MOST_WORDS_RULED = 600
"""Words of a cell from which on it is no cell of a table, open or closed by lines."""
LONG_CELL = 12
SHORT_CELL = 5
"""Words of headings at most, and of the longest cell of most rows below them at least."""
CENTRED = 0.12
"""How far off the middle a heading over several columns stands, as a share of their width."""
OPEN_WORDS = 15
"""Words a cell, on average, below which columns that no line closes are a table's."""
HEADING_WORDS = 20
"""Words of one column's heading, at most."""
GRID_COLUMNS = 3
"""Columns that a table without figures has at least; two often only arrange a form."""
UNIT = re.compile(
    r"(?i)^\W*(?:(?:all )?(?:figures|amounts|values)\b.*"
    r"|£ ?(?:m|k|'?000'?s?|million)|£s? per .*)\W*$"
)
"""What a table says of all its figures, above them."""
LONE_UNIT = re.compile(r"^£ ?(?:m|k|[’']?000[’']?s?)(?=\s|$)")
BROKEN_WORD = re.compile(r"(?<=\w)- (?=[a-z])")
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[a-z]?\.?")
LONE_LETTER = re.compile(r"(?<=[a-z]{3}) (?=[b-hj-z](?: |$))")
"""Where a word was broken because its column is narrower than it."""


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
    headers = _count_headers(rows, bold)
    if not _is_table(rows, headers, columns, region):
        return None
    names = _names(rows[:headers], columns, label_column(rows[headers:] or rows))
    found = tuple(
        FoundRow(
            tuple(cell_text(row[c]) if c in row else "" for c in range(len(columns))),
            tuple(word for c in sorted(row) for word in row[c].words),
            _is_bold(row, bold),
        )
        for row in rows
    )
    return FoundTable(found, headers, names, _edges(found, columns.cuts))


def _edges(rows: Sequence[FoundRow], cuts: Sequence[float]) -> tuple[float, ...]:
    """Return where columns begin and end, white space beside the outer ones left out."""
    boxes = [word.box for row in rows for word in row.words]
    left, right = min(box.left for box in boxes) - 1, max(box.right for box in boxes) + 1
    return (max(cuts[0], left), *cuts[1:-1], min(cuts[-1], right))


def _is_table(rows: Sequence[Row], headers: int, columns: Columns, region: Region) -> bool:
    """Whether rows and columns are a table's and not those of a form or of a page's layout."""
    most = MOST_WORDS_RULED if region.ruled else MOST_WORDS
    if not rows or max(map(_longest, rows)) > most:
        return False
    filled = [row for row in rows[headers:] if len(row) > 1]
    if not filled:
        # A head alone at a page's foot waits for its rows on the next.
        return region.ruled and headers == len(rows) and len(rows[0]) >= GRID_COLUMNS
    figures = [column for column in range(len(columns)) if _holds_figures(column, filled)]
    several = sum(_count_sums(row) for row in filled) > 1 or (headers > 0 and columns.is_grid)
    enough = headers > 0 or len(filled) > 1 or len(figures) > 2 or columns.is_grid
    if figures and several and enough:
        return region.ruled or _is_open_table(rows, filled, figures)
    if not region.ruled or len(columns.ruled) < GRID_COLUMNS - 1 or _is_numbered(filled):
        return False
    wide = sum(len(row) > 2 for row in filled)
    short = max(map(_longest, filled)) < LONG_CELL
    return len(filled) + headers >= 0.6 * len(rows) and (
        headers > 0 or wide >= 0.5 * len(filled) or short
    )


def _is_open_table(rows: Sequence[Row], filled: Sequence[Row], figures: Sequence[int]) -> bool:
    """Whether columns that no line closes are a table's and no list of contents."""
    words = sum(len(cell.words) for row in rows for cell in row.values())
    if words >= OPEN_WORDS * sum(len(row) for row in rows):
        return False
    if len(figures) > 1 or any(_is_money(row) for row in filled):
        return True
    places = [_squeezed(row[figures[0]]) for row in filled if figures[0] in row]
    counts = [int(place) for place in places if place.isdigit()]
    return len(filled) > 2 and counts != sorted(counts)


def _holds_figures(column: int, rows: Sequence[Row]) -> bool:
    """Whether at least half of what stands in a column is figures, and some of it sums."""
    cells = [_squeezed(row[column]) for row in rows if column in row and not _leads(column, row)]
    sums = sum(map(is_sum, cells))
    return sums > 0 and 2 * sum(map(is_figure, cells)) >= len(cells) and sums > len(rows) / 8


def _is_money(row: Row) -> bool:
    """Whether a figure of the row is more than a bare number."""
    return any(
        is_sum(text) and not text.isdigit() for text in (_squeezed(cell) for cell in row.values())
    )


def _leads(column: int, row: Row) -> bool:
    """Whether a cell is the number of a row or paragraph."""
    return column == min(row) and len(row) > 1 and bool(NUMBER.fullmatch(_squeezed(row[column])))


def _count_sums(row: Row) -> int:
    return sum(is_sum(_squeezed(cell)) and not _leads(column, row) for column, cell in row.items())


def _is_numbered(rows: Sequence[Row]) -> bool:
    """Whether the rows are numbered paragraphs, set in a frame."""
    return 2 * sum(_leads(min(row), row) for row in rows) > len(rows)


def _longest(row: Row) -> int:
    return max(len(cell.words) for cell in row.values())


def _squeezed(cell: Cell) -> str:
    return "".join(word.text for word in cell.words)


def _count_headers(rows: Sequence[Row], bold: Bold) -> int:
    """Return how many of the first rows head the columns."""
    first = next((i for i, row in enumerate(rows) if _has_figures(row)), None)
    heavy = [_is_bold(row, bold) for row in rows]
    lead = next((i for i, is_heavy in enumerate(heavy) if not is_heavy), 0)
    label = label_column(rows[first:] if first else rows)
    if first is None or _short_heads(rows[:first]):
        every = all(heavy) and len(rows) == 1
        first = len(rows) if every else lead or _short_heads(rows)
    elif 0 < lead < first and label in rows[lead] and len(rows[lead]) > 1:
        first = lead
    long = (i for i, row in enumerate(rows[:first]) if _is_text(row))
    first = min(first, next(long, first))
    while first and set(rows[first - 1]) == {label}:
        first -= 1
    return first


def _is_text(row: Row) -> bool:
    """Whether a cell of a row is a sentence, or the rest of one, and no heading."""
    if _longest(row) > HEADING_WORDS:
        return True
    return any(len(cell.words) > 2 and cell.words[-1].text.endswith(".") for cell in row.values())


def _short_heads(rows: Sequence[Row]) -> int:
    """Return how many short rows stand above long ones, in a table of words."""
    if len(rows) < 2 or sorted(map(_longest, rows))[len(rows) // 2] < LONG_CELL:
        return 0
    return next((i for i, row in enumerate(rows[:4]) if _longest(row) > SHORT_CELL), 0)


def label_column(rows: Sequence[Row]) -> int:
    """Return the first column that names the rows: one of words, else the first."""
    words: dict[int, int] = {}
    for row in rows:
        for column, cell in row.items():
            if not is_figure(_squeezed(cell)):
                words[column] = words.get(column, 0) + 1
    most = max(words.values(), default=0)
    return min((c for c, count in words.items() if 2 * count > most), default=0)


def _has_figures(row: Row) -> bool:
    return any(is_sum(_squeezed(cell)) for cell in row.values())


def _is_bold(row: Row, bold: Bold) -> bool:
    return all(cell.words[0].start in bold for cell in row.values())


def _names(headers: Sequence[Row], columns: Columns, label: int) -> tuple[str, ...]:
    """Return the words above each column, those of a heading over several in each of them."""
    names: list[list[str]] = [[] for _ in range(len(columns))]
    for index, row in enumerate(headers):
        covers = _covers(row, columns, label, lowest=index == len(headers) - 1)
        for column, owner in enumerate(covers):
            if owner is not None and not (len(row) == 1 and UNIT.search(cell_text(row[owner]))):
                names[column].append(cell_text(row[owner]))
    return _without_lone_unit([_whole(" ".join(name)) for name in names])


def _whole(name: str) -> str:
    """Join the halves of words that a narrow column breaks."""
    return BROKEN_WORD.sub("-", LONE_LETTER.sub("", name))


def _without_lone_unit(names: list[str]) -> tuple[str, ...]:
    """Take a unit that stands over one column, and is meant for all, out of its name."""
    marked = [i for i, name in enumerate(names) if LONE_UNIT.search(name)]
    if len(marked) == 1 and sum(map(bool, names)) > GRID_COLUMNS:
        names[marked[0]] = " ".join(LONE_UNIT.sub(" ", names[marked[0]]).split())
    return tuple(names)


def _covers(row: Row, columns: Columns, label: int, *, lowest: bool) -> list[int | None]:
    """Return, for each column, the column in which the heading over it begins."""
    covers: list[int | None] = [None] * len(columns)
    for column, cell in row.items():
        for over in range(column, min(cell.last, len(columns) - 1) + 1):
            if over == column or over not in row:
                covers[over] = column
    if lowest:
        return covers
    ruled = columns.ruled_at(next(iter(row.values())).middle)
    wide = list(covers)
    for column in range(len(columns)):
        if wide[column] is None and column != label:
            wide[column] = _over(column, row, columns, ruled)
    return [
        owner if owner is None or ruled or _is_over(owner, row, wide, columns) else covers[column]
        for column, owner in enumerate(wide)
    ]


def _is_over(owner: int, row: Row, covers: Sequence[int | None], columns: Columns) -> bool:
    """Whether a heading stands over the middle of the columns that it would head."""
    headed = [column for column, other in enumerate(covers) if other == owner]
    left, right = columns.cuts[headed[0]], columns.cuts[headed[-1] + 1]
    return abs(row[owner].centre - (left + right) / 2) < CENTRED * (right - left)


def _over(column: int, row: Row, columns: Columns, ruled: Sequence[float]) -> int | None:
    """Return where the heading begins that stands over a column with others, if one does."""
    middle = (columns.cuts[column] + columns.cuts[column + 1]) / 2
    beside = [
        c
        for c, cell in row.items()
        if not any(min(middle, cell.centre) < cut < max(middle, cell.centre) for cut in ruled)
    ]
    if not beside:
        return None
    return min(beside, key=lambda c: abs(row[c].centre - middle))
