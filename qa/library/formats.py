"""The catalogue's format, numbered, and the step that brings each earlier one up to the next.

`docs/library.md` says what each table holds. A change of the tables takes the next number and
adds its step to `STEPS`; `catalogue.sql` always has the tables of the newest format.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Set
from importlib import resources
from typing import Any, TypeVar
from zlib import crc32

from qa.errors import CatalogueLostError
from qa.library.connections import Cell, Connection
from qa.papers import ItemKind, PaperKind, Unread

FORMAT = 4
"""The format that this version of Townclerk reads and writes."""
APPLICATION_ID = 0x54436C6B
"""Marks the file as Townclerk's (`PRAGMA application_id`): TClk."""
LIBRARY_ID = "library_id"
"""Under this the catalogue notes what the library is known by."""
GENERATION = "generation"
"""Under this it notes another value with every change."""
INDEX_FORMAT, FILTERED = "index format", "3"
"""What the catalogue notes of the indexes made from it: they hold all that filters ask for."""
SHOWN, EXEMPT = 0, 1
UNREAD = {Unread.SCANNED: 2, Unread.GARBLED: 3, Unread.FAILED: 4}
"""What the pages' column `withheld` may say."""
FEW_LETTERS = 200
"""More than a page can have that counts as a scan, white space included."""
_OURS = {"meta", "papers", "pages", "passages"}
"""Tables that a catalogue has had from the first."""
SET_META = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_Json = TypeVar("_Json", list[object], dict[str, object])


def checksum(*cells: Cell) -> int:
    """Return the checksum of the cells of a row, in order: CRC-32, to notice damage."""
    value = 0
    for cell in cells:
        data = cell if isinstance(cell, bytes) else f"{type(cell).__name__}{cell}".encode()
        value = crc32(data, crc32(len(data).to_bytes(8, "little"), value))
    return value


CHECKED: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "papers": (("crc", ("id", "file", "digest", "paper", "suffix")), ("items_crc", ("items",))),
    "pages": (
        ("crc", ("paper_id", "number", "printed", "first_line", "text", "withheld", "hidden")),
    ),
    "word_places": (("crc", ("paper_id", "number", "words")),),
    "passages": (("crc", ("id", "paper_id", "ordinal", "passage", "vector")),),
}
"""{table: (column of a checksum, the columns that it is of)}."""
COPIES = (
    "SELECT p.id, p.file, p.digest, coalesce(k.copy, p.digest || p.suffix) AS copy "
    "FROM papers p LEFT JOIN kept k ON k.paper_id = p.id"
)
"""The papers, each with the name of the library's copy; earlier versions noted none."""
KEYS = {
    "papers": ("id",),
    "pages": ("paper_id", "number"),
    "word_places": ("paper_id", "number"),
    "passages": ("id",),
}


def schema() -> list[str]:
    """Return the statements that make the tables of the newest format, in SQLite's words."""
    tables = resources.files("qa.library").joinpath("catalogue.sql").read_text()
    return [statement.strip() for statement in tables.split(";") if statement.strip()]


def note_new(db: Connection, library_id: str = "", generation: int = 0) -> None:
    """Note what a new library is known by: its format, and an id (one at random unless given)."""
    notes = {
        "format": str(FORMAT),
        LIBRARY_ID: library_id or secrets.token_hex(8),
        INDEX_FORMAT: FILTERED,
    }
    if generation:
        notes[GENERATION] = str(generation)
    rows = list(notes.items())
    db.executemany("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO NOTHING", rows)


def format_of(db: Connection, tables: Set[str]) -> int:
    """Return the number of the format of a catalogue with these tables; 0 where it is empty.

    Raises CatalogueLostError where it is some other program's database.
    """
    if not tables:
        return 0
    if not tables >= _OURS:
        raise CatalogueLostError(
            "the library's catalogue.sqlite is not a catalogue of Townclerk; put the right file "
            "back, or restore it with townclerk restore BACKUP"
        )
    row = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    return int(row[0]) if row and str(row[0]).isdecimal() else 1


def bring_up_to_date(db: Connection, found: int) -> None:
    """Take the steps that a catalogue of a format still lacks, within a transaction.

    A catalogue in PostgreSQL is of format 3 or later, so later steps are for both databases.
    """
    for step in range(found, FORMAT):
        STEPS[step](db)
        db.execute(SET_META, ("format", str(step + 1)))


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    return {str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")}


def _from_1(db: sqlite3.Connection) -> None:
    """Add checksums, the library's id, the seal; finish what format 1 came to hold over time."""
    _mark_withheld(db)
    for statement in (
        "CREATE TABLE IF NOT EXISTS leaving (file TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS unsound (digest TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS seal (file TEXT PRIMARY KEY, sum BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS kept (paper_id TEXT PRIMARY KEY REFERENCES papers (id) "
        "ON DELETE CASCADE, rules INTEGER NOT NULL, why TEXT NOT NULL, copy TEXT NOT NULL) "
        "WITHOUT ROWID",
        f"PRAGMA application_id = {APPLICATION_ID}",
    ):
        db.execute(statement)
    db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (LIBRARY_ID, secrets.token_hex(8)))
    db.execute("DELETE FROM meta WHERE key = 'unread pages marked'")
    db.create_function("checksum", -1, checksum, deterministic=True)
    for table, sums in CHECKED.items():
        for column, of in sums:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER")
            db.execute(f"UPDATE {table} SET {column} = checksum({', '.join(of)})")


