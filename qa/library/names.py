"""The names of the papers held, beside the catalogue, for the day when that is lost.

The library's own copies of files are named by their digests. `names.jsonl` says, a line a copy,
under which names they are held and where they came from, so that the papers can be read anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.errors import LibraryError

FILE = "names.jsonl"

Places = dict[str, list[tuple[str, str]]]
"""{name of a copy: (file name, path that it came from) of each place where it is filed}."""


def write_names(library: Path, places: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Write the names of all copies, whole or not at all, for the library's owner alone.

    Raises LibraryError where there is no room.
    """
    part = library / f"{FILE}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(_lines(places))
            file.flush()
            os.fsync(file.fileno())
        part.replace(library / FILE)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _no_room(error) from error


def add_names(library: Path, places: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Add the names of some copies to those that are written; the last that is said of one counts.

    Raises LibraryError where there is no room.
    """
    try:
        path = library / FILE
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as file:
            # On lines of their own, whatever cut off the last one.
            file.write(b"\n" + _lines(places))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _no_room(error) from error


def _lines(places: Mapping[str, Sequence[tuple[str, str]]]) -> bytes:
    lines = [
        json.dumps({"copy": copy, "files": list(files)}, ensure_ascii=False) + "\n"
        for copy, files in sorted(places.items())
    ]
    return "".join(lines).encode("utf-8", "backslashreplace")


def _no_room(error: OSError) -> LibraryError:
    return LibraryError(
        f"the papers' names cannot be written ({error.strerror}); make room on the disk, and "
        "run townclerk ingest again: what was stored before is kept"
    )


def read_names(library: Path) -> Places:
    """Return the names of all copies; a line that cannot be read is left out."""
    found: Places = {}
    try:
        lines = (library / FILE).read_bytes().splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            record = json.loads(line)
            files = [(str(file), str(path)) for file, path in record["files"]]
            found[str(record["copy"])] = files
        except (ValueError, KeyError, TypeError):
            continue
    return found
