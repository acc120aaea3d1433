"""A catalogue in a database of PostgreSQL's. This module alone imports psycopg.

In order: what the errors mean, statements as PostgreSQL takes them, the database: its connections,
transactions, the writer's place, and what is due after writing.

No error here holds the address, which may hold a password, nor a value, which may be of a paper.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg import conninfo

from qa.errors import CatalogueLostError, LibraryBusyError, LibraryError, SettingsError
from qa.library.connections import MEND, WAIT_SECONDS, Cell
from qa.library.databases.database import Row
from qa.library.databases.folder import SETTING, note_id, noted_id, refuse_file, refuse_other
from qa.library.databases.kept import COPIES
from qa.library.files import hold_for_writing
from qa.library.formats import LIBRARY_ID, schema

_Connection = psycopg.Connection[Row]
_Found = TypeVar("_Found")

MOST_OPEN = 8
"""Connections of one process for its statements; the writer has one more."""
CONNECT_SECONDS = 10
OF_TEXT = (
    "papers",
    "parts",
    "pages",
    "word_places",
    "passages",
    "short_forms",
    "seen",
    "origins",
    "kept",
    "copies",
)
"""Tables that hold something of the papers."""
AT_ONCE = 500
"""Rows that are fetched together of a whole table."""
_CHANGE = int.from_bytes(b"tclk")
"""The first number of the lock that a transaction takes; the second is of its schema."""
_CONNECT = {
    "connect_timeout": str(CONNECT_SECONDS),
    "application_name": "townclerk",
    # So that a server that went without a word is noticed.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
_PREPARE = (
    f"SET lock_timeout = '{WAIT_SECONDS}s'; "
    # So that the server notices a client that went, and frees the writer's place.
    "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
)

# Errors


def _unreachable(error: psycopg.Error) -> LibraryError:
    """Explain why no connection could be made."""
    if not isinstance(error, psycopg.OperationalError):
        return LibraryError(f"{SETTING} is no address of PostgreSQL; {_ADDRESS}")
    # Of libpq's words the reason alone: what comes before names the host, in quotes names the user.
    told = str(error).strip().splitlines() or [""]
    reason = told[0].rpartition("failed: ")[2].removeprefix("FATAL:").strip()
    reason = re.sub(r'\s*(?:for user |role |database |host )?"[^"]*"', "", reason)[:120]
    return LibraryError(
        f"the catalogue's database cannot be reached ({reason or 'no connection'}); see that "
        f"PostgreSQL runs and takes connections, and that {SETTING} and its password are right"
    )


_ADDRESS = "write it as postgresql://user@host/database"


def _explain(error: psycopg.Error) -> LibraryError:
    """Say what to do about an error of a statement."""
    state = error.sqlstate or ""
    if isinstance(error, psycopg.DataError) and not state:  # psycopg's own, before it is sent
        return LibraryError(
            "a paper's text holds a character that PostgreSQL cannot keep (NUL); nothing of this "
            "paper was stored: remove the character from the paper, and ingest it again"
        )
    if state in ("55P03", "40P01", "40001"):
        return LibraryError(f"the catalogue is in use ({state}); try again in a minute")
    if state.startswith("53"):
        return LibraryError(
            f"the catalogue's database has no room left ({state}); make room on its disk, or let "
            "it take more connections, and try again: what was stored before is kept"
        )
    if state in ("42501", "25006"):
        return LibraryError(
            f"the catalogue may not be written, or not be read ({state}); let the user of "
            f"{SETTING} own the catalogue's tables, in a database that is no standby"
        )
    if state == "54000":
        return LibraryError(
            f"a name is too long for PostgreSQL ({state}); give the paper's file a shorter name "
            "and path, and ingest it again: what was stored before is kept"
        )
    if state.startswith(("XX", "42", "58")):
        return CatalogueLostError(f"the catalogue cannot be read ({state}); {MEND}")
    if not state or state.startswith(("08", "57P")):
        return LibraryError(
            f"the connection to the catalogue's database was lost ({state or 'cut'}); see that "
            "PostgreSQL runs, and try again: what was stored before is kept"
        )
    return LibraryError(f"the catalogue's database refused a statement ({state}); its log says why")


# Statements


@lru_cache(512)
def _translated(statement: str) -> str:
    """Return a statement with psycopg's marks for values."""
    return statement.replace("%", "%%").replace("?", "%s")


def tables() -> list[str]:
    """Return the statements that make the tables of the newest format."""
    return [_of_postgresql(statement) for statement in (*schema(), COPIES)]


def _of_postgresql(statement: str) -> str:
    # Texts are compared by their bytes, as SQLite does, whatever language the database is set to.
    for sqlite, ours in (
        (r"\)\s*WITHOUT ROWID$", ")"),
        (r"\bINTEGER\b", "BIGINT"),
        (r"\bBLOB\b", "BYTEA"),
        (r"\bTEXT\b", 'TEXT COLLATE "C"'),
    ):
        statement = re.sub(sqlite, ours, statement)
    return statement


