"""What figures over questions come to: means, intervals, differences, and calibrated scores.

What has nothing to measure is None, never 0. Intervals are 95 % percentile intervals of the
bootstrap over questions, and p is that of a paired permutation test, both by scipy with a fixed
seed. Formulas and their sources are in `docs/evaluation.md`.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.errors import MissingExtraError

try:
    from scipy import stats
except ImportError as error:
    raise MissingExtraError("measuring", "eval") from error

RESAMPLES = 2_000
"""Of an interval of one system."""
PAIRED_RESAMPLES = 10_000
"""Of a difference: its interval, and its p where the swaps are too many to try them all."""
SEED = 20170525
BATCH = 1_000
"""Resamples at a time, which bounds the memory for many questions."""
ROUNDING = 1e-9
"""Differences below it are the machine's, not the system's."""
BINS = 5
"""Of equal width from 0 to 1; few, because gold sets have tens of questions."""

Array = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, kept apart so that shares can be pooled."""

    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """The share, or None where there is no whole."""
        return self.part / self.whole if self.whole else None


Pairs = Sequence[tuple[Share, Share]]
"""For each question its share in the first system and in the second."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two systems over the same questions."""

    first: float | None
    second: float | None
    change: float | None
    """Second less first; None where either is not defined."""
    interval: Interval | None
    """95 % paired bootstrap interval of the change."""
    p: float | None
    """Two-sided, by randomisation."""
    questions: int
    """Questions on which it is defined in either system."""
    higher: int
    lower: int
    """Questions on which the second system is above, and below, the first."""


Scored = Sequence[tuple[float, bool]]
"""For each question the score, 0 to 1, and whether the papers hold an answer."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose score lies from `low` up to `high`."""

    low: float
    high: float
    questions: int
    score: float
    """Mean score of its questions."""
    answerable: float
    """Share of its questions that have an answer."""
    interval: Interval
    """95 % Wilson interval of that share."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The reliability of a score over some questions.

    A score of .8 is calibrated if four in five of the questions given it have an answer.
    """

    questions: int
    bins: tuple[Bin, ...]
    """Those with a question in them."""
    brier: float
    error: float
    """Expected calibration error."""
    auc: float | None
    """Chance that a question with an answer scores above one without; ties count half."""


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
    return float(np.percentile(values, percent)) if len(values) else None


def bootstrap_interval(shares: Sequence[Share], *, pool: bool) -> Interval | None:
    """Return the interval of all parts over all wholes (`pool`), or of the mean of the shares.

    Shares that are not defined are left out beforehand; fewer than two leave no interval.
    """
    defined = [share for share in shares if share.whole]
    return _interval(_ratio, _columns(defined, pool=pool), RESAMPLES) if len(defined) > 1 else None


def difference(pairs: Pairs, *, pool: bool, resamples: int = PAIRED_RESAMPLES) -> Difference:
    """Compare two systems by one measure. Pairs that neither defines are left out.

    A pair is kept together whenever questions are drawn again or swapped, because a hard question
    is hard for both. `resamples` is 2 or more.
    """
    defined = [pair for pair in pairs if pair[0].whole or pair[1].whole]
    first, second = (_columns([pair[side] for pair in defined], pool=pool) for side in (0, 1))
    before, after = _total(first), _total(second)
    change = None if before is None or after is None else after - before
    if change is not None and abs(change) < ROUNDING:
        change = 0.0
    enough = change is not None and len(defined) > 1
    return Difference(
        first=before,
        second=after,
        change=change,
        interval=_interval(_change, (*first, *second), resamples) if enough else None,
        p=_p(first, second, resamples) if enough else None,
        questions=len(defined),
        higher=sum(_above(a, b) for a, b in defined),
        lower=sum(_above(b, a) for a, b in defined),
    )


def calibrate(scored: Scored, *, bins: int = BINS) -> Calibration | None:
    """Measure how far the scores are from the share of questions that have an answer."""
    if not scored:
        return None
    made = [_bin(scored, number / bins, (number + 1) / bins) for number in range(bins)]
    filled = tuple(one for one in made if one is not None)
    having = [score for score, has_answer in scored if has_answer]
    lacking = [score for score, has_answer in scored if not has_answer]
    auc = None
    if having and lacking:
        won = stats.mannwhitneyu(having, lacking, method="asymptotic").statistic
        auc = float(won) / (len(having) * len(lacking))
    return Calibration(
        questions=len(scored),
        bins=filled,
        brier=math.fsum((score - has) ** 2 for score, has in scored) / len(scored),
        error=sum(b.questions * abs(b.answerable - b.score) for b in filled) / len(scored),
        auc=auc,
    )


def wilson_interval(part: int, whole: int) -> Interval:
    """Return the 95 % score interval of a share (Wilson, 1927)."""
    low, high = stats.binomtest(part, whole).proportion_ci(method="wilson")
    return max(0.0, float(low)), min(1.0, float(high))


def _above(low: Share, high: Share) -> bool:
    below, above = low.value, high.value
    return below is not None and above is not None and above > below + ROUNDING


def _columns(shares: Sequence[Share], *, pool: bool) -> tuple[Array, Array]:
    """Return parts and wholes; a mean of shares is a pool of wholes of one."""
    if not pool:
        shares = [Share(s.part / s.whole, 1) if s.whole else Share(0, 0) for s in shares]
    parts = np.array([share.part for share in shares], dtype=np.float64)
    return parts, np.array([share.whole for share in shares], dtype=np.float64)


def _total(columns: tuple[Array, Array]) -> float | None:
    parts, wholes = columns
    return float(parts.sum() / wholes.sum()) if wholes.sum() else None


def _ratio(parts: Array, wholes: Array, axis: int = -1) -> Array:
    # Where a resample has nothing to measure its value is no number, and it is left out.
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio: Array = parts.sum(axis=axis) / wholes.sum(axis=axis)
    return ratio


def _change(*columns: Array, axis: int = -1) -> Array:
    parts, wholes, other_parts, other_wholes = columns
    change = _ratio(other_parts, other_wholes, axis) - _ratio(parts, wholes, axis)
    rounded: Array = np.round(change / ROUNDING) * ROUNDING
    return rounded


def _interval(
    statistic: Callable[..., Array], columns: Sequence[Array], resamples: int
) -> Interval | None:
    with warnings.catch_warnings():
        # It warns of resamples with nothing to measure, which are left out below.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        drawn: Array = stats.bootstrap(
            columns,
            statistic,
            paired=True,
            vectorized=True,
            method="percentile",
            n_resamples=resamples,
            batch=BATCH,
            rng=np.random.default_rng(SEED),
        ).bootstrap_distribution
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return None
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _p(first: tuple[Array, Array], second: tuple[Array, Array], resamples: int) -> float:
    """Return how often systems swapped at random on each question differ as much (Fisher).

    All swaps are tried where they are no more than `resamples`.
    """
    # A question on which both are the same is not changed by a swap: it is counted once for all.
    differ = (first[0] != second[0]) | (first[1] != second[1])
    count = int(differ.sum())
    if count < 2:
        return 1.0  # one question alone differs as much either way round
    same_parts, same_wholes = (column[~differ].sum() for column in first)
    parts, wholes = (
        np.concatenate([a[differ], b[differ]]) for a, b in zip(first, second, strict=True)
    )

    def change(here: NDArray[np.int_], there: NDArray[np.int_], axis: int = -1) -> Array:
        sums = [
            column[places].sum(axis=axis, keepdims=True) + same
            for places in (here, there)
            for column, same in ((parts, same_parts), (wholes, same_wholes))
        ]
        return np.abs(_change(*sums, axis=axis))

    places = np.arange(count)
    tested: Any = stats.permutation_test(
        (places, places + count),
        change,
        permutation_type="samples",
        vectorized=True,
        n_resamples=resamples,
        batch=BATCH,
        alternative="greater",
        rng=np.random.default_rng(SEED),
    )
    return float(tested.pvalue)


def _bin(scored: Scored, low: float, high: float) -> Bin | None:
    """Put the questions of one bin together; a score of 1 belongs to the last."""
    inside = [(s, has) for s, has in scored if low <= s < high or (high >= 1 and s >= 1)]
    if not inside:
        return None
    having = sum(has for _, has in inside)
    return Bin(
        low=low,
        high=high,
        questions=len(inside),
        score=math.fsum(score for score, _ in inside) / len(inside),
        answerable=having / len(inside),
        interval=wilson_interval(having, len(inside)),
    )
