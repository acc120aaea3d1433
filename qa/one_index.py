"""Find passages by one index alone, vectors or words: what the whole search is held against."""

from __future__ import annotations

from collections.abc import Sequence

from qa.asked import weighed_terms
from qa.library import Library
from qa.passages import Hit
from qa.protocols import Embedder
from qa.question import Question


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
