"""What a premise is compared with: the quotes, what else was found, and the items they stand in.

Business that was taken in private is left out of all of it: a correction must say nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from qa.judgement.units import text_with_columns
from qa.language.dates import Period
from qa.language.names import title_words
from qa.language.terms import content_terms, stem, term_set
from qa.library import Library
from qa.papers import (
    Decision,
    Hit,
    Item,
    ItemKind,
    Motion,
    Paper,
    Passage,
    Standing,
    Unit,
)
from qa.quoting.units import Quote, quotable_units
from qa.retrieval.features import Asked
from qa.retrieval.scope import sure_councils

ON_THE_SUBJECT = 0.6
"""Share of the matter, without the names of council and body, that an item's passage must have."""
NAMED = 0.4
"""The same where the question has every word of the item's title."""
NEARLY = 0.9
"""Share of the subject's coverage from which another passage is on the matter as well."""
LONGEST = 124
"""Days of a time within which minutes are looked through that the search did not bring."""


@dataclass(frozen=True)
class Evidence:
    """The quotes and hits of a question, looked at from what it takes for granted.

    The covers of units are worked out once and kept; so the record has no slots.
    """

    asked: Asked
    quotes: Sequence[Quote]
    hits: Sequence[Hit]
    library: Library

    @cached_property
    def lead(self) -> Quote | None:
        """The first quote that is public."""
        return next((q for q in self.quotes if is_public(q.passage)), None)

    @cached_property
    def found(self) -> list[tuple[Passage, Paper]]:
        """The public passages quoted and found, once each, the quoted ones first."""
        pairs = [
            *((quote.passage, quote.paper) for quote in self.quotes),
            *((hit.passage, hit.paper) for hit in self.hits),
        ]
        return list({p.id: (p, paper) for p, paper in pairs if is_public(p)}.values())

    @cached_property
    def subject(self) -> tuple[Passage, Paper] | None:
        """The passage that has most of the matter, of the minutes of the days asked about."""
        return self._best_of(self.minutes)

    @cached_property
    def rivals(self) -> list[tuple[Passage, Paper]]:
        """The passages of minutes that have nearly as much of the matter as the subject has."""
        return self._near(self.subject, self.minutes)

    @cached_property
    def minutes(self) -> list[tuple[Passage, Paper]]:
        """The public minutes that may be of the days asked about: those found, then the others."""
        periods = self.asked.question.periods
        found = [(p, paper) for p, paper in self.found if self.may_be_of(p)]
        return _only_minutes([*found, *self._minutes_in(periods)])

    def subject_around(self, day: date, days: int) -> tuple[Passage, Paper] | None:
        """Return the same of minutes up to so many days from a day; None where two days fit."""
        period = Period(day - timedelta(days), day + timedelta(days))
        found = [
            (p, paper)
            for p, paper in self.found
            if p.meeting_date is not None and period.covers(p.meeting_date)
        ]
        minutes = _only_minutes([*found, *self._minutes_in([period])])
        best = self._best_of(minutes)
        fitting = {passage.meeting_date for passage, _ in self._near(best, minutes)}
        return best if len(fitting) == 1 else None

    def _best_of(self, minutes: Sequence[tuple[Passage, Paper]]) -> tuple[Passage, Paper] | None:
        """Return the passage that has most of the matter; None where none has enough of it.

        Of those that have as much, the item comes first whose title has more; then what was found.
        """
        best: tuple[float, float] = (0.0, 0.0)
        chosen = None
        for passage, paper in minutes:
            cover, in_title = self.cover_apart(passage, paper), self.in_title(passage, paper)
            named = NAMED if self._is_named(passage) else ON_THE_SUBJECT
            if cover >= named and (cover, in_title) > best:
                best, chosen = (cover, in_title), (passage, paper)
        return chosen

    def _is_named(self, passage: Passage) -> bool:
        """Whether the question has every word of the title of a passage's item."""
        title = frozenset(content_terms(passage.item_title or ""))
        return bool(title) and title <= self.asked.question.facets.content_terms

    def _near(
        self, best: tuple[Passage, Paper] | None, minutes: Sequence[tuple[Passage, Paper]]
    ) -> list[tuple[Passage, Paper]]:
        """Return the passages that have nearly as much of the matter as the best.

        Where the title of its item names the matter, only those of items so named.
        """
        if best is None:
            return []
        cover, in_title = self.cover_apart(*best), self.in_title(*best)
        least = NEARLY * in_title if in_title >= ON_THE_SUBJECT else 0.0
        return [
            (p, paper)
            for p, paper in minutes
            if self.cover_apart(p, paper) >= NEARLY * cover and self.in_title(p, paper) >= least
        ]

    def _minutes_in(self, periods: Sequence[Period]) -> Iterator[tuple[Passage, Paper]]:
        """Yield the public passages of papers in a time, whose council and body are named best."""
        question = self.asked.question
        short = [p for p in periods if (p.last - p.first).days <= LONGEST]
        named = question.facets.councils_named(self.library.once(sure_councils))
        papers = [
            paper
            for paper in self.library.papers()
            if paper.meeting_date is not None
            and any(period.covers(paper.meeting_date) for period in short)
            and (not named or paper.council is None or paper.council in named)
        ]
        fits = [len(question.facets.all_terms & self._names_of(paper)) for paper in papers]
        most = max(fits, default=0)
        for paper, fit in zip(papers, fits, strict=True):
            if most and fit == most:
                for passage in filter(is_public, self.library.passages_of(paper.id)):
                    yield passage, paper

    @staticmethod
    def _names_of(paper: Paper) -> frozenset[str]:
        folder = paper.file.rpartition("/")[0].replace("-", " ")
        return term_set(f"{paper.council or ''} {paper.body or ''} {folder}")

    def units(self) -> Iterator[tuple[Unit, Passage, Paper]]:
        """Yield each unit that says something, with its passage and paper, in order."""
        for passage, paper in self.found:
            for unit in quotable_units(passage):
                yield unit, passage, paper

    def cover(self, unit: Unit, passage: Passage, paper: Paper) -> float:
        """Return the share of the question's matter that a unit has under its headings, 0 to 1."""
        above = " ".join([*passage.heading, passage.item_title or "", *passage.references])
        held = term_set(f"{text_with_columns(unit)} {above}") | self._own(passage, paper)
        return self._share(held)

    def cover_of(self, passage: Passage, paper: Paper) -> float:
        """Return the same of a whole passage."""
        above = " ".join([*passage.heading, passage.item_title or "", *passage.references])
        return self._share(term_set(f"{passage.text} {above}") | self._own(passage, paper))

    def cover_apart(self, passage: Passage, paper: Paper) -> float:
        """Return the share of a passage where the names of its council and body do not count."""
        above = " ".join([*passage.heading, passage.item_title or "", *passage.references])
        return self._share_apart(term_set(f"{passage.text} {above}"), passage, paper)

    def in_title(self, passage: Passage, paper: Paper) -> float:
        """Return the same of the title of a passage's item."""
        return self._share_apart(term_set(passage.item_title or ""), passage, paper)

    def _share_apart(self, held: frozenset[str], passage: Passage, paper: Paper) -> float:
        own = self._own(passage, paper)
        left = {term: w for term, w in self._matter.items() if term not in own}
        total = sum(left.values())
        return sum(w for term, w in left.items() if term in held) / total if total else 0.0

    def own_cover(self, text: str) -> float:
        """Return the share that a text has in its own words, 0 to 1."""
        return self._share(term_set(text))

    def cover_of_item(self, passage: Passage) -> float:
        """Return the best share that a passage found of the same item has, 0 to 1."""
        same = [(p, r) for p, r in self.found if p.item_id == passage.item_id]
        return max((self.cover_of(p, r) for p, r in same), default=0.0)

    def on_matter(self, least: float) -> list[tuple[Passage, Paper]]:
        """Return the passages that cover at least so much, the best first."""
        covers = [(self.cover_of(p, paper), p, paper) for p, paper in self.found]
        on_it = [each for each in covers if each[0] >= least]
        return [(p, paper) for _, p, paper in sorted(on_it, key=lambda each: -each[0])]

    @staticmethod
    def _own(passage: Passage, paper: Paper) -> frozenset[str]:
        """Return the terms of what a paper is: a question names its council as well."""
        return term_set(f"{Library.title_words(paper)} {passage.body or ''} {paper.file}")

    def _share(self, held: frozenset[str]) -> float:
        total = sum(self._matter.values())
        return sum(w for term, w in self._matter.items() if term in held) / total if total else 0.0

    @cached_property
    def _matter(self) -> dict[str, float]:
        """The weights of the question's terms that name its matter.

        What it takes for granted may be wrong: persons, bodies and sums do not tell its matter.
        """
        taken = self.asked.question.facets.premises
        persons = [who.lower() for who in (taken.mover, taken.seconder) if who]
        apart = frozenset(map(stem, [*persons, *title_words()] if persons else ()))
        apart |= term_set("unanimous unanimously") if taken.unanimous else frozenset()
        apart = apart.union(*map(term_set, [*taken.bodies, *(sum_.written for sum_ in taken.sums)]))
        own = self.asked.question.facets.matter_terms - apart
        return {term: w for term, w in self.asked.weighed.items() if term in own}

    def may_be_of(self, passage: Passage) -> bool:
        """Whether a passage may be of the days asked about: none is, or its meeting is in them."""
        periods = self.asked.question.periods
        day = passage.meeting_date
        return not periods or day is None or any(period.covers(day) for period in periods)

    def item_of(self, passage: Passage) -> Item | None:
        """Return the item in which a passage stands, or None."""
        if passage.item_title is None and passage.item_number is None:
            return None
        items = self.library.items(passage.paper_id)
        public = (item for item in items if not item.private)
        return next((i for i in public if i.id_in(passage.paper_id) == passage.item_id), None)

    def quote_of(self, record: Decision | Motion, near: Passage, paper: Paper) -> Quote | None:
        """Return the unit of a paper that has most of a record, at its place, or None."""
        words = term_set(record.text)
        best: tuple[int, Quote] | None = None
        for passage in filter(is_public, self.library.passages_of(near.paper_id)):
            for unit in passage.units:
                meets = unit.lines[0] <= record.lines[1] and record.lines[0] <= unit.lines[1]
                held = len(words & term_set(unit.text)) if meets else -1
                if meets and (best is None or held > best[0]):
                    best = held, Quote(passage, paper, (unit,))
        return best[1] if best is not None else None

    def quoted(self, record: Decision | Motion, passage: Passage) -> bool:
        """Whether a decision or a motion stands in what is quoted of its paper."""
        return any(
            first <= record.lines[1] and record.lines[0] <= last
            for quote in self.quotes
            if quote.passage.paper_id == passage.paper_id
            for first, last in (unit.lines for unit in quote.units)
        )


def _only_minutes(pairs: Sequence[tuple[Passage, Paper]]) -> list[tuple[Passage, Paper]]:
    """Return the passages of minutes, once each."""
    once = {passage.id: (passage, paper) for passage, paper in pairs}.values()
    return [pair for pair in once if pair[0].item_kind is ItemKind.MINUTE]


def is_public(passage: Passage) -> bool:
    """Whether nothing of a passage was taken in private."""
    return not passage.private and passage.standing is not Standing.EXEMPT
