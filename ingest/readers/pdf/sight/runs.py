"""The words of a page as they were drawn, in one go each: where they begin and how they slant."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2.raw as raw

from ingest.readers.pdf.covers import DrawnText
from ingest.readers.pdf.words import address_of, by_address, font_size_of

UPRIGHT = math.radians(5)
"""Type that is turned by less is level: a scan may lie a little aslant."""


class Run(NamedTuple):
    """Words drawn in one go; places in points of the page's own space, angles in radians."""

    thing: int
    """Pdfium's address of it."""
    x: float
    y: float
    """Where its first letter stands on the baseline."""
    angle: float
    """Of its baseline on the page."""
    shown: float
    """Of its baseline as the page is shown; 0 where it stands upright."""
    scale: float
    """By how much the matrix enlarges its type."""


def find_runs(texts: Sequence[DrawnText], turns: int) -> list[Run]:
    """Return the words of a page in the order of drawing; `turns` are the page's quarter turns."""
    return list(_runs(texts, turns))


def _runs(texts: Sequence[DrawnText], turns: int) -> Iterator[Run]:
    matrix = raw.FS_MATRIX()
    to_matrix = address_of(matrix)
    for _, handle, form in texts:
        thing = address_of(handle)
        if not matrix_of(thing, to_matrix):
            continue
        across, up, x, y = matrix.a, matrix.b, matrix.e, matrix.f
        tall, wide = matrix.d, matrix.c
        if form is not None:
            across, up = across * form.a + up * form.c, across * form.b + up * form.d
            wide, tall = wide * form.a + tall * form.c, wide * form.b + tall * form.d
            x, y = x * form.a + y * form.c + form.e, x * form.b + y * form.d + form.f
        scale = abs(tall) if wide == 0 else math.hypot(wide, tall)
        if up == 0 and across > 0 and turns == 0:
            yield Run(thing, x, y, 0.0, 0.0, scale)
            continue
        angle = math.atan2(up, across)
        shown = math.remainder(angle - turns * math.pi / 2, math.tau)
        yield Run(thing, x, y, angle, shown if abs(shown) > UPRIGHT else 0.0, scale)


matrix_of = by_address(raw.FPDFPageObj_GetMatrix)


def size_of(run: Run) -> float:
    """Return the height of a run's type in points."""
    size = ctypes.c_float()
    font_size_of(run.thing, address_of(size))
    return abs(size.value) * run.scale


def quarter_turns(shown: float) -> int:
    """Return by how many quarter turns type is turned to the left; 0 where it stands aslant."""
    nearest = round(shown / (math.pi / 2))
    return nearest % 4 if abs(shown - nearest * math.pi / 2) <= UPRIGHT else 0
