"""Read a question: what kind of answer it wants, of which body, when, and about what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from qa.errors import QuestionError
from qa.labels import Label, labels_in
from qa.other_words import OtherWords, other_words
from qa.terms import STOPWORDS, content_terms, content_words, distinct

LONGEST = 2_000
"""Characters. A question is a sentence or three, not a paper."""

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\b,?\s*(\d{{4}}|\d{{2}}\b)?", re.I
)
MONTH_YEAR = re.compile(rf"\b({MONTH})\.?,?\s+(\d{{4}})\b", re.I)
NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
REFERENCE = re.compile(
    r"\b(?:[A-Z]{2,5}/\d{2,4}/\d{1,4}|[A-Z]{2,3}\d{3,5}/\d{2}|\d{2}/\d{4,5}|[A-Z]{2,4}\s?\d{4,6}[a-z]?)\b",
    re.I,
)
MINUTE = re.compile(
    rf"\bminutes?\s+(?:no\.?\s*|number\s*)?(\d{{1,4}}(?:/\d{{2,4}})?)\b(?!\s+{MONTH}\b|[/.-]\d)",
    re.I,
)


class Kind(StrEnum):
    """What kind of answer a question wants."""

    DECISION = "decision"
    FIGURE = "figure"
    WHO = "who"
    WHEN = "when"
    REASON = "reason"
    VOTE = "vote"
    LIST = "list"
    YES_NO = "yes or no"
    OTHER = "other"


KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        (
            Kind.VOTE,
            r"\b(?:vote[ds]?|voting|moved(?! (?:out|to|in|into|from|across|over|away|on|up|down|back|house|home|offices?|premises|yet|here|there)\b|\W*$)|mover|proposed by|seconded|who (?:proposed|seconded)|proposer|seconder|amendment (?:carried|lost)|abstain\w*)\b",
        ),
        (
            Kind.DECISION,
            r"\b(?:decide[ds]?|(?<!key )decision|resolve[ds]?|resolution|agreed?|approve[ds]?|noted|authoris\w+|delegated|outcome of|happene?d|what(?: will)? happens?|refus\w+|reject\w*|turn(?:ed)? down|done about|do with)\b|\bwhat did (?:the )?(?:\w+ )?(?:cabinet|council|executive|committee)\b",
        ),
        (
            Kind.FIGURE,
            r"\b(?:how much|how many|what (?:figure|amount|sum|percentage|proportion|size|saving|number|value|price|salary|fee|charge|grant|level)|add up to|what (?:did|does|do|will|has|have) .{1,60}\b(?:spend|spent|pay|paid|cost|owe)|salary|fees?|charged?|cost|costs|budget|saving|savings|total|price|rent|forecast|variance|number of|per cent|percent|rate|worth|estimate|valued?|valuation|profit|spend)\b",
        ),
        (
            Kind.REASON,
            r"\b(?:why|reasons?|grounds?|justif\w+|rationale|what drove|case for|how come)\b",
        ),
        (
            Kind.WHO,
            r"\b(?:who(?:'s|s)?|whose|whom|which (?:firm|company|contractor|councillors?|officers?|members?|committee|law firm|provider|bidder)|reps?|representatives?|named|apologies)\b",
        ),
        (
            Kind.WHEN,
            r"\b(?:when|what (?:date|day|month|year|time)|by when|which (?:date|month|year)|how (?:long|often|soon)|start date|deadline|timetable)\b",
        ),
        (
            Kind.LIST,
            r"\b(?:list|which|what (?:changes|options|steps|actions|recommendations|areas))\b",
        ),
        (
            Kind.YES_NO,
            r"^\W*(?:is|are|was|were|did|does|do|has|have|had|(?:will|would|can|could)(?! you\b)|so is|should)\b",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days asked about, first to last inclusive."""

    first: date
    last: date

    def covers(self, day: date | None) -> bool:
        """Whether a day falls within the period; an unknown day does not."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read. `terms` are index terms of its matter, once each, in order."""

    text: str
    kinds: tuple[Kind, ...]
    terms: tuple[str, ...]
    periods: tuple[Period, ...] = ()
    references: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Words that the asker wrote as names (capitals inside the sentence), lower case."""
    written: Mapping[str, str] = field(default_factory=dict)
    """The asker's own spelling of each term, lower case."""
    day_terms: frozenset[str] = frozenset()
    """Terms that only name a day, month or year asked about: they say when, not what."""
    others: tuple[OtherWords, ...] = ()
    """What papers may call what the asker calls otherwise."""
    labels: frozenset[Label] = frozenset()
    """Bands, options, lots and the like asked about."""

    @property
    def kind(self) -> Kind:
        """The first kind that the question shows."""
        return self.kinds[0]


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
    text = MINUTE.sub(" ", text)  # Minute 28 of September 2024 is no day.
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


