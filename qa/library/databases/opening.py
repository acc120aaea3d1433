"""Chooses where a catalogue and the copies of files are, by the engines that are set."""

from __future__ import annotations

from pathlib import Path

from qa.engines import EMBEDDED, Engines
from qa.errors import MissingExtraError
from qa.library.databases.database import Database
from qa.library.databases.folder import FILE
from qa.library.databases.sqlite import SQLiteFile
from qa.library.files import KeptFiles


def database_of(folder: Path, engines: Engines = EMBEDDED) -> Database:
    """Return the database of a library's catalogue; nothing is opened yet.

    Raises SettingsError where its address is none, MissingExtraError without psycopg.
    """
    if not engines.catalogue:
        return SQLiteFile(folder / FILE)
    try:
        from qa.library.databases.postgresql import PostgreSQL
    except ImportError:
        raise MissingExtraError("A catalogue in PostgreSQL", "postgresql") from None
    return PostgreSQL(engines.catalogue, folder)


def files_of(folder: Path, database: Database, engines: Engines, *, create: bool) -> KeptFiles:
    """Return the copies of the papers' files: in the folder, or shared through the database."""
    if not engines.catalogue:
        return KeptFiles(folder / "files", create=create)
    from qa.library.databases.kept import SharedFiles

    return SharedFiles(folder / "files", database, create=create)
