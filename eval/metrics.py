"""The measures, as pure functions: ids, places found, strings and counts in, numbers out.

A measure with nothing to measure is None, never 0. Formulas and their sources are in
`docs/evaluation.md`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from eval.wording import first_words, plain, stands_in

Found = Sequence[Collection[int]]
"""For each rank, best first, the needs (by index) that the passage there meets."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, kept apart so that shares can be pooled."""

    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """The share, or None where there is no whole."""
        return self.part / self.whole if self.whole else None


def hit_at(k: int, found: Found, needed: int) -> float | None:
    """Return 1 if one of the first k passages meets a need, else 0."""
    return float(any(found[:k])) if needed else None


def recall_at(k: int, found: Found, needed: int) -> float | None:
    """Return the share of needs met by the first k passages."""
    if not needed:
        return None
    return len({need for met in found[:k] for need in met}) / needed


def reciprocal_rank(found: Found, needed: int) -> float | None:
    """Return 1 / rank of the first passage that meets a need; 0 if none does."""
    if not needed:
        return None
    ranks = (rank for rank, met in enumerate(found, start=1) if met)
    return 1 / rank if (rank := next(ranks, 0)) else 0.0


def quote_within(words: int, texts: Sequence[str], quotes: Collection[str]) -> float | None:
    """Return 1 if a quote stands wholly in the first words of the texts joined, else 0."""
    if not quotes:
        return None
    start = first_words(texts, words)
    return float(any(stands_in(plain(quote), start) for quote in quotes))


def f_measure(precision: float | None, recall: float | None) -> float | None:
    """Return the harmonic mean; None where either is not defined, 0 where both are 0."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of the values that are defined."""
    defined = [value for value in values if value is not None]
    return math.fsum(defined) / len(defined) if defined else None


def pooled(shares: Sequence[Share]) -> float | None:
    """Return all parts over all wholes."""
    return Share(
        math.fsum(share.part for share in shares), math.fsum(share.whole for share in shares)
    ).value


def percentile(values: Sequence[float], percent: float) -> float | None:
    """Return the percentile, on a straight line between the two nearest values."""
    if not values:
        return None
    ordered = sorted(values)
    position = (len(ordered) - 1) * percent / 100
    low = math.floor(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def bootstrap_interval(
    shares: Sequence[Share], *, pool: bool, resamples: int = 2000, seed: int = 20170525
) -> tuple[float, float] | None:
    """Return a 95 % percentile interval over questions drawn again with replacement.

    `pool` takes all parts over all wholes; otherwise the mean of the shares. Shares that are
    not defined are left out beforehand; fewer than two leave no interval.
    """
    defined = [share for share in shares if share.whole]
    if len(defined) < 2:
        return None
    parts = np.array([share.part for share in defined], dtype=np.float64)
    wholes = np.array([share.whole for share in defined], dtype=np.float64)
    draws = np.random.default_rng(seed).integers(0, len(defined), (resamples, len(defined)))
    if pool:
        values = parts[draws].sum(axis=1) / wholes[draws].sum(axis=1)
    else:
        values = (parts / wholes)[draws].mean(axis=1)
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
