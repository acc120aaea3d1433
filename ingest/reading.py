"""Read and understand one file safely: all of it in a child process of its own, with limits."""

from __future__ import annotations

import atexit
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ingest.document import SourceDocument
from ingest.drafts import PASSAGE_WORDS
from ingest.endings import STOPPED, ReaderCrashError, ReaderStoppedError, too_many
from ingest.isolation import Isolation, Skip
from ingest.kept_work import WorkOnPaper, take_up
from ingest.sandbox.wire import STANDARD_LIMITS, Limits, UnderstoodFile
from ingest.scans import STANDARD_SCANS, ScanReading

__all__ = ["ISOLATION", "Limits", "read_paper", "understand_paper"]

READER = "ingest.readers.by_content:read_by_content"
MIN_GIVEN_UP = 3
"""A child that dies of a page is followed by one that leaves it out: so often in any paper, ..."""
PAGES_TO_ONE_GIVEN_UP = 100
"""... and once for so many pages of a longer one: maps and drawings come several in a pack. ..."""
MAX_GIVEN_UP = 20
"""... But no oftener, since each child begins at the first page."""

GIVEN_UP = 0
"""The number, that of no page, under which the pages left out are kept."""

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
    passage_words: int = PASSAGE_WORDS,
) -> UnderstoodFile:
    """Read a file, to be held under a name, and understand what it says, at no risk to the caller.

    As `read_paper`; what it takes to understand the paper counts towards the same limits. Pages
    read by OCR, and which ones kill the reader, are kept in `pages`, and taken up from there.
    Raises ReaderStoppedError where the paper may be read another time, and ReadError for good.
    """
    return _without_bad_pages(
        lambda skip: isolation.understand(
            path,
            limits,
            skip,
            scans,
            name=name,
            digest=digest,
            pages=pages,
            passage_words=passage_words,
        ),
        pages,
    )


def _without_bad_pages(read: Callable[[Skip], _Read], kept: WorkOnPaper | None = None) -> _Read:
    """Read, and where a page kills the reader read again without that page.

    A page at which the system stopped the reader is tried once more, since another process may
    have been what took the memory. What an earlier run has left out is not tried again.
    """
    given_up = _given_up_before(kept) if kept is not None else {}
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
            if kept is not None:
                kept.keep(GIVEN_UP, json.dumps(given_up).encode("ascii"))


def _given_up_before(kept: WorkOnPaper) -> dict[int, str]:
    said = take_up(kept.folder, GIVEN_UP)
    return {int(page): str(why) for page, why in json.loads(said or b"{}").items()}


def _may_give_up(pages: int) -> int:
    """Return how many of so many pages may be left out before the file is given up."""
    return max(MIN_GIVEN_UP, min(pages // PAGES_TO_ONE_GIVEN_UP, MAX_GIVEN_UP))