def _mark_withheld(db: sqlite3.Connection) -> None:
    """Withhold the pages of which a library of format 1 cannot say what they are.

    Until their papers are read anew: where exempt pages were not marked, a page without text
    may be a map or may be exempt. Where nobody noted what a page's file hides, the file itself
    goes out to nobody. Where unread pages were not marked, the notices say only in words which
    they are, so every page of such a paper counts that has next to no text.
    """
    columns = _columns(db, "pages")
    if "withheld" not in columns:
        db.execute("ALTER TABLE pages ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0")
        db.execute("UPDATE pages SET withheld = 1 WHERE trim(text) = ''")
    if "hidden" not in columns:
        db.execute("ALTER TABLE pages ADD COLUMN hidden TEXT")
    if db.execute("SELECT 1 FROM meta WHERE key = 'unread pages marked'").fetchone():
        return
    for code, notice in (
        (UNREAD[Unread.FAILED], "%could not be read%"),
        (UNREAD[Unread.SCANNED], "%not read%"),
    ):
        db.execute(
            "UPDATE pages SET withheld = ? WHERE withheld IN (?, ?) AND length(text) < ? "
            "AND paper_id IN (SELECT id FROM papers WHERE paper LIKE ?)",
            (code, SHOWN, UNREAD[Unread.FAILED], FEW_LETTERS, notice),
        )


def _from_2(db: sqlite3.Connection) -> None:
    """Add the stamps of the papers."""
    db.execute("ALTER TABLE papers ADD COLUMN stamp INTEGER NOT NULL DEFAULT 0")


def _from_3(db: Connection) -> None:
    """Add what would else be worked out of all papers again and again, and ways to find rows."""
    db.execute("ALTER TABLE papers ADD COLUMN item_count INTEGER NOT NULL DEFAULT 0")
    for statement in (
        "CREATE INDEX IF NOT EXISTS papers_by_stamp ON papers (stamp, id, passages, item_count)",
        "CREATE INDEX IF NOT EXISTS seen_by_digest ON seen (digest)",
        "CREATE INDEX IF NOT EXISTS kept_by_copy ON kept (copy)",
        "CREATE TABLE IF NOT EXISTS parts (paper_id TEXT NOT NULL REFERENCES papers (id) "
        "ON DELETE CASCADE, place INTEGER NOT NULL, body TEXT, day TEXT, kind TEXT, "
        "minutes INTEGER NOT NULL, PRIMARY KEY (paper_id, place))",
    ):
        db.execute(statement)
    counts = [
        (len(_read_json(items, list)), paper_id)
        for paper_id, items in db.execute("SELECT id, items FROM papers")
    ]
    db.executemany("UPDATE papers SET item_count = ? WHERE id = ?", counts)
    packs = [
        paper_id
        for paper_id, paper in db.execute("SELECT id, paper FROM papers").fetchall()
        if _read_json(paper, dict).get("kind") == PaperKind.PACK
    ]
    for paper_id in packs:
        passages = db.execute(
            "SELECT passage FROM passages WHERE paper_id = ? ORDER BY ordinal", (paper_id,)
        )
        db.executemany(
            ADD_PART, part_rows(paper_id, (_read_json(row[0], dict) for row in passages))
        )


def _read_json(text: str | bytes, kind: type[_Json]) -> _Json:
    """Read a record without checking it; an empty one where it is damaged, as doctor will say."""
    try:
        found = json.loads(text)
    except ValueError:
        return kind()
    return found if isinstance(found, kind) else kind()


ADD_PART = "INSERT INTO parts (paper_id, place, body, day, kind, minutes) VALUES (?, ?, ?, ?, ?, ?)"


def part_rows(paper_id: str, passages: Iterable[Mapping[str, object]]) -> list[tuple[Cell, ...]]:
    """Return what the catalogue notes of the parts of a pack, as `ADD_PART` takes it.

    Each body, day and kind that a passage has of its own is a part, in the order of the passages:
    once for what is a minute, and once for all else.
    """
    parts = dict.fromkeys(
        (
            *(_text(passage.get(name)) for name in ("body", "meeting_date", "part_kind")),
            int(passage.get("item_kind") == ItemKind.MINUTE),
        )
        for passage in passages
    )
    return [(paper_id, place, *part) for place, part in enumerate(parts)]


def _text(value: object) -> str | None:
    return str(value) if value else None


STEPS: dict[int, Callable[[Any], None]] = {1: _from_1, 2: _from_2, 3: _from_3}
"""{format: what brings a catalogue of it to the next}."""
