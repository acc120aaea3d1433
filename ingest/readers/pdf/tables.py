"""Find the tables of a PDF's page: their rows, their columns, and which rows are headings.

Tables are looked for inside ruled frames, and where figures stand in columns. What is found may
still be a form, a list of contents or the layout of a page: `layouts` decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.pdf.columns import Line, Piece, find_columns, is_figure
from ingest.readers.pdf.headers import count_headers, is_bold, label_column, name_columns
from ingest.readers.pdf.layouts import TextRow, arranged_rows, count_labels, is_table
from ingest.readers.pdf.merged import Span, merge_labels
from ingest.readers.pdf.ruling import TOUCH, Rule, Rules, find_frames, is_closed, without_frame
from ingest.readers.pdf.table_rows import (
    Bold,
    cell_text,
    covered_words,
    find_rows,
    parted_words,
)
from ingest.readers.pdf.words import Box, View, Word, from_top, lines_from_top


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a page: its rows from the top, of which the first ones head the columns."""

    rows: tuple[FoundRow, ...]
    headers: int
    columns: tuple[str, ...]
    """The heading of each column, its rows joined; empty where there is none."""
    cuts: tuple[float, ...]
    """Where each column begins and the last one ends, in points from the left."""
    merged: tuple[Span, ...] = ()
    """The labels that stand beside several rows."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row: the text of each column, empty where it has none, and all its words."""

    cells: tuple[str, ...]
    words: tuple[Word, ...]
    bold: bool
    lines: TextRow = ()
    """Its lines, where the columns only arrange a text: then it is no row of a table."""


def find_tables(words: Sequence[Word], rules: Rules, view: View, bold: Bold) -> list[FoundTable]:
    """Return the tables of a page from the top. `bold` holds the places of bold words.

    Those that are printed sideways come last.
    """
    sideways, upwards = _sideways(words)
    if not sideways:
        return _upright_tables(_straightened(words), rules, view, bold)
    level = [word for word in words if word.start not in sideways]
    turned = [_turned(word, view, up=upwards) for word in words if word.start in sideways]
    found = _upright_tables(
        turned, _turned_rules(rules, view, up=upwards), View(view.height, view.width), bold
    )
    return [*_upright_tables(level, rules, view, bold), *(_turned_back(t, sideways) for t in found)]


def _upright_tables(
    words: Sequence[Word], rules: Rules, view: View, bold: Bold
) -> list[FoundTable]:
    """Return the tables whose words stand upright, from the top."""
    rules = without_frame(rules, view)
    frames = find_frames(rules)
    words = from_top(parted_words(words, rules.down))
    lines = lines_from_top(words)
    covered = covered_words(lines, [(r.at, r.start, r.end) for r in rules.down])
    left = [word for word in words if word.start not in covered]
    found: list[tuple[float, FoundTable]] = []
    closed = [frame for frame in frames if is_closed(frame, rules, words)]
    for frame in sorted(closed, key=lambda f: (f.right - f.left) * f.height):
        region = _closed_region(frame, left)
        table = _table(region, rules, bold) if region else None
        if region and table:
            found.append((_top(region), table))
            taken = {word.start for row in table.rows for word in row.words}
            left = [word for word in left if word.start not in taken]
    if len(left) < len(words):
        lines = lines_from_top(left)
    for region in _open_regions(lines, frames, rules):
        if table := _table(region, rules, bold):
            found.append((_top(region), table))
    return [table for _, table in sorted(found, key=lambda pair: pair[0])]


def _closed_region(frame: Box, words: Sequence[Word]) -> _Region | None:
    """Return what is printed in a box; None where nothing is. `words` are given from the top."""
    left, right = frame.left - TOUCH, frame.right + TOUCH
    top, bottom = frame.top - TOUCH, frame.bottom + TOUCH
    within = [
        word
        for word in words
        if top <= word.box.middle <= bottom and left <= word.box.centre <= right
    ]
    if not within:
        return None
    lines = [*map(Line, lines_from_top(within))]
    if beside := _labels_beside(frame, lines, words):
        frame = Box(min(w.box.left for w in beside) - 1, frame.top, frame.right, frame.bottom)
        lines = [*map(Line, lines_from_top(from_top([*within, *beside])))]
    return _Region(frame, lines, True)


FIGURES_ONLY = 0.9
"""Share of the pieces in a frame, at least, that are figures where its labels stand outside."""
LABELLED = 0.7
"""Share of its lines of figures, at least, that have a label to the left of the frame."""
LABELS_WIDE = 1.2
"""Width of such labels, at most, as a multiple of the frame's width."""


