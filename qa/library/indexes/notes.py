"""What is noted of the indexes: whether they agree with the catalogue, and what their files hold.

Where the catalogue is a file in the library's folder, as the indexes are, it keeps these notes
itself. Where it is on a server, several nodes have a folder with indexes of their own each, and
each keeps the notes of them in its folder.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol

from qa.errors import LibraryError
from qa.library.catalogue import Catalogue
from qa.library.files import OWNER_ONLY_FILE

CLEAN, UNSURE, OTHER_MODEL, RESTORED = "0", "1", "model", "restored"
"""What `dirty` may say of the indexes, besides the ids of papers that are being written."""
DIRTY, PLACE, SERVED_FORMAT = "dirty", "vectors at", "format of the vectors served"
FILE = "node.sqlite"
"""The notes of a node, in its folder."""
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seal (file TEXT PRIMARY KEY, sum BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stamps (paper TEXT PRIMARY KEY, stamp INTEGER NOT NULL) WITHOUT ROWID;
"""


class Notes(Protocol):
    """Notes on the indexes of one folder."""

    def get(self, key: str, default: str = "") -> str:
        """Return what is noted under a key."""
        ...

    def set(self, key: str, value: str) -> None:
        """Note something."""
        ...

    def seal(self) -> dict[str, bytes]:
        """Return {index file: its checksums} as the last writer left them; empty if unsure."""
        ...

    def set_seal(self, sums: dict[str, bytes]) -> None:
        """Note the checksums of the index files; none where they are about to change."""
        ...

    def stamps(self) -> Mapping[str, int] | None:
        """Return {paper id: its stamp} of what the indexes hold.

        None where whoever changes the catalogue changes these indexes with it.
        """
        ...

    def set_stamps(self, stamps: Mapping[str, int]) -> None:
        """Note of which papers, as of which stamp, the indexes hold the passages."""
        ...


class CatalogueNotes:
    """The notes in the catalogue itself."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take the catalogue."""
        self._catalogue = catalogue

    def get(self, key: str, default: str = "") -> str:
        """Return what is noted under a key."""
        return self._catalogue.meta(key, default)

    def set(self, key: str, value: str) -> None:
        """Note something."""
        self._catalogue.set_meta(key, value)

    def seal(self) -> dict[str, bytes]:
        """Return {index file: its checksums}."""
        return self._catalogue.seal()

    def set_seal(self, sums: dict[str, bytes]) -> None:
        """Note the checksums of the index files."""
        self._catalogue.set_seal(sums)

    def stamps(self) -> Mapping[str, int] | None:
        """Return None: the indexes change with the catalogue."""
        return None

    def set_stamps(self, stamps: Mapping[str, int]) -> None:
        """Note nothing."""


class NodeNotes:
    """The notes of one node on its own indexes, in a small file in its folder.

    It can be made anew: without it the indexes are made from the catalogue.
    """

    def __init__(self, folder: Path) -> None:
        """Open the file, or make it. Raises LibraryError."""
        self._path = folder / FILE
        with suppress(OSError):  # SQLite says it better
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, OWNER_ONLY_FILE))
        with self._open() as db:
            db.executescript(_TABLES)

    def _open(self) -> closing[sqlite3.Connection]:
        try:
            return closing(sqlite3.connect(self._path, isolation_level=None, timeout=30))
        except sqlite3.Error as error:
            raise LibraryError(
                f"{self._path} cannot be used ({error}); give yourself permission to write to the "
                "folder and make room on the disk, or remove that file: it is made anew"
            ) from error

    def get(self, key: str, default: str = "") -> str:
        """Return what is noted under a key."""
        with self._open() as db:
            row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def set(self, key: str, value: str) -> None:
        """Note something."""
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def seal(self) -> dict[str, bytes]:
        """Return {index file: its checksums}."""
        with self._open() as db:
            return dict(db.execute("SELECT file, sum FROM seal"))

    def set_seal(self, sums: dict[str, bytes]) -> None:
        """Note the checksums of the index files."""
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute("DELETE FROM seal")
            db.executemany("INSERT INTO seal VALUES (?, ?)", sorted(sums.items()))
            db.execute("COMMIT")

    def stamps(self) -> Mapping[str, int] | None:
        """Return {paper id: its stamp} of what the indexes of this node hold."""
        with self._open() as db:
            return dict(db.execute("SELECT paper, stamp FROM stamps"))

    def set_stamps(self, stamps: Mapping[str, int]) -> None:
        """Note of which papers, as of which stamp, the indexes hold the passages."""
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute("DELETE FROM stamps")
            db.executemany("INSERT INTO stamps VALUES (?, ?)", stamps.items())
            db.execute("COMMIT")
