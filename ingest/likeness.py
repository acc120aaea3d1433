"""How much of their text two papers share, and when that is enough for versions of one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from qa.papers import Paper, PaperKind

SHARED = 0.8
"""Share of the shorter text's shingles found in the other.

In one council's 40 papers of a meeting a re-issued report shares .98 and different papers of
one form at most .42; the recommendations of a report that its decision record repeats, .79.
"""
ALIKE = 0.5
"""Shingles shared among those of both, unless one is a supplement that binds the other in."""
BOUND_IN = 0.9
"""Share of a paper's shingles that a supplement holds where it encloses a new issue of it."""
SHINGLE = 5

Texts = Callable[[Paper], str]
"""Gives a paper's whole text."""


def share_of(older: Paper, newer: Paper, text_of: Texts) -> float:
    """Return how much of the text is shared, 0 to 1; 0 where that is too little for versions."""
    first, second = shingles(text_of(older)), shingles(text_of(newer))
    if not first or not second:
        return 0.0
    common = len(first & second)
    if newer.kind is not older.kind:
        held = common / len(first)
        return held if newer.kind is PaperKind.SUPPLEMENT and held >= BOUND_IN else 0.0
    alike = common / len(first | second)
    return alike if alike >= ALIKE and common / min(len(first), len(second)) >= SHARED else 0.0


def shingles(text: str) -> frozenset[int]:
    """Return the runs of five words of a text, as checksums (Broder 1997)."""
    words = re.findall(r"\w+", text.casefold())
    runs = (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    return frozenset(zlib.crc32(run.encode()) for run in runs)
