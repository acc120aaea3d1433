"""The library as whoever feeds it sees it: held for writing, filled, emptied and mended."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from qa.errors import LibraryError
from qa.library.opened import OpenLibrary
from qa.library.records import Entry, vector_bytes
from qa.library.repair import CLEAN, OTHER_MODEL, UNSURE, agree, rebuild_words, repair_indexes
from qa.library.writer_lock import hold_for_writing
from qa.papers import Paper
from qa.passages import Passage
from qa.protocols import Vectors


class Library(OpenLibrary):
    """The papers held. Reading is safe from several threads and beside a writing process."""

    def __init__(self, folder: Path, *, create: bool = False, mend: bool = False) -> None:
        """Open a library, and finish what a writer that was cut off has left undone.

        Raises LibraryError where there is none and `create` is false, and where an index cannot
        be opened; with `mend` such an index is made anew from the catalogue.
        """
        super().__init__(folder, create=create, mend=mend)
        # Whoever holds the library for writing mends it; a folder that is read-only cannot be.
        if not self._in_order():
            with suppress(LibraryError), self.writing():
                pass

    @property
    def unpacked(self) -> Path:
        """Where an ingest unpacks archives and messages; what a crash leaves there is removed."""
        return self.folder / "unpacked"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library for writing. Raises LibraryBusyError where another process does."""
        with hold_for_writing(self.folder):
            # What another process has written since would be lost to an index opened before.
            self._reopen(self._catalogue.generation)
            self._model = self.model_name
            shutil.rmtree(self.unpacked, ignore_errors=True)
            try:
                self.mended += self.repair(only_if_dirty=True)
                yield
            except BaseException:
                self.words.abandon()
                raise
            self.words.close()
            self._catalogue.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._catalogue.transaction():
            yield
        self._generation = self._catalogue.generation
        self._forget_read()

    def replace(self, entries: Sequence[Entry], *, model: str) -> None:
        """Store papers, each in place of what was held under its file name. All or none."""
        ids = {entry.paper.id: entry for entry in entries}
        self._catalogue.set_meta("dirty", ",".join(ids))
        for entry in entries:
            self._files.keep(entry.source, entry.paper.digest, entry.paper.file)
        self._indexes.put(entries, self.title_words)
        with self._transaction():
            before = set(self._catalogue.passage_ids(ids))
            for entry in entries:
                self._catalogue.delete(entry.paper.id)
                place = entry.origin or entry.source
                self._catalogue.see(entry.paper.file, entry.paper.digest, place)
            gone = self._catalogue.settle_places()
            for entry in entries:
                self._catalogue.insert(entry)
            self._catalogue.set_meta("model", model)
            self._model = model
        now = {passage.id for entry in entries for passage in entry.passages}
        self._drop(gone, before - now)
        self._catalogue.set_meta("dirty", CLEAN)

    def note_copies(self, copies: Iterable[tuple[str, str, Path]]) -> None:
        """Record (file name, digest, path) of more places where papers already held are filed."""
        with self._transaction():
            for file, digest, path in copies:
                self._catalogue.see(file, digest, path)
            gone = self._catalogue.settle_places()
            self._catalogue.set_meta("dirty", UNSURE if gone else CLEAN)
        self._drop(gone)
        self._catalogue.set_meta("dirty", CLEAN)

    def remove_files(self, files: Sequence[str]) -> int:
        """Forget places; a paper goes when its last place does. Return how many papers went."""
        with self._transaction():
            for file in files:
                self._catalogue.forget(file)
            gone = self._catalogue.settle_places()
            self._catalogue.set_meta("dirty", UNSURE)
        if gone:
            # Made anew, since the words of a paper withdrawn would stay in the old index.
            rebuild_words(self, self._indexes)
            self.vectors.remove([i for ids in gone.values() for i in ids])
        self._sweep_files()
        self._catalogue.set_meta("dirty", CLEAN)
        return len(gone)

    def withdraw(self, digest: str, file: str) -> None:
        """Forget a paper wherever it is filed, and whatever was held under a file name."""
        known = self.known()
        files = {name for name, seen in known.items() if seen == digest}
        if files or file in known:
            self.remove_files(sorted({file, *files}))

    def versions_settled(self) -> bool:
        """Whether it is known of the papers as they are which supersede which."""
        return self._catalogue.meta("versions") == self._catalogue.generation

    def settle_versions(self, superseded: Mapping[str, str]) -> None:
        """Note {id of a paper: id of the next version of it}, in place of what was noted before.

        It is derived from the papers held, and noted anew whenever one has come or gone.
        """
        if dict(superseded) != self._catalogue.versions():
            with self._transaction():
                self._catalogue.db.execute("DELETE FROM versions")
                self._catalogue.db.executemany(
                    "INSERT INTO versions VALUES (?, ?)", sorted(superseded.items())
                )
        self._catalogue.set_meta("versions", self._catalogue.generation)

    def change_model(
        self, embed: Callable[[Paper, Sequence[Passage]], Vectors], *, model: str
    ) -> None:
        """Give every passage held the vector of another model, all in one step."""
        changed: list[tuple[bytes, str]] = []
        for paper in self.papers():
            passages = self.passages_of(paper.id)
            rows = zip(embed(paper, passages), passages, strict=True)
            changed.extend((vector_bytes(vector), passage.id) for vector, passage in rows)
        with self._transaction():
            self._catalogue.db.executemany("UPDATE passages SET vector = ? WHERE id = ?", changed)
            self._catalogue.set_meta("model", model)
            self._catalogue.set_meta("dirty", OTHER_MODEL)
            self._model = model
        self.repair()

    def _drop(self, gone: Mapping[str, Sequence[str]], others: Iterable[str] = ()) -> None:
        self._indexes.drop(gone, others)
        if gone:
            self._sweep_files()

    def _sweep_files(self) -> None:
        self._files.sweep({paper.digest for paper in self.papers()})

    def _in_order(self) -> bool:
        return agree(self, self._indexes) and self._catalogue.meta("dirty", CLEAN) == CLEAN

    def repair(self, *, only_if_dirty: bool = False) -> list[str]:
        """Make the indexes agree with the catalogue; return what had to be done, in words."""
        if only_if_dirty and self._in_order():
            return []
        dirty = self._catalogue.meta("dirty", CLEAN)
        known = {str(row[0]) for row in self._catalogue.db.execute("SELECT id FROM passages")}
        # A paper that was being written may have its new vectors under the ids of the old.
        doubtful = self._catalogue.passage_ids(dirty.split(","))
        done = repair_indexes(self, self._indexes, known, dirty=dirty, doubtful=doubtful)
        self._sweep_files()
        self._catalogue.set_meta("dirty", CLEAN)
        return done
