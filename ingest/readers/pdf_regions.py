"""Where tables may stand on a PDF's page: inside ruled lines, or where figures stand in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_frames import TOUCH, is_closed
from ingest.readers.pdf_pieces import Line, Piece
from ingest.readers.pdf_rules import Rules
from ingest.readers.pdf_words import Box, Word, lines_from_top

MOST_BETWEEN = 5
"""Lines without figures that may stand between two lines with figures of one table."""
HEADER_LINES = 7
PROSE_WORDS = 9
"""Words in one piece of a line, from which on it is no cell of an unruled table."""
TIGHT = 0.6
"""Space between two lines of one paragraph, at most, as a multiple of the type's height."""
FAR = 3.2
"""Space between two lines of an unruled table, at most, as a multiple of the type's height."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page that may hold a table, and the printed lines in it."""

    frame: Box
    lines: list[Line]
    ruled: bool
    """Whether lines close it on both sides."""


def closed_frames(frames: Sequence[Box], rules: Rules, words: Sequence[Word]) -> list[Box]:
    """Return the boxes that lines, or shading round all print, close; the smallest first."""
    closed = [frame for frame in frames if is_closed(frame, rules, words)]
    return sorted(closed, key=lambda frame: (frame.right - frame.left) * frame.height)


def closed_region(frame: Box, words: Sequence[Word]) -> Region | None:
    """Return what stands in a box, or None where nothing does; words are given from the top."""
    left, right = frame.left - TOUCH, frame.right + TOUCH
    top, bottom = frame.top - TOUCH, frame.bottom + TOUCH
    within = [
        word
        for word in words
        if top <= word.box.middle <= bottom and left <= word.box.centre <= right
    ]
    return Region(frame, [*map(Line, lines_from_top(within))], True) if within else None


def open_regions(lines: Sequence[list[Word]], frames: Sequence[Box], rules: Rules) -> list[Region]:
    """Return where figures stand in columns, or lines across and shading suggest a table.

    The printed lines are given from the top.
    """
    words = [word for line in lines for word in line]
    frames = [frame for frame in frames if not is_closed(frame, rules, words)]
    return _unruled([*map(Line, lines)], frames)


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
            return self.pieces[-1].is_figure and len(self.pieces) == 2 and self._stands_off()
        first = next(i for i, p in enumerate(self.pieces) if not p.is_figure) if figures else 0
        return len(figures) >= 2 and (first == 0 or len(figures) > 2)

    def _stands_off(self) -> bool:
        label, figure = self.pieces
        return figure.left - label.right > 2 * (self.bottom - self.top)

    @property
    def is_prose(self) -> bool:
        return any(len(piece.words) > PROSE_WORDS for piece in self.pieces) and not self.has_data


def _unruled(lines: Sequence[Line], frames: Sequence[Box]) -> list[Region]:
    seen = [_line(line, frames) for line in lines]
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


def _near(above: _Line, below: _Line) -> bool:
    return below.top - above.bottom < FAR * min(w.box.height for w in below.words)


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
        if line.forced or (data and (_aligned(lines[last], line) or lines[last].forced)):
            last = index
        elif index - last > MOST_BETWEEN:
            break
    return last


def _aligned(above: _Line, below: _Line) -> bool:
    """Whether a figure of each stands under one of the other."""
    return any(
        abs(a.right - b.right) < TOUCH
        or abs(a.left - b.left) < TOUCH
        or abs(a.centre - b.centre) < TOUCH
        for a in above.figures
        for b in below.figures
    )


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
        tail = index and lines[index - 1].is_prose and _tight(lines[index - 1], line)
        if _heads(line, figures) and not tail:
            start = index
    return start


def _tight(above: _Line, below: _Line) -> bool:
    return below.top - above.bottom < TIGHT * min(w.box.height for w in below.words)


def _heads(line: _Line, figures: Sequence[Piece]) -> bool:
    """Whether a piece of a line stands above a column of figures, and none above label and all."""
    edge = min(f.left for f in figures)
    above = [
        piece
        for piece in line.pieces
        if any(
            piece.left < f.right + 2 * TOUCH and f.left - 2 * TOUCH < piece.right for f in figures
        )
    ]
    return bool(above) and all(piece.left > edge - 60 for piece in above)


def _region(lines: Sequence[_Line]) -> Region:
    words = [word for line in lines for word in line.words]
    frame = Box(
        min(w.box.left for w in words) - 1,
        min(line.top for line in lines),
        max(w.box.right for w in words) + 1,
        max(line.bottom for line in lines),
    )
    return Region(frame, [line.line for line in lines], False)
