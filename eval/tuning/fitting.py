"""Fitting the ranker's weights, and what it finds with weights that have not seen the question.

A listwise softmax (Cao et al., *Learning to Rank: From Pairwise Approach to Listwise
Approach*, 2007): the candidates' scores become a distribution, and the probability of the
candidates that carry the evidence is made large. A quadratic penalty holds each weight near a
value set by hand, by as much as its feature moves the score: there are few questions.

A pool is the candidates of one wording of a question, which every way of ranking (a variant) puts
in its own order. Every gold file counts as much as another, however many wordings it has. What is
left out of a fit is whole folders of papers (a body's), or whole files where they have no folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eval.gold.evidence import HeldPapers, Need, met_by, needs_of, overlaps, placed, retrieved
from eval.gold.questions import GoldQuestion
from eval.progress import Advance
from eval.ranking.measures import DEPTH, score_finding
from eval.statistics import Interval, Share, bootstrap_interval, mean
from eval.wording import plain, stands_in
from qa.errors import GoldError, MissingExtraError
from qa.features import Features
from qa.papers import Paper, Passage
from qa.questions.question import read_question
from qa.retrieval.features import IndexScores, Weights, features_of
from qa.retrieval.views import Views

if TYPE_CHECKING:
    from qa.retrieval.search import HybridSearcher

try:
    from scipy.optimize import minimize
except ImportError as error:
    raise MissingExtraError("measuring", "eval") from error

MEASURED = ("hit@1", "hit@5", "quote@300")
"""What rankings are compared by."""
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

FITTED = "fitted, out of fold"

FeatureRows = Sequence[Features]
"""The features of a question's candidates, in their order."""
Scores = list[dict[str, float]]
"""Each question's measures, in the order of the pools."""
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Plan:
    """How weights are tried on questions that they have not seen."""

    folds: int = 5
    seeds: int = 3
    penalty: float = PENALTY


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of ranking the same candidates."""

    name: str
    scores: Scores

    def mean(self, measure: str) -> float | None:
        """Return the mean over the questions."""
        return mean([score[measure] for score in self.scores])

    def interval(self, measure: str) -> Interval | None:
        """Return its 95 % bootstrap interval over the questions."""
        return bootstrap_interval([Share(s[measure], 1) for s in self.scores], pool=False)

    def gain(self, over: Variant, measure: str) -> tuple[float, Interval | None]:
        """Return the mean difference to another variant, and its paired 95 % interval."""
        pairs = zip(self.scores, over.scores, strict=True)
        differences = [Share(mine[measure] - theirs[measure], 1) for mine, theirs in pairs]
        interval = bootstrap_interval(differences, pool=False)
        return sum(share.part for share in differences) / len(differences), interval


def of_gold(variant: Variant, places: Sequence[int]) -> Variant:
    """Return a variant over some of the questions."""
    return Variant(variant.name, [variant.scores[place] for place in places])


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
    jobs = _variants(pools, plan)
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


def _variants(pools: Sequence[Pool], plan: Plan) -> dict[str, Callable[[], Scores]]:
    def weighed(weighing: Weighing) -> Callable[[], Scores]:
        return partial(score_pools, pools, weighing, plan)

    def fixed(**weights: float) -> Callable[[], Scores]:
        return partial(_score_by, pools, weights_of(**weights))

    return {
        FITTED: weighed(Weighing.FITTED),
        "fitted on the other gold files": partial(other_files, pools, plan),
        "as shipped (its fit saw such questions)": weighed(Weighing.SHIPPED),
        "weights set by hand": weighed(Weighing.BY_HAND),
        "no ranker: both z-scores summed": weighed(Weighing.SUMMED),
        "words only": fixed(words=1.0),
        "vectors only": fixed(vectors=1.0),
        "no heading path in the ranker": partial(out_of_fold, pools, plan, bare=True),
        **{
            f"without {name}": partial(
                out_of_fold, pools, plan, names=tuple(other for other in FEATURES if other != name)
            )
            for name in FEATURES
        },
    }


class Weighing(StrEnum):
    """Where the weights of a ranking come from."""

    SHIPPED = "shipped"
    """As in the code."""
    FITTED = "fitted"
    """Fitted on the questions of the other folds."""
    BY_HAND = "by hand"
    SUMMED = "summed"
    """The two z-scores summed, all else left out."""


def score_pools(pools: Sequence[Pool], weighing: Weighing, plan: Plan) -> Scores:
    """Score each question as ranked by weights that come from one place."""
    match weighing:
        case Weighing.SHIPPED:
            return _score_by(pools, Weights())
        case Weighing.FITTED:
            return out_of_fold(pools, plan)
        case Weighing.BY_HAND:
            return _score_by(pools, by_hand())
        case Weighing.SUMMED:
            return _score_by(pools, weights_of(vectors=1.0, words=1.0))


def _score_by(pools: Sequence[Pool], weights: Weights) -> Scores:
    return [pool.score(pool.features, weights) for pool in pools]


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
    told = [pool for pool in pools if pool.target.any()]
    asked = Counter(pool.question.gold for pool in told)
    cases = [
        (
            matrix(pool.rows(bare=bare), names),
            pool.target,
            len(told) / len(asked) / asked[pool.question.gold],
        )
        for pool in told
    ]
    start = np.array([BY_HAND.get(name, 0.0) for name in names])
    if not cases:
        return weights_of(**dict(zip(names, map(float, start), strict=True)))
    spread = np.std(np.vstack([values for values, _, _ in cases]), axis=0) + 1e-9

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.0, np.zeros_like(weights)
        for values, target, counts in cases:
            one, its_slope = _surprise(values, target, weights)
            total, slope = total + counts * one, slope + counts * its_slope
        away = (weights - start) * spread
        return total + penalty * float(away @ away), slope + 2 * penalty * away * spread

    found: Any = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return weights_of(**{name: float(value) for name, value in zip(names, found, strict=True)})


def _surprise(values: Numbers, target: Flags, weights: Numbers) -> tuple[float, Numbers]:
    """Return minus the log of the target's probability, and its slope."""
    scores = values @ weights
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    there = max(float(chances[target].sum()), SMALLEST)
    wanted = np.where(target, chances / there, 0.0)
    return -float(np.log(there)), values.T @ (chances - wanted)


