"""Find labels that run up or down the cells of a table whose other words stand upright."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pypdfium2 as pdfium

from ingest.document import SeenAt
from ingest.readers.pdf.beside.baselines import Letter, letters_of, placed_lines
from ingest.readers.pdf.ruling import Rules
from ingest.readers.pdf.sight.order import Addition
from ingest.readers.pdf.sight.runs import Run
from ingest.readers.pdf.words import Box, View

MOST_TURNED = 0.5
"""Letters turned for each upright one, at most; where there are more, the whole table is turned."""
HEIGHT = 10.0
"""Points; the height of the place in which a word of a label is put, at most."""
TOUCH = 3.0
"""Points by which a line may end short of what stands beside it."""


def find_labels(
    runs: Sequence[Run],
    turned: Mapping[int, SeenAt],
    textpage: pdfium.PdfTextPage,
    rules: Rules,
    view: View,
) -> dict[int, tuple[Addition, ...]]:
    """Return the label that each thing drawn sideways belongs to, by pdfium's address of it.

    A label is given word below word, so that all of it stays in its cell.
    """
    angles = {run.thing: run.angle for run in runs if turned.get(run.thing) is SeenAt.TURNED}
    if not angles or len(rules.down) < 2 or len(rules.across) < 2:
        return {}
    letters, _ = letters_of(textpage, angles)
    if len(letters) > MOST_TURNED * (textpage.count_chars() - len(letters)):
        return {}
    cells: dict[tuple[float, float, float], list[tuple[int, Letter]]] = {}
    for thing, letter in letters:
        if (cell := _cell_of(view.seen(letter.x, letter.y, letter.x, letter.y), rules)) is not None:
            cells.setdefault(cell, []).append((thing, letter))
    labels: dict[int, tuple[Addition, ...]] = {}
    for (left, top, bottom), found in cells.items():
        lines = placed_lines(letter for _, letter in found)
        words = [word for line, _ in lines for word in line.split()]
        each = min(HEIGHT, (bottom - top) / (len(words) + 1))
        begin = (top + bottom - each * len(words)) / 2
        label = tuple(
            Addition(word, Box(left, begin + each * at, left + HEIGHT, begin + each * (at + 1)))
            for at, word in enumerate(words)
        )
        labels |= dict.fromkeys((thing for thing, _ in found), label)
    return labels


def _cell_of(point: Box, rules: Rules) -> tuple[float, float, float] | None:
    """Return left, top and bottom of the cell around a point; None where no lines close it."""
    x, y = point.left, point.top
    over = [rule.at for rule in rules.across if rule.start - TOUCH <= x <= rule.end + TOUCH]
    beside = [rule.at for rule in rules.down if rule.start <= y <= rule.end]
    tops, bottoms = [at for at in over if at < y], [at for at in over if at > y]
    if not (tops and bottoms and beside):
        return None
    left = max((at for at in beside if at < x), default=x - HEIGHT)
    return left + TOUCH, max(tops), min(bottoms)
