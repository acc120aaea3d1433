"""Whether a text states a fact: by its figures, its names and its words.

The figures and dates must be there exactly, the names whole, and of the other words at least
`WORDS_NEEDED`, by stem. The rules are set out, with what they cannot see and how they were
checked, in `docs/evaluation.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

import tantivy

from eval.answers.figures import Figure, FigureKind, read_figures, readable, same_figure
from eval.wording import plain, stands_in
from qa.language.names import title_words
from qa.language.numbers import NUMBER_WORDS, up_to
from qa.language.word_lists import read_lists

WORDS_NEEDED = 0.6
"""Share of a fact's ordinary words that an answer must use. Set by hand; see the docs."""

WORDS_PER_TELLING_FIGURE = 3
"""Beside an amount, a whole date or a number from 100, one word in so many is enough."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_INITIALLED = re.compile(r"(?<!\w)(?:[A-Z] ){1,3}[A-Z][\w'-]+")
_BRACKETED = re.compile(r"\([^)]*\)")
_CAPITALISED = re.compile(r"\b[A-Z]\w*(?:,? (?:(?:of|and|the|for|&) )?[A-Z]\w*)+")

_STOP_WORDS = frozenset(read_lists("common_words.toml")["unmeasured_words"]).union(title_words())
_IN_FIGURES = {word: str(NUMBER_WORDS[word]) for word in up_to("twelve")}


class Outcome(StrEnum):
    """Whether a text says that something was given, not given, refused or not refused.

    Most words of a fact may be worded otherwise; these may not be turned round. Only words for
    outcomes count, because *not later than* and *not exceeding* deny nothing.
    """

    GIVEN = "given"
    NOT_GIVEN = "not given"
    REFUSED = "refused"
    NOT_REFUSED = "not refused"


_GIVEN = (
    r"approv\w+|agree(?:d|s|ing)?|adopt(?:ed|s|ing|ion)?|accept(?:ed|s|ing|ance)?|resolved"
    r"|carried(?! (?:out|forward|over|on)\b)|endors\w+|granted|authoris\w+|authoriz\w+"
)
_REFUSED = (
    r"refus\w+|reject\w+|dismiss\w+|defeated|turned down"
    r"|(?:motion|amendment)s?(?: \w+){0,2} lost"
)
_NOT = r"(?:\b(?:not|never|nor|neither|none|cannot)\b(?! only\b)|n't\b)"
_OUTCOME = re.compile(
    rf"(?P<not>{_NOT}(?: [\w'-]+){{0,3}} )?\b(?:(?P<given>{_GIVEN})|(?P<refused>{_REFUSED}))\b"
)
_OPPOSITE = {
    Outcome.GIVEN: {Outcome.NOT_GIVEN, Outcome.REFUSED},
    Outcome.NOT_REFUSED: {Outcome.REFUSED},
    Outcome.NOT_GIVEN: {Outcome.GIVEN},
    Outcome.REFUSED: {Outcome.GIVEN, Outcome.NOT_REFUSED},
}
_ALIKE = {
    Outcome.GIVEN: {Outcome.GIVEN},
    Outcome.NOT_REFUSED: {Outcome.NOT_REFUSED, Outcome.GIVEN},
    Outcome.NOT_GIVEN: {Outcome.NOT_GIVEN, Outcome.REFUSED},
    Outcome.REFUSED: {Outcome.REFUSED, Outcome.NOT_GIVEN},
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says, read once for all the facts looked for in it."""

    text: str
    figures: tuple[Figure, ...]
    stems: frozenset[str]
    acronyms: str
    """The first letters of each run of capitalised words, runs parted by spaces."""
    outcomes: frozenset[Outcome]
    lines: tuple[Stated, ...] = ()
    """Its lines, each read by itself: a limb, a row or a paragraph."""

    @classmethod
    def in_text(cls, text: str) -> Stated:
        """Read a text and each of its lines."""
        lines = [line for line in text.splitlines() if line.strip()]
        return replace(cls._read(text), lines=tuple(cls._read(line) for line in lines))

    @classmethod
    def _read(cls, text: str) -> Stated:
        clean = readable(text)
        runs = ("".join(re.findall(r"\b[A-Z]", run)) for run in _CAPITALISED.findall(clean))
        return cls(
            text=plain(clean).replace(".", ""),
            figures=tuple(read_figures(clean)),
            stems=frozenset(_stems(clean)) | frozenset(re.findall(r"\d+", clean)),
            acronyms=" ".join(runs),
            outcomes=outcomes_in(clean),
        )


