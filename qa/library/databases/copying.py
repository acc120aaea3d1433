"""Copies a whole catalogue from one database into another, and checks that all of it is there.

In order: a copy in a file of SQLite, one in an empty database, what is compared.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from qa.errors import LibraryError
from qa.library.connections import Cell, Connection, explained_errors
from qa.library.databases.database import Database, Row
from qa.library.databases.sqlite import SQLiteFile
from qa.library.formats import (
    CHECKED,
    FORMAT,
    GENERATION,
    SET_META,
    checksum,
    format_of,
)

TABLES = {
    "meta": ("key", "value"),
    "papers": (
        *("id", "file", "digest", "paper", "items", "suffix", "passages"),
        *("crc", "items_crc", "stamp", "item_count"),
    ),
    "parts": ("paper_id", "place", "body", "day", "kind", "minutes"),
    "pages": (
        *("paper_id", "number", "printed", "first_line", "text", "withheld", "hidden"),
        "crc",
    ),
    "word_places": ("paper_id", "number", "words", "crc"),
    "passages": ("id", "paper_id", "ordinal", "passage", "vector", "crc"),
    "seen": ("file", "digest"),
    "origins": ("file", "path"),
    "kept": ("paper_id", "rules", "why", "copy"),
    "versions": ("older", "newer"),
    "short_forms": ("paper_id", "short", "long"),
    "leaving": ("file",),
    "unsound": ("digest",),
    "seal": ("file", "sum"),
}
"""{table: its columns}, in the order in which they are filled: rows name those of tables before."""
BYTES = {("word_places", "words"), ("passages", "passage")}
"""Columns that hold bytes; early libraries have some as text."""
AT_ONCE = 500
"""Rows that are written together."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied."""

    papers: int
    passages: int
    rows: int


def write_copy(source: Database, path: Path) -> None:
    """Write a catalogue, as it is at one moment, to a new file of SQLite. Raises LibraryError."""
    if isinstance(source, SQLiteFile):
        with closing(sqlite3.connect(path)) as copy, explained_errors():
            source.connection().backup(copy)
            copy.commit()
        return
    target = SQLiteFile(path)
    target.connect(create=True)
    try:
        copy_catalogue(source, target, as_it_is=True)
        target.tidy(removed=False)
    finally:
        target.close()


def copy_catalogue(
    source: Database, target: Database, *, replace: bool = False, as_it_is: bool = False
) -> Copied:
    """Copy all of a catalogue into an empty database: all or nothing, and compared.

    With `replace`, what is there gives way in the same step, and every paper counts as changed
    after all that was there; `as_it_is` takes damaged records too.
    Raises LibraryError where the source is damaged or of an earlier format, and where the target
    is not empty.
    """
    with source.snapshot(), target.transaction():
        if format_of(source.connection(), source.tables()) != FORMAT:
            raise LibraryError(
                "the catalogue to be copied is not of this version of Townclerk; run townclerk "
                "doctor first, which brings it up to date"
            )
        there = target.tables()
        if there and not replace:
            raise LibraryError(
                "there is a catalogue in the database that it is to be copied into; name an "
                "empty one"
            )
        target.make_tables()
        db, rows = target.connection(), {}
        generation = _generation(db)
        for table in reversed(TABLES):
            db.execute(f"DELETE FROM {table}")
        for table, columns in TABLES.items():
            insert = (
                f"INSERT INTO {table} ({', '.join(columns)}) "
                f"VALUES ({', '.join('?' * len(columns))})"
            )
            with closing(source.stream(_select(table))) as given:
                found = _Summed(given if as_it_is else _sound(table, given))
                for some in _groups(found):
                    db.executemany(insert, some)
            with closing(target.stream(_select(table))) as there_now:
                copied = _Summed(there_now)
                for _ in copied:
                    pass
            if (copied.count, copied.sum) != (found.count, found.sum):
                raise LibraryError(
                    f"the copy of the catalogue differs from it ({table}); nothing was copied: "
                    "see that its database is sound, and try again"
                )
            rows[table] = found.count
        if generation:
            newest = max(generation, _generation(db)) + 1
            db.execute("UPDATE papers SET stamp = ?", (newest,))
            db.execute(SET_META, (GENERATION, f"{newest}-{secrets.token_hex(3)}"))
    return Copied(rows["papers"], rows["passages"], sum(rows.values()))


def _generation(db: Connection) -> int:
    """Return the number of a catalogue's generation; 0 of one that is empty."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (GENERATION,)).fetchone()
    return int(row[0].partition("-")[0]) if row else 0


def _select(table: str) -> str:
    return f"SELECT {', '.join(TABLES[table])} FROM {table}"


def _sound(table: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of a table, texts as bytes where those are kept now.

    Raises LibraryError for a damaged one.
    """
    columns = TABLES[table]
    place = {column: number for number, column in enumerate(columns)}
    sums = [(place[of_sum], [place[c] for c in of]) for of_sum, of in CHECKED.get(table, ())]
    bytes_ = [place[column] for of, column in BYTES if of == table]
    for row in rows:
        for sum_, of in sums:
            if row[sum_] is not None and checksum(*(row[n] for n in of)) != row[sum_]:
                raise LibraryError(
                    "a record of the catalogue is damaged, so it is not copied; run townclerk "
                    "doctor, which says of which paper, and what mends it"
                )
        if any(isinstance(row[n], str) for n in bytes_):
            cells = list(row)
            for n in bytes_:
                cells[n] = cells[n].encode() if isinstance(cells[n], str) else cells[n]
            for sum_, of in sums:
                cells[sum_] = checksum(*(cells[n] for n in of))
            yield tuple(cells)
        else:
            yield row


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    yield some


class _Summed:
    """Passes rows on; knows how many there were, and a sum of them in whatever order."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = self.sum = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            self.sum = (self.sum + _digest(row)) % (1 << 256)
            yield row


def _digest(row: Iterable[Cell]) -> int:
    digest = hashlib.sha256()
    for cell in row:
        data = cell if isinstance(cell, bytes) else f"{type(cell).__name__}{cell}".encode()
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return int.from_bytes(digest.digest())
