"""Give each row of a table the labels that are merged over several rows, and only sure names.

A label that stands beside several rows holds for each of them, wherever in its cell it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.layout.paragraphs import Paragraph
from ingest.layout.table_shapes import Shape, cells_of
from qa.papers import Unit, UnitKind, is_sum

LABEL_WORDS = 20
"""Words, at most, of what is merged and is said of each of its rows."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged cell as one of its rows has it."""

    text: str
    column: int
    columns: int
    tall: bool
    """Whether it stands beside several rows."""
    printed: Unit | None
    """The label by itself where it is printed; None for the row in which it is."""


def merged_in(
    paragraphs: Sequence[Paragraph], shape: Shape, carried: Mapping[int, tuple[str, Unit]]
) -> dict[int, tuple[Merged, ...]]:
    """Return the merged cells of each row, by the row's place among the paragraphs.

    `carried` has by column the labels of the page before, each with the unit in which it is
    printed: they hold for the first rows of a table that goes on, where their cell is empty.
    """
    places = {paragraphs[i].unit.lines[0]: i for i in range(shape.body, shape.last + 1)}
    found: dict[int, list[Merged]] = {}
    for cell in shape.merged:
        rows = [places[n] for n in range(cell.lines[0], cell.lines[1] + 1) if n in places]
        if not rows or cell.lines[0] not in places:
            continue  # its words are not among these paragraphs
        first = paragraphs[rows[0]]
        text, unit = _text_at(first, cell.column), None
        if not text and rows[0] == shape.body and cell.column in carried:
            text, unit = carried[cell.column]
        tall = len(rows) > 1 or unit is not None
        if (
            not text
            or len(text.split()) > LABEL_WORDS
            or (tall and not _may_label(text, cell.column))
        ):
            continue
        for row in rows:
            printed = unit or (_alone(first, text) if row != rows[0] else None)
            found.setdefault(row, []).append(Merged(text, cell.column, cell.columns, tall, printed))
    return {row: tuple(sorted(cells, key=lambda m: m.column)) for row, cells in found.items()}


def _text_at(paragraph: Paragraph, column: int) -> str:
    cells = cells_of(paragraph)
    return cells[column] if column < len(cells) else ""


def _may_label(text: str, column: int) -> bool:
    """Whether words say what rows are about; a sum for several rows is none of each."""
    return not is_sum(text) or (column == 0 and text.isdigit())


def _alone(paragraph: Paragraph, text: str) -> Unit:
    """Return a label by itself, as it stands above or beside the rows of its cell."""
    return replace(paragraph.unit, text=text, kind=UnitKind.HEADER, number=None, row=None)


def cells_with(
    merged: Sequence[Merged], cells: tuple[str, ...], columns: tuple[str, ...], shape: Shape
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a row's cells, the merged ones among them, and the columns' names that are sure.

    Where a row's cells are more than the columns, or fewer without its being known which are left
    out, no name is sure. A cell under several columns has the name that these share.
    """
    width = max([len(columns), *(one.column + 1 for one in merged)])
    if shape.found and len(cells) < width:
        cells = (*cells, *[""] * (width - len(cells)))
    full = list(cells)
    names = list(columns)
    for one in merged:
        if one.tall and one.column < len(full):
            full[one.column] = one.text
        if one.columns > 1 and is_sum(one.text):
            names = _shared_name(names, one)
    told = len(cells) if len(cells) <= len(columns) else _filled(cells)
    if told > len(columns) or (told < len(columns) and _counts(cells)):
        names = []
    return tuple(full), tuple(names)


def _shared_name(names: Sequence[str], cell: Merged) -> list[str]:
    """Return the names with that of a cell's first column cut to what all its columns share."""
    own = [name.split() for name in names[cell.column : cell.column + cell.columns]]
    shared = []
    for words in zip(*own, strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    return [" ".join(shared) if i == cell.column else name for i, name in enumerate(names)]


def _filled(cells: Sequence[str]) -> int:
    """Return how many cells there are, those that are empty at the end left out."""
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1]), 0)


def _counts(cells: Sequence[str]) -> bool:
    return any(map(is_sum, cells))


def labels_of(
    merged: Sequence[Merged], cells: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Unit, ...]]:
    """Return the labels that a row shares with others, and the units in which they are printed.

    A label stands before the row's figures; what stands behind them is a remark.
    """
    texts = [i for i, cell in enumerate(cells) if cell and not is_sum(cell)]
    sums = [i for i, cell in enumerate(cells) if texts and i > texts[0] and is_sum(cell)]
    first = sums[0] if sums else len(cells)
    shared = [one for one in merged if one.tall and one.column < first]
    units = tuple(one.printed for one in shared if one.printed is not None)
    return tuple(one.text for one in shared), units


# Headings further down

HEADING_WORDS = 8
"""Words, at most, of a heading within a table."""
YEAR = re.compile(r"(?:19|20)\d\d")
IN_PLACE = re.compile(r"[-–—]|n/?a|nil|tbc|\.\.", re.I)
"""What stands in the place of a figure."""


@dataclass(slots=True)
class NewHeadings:
    """Goes down the rows of a table and finds those that head the columns anew."""

    figures: frozenset[int]
    """The columns that hold figures."""
    columns: tuple[str, ...] = ()
    """The names since then; none above the first such row."""
    units: tuple[Unit, ...] = ()
    """The rows of headings that give them."""
    _open: bool = field(default=False, init=False)

    @classmethod
    def of(cls, rows: Sequence[Paragraph]) -> NewHeadings:
        """Return the finder for the rows below a table's own headings."""
        held = [cells_of(row) for row in rows]
        width = max(map(len, held), default=0)
        figures = (
            column
            for column in range(width)
            if _are_figures([cells[column] for cells in held if column < len(cells)])
        )
        return cls(frozenset(figures))

    def heads(self, row: Paragraph) -> bool:
        """Whether a row, the next one down, heads the columns: words stand where figures do."""
        cells = cells_of(row)
        over = [i for i, cell in enumerate(cells) if cell and i in self.figures]
        if (
            len(over) < 2
            or not (row.bold or not cells[0])
            or not all(_may_head(cells[i]) for i in over)
        ):
            self._open = False
            return False
        names = [cell if i in self.figures or row.bold else "" for i, cell in enumerate(cells)]
        if self._open:
            above = (*self.columns, *[""] * (len(names) - len(self.columns)))
            names = [f"{a} {b}".strip() for a, b in zip(above, names, strict=False)]
        unit = row.of_kind(UnitKind.HEADER).unit
        self.units = (*self.units, unit) if self._open else (unit,)
        self.columns = tuple(names)
        self._open = True
        return True


def _are_figures(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return 2 * sum(is_sum(c) or bool(IN_PLACE.fullmatch(c)) for c in filled) > len(filled) > 1


def _may_head(cell: str) -> bool:
    if YEAR.fullmatch(cell):
        return True
    short = len(cell.split()) <= HEADING_WORDS
    return short and not is_sum(cell) and not IN_PLACE.fullmatch(cell)
