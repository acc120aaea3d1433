"""The two indexes of the passages held: vectors and words. Both can be made from the catalogue.

The catalogue notes under `dirty` what the indexes may lack: `CLEAN`, or why they may not agree.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from qa.backends.chroma import ChromaVectors
from qa.backends.tantivy import TantivyWords
from qa.errors import LibraryError
from qa.library.catalogue import DATED, INDEX_FORMAT, Catalogue, Entry
from qa.library.files import hold_for_writing
from qa.library.reading import Reading, title_words
from qa.papers import Paper, Passage
from qa.protocols import Vectors

CLEAN, UNSURE, OTHER_MODEL = "0", "1", "model"
"""What `dirty` may say of the indexes, besides the ids of papers that are being written."""
PROBES = 500
"""Vectors that are compared with the catalogue's when the vector index is checked."""
BATCH = 500


class _Index(Protocol):
    """What the library asks of either index when it opens it."""

    def count(self) -> int: ...


_AnIndex = TypeVar("_AnIndex", bound=_Index)


class Indexes:
    """The vector index and the word index, side by side, opened when they are first asked for."""

    def __init__(self, folder: Path, *, mend: bool, settle: Callable[[], None]) -> None:
        """Take the library's folder. With `mend` a damaged index is made empty when it is opened.

        `settle` is called once, as soon as both are open.
        """
        self._folder, self._mend, self._settle = folder, mend, settle
        self._lock = threading.RLock()
        self._vectors: ChromaVectors | None = None
        self._words: TantivyWords | None = None
        self.are_held = False
        """Whether their library is held for writing here."""
        self.mended: list[str] = []
        """What had to be made anew on opening, in words."""

    @property
    def are_open(self) -> bool:
        """Whether they have been asked for."""
        return self._words is not None

    @property
    def vectors(self) -> ChromaVectors:
        """The vector index. Raises LibraryError where it cannot be opened."""
        if self._vectors is None or self._words is None:
            self.open()
        assert self._vectors is not None
        return self._vectors

    @property
    def words(self) -> TantivyWords:
        """The word index. Raises LibraryError where it cannot be opened."""
        if self._words is None:
            self.open()
        assert self._words is not None
        return self._words

    def open(self) -> None:
        """Open both, if they are not open yet. Raises LibraryError."""
        with self._lock:
            if self._words is None:
                if self._vectors is None:
                    self._vectors = self._opened(ChromaVectors, "chroma", mend=self._mend)
                self._words = self._opened(TantivyWords, "words", mend=self._mend)
                self._settle()

    def _opened(self, kind: Callable[[Path], _AnIndex], name: str, *, mend: bool) -> _AnIndex:
        try:
            return kind(self._folder / name)
        except LibraryError:
            if not mend:
                raise
        with nullcontext() if self.are_held else hold_for_writing(self._folder):
            shutil.rmtree(self._folder / name)
        self.mended.append(f"the {name} folder was damaged and is made anew")
        return kind(self._folder / name)

    def refresh(self) -> None:
        """See what another process has written, where they are open."""
        with self._lock:
            if self._vectors is not None:
                self._vectors.refresh()
            if self._words is not None:
                self._words.refresh()

    def put(self, entries: Sequence[Entry]) -> None:
        """Add the passages of papers, in place of what was indexed under their ids."""
        for entry in entries:
            self.vectors.add([(entry.paper, p) for p in entry.passages], entry.vectors)
        self.words.remove_papers(entry.paper.id for entry in entries)
        for entry in entries:
            self.words.add(entry.paper, entry.passages, title_words(entry.paper))
        self.words.commit()

    def drop(self, gone: Mapping[str, Sequence[str]], others: Iterable[str] = ()) -> None:
        """Remove papers, given as {paper id: its passages' ids}, and single passages besides."""
        self.vectors.remove([*(i for ids in gone.values() for i in ids), *others])
        if gone:
            self.words.remove_papers(gone)
            self.words.commit()

    def write_words(self, papers: Iterable[tuple[Paper, Sequence[Passage]]]) -> None:
        """Make the word index anew from papers and their passages.

        So no word of a paper that went is left in its files.
        """
        part, old = self._folder / "words.part", self._folder / "words.old"
        for left in (part, old):  # by a crash
            shutil.rmtree(left, ignore_errors=True)
        if self.words.dated:
            self.words.clear()
            _fill(self.words, papers)
            return
        # One with other fields is made beside the old, which readers use until it is whole.
        words = TantivyWords(part)
        _fill(words, papers)
        words.close()
        self.words.close()
        (self._folder / "words").rename(old)
        part.rename(self._folder / "words")
        shutil.rmtree(old)
        self._words = TantivyWords(self._folder / "words")

    def clear_vectors(self) -> None:
        """Empty the vector index, by force where it is damaged."""
        try:
            self.vectors.clear()
        except LibraryError:
            self.vectors.close()
            shutil.rmtree(self._folder / "chroma")
            self._vectors = ChromaVectors(self._folder / "chroma")

    def abandon(self) -> None:
        """Let go of what the word index has not committed."""
        if self._words is not None:
            self._words.abandon()

    def let_go(self) -> None:
        """Let go of the writer's place in the word index."""
        if self._words is not None:
            self._words.close()

    def close(self) -> None:
        """Close both; they are opened again if they are asked for."""
        with self._lock:
            self.let_go()
            if self._vectors is not None:
                self._vectors.close()
            self._vectors = self._words = None


