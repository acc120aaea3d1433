"""The catalogue: what the library holds, in SQLite, changed in whole transactions.

The indexes can be made from it. Records are kept as JSON and checked when they are read. Errors of
SQLite become errors that say what to do. In order: the records, the pages that may not be shown
(and how libraries of earlier versions are brought up to date), the connections, the catalogue.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
from pydantic import TypeAdapter, ValidationError

from qa.errors import LibraryError
from qa.language.synonyms import as_terms, learn
from qa.papers import Frame, Item, Paper, PaperPage, Passage, Unread, WordPlace
from qa.protocols import Vectors

VECTOR = np.float16
"""Vectors rest at half precision in the catalogue: 768 bytes instead of 1,536."""

PAPER = TypeAdapter(Paper)
ITEMS = TypeAdapter(tuple[Item, ...])
PASSAGE = TypeAdapter(Passage)
WORDS = TypeAdapter(tuple[WordPlace, ...])
FRAMES = TypeAdapter(tuple[Frame, ...])

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper ready to be stored: its parts, one vector a passage, and its file."""

    paper: Paper
    items: tuple[Item, ...]
    pages: tuple[PaperPage, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    source: Path
    origin: Path | None = None
    """Where the paper is from, where that is not `source`: its place in an archive or message."""
    public: bool = True
    """Whether all that its file holds is public; of a PDF the pages say it."""


def read_record(kind: TypeAdapter[_Record], text: str | bytes) -> _Record:
    """Read back what the catalogue keeps. Raises LibraryError where it is damaged."""
    try:
        return kind.validate_json(text)
    except ValidationError:
        # Without its cause, whose words may hold the paper's text.
        raise LibraryError(
            "the catalogue cannot be read (a record of it is damaged); restore it from a backup, "
            "or remove the library's folder and ingest the papers again"
        ) from None


def vector_bytes(vector: Vectors) -> bytes:
    """Return a vector as the catalogue keeps it."""
    return vector.astype(VECTOR).tobytes()


def read_vector(data: bytes) -> Vectors:
    """Return a vector of the catalogue at single precision."""
    return np.frombuffer(data, dtype=VECTOR).astype(np.float32)


# Pages that may not be shown

SHOWN, EXEMPT = 0, 1
UNREAD = {Unread.SCANNED: 2, Unread.GARBLED: 3, Unread.FAILED: 4}
UNREAD_MARKED = "unread pages marked"
"""Under this the catalogue notes that `_mark_unread` is done."""
WHY_UNREAD = {code: why for why, code in UNREAD.items()}
"""Why a page was not read, by its code; it was read, or is exempt, where that is not here."""
FEW_LETTERS = 200
"""More than a page can have that counts as a scan, white space included."""
ADD_PAGE = (
    "INSERT INTO pages (paper_id, number, printed, first_line, text, withheld, hidden) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)

PageRow = tuple[str, int, str | None, int, str, int, str]


def _page_row(paper_id: str, page: PaperPage) -> PageRow:
    """Return what the catalogue notes of a page, as `ADD_PAGE` takes it."""
    code = UNREAD[page.unread] if page.unread else EXEMPT if page.withheld else SHOWN
    hidden = FRAMES.dump_json(page.hidden).decode()
    return paper_id, page.number, page.printed, page.first_line, page.text, code, hidden


def _add_withheld(catalogue: sqlite3.Connection) -> None:
    """Bring a library up to date that was built before pages were marked as withheld.

    There a page without text may be a map or may be exempt, so it counts as withheld until
    its paper is read anew.
    """
    catalogue.execute("ALTER TABLE pages ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0")
    catalogue.execute("UPDATE pages SET withheld = 1 WHERE trim(text) = ''")


def _add_hidden(catalogue: sqlite3.Connection) -> None:
    """Bring a library up to date that was built before it was noted what a page's file hides.

    Nothing is noted there of any page, so the file itself goes out to nobody until it is read anew.
    """
    catalogue.execute("ALTER TABLE pages ADD COLUMN hidden TEXT")


ADDED_LATER = {"withheld": _add_withheld, "hidden": _add_hidden}
"""What adds each column of the pages that the first libraries lacked."""


def _mark_unread(catalogue: sqlite3.Connection) -> None:
    """Bring a library up to date that was built before pages that nothing could read were withheld.

    Their notices say only in words which pages these are, so every page of such a paper counts
    that has next to no text, until the paper is read anew.
    """
    for code, notice in (
        (UNREAD[Unread.FAILED], "%could not be read%"),
        (UNREAD[Unread.SCANNED], "%not read%"),
    ):
        catalogue.execute(
            "UPDATE pages SET withheld = ? WHERE withheld IN (?, ?) AND length(text) < ? "
            "AND paper_id IN (SELECT id FROM papers WHERE paper LIKE ?)",
            (code, SHOWN, UNREAD[Unread.FAILED], FEW_LETTERS, notice),
        )
    catalogue.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (UNREAD_MARKED,))


# Connections

WAIT_SECONDS = 30
"""How long a statement waits for another process's transaction to end."""


def connect(catalogue: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open the catalogue. Raises LibraryError, also where it is not there and `create` is false."""
    mode = "rwc" if create else "rw"
    with _explained_errors():
        connection = sqlite3.connect(
            f"{catalogue.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            factory=_Connection,
        )
    connection.execute("PRAGMA foreign_keys = ON")
    # A paper that is withdrawn must not stay readable in the file's free pages.
    connection.execute("PRAGMA secure_delete = ON")
    return connection


class _Cursor(sqlite3.Cursor):
    """Rows are fetched as they are asked for, so fetching fails as much as executing does."""

    def execute(self, *given: Any) -> Self:
        with _explained_errors():
            return super().execute(*given)

    def executemany(self, *given: Any) -> Self:
        with _explained_errors():
            return super().executemany(*given)

    def executescript(self, *given: Any) -> sqlite3.Cursor:
        with _explained_errors():
            return super().executescript(*given)

    def fetchone(self) -> Any:
        with _explained_errors():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with _explained_errors():
            return super().fetchall()

    def __next__(self) -> Any:
        with _explained_errors():
            return super().__next__()


class _Connection(sqlite3.Connection):
    """A connection whose cursors explain their errors."""

    def execute(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).execute(*given)

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).executemany(*given)

    def executescript(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).executescript(*given)


@contextmanager
def _explained_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error) from error


def _explain(error: sqlite3.Error) -> LibraryError:
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


# --- the catalogue ---

FORMAT = "1"
"""The catalogue's format; a library of another format must be built anew."""
INDEX_FORMAT, DATED = "index format", "2"
"""What the catalogue notes of the indexes made from it: they hold the days of the meetings."""
LIBRARY_ID = "library_id"
"""Under this the catalogue notes what the library is known by."""
TABLES = {"meta", "papers", "pages", "word_places", "passages", "seen", "origins", "versions"} | {
    *("short_forms", "copies")
}


class Catalogue:
    """Each thread has a connection of its own; the writer's place is held by `writer_lock`."""

    def __init__(self, path: Path) -> None:
        """Open the catalogue, making it where it is not there. Raises LibraryError."""
        self._path = path
        self._local = threading.local()
        self._local.connection = connect(path, create=True)
        self._prepare()

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = connect(self._path)
        return connection

    def _prepare(self) -> None:
        tables = {row[0] for row in self.db.execute("SELECT name FROM sqlite_master")}
        if not tables >= TABLES:
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.executescript(
                resources.files("qa.library").joinpath("catalogue.sql").read_text()
            )
            self.db.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))
            if not tables:
                self.set_meta(INDEX_FORMAT, DATED)
        if not self.meta(LIBRARY_ID):
            with suppress(LibraryError):  # a folder that is read-only stays without one
                self.db.execute(
                    "INSERT OR IGNORE INTO meta VALUES (?, ?)", (LIBRARY_ID, secrets.token_hex(8))
                )
        columns = {row[1] for row in self.db.execute("PRAGMA table_info(pages)")}
        for column, add in ADDED_LATER.items():
            if column not in columns:
                self._bring_up_to_date(add)
        if not self.meta(UNREAD_MARKED):
            self._bring_up_to_date(_mark_unread)
        if self.meta("format", FORMAT) != FORMAT:
            raise LibraryError(
                f"the library in {self._path.parent} has another format; "
                "ingest its papers into a new one"
            )

    def _bring_up_to_date(self, change: Callable[[sqlite3.Connection], None]) -> None:
        with suppress(LibraryError), self.transaction():  # another process may be just as quick
            change(self.db)

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def meta(self, key: str, default: str = "") -> str:
        """Return what is noted of the library as a whole under a key."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def set_meta(self, key: str, value: str) -> None:
        """Note something of the library as a whole."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> str:
        """A number that grows with every transaction: readers see by it that they are behind."""
        return self.meta("generation", "0")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that is done within, or nothing of it."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.set_meta("generation", str(int(self.generation) + 1))
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    def versions(self) -> dict[str, str]:
        """Return {id of a paper: id of the next version of it}, for each that is superseded."""
        return dict(self.db.execute("SELECT older, newer FROM versions ORDER BY older DESC"))

    # Changes, each within a transaction

    def insert(self, entry: Entry) -> None:
        """Add a paper with its items, pages and passages."""
        paper = entry.paper
        self.db.execute(
            "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                paper.id,
                paper.file,
                paper.digest,
                PAPER.dump_json(paper).decode(),
                ITEMS.dump_json(entry.items).decode(),
                entry.source.suffix.lower(),
                len(entry.passages),
            ),
        )
        self.db.executemany(ADD_PAGE, [_page_row(paper.id, page) for page in entry.pages])
        self.db.executemany(
            "INSERT INTO word_places VALUES (?, ?, ?)",
            [(paper.id, p.number, WORDS.dump_json(p.words)) for p in entry.pages if p.words],
        )
        self.db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
            [
                (p.id, paper.id, p.ordinal, PASSAGE.dump_json(p), vector_bytes(vector))
                for p, vector in zip(entry.passages, entry.vectors, strict=True)
            ],
        )
        self.db.executemany(
            "INSERT INTO short_forms VALUES (?, ?, ?)",
            [(paper.id, *pair) for pair in learn(p.text for p in entry.passages).items()],
        )

    def short_forms(self) -> dict[str, tuple[str, ...]]:
        """Return {term of a short form: terms of what the papers spell it out as}."""
        return as_terms(self.db.execute("SELECT short, long FROM short_forms"))

    def delete(self, paper_id: str) -> None:
        """Remove a paper with all its parts."""
        self.db.execute("DELETE FROM papers WHERE id = ?", (paper_id,))

    def note_copy(self, paper_id: str, rules: int, why: str) -> None:
        """Note by which rules a paper's file was kept, and why none was; no words: one was."""
        self.db.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?)", (paper_id, rules, why))

    def copies(self) -> dict[str, tuple[int, str]]:
        """Return {paper id: (rules, why no file is kept)} of the papers of which it is noted."""
        rows = self.db.execute("SELECT paper_id, rules, why FROM copies")
        return {str(paper_id): (int(rules), str(why)) for paper_id, rules, why in rows}

    def see(self, file: str, digest: str, path: Path) -> None:
        """Note that the bytes with this digest are filed under a name, from a path."""
        self.db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (file, digest))
        where = str(path.absolute()).encode("utf-8", "backslashreplace").decode()
        self.db.execute("INSERT OR REPLACE INTO origins VALUES (?, ?)", (file, where))

    def forget(self, file: str) -> None:
        """Note that nothing is filed under a name any more."""
        self.db.execute("DELETE FROM seen WHERE file = ?", (file,))
        self.db.execute("DELETE FROM origins WHERE file = ?", (file,))

    def settle_places(self) -> dict[str, list[str]]:
        """Drop papers without a place, and show each of the others under a place that it has.

        Return {paper id: its passages' ids} of those dropped.
        """
        rows = self.db.execute(
            "SELECT id FROM papers WHERE digest NOT IN (SELECT digest FROM seen)"
        ).fetchall()
        gone = {str(row[0]): self.passage_ids([str(row[0])]) for row in rows}
        for paper_id in gone:
            self.delete(paper_id)
        moved = self.db.execute(
            "SELECT p.id, p.paper, min(s.file) FROM papers p JOIN seen s ON s.digest = p.digest "
            "WHERE NOT EXISTS (SELECT 1 FROM seen t WHERE t.file = p.file AND t.digest = p.digest) "
            "GROUP BY p.id"
        ).fetchall()
        for paper_id, _, _ in moved:  # so that two papers may change places
            self.db.execute("UPDATE papers SET file = id WHERE id = ?", (paper_id,))
        for paper_id, text, file in moved:
            paper = replace(read_record(PAPER, text), file=file)
            self.db.execute(
                "UPDATE papers SET file = ?, paper = ? WHERE id = ?",
                (file, PAPER.dump_json(paper).decode(), paper_id),
            )
        return gone

    # What is filed where

    def known(self) -> dict[str, str]:
        """Return {file name: digest} of every place ingested, second copies included."""
        return dict(
            self.db.execute(
                "SELECT s.file, s.digest FROM seen s "
                "JOIN papers p ON p.id = substr(s.digest, 1, 16)"
            )
        )

    def origins(self) -> dict[str, str]:
        """Return {file name: absolute path} of every place, as it was when it was ingested."""
        return dict(self.db.execute("SELECT file, path FROM origins"))

    def holds(self, digest: str) -> bool:
        """Whether the paper with these bytes is held."""
        found = self.db.execute("SELECT 1 FROM papers WHERE id = ?", (digest[:16],))
        return found.fetchone() is not None

    def passage_count(self) -> int:
        """Return the number of passages held."""
        return int(self.db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def passage_ids(self, papers: Iterable[str]) -> list[str]:
        """Return the ids of all passages of papers."""
        return [
            str(row[0])
            for paper_id in papers
            for row in self.db.execute("SELECT id FROM passages WHERE paper_id = ?", (paper_id,))
        ]

    def passages(self, ids: Sequence[str]) -> list[tuple[Passage, Vectors]]:
        """Return the passages with these ids and their vectors; ids not held are left out."""
        marks = ",".join("?" * len(ids))
        rows = self.db.execute(
            f"SELECT id, passage, vector FROM passages WHERE id IN ({marks})", tuple(ids)
        ).fetchall()
        return [(read_record(PASSAGE, text), read_vector(vector)) for _, text, vector in rows]

    def passages_of(self, paper_id: str) -> tuple[Passage, ...]:
        """Return all passages of a paper, in order."""
        rows = self.db.execute(
            "SELECT passage FROM passages WHERE paper_id = ? ORDER BY ordinal", (paper_id,)
        ).fetchall()
        return tuple(read_record(PASSAGE, text) for (text,) in rows)
