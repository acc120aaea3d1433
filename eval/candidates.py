"""The candidates that the ranker chooses from, for each gold question: features and relevance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from eval.finding import score_finding
from eval.gold.questions import GoldQuestion
from eval.needs import Need, met_by, needs_of
from eval.places import overlaps, placed, retrieved
from eval.wording import plain, stands_in
from qa.features import Weights, features
from qa.language.terms import content_terms
from qa.papers import Paper
from qa.passages import Features, Passage
from qa.question import read_question
from qa.views import View, view_of

if TYPE_CHECKING:
    from qa.library import Library
    from qa.search import HybridSearcher

DEPTH = 10
MEASURED = ("hit@1", "hit@5", "quote@300")
"""What rankings are compared by."""

FeatureRows = Sequence[Features]
"""The features of a question's candidates, in their order."""
Advance = Callable[[int, int], None]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pool:
    """One question's candidates. `bare` are their features without heading path."""

    question: GoldQuestion
    needs: tuple[Need, ...]
    candidates: list[tuple[Passage, Paper]]
    features: FeatureRows
    bare: FeatureRows
    target: Truth
    """Candidates that carry the quote of the evidence; where none does, those that overlap it."""
    searcher: HybridSearcher

    def score(self, features: FeatureRows, weights: Weights) -> dict[str, float]:
        """Rank the candidates as the searcher does, and measure the ranking."""
        hits = self.searcher.rank(self.candidates, features, weights, DEPTH)
        shares = score_finding(self.question, [retrieved(hit) for hit in hits], self.needs)
        return {name: shares[name].part for name in MEASURED}


def collect_pools(
    questions: Sequence[GoldQuestion],
    library: Library,
    searcher: HybridSearcher,
    holds: Callable[[str], bool],
    progress: Advance = lambda done, total: None,
) -> list[Pool]:
    """Return the candidates of each question that has an answer in the papers held."""
    pools = []
    for done, question in enumerate(questions, start=1):
        needs = needs_of(question, holds) if question.answerable else ()
        if needs and any(holds(item.doc) for need in needs for item in need):
            pools.append(_pool(question, needs, library, searcher))
        progress(done, len(questions))
    return pools


def _pool(
    question: GoldQuestion, needs: tuple[Need, ...], library: Library, searcher: HybridSearcher
) -> Pool:
    read = read_question(question.question)
    candidates, found = searcher.candidates(read)
    asked = searcher.asked(read)
    bare = [
        features(
            read,
            asked.weights,
            asked.idf,
            passage,
            paper,
            _without_heading(view_of(passage, paper, library.title_words(paper)), passage),
            vectors=own.vectors,
            words=own.words,
            cosine=own.cosine,
        )
        for (passage, paper), own in zip(candidates, found, strict=True)
    ]
    target = _target(needs, candidates)
    return Pool(question, needs, candidates, found, bare, target, searcher)


def _without_heading(view: View, passage: Passage) -> View:
    return replace(
        view, heading=frozenset(), pairs=frozenset(pairwise(content_terms(passage.text)))
    )


def _target(needs: Sequence[Need], candidates: Sequence[tuple[Passage, Paper]]) -> Truth:
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


def matrix(rows: FeatureRows, names: Sequence[str]) -> NDArray[np.float64]:
    """Return features as rows of candidates, a column for each name."""
    return np.array(
        [[getattr(row, name) for name in names] for row in rows], dtype=np.float64
    ).reshape(len(rows), len(names))


def averaged(scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of each measure over several scores of one question."""
    return {name: sum(score[name] for score in scores) / len(scores) for name in MEASURED}
