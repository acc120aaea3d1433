"""The rows of a table: printed lines that belong together, by ruled lines, figures and wrapping."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf_cells import Cell, Row
from ingest.readers.pdf_columns import Columns
from ingest.readers.pdf_pieces import Line, is_sum
from ingest.readers.pdf_placed import Bold, PlacedLine, place_line
from ingest.readers.pdf_rules import Rule
from ingest.readers.pdf_words import Box
from ingest.readers.pdf_wrapping import TIGHT, wrapped_groups

ACROSS_SHARE = 0.5
"""Share of a table's width that a line across it runs when it parts rows."""


def find_rows(
    lines: Sequence[Line],
    columns: Columns,
    across: Sequence[Rule],
    frame: Box,
    bold: Bold,
) -> list[Row]:
    """Return the rows of a table from the top. `bold` holds the places of bold words."""
    first = next((i for i, line in enumerate(lines) if _has_sum(line)), len(lines))
    placed = [
        place_line(line, columns, bold, below=lines[i + 1 : first] if i < first else None)
        for i, line in enumerate(lines)
    ]
    rows: list[Row] = []
    bands = _bands(placed, columns, across, frame)
    for band in bands:
        boxed = bool(columns.ruled_at((band[0].top + band[-1].bottom) / 2))
        boxed = boxed and (len(bands) > 1 or columns.is_grid)
        if (boxed or len(bands) > 2) and not _is_several(band):
            groups = _part_title(band)
        elif not any(line.figures for line in band):
            groups = [[line] for line in band]
        else:
            groups = wrapped_groups(band, columns)
        rows += [_row(group) for group in groups]
    return rows


def _has_sum(line: Line) -> bool:
    return any(p.is_figure and is_sum("".join(w.text for w in p.words)) for p in line.pieces)


def _part_title(band: list[PlacedLine]) -> list[list[PlacedLine]]:
    """Part a bold title from the row below it where no line is ruled between."""
    title = 0
    while title < len(band) - 1 and band[title].bold and len(band[title].pieces) == 1:
        title += 1
    if not title or band[title].bold or min(band[title].pieces) > min(band[0].pieces):
        return [band]
    titles = [[band[0]]]
    for above, line in pairwise(band[:title]):
        if line.top - above.bottom > TIGHT * line.height or line.height != above.height:
            titles.append([line])
        else:
            titles[-1].append(line)
    return [*titles, band[title:]]


def _bands(
    lines: Sequence[PlacedLine], columns: Columns, across: Sequence[Rule], frame: Box
) -> list[list[PlacedLine]]:
    """Return the lines between each two lines ruled across the table."""
    ruled = _levels([rule for rule in across if rule.ruled], frame)
    shaded = _levels([rule for rule in across if not rule.ruled], frame)
    # In a grid of lines, shading may lie behind single lines of print.
    cuts = sorted(ruled if columns.is_grid and len(ruled) > 2 else [*ruled, *shaded])
    bands: dict[int, list[PlacedLine]] = {}
    for line in lines:
        middle = (line.top + line.bottom) / 2
        bands.setdefault(sum(1 for cut in cuts if cut < middle), []).append(line)
    return [bands[key] for key in sorted(bands)]


def _levels(across: Sequence[Rule], frame: Box) -> list[float]:
    """Return how far down lines run across most of a table."""
    levels: dict[float, float] = {}
    for rule in across:
        shared = min(rule.end, frame.right) - max(rule.start, frame.left)
        if shared > 0 and frame.top - 2 <= rule.at <= frame.bottom + 2:
            levels[rule.at] = levels.get(rule.at, 0.0) + shared
    wanted = ACROSS_SHARE * (frame.right - frame.left)
    return [at for at, length in levels.items() if length >= wanted]


def _is_several(band: Sequence[PlacedLine]) -> bool:
    """Whether sums stand under one another, so that the lines are rows of their own."""
    seen: set[int] = set()
    for line in band:
        sums = {
            column
            for column in line.figures
            if any(is_sum("".join(w.text for w in p.words)) for p in line.pieces[column])
        }
        if seen & sums:
            return True
        seen |= sums
    return False


def _row(lines: Sequence[PlacedLine]) -> Row:
    row: Row = {}
    for column in sorted({c for line in lines for c in line.pieces}):
        words = [w for line in lines for p in line.pieces.get(column, []) for w in p.words]
        last = max(line.spans.get(column, column) for line in lines)
        row[column] = Cell(tuple(sorted(words, key=lambda w: w.start)), last)
    return row
