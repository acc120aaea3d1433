"""Unpack archives, messages and PDFs, one member at a time, each in a child process.

Names within an archive are only shown: what is unpacked lies under a number of our own, in a
folder of the library that is emptied before and after.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path, PurePosixPath

from ingest.file_names import MAX_MEMBERS, SUFFIXES, Member
from ingest.files.discover import FoundFile, member_of
from ingest.sandbox.isolation import ISOLATION, Isolation
from ingest.sandbox.wire import STANDARD_LIMITS, Limits
from qa.errors import ReadError

TOO_DEEP = "it is too deep inside other files; unpack them and give the paper itself"
TOO_MUCH = "the file holds more than can be taken in at one time; unpack it and give the papers"


@dataclass(slots=True)
class Spool:
    """A folder in which members lie until they are stored; emptied on entering and leaving."""

    folder: Path
    isolation: Isolation = field(default_factory=lambda: ISOLATION)
    limits: Limits = STANDARD_LIMITS
    _numbers: Iterator[int] = field(default_factory=count)

    def __enter__(self) -> Spool:
        self._empty()
        return self

    def __exit__(self, *_: object) -> None:
        self._empty()

    def _empty(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def unpack(
        self, container: FoundFile, members: Sequence[Member], nesting: Nesting
    ) -> Iterator[Unpacked]:
        """Yield the members of a file in order, each unpacked when it is asked for.

        `nesting` is where the members lie.
        """
        for number, member in enumerate(members):
            found = member_of(container, member.name, self._path(member))
            failure = member.refusal
            if not member.ignored and failure is None:
                failure = self._take_out(container, number, found.path, nesting)
            yield Unpacked(found, failure, member.ignored)

    def remove(self, found: FoundFile) -> None:
        """Remove a member that is no longer needed; other files are left alone."""
        if found.path.parent == self.folder:
            found.path.unlink(missing_ok=True)

    def _path(self, member: Member) -> Path:
        suffix = PurePosixPath(member.name).suffix.lower()
        return self.folder / f"{next(self._numbers)}{suffix if suffix in SUFFIXES else ''}"

    def _take_out(
        self, container: FoundFile, number: int, target: Path, nesting: Nesting
    ) -> str | None:
        """Unpack a member to a path; return why not, where that fails."""
        allowance = nesting.allowance
        allowance.members -= 1
        if nesting.too_deep:
            return TOO_DEEP
        if allowance.members < 0 or allowance.size <= 0:
            return TOO_MUCH
        self.folder.mkdir(mode=0o700, exist_ok=True)
        try:
            with target.open("xb") as file:

                def write(data: bytes) -> None:
                    allowance.size -= len(data)
                    if allowance.size < 0 or file.tell() + len(data) > self.limits.file_size:
                        raise ReadError(TOO_MUCH)
                    file.write(data)

                self.isolation.take_out(container.path, number, self.limits, write)
        except (ReadError, OSError) as error:
            target.unlink(missing_ok=True)
            if isinstance(error, ReadError):
                return str(error)
            return f"it cannot be unpacked ({error.strerror}); make room on the disk and try again"
        return None


MAX_BYTES = 4_000_000_000
"""For all that one file holds, at any depth."""


@dataclass(slots=True)
class _Allowance:
    """What may still be unpacked of one file."""

    members: int = MAX_MEMBERS
    size: int = MAX_BYTES


MAX_DEPTH = 4
"""Messages, archives and PDFs within one another, the outermost counted."""
MAX_ARCHIVES = 2
"""Archives within one another: an archive may hold archives of papers, and no more."""


@dataclass(frozen=True, slots=True)
class Nesting:
    """How deep a file lies, and what may still be unpacked of the outermost."""

    depth: int = 0
    archives: int = 0
    allowance: _Allowance = field(default_factory=_Allowance)

    def within(self, *, archive: bool) -> Nesting:
        """Return where the members of a file at this depth lie."""
        return replace(self, depth=self.depth + 1, archives=self.archives + archive)

    @property
    def too_deep(self) -> bool:
        """Whether nothing that lies here is read."""
        return self.depth >= MAX_DEPTH or self.archives > MAX_ARCHIVES


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member: unpacked, or the reason why not."""

    found: FoundFile
    failure: str | None = None
    ignored: bool = False