def _labels_beside(frame: Box, lines: Sequence[Line], words: Sequence[Word]) -> list[Word]:
    """Return the words to the left of a frame of figures alone that are their labels."""
    rows = [line for line in lines if any(piece.is_sum for piece in line.pieces)]
    pieces = [piece for line in rows for piece in line.pieces]
    if len(rows) < 3 or sum(p.is_figure for p in pieces) < FIGURES_ONLY * len(pieces):
        return []
    edge = frame.left - LABELS_WIDE * (frame.right - frame.left)
    beside = [
        word
        for word in words
        if edge < word.box.left
        and word.box.centre < frame.left - TOUCH
        and rows[0].words[0].box.top - TOUCH < word.box.middle < frame.bottom + TOUCH
    ]
    labelled = sum(any(w.box.on_line_with(row.words[0].box) for w in beside) for row in rows)
    return beside if labelled >= LABELLED * len(rows) else []


@dataclass(frozen=True, slots=True)
class _Region:
    """A part of the page that may hold a table, and the printed lines in it."""

    frame: Box
    lines: list[Line]
    ruled: bool
    """Whether lines close it on both sides."""


def _table(region: _Region, rules: Rules, bold: Bold) -> FoundTable | None:
    frame = region.frame
    down = [
        r
        for r in rules.down
        if frame.left - 3 <= r.at <= frame.right + 3
        and r.end > frame.top
        and r.start < frame.bottom
    ]
    if region.ruled and (texts := arranged_rows(region.lines, down, rules.across, frame)):
        return _arranged(texts)
    columns = find_columns(region.lines, down, frame)
    if len(columns) < 2:
        return None
    rows = find_rows(region.lines, columns, rules.across, frame, bold)
    rows = [row for row in rows if row]
    headers = count_headers(rows, bold)
    if not is_table(rows, headers, columns, ruled=region.ruled):
        return None
    names = name_columns(rows[:headers], columns, label_column(rows[headers:] or rows))
    rows, merged = merge_labels(
        rows, headers, columns, rules.across, count_labels(rows[headers:], columns)
    )
    found = tuple(
        FoundRow(
            tuple(cell_text(row[c]) if c in row else "" for c in range(len(columns))),
            tuple(word for c in sorted(row) for word in row[c].words),
            is_bold(row, bold),
        )
        for row in rows
    )
    return FoundTable(found, headers, names, _edges(found, columns.cuts), merged)


def _arranged(texts: Sequence[TextRow]) -> FoundTable:
    """Return the rows of a text as a table without cells."""
    words = [tuple(word for line in row for word in line.words) for row in texts]
    rows = (FoundRow((), own, False, row) for own, row in zip(words, texts, strict=True))
    return FoundTable(tuple(rows), 0, (), ())


def _edges(rows: Sequence[FoundRow], cuts: Sequence[float]) -> tuple[float, ...]:
    """Return where columns begin and end, without the white space at the outer edges."""
    boxes = [word.box for row in rows for word in row.words]
    left, right = min(box.left for box in boxes) - 1, max(box.right for box in boxes) + 1
    ends = cuts[1:-1] or (cuts[0], cuts[-1])
    # An empty last column is as wide as it is ruled.
    first = max(cuts[0], left) if left < ends[0] else cuts[0]
    return (first, *cuts[1:-1], min(cuts[-1], right) if right > ends[-1] else cuts[-1])


def _top(region: _Region) -> float:
    return min(word.box.top for word in region.lines[0].words)


def _open_regions(
    lines: Sequence[list[Word]], frames: Sequence[Box], rules: Rules
) -> list[_Region]:
    """Return where figures stand in columns, or lines across and shading suggest a table.

    The printed lines are given from the top.
    """
    words = [word for line in lines for word in line]
    frames = [frame for frame in frames if not is_closed(frame, rules, words)]
    seen = [_line(Line(line), frames) for line in lines]
    regions: list[tuple[int, int]] = []
    first = 0
    while first < len(seen):
        if not (seen[first].has_data or seen[first].forced):
            first += 1
            continue
        last = _run_end(seen, first)
        start = _header_start(seen, first)
        if regions and start <= regions[-1][1]:
            start = regions[-1][1] + 1
        regions.append((start, last))
        first = last + 1
    return [_region(seen[start : last + 1]) for start, last in regions]


def _line(line: Line, frames: Sequence[Box]) -> _Line:
    words = line.words
    forced = any(
        frame.top - TOUCH <= words[0].box.middle <= frame.bottom + TOUCH for frame in frames
    )
    top, bottom = min([w.box.top for w in words]), max([w.box.bottom for w in words])
    return _Line(line, [p for p in line.pieces if p.is_figure], forced, top, bottom)


LISTED = re.compile(r"\(?(?:[ivxl]{1,6}|[a-z]|\d{1,2})[.)]", re.I)
PROSE_WORDS = 9
"""Words in one piece of a line, from which on it is no cell of an unruled table."""


