"""Find the rows of a table: printed lines that belong together, by ruled lines, figures, wrapping.

First each printed line is put into the columns; a line of headings is parted where it heads several
columns. Then the lines between two ruled lines are one row, unless several of them have sums. Where
no line is ruled, a line of figures is a row with the lines of its wrapped label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from ingest.readers.pdf.columns import Columns, Line, Piece
from ingest.readers.pdf.ruling import Rule
from ingest.readers.pdf.words import Box, Word, printed_lines


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


Row = dict[int, Cell]
"""The cells of a row by their column."""


def find_rows(
    lines: Sequence[Line],
    columns: Columns,
    across: Sequence[Rule],
    frame: Box,
    bold: Bold,
) -> list[Row]:
    """Return the rows of a table from the top. `bold` holds the places of bold words."""
    has_sum = (i for i, line in enumerate(lines) if any(piece.is_sum for piece in line.pieces))
    first = next(has_sum, len(lines))
    anchors = _anchors(lines[:first], lines[first : first + TELLING], columns)
    placed = [
        _place_line(line, columns, bold, anchors, below=lines[i + 1 : first] if i < first else None)
        for i, line in enumerate(lines)
    ]
    rows: list[Row] = []
    bands = _bands(placed, columns, across, frame)
    for band in bands:
        boxed = bool(columns.ruled_at((band[0].top + band[-1].bottom) / 2))
        boxed = boxed and (len(bands) > 1 or columns.is_grid)
        closed = columns.is_grid and boxed and len(bands) > 2
        if (boxed or len(bands) > 2) and not _is_several(band, closed=closed):
            groups = _part_title(band)
        elif not any(line.figures for line in band):
            groups = [[line] for line in band]
        else:
            groups = _wrapped_groups(band, columns)
        rows += [_row(group) for group in groups]
    return rows


class Bold(Protocol):
    """Tells which places of a page's text are bold."""

    def __contains__(self, place: int) -> bool:
        """Whether the character at a place is bold."""
        ...


Anchor = tuple[Piece, int]
"""A heading and the column over which it surely stands."""


TELLING = 8
"""Lines of figures that show which columns hold words."""


def _anchors(heads: Sequence[Line], rows: Sequence[Line], columns: Columns) -> list[Anchor]:
    """Return the headings of the lowest line that has just one for each column, if one has."""
    for line in reversed(heads):
        count = len(line.pieces)
        if count < FEW_COLUMNS or columns.ruled_at(line.middle):
            continue
        if count == len(columns):
            pairs = list(zip(line.pieces, range(count), strict=True))
            if all(_is_near(piece, at, columns, 1.0) for piece, at in pairs):
                return pairs
        pieces = [piece for row in rows for piece in row.parted(columns.cuts[1:-1])]
        words = {columns.column(piece) for piece in pieces if not piece.is_figure}
        words -= {columns.column(piece) for piece in pieces if piece.is_sum}
        for label in sorted(words) if count == len(columns) - 1 else ():
            others = [at for at in range(len(columns)) if at != label]
            pairs = list(zip(line.pieces, others, strict=True))
            whole = all(len(p.parted(columns.cuts[1:-1])) == 1 for p in line.pieces)
            if whole and all(_is_near(piece, at, columns, BESIDE) for piece, at in pairs):
                return pairs  # the labels have no heading
    return []


FEW_COLUMNS = 4
"""Headings, at least, of a line that by their number are known to stand one over each column."""


BESIDE = 0.2
"""By how much of a column's width the middle of its heading may lie beside it."""


def _is_near(piece: Piece, column: int, columns: Columns, beside: float) -> bool:
    left, right = columns.cuts[column], columns.cuts[column + 1]
    wide = beside * (right - left)
    return left - wide < piece.centre < right + wide


def _anchored(piece: Piece, anchors: Sequence[Anchor]) -> int | None:
    """Return the column of the only sure heading that a heading is, or stands over; else None."""
    over = [
        (other, at)
        for other, at in anchors
        if min(piece.right, other.right) - max(piece.left, other.left) > 1
    ]
    if len(over) != 1:
        return None
    other, at = over[0]
    shared = min(piece.right, other.right) - max(piece.left, other.left)
    narrow = min(piece.right - piece.left, other.right - other.left)
    return at if shared > 0.5 * narrow or piece.is_aligned(other, ALIGNED) else None


