"""The pieces into which a printed line of a table falls, and which of them are figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from ingest.readers.pdf_words import Word

FIGURE = re.compile(
    r"[(\[]?[-+–−]?[£€$]?[-+–−]?(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d+)?(?:%|p|m|k|bn|M|K)?[)\]]?[*†‡^]{0,2}"
)
EMPTY_FIGURE = re.compile(r"[-–—]|n/?a|N/?A|[Nn]il|NIL|TBC|tbc|\.\.")
OPENINGS = frozenset("([-+–−—£€$nNtT.")
"""What a figure, or what stands in the place of one, begins with, where it is no digit."""
WIDE = 0.85
"""White space between two words of a line, as a share of the type's height, that parts cells."""
SPACED = 1.6
"""Gaps in a line that is spaced out are less than this many times the usual wide gap."""
NARROW = 0.6
"""Points of white space between columns of which one is of figures."""
MOST_REMEMBERED = 8192
"""Words of which it is remembered whether they are numbers."""


@dataclass(slots=True)
class Piece:
    """Words that stand together on a printed line of a table: never changed once made."""

    words: tuple[Word, ...]
    left: float = field(init=False)
    right: float = field(init=False)
    is_figure: bool = field(init=False)
    """Whether this is a sum, a share or a dash in the place of one."""

    def __post_init__(self) -> None:
        """Find the edges, and whether this is a figure: both are asked for over and over."""
        self.left = self.words[0].box.left
        self.right = max([word.box.right for word in self.words])
        opening = self.words[0].text[0]
        self.is_figure = (opening in OPENINGS or opening.isdecimal()) and is_figure(
            "".join([word.text for word in self.words])
        )

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.left + self.right) / 2

    def parted(self, cuts: Sequence[float]) -> list[Piece]:
        """Return the words parted where a cut stands between the middles of two of them."""
        if bisect_right(cuts, self.left) == bisect_right(cuts, self.right):
            return [self]
        parts: list[list[Word]] = []
        before = 0
        for word in self.words:
            place = bisect_right(cuts, word.box.centre)
            if parts and place <= before:
                parts[-1].append(word)
            else:
                parts.append([word])
            before = place
        return [Piece(tuple(part)) for part in parts] if len(parts) > 1 else [self]


@lru_cache(maxsize=MOST_REMEMBERED)
def _is_number(text: str) -> bool:
    """Whether a word is a number as tables print it; the same words come back all the time."""
    return FIGURE.fullmatch(text) is not None


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure alone: `1,204.5`, `(3.1)`, `-2%`, `-`, `n/a`."""
    return _is_number(text) or EMPTY_FIGURE.fullmatch(text) is not None


def is_sum(text: str) -> bool:
    """Whether a cell holds digits and not a dash alone, nor a year."""
    return _is_number(text) and not re.fullmatch(r"(?:19|20)\d\d", text)


@dataclass(slots=True)
class Line:
    """A printed line, its words from the left, and the pieces into which gaps part them."""

    words: list[Word]
    pieces: list[Piece] = field(init=False)

    def __post_init__(self) -> None:
        """Part the words at wide gaps and between figures, once for all who ask."""
        self.pieces = _part_pieces(self.words)

    @property
    def middle(self) -> float:
        """Half way down, all words taken together."""
        return sum([word.box.middle for word in self.words]) / len(self.words)

    def parted(self, cuts: Sequence[float]) -> list[Piece]:
        """Return the pieces, parted at cuts as well; these are given from the left."""
        if not cuts:
            return self.pieces
        return [part for piece in self.pieces for part in piece.parted(cuts)]


def _part_pieces(line: Sequence[Word]) -> list[Piece]:
    """Part the words of a line, given from the left, at wide gaps and between figures."""
    if not line:
        return []
    gaps = [b.box.left - a.box.right for a, b in pairwise(line)]
    wide = _wide(line, gaps)
    pieces = [[line[0]]]
    for last, word, gap in zip(line, line[1:], gaps, strict=False):
        if gap > wide or (
            gap > NARROW and not last.text[0].isalpha() and _are_figures(last, word, gap)
        ):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return [Piece(tuple(piece)) for piece in pieces]


def _wide(line: Sequence[Word], gaps: Sequence[float]) -> float:
    """Return how wide a gap parts cells, in points: more where a line is spaced out to its edge."""
    usual = WIDE * min([word.box.bottom - word.box.top for word in line])
    if not gaps or max(gaps) <= usual:
        return usual
    spaced = sorted(
        gap
        for a, b, gap in zip(line, line[1:], gaps, strict=False)
        if gap < SPACED * usual and not (_is_number(a.text) or _is_number(b.text))
    )
    if len(spaced) < 3 or spaced[0] < 0.5 * usual or spaced[-2] > 1.4 * spaced[0]:
        return usual
    return max(usual, 1.3 * spaced[-2])


def _are_figures(last: Word, word: Word, gap: float) -> bool:
    """Whether two words are figures of two columns."""
    if not (_is_number(last.text) and _is_number(word.text)):
        return False
    # A telephone number and a financial year are groups of plain digits, a space apart.
    plain = last.text.isdigit() and word.text.isdigit()
    return not plain or gap > 0.5 * word.box.height
