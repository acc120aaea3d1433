"""Read the dates that council papers print: 25th May, 2017; 27/06/2018; 2025-01-30."""

from __future__ import annotations

from datetime import date

from ingest import patterns

EARLIEST = 1888
"""County councils begin with the Local Government Act 1888."""


def _month(name: str) -> int:
    return next(i for i, month in enumerate(patterns.MONTHS, 1) if month[:3] == name.lower()[:3])


def _make(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000
    try:
        return date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def find_dates(text: str) -> list[tuple[int, date]]:
    """Return (offset, date) of each full date in the text, in order. Day before month."""
    found: list[tuple[int, date | None]] = []
    for match in patterns.LONG_DATE.finditer(text):
        found.append((match.start(), _make(int(match[3]), _month(match[2]), int(match[1]))))
    for match in patterns.US_DATE.finditer(text):
        found.append((match.start(), _make(int(match[3]), _month(match[1]), int(match[2]))))
    for match in patterns.SHORT_DATE.finditer(text):
        found.append((match.start(), _make(int(match[3]), int(match[2]), int(match[1]))))
    for match in patterns.ISO_DATE.finditer(text):
        found.append((match.start(), _make(int(match[1]), int(match[2]), int(match[3]))))
    return sorted((offset, day) for offset, day in found if day is not None)


def first_date(text: str) -> date | None:
    """Return the first full date in the text, or None."""
    dates = find_dates(text)
    return dates[0][1] if dates else None
