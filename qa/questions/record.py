"""What a question asks of the record as a whole: a list or a course of things, not one thing.

The words are data (`record_words.toml`). They tell an act (decided, moved, voted) and how much is
wanted (all, each step). What they leave over is the matter; often nothing is left over, and then it
is the whole meeting that is asked about, however the question is worded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa.language.dates import (
    MONTH_NAMES,
    PartialDay,
    Period,
    find_partial_days,
    month_number,
    read_periods,
    without_dates,
    without_days,
)
from qa.language.names import title_words
from qa.language.terms import analyse, content_terms, stem
from qa.language.word_lists import read_lists


class Word(StrEnum):
    """What a word of a question asks for; the values are the keys of the lists."""

    DECIDED = "decided"
    DEFERRED = "deferred"
    PRIVATE = "private"
    PAPERS = "papers"
    HELD = "held"
    MOVED = "moved"
    VOTED = "voted"
    EVERY = "every"
    COURSE = "course"
    TOLD = "told"
    STEP = "step"
    COMPARED = "compared"
    ASKED = "asked"
    NOTED = "noted"
    REFUSED = "refused"


_READ = read_lists("record_words.toml")
_LISTS = {
    name: frozenset(stem(word) for word in words if " " not in word)
    for name, words in _READ.items()
}
_PHRASES = {
    name: re.compile(
        rf"\b(?:{'|'.join(re.escape(word).replace(chr(92) + ' ', r'[ ]+') for word in phrases)})\b",
        re.I,
    )
    for name, words in _READ.items()
    if (phrases := [word for word in words if " " in word])
}
FRAME = "frame"
_FRAME = _LISTS.pop(FRAME)
_KNOWN = frozenset().union(_FRAME, map(stem, MONTH_NAMES), *_LISTS.values())
_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:\s?[/–-]\s?(\d{4}|\d\d))?\b")
_MONTH = "|".join(MONTH_NAMES)
_MET = r"(?:meetings?|minutes|sittings?|sessions?|papers?|agendas?)"
_OPEN_ENDED = re.compile(
    rf"\b(?:since|from|after)\s+(?:the\s+)?(?:(?!{_MET}\b)[\w'’]+\s+){{0,3}}?(?:\d|(?:{_MONTH})\b)|\bonwards?\b",
    re.I,
)
"""What opens a time; what is asked for from a meeting, or from its minutes, opens none."""
_SINCE = re.compile(rf"\bsince\s+(?:\S+\s+){{0,2}}?(?:\d|(?:{_MONTH})\b)|\bonwards\b", re.I)
_FROM_YEAR = re.compile(r"\bfrom\s+(?:the\s+year\s+)?(?:19|20)\d\d\b", re.I)
_GOES_ON = re.compile(r"\b(?:on|onwards?|until|till|to|since|after)\b", re.I)
"""What says that a time goes on from a year; papers "from 2017" are those of 2017."""
_FROM_MONTH = re.compile(
    rf"\b(?:from|between)\s+(?:\w+\s+)?({_MONTH})\s+(?:to|and|until|till)\b", re.I
)
_FROM_TO = re.compile(r"\bfrom\b.+\b(?:to|until|till)\b|\bbetween\b.+\band\b", re.I)
_UP_TO = re.compile(r"\b(?:to|until|till|up to)\s+\S*\s?(?:19|20)\d\d", re.I)
_VERB = r"(?!(?:does|was|is|has|this)\b)"
_PLURAL = re.compile(
    rf"\b(?:which|what|list|each|all|every)\s+(?:the\s+)?{_VERB}(?:\w+\s+)?{_VERB}\w{{2,}}[^\Ws]s\b",
    re.I,
)
_TITLES = frozenset(map(stem, title_words()))


ENOUGH = 2
"""What must speak for a course; see `RecordAsked.telling`."""


@dataclass(frozen=True, slots=True)
class RecordAsked:
    """What a question asks of the record."""

    words: frozenset[Word]
    """What its words ask for."""
    matter: frozenset[str]
    """The index terms that are left over, council and body among them."""
    periods: tuple[Period, ...]
    """The days, months or years that it names; the last is open where it says since."""
    partial: tuple[PartialDay, ...]
    """Days without a year."""
    years: tuple[int, ...]
    """The years that it names, or the first year of each financial year, in order."""
    wants_several: bool
    """Whether it asks in the plural: which applications, each grant."""
    spans: bool = False
    """Whether it names both ends of a time: from March to June 2024."""
    spans_days: bool = False
    """Whether these ends are days or months, and not only years."""
    since: bool = False
    """Whether it names all the time since a day, a month or a year."""
    tellings: int = 0
    """How many of its words and phrases ask to be told something: the story, in order."""

    def has(self, *words: Word) -> bool:
        """Whether its words ask for all of these."""
        return self.words.issuperset(words)

    def covers(self, day: date | None) -> bool:
        """Whether a day is one that the question may mean; any day where it names none."""
        if day is None:
            return not (self.periods or self.partial)
        if not (self.periods or self.partial):
            return True
        return any(period.covers(day) for period in self.periods) or any(
            (each.day, each.month) == (day.day, day.month) for each in self.partial
        )

    @property
    def wants_course(self) -> bool:
        """Whether it asks for the course of a matter: its history, each step."""
        return self.telling >= ENOUGH

    @property
    def telling(self) -> int:
        """How much speaks for a course: a word that names one is enough; others must be two.

        The others are words of telling, each or every beside one of them or beside a step, and
        both ends of a time.
        """
        told = self.tellings
        each = self.has(Word.EVERY) and bool(told or self.has(Word.STEP))
        step = self.has(Word.STEP) and each
        spans = self.spans and bool(told)
        return ENOUGH * self.has(Word.COURSE) + told + step + each + spans

    @property
    def compares_asked_with_decided(self) -> bool:
        """Whether it wants what was asked, or put to a meeting, beside what was decided."""
        put = self.has(Word.ASKED) or self.has(Word.MOVED)
        return put and self.has(Word.COMPARED, Word.DECIDED)

    @property
    def goes_on(self) -> bool:
        """Whether it names a time with both ends, in days or months, or all time since one."""
        return self.spans_days or self.since

    @property
    def is_dated(self) -> bool:
        """Whether it names a day, a month or a year."""
        return bool(self.periods or self.partial)


def read_record(text: str) -> RecordAsked:
    """Return what a question asks of the record."""
    named = {Word(name) for name, found in _PHRASES.items() if name != FRAME and found.search(text)}
    bare = text
    for found in _PHRASES.values():
        bare = found.sub(" ", bare)
    terms = frozenset(analyse(bare))
    undated = without_dates(_YEARS.sub(" ", without_days(bare)))
    for each in reversed(find_partial_days(undated)):
        undated = f"{undated[: each.start]} {undated[each.end :]}"
    periods, partial = read_periods(text), tuple(find_partial_days(text))
    by_year = not periods and not partial
    if by_year:
        periods = _calendar_years(text)
    spans = bool(_FROM_TO.search(text))
    spans_days = spans and not by_year and len(periods) > 1
    if len(periods) == 2 and spans:
        periods = (Period(min(p.first for p in periods), max(p.last for p in periods)),)
    elif len(periods) == 1 and (month := _FROM_MONTH.search(text)):
        periods = (_from_month(month_number(month[1]), periods[0]),)
    elif len(periods) == 1 and _is_open(text, by_year=by_year):
        periods = (Period(periods[0].first, date.max),)
    named_years = tuple(int(match[1]) for match in _YEARS.finditer(text))
    return RecordAsked(
        words=frozenset(Word(name) for name, stems in _LISTS.items() if stems & terms) | named,
        matter=frozenset(content_terms(undated)) - _KNOWN,
        periods=periods,
        partial=() if periods else partial,
        years=named_years,
        wants_several=bool(_PLURAL.search(text)),
        spans=spans and (bool(periods) or len(named_years) > 1),
        spans_days=spans_days,
        since=len(periods) == 1 and bool(_SINCE.search(text)),
        tellings=len(set(_PHRASES[Word.TOLD].findall(text.lower())))
        + len(_LISTS[Word.TOLD] & terms),
    )


def _is_open(text: str, *, by_year: bool) -> bool:
    """Whether a time that a text names goes on from it: since 2017, from 3 March."""
    if not _OPEN_ENDED.search(text) or _UP_TO.search(text):
        return False
    only_from = by_year and _FROM_YEAR.search(text)
    return not only_from or bool(_GOES_ON.search(_FROM_YEAR.sub(" ", text)))


def _from_month(month: int, end: Period) -> Period:
    """Return the time from a month without its year up to the end of another."""
    year = end.last.year - (month > end.last.month)
    return Period(date(year, month, 1), end.last)


def _calendar_years(text: str) -> tuple[Period, ...]:
    """Return the calendar years that a text names; two of them are the ends of one period."""
    found = [
        Period(date(int(m[1]), 1, 1), date(int(m[1]), 12, 31))
        for m in _YEARS.finditer(text)
        if not m[2]
    ]
    return (Period(found[0].first, found[1].last),) if len(found) == 2 else tuple(found)


def speaks_of(word: Word, terms: frozenset[str]) -> bool:
    """Whether the index terms of a text have one of the words that ask for something."""
    return bool(_LISTS[word] & terms)


def put_off_terms(text: str) -> frozenset[str]:
    """Return the index terms of a line that puts something off, without those that say so."""
    bare = _PHRASES[Word.DEFERRED].sub(" ", without_dates(text))
    months = frozenset(map(stem, MONTH_NAMES))
    return frozenset(content_terms(bare)) - _FRAME - _LISTS[Word.DEFERRED] - months


def is_person(asked: Iterable[str], printed: str) -> bool:
    """Whether the words of a question's name are those of a person as printed, and no more.

    The last of the printed words is the surname and must be asked for; each word before it must
    be asked for too or be an initial of such a word: `Cllr A. Davies` for "alun davies".
    """
    wanted = frozenset(asked)
    return bool(wanted) and name_in(wanted, printed) == wanted


def name_in(asked: frozenset[str], printed: str) -> frozenset[str]:
    """Return which of a question's words are the name of a person as printed; none if not hers.

    Given names that are asked for and that the print does not bear make it another person; which
    words are given names is not known, so whoever asks with more words must judge by what is left.
    """
    names = [word for word in analyse(printed) if word not in _TITLES]
    if not names or names[-1] not in asked:
        return frozenset()
    given = names[:-1]
    first = {
        word
        for word in asked
        if word != names[-1]
        and any(word == other or (len(other) == 1 and word.startswith(other)) for other in given)
    }
    return frozenset((names[-1], *first))
