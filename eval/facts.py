"""Whether an answer states a key fact of a gold question.

A fact is looked for in the answer's text and quotes, in three parts: its figures and dates
must be there exactly, its names whole, and of its other words at least `WORDS_NEEDED`, by
stem. Facts about the answer itself ("proposal only", "not stated") are judged by the
answer's standing and status, for no wording can settle them. The rules are set out, with
what they cannot see, in `docs/evaluation.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

import tantivy

from eval.figure_reading import read_figures, readable
from eval.figures import Figure, FigureKind, same_figure
from eval.gold import GoldQuestion
from eval.wording import plain, stands_in
from qa.answers import Answer, AnswerStatus
from qa.papers import Standing

WORDS_NEEDED = 0.6
"""Share of a fact's ordinary words that an answer must use. Set by hand; see the docs."""

WORDS_A_TELLING_FIGURE_SPARES = 3
"""Beside an amount, a whole date or a number from 100, one word in so many is enough."""


class FactKind(StrEnum):
    """What settles whether a fact is stated."""

    WORDING = "wording"
    NOT_DECIDED = "not decided"
    NO_DECISION = "no decision"
    NOT_STATED = "not stated"


_NOT_DECIDED = re.compile(r"^proposal only\b|\bnot a (?:recorded )?decision\b", re.IGNORECASE)
_NO_DECISION = re.compile(
    r"^no (?:[\w/]+ ){0,4}?[\w/]*(?:decision|minute|resolution)\b", re.IGNORECASE
)
_NOT_STATED = re.compile(
    r"\bnot (?:stated|named|disclosed|given|recorded|published)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_INITIALLED = re.compile(r"(?<!\w)(?:[A-Z] ){1,3}[A-Z][\w'-]+")
_CAPITALISED = re.compile(r"\b[A-Z]\w*(?:,? (?:(?:of|and|the|for|&) )?[A-Z]\w*)+")


_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    a about after all also am an and any are as at be been being but by can could did do does
    for from had has have her his how if in into is it its may might more most no nor not of
    on only or other our out over own per shall she should so some such than that the their
    them then there these they this those through to under until up was we were what when
    where which while who whom whose will with within would you your approximately around
    further mr mrs ms miss dr sir cllr cllrs councillor councillors
    """,
    )
)
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_NUMBERS.split(), start=1)}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says, read once for all the facts looked for in it."""

    text: str
    figures: tuple[Figure, ...]
    stems: frozenset[str]
    acronyms: str
    """The first letters of each run of capitalised words, runs parted by spaces."""

    @classmethod
    def by(cls, answer: Answer) -> Stated:
        """Read an answer's text and quotes."""
        return cls.in_text("\n".join([answer.answer, *(c.quote for c in answer.citations)]))

    @classmethod
    def in_text(cls, text: str) -> Stated:
        """Read a text."""
        clean = readable(text)
        runs = ("".join(re.findall(r"\b[A-Z]", run)) for run in _CAPITALISED.findall(clean))
        return cls(
            text=plain(clean).replace(".", ""),
            figures=tuple(read_figures(clean)),
            stems=frozenset(_stems(clean)) | frozenset(re.findall(r"\d+", clean)),
            acronyms=" ".join(runs),
        )


def kind_of(fact: str, *, answerable: bool) -> FactKind:
    """Say what settles a fact.

    "Not stated" is about the answer only where the question has none; elsewhere it is wording.
    """
    if _NOT_DECIDED.search(fact):
        return FactKind.NOT_DECIDED
    if _NO_DECISION.search(fact):
        return FactKind.NO_DECISION
    if not answerable and _NOT_STATED.search(fact):
        return FactKind.NOT_STATED
    return FactKind.WORDING


def facts_found(question: GoldQuestion, answer: Answer) -> tuple[bool, ...]:
    """Say of each key fact, in order, whether the answer states it."""
    stated = Stated.by(answer)
    return tuple(_is_found(fact, question, answer, stated) for fact in question.key_facts)


def _is_found(fact: str, question: GoldQuestion, answer: Answer, stated: Stated) -> bool:
    answered = answer.status is AnswerStatus.ANSWERED
    decided = answered and answer.standing is Standing.DECIDED
    match kind_of(fact, answerable=question.answerable):
        case FactKind.NOT_DECIDED:
            return answered and not decided and answer.standing in question.standings
        case FactKind.NO_DECISION:
            return not decided
        case FactKind.NOT_STATED:
            return not answered
        case FactKind.WORDING:
            return states(stated, fact)


def states(stated: Stated, fact: str) -> bool:
    """Say whether a text states a fact: figures exactly, names whole, most other words."""
    clean = readable(fact)
    figures = [figure for figure in read_figures(clean) if not clean[figure.start].isalpha()]
    for wanted in figures:
        if not any(same_figure(wanted, given) for given in stated.figures):
            return False
        clean = clean[: wanted.start] + " " * (wanted.end - wanted.start) + clean[wanted.end :]
    outside = re.sub(r"\([^)]*\)", " ", clean)
    names = [word for word in _WORD.findall(outside) if word[0].isupper()]
    if not all(_names(stated, name) for name in names):
        return False
    if not all(stands_in(plain(name), stated.text) for name in _INITIALLED.findall(outside)):
        return False
    words = set(_stems(clean)) - set(_stems(" ".join(names)))
    used = len(words & stated.stems)
    if any(_is_telling(figure) for figure in figures):
        return used >= len(words) // WORDS_A_TELLING_FIGURE_SPARES
    return used >= WORDS_NEEDED * len(words)


def _is_telling(figure: Figure) -> bool:
    """Say whether a figure can hardly stand in an answer by chance."""
    match figure.kind:
        case FigureKind.NUMBER:
            return isinstance(figure.value, Decimal) and figure.value >= 100
        case FigureKind.DATE:
            return isinstance(figure.value, tuple) and None not in figure.value
        case FigureKind.YEARS:
            return False
        case _:
            return True


def _names(stated: Stated, name: str) -> bool:
    return set(_stems(name)) <= stated.stems or (name.isupper() and name in stated.acronyms)


def _stems(text: str) -> list[str]:
    """Return the stems of a text's ordinary words; small numbers in words become digits."""
    words = (word.lower().removesuffix("'s") for word in _WORD.findall(text.replace("’", "'")))
    kept = (word for word in words if len(word) > 1 and word not in _STOP_WORDS)
    stems: list[str] = _stemmer().analyze(" ".join(_NUMBER_WORDS.get(word, word) for word in kept))
    return stems


@cache
def _stemmer() -> Any:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.stemmer("english")).build()
