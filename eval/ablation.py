"""What each part of the ranking is worth: the same questions without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from eval.candidates import MEASURED, Advance, Pool
from eval.fitting import FEATURES, Plan, by_hand, fit_weights, other_files, out_of_fold, weights_of
from eval.statistics import Share, bootstrap_interval, mean
from qa.features import Weights

Scores = list[dict[str, float]]
"""Each question's measures, in the order of the pools."""

FITTED = "fitted, out of fold"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of ranking the same candidates."""

    name: str
    scores: Scores

    def mean(self, measure: str) -> float | None:
        """Return the mean over the questions."""
        return mean([score[measure] for score in self.scores])

    def interval(self, measure: str) -> tuple[float, float] | None:
        """Return its 95 % bootstrap interval over the questions."""
        return bootstrap_interval([Share(s[measure], 1) for s in self.scores], pool=False)

    def gain(self, over: Variant, measure: str) -> tuple[float, tuple[float, float] | None]:
        """Return the mean difference to another variant, and its paired 95 % interval."""
        pairs = zip(self.scores, over.scores, strict=True)
        differences = [Share(mine[measure] - theirs[measure], 1) for mine, theirs in pairs]
        interval = bootstrap_interval(differences, pool=False)
        return sum(share.part for share in differences) / len(differences), interval


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights fitted on all questions, and what ranking by weights is worth out of fold."""

    weights: Weights
    variants: tuple[Variant, ...]
    golds: Mapping[str, tuple[int, ...]]
    """The questions of each gold file, by their place."""
    questions: int
    never_found: tuple[str, ...]
    """Questions of which no candidate is at the evidence: no weights can find them."""

    @property
    def fitted(self) -> Variant:
        """The variant that the others are compared with."""
        return next(variant for variant in self.variants if variant.name == FITTED)


def fit_and_compare(
    pools: Sequence[Pool], plan: Plan, progress: Advance = lambda done, total: None
) -> Fit:
    """Fit on all questions, and score every variant."""
    jobs = _jobs(pools, plan)
    variants = []
    for done, (name, work) in enumerate(jobs.items(), start=1):
        if scores := work():
            variants.append(Variant(name, scores))
        progress(done, len(jobs))
    golds = dict.fromkeys(pool.question.gold for pool in pools)
    return Fit(
        weights=fit_weights(pools, penalty=plan.penalty),
        variants=tuple(variants),
        golds={
            gold: tuple(i for i, pool in enumerate(pools) if pool.question.gold == gold)
            for gold in golds
        },
        questions=len(pools),
        never_found=tuple(pool.question.id for pool in pools if not pool.target.any()),
    )


def _jobs(pools: Sequence[Pool], plan: Plan) -> dict[str, Callable[[], Scores]]:
    def fixed(weights: Weights) -> Scores:
        return [pool.score(pool.features, weights) for pool in pools]

    jobs: dict[str, Callable[[], Scores]] = {
        FITTED: partial(out_of_fold, pools, plan),
        "fitted on the other gold files": partial(other_files, pools, plan),
        "as shipped (its fit saw such questions)": partial(fixed, Weights()),
        "weights set by hand": partial(fixed, by_hand()),
        "no ranker: both z-scores summed": partial(fixed, weights_of(vectors=1.0, words=1.0)),
        "words only": partial(fixed, weights_of(words=1.0)),
        "vectors only": partial(fixed, weights_of(vectors=1.0)),
        "no heading path in the ranker": partial(out_of_fold, pools, plan, bare=True),
    }
    for name in FEATURES:
        others = tuple(other for other in FEATURES if other != name)
        jobs[f"without {name}"] = partial(out_of_fold, pools, plan, names=others)
    return jobs


def of_gold(variant: Variant, places: Sequence[int]) -> Variant:
    """Return a variant over some of the questions."""
    return Variant(variant.name, [variant.scores[place] for place in places])


__all__ = ["FITTED", "MEASURED", "Fit", "Variant", "fit_and_compare", "of_gold"]
