"""The library's folder: the originals kept in it, and the one process that may write to it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qa.errors import LibraryBusyError, LibraryError

MENDS_COPY = "run townclerk doctor, then townclerk ingest with that paper"
"""What helps where the library's own copy of a paper is lost."""


class KeptFiles:
    """Keeps a copy of each paper's file: the place it came from may change or go."""

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        """Use a folder; with `create`, make it where it is not there. Raises LibraryError."""
        self._folder = folder
        self._sound: dict[Path, tuple[int, int, int]] = {}
        """{copy: inode, time of change and size, as it was when its bytes were looked through}."""
        if create:
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
        with suppress(LibraryError):  # one that is not there, or not whole, is copied
            self.sound(digest, target.suffix, name)
            return
        part = target.with_suffix(".part")
        try:
            self._folder.mkdir(exist_ok=True)
            shutil.copyfile(source, part)
            _to_disk(part)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise LibraryError(
                f"{name} cannot be copied into the library ({error.strerror}); make "
                "room on the disk, and run townclerk ingest again: what was stored before is kept"
            ) from error

    def sound(self, digest: str, suffix: str, name: str) -> Path:
        """Return where the copy of a file lies. Raises LibraryError where it is not whole.

        Its bytes are looked through once, and again only where the file was written since.
        """
        path = self.path(digest, suffix)
        try:
            found = path.stat()
            state = (found.st_ino, found.st_mtime_ns, found.st_size)
            if self._sound.get(path) != state:
                with path.open("rb") as opened:
                    if hashlib.file_digest(opened, "sha256").hexdigest() != digest:
                        raise LibraryError(f"the library's copy of {name} is damaged; {MENDS_COPY}")
                self._sound[path] = state
        except OSError as error:
            why = "is gone" if isinstance(error, FileNotFoundError) else "cannot be read"
            raise LibraryError(f"the library's copy of {name} {why}; {MENDS_COPY}") from error
        return path

    def names(self) -> set[str]:
        """Return the names of all files that lie in the folder."""
        return {path.name for path in self._folder.iterdir()} if self._folder.is_dir() else set()

    def remove(self, names: Iterable[str]) -> None:
        """Remove copies by name, and what a crash left half copied of them."""
        for name in names:
            path = self._folder / Path(name).name
            path.unlink(missing_ok=True)
            path.with_suffix(".part").unlink(missing_ok=True)

    def set_aside(self, digest: str, suffix: str) -> None:
        """Move a damaged copy out of the way of a sound one: into `damaged`, beside the copies."""
        aside = self._folder.parent / "damaged"
        aside.mkdir(mode=0o700, exist_ok=True)
        self.path(digest, suffix).replace(aside / f"{digest}{suffix}")


def _to_disk(path: Path) -> None:
    """Let a file be on the disk before anything that says so is."""
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


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
