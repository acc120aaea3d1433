"""How a child tells its caller where it is, and gets time for the pages that it finds."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass

from ingest.sandbox.wire import STANDARD_LIMITS, Limits, ProgressKind, progress_line

MAX_SENT = 1 << 20
"""Bytes sent at a time: of a member of an archive, or for a page that OCR read."""
MAX_SPARE_CPU = 3_600.0
"""Seconds beyond which no number of pages raises a child's processor time."""


@dataclass(slots=True)
class Watch:
    """How a child tells the caller where it is, and gets time for the pages it found."""

    answer: int
    limits: Limits = STANDARD_LIMITS
    keeps: bool = False
    """Whether the caller keeps what OCR sees on a page, for a run that follows this one."""
    pages: int = 0
    recognised: int = 0

    def counted(self, pages: int) -> None:
        """Say how many pages there are; the processor time allowed grows with them."""
        self.pages = pages
        self._allow()
        os.write(self.answer, progress_line(ProgressKind.PAGES, pages))

    def at(self, page: int) -> None:
        """Say which page is about to be read."""
        os.write(self.answer, progress_line(ProgressKind.PAGE, page))

    def recognising(self, page: int) -> None:
        """Say that a page is about to be read from its picture, which takes time of its own."""
        self.recognised += 1
        self._allow()
        os.write(self.answer, progress_line(ProgressKind.OCR, page))

    def seen(self, data: bytes) -> None:
        """Hand over what OCR saw on the page that it was said to be at, where that is kept."""
        if self.keeps and 0 < len(data) <= MAX_SENT:
            write_all(self.answer, progress_line(ProgressKind.SEEN, len(data)))
            write_all(self.answer, data)

    def understanding(self) -> None:
        """Say that all pages are read, and that what they say is about to be understood."""
        os.write(self.answer, progress_line(ProgressKind.UNDERSTANDING, 1))

    def send(self, data: bytes) -> None:
        """Send bytes of a member of an archive or message, ahead of the answer."""
        for start in range(0, len(data), MAX_SENT):
            part = data[start : start + MAX_SENT]
            write_all(self.answer, progress_line(ProgressKind.DATA, len(part)))
            write_all(self.answer, part)

    def _allow(self) -> None:
        limits = self.limits
        pages = limits.cpu_per_page * self.pages
        ocr = min(limits.ocr_per_page * self.recognised, limits.ocr + limits.ocr_per_page)
        seconds = int(limits.cpu + min(pages + ocr, MAX_SPARE_CPU))
        lower_limit(resource.RLIMIT_CPU, seconds, keep_hard=True)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of it, in however many pieces the pipe takes it."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def lower_limit(kind: int, wanted: int, *, keep_hard: bool = False) -> None:
    """Set a limit, but never above the hard one that is in force."""
    _, hard = resource.getrlimit(kind)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(kind, (soft, hard if keep_hard else soft))
