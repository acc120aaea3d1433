"""The catalogue: what the library holds, in SQLite or PostgreSQL, changed in whole transactions.

The indexes can be made from it. All statements on its tables stand here;
`databases.entries` has the records.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import CatalogueLostError, LibraryError
from qa.language.synonyms import ShortForms, as_terms, learn
from qa.library.connections import MEND, Connection
from qa.library.databases.database import Database
from qa.library.databases.entries import (
    ADD_PAGE,
    HEAD,
    ITEMS,
    PAPER,
    PASSAGE,
    VECTOR,
    WORDS,
    BoundPart,
    Entry,
    HeadRow,
    as_mapping,
    check,
    page_row,
    read_record,
    read_vector,
    vector_bytes,
)
from qa.library.formats import (
    ADD_PART,
    CHECKED,
    COPIES,
    FORMAT,
    GENERATION,
    KEYS,
    LIBRARY_ID,
    SET_META,
    bring_up_to_date,
    checksum,
    format_of,
    note_new,
    part_rows,
)
from qa.papers import Paper, PaperKind, Passage
from qa.protocols import Vectors

FIRST = "run townclerk ingest PATH first, or set TOWNCLERK_LIBRARY to the folder that holds one"
"""What to do where there is no library."""
SEE = "INSERT INTO seen VALUES (?, ?) ON CONFLICT (file) DO UPDATE SET digest = excluded.digest"
COME_FROM = (
    "INSERT INTO origins VALUES (?, ?) ON CONFLICT (file) DO UPDATE SET path = excluded.path"
)
KEEP = (
    "INSERT INTO kept VALUES (?, ?, ?, ?) ON CONFLICT (paper_id) "
    "DO UPDATE SET rules = excluded.rules, why = excluded.why, copy = excluded.copy"
)


def create(database: Database, library_id: str = "", generation: int = 0) -> None:
    """Make the tables of a new library, all or none; its id is one at random unless given."""
    with database.transaction():
        database.make_tables()
        note_new(database.connection(), library_id, generation)


class Catalogue:
    """Safe on several threads; who writes holds the writer's place (`Database.held`)."""

    def __init__(self, database: Database, *, new: bool = False, writer: bool = False) -> None:
        """Open the catalogue; with `new`, make it where neither it nor a trace of one is there.

        A `writer` brings one of an earlier format up to date. Raises LibraryError.
        """
        self.database = database
        self._moved: set[str] = set()
        """Digests of the papers whose places a transaction has changed."""
        self.brought_up_to_date = 0
        """The format that it had, where that was an earlier one."""
        self._removed = False
        """Whether papers went since it was last tidied."""
        try:
            database.connect(create=new and database.may_be_empty)
            self._prepare(new=new, writer=writer or new)
        except BaseException:
            self.close()
            raise

    @property
    def db(self) -> Connection:
        """What takes this thread's statements."""
        return self.database.connection()

    def _prepare(self, *, new: bool, writer: bool) -> None:
        where = self.database.where
        found = format_of(self.db, self.database.tables())
        if found == 0 and self.database.may_be_empty:
            if not new:  # one that was cut off while it was made, before it held anything
                raise LibraryError(f"there is no library {where}; {FIRST}")
            create(self.database)
        elif found == 0:
            raise CatalogueLostError(f"the catalogue of the library {where} is empty; {MEND}")
        elif found > FORMAT:
            raise LibraryError(
                f"the library {where} was written by a later version of Townclerk (format "
                f"{found}, where this one knows {FORMAT}); install that version"
            )
        elif found < FORMAT and not writer:
            raise LibraryError(
                f"the library {where} is of an earlier version of Townclerk (format {found} "
                f"of {FORMAT}); copy its folder to be safe, then run townclerk doctor, which "
                "brings it up to date"
            )
        elif found < FORMAT:
            with self.database.held(), self.database.transaction():
                bring_up_to_date(self.db, format_of(self.db, self.database.tables()))
            self.brought_up_to_date = found
        self.database.claim(self.meta(LIBRARY_ID))

    def has_changed(self) -> bool:
        """Whether another has taken its place. Raises LibraryError where none is there."""
        return self.database.has_changed()

    def reopen(self) -> None:
        """Use what is there now, in every thread. Raises LibraryError."""
        self.database.reopen(lambda: self._prepare(new=False, writer=False))

    @property
    def may_be_written(self) -> bool:
        """Whether this process may write to it."""
        return self.database.may_be_written

    def tidy(self) -> None:
        """Do what is due after writing, so that little is left of papers that went."""
        self.database.tidy(removed=self._removed)
        self._removed = False

    def close(self) -> None:
        """Close what this thread has open; it is opened again when it is asked for."""
        self.database.close()

    def meta(self, key: str, default: str = "") -> str:
        """Return what is noted of the library as a whole under a key."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def set_meta(self, key: str, value: str) -> None:
        """Note something of the library as a whole."""
        self.db.execute(SET_META, (key, value))

    def meta_once(self, key: str, value: str) -> str:
        """Note something unless something is noted; return what is, on every node the same."""
        self.db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING", (key, value))
        return self.meta(key)

    @property
    def generation(self) -> str:
        """Another with every transaction: readers see by it that they are behind.

        A number that grows, and a few random digits, so that a copy that was put back differs.
        """
        return self.meta(GENERATION, "0")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that is done within, or nothing of it."""
        self._moved.clear()
        with self.database.transaction():
            yield
            self.set_meta(GENERATION, f"{self._next_stamp()}-{secrets.token_hex(3)}")

    @property
    def number(self) -> int:
        """The number of the generation."""
        return int(self.generation.partition("-")[0])

    def _next_stamp(self) -> int:
        """Return the number of the generation that a transaction makes."""
        return self.number + 1

    def stamps(self) -> dict[str, int]:
        """Return {paper id: number of the generation in which its record or passages changed}.

        What was derived from the catalogue is brought up to date by it, paper by paper.
        """
        return dict(self.db.execute("SELECT id, stamp FROM papers").fetchall())

    def records(self, ids: Sequence[str] | None) -> dict[str, Paper]:
        """Return the records of papers by id, of all if None; ids not held are left out."""
        found: dict[str, Paper] = {}
        columns = "SELECT crc, id, file, digest, paper, suffix FROM papers"
        parts = [()] if ids is None else [tuple(ids[i : i + 500]) for i in range(0, len(ids), 500)]
        for part in parts:
            named = f" WHERE id IN ({','.join('?' * len(part))})" if part else ""
            for row in self.db.execute(columns + named, part):
                check(*row)
                found[str(row[1])] = read_record(PAPER, row[4])
        return found

    def places_of_copies(self) -> dict[str, list[str]]:
        """Return {digest: the names under which it is filed}, of bytes that have several."""
        found: dict[str, list[str]] = {}
        for digest, file in self.db.execute(
            "SELECT digest, file FROM seen WHERE digest IN "
            "(SELECT digest FROM seen GROUP BY digest HAVING count(*) > 1) ORDER BY file"
        ):
            found.setdefault(str(digest), []).append(str(file))
        return found

    def parts(self) -> dict[str, tuple[BoundPart, ...]]:
        """Return {id of a pack: its parts, in order}."""
        found: dict[str, list[BoundPart]] = {}
        rows = self.db.execute(
            "SELECT paper_id, body, day, kind, minutes FROM parts ORDER BY paper_id, place"
        ).fetchall()
        for paper_id, body, day, kind, minutes in rows:
            part = (
                body,
                date.fromisoformat(day) if day else None,
                PaperKind(kind) if kind else None,
            )
            found.setdefault(str(paper_id), []).append(BoundPart(part, bool(minutes)))
        return {paper_id: tuple(parts) for paper_id, parts in found.items()}

    def passage_counts(self) -> dict[str, int]:
        """Return {paper id: how many passages it has}."""
        return dict(self.db.execute("SELECT id, passages FROM papers").fetchall())

    def vectors_of(self, papers: Sequence[str]) -> tuple[list[str], NDArray[np.float16]]:
        """Return the passages of papers, and their vectors at half precision, a row each.

        They are not checked for damage: they serve to choose which passages are read.
        """
        return self._vectors("paper_id", papers)

    def vectors_by_id(self, ids: Sequence[str]) -> tuple[list[str], NDArray[np.float16]]:
        """Return the same of passages by id; ids not held are left out."""
        return self._vectors("id", ids)

    def _vectors(self, column: str, keys: Sequence[str]) -> tuple[list[str], NDArray[np.float16]]:
        ids: list[str] = []
        vectors: list[bytes] = []
        for start in range(0, len(keys), 500):
            part = tuple(keys[start : start + 500])
            rows = self.db.execute(
                f"SELECT id, vector FROM passages WHERE {column} IN ({','.join('?' * len(part))})",
                part,
            )
            for id_, vector in rows:
                ids.append(str(id_))
                vectors.append(bytes(vector))
        held = np.frombuffer(b"".join(vectors), VECTOR)
        return ids, held.reshape(len(ids), -1) if ids else held.reshape(0, 0)

    def item_counts(self) -> dict[str, int]:
        """Return {paper id: how many items were understood in it}."""
        return dict(self.db.execute("SELECT id, item_count FROM papers").fetchall())

    def versions(self) -> dict[str, str]:
        """Return {id of a paper: id of the next version of it}, for each that is superseded."""
        return dict(self.db.execute("SELECT older, newer FROM versions ORDER BY older DESC"))

    # Changes, each within a transaction

    def insert(self, entry: Entry) -> None:
        """Add a paper with its items, pages and passages."""
        paper = entry.paper
        suffix, items = entry.source.suffix.lower(), ITEMS.dump_json(entry.items).decode()
        record = PAPER.dump_json(paper).decode()
        self.db.execute(
            "INSERT INTO papers (id, file, digest, paper, items, suffix, passages, crc, items_crc, "
            "stamp, item_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(paper.id, paper.file, paper.digest, record, items, suffix),
                len(entry.passages),
                checksum(paper.id, paper.file, paper.digest, record, suffix),
                checksum(items),
                self._next_stamp(),
                len(entry.items),
            ),
        )
        if paper.kind is PaperKind.PACK:
            parts = part_rows(paper.id, map(as_mapping, entry.passages))
            self.db.executemany(ADD_PART, parts)
        self.db.execute("DELETE FROM unsound WHERE digest = ?", (paper.digest,))
        self.db.executemany(ADD_PAGE, [page_row(paper.id, page) for page in entry.pages])
        words = [(paper.id, p.number, WORDS.dump_json(p.words)) for p in entry.pages if p.words]
        self.db.executemany(
            "INSERT INTO word_places (paper_id, number, words, crc) VALUES (?, ?, ?, ?)",
            [(*row, checksum(*row)) for row in words],
        )
        rows = [
            (p.id, paper.id, p.ordinal, PASSAGE.dump_json(p), vector_bytes(vector))
            for p, vector in zip(entry.passages, entry.vectors, strict=True)
        ]
        self.db.executemany(
            "INSERT INTO passages (id, paper_id, ordinal, passage, vector, crc) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [(*row, checksum(*row)) for row in rows],
        )
        self.db.executemany(
            "INSERT INTO short_forms VALUES (?, ?, ?)",
            [(paper.id, *pair) for pair in learn(p.text for p in entry.passages).items()],
        )

    def short_forms(self) -> ShortForms:
        """Return {term of a short form: terms of what the papers spell it out as}."""
        rows = self.db.execute("SELECT short, long, count(*) FROM short_forms GROUP BY short, long")
        return as_terms({(short, long): papers for short, long, papers in rows.fetchall()})

    def delete(self, paper_id: str) -> None:
        """Remove a paper with all its parts. One that it superseded counts as changed."""
        self.db.execute(
            "UPDATE papers SET stamp = ? WHERE id IN (SELECT older FROM versions WHERE newer = ?)",
            (self._next_stamp(), paper_id),
        )
        self.db.execute("DELETE FROM papers WHERE id = ?", (paper_id,))
        self._removed = True

    def see(self, file: str, digest: str, path: Path) -> None:
        """Note that the bytes with this digest are filed under a name, from a path."""
        self._note_move(file)
        self._moved.add(digest)
        self.db.execute(SEE, (file, digest))
        where = str(path.absolute()).encode("utf-8", "backslashreplace").decode()
        self.db.execute(COME_FROM, (file, where))

    def forget(self, file: str) -> None:
        """Note that nothing is filed under a name any more."""
        self._note_move(file)
        self.db.execute("DELETE FROM seen WHERE file = ?", (file,))
        self.db.execute("DELETE FROM origins WHERE file = ?", (file,))

    def _note_move(self, file: str) -> None:
        row = self.db.execute("SELECT digest FROM seen WHERE file = ?", (file,)).fetchone()
        if row is not None:
            self._moved.add(str(row[0]))

    def settle_places(self) -> dict[str, list[str]]:
        """Drop papers without a place, and show each of the others under a place that it has.

        Only papers whose places were changed since this was done last are looked at. Return
        {paper id: its passages' ids} of those dropped.
        """
        gone: dict[str, list[str]] = {}
        moved: list[tuple[str, str, str, str, str]] = []
        for digest in sorted(self._moved):
            row = self.db.execute(
                f"SELECT c.id, c.copy, p.paper, p.suffix, p.file FROM ({COPIES}) AS c "
                "JOIN papers p ON p.id = c.id WHERE c.id = ? AND c.digest = ?",
                (digest[:16], digest),
            ).fetchone()
            if row is None:
                continue
            paper_id, copy, text, suffix, file = map(str, row)
            places = [
                str(each[0])
                for each in self.db.execute(
                    "SELECT file FROM seen WHERE digest = ? ORDER BY file", (digest,)
                )
            ]
            if not places:
                gone[paper_id] = self.passage_ids([paper_id])
                self.note_leaving([copy])
            elif file not in places:
                moved.append((paper_id, text, digest, suffix, places[0]))
        for paper_id in gone:
            self.delete(paper_id)
        for paper_id, *_ in moved:  # so that two papers may change places
            self.db.execute("UPDATE papers SET file = id WHERE id = ?", (paper_id,))
        for paper_id, text, digest, suffix, file in moved:
            record = PAPER.dump_json(replace(read_record(PAPER, text), file=file)).decode()
            crc = checksum(paper_id, file, digest, record, suffix)
            self.db.execute(
                "UPDATE papers SET file = ?, paper = ?, crc = ?, stamp = ? WHERE id = ?",
                (file, record, crc, self._next_stamp(), paper_id),
            )
        self._moved.clear()
        return gone

    def set_vectors(self, vectors: Iterable[tuple[str, Vectors]]) -> None:
        """Give passages, by id, other vectors."""
        self.db.execute("UPDATE papers SET stamp = ?", (self._next_stamp(),))
        for passage_id, vector in vectors:
            row = self.db.execute(
                "SELECT paper_id, ordinal, passage FROM passages WHERE id = ?", (passage_id,)
            ).fetchone()
            data = vector_bytes(vector)
            self.db.execute(
                "UPDATE passages SET vector = ?, crc = ? WHERE id = ?",
                (data, checksum(passage_id, *row, data), passage_id),
            )

    # The library's own copies of files, and which of them may go

    def note_leaving(self, files: Iterable[str]) -> None:
        """Note names of copies that may be removed as soon as no paper that is held has them."""
        # A paper of which no file is kept has an empty name there.
        names = [(file,) for file in files if file]
        self.db.executemany("INSERT INTO leaving VALUES (?) ON CONFLICT (file) DO NOTHING", names)

    def leaving(self) -> set[str]:
        """Return the names of copies that may be removed now."""
        rows = self.db.execute(
            "SELECT l.file FROM leaving l WHERE l.file <> '' "
            "AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.copy = l.file) "
            # Of a paper that an earlier version stored, no copy is noted.
            "AND NOT EXISTS (SELECT 1 FROM papers p WHERE p.id = substr(l.file, 1, 16) "
            "AND p.digest || p.suffix = l.file "
            "AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.paper_id = p.id))"
        )
        return {str(row[0]) for row in rows}

    def has_left(self) -> None:
        """Note that all of them were removed."""
        self.db.execute("DELETE FROM leaving")

    def copies(self) -> dict[str, str]:
        """Return {name of the library's copy: file name} of every paper that has one."""
        return dict(self.db.execute(f"SELECT copy, file FROM ({COPIES}) AS c WHERE copy <> ''"))

    def copy_of(self, paper_id: str) -> str | None:
        """Return the name of the library's copy of a paper; empty if none is kept."""
        row = self.db.execute(
            f"SELECT copy FROM ({COPIES}) AS c WHERE id = ?", (paper_id,)
        ).fetchone()
        return str(row[0]) if row else None

    def digests_of_copies(self) -> dict[str, str]:
        """Return {name of the library's copy: SHA-256 of the file that the paper was read from}."""
        return dict(self.db.execute(f"SELECT copy, digest FROM ({COPIES}) AS c WHERE copy <> ''"))

    def note_kept(self, paper_id: str, rules: int, why: str, copy: str) -> None:
        """Note by which rules a paper's file was kept, why none was, and the copy's name."""
        row = (paper_id, rules, why, copy)
        self.db.execute(KEEP, row)

    def kept_by_older_rules(self, rules: int) -> list[str]:
        """Return the ids of the papers whose files were kept by older rules than these."""
        rows = self.db.execute(
            "SELECT p.id FROM papers p LEFT JOIN kept k ON k.paper_id = p.id "
            "WHERE k.rules IS NULL OR k.rules < ? ORDER BY p.file",
            (rules,),
        )
        return [str(row[0]) for row in rows]

    def places(self, papers: Sequence[str] | None = None) -> dict[str, list[tuple[str, str]]]:
        """Return {name of the library's copy: (file name, path it came from) of each place}.

        Of all papers, or of those with some ids. One of which no file is kept stands under its id.
        """
        named = "" if papers is None else f"WHERE p.id IN ({','.join('?' * len(papers))}) "
        found: dict[str, list[tuple[str, str]]] = {}
        for copy, file, path in self.db.execute(
            "SELECT CASE p.copy WHEN '' THEN p.id ELSE p.copy END, s.file, coalesce(o.path, '') "
            f"FROM ({COPIES}) p "
            "JOIN seen s ON s.digest = p.digest LEFT JOIN origins o ON o.file = s.file "
            f"{named}ORDER BY s.file <> p.file, s.file",
            tuple(papers or ()),
        ):
            found.setdefault(copy, []).append((file, path))
        return found

    # Damage

    def damaged(self) -> dict[str, str]:
        """Return {digest: file name} of the papers of which a record is not what was written."""
        bad: set[str] = set()
        for table, sums in CHECKED.items():
            paper_id = KEYS[table][0] if table == "papers" else "paper_id"
            for column, of in sums:
                rows = self.database.stream(
                    f"SELECT {paper_id}, {column}, {', '.join(of)} FROM {table}"
                )
                bad |= {
                    str(key)
                    for key, sum_, *cells in rows
                    if sum_ is not None and checksum(*cells) != sum_
                }
        found = self.db.execute("SELECT id, digest, file FROM papers").fetchall()
        return {str(digest): str(file) for id_, digest, file in found if id_ in bad}

    def note_unsound(self, digests: Iterable[str]) -> None:
        """Note papers that the next ingest of their files is to read anew."""
        rows = [(digest,) for digest in digests]
        self.db.executemany("INSERT INTO unsound VALUES (?) ON CONFLICT (digest) DO NOTHING", rows)

    def unsound(self) -> set[str]:
        """Return the digests of the papers so noted."""
        return {str(row[0]) for row in self.db.execute("SELECT digest FROM unsound")}

    def fault(self) -> str:
        """Return what is wrong with the database as a whole, on one line; empty if sound."""
        return self.database.fault()

    # What is filed where

    def known(self) -> dict[str, str]:
        """Return {file name: digest} of every place ingested, second copies included.

        Without papers that are to be read anew, since a record or copy of them is damaged.
        """
        return dict(
            self.db.execute(
                "SELECT s.file, s.digest FROM seen s "
                "JOIN papers p ON p.id = substr(s.digest, 1, 16) "
                "WHERE s.digest NOT IN (SELECT digest FROM unsound)"
            )
        )

    def origins(self) -> dict[str, str]:
        """Return {file name: absolute path} of every place, as it was when it was ingested."""
        return dict(self.db.execute("SELECT file, path FROM origins"))

    def holds(self, digest: str) -> bool:
        """Whether the paper with these bytes is held."""
        found = self.db.execute("SELECT 1 FROM papers WHERE id = ?", (digest[:16],))
        return found.fetchone() is not None

    def passage_count(self) -> int:
        """Return the number of passages held."""
        return int(self.db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def passage_ids(self, papers: Iterable[str]) -> list[str]:
        """Return the ids of all passages of papers."""
        return [
            str(row[0])
            for paper_id in papers
            for row in self.db.execute("SELECT id FROM passages WHERE paper_id = ?", (paper_id,))
        ]

    def passages(self, ids: Sequence[str]) -> list[tuple[Passage, Vectors]]:
        """Return the passages with these ids and their vectors; ids not held are left out."""
        if not ids:
            return []
        marks = ",".join("?" * len(ids))
        rows = self.db.execute(
            "SELECT crc, id, paper_id, ordinal, passage, vector FROM passages "
            f"WHERE id IN ({marks}) ORDER BY id",
            tuple(ids),
        ).fetchall()
        for row in rows:
            check(*row)
        return [(read_record(PASSAGE, text), read_vector(vector)) for *_, text, vector in rows]

    def passages_of(self, paper_id: str) -> tuple[Passage, ...]:
        """Return all passages of a paper, in order."""
        return tuple(read_record(PASSAGE, text) for text in self._passage_records(paper_id))

    def heads_of(self, paper_id: str) -> Iterator[HeadRow]:
        """Yield what heads all passages of a paper, in order: much sooner read than they are."""
        return (read_record(HEAD, text) for text in self._passage_records(paper_id))

    def _passage_records(self, paper_id: str) -> list[str]:
        rows = self.db.execute(
            "SELECT crc, id, paper_id, ordinal, passage, vector FROM passages "
            "WHERE paper_id = ? ORDER BY ordinal",
            (paper_id,),
        ).fetchall()
        for row in rows:
            check(*row)
        return [text for *_, text, _ in rows]

    # The seal of the index files

    def seal(self) -> dict[str, bytes]:
        """Return {index file: its checksums} as the last writer left them; empty if unsure."""
        return dict(self.db.execute("SELECT file, sum FROM seal"))

    def set_seal(self, sums: dict[str, bytes]) -> None:
        """Note the checksums of the index files; none where they are about to change."""
        with self.database.transaction():
            self.db.execute("DELETE FROM seal")
            self.db.executemany("INSERT INTO seal VALUES (?, ?)", sorted(sums.items()))