def states(stated: Stated, fact: str) -> bool:
    """Say whether a text states a fact: figures exactly, names whole, most other words.

    An outcome (approved, refused) must not be turned round.

    Figures must stand together in one line, with at least half of the names. What is in
    brackets is a gloss: its figures may stand anywhere, and its names count as words.
    """
    clean = readable(fact)
    figures = [figure for figure in read_figures(clean) if not clean[figure.start].isalpha()]
    words_alone = clean
    for figure in figures:
        blank = " " * (figure.end - figure.start)
        words_alone = words_alone[: figure.start] + blank + words_alone[figure.end :]
    outside = _BRACKETED.sub(_blank, words_alone)
    names = [word for word in _WORD.findall(outside) if word[0].isupper()]
    initialled = [plain(name) for name in _INITIALLED.findall(outside)]
    gloss = [bool(_BRACKETED.sub(_blank, clean)[figure.start].isspace()) for figure in figures]
    core = [figure for figure, in_gloss in zip(figures, gloss, strict=True) if not in_gloss]
    if not _has_figures(stated, figures) or not all(_has_name(stated, name) for name in names):
        return False
    if not all(stands_in(name, stated.text) for name in initialled):
        return False
    if is_contradicted(outcomes_in(clean), stated.outcomes):
        return False
    if core and not any(_holds(line, core, names) for line in stated.lines):
        return False
    words = set(_stems(words_alone)) - set(_stems(" ".join(names)))
    used = len(words & stated.stems)
    if any(_is_telling(figure) for figure in figures):
        return used >= len(words) // WORDS_PER_TELLING_FIGURE
    return used >= WORDS_NEEDED * len(words)


def _holds(line: Stated, figures: Sequence[Figure], names: Sequence[str]) -> bool:
    there = sum(_has_name(line, name) for name in names)
    return _has_figures(line, figures) and 2 * there >= len(names)


def _has_figures(stated: Stated, figures: Sequence[Figure]) -> bool:
    return all(any(same_figure(wanted, given) for given in stated.figures) for wanted in figures)


def _has_name(stated: Stated, name: str) -> bool:
    return set(_stems(name)) <= stated.stems or (name.isupper() and name in stated.acronyms)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


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


def _stems(text: str) -> list[str]:
    """Return the stems of a text's ordinary words; small numbers in words become digits."""
    words = (word.lower().removesuffix("'s") for word in _WORD.findall(text.replace("’", "'")))
    kept = (word for word in words if len(word) > 1 and word not in _STOP_WORDS)
    stems: list[str] = _stemmer().analyze(" ".join(_IN_FIGURES.get(word, word) for word in kept))
    return stems


@cache
def _stemmer() -> Any:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def outcomes_in(text: str) -> frozenset[Outcome]:
    """Return the outcomes that a text speaks of, wherever in it."""
    words = " ".join(text.lower().replace("’", "'").split())
    return frozenset(_outcome(match) for match in _OUTCOME.finditer(words))


def is_contradicted(fact: frozenset[Outcome], given: frozenset[Outcome]) -> bool:
    """Say whether a text speaks of the opposite of a fact's outcome, and nowhere of the like."""
    return any(
        not (_ALIKE[outcome] & given) and bool(_OPPOSITE[outcome] & given) for outcome in fact
    )


def _outcome(match: re.Match[str]) -> Outcome:
    if match["given"]:
        return Outcome.NOT_GIVEN if match["not"] else Outcome.GIVEN
    return Outcome.NOT_REFUSED if match["not"] else Outcome.REFUSED