def _place_line(
    line: Line,
    columns: Columns,
    bold: Bold,
    anchors: Sequence[Anchor],
    *,
    below: Sequence[Line] | None,
) -> _PlacedLine:
    """Put the pieces of a printed line into columns.

    `below` are the lines of headings under it; None where it is no line of headings itself.
    """
    words = line.words
    ruled = columns.ruled_at(line.middle)
    placed: dict[int, list[Piece]] = {}
    spans: dict[int, int] = {}
    left: list[Piece] = []
    for piece in line.pieces if below is not None and anchors and not ruled else ():
        if (sure := _anchored(piece, anchors)) is None:
            left.append(piece)
        else:
            placed.setdefault(sure, []).append(piece)
            spans[sure] = sure
    if placed:
        rest = [word for piece in left for word in piece.words]
        line = Line(rest) if rest else line
    for part in _parts(line, ruled, columns, below) if left or not placed else ():
        column = columns.column(part)
        placed.setdefault(column, []).append(part)
        last = columns.cell(part.right - 1)
        spans[column] = max(spans.get(column, column), last)
    top, bottom = min([w.box.top for w in words]), max([w.box.bottom for w in words])
    heavy = all(w.start in bold for w in words)
    return _PlacedLine(placed, spans, top, bottom, heavy, below is not None, words[0].start in bold)


@dataclass(frozen=True, slots=True)
class _PlacedLine:
    """A printed line: its pieces by their column, and the last column over which each runs."""

    pieces: dict[int, list[Piece]]
    spans: dict[int, int]
    top: float
    bottom: float
    bold: bool
    heading: bool
    """Whether it is above all figures."""
    bold_label: bool = False
    """Whether its first word is bold."""

    @property
    def figures(self) -> set[int]:
        """The columns in which it has figures only."""
        return {
            column
            for column, pieces in self.pieces.items()
            if all(piece.is_figure for piece in pieces)
        }

    @property
    def height(self) -> float:
        """The height of its smallest type."""
        return min(p.words[0].box.height for pieces in self.pieces.values() for p in pieces)


def _parts(
    line: Line, ruled: Sequence[float], columns: Columns, below: Sequence[Line] | None
) -> list[Piece]:
    if below is None:
        return line.parted(ruled)
    found = _heading_parts(line, ruled, columns, below)
    if len(found) == 1:
        whole = [word for part in found[0] for word in part.words]
        if len(found[0]) < max(3, len(whole)):
            return [Piece(tuple(whole))]
    return [part for parts in found for part in parts]


HEADING_DEPTH = 4
"""Lines of headings, at most, below one that heads several columns."""