def _fill(words: TantivyWords, papers: Iterable[tuple[Paper, Sequence[Passage]]]) -> None:
    for paper, passages in papers:
        words.add(paper, passages, title_words(paper))
    words.commit()


# Agreement with the catalogue, and repair


def are_dated(catalogue: Catalogue, indexes: Indexes) -> bool:
    """Whether both indexes hold the days of meetings; those of an earlier Townclerk do not."""
    return indexes.words.dated and catalogue.meta(INDEX_FORMAT) == DATED


def agree(catalogue: Catalogue, indexes: Indexes) -> bool:
    """Whether the indexes hold as many passages as the catalogue, and nothing is left undone."""
    count = catalogue.passage_count()
    return (
        (indexes.vectors.count(), indexes.words.count()) == (count, count)
        and catalogue.meta("dirty", CLEAN) == CLEAN
        and are_dated(catalogue, indexes)
    )


def repair_indexes(catalogue: Catalogue, reading: Reading, indexes: Indexes) -> list[str]:
    """Make both indexes agree with the catalogue; return what had to be done, in words.

    Whoever calls it notes that they are clean.
    """
    done = []
    dirty, dated = catalogue.meta("dirty", CLEAN), are_dated(catalogue, indexes)
    known = {str(row[0]) for row in catalogue.db.execute("SELECT id FROM passages")}
    # A paper that was being written may have its new vectors under the ids of the old.
    doubtful = catalogue.passage_ids(dirty.split(","))
    if dirty == OTHER_MODEL or not _keeps_vectors(reading, indexes, sorted(known)):
        indexes.clear_vectors()
    indexed = set(indexes.vectors.ids())
    if extra := sorted(indexed - known):
        indexes.vectors.remove(extra)
        done.append(f"removed {len(extra)} vectors that the catalogue does not know")
    if missing := sorted(known - indexed | set(doubtful)):
        for passages, vectors in _batches(reading, missing):
            indexes.vectors.add(passages, np.stack(vectors))
        done.append(f"restored {len(missing)} vectors from the catalogue")
    if not dated and (undated := sorted(indexed & known)):
        for passages, _ in _batches(reading, undated):
            indexes.vectors.describe(passages)
        done.append(f"noted the days of meetings with {len(undated)} vectors")
    if dirty != CLEAN or not dated or indexes.words.ids() != known:
        indexes.write_words((paper, reading.passages_of(paper.id)) for paper in reading.papers())
        done.append(f"rebuilt the word index of {len(known)} passages")
    catalogue.set_meta(INDEX_FORMAT, DATED)
    return done


def _keeps_vectors(reading: Reading, indexes: Indexes, ids: Sequence[str]) -> bool:
    """Whether the vector index has kept what it was given, by a sample."""
    sample = ids[:: len(ids) // PROBES + 1]
    passages = reading.passages(sample)
    try:
        kept = indexes.vectors.vectors(sample)
    except LibraryError:
        return False
    return all(float(np.dot(vector, passages[i][1])) > 0.99 for i, vector in kept.items())


def _batches(
    reading: Reading, ids: Sequence[str]
) -> Iterator[tuple[list[tuple[Paper, Passage]], list[Vectors]]]:
    """Yield passages with their papers, and their vectors, as the catalogue holds them."""
    papers = {paper.id: paper for paper in reading.papers()}
    for start in range(0, len(ids), BATCH):
        found = list(reading.passages(ids[start : start + BATCH]).values())
        yield [(papers[p.paper_id], p) for p, _ in found], [vector for _, vector in found]
