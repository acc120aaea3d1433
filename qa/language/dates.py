"""Days, months and years: how people write them, in questions and in papers, English and Welsh.

A day stands before its month. `find_days` finds each whole day of a text in the ways that people
write one; our own patterns say where a day stands, and dateutil reads it (docs/adr/0027-days.md).
Papers and questions differ in two things: `read_periods` reads a question, where people write
"3 june 24" and ask for whole months; and the early years of a paper's days are those of no meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dateutil.parser import parser, parserinfo
from rapidfuzz.distance import OSA

MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
SHORT_MONTHS = tuple(name[:3] for name in MONTH_NAMES)
WELSH_MONTHS = (
    *(("ionawr",), ("chwefror",), ("mawrth", "fawrth"), ("ebrill",), ("mai", "fai")),
    *(("mehefin", "fehefin"), ("gorffennaf", "orffennaf"), ("awst",), ("medi", "fedi")),
    *(("hydref",), ("tachwedd", "dachwedd"), ("rhagfyr", "ragfyr")),
)
"""In the order of the year; the second form stands after "o" (of)."""
_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
WEEKDAY_NAMES = tuple(f"{day}day" for day in _DAYS)
WELSH_WEEKDAYS = (
    *(("llun", "lun"), ("mawrth", "fawrth"), ("mercher", "fercher"), ("iau",)),
    *(("gwener", "wener"), ("sadwrn",), ("sul",)),
)
"""In the order of the week; the second form stands after "nos" (evening)."""

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
EARLIEST = 1888
"""County councils begin with the Local Government Act 1888."""

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


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A whole day as it stands in a text: from `start` up to `end`, its weekday with it."""

    start: int
    end: int
    day: date
    weekday: int | None = None
    """The day of the week that is written beside it, Monday is 0; None where none is."""

    @property
    def agrees(self) -> bool | None:
        """Whether the day of the week is that of the date; None where none is written."""
        return None if self.weekday is None else self.weekday == self.day.weekday()


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A day and a month without a year: "Monday 6 November"."""

    start: int
    end: int
    day: int
    month: int
    weekday: int | None = None

    def in_years(self, years: Iterable[int]) -> date | None:
        """Return the day in the one of some years that its day of the week allows; else None."""
        days = {_day(year, self.month, self.day) for year in years}
        fit = {
            day for day in days if day and (self.weekday is None or day.weekday() == self.weekday)
        }
        return fit.pop() if len(fit) == 1 else None


def format_day(day: date) -> str:
    """Return a day as minutes print it: 14 March 2024."""
    return f"{day.day} {day:%B %Y}"


def is_within(day: date | None, first: date | None, last: date | None) -> bool:
    """Whether a day is one of those from first to last; an unknown day only if none are given."""
    if first is None and last is None:
        return True
    return day is not None and (first or day) <= day <= (last or day)


def month_number(name: str) -> int:
    """Return the number of a month, 1 to 12, by its name, whole or short, in any case."""
    return SHORT_MONTHS.index(name[:3].lower()) + 1


# How a day is written

_TENS = ("twent", "thirt")
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth"),
)
ORDINALS = {
    **{word: number for number, word in enumerate((*_UNITS, *_TEENS), start=1)},
    **{f"{ten}ieth": 10 * tens for tens, ten in enumerate(_TENS, start=2)},
    **{f"twenty {word}": 20 + number for number, word in enumerate(_UNITS, start=1)},
    "thirty first": 31,
}
"""The days of a month in words."""
_YEAR_WORDS = {
    word: number
    for number, word in enumerate(
        (
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
            *("eighteen", "nineteen"),
        ),
        start=1,
    )
} | {"twenty": 20, "thirty": 30}

_WELSH = [name for names in WELSH_MONTHS for name in names]
_NAMED_MONTH = rf"(?:{MONTH[3:-1]}|{'|'.join(sorted(_WELSH, key=len, reverse=True))})"
_LIKE_MONTH = r"[A-Za-z01]{5,10}"
"""What may be a month's name with a slip in it: "0ctober", "Janaury"."""
_WEEKDAYS = {
    **{short[:3]: number for number, short in enumerate(_DAYS)},
    **{name: number for number, names in enumerate(WELSH_WEEKDAYS) for name in names},
}
_NAMED_WEEKDAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,6}day|s|rs|r)?\b"
    rf"|(?:dydd|ddydd|nos)\s+(?:{'|'.join(n for names in WELSH_WEEKDAYS for n in names)})\b)"
)
_NUMBER = r"(?:[12][\dOoIl]|3[01OoIl]|[0Oo]?[1-9])"
"""The number of a day; a letter may stand for a figure, as in "1O"."""
_ENDING = rf"(?:\s*(?:\^|<sup>)?\s*(?:{OF_DAY}|af|il|ydd|ed|fed|eg|ain)(?![a-z])(?:\^|</sup>)?\.?)"
_IN_WORDS = "|".join(sorted(ORDINALS, key=len, reverse=True)).replace(" ", r"[\s-]+")
_YEAR = r"(?:1[89]|2[0Oo])[\dOoIl]{2}(?![\w£])"
_CLOCK = r"(?:[\s,]*(?:(?:at|from|am)\s+)?\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?m\.?|noon|hrs|hours|yh|yp)\b)?"
DAY_OF_MONTH = re.compile(
    rf"""(?<![\w£$])(?<!\d[./])
    (?:(?P<weekday>{_NAMED_WEEKDAY})[.,]?\s*(?:(?:evening|afternoon|morning)[,]?\s+)?(?:(?:on|ar)\s+)?)?
    (?:(?:the|yr?)\s+)?
    (?:(?P<from>{_NUMBER}){_ENDING}?\s*(?:[-–—/&]|to|and|a)\s*)?
    (?:(?P<number>{_NUMBER}){_ENDING}?|(?P<words>(?:{_IN_WORDS})\b))
    (?:\s*\(?\s*{_NAMED_WEEKDAY}\s*\)?)?
    (?:\s+day)?[\s,.-]*(?:of\s+(?:the\s+month\s+of\s+)?|o\s+)?
    (?:(?P<month>{_NAMED_MONTH})(?![a-z])|(?P<like>{_LIKE_MONTH})(?=[\s.,]+{_YEAR}))
    (?:
        [.,]?(?:[\s,]*\(?{_NAMED_WEEKDAY}\)?)?{_CLOCK}
        (?:[\s,.-]*(?:in\s+the\s+year\s+)?(?P<year>{_YEAR})
        |[\s,]*['’‘](?P<apostrophe>\d\d)\b
        |[-/.](?P<joined>\d\d)(?![\d/.-])
        |\s+(?P<last>\d\d)(?=\s*(?:$|[,;)\n]|\.(?!\d)|(?:at|from)\b|\d?\d[.:]\d\d))
        |\s+(?P<maybe>\d\d)(?![\w%/.:-])
        |[\s,]+two\s+thousand\s+(?:and\s+)?(?P<spelt>(?:twenty|thirty)(?:[\s-]+\w+)?|\w+))
    )?""",
    re.I | re.X,
)
"""A day as papers print it: "Thursday, the 25 th day of May, 2017", "14 May, at 7 pm 2024"."""
MONTH_DAY = re.compile(
    rf"(?<!\w)(?:(?P<weekday>{_NAMED_WEEKDAY})[.,]?\s+)?(?P<month>{_NAMED_MONTH})\.?\s+"
    rf"(?P<number>{_NUMBER}){_ENDING}?(?:[\s,]*\(?{_NAMED_WEEKDAY}\)?)?[\s,]+(?P<year>{_YEAR})",
    re.I,
)
"""The American way: "May 14th, 2024"."""
IN_FIGURES = re.compile(
    r"(?<![\w£$])(?<!\d[./-])(?:(?P<weekday>" + _NAMED_WEEKDAY + r"),?\s*)?"
    r"(?P<number>\d{1,2})(?P<space>\s?)(?P<mark>[/.-])(?P=space)(?P<month>\d{1,2})(?P=space)(?P=mark)(?P=space)"
    r"(?P<year>\d{4}|\d{2})(?![\d%£])(?![/.-]\d)",
    re.I,
)
YEAR_FIRST = re.compile(
    rf"(?<![\w£$])(?P<year>{FULL_YEAR})(?P<mark>[-/.])(?P<month>\d{{1,2}}|{MONTH})(?P=mark)(?P<number>\d{{1,2}})(?![\d])",
    re.I,
)
RUN_TOGETHER = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
"""A day in a file's name: 20240514."""


