"""What a premise is compared with: the quotes, what else was found, and the items they stand in.

Business that was taken in private is left out of all of it: a correction must say nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.judgement.units import text_with_columns
from qa.language.terms import term_set
from qa.library import Library
from qa.papers import Decision, Hit, Item, Motion, Paper, Passage, Standing, Unit
from qa.quoting.units import Quote, quotable_units
from qa.retrieval.features import Asked


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
        """The weights of the question's terms that name its matter."""
        own = self.asked.question.facets.matter_terms
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

    def quoted(self, record: Decision | Motion, passage: Passage) -> bool:
        """Whether a decision or a motion stands in what is quoted of its paper."""
        return any(
            first <= record.lines[1] and record.lines[0] <= last
            for quote in self.quotes
            if quote.passage.paper_id == passage.paper_id
            for first, last in (unit.lines for unit in quote.units)
        )


def is_public(passage: Passage) -> bool:
    """Whether nothing of a passage was taken in private."""
    return not passage.private and passage.standing is not Standing.EXEMPT
