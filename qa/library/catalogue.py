"""The catalogue: the one truth on what is held, in SQLite, changed in whole transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib import resources
from pathlib import Path

from qa.errors import LibraryError
from qa.language.synonyms import as_terms, learn
from qa.library.connection import connect
from qa.library.records import ITEMS, PAPER, PASSAGE, WORDS, Entry, read_record, vector_bytes
from qa.library.shown import ADD_PAGE, ADDED_LATER, UNREAD_MARKED, mark_unread, page_row

FORMAT = "1"
"""The catalogue's format; a library of another format must be built anew."""
TABLES = {"meta", "papers", "pages", "word_places", "passages", "seen", "origins", "versions"} | {
    "short_forms"
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
            self.db.executescript(resources.files("qa").joinpath("catalogue.sql").read_text())
            self.db.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))
        columns = {row[1] for row in self.db.execute("PRAGMA table_info(pages)")}
        for column, add in ADDED_LATER.items():
            if column not in columns:
                self._bring_up_to_date(add)
        if not self.meta(UNREAD_MARKED):
            self._bring_up_to_date(mark_unread)
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

    # --- changes, each within a transaction ------------------------------------------------

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
        self.db.executemany(ADD_PAGE, [page_row(paper.id, page) for page in entry.pages])
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

    def passage_ids(self, papers: Iterable[str]) -> list[str]:
        """Return the ids of all passages of papers."""
        return [
            str(row[0])
            for paper_id in papers
            for row in self.db.execute("SELECT id FROM passages WHERE paper_id = ?", (paper_id,))
        ]
