"""Whether the score by which a question is declined means what it says.

A score of .8 is calibrated if four in five of the questions given it have an answer in the
papers held. Formulas and sources are in `docs/evaluation.md`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import mean
from qa.answers import Answer, AnswerStatus

BINS = 5
"""Of equal width from 0 to 1; few, because gold sets have tens of questions."""
LOOKED_AT = 5
"""Hits whose share of the question's terms is looked at, as in `qa.decline`."""
Z_95 = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""

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
    interval: tuple[float, float]
    """95 % Wilson interval of that share."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The reliability of a score over some questions."""

    questions: int
    bins: tuple[Bin, ...]
    """Those with a question in them."""
    brier: float
    error: float
    """Expected calibration error."""
    auc: float | None
    """Chance that a question with an answer scores above one without; ties count half."""


def evidence_of(answer: Answer) -> float | None:
    """Return the score by which an answer was given or declined; None where there is none.

    The chance that the papers answer, where it was judged; else the share of the question's terms,
    weighed by rarity, that the best of the first hits holds, and 0 where the question was declined
    or nothing was found.
    """
    if answer.chance is not None:
        return answer.chance
    if answer.status is not AnswerStatus.ANSWERED or not answer.hits:
        return 0.0
    looked_at = [hit.features for hit in answer.hits[:LOOKED_AT]]
    covers = [found.coverage for found in looked_at if found is not None]
    return min(1.0, max(covers)) if covers else None


def calibrate(scored: Scored, *, bins: int = BINS) -> Calibration | None:
    """Measure how far the scores are from the share of questions that have an answer."""
    if not scored:
        return None
    made = [_bin(scored, number / bins, (number + 1) / bins) for number in range(bins)]
    filled = tuple(one for one in made if one is not None)
    return Calibration(
        questions=len(scored),
        bins=filled,
        brier=mean([(score - has_answer) ** 2 for score, has_answer in scored]) or 0.0,
        error=sum(b.questions * abs(b.answerable - b.score) for b in filled) / len(scored),
        auc=_auc(scored),
    )


def wilson_interval(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson, 1927)."""
    share, square = part / whole, Z_95**2
    centre = share + square / (2 * whole)
    reach = Z_95 * math.sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    scale = 1 + square / whole
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


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


def _auc(scored: Scored) -> float | None:
    having = [score for score, has_answer in scored if has_answer]
    lacking = [score for score, has_answer in scored if not has_answer]
    if not having or not lacking:
        return None
    won = sum((high > low) + (high == low) / 2 for high in having for low in lacking)
    return won / (len(having) * len(lacking))
