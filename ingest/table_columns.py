"""What heads a table's columns where it is printed on the page before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.paragraphs import Paragraph
from ingest.table_shapes import Shape
from qa.passages import UnitKind

OVERLAP = 0.5
"""Share of the narrower of two columns that stands under or over the other."""
SAME_END = 0.02
"""Share of the page's width within which two columns end at one place."""


def take_headings_overleaf(paragraphs: list[Paragraph], shape: Shape) -> Shape:
    """Give the columns the first line of their headings, where the page before ends with it.

    It is taken for that where it has just one word for each column, in the headings' own type.
    The line is marked, in place, as a row of headings.
    """
    if not (shape.cuts and shape.headers and shape.first):
        return shape
    line, heads = paragraphs[shape.first - 1], paragraphs[shape.first]
    words = line.plain.split()
    pages = line.unit.page, heads.unit.page
    if pages[0] is None or pages[1] is None or pages[1] != pages[0] + 1 or line.is_row:
        return shape
    alike = line.bold == heads.bold and line.size == heads.size
    if len(words) != len(shape.columns) or len(words) <= 2 or not alike:
        return shape
    paragraphs[shape.first - 1] = line.of_kind(UnitKind.HEADER)
    columns = [f"{word} {name}".strip() for word, name in zip(words, shape.columns, strict=True)]
    return replace(shape, columns=tuple(columns), overleaf=1)


def same_columns(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether columns bear the same names, however their words are broken into lines."""
    return [re.sub(r"[\s-]", "", name) for name in one] == [
        re.sub(r"[\s-]", "", name) for name in other
    ]


def borrowed_columns(
    names: Sequence[str], over: Sequence[float], cuts: Sequence[float]
) -> tuple[str, ...]:
    """Return the names of the columns above that our columns go on; none unless all but one do.

    `over` and `cuts` say where their columns and ours begin and end. Only the label may be
    without one: totals under a table often have no cells for its words.
    """
    borrowed: list[str] = []
    taken: list[int] = []
    for left, right in pairwise(cuts):
        best = _column_under(left, right, over)
        borrowed.append(names[best] if 0 <= best < len(names) else "")
        taken.append(best)
    placed = [column for column in taken if column >= 0]
    if len(placed) < max(2, len(borrowed) - 1) or placed != sorted(set(placed)):
        return ()
    return tuple(borrowed)


def _column_under(left: float, right: float, cuts: Sequence[float]) -> int:
    """Return the column that ends where ours does, or that ours overlaps alone; else -1."""
    for column, end in enumerate(cuts[1:]):
        if abs(right - end) < SAME_END:
            return column
    over = [
        column
        for column, (a, b) in enumerate(pairwise(cuts))
        if min(right, b) - max(left, a) >= OVERLAP * min(right - left, b - a)
    ]
    return over[0] if len(over) == 1 else -1
