"""Connections to the catalogue whose errors say what to do, whether writing or reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from qa.errors import LibraryError

WAIT_SECONDS = 30
"""How long a statement waits for another process's transaction to end."""


def connect(catalogue: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open the catalogue. Raises LibraryError, also where it is not there and `create` is false."""
    mode = "rwc" if create else "rw"
    with _telling():
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
        with _telling():
            return super().execute(*given)

    def executemany(self, *given: Any) -> Self:
        with _telling():
            return super().executemany(*given)

    def executescript(self, *given: Any) -> sqlite3.Cursor:
        with _telling():
            return super().executescript(*given)

    def fetchone(self) -> Any:
        with _telling():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with _telling():
            return super().fetchall()

    def __next__(self) -> Any:
        with _telling():
            return super().__next__()


class _Connection(sqlite3.Connection):
    """A connection all of whose cursors tell their errors."""

    def execute(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).execute(*given)

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).executemany(*given)

    def executescript(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).executescript(*given)


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
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
