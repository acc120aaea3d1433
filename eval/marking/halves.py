"""Which lines of a file are asked. It imports nothing else, so that the commands may show it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

Line = TypeVar("Line")


class Half(StrEnum):
    """Which lines of a file are asked, so that the others can be kept for the end."""

    ODD = "odd"
    EVEN = "even"


def half_of(lines: Sequence[Line], only: Half | None) -> Sequence[Line]:
    """Return every other line, from the first or from the second; all where none is named."""
    start, step = {None: (0, 1), Half.ODD: (0, 2), Half.EVEN: (1, 2)}[only]
    return lines[start::step]
