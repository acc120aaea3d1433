"""Copies the catalogue of a library into PostgreSQL, or back into a folder.

The copies of the papers' files go with it. So does what is noted of the indexes: they need not be
made anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from qa.engines import Engines
from qa.errors import LibraryError
from qa.library.catalogue import Catalogue
from qa.library.databases.copying import Copied, copy_catalogue
from qa.library.databases.folder import FILE, NOTE, refuse_other
from qa.library.databases.opening import database_of, files_of
from qa.library.databases.sqlite import SQLiteFile
from qa.library.files import KeptFiles, Made, close_to_others
from qa.library.formats import INDEX_FORMAT, LIBRARY_ID
from qa.library.indexes.notes import (
    CLEAN,
    DIRTY,
    PLACE,
    RESTORED,
    CatalogueNotes,
    NodeNotes,
    Notes,
)


def copy_to_postgresql(folder: Path, engines: Engines, url: str) -> Copied:
    """Copy the catalogue of a library into an empty database of PostgreSQL's.

    Nobody writes to the library meanwhile. Raises LibraryError, LibraryBusyError, SettingsError.
    """
    with _held(folder, engines) as source:
        target = database_of(folder, Engines(url))
        try:
            copied = copy_catalogue(source.database, target)
            # Each is stored by itself: what a fault leaves out, the next writer adds.
            files_of(folder, target, Engines(url), create=False).share(source.copies())
        finally:
            target.close()
        if not engines.catalogue:
            _hand_over(CatalogueNotes(source), NodeNotes(folder), source)
            close_to_others(folder)
    return copied


def copy_to_folder(folder: Path, engines: Engines, target: Path) -> Copied:
    """Copy the catalogue of a library into a file of SQLite in a folder that has none.

    Nobody writes to the library meanwhile. Raises LibraryError, LibraryBusyError.
    """
    with _held(folder, engines) as source:
        if (target / FILE).exists():
            raise LibraryError(f"there is a catalogue in {target} already; name another folder")
        refuse_other(target, source.meta(LIBRARY_ID))
        try:
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".catalogue-", dir=target) as part:
                path = Path(part) / FILE
                file = SQLiteFile(path)
                file.connect(create=True)
                with closing(file):
                    copied = copy_catalogue(source.database, file)
                    made = CatalogueNotes(Catalogue(file))
                    if engines.catalogue and target.resolve() == folder.resolve():
                        _hand_over(NodeNotes(folder), made, source)
                    else:
                        made.set_seal({})
                        made.set(DIRTY, RESTORED)
                    file.tidy(removed=False)
                own = files_of(folder, source.database, engines, create=False)
                kept = KeptFiles(target / "files")
                for copy in source.copies():
                    with suppress(LibraryError):  # doctor names those that are gone
                        kept.write(Made(None, copy, own.sound(copy, copy).read_bytes()), copy)
                path.chmod(0o600)
                path.replace(target / FILE)
        except OSError as error:
            raise LibraryError(
                f"the catalogue cannot be written into {target} ({error.strerror}); make room "
                "there, or name a folder that you may write to"
            ) from error
        (target / NOTE).unlink(missing_ok=True)
    return copied


@contextmanager
def _held(folder: Path, engines: Engines) -> Iterator[Catalogue]:
    database = database_of(folder, engines)
    if not database.is_there():
        raise LibraryError(f"there is no library {database.where}; name its folder with --library")
    with closing(Catalogue(database)) as source, database.held():
        yield source


def _hand_over(known: Notes, now: Notes, source: Catalogue) -> None:
    """Note what is known of the indexes in a folder, where they agree with the catalogue."""
    stamps = source.stamps()
    agree = (
        known.get(DIRTY, CLEAN) == CLEAN
        and source.meta(DIRTY, CLEAN) == CLEAN
        and known.stamps() in (None, stamps)
    )
    now.set_seal(known.seal() if agree else {})
    now.set_stamps(stamps if agree else {})
    for key in (INDEX_FORMAT, PLACE):
        if now.get(key) != known.get(key):
            now.set(key, known.get(key))
    now.set(DIRTY, CLEAN if agree else RESTORED)
