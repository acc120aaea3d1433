"""Which printed lines of a table are one row: a line of figures with its wrapped label's."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf_columns import Columns
from ingest.readers.pdf_placed import PlacedLine

TIGHT = 0.75
"""White space between two lines of one cell, at most, as a share of the type's height."""
FULL = 0.75
"""Share of the room up to the next column that a line fills before its words go on below."""
SPACE = 0.22
"""Width of a word space, as a share of the type's height."""


def wrapped_groups(band: Sequence[PlacedLine], columns: Columns) -> list[list[PlacedLine]]:
    """Group lines that no rule parts: a line of figures with the lines of its wrapped label."""
    widths = _widths(band, columns)
    groups: list[list[PlacedLine]] = []
    for line in band:
        if groups and _joins(groups[-1], line, widths):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _widths(band: Sequence[PlacedLine], columns: Columns) -> dict[int, float]:
    """Return how wide the print of each column of words is; what juts out is left out."""
    widths: dict[int, float] = {}
    for column, end in enumerate(columns.cuts[1:]):
        pieces = [p for line in band for p in line.pieces.get(column, []) if not p.is_figure]
        beyond = [p for line in band for p in line.pieces.get(column + 1, [])]
        limit = min((p.left for p in beyond), default=end)
        rights = [p.right for p in pieces if p.right <= max(limit, end)]
        if rights:
            left = min(p.left for p in pieces)
            widths[column] = max(max(rights) - left, FULL * (max(limit, end) - left))
    return widths


def _joins(group: Sequence[PlacedLine], line: PlacedLine, widths: dict[int, float]) -> bool:
    above = group[-1]
    if line.top - above.bottom > TIGHT * line.height:
        return False
    if line.heading or (above.heading and len(above.pieces) > 1):
        return False
    if above.bold != line.bold and not above.figures and (above.bold or not line.figures):
        return False
    if line.figures and any(other.figures for other in group):
        return False
    if (
        not line.figures
        and not any(other.figures for other in group)
        and not _wraps(above, line, widths)
    ):
        return False
    shared = (set(above.pieces) - above.figures) & (set(line.pieces) - line.figures)
    if not shared:
        close = (line.top + line.bottom) / 2 - (above.top + above.bottom) / 2
        return bool(line.figures or above.figures) and close < 0.9 * line.height
    return _wraps(above, line, widths)


def _wraps(above: PlacedLine, line: PlacedLine, widths: dict[int, float]) -> bool:
    """Whether a cell of the line above was too full for the first word below it."""
    for column in (set(above.pieces) - above.figures) & (set(line.pieces) - line.figures):
        if column not in widths:
            continue
        upper, lower = above.pieces[column], line.pieces[column]
        if upper[-1].words[-1].text.endswith("\ufffe"):
            return True
        first = lower[0].words[0]
        if first.text[:1].islower():
            return True
        taken = upper[-1].right - upper[0].left
        wanted = (first.box.right - first.box.left) + SPACE * first.box.height
        if taken + wanted > widths[column]:
            return True
    return False
