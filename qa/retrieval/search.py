"""Find passages by vectors and by words, ranked with what else speaks for a passage.

`HybridSearcher` is the search of the product. `DenseSearcher` and `WordSearcher` search one index
alone: what the whole search is compared with.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.features import Features
from qa.language.synonyms import searched_otherwise
from qa.library import Library
from qa.papers import Hit, Paper, Passage
from qa.protocols import Embedder, Vectors
from qa.questions.question import Question
from qa.retrieval.features import (
    Asked,
    IndexScores,
    Weights,
    combine,
    features_of,
    weigh_question,
    weighed_terms,
)
from qa.retrieval.scope import prefer_newer, sure_council, sure_councils
from qa.retrieval.views import Views
from qa.timing import stage

POOL = 60
"""Candidates taken from each index; twice as many changed no figure on the gold questions."""
OTHERWISE = 0.3
"""Weight, in the word index, of what papers call the thing asked for, beside the asker's word."""
SAME = 0.92
"""Jaccard overlap of their terms from which two passages say the same."""

Candidates = list[tuple[Passage, Paper]]


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
        self._views = Views()

    def over(self, library: Library) -> HybridSearcher:
        """Return a searcher like this over another view of the library."""
        other = HybridSearcher(library, self._embedder, self.weights, pool=self._pool)
        other._views = self._views
        return other

    @stage("features and ranking")
    def search(self, question: Question, k: int, also: Sequence[str] = ()) -> list[Hit]:
        """Return at most k hits, best first, ranked from 1.

        The passages of the ids in `also` are candidates too, whether an index finds them or not.
        """
        candidates, found = self.candidates(question, also)
        return self.rank(candidates, found, self.weights, k)

    def candidates(
        self, question: Question, also: Sequence[str] = ()
    ) -> tuple[Candidates, list[Features]]:
        """Return the passages that either index finds, and those of `also`, with their features."""
        library = self._library
        asked = self.asked(question)
        vector = self._embedder.embed_question(question.text)
        near = [i for i, _ in library.nearest(vector, self._pool)]
        searched = {**searched_otherwise(asked.question.others, OTHERWISE), **asked.weights}
        worded = dict(library.search_words(searched, self._pool))
        papers = library.papers_by_id()
        held = library.passages(list(dict.fromkeys([*near, *worded, *also])))
        found = [
            (passage, papers[passage.paper_id], its_vector)
            for passage, its_vector in held.values()
            if passage.paper_id in papers  # one may have come in while we were searching
        ]
        named = question.facets.councils_named(library.once(sure_councils))
        if named:
            # A filter that leaves nothing is worth less than what it keeps out.
            found = [entry for entry in found if sure_council(entry[1]) in (None, *named)] or found
        if not found:
            return [], []
        candidates = [(passage, paper) for passage, paper, _ in found]
        cosines = [float(np.dot(its_vector, vector)) for _, _, its_vector in found]
        words = [worded.get(passage.id, 0.0) for passage, _ in candidates]
        by_index = zip(_standardised(cosines), _standardised(words), cosines, strict=True)
        scores = [IndexScores(*own) for own in by_index]
        return candidates, features_of(asked, candidates, self._views, scores)

    @stage("weighing the words")
    def asked(self, question: Question) -> Asked:
        """Return the question with its terms as weighed for this library."""
        return weigh_question(question, self._library)

    def rank(
        self,
        candidates: Sequence[tuple[Passage, Paper]],
        found: Sequence[Features],
        weights: Weights,
        k: int,
    ) -> list[Hit]:
        """Return at most k of the candidates, best first by these weights, each matter once.

        Of passages that say the same only the first is kept: reports are filed again and again.
        """
        scores = prefer_newer(combine(found, weights), candidates)
        hits: list[Hit] = []
        kept: list[frozenset[str]] = []
        for i in sorted(range(len(candidates)), key=lambda i: -scores[i]):
            [view] = self._views.of([candidates[i]])
            if any(_overlap(view.text, other) >= SAME for other in kept):
                continue
            kept.append(view.text)
            hits.append(Hit(len(hits) + 1, scores[i], *candidates[i], found[i]))
            if len(hits) == k:
                break
        return hits

    def forget(self) -> None:
        """Let what is known of passages be made anew, since the library has changed."""
        self._views = Views()  # a thread that is searching goes on with the one before


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


class DenseSearcher:
    """Searches by vectors alone."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        """Take the library and the model that built it."""
        self._library, self._embedder = library, embedder

    def search(self, question: Question, k: int) -> list[Hit]:
        """Return at most k hits by cosine similarity, best first."""
        vector = self._embedder.embed_question(question.text)
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
    papers = library.papers_by_id()
    held = [
        (score, found[i][0])
        for i, score in ids
        if i in found and found[i][0].paper_id in papers  # one may just have come in
    ]
    return [
        Hit(rank, score, passage, papers[passage.paper_id])
        for rank, (score, passage) in enumerate(held[:k], start=1)
    ]
