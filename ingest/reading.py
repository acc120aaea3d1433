"""Read and understand one file safely: all of it in a child process of its own, with limits."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ingest.document import SourceDocument
from ingest.endings import ReaderCrashError
from ingest.handover import UnderstoodFile
from ingest.hearing import STANDARD_LIMITS, Limits
from ingest.isolation import Isolation
from ingest.scans import STANDARD_SCANS, ScanReading

__all__ = ["ISOLATION", "Limits", "read_paper", "understand_paper"]

READER = "ingest.readers.by_content:read_by_content"
MAX_PAGES_GIVEN_UP = 3
"""A child that dies of a page is followed by one that leaves it out, this many times."""

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
) -> UnderstoodFile:
    """Read a file, to be held under a name, and understand what it says, at no risk to the caller.

    As `read_paper`; what it takes to understand the paper counts towards the same limits.
    """
    return _without_bad_pages(
        lambda skip: isolation.understand(path, limits, skip, scans, name=name, digest=digest)
    )


def _without_bad_pages(read: Callable[[frozenset[int]], _Read]) -> _Read:
    """Read, and where a page kills the reader read again without that page."""
    given_up: frozenset[int] = frozenset()
    while True:
        try:
            return read(given_up)
        except ReaderCrashError as crash:
            if crash.page is None or crash.page in given_up:
                raise
            if len(given_up) == MAX_PAGES_GIVEN_UP:
                raise
            given_up |= {crash.page}
