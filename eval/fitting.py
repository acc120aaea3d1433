"""Fitting the ranker's weights, and what it finds with weights that have not seen the question.

A listwise softmax (Cao et al., *Learning to Rank: From Pairwise Approach to Listwise
Approach*, 2007): the candidates' scores become a distribution, and the probability of the
candidates that carry the evidence is made large. A quadratic penalty holds each weight near a
value set by hand, by as much as its feature moves the score: there are few questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.candidates import FeatureRows, Pool, averaged, matrix
from eval.gold.questions import GoldQuestion
from eval.likeness import shared_evidence
from qa.errors import MissingExtraError
from qa.features import Weights

try:
    from scipy.optimize import minimize
except ImportError as error:
    raise MissingExtraError("measuring", "eval") from error

FEATURES = tuple(field.name for field in fields(Weights))
BY_HAND = {
    "vectors": 0.9,
    "words": 1.0,
    "coverage": 4.0,
    "unit": 1.0,
    "heading": 0.5,
    "phrases": 1.5,
    "names": 1.0,
    "period": 0.8,
    "reference": 2.0,
    "standing": 0.7,
    "shape": 0.5,
    "minor": 0.4,
}
"""Weights set before any question was looked at; a feature that came later begins at 0."""
PENALTY = 10.0
"""Of 5, 10 and 20 the middle one; they differ by less than their intervals."""
SMALLEST = 1e-12

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plan:
    """How weights are tried on questions that they have not seen."""

    folds: int = 5
    seeds: int = 3
    penalty: float = PENALTY


def weights_of(**given: float) -> Weights:
    """Return weights that are 0 but for those given."""
    return Weights(**{**dict.fromkeys(FEATURES, 0.0), **given})


def by_hand() -> Weights:
    """Return the weights set by hand."""
    return weights_of(**{name: value for name, value in BY_HAND.items() if name in FEATURES})


def fit_weights(
    pools: Sequence[Pool],
    *,
    names: Sequence[str] = FEATURES,
    penalty: float = PENALTY,
    bare: bool = False,
) -> Weights:
    """Fit the weights of the features named; the others are 0."""
    cases = [
        (matrix(_features(pool, bare), names), pool.target) for pool in pools if pool.target.any()
    ]
    start = np.array([BY_HAND.get(name, 0.0) for name in names])
    if not cases:
        return weights_of(**dict(zip(names, map(float, start), strict=True)))
    spread = np.std(np.vstack([values for values, _ in cases]), axis=0) + 1e-9

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.0, np.zeros_like(weights)
        for values, target in cases:
            one, its_slope = _surprise(values, target, weights)
            total, slope = total + one, slope + its_slope
        away = (weights - start) * spread
        return total + penalty * float(away @ away), slope + 2 * penalty * away * spread

    found: Any = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return weights_of(**{name: float(value) for name, value in zip(names, found, strict=True)})


def _surprise(
    values: Numbers, target: NDArray[np.bool_], weights: Numbers
) -> tuple[float, Numbers]:
    """Return minus the log of the target's probability, and its slope."""
    scores = values @ weights
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    there = max(float(chances[target].sum()), SMALLEST)
    wanted = np.where(target, chances / there, 0.0)
    return -float(np.log(there)), values.T @ (chances - wanted)


def out_of_fold(
    pools: Sequence[Pool],
    plan: Plan,
    *,
    names: Sequence[str] = FEATURES,
    bare: bool = False,
) -> list[dict[str, float]]:
    """Score each question by weights fitted on the other folds; the mean over the seeds."""
    scores: list[list[dict[str, float]]] = [[] for _ in pools]
    for seed in range(plan.seeds):
        for held_out in split([pool.question for pool in pools], plan.folds, seed):
            away = set(held_out)
            training = [pool for index, pool in enumerate(pools) if index not in away]
            weights = fit_weights(training, names=names, penalty=plan.penalty, bare=bare)
            for index in held_out:
                pool = pools[index]
                scores[index].append(pool.score(_features(pool, bare), weights))
    return [averaged(by_seed) for by_seed in scores]


def other_files(pools: Sequence[Pool], plan: Plan) -> list[dict[str, float]]:
    """Score each question by weights fitted on the other gold files; none where there is one."""
    golds = sorted({pool.question.gold for pool in pools})
    fitted = {
        gold: fit_weights(
            [pool for pool in pools if pool.question.gold != gold], penalty=plan.penalty
        )
        for gold in golds
    }
    if len(golds) < 2:
        return []
    return [pool.score(pool.features, fitted[pool.question.gold]) for pool in pools]


def split(questions: Sequence[GoldQuestion], folds: int, seed: int) -> Iterator[list[int]]:
    """Part the questions into folds; those that rest on one passage stay together."""
    groups = together(questions)
    order = np.random.default_rng(seed).permutation(len(groups))
    parts: list[list[int]] = [[] for _ in range(min(folds, len(groups)))]
    for position in order:
        min(parts, key=len).extend(groups[position])
    yield from (sorted(part) for part in parts)


def together(questions: Sequence[GoldQuestion]) -> list[list[int]]:
    """Group the questions that share evidence, directly or through others."""
    group = list(range(len(questions)))
    for later in range(len(questions)):
        for earlier in range(later):
            if group[later] != group[earlier] and shared_evidence(
                questions[later], questions[earlier]
            ):
                old, new = group[later], group[earlier]
                group = [new if member == old else member for member in group]
    return [[i for i, own in enumerate(group) if own == name] for name in dict.fromkeys(group)]


def _features(pool: Pool, bare: bool) -> FeatureRows:
    return pool.bare if bare else pool.features
