"""What was committed since the vector index was opened, held beside it and searched exactly.

To open Chroma anew takes seconds among a million passages, and all of its memory once more. An
opened client goes on finding what it found when it was opened. So the vectors of papers that
changed since are read from the catalogue, which tells them by their stamps, and what the client
finds of such papers is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from qa.backends.sight import Sight, admits, sight_of
from qa.library.catalogue import Catalogue
from qa.protocols import EVERYTHING, Filter, Vectors

MOST = 4_000
"""Passages held beside the index; where more have changed, it is opened anew."""
MENDED = "indexes mended"
"""Under this the catalogue notes in which generation the indexes were mended."""
AT_ONCE = 500
MORE = (2, 8, 32)
"""How many times as many are asked for where the index may hold what has changed since."""

Found = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class _Changed:
    """The papers that changed, and the vectors that they have now."""

    papers: frozenset[str] = frozenset()
    """Ids of those added, changed and gone."""
    are_new: bool = True
    """Whether the index holds nothing of them."""
    ids: tuple[str, ...] = ()
    sights: tuple[Sight, ...] = ()
    vectors: Vectors | None = None


class Since:
    """Keeps an opened vector index up to date."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take the catalogue; `begin` is called before the index is opened."""
        self._catalogue = catalogue
        self._opened: Mapping[str, int] = {}
        self._mended = ""
        self._changed = _Changed()

    def begin(self) -> None:
        """Note what the index holds that is about to be opened."""
        self._mended = self._catalogue.meta(MENDED)
        self._opened, self._changed = self._catalogue.stamps(), _Changed()

    def take_in(self) -> bool:
        """Take in what was committed since; return whether that could be done.

        It cannot where the indexes were mended meanwhile, or too much has changed.
        """
        if self._catalogue.meta(MENDED) != self._mended:
            return False
        now, opened = self._catalogue.stamps(), self._opened
        newer = [id_ for id_, stamp in now.items() if opened.get(id_) != stamp]
        gone = opened.keys() - now.keys()
        if len(newer) > MOST or len(theirs := self._catalogue.passage_ids(newer)) > MOST:
            return False
        papers = self._catalogue.records(newer)
        held = [
            (papers[passage.paper_id], passage, vector)
            for start in range(0, len(theirs), AT_ONCE)
            for passage, vector in self._catalogue.passages(theirs[start : start + AT_ONCE])
            if passage.paper_id in papers
        ]
        vectors = [vector for _, _, vector in held]
        self._changed = _Changed(
            papers=frozenset(newer).union(gone),
            are_new=not gone and opened.keys().isdisjoint(newer),
            ids=tuple(passage.id for _, passage, _ in held),
            sights=tuple(sight_of(paper, passage) for paper, passage, _ in held),
            vectors=np.stack(vectors) if vectors else None,
        )
        return True

    def nearest(
        self, find: Callable[[int], Found], vector: Vectors, k: int, only: Filter = EVERYTHING
    ) -> Found:
        """Return at most k (passage id, cosine similarity) in sight, best first.

        `find` returns so many of what the index holds.
        """
        changed = self._changed
        if not changed.papers:
            return find(k)
        found: Found = []
        for times in (1,) if changed.are_new else MORE:
            held = find(k * times)
            found = [each for each in held if _paper_of(each[0]) not in changed.papers]
            if len(found) >= k or len(held) < k * times:
                break
        if changed.vectors is not None:
            scores = changed.vectors @ vector
            beside = zip(changed.ids, changed.sights, scores.tolist(), strict=True)
            found += [(id_, score) for id_, seen, score in beside if admits(only, seen)]
            found.sort(key=lambda each: -each[1])
        return found[:k]


def _paper_of(passage_id: str) -> str:
    return passage_id.rpartition("-")[0]
