"""A back-up of a library as one tar file, and a library restored from it.

A back-up holds the catalogue as it was at one moment, the copies of the papers' files, and
whatever else lies beside them; last comes `backup.json` with the SHA-256 of each. The indexes are
left out: they are made anew from the catalogue.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from qa.engines import EMBEDDED, Engines
from qa.errors import LibraryError
from qa.library.connections import connect, explained_errors, tables_of
from qa.library.databases.copying import copy_catalogue, write_copy
from qa.library.databases.database import Database
from qa.library.databases.folder import note_id
from qa.library.databases.kept import SharedFiles
from qa.library.databases.opening import database_of
from qa.library.databases.sqlite import SQLiteFile
from qa.library.files import hold_for_writing
from qa.library.formats import COPIES, FORMAT, LIBRARY_ID, SET_META, format_of
from qa.library.indexes.care import INDEXES
from qa.library.indexes.notes import FILE as NODE
from qa.library.indexes.notes import RESTORED
from qa.library.library import Library
from qa.library.review import FOLDER as REVIEW

CATALOGUE, LISTED, RESTORING = "catalogue.sqlite", "backup.json", "restoring"
_NOT_KEPT = re.compile(
    r"catalogue\.sqlite.*|library\.id|node\.sqlite.*|writer\.lock|.*\.part|.*-(?:wal|shm|journal)"
)
"""Files beside the catalogue that a back-up leaves out, or takes in another way."""
_MEMBER = re.compile(rf"(?:files/|{REVIEW}/)?[A-Za-z0-9_][A-Za-z0-9._-]*")
_TRIES = 5
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A back-up that was made."""

    path: Path
    papers: int
    lost: tuple[str, ...]
    """File names of the papers whose copy is gone or damaged, so that it is not in there whole."""


class _WithdrawnMeanwhileError(Exception):
    """A paper of the catalogue's copy has been withdrawn since it was made."""