class _Fetched:
    """The rows that a statement found."""

    __slots__ = ("_rows",)

    def __init__(self, rows: list[Row]) -> None:
        self._rows = iter(rows)

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


# The database


class _Turns:
    """So many may do something at once; who waits longest is next."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    def take(self, seconds: float) -> bool:
        """Wait for a turn; return whether it came in time."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(seconds):
            return True
        with self._lock:
            if turn.is_set():  # it came at this very moment
                return True
            self._waiting.remove(turn)
        return False

    def give_back(self) -> None:
        """Pass a turn on."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


class PostgreSQL:
    """A few connections, lent for a statement or a transaction. A lost one is made anew."""

    def __init__(self, url: str, folder: Path) -> None:
        """Take its address, and the folder of the library; nothing is opened yet.

        Raises SettingsError where it is no address.
        """
        try:
            if not re.match(r"postgres(?:ql)?://", url):
                raise psycopg.ProgrammingError
            self._address: dict[str, Any] = {**_CONNECT, **conninfo.conninfo_to_dict(url)}
        except psycopg.Error:
            raise SettingsError(f"{SETTING} is no address of PostgreSQL; {_ADDRESS}") from None
        self._folder = folder
        self._idle: list[_Connection] = []
        self._turns = _Turns(MOST_OPEN)
        self._lock = threading.Lock()
        self._local = threading.local()
        self._writer: _Connection | None = None
        """Holds the writer's place, while this process has it."""

    def __repr__(self) -> str:
        """Show it without its address."""
        return f"PostgreSQL({self._folder})"

    @property
    def where(self) -> str:
        """Where the library is, for a sentence."""
        return f"in the database that {SETTING} names"

    @property
    def may_be_empty(self) -> bool:
        """Whether nothing in the folder says that there was a catalogue."""
        return not noted_id(self._folder) and not any((self._folder / "files").glob("*"))

    def is_there(self) -> bool:
        """Return that it is, until it cannot be reached."""
        return True

    def connect(self, *, create: bool = False) -> None:
        """Make sure that it can be read. Raises LibraryError where it cannot be reached."""
        refuse_file(self._folder)
        self.execute("SELECT 1")

    # Connections

    def _open(self) -> _Connection:
        try:
            connection: _Connection = psycopg.connect(**self._address, autocommit=True)
            connection.execute(_PREPARE)
        except psycopg.Error as error:
            raise _unreachable(error) from None
        return connection

    def _take(self) -> tuple[_Connection, bool]:
        """Return a connection to be given back, and whether it is a new one."""
        if not self._turns.take(WAIT_SECONDS):
            raise LibraryError("the catalogue is in use by many; try again in a minute")
        try:
            with self._lock:
                if self._idle:
                    return self._idle.pop(), False
            return self._open(), True
        except BaseException:
            self._turns.give_back()
            raise

    def _give_back(self, connection: _Connection) -> None:
        idle = psycopg.pq.TransactionStatus.IDLE
        if not connection.closed and connection.info.transaction_status == idle:
            with self._lock:
                self._idle.append(connection)
        else:
            connection.close()
        self._turns.give_back()

    def _do(self, work: Callable[[_Connection], _Found]) -> _Found:
        """Do a piece of work of one statement; once more where an old connection was cut."""
        pinned: _Connection | None = getattr(self._local, "pinned", None)
        if pinned is not None:
            try:
                return work(pinned)
            except psycopg.Error as error:
                raise _explain(error) from None
        while True:
            connection, new = self._take()
            try:
                return work(connection)
            except psycopg.Error as error:
                if new or not connection.closed:
                    raise _explain(error) from None
                self._forget_idle()  # all are of a server that has gone, or been started again
            finally:
                self._give_back(connection)

    def _forget_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._forget_idle()

    # Statements

    def connection(self) -> PostgreSQL:
        """Return what takes this thread's statements."""
        return self

    def execute(self, statement: str, given: Sequence[Cell] = (), /) -> _Fetched:
        """Carry out a statement; outside a transaction it is one of its own."""

        def carry_out(connection: _Connection) -> _Fetched:
            if given:
                cursor = connection.execute(_translated(statement).encode(), given, binary=True)
            else:
                cursor = connection.execute(statement.encode(), binary=True)
            return _Fetched(cursor.fetchall() if cursor.description else [])

        return self._do(carry_out)

    def executemany(self, statement: str, given: Iterable[Sequence[Cell]], /) -> None:
        """Carry out a statement once for each row of values."""
        rows = list(given)
        if rows:
            query = _translated(statement).encode()
            self._do(lambda connection: connection.cursor().executemany(query, rows))

    def stream(self, statement: str) -> Generator[Row, None, None]:
        """Yield the rows of a whole table, as they are at one moment; not all are in memory."""
        pinned: _Connection | None = getattr(self._local, "pinned", None)
        connection = pinned or self._begun("SELECT 1")
        try:
            with connection.cursor(binary=True) as cursor:
                size = AT_ONCE if psycopg.capabilities.has_stream_chunked() else 1
                yield from cursor.stream(statement.encode(), size=size)
        except psycopg.Error as error:
            raise _explain(error) from None
        finally:
            if pinned is None:
                self._give_back(connection)

    # Transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that is done within, or nothing of it; one at a time."""
        if self._writer is not None:
            self._still_holds(self._writer)
        with self._within("BEGIN"):
            self.execute("SELECT pg_advisory_xact_lock(?, hashtext(current_schema()))", (_CHANGE,))
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is read within be of one state."""
        if getattr(self._local, "pinned", None) is not None:
            yield
            return
        with self._within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield

    @contextmanager
    def _within(self, begin: str) -> Iterator[None]:
        connection = self._local.pinned = self._begun(begin)
        try:
            yield
            if self._do(lambda given: given.execute("COMMIT").statusmessage) != "COMMIT":
                raise LibraryError(
                    "a change of the catalogue was not made, since a part of it failed; run it "
                    "again: what was stored before is kept"
                )
        except BaseException:
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK")
            raise
        finally:
            self._local.pinned = None
            self._give_back(connection)

    def _begun(self, begin: str) -> _Connection:
        """Return a connection on which a statement has been carried out, to be given back."""
        while True:
            connection, new = self._take()
            try:
                connection.execute(begin.encode())
            except psycopg.Error as error:
                closed = connection.closed
                connection.close()
                self._give_back(connection)
                if new or not closed:
                    raise _explain(error) from None
                self._forget_idle()
            else:
                return connection

    # The writer's place

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder, and the library in every folder. Raises LibraryBusyError."""
        with hold_for_writing(self._folder):
            connection = self._open()
            try:
                [free] = connection.execute(
                    "SELECT pg_try_advisory_lock(%s)", (self._key(),)
                ).fetchone() or [False]
                if not free:
                    raise LibraryBusyError(
                        "another process, here or on another machine, is writing to the library; "
                        "wait for it to finish"
                    )
                self._writer = connection
                yield
            except psycopg.Error as error:
                raise _explain(error) from None
            finally:
                self._writer = None
                connection.close()  # and so the place is free

    def _key(self) -> int:
        """Return the number of the lock: another for each library."""
        row = self.execute("SELECT value FROM meta WHERE key = ?", (LIBRARY_ID,)).fetchone()
        name = f"townclerk writes to {row[0] if row else ''}"
        return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)

    @staticmethod
    def _still_holds(writer: _Connection) -> None:
        try:
            writer.execute("SELECT 1")
        except psycopg.Error:
            raise LibraryError(
                "the connection that held the library for writing was lost, so another process "
                "may write to it now; run it again: what was stored before is kept"
            ) from None

    # What is there

    def tables(self) -> set[str]:
        """Return the names of the tables that are there, where they are Townclerk's.

        Raises LibraryError where they are not.
        """
        rows = self.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        found = {str(row[0]) for row in rows}
        if found and not found >= {"meta", "papers", "pages", "passages"}:
            raise LibraryError(
                f"the database that {SETTING} names holds other tables than a catalogue of "
                "Townclerk; name an empty database"
            )
        return found

    def make_tables(self) -> None:
        """Make the tables of the newest format, within a transaction. Raises LibraryError."""
        [[encoding]] = self.execute("SHOW server_encoding").fetchall()
        if encoding != "UTF8":
            raise LibraryError(
                f"the database that {SETTING} names keeps texts as {encoding}; name one that was "
                "made with ENCODING 'UTF8'"
            )
        for statement in tables():
            self.execute(statement)

    def claim(self, library_id: str) -> None:
        """Note the library in its folder, if none is noted. Raises LibraryError for another."""
        refuse_other(self._folder, library_id)
        if not noted_id(self._folder):
            note_id(self._folder, library_id)

    def has_changed(self) -> bool:
        """Return that it has not: another library there is noticed by its id."""
        return False

    def reopen(self, accept: Callable[[], None]) -> None:
        """Open all connections anew."""
        self._forget_idle()
        accept()

    @property
    def may_be_written(self) -> bool:
        """Whether this process may write to it, and to the folder."""
        [[may]] = self.execute(
            "SELECT has_table_privilege('papers', 'INSERT') AND NOT pg_is_in_recovery()"
        ).fetchall()
        return bool(may) and os.access(self._folder, os.W_OK)

    def fault(self) -> str:
        """Return nothing: PostgreSQL says what is wrong with its files when they are read."""
        return ""

    def tidy(self, *, removed: bool) -> None:
        """Where papers went, give free what their rows took (`VACUUM`), of a killed writer too."""
        if not removed:
            dead = self.execute(
                "SELECT sum(n_dead_tup) FROM pg_stat_user_tables "
                "WHERE schemaname = current_schema() AND relname IN ('papers', 'passages')"
            ).fetchone()
            removed = bool(dead and dead[0])
        if removed:
            for table in OF_TEXT:
                self.execute(f"VACUUM {table}")
