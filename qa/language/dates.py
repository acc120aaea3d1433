"""Days, months and years: how questions ask for them, and how papers print them.

A day stands before its month. Two readers differ on purpose. `read_periods` reads a question, where
people write "3 june 24" and ask for whole months. `find_dates` reads a paper, which prints a day
with its full year, now and then the American way, and whose early years are those of no meeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
SHORT_MONTHS = tuple(name[:3] for name in MONTH_NAMES)
_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
WEEKDAY_NAMES = tuple(f"{day}day" for day in _DAYS)

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
"""A month's name, whole or short."""
WHOLE_MONTH = rf"(?:{'|'.join(MONTH_NAMES)})"
"""A month's name as it is written out."""
WEEKDAY = rf"(?:{'|'.join(_DAYS)})day"
DAY_ENDINGS = ("st", "nd", "rd", "th")
OF_DAY = rf"(?:{'|'.join(DAY_ENDINGS)})"
"""What follows the number of a day: 1st, 2nd, 3rd, 4th."""

FULL_YEAR = r"(?:19|20)\d\d"
YEARS_AT_COLUMNS = rf"\b{FULL_YEAR}\b|\b\d\d[-/]\d\d\b"
"""What columns of figures are headed by: a year, or a financial year written short."""

DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}}){OF_DAY}?\s+(?:of\s+)?({MONTH})\b,?\s*(\d{{4}}|\d{{2}}\b)?", re.I
)
MONTH_YEAR = re.compile(rf"\b({MONTH})\.?,?\s+(\d{{4}})\b", re.I)
NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")

PRINTED_DAY = re.compile(
    rf"\b(?:{WEEKDAY},?\s+)?(?:the\s+)?(\d{{1,2}})\s*{OF_DAY}?\s+(?:of\s+)?({MONTH})\b[.,]?"
    r"\s*(\d{4})",
    re.I,
)
"""A day as papers print it: "Thursday, the 25 th of May, 2017"; a PDF sets "th" apart."""
AMERICAN_DAY = re.compile(rf"\b({MONTH})\s+(\d{{1,2}}){OF_DAY}?,?\s+(\d{{4}})\b", re.I)
PRINTED_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
"""Without the hyphen of `NUMERIC`: papers number their parts so."""
EARLIEST = 1888
"""County councils begin with the Local Government Act 1888."""

SPAN_ASKED = re.compile(r"\b(20\d\d)\s*[-/]\s*(?:20)?(\d\d)\b")
"""A span of years as a question names it: a financial year, 2024/25, or the life of a plan."""
YEAR_ASKED = re.compile(r"\b(20\d\d)\b(?!\s*[-/]\s*\d)|\b(20\d\d)\s*[-/–]\s*(?:20)?(\d\d)\b(?!\d)")
"""A year by itself (group 1), or a span of years (groups 2 and 3)."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days asked about, first to last inclusive."""

    first: date
    last: date

    def covers(self, day: date | None) -> bool:
        """Whether a day falls within the period; an unknown day does not."""
        return day is not None and self.first <= day <= self.last


def format_day(day: date) -> str:
    """Return a day as minutes print it: 14 March 2024."""
    return f"{day.day} {day:%B %Y}"


def month_number(name: str) -> int:
    """Return the number of a month, 1 to 12, by its name, whole or short, in any case."""
    return SHORT_MONTHS.index(name[:3].lower()) + 1


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
            found.append(_period(int(match[3]), month_number(match[2]), int(match[1])))
    for match in NUMERIC.finditer(text):
        found.append(_period(int(match[3]), int(match[2]), int(match[1])))
    for match in ISO.finditer(text):
        found.append(_period(int(match[1]), int(match[2]), int(match[3])))
    if not any(found):
        for match in MONTH_YEAR.finditer(text):
            found.append(_period(int(match[2]), month_number(match[1]), None))
    return tuple(period for period in found if period is not None)


def without_dates(text: str) -> str:
    """Return a text without the dates in it."""
    for pattern in (DAY_MONTH, NUMERIC, ISO, MONTH_YEAR):
        text = pattern.sub(" ", text)
    return text


def find_dates(text: str) -> list[tuple[int, date]]:
    """Return (offset, date) of each full date that a paper prints, in order. Day before month."""
    found: list[tuple[int, date | None]] = []
    for match in PRINTED_DAY.finditer(text):
        found.append((match.start(), _day(int(match[3]), month_number(match[2]), int(match[1]))))
    for match in AMERICAN_DAY.finditer(text):
        found.append((match.start(), _day(int(match[3]), month_number(match[1]), int(match[2]))))
    for match in PRINTED_NUMERIC.finditer(text):
        found.append((match.start(), _day(int(match[3]), int(match[2]), int(match[1]))))
    for match in ISO.finditer(text):
        found.append((match.start(), _day(int(match[1]), int(match[2]), int(match[3]))))
    return sorted((offset, day) for offset, day in found if day is not None)


def first_date(text: str) -> date | None:
    """Return the first full date that a paper prints, or None."""
    dates = find_dates(text)
    return dates[0][1] if dates else None


def _day(year: int, month: int, day: int) -> date | None:
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def financial_years(text: str) -> frozenset[tuple[str, str]]:
    """Return the financial years that a question names, as ("2024", "25").

    A financial year ends in the next one; 2025-29 is the life of a plan.
    """
    spans = SPAN_ASKED.findall(text)
    return frozenset((a, b) for a, b in spans if (int(a) + 1) % 100 == int(b))


def names_financial_year(text: str, year: tuple[str, str]) -> bool:
    """Whether a text names a financial year, whole or short: 2024/25, 2024-2025, 24–25."""
    first, last = year
    written = rf"{first}\s*[-/–]\s*(?:20)?{last}|\b{first[2:]}\s*[-/–]\s*{last}\b"
    return re.search(written, text) is not None


def names_year(text: str, year: str) -> bool:
    """Whether a text names a year (`2024`), or a span of years (`2024-25`), whole or short."""
    first, _, last = year.partition("-")
    if last:
        return bool(re.search(rf"\b(?:{first}|{first[2:]})\s*[-/–]\s*(?:20)?{last}\b", text))
    written = rf"\b{first}|[/-]{first[2:]}\b|\b{first[2:]}[/-]\d\d\b|\.{first[2:]}\b"
    return bool(re.search(written, text))
