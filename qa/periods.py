"""Read when: the days and months that a question names, and how they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\b,?\s*(\d{{4}}|\d{{2}}\b)?", re.I
)
MONTH_YEAR = re.compile(rf"\b({MONTH})\.?,?\s+(\d{{4}})\b", re.I)
NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Period:
    """Days asked about, first to last inclusive."""

    first: date
    last: date

    def covers(self, day: date | None) -> bool:
        """Whether a day falls within the period; an unknown day does not."""
        return day is not None and self.first <= day <= self.last


def _month_number(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _period(year: int, month: int, day: int | None) -> Period | None:
    year += 2000 if year < 100 else 0
    try:
        if day is not None:
            return Period(date(year, month, day), date(year, month, day))
        following = date(year + month // 12, month % 12 + 1, 1)
        return Period(date(year, month, 1), date.fromordinal(following.toordinal() - 1))
    except ValueError:
        return None


def read_periods(text: str) -> tuple[Period, ...]:
    """Return the days and months that a question names with their year. Day before month."""
    found: list[Period | None] = []
    for match in DAY_MONTH.finditer(text):
        if match[3]:
            found.append(_period(int(match[3]), _month_number(match[2]), int(match[1])))
    for match in NUMERIC.finditer(text):
        found.append(_period(int(match[3]), int(match[2]), int(match[1])))
    for match in ISO.finditer(text):
        found.append(_period(int(match[1]), int(match[2]), int(match[3])))
    if not any(found):
        for match in MONTH_YEAR.finditer(text):
            found.append(_period(int(match[2]), _month_number(match[1]), None))
    return tuple(period for period in found if period is not None)


def without_dates(text: str) -> str:
    """Return a text without the dates in it."""
    for pattern in (DAY_MONTH, NUMERIC, ISO, MONTH_YEAR):
        text = pattern.sub(" ", text)
    return text