@dataclass(frozen=True, slots=True)
class _Line:
    line: Line
    figures: list[Piece]
    forced: bool
    top: float
    bottom: float

    @property
    def words(self) -> list[Word]:
        return self.line.words

    @property
    def pieces(self) -> list[Piece]:
        return self.line.pieces

    @property
    def has_data(self) -> bool:
        """Whether figures stand in columns beside a label, or several by themselves."""
        figures = self.figures
        if len(figures) == len(self.pieces):
            return len(figures) > 2
        if len(figures) == 1:
            own = self.pieces[1:] if self._is_listed() else self.pieces
            return own[-1].is_figure and len(own) == 2 and self._stands_off()
        first = next(i for i, p in enumerate(self.pieces) if not p.is_figure) if figures else 0
        return len(figures) >= 2 and (first == 0 or len(figures) > 2)

    def _is_listed(self) -> bool:
        """Whether the number or letter of a list stands off before its label."""
        first = self.pieces[0].words
        return len(self.pieces) == 3 and len(first) == 1 and bool(LISTED.fullmatch(first[0].text))

    def _stands_off(self) -> bool:
        label, figure = self.pieces[-2:]
        return figure.left - label.right > 2 * (self.bottom - self.top)

    def is_aligned(self, other: _Line) -> bool:
        """Whether a figure of this line is aligned with one of the other."""
        return any(a.is_aligned(b, TOUCH) for a in self.figures for b in other.figures)

    @property
    def is_prose(self) -> bool:
        return any(len(piece.words) > PROSE_WORDS for piece in self.pieces) and not self.has_data


MOST_BETWEEN = 5
"""Lines without figures that may stand between two lines with figures of one table."""


def _run_end(lines: Sequence[_Line], first: int) -> int:
    """Return the last line of the run of lines with figures that begins here."""
    last = first
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if not _near(lines[index - 1], line) and not line.forced:
            break
        if line.is_prose and not line.forced:
            break
        data = line.has_data or (line.figures and len(line.pieces) > 1 and not line.is_prose)
        if line.forced or (data and (lines[last].is_aligned(line) or lines[last].forced)):
            last = index
        elif index - last > MOST_BETWEEN:
            break
    return last


FAR = 3.2
"""Space between two lines of an unruled table, at most, as a multiple of the type's height."""


def _near(above: _Line, below: _Line) -> bool:
    return below.top - above.bottom < FAR * min(w.box.height for w in below.words)


HEADER_LINES = 7
TIGHT = 0.6
"""Space between two lines of one paragraph, at most, as a multiple of the type's height."""


def _header_start(lines: Sequence[_Line], first: int) -> int:
    """Return the first of the lines above the figures that are the columns' headings."""
    depth = 12 if lines[first].forced else 1
    figures = next((line.figures for line in lines[first : first + depth] if line.figures), [])
    if not figures:
        return first
    start = first
    for index in range(first - 1, max(-1, first - 1 - HEADER_LINES), -1):
        line = lines[index]
        if line.is_prose or line.has_data or not _near(line, lines[index + 1]):
            break
        above = lines[index - 1] if index else None
        tail = (
            above is not None
            and above.is_prose
            and line.top - above.bottom < TIGHT * min(w.box.height for w in line.words)
        )
        if _heads(line, figures) and not tail:
            start = index
    return start


def _heads(line: _Line, figures: Sequence[Piece]) -> bool:
    """Whether a line has a piece above the figures, and none that begins far to the left.

    A line of one piece that only reaches over figures with its end is a title.
    """
    edge = min(f.left for f in figures)
    above = [piece for piece in line.pieces if _is_above(piece, figures)]
    if len(line.pieces) == 1 and above:
        reached = min(f.left for f in figures if _is_above(above[0], [f]))
        if above[0].centre < reached and above[0].left <= reached - 60:
            return False
    return bool(above) and all(piece.left > edge - 60 for piece in above)


def _is_above(piece: Piece, figures: Sequence[Piece]) -> bool:
    return any(
        piece.left < f.right + 2 * TOUCH and f.left - 2 * TOUCH < piece.right for f in figures
    )


def _region(lines: Sequence[_Line]) -> _Region:
    words = [word for line in lines for word in line.words]
    frame = Box(
        min(w.box.left for w in words) - 1,
        min(line.top for line in lines),
        max(w.box.right for w in words) + 1,
        max(line.bottom for line in lines),
    )
    return _Region(frame, [line.line for line in lines], False)


# Tables that are printed sideways on an upright page

