"""Find passages by vectors and by words, ranked with what else speaks for a passage."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from qa.language.synonyms import searched_otherwise
from qa.library import Library
from qa.papers import Features, Hit, Paper, Passage
from qa.protocols import Embedder, Vectors
from qa.questions.question import Question
from qa.retrieval.as_at import prefer_newer
from qa.retrieval.features import (
    Asked,
    View,
    Weights,
    combine,
    features,
    view_of,
    weigh_question,
    weighed_terms,
)
from qa.timing import stage

POOL = 60
"""Candidates taken from each index; twice as many changed no figure on the gold questions."""
OTHERWISE = 0.3
"""Weight, in the word index, of what papers call the thing asked for, beside the asker's word."""
SAME = 0.92
"""Jaccard overlap of their terms from which two passages say the same."""
VIEWS_KEPT = 20_000


class HybridSearcher:
    """Searches by vectors and words, and weighs what else speaks for each candidate."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        weights: Weights | None = None,
        *,
        pool: int = POOL,
    ) -> None:
        """Take the library, the model that built it, and the weights (fitted ones if None).

        `pool` is how many candidates are taken from each index.
        """
        self._library, self._embedder, self._pool = library, embedder, pool
        self.weights = weights or Weights()
        self._views: OrderedDict[str, View] = OrderedDict()

    def over(self, library: Library) -> HybridSearcher:
        """Return a searcher like this over another view of the library."""
        other = HybridSearcher(library, self._embedder, self.weights, pool=self._pool)
        other._views = self._views
        return other

    @stage("features and ranking")
    def search(self, question: Question, k: int) -> list[Hit]:
        """Return at most k hits, best first, ranked from 1."""
        candidates, found = self.candidates(question)
        return self.rank(candidates, found, self.weights, k)

    def rank(
        self,
        candidates: Sequence[tuple[Passage, Paper]],
        found: Sequence[Features],
        weights: Weights,
        k: int,
    ) -> list[Hit]:
        """Return at most k of the candidates, best first by these weights, each matter once."""
        scores = prefer_newer(combine(found, weights), candidates)
        ranked = sorted(range(len(candidates)), key=lambda i: -scores[i])
        order = self._once_each(ranked, candidates, k)
        return [
            Hit(rank, scores[i], candidates[i][0], candidates[i][1], found[i])
            for rank, i in enumerate(order, start=1)
        ]

    @stage("weighing the words")
    def asked(self, question: Question) -> Asked:
        """Return the question with its terms as weighed for this library."""
        return weigh_question(question, self._library)

    def _once_each(
        self, ranked: Sequence[int], candidates: Sequence[tuple[Passage, Paper]], k: int
    ) -> list[int]:
        """Keep the first of passages that say the same: reports are filed again and again."""
        kept: list[int] = []
        said: list[frozenset[str]] = []
        for index in ranked:
            passage, paper = candidates[index]
            terms = self._view(passage, paper).text
            if any(_overlap(terms, other) >= SAME for other in said):
                continue
            kept.append(index)
            said.append(terms)
            if len(kept) == k:
                break
        return kept

    def candidates(self, question: Question) -> tuple[list[tuple[Passage, Paper]], list[Features]]:
        """Return the pool from both indexes with each candidate's features."""
        library = self._library
        asked = self.asked(question)
        question, weights, idf = asked.question, asked.weights, asked.idf
        vector = self._embedder.embed([question.text])[0]
        near = [i for i, _ in library.nearest(vector, self._pool)]
        searched = {**searched_otherwise(question.others, OTHERWISE), **weights}
        worded = dict(library.search_words(searched, self._pool))
        papers = {paper.id: paper for paper in library.papers()}
        held = library.passages(list(dict.fromkeys([*near, *worded])))
        found = {i: (p, vector) for i, (p, vector) in held.items() if p.paper_id in papers}
        named = question.facets.councils_named(paper.council for paper in papers.values())
        ours = {
            i: entry
            for i, entry in found.items()
            if not named or papers[entry[0].paper_id].council in (None, *named)
        }
        # A filter that leaves nothing is worth less than what it keeps out.
        found = ours or found
        if not found:
            return [], []
        pairs = [(passage, papers[passage.paper_id]) for passage, _ in found.values()]
        dense = _standardised([float(np.dot(v, vector)) for _, v in found.values()])
        words = _standardised([worded.get(i, 0.0) for i in found])
        return pairs, [
            features(
                question,
                weights,
                idf,
                passage,
                paper,
                self._view(passage, paper),
                vectors=dense[index],
                words=words[index],
                cosine=float(np.dot(found[passage.id][1], vector)),
            )
            for index, (passage, paper) in enumerate(pairs)
        ]

    def forget(self) -> None:
        """Let what is known of passages be made anew, since the library has changed."""
        self._views = OrderedDict()  # a thread that is searching goes on with the one before

    def _view(self, passage: Passage, paper: Paper) -> View:
        views = self._views
        view = views.get(passage.id)
        if view is None:
            view = view_of(passage, paper, self._library.title_words(paper))
            views[passage.id] = view
            if len(views) > VIEWS_KEPT:
                views.popitem(last=False)
        return view


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the Jaccard overlap; none where a number differs, since that is what is asked for."""
    apart = a ^ b
    if any(term[0].isdigit() for term in apart):
        return 0.0
    return 1 - len(apart) / max(1, len(a | b))


def _standardised(values: Sequence[float]) -> list[float]:
    """Return z-scores over the pool; zeros where all values are the same."""
    array: Vectors = np.asarray(values, dtype=np.float32)
    spread = float(array.std())
    return (
        [float(v) for v in (array - array.mean()) / spread]
        if spread > 1e-9
        else [0.0] * len(values)
    )


# --- Find passages by one index alone, vectors or words: what the whole search is held against.


class DenseSearcher:
    """Searches by vectors alone."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        """Take the library and the model that built it."""
        self._library, self._embedder = library, embedder

    def search(self, question: Question, k: int) -> list[Hit]:
        """Return at most k hits by cosine similarity, best first."""
        vector = self._embedder.embed([question.text])[0]
        return _hits(self._library.nearest(vector, k), self._library, k)


class WordSearcher:
    """Searches by words alone, BM25."""

    def __init__(self, library: Library) -> None:
        """Take the library."""
        self._library = library

    def search(self, question: Question, k: int) -> list[Hit]:
        """Return at most k hits by BM25, best first."""
        weights = weighed_terms(question, self._library)
        return _hits(self._library.search_words(weights, k), self._library, k)


def _hits(ids: Sequence[tuple[str, float]], library: Library, k: int) -> list[Hit]:
    found = library.passages([i for i, _ in ids])
    papers = {paper.id: paper for paper in library.papers()}
    hits: list[Hit] = []
    for passage_id, score in ids:
        if passage_id in found and len(hits) < k:
            passage = found[passage_id][0]
            if passage.paper_id not in papers:  # it came in while we were searching
                continue
            hits.append(Hit(len(hits) + 1, score, passage, papers[passage.paper_id]))
    return hits
