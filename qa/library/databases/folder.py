"""Which catalogue a library's folder belongs to: the file in it, or one in PostgreSQL.

Of a catalogue in PostgreSQL the folder notes the library's id, so that it is never used with the
catalogue of another library.
"""

from __future__ import annotations

import os
from pathlib import Path

from qa.errors import LibraryError

FILE, NOTE = "catalogue.sqlite", "library.id"
"""SQLite's catalogue; the note of the library's id where the catalogue is in PostgreSQL."""
SETTING = "TOWNCLERK_CATALOGUE_URL"


def catalogue_of(folder: Path) -> Path | None:
    """Return the file that stands for a folder's catalogue; None where there is no library."""
    return next((folder / name for name in (FILE, NOTE) if (folder / name).exists()), None)


def noted_id(folder: Path) -> str:
    """Return the id of the library in PostgreSQL to which a folder belongs; empty if to none."""
    try:
        return (folder / NOTE).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise LibraryError(
            f"{folder / NOTE} cannot be read; give yourself permission to read it"
        ) from error


def note_id(folder: Path, library_id: str) -> None:
    """Note the library's id in its folder, which is made if need be. Raises LibraryError."""
    part = folder / f"{NOTE}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"{library_id}\n")
        part.replace(folder / NOTE)
    except OSError as error:
        raise LibraryError(
            f"the folder {folder}, where the indexes are kept, cannot be written to "
            f"({error.strerror}); give yourself permission to write to it, or make room"
        ) from error


def refuse_other(folder: Path, library_id: str) -> None:
    """Raise LibraryError where a folder belongs to another library than the one with this id."""
    noted = noted_id(folder)
    if noted and noted != library_id:
        raise LibraryError(
            f"the folder {folder} belongs to another library than the catalogue in PostgreSQL; "
            f"name that library's folder with --library, or its database with {SETTING}"
        )


def refuse_file(folder: Path) -> None:
    """Raise LibraryError where a folder holds a catalogue of its own."""
    if (folder / FILE).exists():
        raise LibraryError(
            f"the library in {folder} has its catalogue in {FILE}, and {SETTING} names another; "
            f"unset {SETTING}, or copy the catalogue there with townclerk catalogue copy and move "
            f"{FILE} out of the folder"
        )


def refuse_note(folder: Path) -> None:
    """Raise LibraryError where the catalogue of a folder is in PostgreSQL, and no file is there."""
    if (folder / NOTE).exists() and not (folder / FILE).exists():
        raise LibraryError(
            f"the catalogue of the library in {folder} is in PostgreSQL; set {SETTING} to its "
            "address"
        )