UNTIL = re.compile(r"\s*(?:[-–—&]|to|until|and)\s*", re.I)
"""Stands between the days of a range, of which the last has the year."""
YEAR_MONTH_DAY = re.compile(rf"\b({FULL_YEAR}) ?({MONTH}) ?(\d{{1,2}})(?!\d)", re.I)
"""In a file's name: 2018 March 13."""


class _Names(parserinfo):  # type: ignore[misc]
    """The names of months for dateutil, in English and Welsh."""

    MONTHS = [  # noqa: RUF012 - as dateutil has it
        (short, *([whole] if whole != short else []), *(["sept"] if short == "sep" else []), *welsh)
        for short, whole, welsh in zip(SHORT_MONTHS, MONTH_NAMES, WELSH_MONTHS, strict=True)
    ]


_PARSER = parser(_Names(dayfirst=True))


@lru_cache(maxsize=4096)
def _read(day: str, month: str, year: str) -> date | None:
    """Return a day from its parts as written; None where there is no such day."""
    if month.isdigit() and not 1 <= int(month) <= len(MONTH_NAMES):
        return None  # dateutil would take the day for the month
    name = MONTH_NAMES[int(month) - 1] if month.isdigit() else month
    try:
        found = _PARSER.parse(f"{day} {name} {year}").date()
    except (ValueError, OverflowError):
        return None
    return found if found.year >= EARLIEST else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


