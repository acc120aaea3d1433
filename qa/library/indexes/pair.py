"""The vector index and the word index of a library, opened when they are first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from qa.backends.chroma import ChromaVectors
from qa.backends.tantivy import TantivyWords
from qa.engines import VectorServer
from qa.errors import LibraryError
from qa.library.catalogue import Catalogue
from qa.library.databases.entries import Entry
from qa.library.indexes.seal import VECTORS, WORDS
from qa.library.indexes.since import Found, Since
from qa.library.reading import title_words
from qa.papers import Paper, Passage
from qa.protocols import Filter, Vectors

TRIES = 5
BATCH = 500
COMPARED, COMPARED_OF_SOME = 4, 2
"""How many times as many shortened vectors are fetched, to be compared whole; with a filter."""
_Indexed = tuple[Paper, Sequence[Passage]]


class Indexes:
    """Both indexes, side by side. Whoever changes them breaks the seal first."""

    def __init__(
        self,
        folder: Path,
        server: VectorServer | None = None,
        *,
        catalogue: Catalogue | None = None,
        prepare: Callable[[], None] = lambda: None,
        break_seal: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the library's folder, and the server of the vectors where they are on one.

        With the `catalogue`, what is committed while the vectors are open is searched beside them.
        `prepare` is called before they are opened, and sees to it that they are sound;
        `break_seal` before they are changed.
        """
        self._folder, self._prepare, self.break_seal = folder, prepare, break_seal
        self._server = server
        # A server shows at once what was written to it.
        self._since = Since(catalogue) if catalogue is not None and server is None else None
        self._catalogue = catalogue
        self.lock = threading.RLock()
        """Held while they are opened or closed."""
        self._vectors: ChromaVectors | None = None
        self._words: TantivyWords | None = None

    @property
    def are_open(self) -> bool:
        """Whether they have been asked for."""
        return self._words is not None

    @property
    def vectors(self) -> ChromaVectors:
        """The vector index. Raises LibraryError where it cannot be opened."""
        vectors = self._vectors
        return vectors if vectors is not None else self.open()[0]

    @property
    def words(self) -> TantivyWords:
        """The word index. Raises LibraryError where it cannot be opened."""
        words = self._words
        return words if words is not None else self.open()[1]

    def open(self) -> tuple[ChromaVectors, TantivyWords]:
        """Open both, if they are not open yet. Raises LibraryError."""
        with self.lock:
            if self._vectors is None or self._words is None:
                self._prepare()
                if self._vectors is None and self._since is not None:
                    self._since.begin()
                self._vectors = self._vectors or self._open_vectors()
                self._words = TantivyWords(self._folder / WORDS)
            return self._vectors, self._words

    def _open_vectors(self) -> ChromaVectors:
        return self.served_vectors() if self._server else ChromaVectors(self._folder / VECTORS)

    def served_vectors(self) -> ChromaVectors:
        """Return the vector index on the server. Raises LibraryError where it cannot be used."""
        from qa.backends.chroma_server import ServedVectors

        assert self._server is not None
        return ServedVectors(self._server)

    def take_in(self) -> bool:
        """Take in which vectors were committed since they were opened; return whether that is done.

        Where it cannot be done, they must be opened anew.
        """
        with self.lock:
            return self._vectors is None or (self._since is not None and self._since.take_in())

    def refresh(self, *, anew: bool = True) -> None:
        """See what another process has written, where they are open.

        The vectors are opened `anew` for that, or go on serving with what was taken in.
        """
        with self.lock:
            if self._vectors is not None and anew:
                if self._since is not None:
                    self._since.begin()
                self._vectors.refresh()
            if self._words is not None:
                self._words.refresh()

    def nearest(
        self, vector: Vectors, k: int, only: Filter, papers: Container[str]
    ) -> list[tuple[str, float]]:
        """Return at most k (passage id, cosine similarity) in sight, best first.

        `papers` are the ids of those in sight, wholly or by a part.
        """
        vectors = self.vectors

        def may_be(passage_id: str) -> bool:
            return passage_id.rpartition("-")[0] in papers

        def find(most: int) -> Found:
            if not vectors.are_short:
                return vectors.nearest(vector, most, only, may_be)
            times = COMPARED_OF_SOME if only.narrows else COMPARED
            found = vectors.nearest(vector, most * times, only, may_be)
            return self._compared(found, vector)[:most]

        return self._since.nearest(find, vector, k, only) if self._since else find(k)

    def _compared(self, found: Found, vector: Vectors) -> Found:
        """Return what was found by shortened vectors, compared by those of the catalogue."""
        assert self._catalogue is not None
        ids, held = self._catalogue.vectors_by_id([id_ for id_, _ in found])
        scores = (held.astype(np.float32) @ vector).tolist() if ids else []
        return sorted(zip(ids, scores, strict=True), key=lambda each: -float(each[1]))

    def begin_change(self) -> None:
        """Open both, and break the seal. Raises LibraryError."""
        self.open()
        self.break_seal()

    def put(self, entries: Sequence[Entry]) -> None:
        """Add the passages of papers, in place of what was indexed under their ids."""
        self.begin_change()
        passages = [(entry.paper, p) for entry in entries for p in entry.passages]
        if passages:
            self.vectors.add(passages, np.concatenate([entry.vectors for entry in entries]))
        self.put_words([(entry.paper, entry.passages) for entry in entries])

    def put_words(self, papers: Sequence[_Indexed], gone: Iterable[str] = ()) -> None:
        """Index the words of papers, in place of what was indexed under their ids.

        Papers that are gone, by their ids, are left out from then on.
        """
        self.begin_change()
        self.words.remove_papers([*gone, *(paper.id for paper, _ in papers)])
        fill_words(self.words, papers)

    def put_vectors(
        self,
        catalogue: Catalogue,
        papers: Sequence[tuple[Paper, Sequence[Passage]]],
        instead: Iterable[str],
    ) -> None:
        """Add the vectors of papers, as the catalogue holds them, instead of those by paper ids."""
        self.begin_change()
        self.vectors.remove_papers(instead)
        for paper, passages in papers:
            held = {p.id: vector for p, vector in catalogue.passages([p.id for p in passages])}
            known = [p for p in passages if p.id in held]
            if known:
                self.vectors.add([(paper, p) for p in known], np.stack([held[p.id] for p in known]))

    def drop(self, gone: Mapping[str, Sequence[str]], others: Iterable[str] = ()) -> None:
        """Remove papers, given as {paper id: its passages' ids}, and single passages besides."""
        self.begin_change()
        self.vectors.remove([*(i for ids in gone.values() for i in ids), *others])
        if gone:
            self.words.remove_papers(gone)
            self.words.commit()

    def leave_no_old_words(self, read: Callable[[Sequence[str]], Iterable[_Indexed]]) -> None:
        """Index anew what lies in one file with words that were removed; these are gone then.

        `read` gives passages by id, with their papers.
        """
        # A merge of segments that goes on would hide what was removed, and leave its files.
        self.words.clean()
        for _ in range(TRIES):
            ids = self.words.beside_removed()
            if not ids:
                return
            self.begin_change()
            for start in range(0, len(ids), BATCH):
                part = ids[start : start + BATCH]
                self.words.remove(part)
                for paper, passages in read(part):
                    self.words.add(paper, passages, title_words(paper))
            self.words.commit()
            self.words.clean()

    def write_words(self, papers: Iterable[tuple[Paper, Sequence[Passage]]]) -> None:
        """Make the word index anew from papers and their passages.

        So no word of a paper that went is left in its files.
        """
        self.begin_change()
        self.words.clear()
        fill_words(self.words, papers)

    def abandon(self) -> None:
        """Let go of what the word index has not committed."""
        if self._words is not None:
            self._words.abandon()

    def close(self) -> None:
        """Close both; they are opened again if they are asked for."""
        with self.lock:
            words, vectors, self._words, self._vectors = self._words, self._vectors, None, None
            if words is not None:
                words.close()
            if vectors is not None:
                with suppress(LibraryError):  # a damaged one cannot even be closed
                    vectors.close()


def fill_words(words: TantivyWords, papers: Iterable[tuple[Paper, Sequence[Passage]]]) -> None:
    """Add papers with their passages to a word index, and commit them."""
    for paper, passages in papers:
        words.add(paper, passages, title_words(paper))
    words.commit()
