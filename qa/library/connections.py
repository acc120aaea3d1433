"""Connections to the catalogue's file, also where it may only be read; errors that say what to do.

In order: what any connection does, what an error of SQLite means, a connection whose cursors
explain their errors, opening.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from qa.errors import CatalogueLostError, LibraryError

Cell = str | bytes | int | None


class Rows(Protocol):
    """What a statement found."""

    def fetchone(self) -> Any:
        """Return the next row; None after the last."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Takes statements with `?` for each value. Errors are LibraryErrors that say what to do."""

    def execute(self, statement: str, given: Sequence[Cell] = (), /) -> Rows:
        """Carry out a statement; outside a transaction it is one of its own."""

    def executemany(self, statement: str, given: Iterable[Sequence[Cell]], /) -> object:
        """Carry out a statement once for each row of values."""


WAIT_SECONDS = 30
"""How long a statement waits for another process's transaction to end."""
MEND = (
    "restore it with townclerk restore BACKUP, or read the papers anew from the library's own "
    "copies with townclerk doctor --from-files"
)
"""What helps where the catalogue is lost."""


@contextmanager
def explained_errors() -> Iterator[None]:
    """Turn errors of SQLite into ones that say what to do."""
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
    if "unable to open" in reason:
        return LibraryError(
            f"the catalogue cannot be opened ({reason}); make sure that you may read the "
            "library's folder, or run townclerk doctor once as a user who may write to it"
        )
    return CatalogueLostError(f"the catalogue cannot be read ({reason}); {MEND}")


ROWS_AT_ONCE = 200


class _Cursor(sqlite3.Cursor):
    """Rows are fetched as they are asked for, so fetching fails as much as executing does."""

    def execute(self, *given: Any) -> Self:
        with explained_errors():
            return super().execute(*given)

    def executemany(self, *given: Any) -> Self:
        with explained_errors():
            return super().executemany(*given)

    def executescript(self, *given: Any) -> sqlite3.Cursor:
        with explained_errors():
            return super().executescript(*given)

    def fetchone(self) -> Any:
        with explained_errors():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with explained_errors():
            return super().fetchall()

    def __next__(self) -> Any:
        with explained_errors():
            return super().__next__()

    def __iter__(self) -> Any:
        # Row by row the explaining would take longer than the reading.
        while True:
            with explained_errors():
                rows = super().fetchmany(ROWS_AT_ONCE)
            if not rows:
                return
            yield from rows


class _Connection(sqlite3.Connection):
    """A connection whose cursors explain their errors."""

    def execute(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).execute(*given)

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).executemany(*given)

    def executescript(self, *given: Any) -> sqlite3.Cursor:
        return _Cursor(self).executescript(*given)


def tables_of(db: sqlite3.Connection) -> set[str]:
    """Return the names of the tables in a file of SQLite."""
    return {str(row[0]) for row in db.execute("SELECT name FROM sqlite_master")}


def may_write(path: Path) -> bool:
    """Whether this process may write to a file and to the folder that it lies in."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@dataclass(frozen=True, slots=True)
class FileState:
    """Which file lies at the catalogue's place; where it may only be read, also as it is now."""

    device: int
    inode: int
    changed: tuple[int, int, int] = (0, 0, 0)
    """Its time of change, its size, and the size of the log beside it; zeros if it is written."""


def file_state(catalogue: Path) -> FileState:
    """Return which file lies there. Raises LibraryError where none does."""
    try:
        found = catalogue.stat()
    except OSError as error:
        raise LibraryError(
            f"the library in {catalogue.parent} is no longer there ({error.strerror}); put it "
            "back, or restore it with townclerk restore BACKUP"
        ) from error
    if may_write(catalogue):
        return FileState(found.st_dev, found.st_ino)
    changed = found.st_mtime_ns, found.st_size, _log_size(catalogue)
    return FileState(found.st_dev, found.st_ino, changed)


def _log_size(catalogue: Path) -> int:
    log = catalogue.with_name(f"{catalogue.name}-wal")
    return log.stat().st_size if log.exists() else -1


def connect(catalogue: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open the catalogue. Raises LibraryError, also where it is not there and `create` is false.

    Where it may only be read and nobody writes to it, SQLite is told that it does not change:
    it needs no file of its own beside it then. Whoever reads it so looks at `file_state`.
    """
    if create:
        mode = "mode=rwc"
    elif not catalogue.exists() or may_write(catalogue):
        mode = "mode=rw"
    else:
        mode = "mode=ro" if _log_size(catalogue) > 0 else "mode=ro&immutable=1"
    with explained_errors():
        connection = sqlite3.connect(
            f"{catalogue.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            factory=_Connection,
        )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # A paper that is withdrawn must not stay readable in the file's free pages.
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection
