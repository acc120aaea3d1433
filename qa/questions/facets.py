"""What a question asks for, by theme, read once: no other package matches on its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from qa.language.councils import councils_named
from qa.language.terms import analyse, content_terms, stem
from qa.questions.business import (
    BusinessAsked,
    OutcomeAsked,
    PrivateAsked,
    read_business,
    read_outcome,
    read_private,
)
from qa.questions.figures import FiguresAsked, TimesAsked, read_figures, read_times
from qa.questions.matter import own_terms
from qa.questions.people import PeopleAsked, read_people
from qa.questions.premises import TakenForGranted, read_premises
from qa.questions.record import RecordAsked, read_record


@dataclass(frozen=True)
class Facets:
    """What a question asks for, by theme.

    Each theme is read where it is first wanted, and kept; so the record has no slots.
    """

    _text: str

    @cached_property
    def figures(self) -> FiguresAsked:
        """Amounts, counts, shares and totals."""
        return read_figures(self._text)

    @cached_property
    def times(self) -> TimesAsked:
        """Years, days and lengths of time."""
        return read_times(self._text)

    @cached_property
    def people(self) -> PeopleAsked:
        """People, firms, other authorities and outsiders."""
        return read_people(self._text)

    @cached_property
    def business(self) -> BusinessAsked:
        """Proposals, debate, decisions, votes and meetings."""
        return read_business(self._text)

    @cached_property
    def private(self) -> PrivateAsked:
        """Business taken in private."""
        return read_private(self._text)

    @cached_property
    def outcome(self) -> OutcomeAsked:
        """What came after, results, and how to go about something."""
        return read_outcome(self._text)

    @cached_property
    def premises(self) -> TakenForGranted:
        """What it takes for granted: an outcome, who did it, a sum, a day."""
        return read_premises(self._text)

    @cached_property
    def record(self) -> RecordAsked:
        """A list or a course of things that the record of meetings holds."""
        return read_record(self._text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words as written, of two letters at least, in order."""
        return tuple(re.findall(r"[A-Za-z£][\w'’&/-]+", self._text))

    @cached_property
    def length(self) -> int:
        """The number of words, parted by spaces."""
        return len(self._text.split())

    @cached_property
    def matter_terms(self) -> frozenset[str]:
        """The index terms of the words that name a matter: no days, bodies or what fits any."""
        return own_terms(self._text)

    @cached_property
    def all_terms(self) -> frozenset[str]:
        """The index terms of all words, stopwords included."""
        # Not by `term_set`, which keeps the texts that it was given.
        return frozenset(analyse(self._text))

    @cached_property
    def content_terms(self) -> frozenset[str]:
        """Its terms but for the small words, those that may ask for something among them."""
        return frozenset(content_terms(self._text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words, with its figures and sums as they are written."""
        return frozenset(map(stem, re.findall(r"[\w£'’-]+", self._text.lower())))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its numbers as they are written, without a currency's mark."""
        return frozenset(re.findall(r"\d[\d,.]*", self._text))

    def councils_named(self, held: Iterable[str | None]) -> frozenset[str]:
        """Return the councils, among those whose papers are held, that are named by their place.

        It must be named whole: "upper" does not name Upper Tarn, nor does Upper Tarn name Tarn.
        """
        return councils_named(self._text, {council for council in held if council})
