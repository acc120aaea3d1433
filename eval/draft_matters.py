"""What questions are drafted from, an item of a paper with its passages, and what a draft holds."""

from __future__ import annotations

from dataclasses import dataclass

from eval.draft_wording import ROUTINE, in_sentence_case, says_something
from qa.papers import Item, Paper, Standing
from qa.passages import Passage, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Matter:
    """An item of a paper with its passages."""

    paper: Paper
    item: Item
    passages: tuple[Passage, ...]

    @property
    def title(self) -> str:
        """The item's title in sentence case where it is printed in capitals."""
        return in_sentence_case(self.item.title)

    @property
    def routine(self) -> bool:
        """Whether every meeting has such business, so that nobody asks about it."""
        return bool(ROUTINE.search(self.item.title))

    @property
    def meeting(self) -> str:
        """The body and the date, as a question names them."""
        day = next((p.meeting_date for p in self.passages if p.meeting_date), None)
        day = day or self.paper.meeting_date
        when = f" on {day.day} {day:%B %Y}" if day else ""
        body = next((p.body for p in self.passages if p.body), None) or self.paper.body
        return f"{body or 'the meeting'}{when}"

    def units(self, *standings: Standing) -> list[Unit]:
        """Return what the passages of these standings say, without what only introduces it."""
        return [
            unit
            for passage in self.passages
            if passage.standing in standings
            for unit in passage.units
            if unit.kind in (UnitKind.LIMB, UnitKind.PARAGRAPH) and says_something(unit.text)
        ]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question with its answer, and the units in which the answer stands."""

    question: str
    category: str
    answer: str
    key_facts: tuple[str, ...]
    standing: Standing
    units: tuple[Unit, ...]
    anchors: tuple[str, ...] = ()
    """What the quote of each unit must hold, where the unit is long."""
