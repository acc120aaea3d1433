"""The rows of a web page's tables: cells that reach over columns and down over rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.readers.html_marks import classes, whole
from ingest.readers.rows import Written, write_row

MAX_SPAN = 64
MAX_ROWS = 1_000
NUMBER_CELL = "mgitemnumbercell"


@dataclass(slots=True)
class Row:
    """A row as its cells come by."""

    above: list[int]
    """For each column, how many rows a cell from above still reaches down, this one included."""
    cells: list[list[Written]] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)
    arranges: bool = False
    heads_items: bool = False
    """Whether it only says "No." and "Item" above the items of a meeting."""

    def pass_covered(self) -> None:
        """Leave columns empty that a cell from above takes up; its text stands once."""
        while (column := len(self.cells)) < len(self.above) and self.above[column] > 0:
            self.cells.append([])
            self.reach.append(self.above[column])

    def add(self, node: LexborNode, cell: list[Written]) -> None:
        """Put a cell into the next free columns."""
        columns = max(1, whole(node.attributes.get("colspan"), 1, MAX_SPAN))
        rows = max(1, whole(node.attributes.get("rowspan"), 1, MAX_ROWS))
        self.pass_covered()
        self.cells.extend([cell, *([] for _ in range(columns - 1))])
        self.reach.extend([rows] * columns)
        if NUMBER_CELL in classes(node):
            self.arranges = True
            self.heads_items = node.tag == "th"

    def end(self) -> tuple[list[Written], list[int]]:
        """Return the row's lines, and for each column how far its cell reaches further down."""
        self.pass_covered()
        below = [rows - 1 for rows in self.reach]
        return [] if self.heads_items else write_row(self.cells, arranges=self.arranges), below