def _references(text: str) -> tuple[str, ...]:
    found = [m[0] for m in REFERENCE.finditer(text)]
    spaced = [m for m in found if " " in m and _no_prefix(m.split()[0].lower())]
    return tuple(distinct(m.upper().replace(" ", "") for m in found if m not in spaced))


def _no_prefix(word: str) -> bool:
    return word in STOPWORDS or re.fullmatch(MONTH, word, re.I) is not None


IDIOMS = re.compile(
    r"\b(?:in the end|at the (?:moment|end of the day)|so far|as well|in fact|of course|after all|these days|right now|up to now|to date|as of now|at all|i['’]?m (?:wondering|asking|looking for))\b",
    re.I,
)
"""Turns of phrase whose words are not about the matter."""


def _day_terms(text: str) -> frozenset[str]:
    """Return the terms that stand in dates and nowhere else in the question."""
    rest = text
    for pattern in (DAY_MONTH, NUMERIC, ISO, MONTH_YEAR):
        rest = pattern.sub(" ", rest)
    return frozenset(content_terms(text)) - frozenset(content_terms(rest))


def _names(text: str) -> tuple[str, ...]:
    if text.isupper():
        return ()
    words = re.findall(r"[A-Za-z][\w&'’-]*", text)
    names = [
        word.lower().removesuffix("'s").removesuffix("’s")
        for index, word in enumerate(words)
        if (word[0].isupper() and (index > 0 or word.lower() not in STOPWORDS))
        and word.lower() not in STOPWORDS
    ]
    return tuple(distinct(names))


def read_question(text: str) -> Question:
    """Read a question. Raises QuestionError where it is empty or far too long."""
    cleaned = re.sub(r"\s+", " ", text.replace("\x00", " ")).strip()
    if not re.search(r"\w", cleaned):
        raise QuestionError(
            "the question is empty; ask in a sentence, such as: what was decided on the library hours?"
        )
    if len(cleaned) > LONGEST:
        raise QuestionError(
            f"the question has {len(cleaned):,} characters; ask in at most {LONGEST:,}, one matter at a time"
        )
    matter = IDIOMS.sub(" ", cleaned)
    kinds = tuple(kind for kind, pattern in KINDS if pattern.search(cleaned)) or (Kind.OTHER,)
    bodies = tuple(
        distinct(
            match[0].lower()
            for match in re.finditer(
                r"\b(?:cabinet|executive|full council|scrutiny)\b", cleaned, re.I
            )
        )
    )
    return Question(
        text=cleaned,
        kinds=kinds,
        terms=tuple(distinct(content_terms(matter))),
        periods=read_periods(cleaned),
        references=_references(cleaned),
        minutes=tuple(distinct(m[1] for m in MINUTE.finditer(cleaned))),
        bodies=bodies,
        names=_names(cleaned),
        written=dict(content_words(cleaned)),
        day_terms=_day_terms(cleaned),
        others=other_words(cleaned),
        labels=labels_in(cleaned),
    )
