"""The library's folder: the originals kept in it, and the one process that may write to it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.errors import LibraryBusyError, LibraryError


class KeptFiles:
    """Keeps a copy of each paper's file: the place it came from may change or go."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, making it where it is not there. Raises LibraryError."""
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"the library's folder {folder.parent} cannot be used: {error.strerror}"
            ) from error

    def path(self, digest: str, suffix: str) -> Path:
        """Return where the copy of a file lies."""
        return self._folder / f"{digest}{suffix}"

    def keep(self, source: Path, digest: str, name: str) -> None:
        """Copy a file, whole or not at all. Raises LibraryError, which shows it as `name`."""
        target = self.path(digest, source.suffix.lower())
        if target.exists():
            return
        part = target.with_suffix(".part")
        try:
            shutil.copyfile(source, part)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise LibraryError(
                f"{name} cannot be copied into the library ({error.strerror}); make "
                "room on the disk, and run townclerk ingest again: what was stored before is kept"
            ) from error

    def sweep(self, digests: Collection[str]) -> None:
        """Remove the copies of all files but these, and what a crash left half copied."""
        for path in self._folder.iterdir():
            if path.stem not in digests or path.suffix == ".part":
                path.unlink(missing_ok=True)


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
