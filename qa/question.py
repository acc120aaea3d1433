"""Read a question: what kind of answer it wants, of which body, when, and about what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.errors import QuestionError
from qa.language.dates import MONTH, Period, read_periods, without_dates
from qa.language.quantities import Label, labels_in
from qa.language.synonyms import OtherWords, other_words
from qa.language.terms import STOPWORDS, content_terms, content_words, distinct
from qa.question_kinds import Kind, kinds_of
from qa.question_parts import part_question
from qa.questions.facets import Facets

LONGEST = 2_000
"""Characters. A question is a sentence or three, not a paper."""

REFERENCE = re.compile(
    r"\b(?:[A-Z]{2,5}/\d{2,4}/\d{1,4}|[A-Z]{2,3}\d{3,5}/\d{2}|\d{2}/\d{4,5}|[A-Z]{2,4}\s?\d{4,6}[a-z]?)\b",
    re.I,
)
MINUTE = re.compile(
    rf"\bminutes?\s+(?:no\.?\s*|number\s*)?(\d{{1,4}}(?:/\d{{2,4}})?)\b(?!\s+{MONTH}\b|[/.-]\d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read. `terms` are index terms of its matter, once each, in order."""

    text: str
    kinds: tuple[Kind, ...]
    terms: tuple[str, ...]
    facets: Facets
    """What its words ask for, by theme."""
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
    parts: tuple[Question, ...] = ()
    """Each part of a question of several, as a question; none where it has only one."""

    @property
    def kind(self) -> Kind:
        """The first kind that the question shows."""
        return self.kinds[0]


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
    return frozenset(content_terms(text)) - frozenset(content_terms(without_dates(text)))


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
        kinds=kinds_of(cleaned),
        terms=tuple(distinct(content_terms(matter))),
        facets=Facets(cleaned),
        periods=read_periods(MINUTE.sub(" ", cleaned)),  # Minute 28 of September 2024 is no day.
        references=_references(cleaned),
        minutes=tuple(distinct(m[1] for m in MINUTE.finditer(cleaned))),
        bodies=bodies,
        names=_names(cleaned),
        written=dict(content_words(cleaned)),
        day_terms=_day_terms(cleaned),
        others=other_words(cleaned),
        labels=labels_in(cleaned),
        parts=tuple(map(read_question, part_question(cleaned))),
    )
