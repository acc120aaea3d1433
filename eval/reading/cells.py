"""Figures drawn at random from the tables of papers, for a person to read beside the page.

A figure is right where its value, the labels of its row and the name of its column are.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from eval.reading.found import ReadingStore
from qa.papers import Lines, Paper, TableRow, is_sum

MOST_OF_A_PAPER = 4
"""Figures drawn from one paper at most, so that no large paper stands for all."""


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A figure, where it stands, and all that is known of it."""

    file: str
    page: int | None
    lines: Lines
    labels: tuple[str, ...]
    """Labels that stand for several rows, then the other cells of its row that are no figures."""
    column: str
    unit: str | None
    """None where the names of other columns have it and that of its own has not."""
    group: str | None
    caption: str | None
    value: str
    place: int
    """Which cell of its row it is, from 1."""
    row: tuple[str, ...]


def draw_cells(store: ReadingStore, draw: int, seed: int) -> list[DrawnCell]:
    """Return figures drawn at random, in the order of papers and lines.

    Each figure is as likely as the next, until a paper has given `MOST_OF_A_PAPER`. There are fewer
    than `draw` where the papers have no more.
    """
    cells = sorted(_cells(store), key=lambda cell: (cell.file, cell.lines, cell.place))
    random.Random(seed).shuffle(cells)
    given: Counter[str] = Counter()
    drawn: list[DrawnCell] = []
    for cell in cells:
        if len(drawn) == draw:
            break
        if given[cell.file] < MOST_OF_A_PAPER:
            given[cell.file] += 1
            drawn.append(cell)
    return sorted(drawn, key=lambda cell: (cell.file, cell.lines, cell.place))


def _cells(store: ReadingStore) -> Iterator[DrawnCell]:
    """Yield each figure of the papers' tables once, though two passages may hold its row."""
    for paper in store.papers():
        seen: set[Lines] = set()
        for passage in store.passages_of(paper.id):
            for unit in passage.units:
                if unit.row is not None and unit.lines not in seen:
                    seen.add(unit.lines)
                    yield from _figures(paper, unit.page, unit.lines, unit.row)


def _figures(paper: Paper, page: int | None, lines: Lines, row: TableRow) -> Iterator[DrawnCell]:
    named = {name for name in row.columns if row.unit and row.unit in name}
    words = [cell for cell in row.cells if cell and not is_sum(cell) and cell not in row.labels]
    for place, cell in enumerate(row.cells):
        if is_sum(cell):
            column = row.columns[place] if place < len(row.columns) else ""
            yield DrawnCell(
                file=paper.file,
                page=page,
                lines=lines,
                labels=(*row.labels, *words),
                column=column,
                unit=row.unit if not named or column in named else None,
                group=row.group,
                caption=row.caption,
                value=cell,
                place=place + 1,
                row=row.cells,
            )
