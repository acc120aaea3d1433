"""How the words of a table stand in columns: by lines ruled down it, and by white space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_gaps import gaps_between, gaps_of_empty
from ingest.readers.pdf_pieces import Line, Piece
from ingest.readers.pdf_rules import Rule
from ingest.readers.pdf_words import Box

DOWN_SHARE = 0.35
"""Share of a table's height that a line down it runs when it parts columns."""
EDGE = 3.0
STRIP = 25.0
"""Points up to which a column in which nothing stands is a coloured bar."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: where each begins and ends, and which cuts are ruled."""

    cuts: tuple[float, ...]
    """Left edge, cuts between columns, right edge."""
    ruled: frozenset[float]
    """The cuts at which a line is ruled, be it not all the way down."""
    down: tuple[Rule, ...]

    def __len__(self) -> int:
        """Count the columns."""
        return len(self.cuts) - 1

    @property
    def is_grid(self) -> bool:
        """Whether lines in ink, not the edges of shading, part columns."""
        return any(
            rule.ruled and any(abs(rule.at - cut) < EDGE for cut in self.ruled)
            for rule in self.down
        )

    def ruled_at(self, height: float) -> list[float]:
        """Return the cuts at which a line is ruled at this distance from the top."""
        return [
            cut
            for cut in self.cuts[1:-1]
            if any(
                abs(rule.at - cut) < EDGE and rule.start - 1 <= height <= rule.end + 1
                for rule in self.down
            )
        ]

    def column(self, piece: Piece) -> int:
        """Return the column in which a piece begins."""
        begin, end = piece.left, piece.right
        wanted = min(EDGE, 0.5 * (end - begin))
        for index, (left, right) in enumerate(pairwise(self.cuts)):
            if min(right, end) - max(left, begin) > wanted:
                return index
        return 0 if piece.centre < self.cuts[0] else len(self) - 1

    def cell(self, centre: float) -> int:
        """Return the column in which a point stands."""
        return sum(1 for cut in self.cuts[1:-1] if cut <= centre)


def find_columns(lines: Sequence[Line], down: Sequence[Rule], frame: Box) -> Columns:
    """Return the columns of a table from the printed lines in its frame."""
    height = max(frame.bottom - frame.top, 1.0)
    tall: list[float] = []
    for at, rules in _by_place(down):
        if sum(rule.length for rule in rules) >= DOWN_SHARE * height:
            tall.append(at)
    inner = [at for at in tall if frame.left + EDGE < at < frame.right - EDGE]
    bounds = [frame.left, *inner, frame.right]
    cuts = [frame.left]
    parted = [line.parted(inner) for line in lines]
    first = next((i for i, pieces in enumerate(parted) if any(p.is_figure for p in pieces)), 0)
    for left, right in pairwise(bounds):
        for gap in [*gaps_between(parted, first, left, right), right]:
            cuts += gaps_of_empty(parted, first, cuts[-1], gap)
            cuts.append(gap)
    filled = _drop_empty(cuts, lines)
    return Columns(tuple(filled), frozenset(inner), tuple(down))


def _by_place(down: Sequence[Rule]) -> list[tuple[float, list[Rule]]]:
    places: list[tuple[float, list[Rule]]] = []
    for rule in sorted(down, key=lambda r: r.at):
        if places and rule.at - places[-1][0] < EDGE:
            places[-1][1].append(rule)
        else:
            places.append((rule.at, [rule]))
    return places


def _drop_empty(cuts: Sequence[float], lines: Sequence[Line]) -> list[float]:
    """Drop the strips in which nothing is printed, such as coloured bars."""
    centres = [word.box.centre for line in lines for word in line.words]
    kept = [cuts[0]]
    for left, right in pairwise(cuts):
        if right - left < STRIP and not any(left <= centre < right for centre in centres):
            continue
        kept.append(right)
    kept[-1] = cuts[-1]
    return kept