def matrix(rows: FeatureRows, names: Sequence[str]) -> NDArray[np.float64]:
    """Return features as rows of candidates, a column for each name."""
    return np.array(
        [[getattr(row, name) for name in names] for row in rows], dtype=np.float64
    ).reshape(len(rows), len(names))


def out_of_fold(
    pools: Sequence[Pool],
    plan: Plan,
    *,
    names: Sequence[str] = FEATURES,
    bare: bool = False,
) -> Scores:
    """Score each question by weights fitted on the other folds; the mean over the seeds."""
    scores: list[Scores] = [[] for _ in pools]
    for seed in range(plan.seeds):
        for held_out in split([pool.question for pool in pools], plan.folds, seed):
            away = set(held_out)
            training = [pool for index, pool in enumerate(pools) if index not in away]
            weights = fit_weights(training, names=names, penalty=plan.penalty, bare=bare)
            for index in held_out:
                pool = pools[index]
                scores[index].append(pool.score(pool.rows(bare=bare), weights))
    return [averaged(by_seed) for by_seed in scores]


def other_files(pools: Sequence[Pool], plan: Plan) -> Scores:
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
    """Part the questions into folds; those that rest on one body's papers stay together."""
    groups = together(questions)
    order = np.random.default_rng(seed).permutation(len(groups))
    parts: list[list[int]] = [[] for _ in range(min(folds, len(groups)))]
    for position in order:
        min(parts, key=len).extend(groups[position])
    yield from (sorted(part) for part in parts)


def together(questions: Sequence[GoldQuestion]) -> list[list[int]]:
    """Group the questions whose evidence is of one folder or file, directly or through others."""
    rest_on = [
        {folder_or_file(item.doc) for item in question.evidence if not item.near_miss}
        for question in questions
    ]
    groups: list[tuple[set[str], list[int]]] = []
    for place, own in enumerate(rest_on):
        joined = [group for group in groups if group[0] & own]
        groups = [group for group in groups if not group[0] & own]
        members = [member for _, those in joined for member in those]
        groups.append((own.union(*(names for names, _ in joined)), [*members, place]))
    return sorted(sorted(members) for _, members in groups)


def folder_or_file(doc: str) -> str:
    """Return the folder that a paper lies in, and so its body; else its own name."""
    return PurePosixPath(doc).parts[0]


