"""Copies of the papers' files where nodes share a catalogue: kept in the database, and at hand.

A node that dies takes no copy with it. Each node's folder holds the copies that it was asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from qa.errors import LibraryError
from qa.library.databases.database import Database
from qa.library.files import KeptFiles, Made

COPIES = "CREATE TABLE IF NOT EXISTS copies (name TEXT PRIMARY KEY, data BLOB NOT NULL)"
"""The table of the copies, by name, beside the tables of the catalogue."""


class SharedFiles(KeptFiles):
    """Keeps each copy in the database, and in this node's folder once it was asked for."""

    def __init__(self, folder: Path, database: Database, *, create: bool = True) -> None:
        """Use a folder for those at hand, and a database. Raises LibraryError."""
        super().__init__(folder, create=create)
        self._database = database

    def write(self, made: Made, name: str) -> None:
        """Write a copy, whole or not at all. Raises LibraryError, which shows it as `name`."""
        super().write(made, name)
        if made.data is not None:
            self._store(made.copy, made.data)

    def _store(self, copy: str, data: bytes) -> None:
        self._database.connection().execute(
            "INSERT INTO copies VALUES (?, ?) ON CONFLICT DO NOTHING", (copy, data)
        )

    def sound(self, copy: str, name: str) -> Path:
        """Return where a copy lies, fetched if need be. Raises LibraryError if it is not whole."""
        try:
            return super().sound(copy, name)
        except LibraryError:
            data = self._fetch(copy)
            if data is None:
                raise
        self._put(copy, data, name)
        return super().sound(copy, name)

    def _fetch(self, copy: str) -> bytes | None:
        """Return the bytes of a copy in the database; None where it is not there, or not whole."""
        row = (
            self._database.connection()
            .execute("SELECT data FROM copies WHERE name = ?", (copy,))
            .fetchone()
        )
        data = bytes(row[0]) if row else None
        whole = data is not None and hashlib.sha256(data).hexdigest() == Path(copy).stem
        return data if whole else None

    def names(self) -> set[str]:
        """Return the names of all copies, in the database or at hand."""
        return self._stored() | super().names()

    def _stored(self) -> set[str]:
        found = self._database.connection().execute("SELECT name FROM copies")
        return {str(row[0]) for row in found}

    def remove(self, names: Iterable[str]) -> None:
        """Remove copies by name, here and in the database."""
        names = list(names)
        super().remove(names)
        self._database.connection().executemany(
            "DELETE FROM copies WHERE name = ?", [(name,) for name in names]
        )

    def set_aside(self, copy: str) -> None:
        """Move a damaged copy out of the way, so that a sound one can be stored."""
        with suppress(FileNotFoundError):
            super().set_aside(copy)
        self._database.connection().execute("DELETE FROM copies WHERE name = ?", (copy,))

    def keep_only(self, names: Collection[str]) -> None:
        """Remove what this node has at hand of other copies: their papers went."""
        super().remove(KeptFiles.names(self) - set(names))

    def share(self, names: Iterable[str]) -> int:
        """Store the copies in the folder that the database lacks, of these; return how many."""
        lacking, stored = set(names) - self._stored(), 0
        for copy in sorted(lacking):
            with suppress(LibraryError, OSError):
                self._store(copy, KeptFiles.sound(self, copy, copy).read_bytes())
                stored += 1
        return stored
