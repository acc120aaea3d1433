"""Read and understand one file safely: all of it in a child process of its own, with limits."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ingest.document import SourceDocument
from ingest.endings import STOPPED, ReaderCrashError, ReaderStoppedError, too_many
from ingest.handover import UnderstoodFile
from ingest.hearing import STANDARD_LIMITS, Limits
from ingest.isolation import Isolation
from ingest.kept_work import WorkOnPaper
from ingest.request import Skip
from ingest.scans import STANDARD_SCANS, ScanReading

__all__ = ["ISOLATION", "Limits", "read_paper", "understand_paper"]

READER = "ingest.readers.by_content:read_by_content"
MIN_GIVEN_UP = 3
"""A child that dies of a page is followed by one that leaves it out: so often in any paper, ..."""
PAGES_TO_ONE_GIVEN_UP = 100
"""... and once for so many pages of a longer one: maps and drawings come several in a pack. ..."""
MAX_GIVEN_UP = 20
"""... But no oftener, since each child begins at the first page."""

_Read = TypeVar("_Read")

ISOLATION = Isolation(READER)
atexit.register(ISOLATION.close)


def read_paper(
    path: Path,
    *,
    limits: Limits = STANDARD_LIMITS,
    isolation: Isolation = ISOLATION,
    scans: ScanReading = STANDARD_SCANS,
) -> SourceDocument:
    """Read a file, whatever it turns out to be, at no risk to the caller.

    A page of a PDF that kills its reader is left out and named in the notices. Raises ReadError,
    whose message does not name the file, where the file cannot be read within the limits.
    """
    return _without_bad_pages(lambda skip: isolation.read(path, limits, skip, scans))


def understand_paper(
    path: Path,
    *,
    name: str,
    digest: str,
    limits: Limits = STANDARD_LIMITS,
    isolation: Isolation = ISOLATION,
    scans: ScanReading = STANDARD_SCANS,
    pages: WorkOnPaper | None = None,
) -> UnderstoodFile:
    """Read a file, to be held under a name, and understand what it says, at no risk to the caller.

    As `read_paper`; what it takes to understand the paper counts towards the same limits. Pages
    read by OCR are kept in `pages` as they come, and taken up from there. Raises
    ReaderStoppedError where the paper may be read another time, and ReadError for good.
    """
    return _without_bad_pages(
        lambda skip: isolation.understand(
            path, limits, skip, scans, name=name, digest=digest, pages=pages
        )
    )


def _without_bad_pages(read: Callable[[Skip], _Read]) -> _Read:
    """Read, and where a page kills the reader read again without that page.

    A page at which the system stopped the reader is tried once more, since another process may
    have been what took the memory.
    """
    given_up: dict[int, str] = {}
    tried_twice: set[int] = set()
    while True:
        try:
            return read(given_up)
        except (ReaderCrashError, ReaderStoppedError) as death:
            page = death.page
            if page is None or page in given_up:
                raise
            if len(given_up) >= _may_give_up(death.pages):
                raise too_many(death, given_up) from death
            if isinstance(death, ReaderCrashError):
                given_up[page] = death.why
            elif page in tried_twice:
                given_up[page] = STOPPED
            else:
                tried_twice.add(page)


def _may_give_up(pages: int) -> int:
    """Return how many of so many pages may be left out before the file is given up."""
    return max(MIN_GIVEN_UP, min(pages // PAGES_TO_ONE_GIVEN_UP, MAX_GIVEN_UP))
