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
    STEP = "step"
    COMPARED = "compared"
    ASKED = "asked"


_LISTS = {
    name: frozenset(map(stem, words)) for name, words in read_lists("record_words.toml").items()
}
_FRAME = _LISTS.pop("frame")
_KNOWN = frozenset().union(_FRAME, map(stem, MONTH_NAMES), *_LISTS.values())
_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:\s?[/–-]\s?(\d{4}|\d\d))?\b")
_OPEN_ENDED = re.compile(r"\b(?:since|from|after)\b|\bonwards?\b", re.I)
_FROM_TO = re.compile(r"\bfrom\b.+\b(?:to|until|till)\b|\bbetween\b.+\band\b", re.I)
_UP_TO = re.compile(r"\b(?:to|until|till|up to)\s+\S*\s?(?:19|20)\d\d", re.I)
_VERB = r"(?!(?:does|was|is|has|this)\b)"
_PLURAL = re.compile(
    rf"\b(?:which|what|list|each|all|every)\s+(?:the\s+)?{_VERB}(?:\w+\s+)?{_VERB}\w{{2,}}[^\Ws]s\b",
    re.I,
)
_TITLES = frozenset(map(stem, title_words()))


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
        return self.has(Word.COURSE) or self.has(Word.STEP, Word.EVERY)

    @property
    def is_dated(self) -> bool:
        """Whether it names a day, a month or a year."""
        return bool(self.periods or self.partial)


def read_record(text: str) -> RecordAsked:
    """Return what a question asks of the record."""
    terms = frozenset(analyse(text))
    undated = without_dates(_YEARS.sub(" ", without_days(text)))
    for each in reversed(find_partial_days(undated)):
        undated = f"{undated[: each.start]} {undated[each.end :]}"
    periods, partial = read_periods(text), tuple(find_partial_days(text))
    if not periods and not partial:
        periods = _calendar_years(text)
    if len(periods) == 2 and _FROM_TO.search(text):
        periods = (Period(min(p.first for p in periods), max(p.last for p in periods)),)
    elif len(periods) == 1 and _OPEN_ENDED.search(text) and not _UP_TO.search(text):
        periods = (Period(periods[0].first, date.max),)
    return RecordAsked(
        words=frozenset(Word(name) for name, stems in _LISTS.items() if stems & terms),
        matter=frozenset(content_terms(undated)) - _KNOWN,
        periods=periods,
        partial=() if periods else partial,
        years=tuple(int(match[1]) for match in _YEARS.finditer(text)),
        wants_several=bool(_PLURAL.search(text)),
    )


def _calendar_years(text: str) -> tuple[Period, ...]:
    """Return the calendar years that a text names; two of them are the ends of one period."""
    found = [
        Period(date(int(m[1]), 1, 1), date(int(m[1]), 12, 31))
        for m in _YEARS.finditer(text)
        if not m[2]
    ]
    return (Period(found[0].first, found[1].last),) if len(found) == 2 else tuple(found)


def is_person(asked: Iterable[str], printed: str) -> bool:
    """Whether the words of a question's name are those of a person as printed.

    The last of the printed words is the surname and must be asked for; each word before it must
    be asked for too or be an initial of such a word: `Cllr A. Davies` for "alun davies".
    """
    names = [word for word in analyse(printed) if word not in _TITLES]
    wanted = set(asked)
    if not names or not wanted or names[-1] not in wanted:
        return False
    first = {word for word in wanted if word != names[-1]}
    if not first:
        return True
    given = names[:-1]
    return bool(given) and all(
        any(word == other or (len(other) == 1 and word.startswith(other)) for other in given)
        for word in first
    )
