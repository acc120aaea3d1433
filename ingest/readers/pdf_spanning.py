"""The headings on a printed line of a table: those over one column, and those over several."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf_columns import Columns
from ingest.readers.pdf_pieces import Line, Piece

ALIGNED = 2.0
"""Points within which a word of a heading is set to the one below it."""
HEADING_DEPTH = 4
"""Lines of headings, at most, that stand below one over several columns."""


def heading_parts(
    line: Line, ruled: Sequence[float], columns: Columns, below: Sequence[Line]
) -> list[list[Piece]]:
    """Return the pieces of a line of headings, each parted where it heads several columns.

    `ruled` are the cuts at which a line is ruled at its height, `below` the lines of headings
    under it.
    """
    pieces = _joined_in_cells(line.parted(ruled), ruled, columns, below[:HEADING_DEPTH])
    return [_parted(piece, columns, below[:1], merged=bool(ruled)) for piece in pieces]


def _joined_in_cells(
    pieces: Sequence[Piece], ruled: Sequence[float], columns: Columns, below: Sequence[Line]
) -> list[Piece]:
    """Join what wide gaps part in a cell that lines merge: they part columns below it alone."""
    under = {cut for line in below for cut in columns.ruled_at(line.middle)} if ruled else set()
    merged = under & columns.ruled - set(ruled)
    joined: list[Piece] = []
    for piece in pieces:
        if joined and merged:
            last, first = joined[-1].words[-1].box.centre, piece.words[0].box.centre
            between = [cut for cut in columns.cuts[1:-1] if last < cut <= first]
            if between and merged.issuperset(between):
                joined[-1] = Piece(joined[-1].words + piece.words)
                continue
        joined.append(piece)
    return joined


def _parted(piece: Piece, columns: Columns, below: Sequence[Line], *, merged: bool) -> list[Piece]:
    """Part the words that stand over several columns, unless they head all of these together."""
    # Where some columns are ruled at this height and others are not, cells are merged.
    cuts = [cut for cut in columns.cuts[1:-1] if not (merged and cut in columns.ruled)]
    parts = piece.parted(cuts)
    if len(parts) > 1 and any(_heads_together(parts, columns, line) for line in below):
        return [piece]
    return parts


def _heads_together(parts: Sequence[Piece], columns: Columns, below: Line) -> bool:
    """Whether each column has a heading of its own below, to which most parts are not set.

    The middle word of three that are centred together stands over the middle column.
    """
    names = {columns.column(part): part for part in below.parted(columns.cuts[1:-1])}
    first, last = columns.column(parts[0]), columns.column(parts[-1])
    if not all(column in names for column in range(first, last + 1)):
        return False
    return 2 * sum(_aligned(part, names[columns.column(part)]) for part in parts) < len(parts)


def _aligned(part: Piece, name: Piece) -> bool:
    return (
        abs(part.left - name.left) < ALIGNED
        or abs(part.right - name.right) < ALIGNED
        or abs(part.centre - name.centre) < ALIGNED
    )
