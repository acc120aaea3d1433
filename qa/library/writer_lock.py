"""One process writes at a time: a lock that ends with the process that holds it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.errors import LibraryBusyError, LibraryError


@contextmanager
def hold_for_writing(folder: Path) -> Iterator[None]:
    """Hold a library's folder. Raises LibraryBusyError at once where another process does."""
    try:
        lock = (folder / "writer.lock").open("w")
    except OSError as error:
        raise LibraryError(
            f"the library in {folder} cannot be written to ({error.strerror}); give "
            "yourself permission to write to its folder, or make room on the disk"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LibraryBusyError(
                f"another process is writing to the library in {folder}; wait for it to finish"
            ) from error
        yield
