"""Pages that OCR has read of papers not yet stored: after a run cut off they are not read again.

They lie in the library's own folder, under the digest of the file, each sealed with a digest of
its own, readable by their owner alone. Nothing answers from them: all that is done with them is
to hand them to the next child that reads the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

MAX_BYTES = 256_000_000
"""Of all pages kept; some 10,000 of them. Those beyond are read again by a later run."""
MAX_DAYS = 7
"""After so many days without another page nobody is likely to go on with a paper."""
SECONDS_A_DAY = 86_400
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW


@dataclass(frozen=True, slots=True)
class PagesOfPaper:
    """The pages kept of one paper."""

    kept: KeptPages
    digest: str

    @property
    def folder(self) -> Path:
        """Where they lie, for the child that reads the paper."""
        return self.kept.folder / self.digest

    def keep(self, page: int, seen: bytes) -> None:
        """Keep what OCR saw on a page; a page that cannot be kept is no error."""
        self.kept.keep(self.digest, page, seen)


@dataclass(slots=True)
class KeptPages:
    """The folder in which they lie. Whoever uses it holds the library for writing."""

    folder: Path
    max_bytes: int = MAX_BYTES
    _used: int = -1
    """Bytes of all pages kept; not known before the first is to be kept."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, digest: str) -> PagesOfPaper:
        """Return the place for the pages of the file with this digest."""
        return PagesOfPaper(self, digest)

    def keep(self, digest: str, page: int, seen: bytes) -> None:
        """Keep a page, whole or not at all, unless that takes more room than there is."""
        sealed = seal(seen)
        target = self.folder / digest / str(page)
        with self._lock, contextlib.suppress(OSError):
            if self._used < 0:
                self._used = self._size()
            if self._used + len(sealed) > self.max_bytes:
                return
            for folder in (self.folder, target.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            part = target.with_suffix(".part")
            with os.fdopen(os.open(part, NEW_FILE, 0o600), "wb") as file:
                file.write(sealed)
            part.replace(target)
            self._used += len(sealed)

    def forget(self, digests: Iterable[str]) -> None:
        """Remove the pages of these papers."""
        for digest in digests:
            shutil.rmtree(self.folder / digest, ignore_errors=True)
        with self._lock:
            self._used = -1
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    def tidy(self, stored: Collection[str]) -> None:
        """Remove the pages of papers that are stored, and of those that nobody went on with."""
        oldest = time.time() - MAX_DAYS * SECONDS_A_DAY
        self.forget(
            path.name
            for path in self._papers()
            if path.name in stored or path.stat().st_mtime < oldest
        )

    def forget_all_but(self, digests: Collection[str]) -> None:
        """Remove the pages of all other papers."""
        self.forget(path.name for path in self._papers() if path.name not in digests)

    def _papers(self) -> list[Path]:
        return list(self.folder.iterdir()) if self.folder.is_dir() else []

    def _size(self) -> int:
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def seal(seen: bytes) -> bytes:
    """Put a digest in front, by which a page that was half written or damaged is known."""
    return hashlib.sha256(seen).hexdigest().encode("ascii") + b"\n" + seen


def take_up(folder: Path, page: int) -> bytes | None:
    """Return what was seen on a page, None where that was not kept or is damaged."""
    try:
        digest, _, seen = (folder / str(page)).read_bytes().partition(b"\n")
    except OSError:
        return None
    return seen if digest == hashlib.sha256(seen).hexdigest().encode("ascii") else None
