"""The rows of a table: printed lines that belong together, by ruled lines, figures and wrapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from ingest.readers.pdf_columns import Columns, Piece, is_sum, part_pieces
from ingest.readers.pdf_rules import Rule
from ingest.readers.pdf_words import Box, Word, printed_lines

ACROSS_SHARE = 0.5
"""Share of a table's width that a line across it runs when it parts rows."""
TIGHT = 0.75
"""White space between two lines of one cell, at most, as a share of the type's height."""
FULL = 0.75
"""Share of the room up to the next column that a line fills before its words go on below."""
SPACE = 0.22
"""Width of a word space, as a share of the type's height."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a row in one column, and the last column over which they run."""

    words: tuple[Word, ...]
    last: int

    @property
    def middle(self) -> float:
        """Half way down the first line."""
        return self.words[0].box.middle

    @property
    def centre(self) -> float:
        """Half way across."""
        left, right = min(w.box.left for w in self.words), max(w.box.right for w in self.words)
        return (left + right) / 2


class Bold(Protocol):
    """Tells which places of a page's text are bold."""

    def __contains__(self, place: int) -> bool:
        """Whether the character at a place is bold."""
        ...


Row = dict[int, Cell]
"""The cells of a row by their column."""


@dataclass(frozen=True, slots=True)
class _Line:
    pieces: dict[int, list[Piece]]
    spans: dict[int, int]
    top: float
    bottom: float
    bold: bool
    heading: bool
    """Whether it stands above all figures."""

    @property
    def figures(self) -> set[int]:
        return {
            column
            for column, pieces in self.pieces.items()
            if all(piece.is_figure for piece in pieces)
        }

    @property
    def height(self) -> float:
        return min(p.words[0].box.height for pieces in self.pieces.values() for p in pieces)


def find_rows(
    lines: Sequence[Sequence[Word]],
    columns: Columns,
    across: Sequence[Rule],
    frame: Box,
    bold: Bold,
) -> list[Row]:
    """Return the rows of a table from the top. `bold` holds the places of bold words."""
    first = next((i for i, line in enumerate(lines) if _has_sum(line)), len(lines))
    placed = [_place(line, columns, bold, heading=i < first) for i, line in enumerate(lines)]
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
            groups = _groups(band, columns)
        rows += [_row(group) for group in groups]
    return rows


def _has_sum(line: Sequence[Word]) -> bool:
    return any(is_sum("".join(w.text for w in piece.words)) for piece in part_pieces(line))


def _part_title(band: list[_Line]) -> list[list[_Line]]:
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


def _place(line: Sequence[Word], columns: Columns, bold: Bold, *, heading: bool) -> _Line:
    """Put the pieces of a printed line in columns."""
    middle = sum(word.box.middle for word in line) / len(line)
    ruled = columns.ruled_at(middle)
    pieces = part_pieces(line, ruled)
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
    top, bottom = min(w.box.top for w in line), max(w.box.bottom for w in line)
    return _Line(placed, spans, top, bottom, all(w.start in bold for w in line), heading)


def _split(piece: Piece, columns: Columns, *, merged: bool) -> list[Piece]:
    """Part the words of a heading that stand over several columns, others beside them."""
    # Where some columns are ruled at this height and others are not, cells are merged.
    cuts = [cut for cut in columns.cuts[1:-1] if not (merged and cut in columns.ruled)]
    parts: list[list[Word]] = []
    for word in piece.words:
        before = parts[-1][-1].box.centre if parts else word.box.centre
        if parts and not any(before < cut <= word.box.centre for cut in cuts):
            parts[-1].append(word)
        else:
            parts.append([word])
    return [Piece(tuple(part)) for part in parts]


def _bands(
    lines: Sequence[_Line], columns: Columns, across: Sequence[Rule], frame: Box
) -> list[list[_Line]]:
    """Return the lines between each two lines ruled across the table."""
    ruled = _levels([rule for rule in across if rule.ruled], frame)
    shaded = _levels([rule for rule in across if not rule.ruled], frame)
    # In a grid of lines, shading may lie behind single lines of print.
    cuts = sorted(ruled if columns.is_grid and len(ruled) > 2 else [*ruled, *shaded])
    bands: dict[int, list[_Line]] = {}
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


def _is_several(band: Sequence[_Line]) -> bool:
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


def _groups(band: Sequence[_Line], columns: Columns) -> list[list[_Line]]:
    """Group lines that no rule parts: a line of figures with the lines of its wrapped label."""
    widths = _widths(band, columns)
    groups: list[list[_Line]] = []
    for line in band:
        if groups and _joins(groups[-1], line, widths):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _widths(band: Sequence[_Line], columns: Columns) -> dict[int, float]:
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


def _joins(group: Sequence[_Line], line: _Line, widths: dict[int, float]) -> bool:
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


def _wraps(above: _Line, line: _Line, widths: dict[int, float]) -> bool:
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


def _row(lines: Sequence[_Line]) -> Row:
    row: Row = {}
    for column in sorted({c for line in lines for c in line.pieces}):
        words = [w for line in lines for p in line.pieces.get(column, []) for w in p.words]
        last = max(line.spans.get(column, column) for line in lines)
        row[column] = Cell(tuple(sorted(words, key=lambda w: w.start)), last)
    return row


def cell_text(cell: Cell) -> str:
    """Return a cell's words on one line, as they stand on the page."""
    text = ""
    before: Word | None = None
    for line in printed_lines(cell.words):
        for word in line:
            text += ("" if before is None or _touch(before, word) else " ") + word.text
            before = word
    return text


def _touch(before: Word, word: Word) -> bool:
    """Whether two words are the parts of one: a hyphen parts them, or nothing does."""
    if before.text.endswith("\ufffe"):
        return True
    gap = word.box.left - before.box.right
    return before.box.on_line_with(word.box) and abs(gap) < 0.04 * word.box.height