_FIGURES = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "i": "1"})
_LETTERS = str.maketrans({"0": "o", "1": "l"})
LONG_NAME = 7
"""Letters of a month's name from which two slips are allowed."""


def _month_like(word: str) -> str | None:
    """Return the month whose name a word is but for a slip; None where it is none's."""
    plain = word.lower().translate(_LETTERS)
    near = [(OSA.distance(plain, name), name) for name in (*MONTH_NAMES, *_WELSH) if len(name) > 4]
    slips, name = min(near)
    return name if slips <= (2 if len(name) >= LONG_NAME else 1) else None


def _number_of(match: re.Match[str]) -> str:
    if match["words"]:
        return str(ORDINALS[" ".join(re.split(r"[\s-]+", match["words"].lower()))])
    return match["number"].translate(_FIGURES)


def _year_of(match: re.Match[str]) -> str | None:
    """Return the year of a day as figures; None where it has none that can be read."""
    if match["spelt"]:
        words = re.split(r"[\s-]+", match["spelt"].lower())
        numbers = [_YEAR_WORDS.get(word) for word in words]
        known = [number for number in numbers if number is not None]
        return str(2000 + sum(known)) if len(known) == len(numbers) else None
    if match["year"]:
        return match["year"].translate(_FIGURES)
    return match["apostrophe"] or match["joined"] or match["last"] or match["maybe"]


def _weekday_of(match: re.Match[str]) -> int | None:
    written = match["weekday"]
    if not written:
        return None
    last = written.split()[-1].lower()
    return _WEEKDAYS.get(last, _WEEKDAYS.get(last[:3]))


def _month_name(match: re.Match[str]) -> str | None:
    return match["month"] or _month_like(match["like"])


def _named(text: str) -> Iterator[FoundDay]:
    waiting: re.Match[str] | None = None
    for match in DAY_OF_MONTH.finditer(text):
        month, year = _month_name(match), _year_of(match)
        if not month or not year:
            waiting = match
            continue
        if waiting and UNTIL.fullmatch(text, waiting.end(), match.start()):
            opening = _read(_number_of(waiting), _month_name(waiting) or month, year)
            if opening:
                yield FoundDay(waiting.start(), match.end(), opening, _weekday_of(waiting))
        waiting = None
        weekday, number = _weekday_of(match), _number_of(match)
        day = _read(number, month, year)
        if match["maybe"] and (day is None or day.weekday() != weekday):
            continue  # "14 May 24 people came": the day of the week must bear it out
        if match["from"] and (first := _read(match["from"].translate(_FIGURES), month, year)):
            yield FoundDay(match.start(), match.end(), first, weekday)
            weekday = None
        if day:
            yield FoundDay(match.start(), match.end(), day, weekday)
    for match in MONTH_DAY.finditer(text):
        number, year = (match[part].translate(_FIGURES) for part in ("number", "year"))
        if day := _read(number, match["month"], year):
            yield FoundDay(match.start(), match.end(), day, _weekday_of(match))


def _in_figures(text: str, *, asked: bool) -> Iterator[FoundDay]:
    for match in IN_FIGURES.finditer(text):
        short, mark = len(match["year"]) == 2, match["mark"]
        # Papers number their parts 3-4-24 and 4.3.25, and write fractions.
        parts = short and not asked and (mark == "-" or match["space"])
        if not parts and (day := _read(match["number"], match["month"], match["year"])):
            yield FoundDay(match.start(), match.end(), day, _weekday_of(match))
    for match in YEAR_FIRST.finditer(text):
        if day := _read(match["number"], match["month"], match["year"]):
            yield FoundDay(match.start(), match.end(), day)


