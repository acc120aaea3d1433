"""What came of an ingest, counted and told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.scans import advise

NOTHING = "nothing to do: no paper to store was found"
"""Told alike of an empty folder and of one whose papers are all withheld."""


@dataclass(slots=True)
class Report:
    """What came of an ingest. Papers withheld as exempt are in no count."""

    read: int = 0
    replaced: int = 0
    skipped: int = 0
    copies: int = 0
    pruned: int = 0
    ignored: int = 0
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    failed: list[tuple[str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pages_per_second(self) -> float | None:
        """PDF pages read, embedded and stored a second; None where there was no PDF."""
        return self.pages / self.seconds if self.pages and self.seconds else None


def summary(report: Report) -> Iterable[str]:
    """Yield the report's lines for a person."""
    counts = [
        (report.read, "read"),
        (report.replaced, "replaced"),
        (report.skipped, "unchanged and skipped"),
        (report.copies, "filed twice"),
        (report.pruned, "dropped"),
        (len(report.failed), "failed"),
    ]
    yield ", ".join(f"{n} {word}" for n, word in counts if n) or NOTHING
    speed = report.pages_per_second
    if speed:
        yield (
            f"{report.pages} PDF pages, {report.passages} passages in {report.seconds:.1f} s "
            f"({speed:.1f} pages/s)"
        )
    elif report.passages:
        yield f"{report.passages} passages in {report.seconds:.1f} s"
    if report.ignored:
        files = "1 file" if report.ignored == 1 else f"{report.ignored} files"
        yield f"{files} of other kinds left alone"
    for name, notice in report.notices:
        yield f"note: {name}: {notice}"
    yield from advise(notice for _, notice in report.notices)
    for name, reason in report.failed:
        yield f"failed: {name}: {reason}"
