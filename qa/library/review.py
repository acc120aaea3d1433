"""What was kept out of the library, for the administrator alone: the list, and the log of acts.

It lies in a folder of its own, which only the owner of the library can read. The service, which
answers questions, never opens it. The list is SQLite, the log a line of JSON for each act, written
to the disk at once and never changed.

An entry is a file, or a part of one, with the words of the marking that decided. Of what is kept
out nothing else is here: no text, and of the file a hash.
"""

from __future__ import annotations

import json
import os
import pwd
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from qa.errors import LibraryError, ReviewError

FOLDER = "review"
"""The library's folder for all of this."""
LIST, LOG = "review.sqlite", "audit.jsonl"
SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  key TEXT PRIMARY KEY, digest TEXT NOT NULL, words TEXT NOT NULL, place TEXT NOT NULL,
  first_page INTEGER, last_page INTEGER, whole INTEGER NOT NULL, certain INTEGER NOT NULL,
  first_seen TEXT NOT NULL, decision TEXT NOT NULL, note TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
  file TEXT PRIMARY KEY, digest TEXT NOT NULL, origin TEXT NOT NULL, whole INTEGER NOT NULL,
  gate INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (digest TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Decision(StrEnum):
    """What the administrator has said of an entry."""

    OPEN = "open"
    ADMITTED = "admitted"
    KEPT_OUT = "kept out"


@dataclass(frozen=True, slots=True)
class Finding:
    """A paper, or a part of one, that is kept out, as the gate tells of it."""

    key: str
    """The first 16 digits of the file's SHA-256, and which part of the file it is."""
    words: str
    """The words that decided."""
    place: str
    """Where they stand, in plain words."""
    first_page: int | None = None
    last_page: int | None = None
    whole: bool = True
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding on the list."""

    finding: Finding
    digest: str
    files: tuple[str, ...]
    """The names under which the file lies."""
    first_seen: str
    """The time in UTC, as ISO 8601 has it."""
    decision: Decision
    note: str = ""


class Review:
    """The list and the log. Whoever changes them holds the library for writing."""

    def __init__(self, library: Path) -> None:
        """Open the list of the library in a folder, making it where it is not there.

        Raises LibraryError.
        """
        self._folder = library / FOLDER
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._folder.chmod(0o700)
            path = self._folder / LIST
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.executescript(SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(
                f"the review list in {self._folder} cannot be used ({error}); give yourself "
                "permission to write there, or restore the folder from a backup"
            ) from error

    def close(self) -> None:
        """Close the list."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    # What an ingest notes and asks

    def note(
        self, file: str, digest: str, origin: Path, findings: Iterable[Finding], *, gate: int
    ) -> int:
        """Note what is kept out of a file that was read; return how much of it is still open.

        It takes the place of what was noted of the file before. `gate` is the number of the gate's
        rules, `origin` where the file is from.
        """
        found = list(findings)
        if not found and not self._knows(file, digest):
            return 0
        with self._transaction():
            self._forget([file])
            if found or self._has_decided(digest):
                whole = any(one.whole for one in found)
                where = str(origin).encode("utf-8", "backslashreplace").decode()
                self._db.execute(
                    "INSERT INTO places (file, digest, origin, whole, gate) VALUES (?, ?, ?, ?, ?)",
                    (file, digest, where, whole, gate),
                )
            self._db.execute("DELETE FROM pending WHERE digest = ?", (digest,))
            for one in found:
                if self._add(one, digest):
                    self._log("withheld", one.key, digest, file, f"{one.place}: {one.words}")
            self._settle(digest, {one.key for one in found}, file)
        return sum(self._decision(one.key) == Decision.OPEN for one in found)

    def _add(self, one: Finding, digest: str) -> bool:
        """Add a finding, or note anew what decided; return whether it was not there."""
        known = self._decision(one.key)
        self._db.execute(
            "INSERT INTO entries (key, digest, words, place, first_page, last_page, whole, "
            "certain, first_seen, decision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET words = excluded.words, place = excluded.place, "
            "last_page = excluded.last_page, certain = excluded.certain",
            (
                *(one.key, digest, one.words, one.place, one.first_page, one.last_page),
                *(one.whole, one.certain, _now(), Decision.OPEN),
            ),
        )
        return known is None

    def see(self, file: str, digest: str, origin: Path, *, gate: int) -> None:
        """Note where a file lies that stays out and is not read again."""
        row = self._db.execute("SELECT digest FROM places WHERE file = ?", (file,)).fetchone()
        if row is None or row[0] != digest:
            where = str(origin).encode("utf-8", "backslashreplace").decode()
            with self._transaction():
                self._db.execute(
                    "INSERT OR REPLACE INTO places VALUES (?, ?, ?, 1, ?)",
                    (file, digest, where, gate),
                )
                self._forget([])

    def _has_decided(self, digest: str) -> bool:
        row = self._db.execute(
            "SELECT 1 FROM entries WHERE digest = ? AND decision <> ?", (digest, Decision.OPEN)
        ).fetchone()
        return row is not None

    def _knows(self, file: str, digest: str) -> bool:
        """Whether anything is noted of a file by its name, or waits to be read by its digest."""
        row = self._db.execute(
            "SELECT 1 FROM places WHERE file = ? UNION ALL SELECT 1 FROM pending WHERE digest = ?",
            (file, digest),
        ).fetchone()
        return row is not None

    def open_of(self, digest: str) -> int:
        """Return how many entries of a file are open."""
        row = self._db.execute(
            "SELECT count(*) FROM entries WHERE digest = ? AND decision = ?",
            (digest, Decision.OPEN),
        ).fetchone()
        return int(row[0])

    def _settle(self, digest: str, found: Collection[str], file: str) -> None:
        """Drop open entries of a file that the gate does not keep out any more.

        The same bytes under another name may be kept out for that name.
        """
        elsewhere = self._db.execute(
            "SELECT 1 FROM places WHERE digest = ? AND file <> ?", (digest, file)
        ).fetchone()
        if elsewhere is not None:
            return
        rows = self._db.execute(
            "SELECT key FROM entries WHERE digest = ? AND decision = ?", (digest, Decision.OPEN)
        ).fetchall()
        for (key,) in rows:
            if key not in found:
                self._db.execute("DELETE FROM entries WHERE key = ?", (key,))

    def _forget(self, files: Iterable[str]) -> None:
        """Forget places, and open entries of what lies nowhere any more."""
        for file in files:
            self._db.execute("DELETE FROM places WHERE file = ?", (file,))
        self._db.execute(
            "DELETE FROM entries WHERE decision = ? AND digest NOT IN (SELECT digest FROM places)",
            (Decision.OPEN,),
        )

    def forget_gone(self, present: Collection[str], unread: tuple[str, ...]) -> None:
        """Forget files that are not there any more, but none below the `unread` names."""
        held = [str(row[0]) for row in self._db.execute("SELECT file FROM places")]
        gone = [file for file in held if file not in present and not file.startswith(unread)]
        with self._transaction():
            self._forget(gone)

    def origins(self) -> dict[str, str]:
        """Return {file name: absolute path} of what is kept out, as it was when it was read."""
        return dict(self._db.execute("SELECT file, origin FROM places"))

    def settled(self, gate: int) -> dict[str, str]:
        """Return {file name: digest} of files that these rules keep out whole, as was seen."""
        return dict(
            self._db.execute(
                "SELECT file, digest FROM places WHERE whole AND gate = ? "
                "AND digest NOT IN (SELECT digest FROM pending)",
                (gate,),
            )
        )

    def pending(self) -> set[str]:
        """Return the digests of files on which something was decided, and not read since."""
        return {str(row[0]) for row in self._db.execute("SELECT digest FROM pending")}

    def admitted(self) -> frozenset[str]:
        """Return the keys of all that was admitted."""
        return frozenset(self._keys(Decision.ADMITTED))

    def kept_out(self) -> frozenset[str]:
        """Return the digests of the files that stay out whole, whatever the gate says."""
        rows = self._db.execute(
            "SELECT digest FROM entries WHERE whole AND decision = ?", (Decision.KEPT_OUT,)
        )
        return frozenset(str(row[0]) for row in rows)

    def _keys(self, decision: Decision) -> Iterator[str]:
        rows = self._db.execute("SELECT key FROM entries WHERE decision = ?", (decision,))
        return (str(row[0]) for row in rows)

    def _decision(self, key: str) -> Decision | None:
        row = self._db.execute("SELECT decision FROM entries WHERE key = ?", (key,)).fetchone()
        return Decision(row[0]) if row else None

    # What the administrator asks and does

    def entries(self) -> list[Entry]:
        """Return the whole list: open entries first, those in doubt before certain ones."""
        places: dict[str, list[str]] = {}
        for file, digest in self._db.execute("SELECT file, digest FROM places ORDER BY file"):
            places.setdefault(digest, []).append(file)
        rows = self._db.execute(
            "SELECT key, words, place, first_page, last_page, whole, certain, digest, first_seen, "
            "decision, note FROM entries ORDER BY decision <> ?, certain, first_seen, digest, "
            "first_page",
            (Decision.OPEN,),
        )
        return [
            Entry(
                Finding(key, words, place, first, last, bool(whole), bool(certain)),
                digest,
                tuple(places.get(digest, ())),
                seen,
                Decision(decision),
                note,
            )
            for key, words, place, first, last, whole, certain, digest, seen, decision, note in rows
        ]

    def find(self, key: str) -> Entry:
        """Return the entry of a key, or of the beginning of one. Raises ReviewError."""
        found = [e for e in self.entries() if key and e.finding.key.startswith(key)]
        exact = [e for e in found if e.finding.key == key]
        if len(exact or found) != 1:
            several = f"{len(found)} entries begin with" if found else "no entry of the list has"
            raise ReviewError(f"{several} the key {key[:80]!r}; townclerk review --all lists them")
        return (exact or found)[0]

    def admit(self, entry: Entry, note: str) -> None:
        """Let a paper or part in; it comes in once its file is read again."""
        self._decide("admit", entry, Decision.ADMITTED, note)

    def keep_out(self, entry: Entry, note: str) -> None:
        """Settle that a paper or part stays out."""
        self._decide("keep out", entry, Decision.KEPT_OUT, note)

    def withdraw(self, digest: str, places: Mapping[str, str], note: str, *, gate: int) -> str:
        """Put a paper that is held on the list as one that stays out; return its key.

        `places` are the names under which it lies, each with its path.
        """
        key = f"{digest[:16]}-all"
        one = Finding(key, "withdrawn by the administrator", "review list")
        with self._transaction():
            self._add(one, digest)
            self._db.execute(
                "UPDATE entries SET decision = ?, note = ? WHERE key = ?",
                (Decision.KEPT_OUT, note, key),
            )
            for file, origin in places.items():
                self._db.execute(
                    "INSERT OR REPLACE INTO places VALUES (?, ?, ?, 1, ?)",
                    (file, digest, origin, gate),
                )
            self._db.execute("DELETE FROM pending WHERE digest = ?", (digest,))
            self._log("withdraw", key, digest, ", ".join(places), note)
        return key

    def _decide(self, act: str, entry: Entry, decision: Decision, note: str) -> None:
        """Note a decision; where it changes what is let in, the file waits to be read again."""
        with self._transaction():
            self._db.execute(
                "UPDATE entries SET decision = ?, note = ? WHERE key = ?",
                (decision, note, entry.finding.key),
            )
            if Decision.ADMITTED in (decision, entry.decision):
                self._db.execute("INSERT OR IGNORE INTO pending VALUES (?)", (entry.digest,))
            self._log(act, entry.finding.key, entry.digest, ", ".join(entry.files), note)

    def _log(self, act: str, key: str, digest: str, file: str, note: str) -> None:
        """Add a line to the log, and see it onto the disk. Raises LibraryError."""
        line = {
            **{"time": _now(), "user": _user(), "act": act, "key": key},
            **{"digest": digest, "file": file, "note": note},
        }
        data = (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        try:
            target = os.open(
                self._folder / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
            try:
                os.write(target, data)
                os.fsync(target)
            finally:
                os.close(target)
        except OSError as error:
            raise LibraryError(
                f"the log of the review in {self._folder} cannot be written to "
                f"({error.strerror}); make room on the disk and try again"
            ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _user() -> str:
    """Return who runs this, as the system knows them; who called on sudo, where they did."""
    user = str(os.getuid())
    with suppress(KeyError):  # the account may have no name
        user = pwd.getpwuid(os.getuid()).pw_name
    caller = os.environ.get("SUDO_USER")
    return f"{user} (sudo by {caller})" if caller and caller != user else user
