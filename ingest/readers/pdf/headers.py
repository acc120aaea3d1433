"""Find which rows of a table head its columns, and the name of each column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.pdf.columns import Columns, is_figure, is_sum
from ingest.readers.pdf.table_rows import Bold, Cell, Row, cell_text


def count_headers(rows: Sequence[Row], bold: Bold) -> int:
    """Return how many of the first rows head the columns."""
    sums = (
        i
        for i, row in enumerate(rows)
        if any(is_sum(squeezed(cell)) for cell in row.values()) and not _counts_up(row)
    )
    first = next(sums, None)
    heavy = [is_bold(row, bold) for row in rows]
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


COUNTED = 4
"""Columns, at least, whose headings are their numbers."""


def _counts_up(row: Row) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 and so on."""
    texts = [squeezed(cell) for cell in row.values()]
    numbers = [int(text) for text in texts if text.isdecimal()]
    counted = len(numbers) >= COUNTED and len(texts) - len(numbers) <= 1
    return counted and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def squeezed(cell: Cell) -> str:
    """Return a cell's text without white space."""
    return "".join(word.text for word in cell.words)


def is_bold(row: Row, bold: Bold) -> bool:
    """Whether every cell of a row begins in bold type."""
    return all(cell.words[0].start in bold for cell in row.values())


def label_column(rows: Sequence[Row]) -> int:
    """Return the first column that names the rows: one of words, else the first."""
    words: dict[int, int] = {}
    for row in rows:
        for column, cell in row.items():
            if not is_figure(squeezed(cell)):
                words[column] = words.get(column, 0) + 1
    most = max(words.values(), default=0)
    return min((c for c, count in words.items() if 2 * count > most), default=0)


LONG_CELL = 12
SHORT_CELL = 5
"""Words, at most, of short headings above a table of words; the cells below have LONG_CELL."""


def _short_heads(rows: Sequence[Row]) -> int:
    """Return how many short rows stand above long ones, in a table of words."""
    if len(rows) < 2 or sorted(map(longest, rows))[len(rows) // 2] < LONG_CELL:
        return 0
    return next((i for i, row in enumerate(rows[:4]) if longest(row) > SHORT_CELL), 0)


def longest(row: Row) -> int:
    """Return the words of a row's longest cell."""
    return max(len(cell.words) for cell in row.values())


HEADING_WORDS = 20
"""Words of one column's heading, at most."""


def _is_text(row: Row) -> bool:
    """Whether a cell of a row is a sentence, or the rest of one, so that the row heads nothing."""
    if longest(row) > HEADING_WORDS:
        return True
    return any(len(cell.words) > 2 and cell.words[-1].text.endswith(".") for cell in row.values())


UNIT = re.compile(
    r"(?i)^\W*(?:(?:all )?(?:figures|amounts|values)\b.*"
    r"|£ ?(?:m|k|'?000'?s?|million)|£s? per .*)\W*$"
)
"""A note above all figures of a table, such as "All figures in £000"."""
BROKEN_WORD = re.compile("(?<=\\w)[-\ufffe] (?=[a-z])")
LONE_LETTER = re.compile(r"(?<=[a-z]{3}) (?=[b-hj-z](?: |$))")
"""A word that was broken because its column is narrower than the word."""


def name_columns(headers: Sequence[Row], columns: Columns, label: int) -> tuple[str, ...]:
    """Return the words above each column; a heading over several columns counts for each."""
    found: list[list[str]] = [[] for _ in range(len(columns))]
    for index, row in enumerate(headers):
        covers = _covers(row, columns, label, lowest=index == len(headers) - 1)
        for column, owner in enumerate(covers):
            # What is parted in a row of headings is not joined again below it.
            if owner != column and any(
                column in above and owner in above for above in headers[:index]
            ):
                continue
            if owner is not None and not (len(row) == 1 and UNIT.search(cell_text(row[owner]))):
                found[column].append(cell_text(row[owner]))
    names = [BROKEN_WORD.sub("-", LONE_LETTER.sub("", " ".join(name))) for name in found]
    return _without_lone_unit(names)


def _covers(row: Row, columns: Columns, label: int, *, lowest: bool) -> list[int | None]:
    """Return for each column the one in which the heading over it begins; None for no heading."""
    covers: list[int | None] = [None] * len(columns)
    for column, cell in row.items():
        for over in range(column, min(cell.last, len(columns) - 1) + 1):
            if over == column or (over not in row and column != label):
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


def _over(column: int, row: Row, columns: Columns, ruled: Sequence[float]) -> int | None:
    """Return the column in which a heading begins that is over this column too, if one is."""
    middle = (columns.cuts[column] + columns.cuts[column + 1]) / 2
    beside = [
        c
        for c, cell in row.items()
        if not any(min(middle, cell.centre) < cut < max(middle, cell.centre) for cut in ruled)
    ]
    if not beside:
        return None
    return min(beside, key=lambda c: abs(row[c].centre - middle))


CENTRED = 0.12
"""How far off the centre a heading over several columns may be, as a share of their width."""


def _is_over(owner: int, row: Row, covers: Sequence[int | None], columns: Columns) -> bool:
    """Whether a heading is centred over the columns that it would head."""
    headed = [column for column, other in enumerate(covers) if other == owner]
    left, right = columns.cuts[headed[0]], columns.cuts[headed[-1] + 1]
    return abs(row[owner].centre - (left + right) / 2) < CENTRED * (right - left)


LONE_UNIT = re.compile(r"^£ ?(?:m|k|[’']?000[’']?s?)(?=\s|$)")
GRID_COLUMNS = 3
"""Columns, at least, of a table without figures; two often only arrange a form."""


def _without_lone_unit(names: list[str]) -> tuple[str, ...]:
    """Take a unit that is printed over one column, but is meant for all, out of its name."""
    marked = [i for i, name in enumerate(names) if LONE_UNIT.search(name)]
    if len(marked) == 1 and sum(map(bool, names)) > GRID_COLUMNS:
        names[marked[0]] = " ".join(LONE_UNIT.sub(" ", names[marked[0]]).split())
    return tuple(names)
