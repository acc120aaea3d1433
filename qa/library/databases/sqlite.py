"""A catalogue in a file of SQLite, in the library's folder."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.errors import LibraryError
from qa.library.connections import MEND, connect, file_state, may_write, tables_of
from qa.library.databases.database import Row
from qa.library.databases.folder import catalogue_of, refuse_note
from qa.library.files import hold_for_writing
from qa.library.formats import APPLICATION_ID, schema


class SQLiteFile:
    """Each thread has a connection of its own; the writer's place is a lock in the folder."""

    def __init__(self, path: Path) -> None:
        """Take the place of the file; `connect` opens it."""
        self._path = path
        self._local = threading.local()
        self._opened = 0
        """How often it was opened anew, since another file took its place."""

    @property
    def where(self) -> str:
        """Where the library is, for a sentence."""
        return f"in {self._path.parent}"

    @property
    def may_be_empty(self) -> bool:
        """Whether no copy of a paper's file lies beside it."""
        return not any((self._path.parent / "files").glob("*"))

    def is_there(self) -> bool:
        """Whether there is a file, or a note that the catalogue is elsewhere."""
        return catalogue_of(self._path.parent) is not None

    def connect(self, *, create: bool = False) -> None:
        """Open it; with `create`, make it where it is not there. Raises LibraryError."""
        refuse_note(self._path.parent)
        self._connect(create=create)
        self._state = file_state(self._path)

    def _connect(self, *, create: bool = False) -> sqlite3.Connection:
        if not create and not self._path.exists():
            raise LibraryError(
                f"the catalogue of the library in {self._path.parent} is gone; {MEND}"
            )
        self._local.connection = connection = connect(self._path, create=create)
        self._local.opened = self._opened
        if create:
            connection.execute("PRAGMA journal_mode = WAL")
        return connection

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and self._local.opened != self._opened:
            self.close()
            connection = None
        return self._connect() if connection is None else connection

    def stream(self, statement: str) -> Generator[Row, None, None]:
        """Yield the rows of a whole table, as they are at one moment; not all are in memory."""
        yield from self.connection().execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that is done within, or nothing of it."""
        with self._within("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is read within be of one state."""
        if self.connection().in_transaction:
            yield
            return
        with self._within("BEGIN"):
            yield

    @contextmanager
    def _within(self, begin: str) -> Iterator[None]:
        connection = self.connection()
        connection.execute(begin)
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder. Raises LibraryBusyError where another process does."""
        with hold_for_writing(self._path.parent):
            yield

    def tables(self) -> set[str]:
        """Return the names of the tables that are there."""
        return tables_of(self.connection())

    def make_tables(self) -> None:
        """Make the tables of the newest format, within a transaction."""
        connection = self.connection()
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for statement in schema():
            connection.execute(statement)

    def claim(self, library_id: str) -> None:
        """Do nothing: the file lies in the library's folder."""

    def has_changed(self) -> bool:
        """Whether another file has taken its place. Raises LibraryError where none is there."""
        return file_state(self._path) != self._state

    def reopen(self, accept: Callable[[], None]) -> None:
        """Use the file that is there now, in every thread, and accept it. Raises LibraryError."""
        state = file_state(self._path)
        self._opened += 1
        accept()
        self._state = state

    @property
    def may_be_written(self) -> bool:
        """Whether this process may write to it."""
        return may_write(self._path)

    def fault(self) -> str:
        """Return what SQLite finds wrong with the file as a whole, on one line; empty if sound."""
        found = str(self.connection().execute("PRAGMA integrity_check(1)").fetchone()[0])
        return (
            "" if found == "ok" else " ".join(found.replace("*** in database main ***", "").split())
        )

    def tidy(self, *, removed: bool) -> None:
        """Write what is in the log into the file. What was removed is overwritten already."""
        self.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