def make_backup(library: Library, target: Path) -> Backup:
    """Write a back-up to a new file, or to one in a folder that is there.

    Other processes may read and write the library meanwhile. Raises LibraryError.
    """
    if target.is_dir():
        target = target / time.strftime("townclerk-%Y%m%d-%H%M%S.tar")
    if target.exists():
        raise LibraryError(f"{target} is there already; name another file")
    if library.folder.resolve() in target.resolve().parents:
        raise LibraryError("a back-up cannot lie in the library itself; name another folder")
    part = target.with_name(f".{target.name}.part")
    try:
        for _ in range(_TRIES):
            with suppress(_WithdrawnMeanwhileError):
                made = _write(library, part, target)
                part.rename(target)
                return made
    except OSError as error:
        raise LibraryError(
            f"the back-up cannot be written ({error.strerror}); make room on the disk, or name a "
            "folder that you may write to"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    raise LibraryError("papers are being withdrawn; make the back-up once that has finished")


def _write(library: Library, part: Path, target: Path) -> Backup:
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    lost, sums = [], {}
    with (
        os.fdopen(opened, "wb") as file,
        _catalogue_of(library, target.parent) as copy,
        tarfile.open(fileobj=file, mode="w") as tar,
    ):
        sums[CATALOGUE] = _add(tar, CATALOGUE, copy)
        with closing(sqlite3.connect(copy)) as db:
            papers = db.execute(
                f"SELECT digest, copy, file FROM ({COPIES}) AS c WHERE copy <> ''"
            ).fetchall()
            id_ = db.execute("SELECT value FROM meta WHERE key = ?", (LIBRARY_ID,)).fetchone()
        for digest, kept, name in papers:
            path = library.files.path(kept)
            try:
                sums[f"files/{path.name}"] = _add(tar, f"files/{path.name}", path)
            except FileNotFoundError:
                if not library.catalogue.holds(digest):
                    raise _WithdrawnMeanwhileError from None
                lost.append(name)
                continue
            if sums[f"files/{path.name}"] != path.stem:
                lost.append(name)
        for path in _beside(library.folder):
            with _as_it_is(path, target.parent) as steady:
                member = path.relative_to(library.folder).as_posix()
                sums[member] = _add(tar, member, steady)
        listed = {
            "format": FORMAT,
            "library_id": id_[0] if id_ else "",
            "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "sha256": sums,
        }
        data = json.dumps(listed, indent=1).encode()
        info = tarfile.TarInfo(LISTED)
        info.size, info.mode = len(data), 0o600
        tar.addfile(info, io.BytesIO(data))
        file.flush()
        os.fsync(file.fileno())
    return Backup(target, len(papers), tuple(lost))


@contextmanager
def _catalogue_of(library: Library, folder: Path) -> Iterator[Path]:
    """Give the catalogue as it is at one moment as a file of SQLite, for as long as it is needed.

    Of the indexes, which are left out, it says nothing.
    """
    with tempfile.TemporaryDirectory(prefix=".townclerk-", dir=folder) as name:
        path = Path(name) / CATALOGUE
        write_copy(library.catalogue.database, path)
        with closing(sqlite3.connect(path)) as copy, explained_errors():
            copy.execute("DELETE FROM seal")
            copy.execute(SET_META, ("dirty", RESTORED))
            copy.commit()
        yield path


@contextmanager
def _copied(db: sqlite3.Connection, folder: Path) -> Iterator[Path]:
    """Give a copy of another database as it is at one moment, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix=".townclerk-", dir=folder) as name:
        path = Path(name) / "copy.sqlite"
        with closing(sqlite3.connect(path)) as copy, explained_errors():
            db.backup(copy)
            copy.commit()
        yield path


def _beside(folder: Path) -> list[Path]:
    """Return the other files of a library, such as lists that are for a person."""
    beside = [*folder.iterdir(), *(folder / REVIEW).glob("*")]
    return [p for p in sorted(beside) if p.is_file() and not _NOT_KEPT.fullmatch(p.name)]


@contextmanager
def _as_it_is(path: Path, folder: Path) -> Iterator[Path]:
    with path.open("rb") as file:
        is_database = file.read(16) == b"SQLite format 3\0"
    if not is_database:
        yield path
        return
    with closing(sqlite3.connect(path)) as db, _copied(db, folder) as copy:
        yield copy


class _Summed(io.RawIOBase):
    """Reads a file and sums up what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sum.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file, for its owner alone; return its SHA-256."""
    with path.open("rb") as file:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(file.fileno()).st_size, 0o600
        info.mtime = int(time.time())
        summed = _Summed(file)
        tar.addfile(info, summed)
        return summed.sum.hexdigest()


# Restoring


def restore_backup(
    backup: Path, folder: Path, *, replace: bool = False, engines: Engines = EMBEDDED
) -> Library:
    """Make a library of a back-up; return it, opened. A service that reads there goes on with it.

    All of it is unpacked, checked and indexed apart, and put in place at the end: the catalogue
    last, in one step. With `replace`, a library that is there gives way: its catalogue, and the
    copies that the back-up lacks, are kept in a folder `replaced-…`. Raises LibraryError.
    """
    database = database_of(folder, engines) if engines.catalogue else None
    try:
        _restore(backup, folder, database, replace=replace)
    except OSError as error:
        raise LibraryError(
            f"the back-up cannot be restored ({error.strerror or error}); make sure that the file "
            f"is there, and that {folder} has room and may be written to"
        ) from error
    finally:
        if database is not None:
            database.close()
    return Library.open(folder, engines=engines)


def _restore(backup: Path, folder: Path, database: Database | None, *, replace: bool) -> None:
    """Restore into a folder; the catalogue into a database, where one is given."""
    where, held = f"in {folder}", False
    if database is not None:
        database.connect()
        where, held = database.where, bool(database.tables())
    there = held or (folder / CATALOGUE).exists() or any((folder / "files").glob("*"))
    if there and not replace:
        raise LibraryError(
            f"there is a library {where} already; name another folder with --library, or give "
            "--replace to put the back-up in its place"
        )
    part = folder / RESTORING
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with database.held() if database is not None and held else hold_for_writing(folder):
        shutil.rmtree(part, ignore_errors=True)  # of one that was cut off
        part.mkdir(mode=0o700)
        try:
            _unpack(backup, part)
            made = Library.open(part, writer=True)
            try:
                with made.writing():
                    pass
            finally:
                made.close()
            _put_in_place(part, folder, database, there=there)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _unpack(backup: Path, part: Path) -> None:
    """Unpack a back-up and check every byte. Raises LibraryError where it is not whole."""
    for name in ("files", REVIEW):
        (part / name).mkdir(mode=0o700)
    sums, listed = {}, None
    broken = f"{backup} is not a whole back-up of Townclerk"
    try:
        with tarfile.open(backup, mode="r:") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isreg() else None
                if file is None or not _MEMBER.fullmatch(member.name):
                    raise LibraryError(f"{broken} ({member.name[:80]!r} is in it); use another")
                if member.name == LISTED:
                    listed = json.loads(file.read())
                    continue
                sums[member.name] = _write_out(file, part / member.name)
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise LibraryError(f"{broken} ({error}); use another") from error
    if not isinstance(listed, dict) or CATALOGUE not in sums:
        raise LibraryError(f"{broken} (its end is missing); use another")
    wrong = [name for name, sum_ in listed["sha256"].items() if sums.get(name) != sum_]
    if wrong or sums.keys() != listed["sha256"].keys():
        raise LibraryError(f"{broken} ({len(wrong) or 'more'} of its files differ); use another")
    with closing(connect(part / CATALOGUE)) as db:
        if format_of(db, tables_of(db)) > FORMAT:
            raise LibraryError(
                f"{backup} was made by a later version of Townclerk; install that version"
            )


def _write_out(file: IO[bytes], place: Path) -> str:
    sum_ = hashlib.sha256()
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while data := file.read(_CHUNK):
            sum_.update(data)
            out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return sum_.hexdigest()


def _put_in_place(part: Path, folder: Path, database: Database | None, *, there: bool) -> None:
    kept = folder / time.strftime("replaced-%Y%m%d-%H%M%S")
    (folder / "files").mkdir(exist_ok=True)
    if there:
        kept.mkdir(mode=0o700)
        if database is not None and database.tables():
            write_copy(database, kept / CATALOGUE)
        elif database is None:
            _empty_log(folder / CATALOGUE)
            with suppress(FileNotFoundError):
                shutil.copyfile(folder / CATALOGUE, kept / CATALOGUE)
    new = {path.name for path in (part / "files").iterdir()}
    for path in (part / "files").iterdir():
        path.replace(folder / "files" / path.name)
    for name in INDEXES:
        shutil.rmtree(folder / name, ignore_errors=True)
        if (part / name).exists():
            (part / name).rename(folder / name)
    decided = (folder / REVIEW).exists()  # what was decided since stays, and so does the log
    (folder / REVIEW).mkdir(mode=0o700, exist_ok=True)
    for path in _beside(part):
        if path.parent == part or not decided:
            path.replace(folder / path.relative_to(part))
    if database is not None:
        _put_into(database, part / CATALOGUE, folder)
    else:
        for end in ("-wal", "-shm"):
            (folder / f"{CATALOGUE}{end}").unlink(missing_ok=True)
        (part / CATALOGUE).replace(folder / CATALOGUE)
    if there:
        for path in (folder / "files").iterdir():
            if path.name not in new:
                path.replace(kept / path.name)
        with suppress(OSError):
            kept.rmdir()  # where nothing is in it


def _put_into(database: Database, catalogue: Path, folder: Path) -> None:
    """Put a catalogue in a file in place of what is in PostgreSQL, in one step."""
    source = SQLiteFile(catalogue)
    source.connect()
    try:
        copy_catalogue(source, database, replace=True)
        [[id_]] = source.connection().execute("SELECT value FROM meta WHERE key = ?", (LIBRARY_ID,))
    finally:
        source.close()
    note_id(folder, id_)
    files = SharedFiles(folder / "files", database)
    files.share(
        row[0] for row in database.connection().execute(f"SELECT copy FROM ({COPIES}) AS c")
    )
    (folder / NODE).unlink(missing_ok=True)  # what it says is of the indexes that were here
    database.tidy(removed=True)


def _empty_log(catalogue: Path) -> None:
    """Write what is in the log of a catalogue into its file, where it can be read at all."""
    with suppress(LibraryError), closing(connect(catalogue)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
