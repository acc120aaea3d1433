"""Where white space, or the headings above it, parts the columns of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.readers.pdf_pieces import NARROW, Piece
from ingest.readers.pdf_words import Word

LEVEL = 1.2
"""Points within which edges are set to one line."""


def gaps_between(
    lines: Sequence[Sequence[Piece]], first: int, left: float, right: float
) -> list[float]:
    """Return where white space runs all the way down between two lines ruled down a table.

    `first` is the first line with a figure: what heads the columns may jut over them.
    """
    within = [[p for p in pieces if left <= p.centre < right] for pieces in lines]
    heads = [piece for pieces in within[:first] for piece in pieces]
    telling = [part for part, whole in zip(within, lines, strict=True) if len(whole) > 1]
    body = [
        part for part, whole in zip(within[first:], lines[first:], strict=True) if len(whole) > 1
    ]
    if len(body) > 1 and any(p.is_figure for pieces in body for p in pieces):
        telling = body
    if sum(len(pieces) > 1 for pieces in telling) < 2 and not any(
        len(pieces) > 2 for pieces in telling
    ):
        return _gaps_of_heads(within, first)
    stacks: list[list[Piece]] = []
    reach = 0.0
    shown = [p for pieces in telling for p in pieces]
    shown += _apart((p for pieces in within[first:] for p in pieces if len(pieces) == 1), shown)
    for piece in sorted(shown, key=lambda p: p.left):
        figures = stacks and (piece.is_figure or any(p.is_figure for p in stacks[-1]))
        if not stacks or piece.left - reach > (NARROW if figures else 2.0):
            stacks.append([])
        stacks[-1].append(piece)
        reach = max(reach, piece.right)
    cuts = [_cut(before, after, heads) for before, after in pairwise(stacks)]
    return cuts or _gaps_of_heads(within, first)


def _apart(alone: Iterable[Piece], shown: Sequence[Piece]) -> list[Piece]:
    """Return the pieces alone on their lines that stand to the left of all others."""
    left = min(p.left for p in shown)
    return [piece for piece in alone if piece.right < left - 2.0]


def _gaps_of_heads(within: Sequence[Sequence[Piece]], first: int) -> list[float]:
    """Return where two lines of headings agree on columns of which all but one stay empty."""
    heads = sorted((p for pieces in within[:first] for p in pieces), key=lambda p: p.left)
    if sum(len(pieces) > 2 for pieces in within[:first]) < 2:
        return []
    cuts = []
    reach = heads[0].right
    for piece in heads[1:]:
        if piece.left - reach > 2.0:
            cuts.append((reach + piece.left) / 2)
        reach = max(reach, piece.right)
    body = [p for pieces in within[first:] for p in pieces]
    return [cut for cut in cuts if not any(p.left < cut < p.right for p in body)]


def gaps_of_empty(
    lines: Sequence[Sequence[Piece]], first: int, left: float, right: float
) -> list[float]:
    """Return where a column's headings part it, though figures stand under one of them only.

    One line of headings shows the parts, and in another a word stands over each of them.
    """
    heads = [[p for p in pieces if left <= p.centre < right] for pieces in lines[:first]]
    shown = max(heads, key=len, default=[])
    if len(shown) < 2 or any(len(piece.words) > 2 for piece in shown):
        return []
    above = [[w for p in pieces for w in p.words] for pieces in heads if pieces is not shown]
    telling = [words for words in above if len(words) >= len(shown)]
    if not telling:
        return []
    body = [p for pieces in lines[first:] for p in pieces if left <= p.centre < right]
    figures = [p.words for p in body if p.is_figure]
    cuts = _cuts_between(shown, telling, figures)
    return [] if any(p.left < cut < p.right for cut in cuts for p in body) else cuts


def _cuts_between(
    shown: Sequence[Piece], heads: Sequence[Sequence[Word]], figures: Sequence[Sequence[Word]]
) -> list[float]:
    """Return a cut between each two parts that headings show; none where words stand across."""
    parts = [list(piece.words) for piece in shown]

    def place(words: Sequence[Word]) -> None:
        for word in words:
            nearest = min(parts, key=lambda part: abs(part[0].box.right - word.box.right))
            nearest.append(word)

    for words in heads:
        place(words)
    if any(len(part) < 2 for part in parts):
        return []
    for words in figures:
        place(words)
    cuts = []
    for before, after in pairwise(parts):
        reach, start = max(w.box.right for w in before), min(w.box.left for w in after)
        if start - reach <= NARROW:
            return []
        cuts.append((reach + start) / 2)
    return cuts


def _cut(before: Sequence[Piece], after: Sequence[Piece], heads: Sequence[Piece]) -> float:
    """Return where to cut between two columns; what heads figures set to the right juts left."""
    reach, start = max(p.right for p in before), min(p.left for p in after)
    labels = not any(p.is_figure for p in before)
    if _set_right(after, heads) and (labels or _set_right(before, heads)):
        return min(reach + 1.0, (reach + start) / 2)
    return (reach + start) / 2


def _set_right(pieces: Sequence[Piece], heads: Sequence[Piece]) -> bool:
    """Whether figures, or figures and what heads them, end at the same place."""
    figures = [piece for piece in pieces if piece.is_figure]
    if 2 * len(figures) <= len(pieces):
        return False
    rights, lefts = [p.right for p in figures], [p.left for p in figures]
    if max(rights) - min(rights) > LEVEL:
        return False
    if max(lefts) - min(lefts) > LEVEL:
        return True
    return any(abs(head.right - rights[0]) < LEVEL for head in heads)
