"""Make the indexes agree with the catalogue, after a crash or damage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.errors import LibraryError
from qa.library.held_papers import HeldPapers
from qa.library.indexes import Indexes

PROBES = 500
"""Vectors that are compared with the catalogue's when the vector index is checked."""
BATCH = 500
CLEAN, UNSURE, OTHER_MODEL = "0", "1", "model"
"""What `dirty` may say of the indexes, besides the ids of papers that are being written."""


def agree(held: HeldPapers, indexes: Indexes) -> bool:
    """Whether the indexes hold as many passages as the catalogue."""
    count = held.passage_count()
    return (indexes.vectors.count(), indexes.words.count()) == (count, count)


def repair_indexes(
    held: HeldPapers, indexes: Indexes, known: set[str], *, dirty: str, doubtful: Sequence[str]
) -> list[str]:
    """Mend both indexes; return what had to be done, in words.

    `known` are the ids of all passages in the catalogue, `doubtful` those whose vectors may be
    of an earlier text.
    """
    done = []
    if dirty == OTHER_MODEL or not _keeps_vectors(held, indexes, sorted(known)):
        indexes.clear_vectors()
    indexed = set(indexes.vectors.ids())
    if extra := sorted(indexed - known):
        indexes.vectors.remove(extra)
        done.append(f"removed {len(extra)} vectors that the catalogue does not know")
    if missing := sorted(known - indexed | set(doubtful)):
        _restore_vectors(held, indexes, missing)
        done.append(f"restored {len(missing)} vectors from the catalogue")
    if dirty != CLEAN or indexes.words.ids() != known:
        rebuild_words(held, indexes)
        done.append(f"rebuilt the word index of {len(known)} passages")
    return done


def rebuild_words(held: HeldPapers, indexes: Indexes) -> None:
    """Make the word index anew, so that no word of a paper that went is left in its files."""
    indexes.write_words(
        (held.title_words(paper), held.passages_of(paper.id)) for paper in held.papers()
    )


def _keeps_vectors(held: HeldPapers, indexes: Indexes, ids: Sequence[str]) -> bool:
    """Whether the vector index has kept what it was given, by a sample."""
    sample = ids[:: len(ids) // PROBES + 1]
    passages = held.passages(sample)
    try:
        kept = indexes.vectors.vectors(sample)
    except LibraryError:
        return False
    return all(float(np.dot(vector, passages[i][1])) > 0.99 for i, vector in kept.items())


def _restore_vectors(held: HeldPapers, indexes: Indexes, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), BATCH):
        found = held.passages(ids[start : start + BATCH])
        indexes.vectors.add(
            [passage for passage, _ in found.values()],
            np.stack([vector for _, vector in found.values()]),
        )
