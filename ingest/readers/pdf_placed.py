"""A table's printed lines put in its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.readers.pdf_columns import Columns
from ingest.readers.pdf_pieces import Line, Piece
from ingest.readers.pdf_spanning import heading_parts


class Bold(Protocol):
    """Tells which places of a page's text are bold."""

    def __contains__(self, place: int) -> bool:
        """Whether the character at a place is bold."""
        ...


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A printed line: its pieces by their column, and the last column over which each runs."""

    pieces: dict[int, list[Piece]]
    spans: dict[int, int]
    top: float
    bottom: float
    bold: bool
    heading: bool
    """Whether it stands above all figures."""

    @property
    def figures(self) -> set[int]:
        """The columns in which it has figures alone."""
        return {
            column
            for column, pieces in self.pieces.items()
            if all(piece.is_figure for piece in pieces)
        }

    @property
    def height(self) -> float:
        """The type's height, that of the smallest."""
        return min(p.words[0].box.height for pieces in self.pieces.values() for p in pieces)


def place_line(
    line: Line, columns: Columns, bold: Bold, *, below: Sequence[Line] | None
) -> PlacedLine:
    """Put the pieces of a printed line in columns.

    `below` are the lines of headings under it where it is one itself, else None.
    """
    words = line.words
    ruled = columns.ruled_at(line.middle)
    placed: dict[int, list[Piece]] = {}
    spans: dict[int, int] = {}
    for part in _parts(line, ruled, columns, below):
        column = columns.column(part)
        placed.setdefault(column, []).append(part)
        last = columns.cell(part.right - 1)
        spans[column] = max(spans.get(column, column), last)
    top, bottom = min([w.box.top for w in words]), max([w.box.bottom for w in words])
    heavy = all(w.start in bold for w in words)
    return PlacedLine(placed, spans, top, bottom, heavy, below is not None)


def _parts(
    line: Line, ruled: Sequence[float], columns: Columns, below: Sequence[Line] | None
) -> list[Piece]:
    if below is None:
        return line.parted(ruled)
    found = heading_parts(line, ruled, columns, below)
    if len(found) == 1:
        whole = [word for part in found[0] for word in part.words]
        if len(found[0]) < max(3, len(whole)):
            return [Piece(tuple(whole))]
    return [part for parts in found for part in parts]
