"""The difference between two systems on the same questions, and what chance could make of it.

A pair of shares is kept together whenever questions are drawn again or swapped, because a hard
question is hard for both. Sources are in `docs/evaluation.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Share

RESAMPLES = 10_000
SEED = 20170525
CHUNK = 1_000
"""Resamples at a time, which bounds the memory for many questions."""

ROUNDING = 1e-9
"""Differences below it are the machine's, not the system's."""

Array = NDArray[np.float64]
Pairs = Sequence[tuple[Share, Share]]
"""For each question its share in the first system and in the second."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two systems over the same questions."""

    first: float | None
    second: float | None
    change: float | None
    """Second less first; None where either is not defined."""
    interval: tuple[float, float] | None
    """95 % paired bootstrap interval of the change."""
    p: float | None
    """Two-sided, by randomisation."""
    questions: int
    """Questions on which it is defined in either system."""
    higher: int
    lower: int
    """Questions on which the second system is above, and below, the first."""


def difference(pairs: Pairs, *, pool: bool, resamples: int = RESAMPLES) -> Difference:
    """Compare two systems by one measure. Pairs that neither defines are left out."""
    defined = [pair for pair in pairs if pair[0].whole or pair[1].whole]
    first, second = (_sums([pair[side] for pair in defined], pool=pool) for side in (0, 1))
    values = _value(*first), _value(*second)
    change = _less(values[1], values[0])
    enough = change is not None and len(defined) > 1
    return Difference(
        first=values[0],
        second=values[1],
        change=change,
        interval=_interval(first, second, resamples) if enough else None,
        p=_p(first, second, resamples) if enough else None,
        questions=len(defined),
        higher=sum(_above(a, b) for a, b in defined),
        lower=sum(_above(b, a) for a, b in defined),
    )


def _less(second: float | None, first: float | None) -> float | None:
    if first is None or second is None:
        return None
    return 0.0 if abs(second - first) < ROUNDING else second - first


def _above(low: Share, high: Share) -> bool:
    below, above = low.value, high.value
    return below is not None and above is not None and above > below + ROUNDING


def _sums(shares: Sequence[Share], *, pool: bool) -> tuple[Array, Array]:
    """Return parts and wholes; a mean of shares is a pool of wholes of one."""
    if not pool:
        shares = [Share(s.part / s.whole, 1) if s.whole else Share(0, 0) for s in shares]
    parts = np.array([share.part for share in shares], dtype=np.float64)
    return parts, np.array([share.whole for share in shares], dtype=np.float64)


def _value(parts: Array, wholes: Array) -> float | None:
    return float(parts.sum() / wholes.sum()) if wholes.sum() else None


def _interval(
    first: tuple[Array, Array], second: tuple[Array, Array], resamples: int
) -> tuple[float, float] | None:
    """Return the percentile interval of the change over questions drawn with replacement."""
    if _same(first, second):
        return 0.0, 0.0
    random = np.random.default_rng(SEED)
    count = len(first[0])
    even = [1 / count] * count
    changes = np.concatenate(
        [
            _changes(
                *first,
                *second,
                random.multinomial(count, even, size).astype(np.float64),
            )
            for size in _chunks(resamples)
        ]
    )
    changes = changes[~np.isnan(changes)]
    if not len(changes):
        return None
    low, high = np.percentile(changes, [2.5, 97.5])
    return float(low), float(high)


def _p(first: tuple[Array, Array], second: tuple[Array, Array], resamples: int) -> float:
    """Return how often systems swapped at random on each question differ as much (Fisher)."""
    if _same(first, second):
        return 1.0
    random = np.random.default_rng(SEED)
    once = np.ones((1, len(first[0])))
    seen = abs(float(_changes(*first, *second, once)[0]))
    as_much = 0
    for size in _chunks(resamples):
        swap = random.random((size, len(first[0]))) < 0.5
        sums = [
            (swap @ b + ~swap @ a, swap @ a + ~swap @ b) for a, b in zip(first, second, strict=True)
        ]
        (left, right), (left_whole, right_whole) = sums
        with np.errstate(invalid="ignore", divide="ignore"):
            changes = np.abs(right / right_whole - left / left_whole)
        as_much += int((changes >= seen - ROUNDING).sum())
    return (as_much + 1) / (resamples + 1)


def _same(first: tuple[Array, Array], second: tuple[Array, Array]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def _changes(
    parts: Array, wholes: Array, other_parts: Array, other_wholes: Array, times: Array
) -> Array:
    """Return the change with each question taken so many times, one row of times each."""
    with np.errstate(invalid="ignore", divide="ignore"):
        values: Array = times @ other_parts / (times @ other_wholes)
        values -= times @ parts / (times @ wholes)
    return values


def _chunks(resamples: int) -> Iterator[int]:
    for start in range(0, resamples, CHUNK):
        yield min(CHUNK, resamples - start)
