"""The library: the papers held. A SQLite catalogue is the truth; the indexes are derived.

One paper is replaced whole or not at all: the indexes are written first and the catalogue
commits last. What an index holds beyond the catalogue is ignored by readers and removed by
the next writer; what it lacks is added again from the catalogue.
"""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

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


class Library:
    """The papers held. Reading is safe from several threads and beside a writing process."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open a library. Raises LibraryError where there is none and `create` is false."""
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
        self._prepare()
        self.vectors = ChromaVectors(folder / "chroma")
        self.words = TantivyWords(folder / "words")
        self._generation = self._meta("generation", "0")
        self._papers: dict[str, Paper] | None = None
        self._lines: dict[str, list[str]] = {}

    # --- the catalogue -------------------------------------------------------------------

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self.folder / "catalogue.sqlite", timeout=30, isolation_level=None
            )
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
        return connection

    def _prepare(self) -> None:
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(resources.files("qa").joinpath("catalogue.sql").read_text())
            self._db.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))
        except sqlite3.Error as error:
            raise LibraryError(
                f"the catalogue in {self.folder} cannot be read ({error}); restore it from a "
                "backup, or remove the folder and ingest the papers again"
            ) from error
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
        """See what another process has committed since; return whether anything changed."""
        generation = self._meta("generation", "0")
        if generation == self._generation:
            return False
        with self._lock:
            if generation != self._generation:
                self.vectors.refresh()
                self.words.refresh()
                self._papers = None
                self._generation = generation
        return True

    def _all(self) -> dict[str, Paper]:
        papers = self._papers
        if papers is None:
            places: dict[str, list[str]] = {}
            for file, digest in self._db.execute("SELECT file, digest FROM seen ORDER BY file"):
                places.setdefault(digest, []).append(file)
            papers = {}
            for (text,) in self._db.execute("SELECT paper FROM papers ORDER BY file"):
                paper = _paper.validate_json(text)
                others = tuple(name for name in places.get(paper.digest, ()) if name != paper.file)
                papers[paper.id] = replace(paper, same_as=others)
            self._papers = papers
        return papers

    def papers(self) -> list[Paper]:
        """Return all papers held, by file name."""
        return list(self._all().values())

    def paper(self, name: str) -> Paper:
        """Return the paper with this id or file name (or an unmistakable part of the name)."""
        papers = self._all()
        if name in papers:
            return papers[name]
        exact = [p for p in papers.values() if name in (p.file, Path(p.file).name, *p.same_as)]
        found = exact or [p for p in papers.values() if name and name.lower() in p.file.lower()]
        if len(found) == 1 or (exact and len(exact) == 1):
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
        return dict(self._db.execute("SELECT file, digest FROM seen"))

    # --- writing -------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library for writing. Raises LibraryBusyError where another process does."""
        with (self.folder / "writer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LibraryBusyError(
                    f"another process is writing to the library in {self.folder}; wait for it to finish"
                ) from error
            try:
                self.repair(only_if_dirty=True)
                yield
            finally:
                self.words.close()
                fcntl.flock(lock, fcntl.LOCK_UN)

    def replace(self, entries: Sequence[Entry], *, model: str) -> None:
        """Store papers, each in place of what was held under its file name. All or none."""
        self._set_meta("dirty", "1")
        gone = self._superseded(entries)
        for entry in entries:
            self._keep_file(entry)
            self.vectors.add(entry.passages, entry.vectors)
        self.words.remove_papers([*gone, *(entry.paper.id for entry in entries)])
        for entry in entries:
            title = self.title_words(entry.paper)
            self.words.add((passage, title) for passage in entry.passages)
        self.words.commit()
        with self._transaction():
            self._forget(gone)
            for entry in entries:
                self._insert(entry)
            self._set_meta("model", model)
        self._drop_from_indexes(gone)
        self._set_meta("dirty", "0")

    def note_copy(self, file: str, digest: str) -> None:
        """Record that a paper already held is filed in a second place too."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (file, digest))

    def remove_files(self, files: Sequence[str]) -> int:
        """Forget places; a paper goes when its last place does. Return how many papers went."""
        self._set_meta("dirty", "1")
        gone: dict[str, list[str]] = {}
        with self._transaction():
            for file in files:
                self._db.execute("DELETE FROM seen WHERE file = ?", (file,))
            rows = self._db.execute(
                "SELECT id, file, digest FROM papers WHERE digest NOT IN (SELECT digest FROM seen)"
            ).fetchall()
            gone = {paper_id: [] for paper_id, _, _ in rows}
            self._rename_survivors(files)
            ids = self._passage_ids(gone)
            self._forget(gone)
        self.words.remove_papers(gone)
        self.words.commit()
        self.vectors.remove(ids)
        self._sweep_files()
        self._set_meta("dirty", "0")
        return len(gone)

    def _rename_survivors(self, files: Sequence[str]) -> None:
        for file in files:
            row = self._db.execute(
                "SELECT p.id, p.paper, s.file FROM papers p JOIN seen s ON s.digest = p.digest WHERE p.file = ?",
                (file,),
            ).fetchone()
            if row:
                paper = replace(_paper.validate_json(row[1]), file=row[2])
                self._db.execute(
                    "UPDATE papers SET file = ?, paper = ? WHERE id = ?",
                    (row[2], _paper.dump_json(paper).decode(), row[0]),
                )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._set_meta("generation", str(int(self._meta("generation", "0")) + 1))
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._generation = self._meta("generation")
        self._papers = None

    def _superseded(self, entries: Sequence[Entry]) -> list[str]:
        ids = []
        for entry in entries:
            for (paper_id,) in self._db.execute(
                "SELECT id FROM papers WHERE file = ? AND id <> ?",
                (entry.paper.file, entry.paper.id),
            ):
                ids.append(str(paper_id))
        return ids

    def _passage_ids(self, papers: Sequence[str] | dict[str, list[str]]) -> list[str]:
        return [
            str(row[0])
            for paper_id in papers
            for row in self._db.execute("SELECT id FROM passages WHERE paper_id = ?", (paper_id,))
        ]

    def _forget(self, papers: Sequence[str] | dict[str, list[str]]) -> None:
        for paper_id in papers:
            self._db.execute("DELETE FROM papers WHERE id = ?", (paper_id,))

    def _keep_file(self, entry: Entry) -> None:
        target = self.folder / "files" / f"{entry.paper.digest}{entry.source.suffix.lower()}"
        if not target.exists():
            part = target.with_suffix(".part")
            shutil.copyfile(entry.source, part)
            part.replace(target)

    def _insert(self, entry: Entry) -> None:
        paper = entry.paper
        self._db.execute("DELETE FROM papers WHERE id = ?", (paper.id,))
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
        self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (paper.file, paper.digest))
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

    def _drop_from_indexes(self, gone: Sequence[str]) -> None:
        if not gone:
            return
        prefixes = tuple(f"{paper_id}-" for paper_id in gone)
        self.vectors.remove([i for i in self.vectors.ids() if i.startswith(prefixes)])
        self._sweep_files()

    def _sweep_files(self) -> None:
        held = {str(row[0]) for row in self._db.execute("SELECT digest FROM papers")}
        for path in (self.folder / "files").iterdir():
            if path.stem not in held:
                path.unlink(missing_ok=True)

    # --- repair --------------------------------------------------------------------------

    def repair(self, *, only_if_dirty: bool = False) -> list[str]:
        """Make the indexes agree with the catalogue; return what had to be done, in words."""
        held = self.passage_count()
        agree = self.vectors.count() == held and self.words.count() == held
        if only_if_dirty and agree and self._meta("dirty", "0") == "0":
            return []
        done = []
        known = {str(row[0]) for row in self._db.execute("SELECT id FROM passages")}
        indexed = set(self.vectors.ids())
        if extra := sorted(indexed - known):
            self.vectors.remove(extra)
            done.append(f"removed {len(extra)} vectors that the catalogue does not know")
        if missing := sorted(known - indexed):
            self._restore_vectors(missing)
            done.append(f"restored {len(missing)} vectors from the catalogue")
        if self.words.count() != held or self._meta("dirty", "0") == "1":
            self._rebuild_words()
            done.append(f"rebuilt the word index of {held} passages")
        self._sweep_files()
        self._set_meta("dirty", "0")
        return done

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
