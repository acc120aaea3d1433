"""What a catalogue asks of the database that it is in. Both take the same statements."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from qa.library.connections import Connection

Row = tuple[Any, ...]


class Database(Protocol):
    """Holds one catalogue. Safe on several threads and beside other processes."""

    @property
    def where(self) -> str:
        """Where the library is, for a sentence."""

    @property
    def may_be_empty(self) -> bool:
        """Whether nothing says that it had tables once, and has lost them."""

    def is_there(self) -> bool:
        """Whether there is something that can be opened."""

    def connect(self, *, create: bool = False) -> None:
        """Make sure that it can be read. Raises LibraryError where it is gone or out of reach."""

    def connection(self) -> Connection:
        """Return what takes this thread's statements. Raises LibraryError as they do."""

    def stream(self, statement: str) -> Generator[Row, None, None]:
        """Yield the rows of a whole table, as they are at one moment; not all are in memory."""

    def transaction(self) -> AbstractContextManager[None]:
        """Do all that is done within, or nothing of it. Changes of others wait meanwhile."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all that is read within be of one state; nothing is changed."""

    def held(self) -> AbstractContextManager[None]:
        """Hold the place of the one that writes. Raises LibraryBusyError where it is taken."""

    def tables(self) -> set[str]:
        """Return the names of the tables that are there."""

    def make_tables(self) -> None:
        """Make the tables of the newest format, within a transaction. Raises LibraryError."""

    def claim(self, library_id: str) -> None:
        """Raise LibraryError where the folder belongs to another library than this one."""

    def has_changed(self) -> bool:
        """Whether another has taken its place. Raises LibraryError where none is there."""

    def reopen(self, accept: Callable[[], None]) -> None:
        """Use what is there now, in every thread. It counts as seen once `accept` returns."""

    @property
    def may_be_written(self) -> bool:
        """Whether this process may write to it."""

    def fault(self) -> str:
        """Return what is wrong with it as a whole, on one line; empty if it is sound."""

    def tidy(self, *, removed: bool) -> None:
        """Do what is due after writing; `removed` says that papers went."""

    def close(self) -> None:
        """Close what this thread has open, or all; it is opened again when it is asked for."""
