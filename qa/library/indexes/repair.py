"""Makes an index agree with the catalogue, as far as it does not; nothing is embedded anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from qa.errors import LibraryError
from qa.library.catalogue import Catalogue
from qa.library.indexes.notes import CLEAN, OTHER_MODEL
from qa.library.indexes.pair import Indexes
from qa.library.reading import Reading
from qa.papers import Paper, Passage
from qa.protocols import Vectors

PROBES = 500
"""Vectors that are compared with the catalogue's when the vector index is checked."""
BATCH = 2_000


def repair_vectors(
    catalogue: Catalogue, reading: Reading, indexes: Indexes, *, dirty: str, current: bool
) -> list[str]:
    """Make the vector index agree with the catalogue; return what had to be done, in words.

    `dirty` says what it may lack, and `current` whether it holds all that filters ask for.
    Whoever calls it notes that it is clean.
    """
    done = []
    known = {str(row[0]) for row in catalogue.db.execute("SELECT id FROM passages")}
    # A paper that was being written may have its new vectors under the ids of the old.
    doubtful = catalogue.passage_ids(dirty.split(","))
    if dirty == OTHER_MODEL or not _keeps_vectors(reading, indexes, sorted(known)):
        indexes.begin_change()
        indexes.vectors.clear()
    indexed = set(indexes.vectors.ids())
    if extra := sorted(indexed - known):
        indexes.begin_change()
        indexes.vectors.remove(extra)
        done.append(f"removed {len(extra)} vectors that the catalogue does not know")
    if missing := sorted(known - indexed | set(doubtful)):
        indexes.begin_change()
        for passages, vectors in batches(reading, missing):
            indexes.vectors.add(passages, np.stack(vectors))
        done.append(f"restored {len(missing)} vectors from the catalogue")
    if not current and (older := sorted(indexed & known)):
        indexes.begin_change()
        for passages, _ in batches(reading, older):
            indexes.vectors.describe(passages)
        done.append(f"noted what filters ask for with {len(older)} vectors")
    return done


def repair_words(
    catalogue: Catalogue, reading: Reading, indexes: Indexes, *, dirty: str, current: bool
) -> list[str]:
    """Make the word index agree with the catalogue; as `repair_vectors`."""
    known = {str(row[0]) for row in catalogue.db.execute("SELECT id FROM passages")}
    if dirty == CLEAN and current and indexes.words.is_current and indexes.words.ids() == known:
        return []
    indexes.write_words(all_papers(reading))
    return [f"rebuilt the word index of {len(known)} passages"]


def _keeps_vectors(reading: Reading, indexes: Indexes, ids: Sequence[str]) -> bool:
    """Whether the vector index has kept what it was given, by a sample."""
    sample = ids[:: len(ids) // PROBES + 1]
    passages = reading.passages(sample)
    try:
        kept = indexes.vectors.vectors(sample)
    except LibraryError:
        return False
    as_kept = indexes.vectors.as_kept
    return all(float(np.dot(v, as_kept(passages[i][1]))) > 0.99 for i, v in kept.items())


def all_papers(reading: Reading) -> Iterator[tuple[Paper, Sequence[Passage]]]:
    """Yield all papers with their passages."""
    for paper in reading.papers():
        yield paper, reading.passages_of(paper.id)


def batches(
    reading: Reading, ids: Sequence[str]
) -> Iterator[tuple[list[tuple[Paper, Passage]], list[Vectors]]]:
    """Yield passages with their papers, and their vectors, as the catalogue holds them."""
    papers = reading.sight.papers
    for start in range(0, len(ids), BATCH):
        found = list(reading.passages(ids[start : start + BATCH]).values())
        yield [(papers[p.paper_id], p) for p, _ in found], [vector for _, vector in found]
