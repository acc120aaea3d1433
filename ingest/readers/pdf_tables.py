"""Find the tables of a PDF's page: their rows, their columns, and which rows are headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_cells import cell_text
from ingest.readers.pdf_collisions import covered_words
from ingest.readers.pdf_columns import find_columns
from ingest.readers.pdf_frames import find_frames, without_frame
from ingest.readers.pdf_headings import (
    count_headers,
    is_bold,
    label_column,
    name_columns,
)
from ingest.readers.pdf_layouts import is_table
from ingest.readers.pdf_placed import Bold
from ingest.readers.pdf_regions import (
    Region,
    closed_frames,
    closed_region,
    open_regions,
)
from ingest.readers.pdf_rows import find_rows
from ingest.readers.pdf_rules import Rules
from ingest.readers.pdf_words import View, Word, from_top, lines_from_top


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
    frames = find_frames(rules)
    words = from_top(words)
    lines = lines_from_top(words)
    covered = covered_words(lines, [(r.at, r.start, r.end) for r in rules.down])
    left = [word for word in words if word.start not in covered]
    found: list[tuple[float, FoundTable]] = []
    for frame in closed_frames(frames, rules, words):
        region = closed_region(frame, left)
        table = _table(region, rules, bold) if region else None
        if region and table:
            found.append((_top(region), table))
            taken = {word.start for row in table.rows for word in row.words}
            left = [word for word in left if word.start not in taken]
    if len(left) < len(words):
        lines = lines_from_top(left)
    for region in open_regions(lines, frames, rules):
        if table := _table(region, rules, bold):
            found.append((_top(region), table))
    return [table for _, table in sorted(found, key=lambda pair: pair[0])]


def _top(region: Region) -> float:
    return min(word.box.top for word in region.lines[0].words)


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
    if not is_table(rows, headers, columns, ruled=region.ruled):
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
