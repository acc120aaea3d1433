"""Words of a PDF's table over which another cell's words are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.readers.pdf_words import Word

COVERED = 0.3
"""Share of a word's width on which another word stands, from which on it is covered."""


def covered_words(
    lines: Iterable[Sequence[Word]], down: Sequence[tuple[float, float, float]]
) -> set[int]:
    """Return the places of words that another cell's words are printed over.

    Spreadsheets leave such words behind where a heading is cut off by the row below. Of two
    that collide, those are covered that run over a line down the table; each line is its
    distance from the left, its top and its foot.
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
            runs = ([w for w in printed if _level(w, word)] for word in (a, b))
            covered.update(w.start for run in runs if _crosses(run, down) for w in run)
    return covered


def _level(word: Word, other: Word) -> bool:
    return abs(word.box.top - other.box.top) < 0.5 and word.line == other.line


def _crosses(run: Sequence[Word], down: Sequence[tuple[float, float, float]]) -> bool:
    left, right = min(w.box.left for w in run), max(w.box.right for w in run)
    return any(
        left < at < right and top < run[0].box.middle < foot and not _between(run, at)
        for at, top, foot in down
    )


def _between(run: Sequence[Word], at: float) -> bool:
    """Whether a line down stands in a wide gap between words."""
    return any(
        a.box.right <= at <= b.box.left and b.box.left - a.box.right > 0.5 * a.box.height
        for a, b in pairwise(run)
    )
