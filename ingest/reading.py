"""Read one file safely: the gate, then a reader in a child process of its own."""

from __future__ import annotations

import atexit
from pathlib import Path

from ingest.document import SourceDocument
from ingest.hearing import STANDARD_LIMITS, Limits, ReaderCrashError
from ingest.isolation import Isolation
from ingest.scans import STANDARD_SCANS, ScanReading

__all__ = ["ISOLATION", "Limits", "read_paper"]

READER = "ingest.readers.by_content:read_by_content"
MAX_PAGES_GIVEN_UP = 3
"""A child that dies of a page is followed by one that leaves it out, this many times."""

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
    given_up: frozenset[int] = frozenset()
    while True:
        try:
            return isolation.read(path, limits, given_up, scans)
        except ReaderCrashError as crash:
            if crash.page is None or crash.page in given_up:
                raise
            if len(given_up) == MAX_PAGES_GIVEN_UP:
                raise
            given_up |= {crash.page}
