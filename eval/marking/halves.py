"""Which lines of a file are asked. It imports nothing else, so that the commands may show it."""

from __future__ import annotations

from enum import StrEnum


class Half(StrEnum):
    """Which lines of a file are asked, so that the others can be kept for the end."""

    ODD = "odd"
    EVEN = "even"