SIGN_OF_A_DAY = re.compile(
    rf"\d\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d|{MONTH}|{'|'.join(_WELSH)}|[\dh]\s+(?:of\s+)?{_LIKE_MONTH}[\s.,]+{_YEAR}",
    re.I,
)
"""What a text with a day in it has, and most texts have not."""


def find_days(text: str, *, asked: bool = False) -> list[FoundDay]:
    """Return each whole day that a text names, in its order. Day before month.

    `asked`: the text is a question, which may write "3 june 24" and "3-6-24".
    """
    if not SIGN_OF_A_DAY.search(text):
        return []
    text = text.replace("\t", "|")  # no day goes on in the next cell of a table
    found = [*_named(text), *_in_figures(text, asked=asked)]
    if asked:
        taken = [(each.start, each.end) for each in found]
        for match in DAY_MONTH.finditer(text):
            free = not any(start < match.end() and match.start() < end for start, end in taken)
            day = _read(match[1], match[2], match[3]) if free and match[3] else None
            found += [FoundDay(match.start(), match.end(), day)] if day else []
    return sorted(found, key=lambda each: (each.start, each.end))


def find_partial_days(text: str) -> list[PartialDay]:
    """Return the days of a text whose month is written and whose year is not, in its order."""
    found = []
    for match in DAY_OF_MONTH.finditer(text):
        if match["month"] and not _year_of(match):
            number, month = int(_number_of(match)), _month_of(match["month"])
            found.append(PartialDay(match.start(), match.end(), number, month, _weekday_of(match)))
    return found


def _month_of(name: str) -> int:
    """Return the number of a month by its name in either language."""
    lower = name.lower()
    for number, names in enumerate(WELSH_MONTHS, start=1):
        if lower in names:
            return number
    return month_number(name)


def day_in_name(name: str) -> date | None:
    """Return the one whole day that a file's name gives; None where it gives none or several."""
    spaced = re.sub(r"[_\s]+|(?<=[a-z])-(?=\d)|(?<=\d)-(?=[a-z])", " ", name, flags=re.I)
    spaced = re.sub(r"\.\w{2,5}$", "", spaced)
    days = {each.day for each in find_days(spaced, asked=True)}
    if not days:
        parts = (match.groups() for match in YEAR_MONTH_DAY.finditer(spaced))
        days = {day for year, month, number in parts if (day := _read(number, month, year))}
    if not days:
        days = {
            day
            for match in RUN_TOGETHER.finditer(name)
            if (day := _day(int(match[1]), int(match[2]), int(match[3])))
        }
    return days.pop() if len(days) == 1 else None


# Days of papers, periods of questions


def find_dates(text: str) -> list[tuple[int, date]]:
    """Return (offset, date) of each full date that a paper prints, in order. Day before month."""
    return [(each.start, each.day) for each in find_days(text)]


def first_date(text: str) -> date | None:
    """Return the first full date that a paper prints, or None."""
    days = find_days(text)
    return days[0].day if days else None


def read_periods(text: str) -> tuple[Period, ...]:
    """Return the days and months that a question names with their year. Day before month."""
    days = find_days(text, asked=True)
    if days:
        return tuple(Period(each.day, each.day) for each in days)
    months = (_whole_month(int(m[2]), month_number(m[1])) for m in MONTH_YEAR.finditer(text))
    return tuple(month for month in months if month is not None)


def _whole_month(year: int, month: int) -> Period | None:
    try:
        following = date(year + month // 12, month % 12 + 1, 1)
        return Period(date(year, month, 1), date.fromordinal(following.toordinal() - 1))
    except ValueError:
        return None


def without_days(text: str) -> str:
    """Return a text without the whole days in it."""
    for each in reversed(find_days(text)):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def without_dates(text: str) -> str:
    """Return a question without the dates in it."""
    for each in reversed(find_days(text, asked=True)):
        text = f"{text[: each.start]} {text[each.end :]}"
    for pattern in (DAY_MONTH, NUMERIC, ISO, MONTH_YEAR):
        text = pattern.sub(" ", text)
    return text


def names_year(text: str, year: str) -> bool:
    """Whether a text names a year (`2024`), or a span of years (`2024-25`), whole or short."""
    first, _, last = year.partition("-")
    if last:
        return bool(re.search(rf"\b(?:{first}|{first[2:]})\s*[-/–]\s*(?:20)?{last}\b", text))
    written = rf"\b{first}|[/-]{first[2:]}\b|\b{first[2:]}[/-]\d\d\b|\.{first[2:]}\b"
    return bool(re.search(written, text))
