"""The library: the papers held. A SQLite catalogue is the truth; the indexes are derived.

One paper is replaced whole or not at all: the indexes are written first and the catalogue
commits last. What an index holds beyond the catalogue is ignored by readers; what it lacks is
added again from the catalogue, when the library is next opened or written to.
"""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from pydantic import TypeAdapter

from qa.backends.chroma import ChromaVectors
from qa.backends.words import TantivyWords
from qa.errors import IndexMismatchError, LibraryBusyError, LibraryError, PaperNotFoundError
from qa.papers import Coverage, Item, Paper, PaperPage, Passage
from qa.protocols import Vectors

FORMAT = "1"
"""The catalogue's format; a library of another format must be built anew."""
LINES_KEPT = 16
"""Text papers whose lines are kept at hand."""
VECTOR = np.float16
"""Vectors rest at half precision in the catalogue: 768 bytes instead of 1,536."""
PROBES = 500
"""Vectors that are compared with the catalogue's when the vector index is checked."""
CLEAN, UNSURE, OTHER_MODEL = "0", "1", "model"
"""What `dirty` may say of the indexes, besides the ids of papers that are being written."""

_paper = TypeAdapter(Paper)
_items = TypeAdapter(tuple[Item, ...])
_passage = TypeAdapter(Passage)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper ready to be stored: its parts, one vector a passage, and its file."""

    paper: Paper
    items: tuple[Item, ...]
    pages: tuple[PaperPage, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    source: Path


class _Index(Protocol):
    """What the library asks of either index when it opens it."""

    def count(self) -> int: ...


_AnIndex = TypeVar("_AnIndex", bound=_Index)


class _Catalogue(sqlite3.Connection):
    """A connection whose errors say what to do."""

    def execute(self, *given: Any) -> sqlite3.Cursor:
        """Execute a statement. Raises LibraryError."""
        try:
            return super().execute(*given)
        except sqlite3.Error as error:
            raise _told(error) from error

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        """Execute a statement for many rows. Raises LibraryError."""
        try:
            return super().executemany(*given)
        except sqlite3.Error as error:
            raise _told(error) from error


def _told(error: sqlite3.Error) -> LibraryError:
    reason = str(error)
    if "locked" in reason:
        return LibraryError(f"the catalogue is in use ({reason}); try again in a minute")
    if "full" in reason or "disk I/O" in reason:
        return LibraryError(
            f"the catalogue cannot be written ({reason}); make room on the disk and try again: "
            "what was stored before is kept"
        )
    if "readonly" in reason:
        return LibraryError(
            f"the catalogue cannot be written ({reason}); give yourself permission to write to "
            "the library's folder and the files in it"
        )
    return LibraryError(
        f"the catalogue cannot be read ({reason}); restore it from a backup, or remove the "
        "library's folder and ingest the papers again"
    )


class Library:
    """The papers held. Reading is safe from several threads and beside a writing process."""

    def __init__(self, folder: Path, *, create: bool = False, mend: bool = False) -> None:
        """Open a library, and finish what a writer that was cut off has left undone.

        Raises LibraryError where there is none and `create` is false, and where an index cannot
        be opened; with `mend` such an index is made anew from the catalogue.
        """
        self.folder = folder
        if not create and not (folder / "catalogue.sqlite").exists():
            raise LibraryError(
                f"there is no library in {folder}; run townclerk ingest PATH first, "
                "or set TOWNCLERK_LIBRARY to the folder that holds one"
            )
        try:
            (folder / "files").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"the library's folder {folder} cannot be used: {error.strerror}"
            ) from error
        self._local = threading.local()
        self._lock = threading.RLock()
        self._papers: dict[str, Paper] | None = None
        self._lines: dict[str, list[str]] = {}
        self.mended: list[str] = []
        """What had to be mended on opening, in words."""
        self._prepare()
        self.vectors = self._opened(ChromaVectors, "chroma", mend=mend)
        self.words = self._opened(TantivyWords, "words", mend=mend)
        self._generation = self._meta("generation", "0")
        self._model = self.model_name
        # Whoever holds the library for writing mends it; a folder that is read-only cannot be.
        if not self._in_order():
            with suppress(LibraryError), self.writing():
                pass

    def _opened(self, kind: Callable[[Path], _AnIndex], name: str, *, mend: bool) -> _AnIndex:
        try:
            return kind(self.folder / name)
        except LibraryError:
            if not mend:
                raise
        with self._held():
            shutil.rmtree(self.folder / name)
        self.mended.append(f"the {name} folder was damaged and is made anew")
        return kind(self.folder / name)

    # --- the catalogue -------------------------------------------------------------------

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            try:
                connection = sqlite3.connect(
                    self.folder / "catalogue.sqlite",
                    timeout=30,
                    isolation_level=None,
                    factory=_Catalogue,
                )
            except sqlite3.Error as error:
                raise _told(error) from error
            connection.execute("PRAGMA foreign_keys = ON")
            # A paper that is withdrawn must not stay readable in the file's free pages.
            connection.execute("PRAGMA secure_delete = ON")
            self._local.connection = connection
        return connection

    def _prepare(self) -> None:
        tables = {row[0] for row in self._db.execute("SELECT name FROM sqlite_master")}
        if not {"meta", "papers", "pages", "passages", "seen", "origins"} <= tables:
            self._db.execute("PRAGMA journal_mode = WAL")
            try:
                self._db.executescript(resources.files("qa").joinpath("catalogue.sql").read_text())
            except sqlite3.Error as error:
                raise _told(error) from error
            self._db.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))
        if self._meta("format", FORMAT) != FORMAT:
            raise LibraryError(
                f"the library in {self.folder} has another format; ingest its papers into a new one"
            )

    def _meta(self, key: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def model_name(self) -> str:
        """The embedding model that built the library; empty before the first paper."""
        return self._meta("model")

    def check_model(self, name: str) -> None:
        """Raise IndexMismatchError where the library was built with another model."""
        built = self.model_name
        if built and built != name:
            raise IndexMismatchError(
                f"the library was built with {built}, not {name}; set TOWNCLERK_EMBEDDER={built}, "
                "or run townclerk ingest --rebuild with the papers"
            )

    # --- reading -------------------------------------------------------------------------

    def refresh(self) -> bool:
        """See what another process has committed since; return whether anything changed.

        Raises IndexMismatchError where the library was built anew with another model.
        """
        if self._meta("generation", "0") == self._generation:
            return False
        with self._lock:
            generation = self._meta("generation", "0")
            if generation != self._generation:
                if self._model and self.model_name != self._model:
                    raise IndexMismatchError(
                        f"the library was built anew with {self.model_name} while {self._model} "
                        "was in use; start Townclerk again"
                    )
                self._model = self.model_name
                self._reopen(generation)
        return True

    def _reopen(self, generation: str) -> None:
        self.vectors.refresh()
        self.words.refresh()
        self._papers = None
        self._generation = generation

    def _all(self) -> dict[str, Paper]:
        papers = self._papers
        if papers is None:
            with self._lock:  # so that no thread puts back what another has found outdated
                papers = self._papers = self._read_papers()
        return papers

    def _read_papers(self) -> dict[str, Paper]:
        places: dict[str, list[str]] = {}
        for file, digest in self._db.execute("SELECT file, digest FROM seen ORDER BY file"):
            places.setdefault(digest, []).append(file)
        papers = {}
        for (text,) in self._db.execute("SELECT paper FROM papers ORDER BY file"):
            paper = _paper.validate_json(text)
            others = tuple(name for name in places.get(paper.digest, ()) if name != paper.file)
            papers[paper.id] = replace(paper, same_as=others)
        return papers

    def papers(self) -> list[Paper]:
        """Return all papers held, by file name."""
        return list(self._all().values())

    def paper(self, name: str) -> Paper:
        """Return the paper with this id or file name (or an unmistakable part of the name)."""
        papers = self._all()
        if name in papers:
            return papers[name]
        found = (
            [p for p in papers.values() if name in (p.file, *p.same_as)]
            or [p for p in papers.values() if name == Path(p.file).name]
            or [p for p in papers.values() if name and name.lower() in p.file.lower()]
        )
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(p.file for p in found[:5])
            raise PaperNotFoundError(
                f"{len(found)} papers match {name[:80]!r}: {names}; give the whole name"
            )
        raise PaperNotFoundError(f"no paper {name[:80]!r} is held; townclerk papers lists them")

    def items(self, paper_id: str) -> tuple[Item, ...]:
        """Return the items that were understood in a paper, in order."""
        row = self._db.execute("SELECT items FROM papers WHERE id = ?", (paper_id,)).fetchone()
        if row is None:
            raise PaperNotFoundError(f"no paper {paper_id[:80]!r} is held")
        return _items.validate_json(row[0])

    def page(self, paper_id: str, number: int) -> PaperPage:
        """Return a page's text. A paper without pages has a single page numbered 1."""
        row = self._db.execute(
            "SELECT number, text, printed, first_line FROM pages WHERE paper_id = ? AND number = ?",
            (paper_id, number),
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"paper {paper_id[:80]!r} has no page {number}")
        return PaperPage(*row)

    def lines(self, paper_id: str) -> list[str]:
        """Return the lines of a paper without pages, the first numbered 1."""
        held = self._lines.get(paper_id)
        if held is None:
            held = self.page(paper_id, 1).text.split("\n")
            self._lines = {**dict(list(self._lines.items())[-LINES_KEPT:]), paper_id: held}
        return held

    def page_count(self, paper_id: str) -> int:
        """Return how many pages of a paper are held."""
        row = self._db.execute(
            "SELECT count(*) FROM pages WHERE paper_id = ?", (paper_id,)
        ).fetchone()
        return int(row[0])

    def source(self, paper_id: str) -> Path:
        """Return the library's own copy of a paper's file."""
        row = self._db.execute(
            "SELECT digest, suffix FROM papers WHERE id = ?", (paper_id,)
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"no paper {paper_id[:80]!r} is held")
        return self.folder / "files" / f"{row[0]}{row[1]}"

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Return passages with their vectors by id; ids not in the catalogue are left out."""
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(
            f"SELECT id, passage, vector FROM passages WHERE id IN ({marks})", tuple(ids)
        )
        return {
            row[0]: (
                _passage.validate_json(row[1]),
                np.frombuffer(row[2], dtype=VECTOR).astype(np.float32),
            )
            for row in rows
        }

    def passages_of(self, paper_id: str) -> list[Passage]:
        """Return all passages of a paper, in order."""
        rows = self._db.execute(
            "SELECT passage FROM passages WHERE paper_id = ? ORDER BY ordinal", (paper_id,)
        )
        return [_passage.validate_json(row[0]) for row in rows]

    def item_passages(self, passage: Passage) -> list[Passage]:
        """Return all passages of the item to which a passage belongs, in order; else itself."""
        if passage.item_title is None:
            return [passage]
        return [
            other
            for other in self.passages_of(passage.paper_id)
            if other.item_title == passage.item_title and other.item_number == passage.item_number
        ]

    def passage_count(self) -> int:
        """Return the number of passages held."""
        return int(self._db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def coverage(self) -> Coverage:
        """Return what a search looks through."""
        papers = self._all().values()
        days = sorted(p.meeting_date for p in papers if p.meeting_date)
        return Coverage(len(papers), days[0] if days else None, days[-1] if days else None)

    @staticmethod
    def title_words(paper: Paper) -> str:
        """Return the words by which a paper as a whole is known: title, file, council, meeting."""
        day = paper.meeting_date
        when = f"{day.day} {day:%B %Y}" if day else ""
        name = Path(paper.file).stem.replace("_", " ").replace("-", " ")
        return " ".join(
            [paper.title, name, paper.council or "", paper.body or "", when, paper.kind.value]
        )

    def known(self) -> dict[str, str]:
        """Return {file name: digest} of every place ingested, second copies included."""
        return dict(
            self._db.execute(
                "SELECT s.file, s.digest FROM seen s "
                "JOIN papers p ON p.id = substr(s.digest, 1, 16)"
            )
        )

    def origins(self) -> dict[str, str]:
        """Return {file name: absolute path} of every place, as it was when it was ingested."""
        return dict(self._db.execute("SELECT file, path FROM origins"))

    def holds(self, digest: str) -> bool:
        """Whether the paper with these bytes is held."""
        row = self._db.execute("SELECT 1 FROM papers WHERE id = ?", (digest[:16],)).fetchone()
        return row is not None

    # --- writing -------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library for writing. Raises LibraryBusyError where another process does."""
        with self._held():
            # What another process has written since would be lost to an index opened before.
            self._reopen(self._meta("generation", "0"))
            self._model = self.model_name
            try:
                self.mended += self.repair(only_if_dirty=True)
                yield
            except BaseException:
                self.words.abandon()
                raise
            self.words.close()
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _held(self) -> Iterator[None]:
        try:
            lock = (self.folder / "writer.lock").open("w")
        except OSError as error:
            raise LibraryError(
                f"the library in {self.folder} cannot be written to ({error.strerror}); give "
                "yourself permission to write to its folder, or make room on the disk"
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LibraryBusyError(
                    f"another process is writing to the library in {self.folder}; "
                    "wait for it to finish"
                ) from error
            yield

    def replace(self, entries: Sequence[Entry], *, model: str) -> None:
        """Store papers, each in place of what was held under its file name. All or none."""
        ids = {entry.paper.id: entry for entry in entries}
        self._set_meta("dirty", ",".join(ids))
        for entry in entries:
            self._keep_file(entry)
            self.vectors.add(entry.passages, entry.vectors)
        self.words.remove_papers(ids)
        for entry in entries:
            title = self.title_words(entry.paper)
            self.words.add((passage, title) for passage in entry.passages)
        self.words.commit()
        with self._transaction():
            before = set(self._passage_ids(ids))
            for entry in entries:
                self._db.execute("DELETE FROM papers WHERE id = ?", (entry.paper.id,))
                self._see(entry.paper.file, entry.paper.digest, entry.source)
            gone = self._settle_places()
            for entry in entries:
                self._insert(entry)
            self._set_meta("model", model)
            self._model = model
        now = {passage.id for entry in entries for passage in entry.passages}
        self._drop_from_indexes(gone, before - now)
        self._set_meta("dirty", CLEAN)

    def note_copies(self, copies: Iterable[tuple[str, str, Path]]) -> None:
        """Record (file name, digest, path) of more places where papers already held are filed."""
        with self._transaction():
            for file, digest, path in copies:
                self._see(file, digest, path)
            gone = self._settle_places()
            self._set_meta("dirty", UNSURE if gone else CLEAN)
        self._drop_from_indexes(gone)
        self._set_meta("dirty", CLEAN)

    def remove_files(self, files: Sequence[str]) -> int:
        """Forget places; a paper goes when its last place does. Return how many papers went."""
        with self._transaction():
            for file in files:
                self._db.execute("DELETE FROM seen WHERE file = ?", (file,))
                self._db.execute("DELETE FROM origins WHERE file = ?", (file,))
            gone = self._settle_places()
            self._set_meta("dirty", UNSURE)
        if gone:
            # Made anew, since the words of a paper withdrawn would stay in the old index.
            self._rebuild_words()
            self.vectors.remove([i for ids in gone.values() for i in ids])
        self._sweep_files()
        self._set_meta("dirty", CLEAN)
        return len(gone)

    def withdraw(self, digest: str, file: str) -> None:
        """Forget a paper wherever it is filed, and whatever was held under a file name."""
        seen = self._db.execute("SELECT file FROM seen WHERE digest = ?", (digest,)).fetchall()
        files = {file, *(str(row[0]) for row in seen)}
        if seen or file in self.known():
            self.remove_files(sorted(files))

    def change_model(
        self, embed: Callable[[Paper, Sequence[Passage]], Vectors], *, model: str
    ) -> None:
        """Give every passage held the vector of another model, all in one step."""
        changed: list[tuple[bytes, str]] = []
        for paper in self.papers():
            passages = self.passages_of(paper.id)
            rows = zip(embed(paper, passages), passages, strict=True)
            changed.extend((vector.astype(VECTOR).tobytes(), p.id) for vector, p in rows)
        with self._transaction():
            self._db.executemany("UPDATE passages SET vector = ? WHERE id = ?", changed)
            self._set_meta("model", model)
            self._set_meta("dirty", OTHER_MODEL)
            self._model = model
        self.repair()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._set_meta("generation", str(int(self._meta("generation", "0")) + 1))
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._generation = self._meta("generation")
        self._papers = None
        self._lines = {}

    def _see(self, file: str, digest: str, path: Path) -> None:
        self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (file, digest))
        where = str(path.absolute()).encode("utf-8", "backslashreplace").decode()
        self._db.execute("INSERT OR REPLACE INTO origins VALUES (?, ?)", (file, where))

    def _settle_places(self) -> dict[str, list[str]]:
        """Drop papers without a place, and show each of the others under a place that it has.

        Return {paper id: its passages' ids} of those dropped.
        """
        rows = self._db.execute(
            "SELECT id FROM papers WHERE digest NOT IN (SELECT digest FROM seen)"
        ).fetchall()
        gone = {str(row[0]): self._passage_ids([str(row[0])]) for row in rows}
        for paper_id in gone:
            self._db.execute("DELETE FROM papers WHERE id = ?", (paper_id,))
        moved = self._db.execute(
            "SELECT p.id, p.paper, min(s.file) FROM papers p JOIN seen s ON s.digest = p.digest "
            "WHERE NOT EXISTS (SELECT 1 FROM seen t WHERE t.file = p.file AND t.digest = p.digest) "
            "GROUP BY p.id"
        ).fetchall()
        for paper_id, _, _ in moved:  # so that two papers may change places
            self._db.execute("UPDATE papers SET file = id WHERE id = ?", (paper_id,))
        for paper_id, text, file in moved:
            paper = replace(_paper.validate_json(text), file=file)
            self._db.execute(
                "UPDATE papers SET file = ?, paper = ? WHERE id = ?",
                (file, _paper.dump_json(paper).decode(), paper_id),
            )
        return gone

    def _passage_ids(self, papers: Iterable[str]) -> list[str]:
        return [
            str(row[0])
            for paper_id in papers
            for row in self._db.execute("SELECT id FROM passages WHERE paper_id = ?", (paper_id,))
        ]

    def _keep_file(self, entry: Entry) -> None:
        target = self.folder / "files" / f"{entry.paper.digest}{entry.source.suffix.lower()}"
        if target.exists():
            return
        part = target.with_suffix(".part")
        try:
            shutil.copyfile(entry.source, part)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise LibraryError(
                f"{entry.paper.file} cannot be copied into the library ({error.strerror}); make "
                "room on the disk, and run townclerk ingest again: what was stored before is kept"
            ) from error

    def _insert(self, entry: Entry) -> None:
        paper = entry.paper
        self._db.execute(
            "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                paper.id,
                paper.file,
                paper.digest,
                _paper.dump_json(paper).decode(),
                _items.dump_json(entry.items).decode(),
                entry.source.suffix.lower(),
                len(entry.passages),
            ),
        )
        self._db.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
            [(paper.id, p.number, p.printed, p.first_line, p.text) for p in entry.pages],
        )
        self._db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
            [
                (p.id, paper.id, p.ordinal, _passage.dump_json(p), vector.astype(VECTOR).tobytes())
                for p, vector in zip(entry.passages, entry.vectors, strict=True)
            ],
        )

    def _drop_from_indexes(
        self, gone: Mapping[str, Sequence[str]], others: Iterable[str] = ()
    ) -> None:
        self.vectors.remove([*(i for ids in gone.values() for i in ids), *others])
        if gone:
            self.words.remove_papers(gone)
            self.words.commit()
            self._sweep_files()

    def _sweep_files(self) -> None:
        held = {str(row[0]) for row in self._db.execute("SELECT digest FROM papers")}
        for path in (self.folder / "files").iterdir():
            if path.stem not in held or path.suffix == ".part":
                path.unlink(missing_ok=True)

    # --- repair --------------------------------------------------------------------------

    def _in_order(self) -> bool:
        held = self.passage_count()
        counts = (self.vectors.count(), self.words.count())
        return counts == (held, held) and self._meta("dirty", CLEAN) == CLEAN

    def repair(self, *, only_if_dirty: bool = False) -> list[str]:
        """Make the indexes agree with the catalogue; return what had to be done, in words."""
        if only_if_dirty and self._in_order():
            return []
        dirty, done = self._meta("dirty", CLEAN), []
        known = {str(row[0]) for row in self._db.execute("SELECT id FROM passages")}
        if dirty == OTHER_MODEL or not self._keeps_vectors(sorted(known)):
            self._clear_vectors()
        indexed = set(self.vectors.ids())
        if extra := sorted(indexed - known):
            self.vectors.remove(extra)
            done.append(f"removed {len(extra)} vectors that the catalogue does not know")
        # A paper that was being written may have its new vectors under the ids of the old.
        doubtful = set(self._passage_ids(dirty.split(",")))
        if missing := sorted(known - indexed | doubtful):
            self._restore_vectors(missing)
            done.append(f"restored {len(missing)} vectors from the catalogue")
        if dirty != CLEAN or self.words.ids() != known:
            self._rebuild_words()
            done.append(f"rebuilt the word index of {len(known)} passages")
        self._sweep_files()
        self._set_meta("dirty", CLEAN)
        return done

    def _keeps_vectors(self, ids: Sequence[str]) -> bool:
        """Whether the vector index has kept what it was given, by a sample."""
        sample = ids[:: len(ids) // PROBES + 1]
        held = self.passages(sample)
        try:
            kept = self.vectors.vectors(sample)
        except LibraryError:
            return False
        return all(float(np.dot(vector, held[i][1])) > 0.99 for i, vector in kept.items())

    def _clear_vectors(self) -> None:
        try:
            self.vectors.clear()
        except LibraryError:
            self.vectors.close()
            shutil.rmtree(self.folder / "chroma")
            self.vectors = ChromaVectors(self.folder / "chroma")

    def papers_without_file(self) -> list[Paper]:
        """Return the papers whose own copy of the file is gone from the library."""
        return [paper for paper in self.papers() if not self.source(paper.id).exists()]

    def _restore_vectors(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), 500):
            found = self.passages(ids[start : start + 500])
            self.vectors.add(
                [p for p, _ in found.values()], np.stack([v for _, v in found.values()])
            )

    def _rebuild_words(self) -> None:
        self.words.clear()
        for paper in self.papers():
            title = self.title_words(paper)
            self.words.add((passage, title) for passage in self.passages_of(paper.id))
        self.words.commit()

    def close(self) -> None:
        """Close the indexes and the catalogue."""
        self.words.close()
        self.vectors.close()
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
