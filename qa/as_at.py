"""The library as it stood on a day: papers of later meetings are out of sight.

A paper without a date stays in, since nothing shows that it is later; an answer that cites one
says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from qa.answers import Citation
from qa.backends.chroma import ChromaVectors
from qa.backends.words import TantivyWords
from qa.library import Library
from qa.papers import Paper
from qa.passages import Passage
from qa.protocols import Vectors

MORE = 4
"""By how much more is fetched from an index while too little of what it gives is in sight."""


class LibraryAsAt(Library):
    """A view of an open library. It shares the library's catalogue and indexes, and only reads."""

    def __init__(self, library: Library, day: date) -> None:
        """Take an open library and the last day whose meetings are in sight."""
        self.__dict__.update(library.__dict__)
        self.day = day
        held = {paper.id: paper for paper in library.papers()}
        shown = {id_: paper for id_, paper in held.items() if not _later(paper.meeting_date, day)}
        self._shown = {
            id_: replace(
                paper,
                supersedes=paper.supersedes if paper.supersedes in shown else None,
                superseded_by=paper.superseded_by if paper.superseded_by in shown else None,
            )
            for id_, paper in shown.items()
        }
        self.left_out = len(held) - len(shown)
        """Papers held that are of later meetings."""
        hidden = frozenset(self._catalogue.passage_ids(held.keys() - shown.keys()))
        self._words = _WordsInSight(library.words, hidden)
        self._vectors = _VectorsInSight(library.vectors, hidden)

    def _all(self) -> dict[str, Paper]:
        return self._shown

    @property
    def vectors(self) -> ChromaVectors:
        """The vector index, of what is in sight."""
        return self._vectors

    @property
    def words(self) -> TantivyWords:
        """The word index, of what is in sight."""
        return self._words

    def refresh(self) -> bool:
        """Do nothing: a view is made anew for each question, of the library as it is then."""
        return False

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Return passages in sight with their vectors, by id."""
        return {
            id_: (passage, vector)
            for id_, (passage, vector) in super().passages(ids).items()
            if passage.paper_id in self._shown and not _later(passage.meeting_date, self.day)
        }


class _WordsInSight(TantivyWords):
    """The word index without what is out of sight."""

    def __init__(self, words: TantivyWords, hidden: frozenset[str]) -> None:
        self.__dict__.update(words.__dict__)
        self._hidden = hidden

    def search(self, weights: Mapping[str, float], k: int) -> list[tuple[str, float]]:
        """Return at most k (passage id, BM25 score) in sight, best first."""
        wanted = k
        while True:
            found = super().search(weights, wanted)
            seen = [entry for entry in found if entry[0] not in self._hidden]
            if len(seen) >= k or len(found) < wanted:
                return seen[:k]
            wanted *= MORE


class _VectorsInSight(ChromaVectors):
    """The vector index without what is out of sight."""

    def __init__(self, vectors: ChromaVectors, hidden: frozenset[str]) -> None:
        # It asks the index itself, whose client may be opened anew at any time.
        self._whole, self._hidden = vectors, hidden

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Return at most k (passage id, cosine similarity) in sight, best first."""
        wanted = k
        while True:
            found = self._whole.nearest(vector, wanted)
            seen = [entry for entry in found if entry[0] not in self._hidden]
            if len(seen) >= k or len(found) < wanted:
                return seen[:k]
            wanted *= MORE


def _later(meeting: date | None, day: date) -> bool:
    return meeting is not None and meeting > day


def say_as_at(view: LibraryAsAt, citations: Sequence[Citation]) -> str:
    """Say as at which day an answer was asked for, and what of it may be later all the same."""
    left = (
        f"{view.left_out:,} papers of later meetings were not searched"
        if view.left_out > 1
        else "1 paper of a later meeting was not searched"
        if view.left_out
        else "no paper of a later meeting is held"
    )
    said = f"As at {view.day.day} {view.day:%B %Y}: {left}."
    undated = [
        f"[{citation.number}]" for citation in citations if citation.paper.meeting_date is None
    ]
    if undated:
        said += f" The paper quoted in {' '.join(undated)} bears no date and may be later."
    return said
