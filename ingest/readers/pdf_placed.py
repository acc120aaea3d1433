"""A table's printed lines put in its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ingest.readers.pdf_columns import Columns
from ingest.readers.pdf_pieces import Line, Piece


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


def place_line(line: Line, columns: Columns, bold: Bold, *, heading: bool) -> PlacedLine:
    """Put the pieces of a printed line in columns."""
    words = line.words
    middle = sum([word.box.middle for word in words]) / len(words)
    ruled = columns.ruled_at(middle)
    pieces = line.parted(ruled)
    placed: dict[int, list[Piece]] = {}
    spans: dict[int, int] = {}
    for piece in pieces:
        parts = _split(piece, columns, merged=bool(ruled)) if heading else [piece]
        whole = len(pieces) == 1 and len(parts) < max(3, len(piece.words))
        for part in [piece] if whole else parts:
            column = columns.column(part)
            placed.setdefault(column, []).append(part)
            last = columns.cell(part.right - 1)
            spans[column] = max(spans.get(column, column), last)
    top, bottom = min([w.box.top for w in words]), max([w.box.bottom for w in words])
    return PlacedLine(placed, spans, top, bottom, all(w.start in bold for w in words), heading)


def _split(piece: Piece, columns: Columns, *, merged: bool) -> list[Piece]:
    """Part the words of a heading that stand over several columns, others beside them."""
    # Where some columns are ruled at this height and others are not, cells are merged.
    return piece.parted(
        [cut for cut in columns.cuts[1:-1] if not (merged and cut in columns.ruled)]
    )