LEVEL = 0.8
"""Height of a word of three letters that stands upright, at most, as a share of its width."""
FEW_TURNED = 6
"""Turned words of a page that may only name the side of a chart."""


def _turned_words(words: Sequence[Word]) -> list[Word]:
    """Return the words that are turned: higher than wide, and the higher the more letters.

    A type whose letters stand in high boxes makes words of one height.
    """
    tall = [
        word
        for word in words
        if len(word.text) > 2
        and word.box.height > (1.5 if len(word.text) > 3 else 1.2) * _width(word)
    ]
    heights = [word.box.height for word in tall]
    return tall if tall and _spread(heights) > _spread([_width(w) for w in tall]) else []


def _spread(sizes: Sequence[float]) -> float:
    """Return by how much sizes differ, without the few extreme ones, as a share of the middle."""
    ordered = sorted(sizes)
    few = len(ordered) // 10
    return (ordered[-1 - few] - ordered[few]) / max(ordered[len(ordered) // 2], 1.0)


def _sideways(words: Sequence[Word]) -> tuple[dict[int, Word], bool]:
    """Return the words of sideways tables, by their start, and whether they run upwards.

    Short words go with those around them. Where the figures stand upright, only headings are
    turned, and no table is.
    """
    tall = _turned_words(words)
    if len(tall) < FEW_TURNED:
        return {}, False
    left, right = min(w.box.left for w in tall), max(w.box.right for w in tall)
    top, bottom = min(w.box.top for w in tall), max(w.box.bottom for w in tall)
    margin = max(right - left, bottom - top) / 2  # a column of figures may stand beside
    level = {w.start for w in words if len(w.text) > 2 and w.box.height < LEVEL * _width(w)}
    within = [
        word
        for word in words
        if left - margin <= word.box.centre <= right + margin
        and top - margin <= word.box.middle <= bottom + margin
    ]
    figures = [word for word in within if len(word.text) > 2 and is_figure(word.text)]
    if 2 * sum(word.start in level for word in figures) >= len(figures):
        return {}, False
    near = [word for word in within if word.start not in level]
    return {word.start: word for word in near}, _runs_up(near)


def _width(word: Word) -> float:
    return word.box.right - word.box.left


def _runs_up(words: Sequence[Word]) -> bool:
    """Whether words that are printed sideways are read from the bottom of the page."""
    steps = [
        below.box.middle - above.box.middle
        for above, below in pairwise(words)
        if abs(above.box.centre - below.box.centre) < 0.5 * _width(above)
    ]
    return 2 * sum(step < 0 for step in steps) >= len(steps)


def _straightened(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words, headings that are printed sideways set upright at their lower end."""
    tall = _turned_words(words)
    if len(tall) < 2:
        return words
    up = _runs_up(tall)
    runs: list[list[Word]] = []
    for word in sorted(tall, key=lambda w: w.start):
        last = runs[-1][-1] if runs else None
        beside = last is not None and abs(last.box.centre - word.box.centre) < 0.5 * _width(word)
        if last is not None and beside and (word.box.middle < last.box.middle) == up:
            runs[-1].append(word)
        else:
            runs.append([word])
    upright: dict[int, Word] = {}
    for run in runs:
        foot, line = max(word.box.bottom for word in run), _width(run[0])
        for place, word in enumerate(reversed(run)):
            bottom = foot - place * line
            box = Box(word.box.left, bottom - line, word.box.right, bottom)
            upright[word.start] = Word(word.text, word.start, box, word.line)
    return [upright.get(word.start, word) for word in words]


def _turned(word: Word, view: View, *, up: bool) -> Word:
    """Return a word with its place on the page turned so that it stands upright."""
    box = word.box
    if up:
        place = Box(view.height - box.bottom, box.left, view.height - box.top, box.right)
    else:
        place = Box(box.top, view.width - box.right, box.bottom, view.width - box.left)
    return Word(word.text, word.start, place, word.line)


def _turned_rules(rules: Rules, view: View, *, up: bool) -> Rules:
    """Return the lines of a page turned as its words are."""
    height, width = view.height, view.width
    if up:
        across = [Rule(r.at, height - r.end, height - r.start, r.ruled) for r in rules.down]
        down = [Rule(height - r.at, r.start, r.end, r.ruled) for r in rules.across]
    else:
        across = [Rule(width - r.at, r.start, r.end, r.ruled) for r in rules.down]
        down = [Rule(r.at, width - r.end, width - r.start, r.ruled) for r in rules.across]
    return Rules(across, down)


def _turned_back(table: FoundTable, words: dict[int, Word]) -> FoundTable:
    """Return a table with its words where they stand on the page."""
    rows = tuple(
        replace(row, words=tuple(words[word.start] for word in row.words)) for row in table.rows
    )
    return replace(table, rows=rows)
