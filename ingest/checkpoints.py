"""Keep costly work on papers that are not yet stored, so that a run cut off can go on with it.

Two kinds of work are kept: what OCR read on each page, and the vectors of passages
(`ingest.embedding`). Each kind has its own folder in the library. A piece lies under the digest of
the paper's file, begins with a digest of itself, and only its owner can read it. Answers never use
it: it only serves the next run on the same bytes (docs/adr/0011-ingest-cut-off.md).

The child that reads papers imports this module, so it loads no numpy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAX_BYTES = 256_000_000
"""For all pieces of a kind: 10,000 pages, or 160,000 vectors. The work beyond is done again."""
MAX_DAYS = 7
"""After so many days without a new piece, the work on a paper is removed."""
SECONDS_A_DAY = 86_400
SPARE_BYTES = 200_000_000
"""Left free on the disk, since storing the papers needs room."""


@dataclass(slots=True)
class KeptWork:
    """The work of one kind, in a folder. Its user holds the library's lock for writing."""

    folder: Path
    max_bytes: int = MAX_BYTES
    _used: int = -1
    """Bytes of all pieces; -1 until they are counted."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, digest: str) -> WorkOnPaper:
        """Return the place for the work on the file with this digest."""
        return WorkOnPaper(self, digest)

    def keep(self, digest: str, number: int, piece: bytes) -> None:
        """Keep a piece, whole or not at all; leave it out where there is no room."""
        sealed = seal(piece)
        target = self.folder / digest / str(number)
        with self._lock, contextlib.suppress(OSError):
            if self._used < 0:
                self._used = sum(p.stat().st_size for p in self.folder.rglob("*") if p.is_file())
            free = shutil.disk_usage(self.folder.parent).free
            if self._used + len(sealed) > self.max_bytes or len(sealed) + SPARE_BYTES > free:
                return
            for folder in (self.folder, target.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            _write_whole(target, sealed)
            self._used += len(sealed)

    def numbers(self, digest: str) -> list[int]:
        """Return the numbers of the pieces kept of the work on a paper, in order."""
        folder = self.folder / digest
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        return sorted(int(name) for name in names if name.isdecimal())

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield the undamaged pieces of the work on a paper, in order."""
        for number in self.numbers(digest):
            piece = take_up(self.folder / digest, number)
            if piece is not None:
                yield piece

    def forget(self, digests: Iterable[str]) -> None:
        """Remove the work on these papers."""
        for digest in digests:
            shutil.rmtree(self.folder / digest, ignore_errors=True)
        with self._lock:
            self._used = -1
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    def tidy(self, stored: Collection[str]) -> None:
        """Remove the work on papers that are stored, and work that has grown old."""
        oldest = time.time() - MAX_DAYS * SECONDS_A_DAY
        self.forget(
            path.name
            for path in self._papers()
            if path.name in stored or path.stat().st_mtime < oldest
        )

    def forget_all_but(self, digests: Collection[str]) -> None:
        """Remove the work on all other papers."""
        self.forget(path.name for path in self._papers() if path.name not in digests)

    def _papers(self) -> list[Path]:
        return list(self.folder.iterdir()) if self.folder.is_dir() else []


@dataclass(frozen=True, slots=True)
class WorkOnPaper:
    """What is kept of the work on one paper."""

    kept: KeptWork
    digest: str

    def forget(self, numbers: Iterable[int]) -> None:
        """Remove these pieces, such as what OCR read on pages that are withheld."""
        for number in numbers:
            (self.folder / str(number)).unlink(missing_ok=True)

    @property
    def folder(self) -> Path:
        """Where it lies, for the child that reads the paper."""
        return self.kept.folder / self.digest

    def keep(self, number: int, piece: bytes) -> None:
        """Keep a piece, such as what OCR saw on a page; one that cannot be kept is no error."""
        self.kept.keep(self.digest, number, piece)


def seal(piece: bytes) -> bytes:
    """Put a digest in front, so that a half written or damaged piece is found out."""
    return hashlib.sha256(piece).hexdigest().encode("ascii") + b"\n" + piece


NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW


def _write_whole(target: Path, data: bytes) -> None:
    """Write a file for its owner alone, under another name until all of it is there."""
    part = target.with_suffix(".part")
    try:
        with os.fdopen(os.open(part, NEW_FILE, 0o600), "wb") as file:
            file.write(data)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)  # on a full disk half a piece takes room for nothing
        raise


def take_up(folder: Path, number: int) -> bytes | None:
    """Return a piece, such as what was seen on a page; None where it is missing or damaged."""
    try:
        digest, _, piece = (folder / str(number)).read_bytes().partition(b"\n")
    except OSError:
        return None
    return piece if digest == hashlib.sha256(piece).hexdigest().encode("ascii") else None
