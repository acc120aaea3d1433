"""The files of remarks and of declined questions: a line of JSON each, for the owner alone.

Every process that writes takes the same lock. A line is written whole or not at all, and what a
crash cut off spoils no other line.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from qa.errors import TownclerkError
from qa.feedback.records import Declined, Remark

REMARKS, DECLINED = "feedback.jsonl", "declined.jsonl"
_LOCK = "feedback.lock"
MAX_BYTES = 64 * 1024 * 1024
"""Of one file. What would make it larger is not kept."""

Kept = TypeVar("Kept", Remark, Declined)


class FeedbackError(TownclerkError):
    """It cannot be kept or read; the message says why."""


@dataclass(frozen=True, slots=True)
class Held(Generic[Kept]):
    """What a file holds."""

    records: list[Kept]
    """The oldest first."""
    spoilt: int
    """Lines that cannot be read."""


class KeptFile(Generic[Kept]):
    """One of the two files. Safe in several processes and threads at once."""

    def __init__(self, folder: Path, name: str, kind: type[Kept]) -> None:
        """Take the library's folder, the file's name and what its lines are."""
        self.path = folder / name
        self._lock = folder / _LOCK
        self._kind: type[Kept] = kind

    def add(self, record: Kept) -> None:
        """Write a line at the end. Raises FeedbackError, and then nothing is written."""
        line = record.model_dump_json(exclude_defaults=False).encode() + b"\n"
        try:
            with self._locked():
                self._append(line)
        except OSError as error:
            raise FeedbackError(f"{self.path.name}: {error.strerror or error}") from error

    def _append(self, line: bytes) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        file = os.open(self.path, flags, 0o600)
        try:
            os.fchmod(file, 0o600)
            size = os.fstat(file).st_size
            if size + len(line) > MAX_BYTES:
                raise FeedbackError(f"{self.path.name} is full; delete what is old")
            cut_off = size > 0 and os.pread(file, 1, size - 1) != b"\n"
            whole = b"\n" + line if cut_off else line
            try:
                if os.write(file, whole) != len(whole):
                    raise OSError(28, "No space left on device")
                os.fsync(file)
            except OSError:
                os.ftruncate(file, size)
                raise
        finally:
            os.close(file)

    def read(self) -> Held[Kept]:
        """Return all records. Raises FeedbackError."""
        records: list[Kept] = []
        spoilt = 0
        for line in self._lines():
            try:
                records.append(self._kind.model_validate_json(line))
            except ValidationError:
                spoilt += 1
        return Held(records, spoilt)

    def _lines(self) -> list[bytes]:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FeedbackError(f"{self.path}: {error.strerror}") from error
        return [line for line in data.split(b"\n") if line.strip()]

    def delete_before(self, day: date) -> int:
        """Delete the records of the days before this one; return how many there were.

        A line that cannot be read is deleted too. Raises FeedbackError, and then all stay.
        """
        part = self.path.with_name(f"{self.path.name}.part")
        try:
            if not self.path.exists():
                return 0
            with self._locked():
                lines = self._lines()
                kept = [line for line in lines if self._is_since(line, day)]
                if len(kept) == len(lines):
                    return 0
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
                with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
                    file.writelines(line + b"\n" for line in kept)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise FeedbackError(f"{self.path.name}: {error.strerror or error}") from error
        return len(lines) - len(kept)

    def _is_since(self, line: bytes, day: date) -> bool:
        try:
            record = self._kind.model_validate_json(line)
            return record.day >= day
        except ValidationError:
            return False

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def remarks_of(folder: Path) -> KeptFile[Remark]:
    """Return the file of remarks of the library in a folder."""
    return KeptFile(folder, REMARKS, Remark)


def declined_of(folder: Path) -> KeptFile[Declined]:
    """Return the file of declined questions of the library in a folder."""
    return KeptFile(folder, DECLINED, Declined)


def delete_old(folder: Path, days: int) -> int:
    """Delete what is older than so many days from both files. Raises FeedbackError."""
    first = (datetime.now().astimezone() - timedelta(days=days)).date()
    return remarks_of(folder).delete_before(first) + declined_of(folder).delete_before(first)