def averaged(scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of each measure over several scores of one question."""
    return {name: sum(score[name] for score in scores) / len(scores) for name in MEASURED}


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of one wording of a question; `bare` are their features without headings."""

    question: GoldQuestion
    needs: tuple[Need, ...]
    candidates: list[tuple[Passage, Paper]]
    features: FeatureRows
    bare: FeatureRows
    target: Flags
    """Candidates that carry the quote of the evidence; where none does, those that overlap it."""
    searcher: HybridSearcher

    def rows(self, *, bare: bool) -> FeatureRows:
        """Return the features, with or without those of the heading path."""
        return self.bare if bare else self.features

    def score(self, features: FeatureRows, weights: Weights) -> dict[str, float]:
        """Rank the candidates as the searcher does, and measure the ranking."""
        hits = self.searcher.rank(self.candidates, features, weights, DEPTH)
        shares = score_finding(self.question, [retrieved(hit) for hit in hits], self.needs)
        return {name: shares[name].part for name in MEASURED}


def pools_of(
    questions: Sequence[GoldQuestion],
    libraries: Sequence[Path],
    *,
    pool: int | None = None,
    progress: Advance = lambda done, total: None,
) -> list[Pool]:
    """Ask each gold file's questions of the library that holds most of its papers.

    Raises GoldError where no library holds any paper of a gold file.
    """
    from qa.backends.sentence_transformers import DEFAULT_MODEL
    from qa.bootstrap import load_embedder, open_library
    from qa.retrieval.search import POOL, HybridSearcher

    opened = [open_library(folder) for folder in libraries]
    held = [HeldPapers(library) for library in opened]
    library_of = library_of_golds(questions, held)
    embedders = {
        name: load_embedder(name) for name in {o.model_name or DEFAULT_MODEL for o in opened}
    }
    found: list[Pool] = []
    done = 0
    for index, library in enumerate(opened):
        embedder = embedders[library.model_name or DEFAULT_MODEL]
        searcher = HybridSearcher(library, embedder, pool=pool or POOL)
        own = [question for question in questions if library_of[question.gold] == index]
        before = done
        found += collect_pools(
            own, searcher, held[index].holds,
            lambda now, _, before=before: progress(before + now, len(questions)),  # type: ignore[misc]
        )  # fmt: skip
        done += len(own)
    return found


def library_of_golds(
    questions: Sequence[GoldQuestion], held: Sequence[HeldPapers]
) -> dict[str, int]:
    """Return for each gold file the place of the library that holds most of its papers.

    Raises GoldError where none holds any.
    """
    chosen = {}
    for gold in dict.fromkeys(question.gold for question in questions):
        docs = {item.doc for q in questions if q.gold == gold for item in q.evidence}
        counts = [sum(map(papers.holds, docs)) for papers in held]
        if not any(counts):
            raise GoldError(f"no library given holds a paper of {gold}; ingest its papers first")
        chosen[gold] = counts.index(max(counts))
    return chosen


def collect_pools(
    questions: Sequence[GoldQuestion],
    searcher: HybridSearcher,
    holds: Callable[[str], bool],
    progress: Advance = lambda done, total: None,
) -> list[Pool]:
    """Return the candidates of each wording of a question that the papers held answer."""
    pools: list[Pool] = []
    for done, question in enumerate(questions, start=1):
        needs = needs_of(question, holds) if question.answerable else ()
        if needs and any(holds(item.doc) for need in needs for item in need):
            pools.extend(
                _pool(replace(question, question=text), needs, searcher)
                for text in (question.question, *question.variants)
            )
        progress(done, len(questions))
    return pools


def _pool(question: GoldQuestion, needs: tuple[Need, ...], searcher: HybridSearcher) -> Pool:
    read = read_question(question.question)
    candidates, found = searcher.candidates(read)
    asked = searcher.asked(read)
    scores = [IndexScores(own.vectors, own.words, own.cosine) for own in found]
    unheaded = [
        (replace(passage, heading=(), references=()), paper) for passage, paper in candidates
    ]
    bare = features_of(asked, unheaded, Views(), scores)
    target = _carriers(needs, candidates)
    return Pool(question, needs, candidates, found, bare, target, searcher)


def _carriers(needs: Sequence[Need], candidates: Sequence[tuple[Passage, Paper]]) -> Flags:
    found = [placed(passage, paper) for passage, paper in candidates]
    items = [item for need in needs for item in need]
    quoted = np.array(
        [
            any(
                overlaps(one.place, item) and stands_in(plain(item.quote), plain(one.text))
                for item in items
            )
            for one in found
        ],
        dtype=np.bool_,
    )
    if quoted.any():
        return quoted
    return np.array([bool(met_by(one.place, needs)) for one in found], dtype=np.bool_)
