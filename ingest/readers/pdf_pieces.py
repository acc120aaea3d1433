"""The pieces into which a printed line of a table falls, and which of them are figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.readers.pdf_words import Word

FIGURE = re.compile(
    r"[(\[]?[-+–−]?[£€$]?[-+–−]?(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d+)?(?:%|p|m|k|bn|M|K)?[)\]]?[*†‡^]{0,2}"
)
EMPTY_FIGURE = re.compile(r"[-–—]|n/?a|N/?A|[Nn]il|NIL|TBC|tbc|\.\.")
WIDE = 0.85
"""White space between two words of a line, as a share of the type's height, that parts cells."""
SPACED = 1.6
"""Gaps in a line that is spaced out are less than this many times the usual wide gap."""
NARROW = 0.6
"""Points of white space between columns of which one is of figures."""
MOST_REMEMBERED = 8192
"""Words of which it is remembered whether they are numbers."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together on a printed line of a table."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        """The left edge."""
        return self.words[0].box.left

    @property
    def right(self) -> float:
        """The right edge."""
        return max(word.box.right for word in self.words)

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.left + self.right) / 2

    @property
    def text(self) -> str:
        """The words, parted by spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def is_figure(self) -> bool:
        """Whether this is a sum, a share or a dash in the place of one."""
        return is_figure("".join(word.text for word in self.words))


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


def part_pieces(line: Sequence[Word], cuts: Iterable[float] = ()) -> list[Piece]:
    """Part the words of a line, given from the left, at wide gaps, between figures, and at cuts."""
    cuts = tuple(cuts)
    wide = _wide(line)
    pieces: list[list[Word]] = []
    for word in line:
        if pieces and not _parted(pieces[-1][-1], word, wide, cuts):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [Piece(tuple(piece)) for piece in pieces]


def _wide(line: Sequence[Word]) -> float:
    """Return how wide a gap parts cells, in points: more where a line is spaced out to its edge."""
    usual = WIDE * min((word.box.height for word in line), default=0.0)
    gaps = [
        b.box.left - a.box.right
        for a, b in pairwise(line)
        if not (_is_number(a.text) or _is_number(b.text))
    ]
    spaced = sorted(gap for gap in gaps if gap < SPACED * usual)
    if len(spaced) < 3 or spaced[0] < 0.5 * usual or spaced[-2] > 1.4 * spaced[0]:
        return usual
    return max(usual, 1.3 * spaced[-2])


def _parted(last: Word, word: Word, wide: float, cuts: Sequence[float]) -> bool:
    gap = word.box.left - last.box.right
    if gap > wide:
        return True
    if cuts and any(last.box.centre < cut <= word.box.centre for cut in cuts):
        return True
    if gap <= NARROW or not (_is_number(last.text) and _is_number(word.text)):
        return False
    # A telephone number and a financial year are groups of plain digits, a space apart.
    plain = last.text.isdigit() and word.text.isdigit()
    return not plain or gap > 0.5 * word.box.height