def _heading_parts(
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
    """Join what wide gaps part within a merged cell: the gaps only part columns below it."""
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
    """Part words over several columns, unless they are one heading of all of these."""
    # Where some columns are ruled at this height and others are not, cells are merged.
    cuts = [cut for cut in columns.cuts[1:-1] if not (merged and cut in columns.ruled)]
    parts = piece.parted(cuts)
    if len(parts) > 1 and _runs_on(parts, columns, below):
        return [piece]
    if len(parts) > 1 and any(_heads_together(parts, columns, line) for line in below):
        return [piece]
    return parts


WORD_SPACE = 0.45
"""Width of a space within a sentence, at most, as a share of the type's height."""


def _runs_on(parts: Sequence[Piece], columns: Columns, below: Sequence[Line]) -> bool:
    """Whether a title over the labels only runs on over columns that are headed below it."""
    if columns.column(parts[0]) != 0:
        return False
    spaces = (b.left - a.right for a, b in pairwise(parts))
    height = parts[0].words[0].box.height
    headed = {columns.column(piece) for line in below for piece in line.pieces}
    return max(spaces) < WORD_SPACE * height and all(columns.column(p) in headed for p in parts[1:])


ALIGNED = 2.0
"""Points within which a word of a heading is aligned with the one below it."""


def _heads_together(parts: Sequence[Piece], columns: Columns, below: Line) -> bool:
    """Whether each column has its own heading below, with which most parts are not aligned.

    Of three words centred together, the middle one is aligned by chance.
    """
    names = {columns.column(part): part for part in below.parted(columns.cuts[1:-1])}
    first, last = columns.column(parts[0]), columns.column(parts[-1])
    if not all(column in names for column in range(first, last + 1)):
        return False
    aligned = sum(part.is_aligned(names[columns.column(part)], ALIGNED) for part in parts)
    return 2 * aligned < len(parts)


def _bands(
    lines: Sequence[_PlacedLine], columns: Columns, across: Sequence[Rule], frame: Box
) -> list[list[_PlacedLine]]:
    """Return the printed lines between each two lines ruled across the table."""
    ruled = _levels([rule for rule in across if rule.ruled], frame)
    shaded = _levels([rule for rule in across if not rule.ruled], frame)
    # In a grid of lines, shading may lie behind single lines of print.
    cuts = sorted(ruled if columns.is_grid and len(ruled) > 2 else [*ruled, *shaded])
    bands: dict[int, list[_PlacedLine]] = {}
    for line in lines:
        middle = (line.top + line.bottom) / 2
        bands.setdefault(sum(1 for cut in cuts if cut < middle), []).append(line)
    return [bands[key] for key in sorted(bands)]


ACROSS_SHARE = 0.5
"""Share of a table's width, at least, of a ruled line that parts rows."""


def _levels(across: Sequence[Rule], frame: Box) -> list[float]:
    """Return the heights at which ruled lines cross most of a table."""
    levels: dict[float, float] = {}
    for rule in across:
        shared = min(rule.end, frame.right) - max(rule.start, frame.left)
        if shared > 0 and frame.top - 2 <= rule.at <= frame.bottom + 2:
            levels[rule.at] = levels.get(rule.at, 0.0) + shared
    wanted = ACROSS_SHARE * (frame.right - frame.left)
    return [at for at, length in levels.items() if length >= wanted]


def _is_several(band: Sequence[_PlacedLine], *, closed: bool) -> bool:
    """Whether sums stand below one another, so that each line is a row of its own.

    A cell that is `closed` all round may list a few sums among its words: there it takes two
    columns, or most of the lines.
    """
    sums: Counter[int] = Counter()
    for line in band:
        sums.update(c for c in line.figures if any(piece.is_sum for piece in line.pieces[c]))
    stacked = [count for count in sums.values() if count > 1]
    return len(stacked) > 1 or (bool(stacked) and (not closed or 2 * stacked[0] > len(band)))


TIGHT = 0.75
"""White space between two lines of a cell, at most, as a share of the type's height."""


def _part_title(band: list[_PlacedLine]) -> list[list[_PlacedLine]]:
    """Part a bold title from the row below it where no line is ruled between."""
    title = 0
    while title < len(band) - 1 and band[title].bold and len(band[title].pieces) == 1:
        title += 1
    if not title or band[title].bold or min(band[title].pieces) > min(band[0].pieces):
        return [band]
    if band[title].bold_label and min(band[title].pieces) == min(band[0].pieces):
        return [band]  # the label itself is bold, and wraps
    titles = [[band[0]]]
    for above, line in pairwise(band[:title]):
        if line.top - above.bottom > TIGHT * line.height or line.height != above.height:
            titles.append([line])
        else:
            titles[-1].append(line)
    return [*titles, band[title:]]


def _wrapped_groups(band: Sequence[_PlacedLine], columns: Columns) -> list[list[_PlacedLine]]:
    """Group lines without ruled lines between: a line of figures with its wrapped label's lines."""
    widths = _widths(band, columns)
    groups: list[list[_PlacedLine]] = []
    for line in band:
        if groups and _joins(groups[-1], line, widths):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


FULL = 0.75
"""Share of the room up to the next column that a full line takes up at least."""


def _widths(band: Sequence[_PlacedLine], columns: Columns) -> dict[int, float]:
    """Return the width in points of each column of words; print that reaches beyond is left out."""
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


def _joins(group: Sequence[_PlacedLine], line: _PlacedLine, widths: dict[int, float]) -> bool:
    above = group[-1]
    if line.top - above.bottom > TIGHT * line.height:
        return False
    if line.heading or (above.heading and len(above.pieces) > 1):
        return False
    if above.bold != line.bold and not above.figures and (above.bold or not line.figures):
        return False
    if line.figures and any(other.figures for other in group):
        return False
    if line.figures and _leads_to(above):
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


def _leads_to(line: _PlacedLine) -> bool:
    """Whether a line of words alone leads to the rows below it: `These were paid:`."""
    words = [piece.words[-1].text for pieces in line.pieces.values() for piece in pieces]
    return len(words) == 1 and words[0].endswith(":")


SPACE = 0.22
"""Width of a space between words, as a share of the type's height."""


def _wraps(above: _PlacedLine, line: _PlacedLine, widths: dict[int, float]) -> bool:
    """Whether a cell of the line above had no room for the first word below it."""
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


def _row(lines: Sequence[_PlacedLine]) -> Row:
    row: Row = {}
    for column in sorted({c for line in lines for c in line.pieces}):
        words = [w for line in lines for p in line.pieces.get(column, []) for w in p.words]
        last = max(line.spans.get(column, column) for line in lines)
        row[column] = Cell(tuple(sorted(words, key=lambda w: w.start)), last)
    return row


def cell_text(cell: Cell) -> str:
    """Return a cell's words on one line, as they stand on the page."""
    if len(cell.words) == 1:
        return cell.words[0].text
    text = ""
    before: Word | None = None
    for line in printed_lines(cell.words):
        for word in line:
            text += ("" if before is None or _touch(before, word) else " ") + word.text
            before = word
    return text


CUT_FIGURES = re.compile(r"\d[-–]")
"""How a line ends within figures that a hyphen joins: the line below has the next figure."""


def _touch(before: Word, word: Word) -> bool:
    """Whether two words are parts of one: a hyphen parts them, or no space does."""
    if before.text.endswith("\ufffe"):
        return True
    if CUT_FIGURES.fullmatch(before.text[-2:]) and word.text[0].isdecimal():
        return not before.box.on_line_with(word.box)
    gap = word.box.left - before.box.right
    return before.box.on_line_with(word.box) and abs(gap) < 0.04 * word.box.height


MEETS = re.compile(r"(?<=[a-z)%])(?=[A-Z0-9£(])|(?<=\d)(?=[£(A-Z])")
"""Where the last word of a cell meets the first of the next."""
LETTERS_OFF = 2.5
"""Letters, at most, between such a place and the line ruled there, as letters differ in width."""


def parted_words(words: Iterable[Word], down: Sequence[Rule]) -> list[Word]:
    """Return the words of a page, those parted that run from a cell into the next one.

    Where a cell is full, no space is left before the words beyond the line that is ruled there.
    """
    lines = sorted((rule for rule in down if rule.ruled), key=lambda rule: rule.at)
    places = [rule.at for rule in lines]
    parted: list[Word] = []
    for word in words:
        box = word.box
        first = bisect_right(places, box.left + 3.0) if places else 0
        if first < len(places) and places[first] < box.right - 3.0:
            parted += _parted_word(word, [r for r in lines[first:] if r.at < box.right - 3.0])
        else:
            parted.append(word)
    return parted


def _parted_word(word: Word, rules: Sequence[Rule]) -> list[Word]:
    box, letters = word.box, len(word.text)
    pitch = (box.right - box.left) / letters
    for rule in rules:
        if not rule.start - 1 <= box.middle <= rule.end + 1:
            continue
        wanted = (rule.at - box.left) / pitch
        near = [m.start() for m in MEETS.finditer(word.text)]
        place = min(near, key=lambda at: abs(at - wanted), default=None)
        if place is not None and abs(place - wanted) <= LETTERS_OFF:
            left = Box(box.left, box.top, rule.at - 0.5, box.bottom)
            right = Box(rule.at + 0.5, box.top, box.right, box.bottom)
            return [
                Word(word.text[:place], word.start, left, word.line),
                Word(word.text[place:], word.start + place, right, word.line),
            ]
    return [word]


COVERED = 0.3
"""A word is covered where another one lies over more than this share of its width."""


def covered_words(
    lines: Iterable[Sequence[Word]], down: Sequence[tuple[float, float, float]]
) -> set[int]:
    """Return the places of words over which another cell's words are printed.

    Spreadsheets leave such words behind where the row below cuts off a heading. Of two words that
    collide, the one is covered whose run of words crosses a line ruled down the table. `down` has
    each line's distance from the left, its top and its foot, in points.
    """
    covered: set[int] = set()
    for printed in lines if down else ():
        for a, b in pairwise(printed):
            shared = a.box.right - b.box.left
            if shared <= 0.0:
                continue
            shared = min(a.box.right, b.box.right) - b.box.left
            if shared <= COVERED * min(a.box.right - a.box.left, b.box.right - b.box.left):
                continue
            runs = (
                [w for w in printed if abs(w.box.top - word.box.top) < 0.5 and w.line == word.line]
                for word in (a, b)
            )
            covered.update(w.start for run in runs if _crosses(run, down) for w in run)
    return covered


def _crosses(run: Sequence[Word], down: Sequence[tuple[float, float, float]]) -> bool:
    left, right = min(w.box.left for w in run), max(w.box.right for w in run)
    return any(
        left < at < right and top < run[0].box.middle < foot and not _between(run, at)
        for at, top, foot in down
    )


def _between(run: Sequence[Word], at: float) -> bool:
    """Whether a line ruled down lies in a wide gap between words."""
    return any(
        a.box.right <= at <= b.box.left and b.box.left - a.box.right > 0.5 * a.box.height
        for a, b in pairwise(run)
    )
