"""Graded relevance judgments (qrels) made from gold evidence, over a library's own passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from eval.gold.questions import Evidence
from eval.needs import Need
from eval.places import Retrieved, overlaps
from eval.wording import plain, stands_in

ANSWERS = 2
"""The passage carries the quote of evidence that the question needs."""
ALSO = 1
"""It carries an alternative, or shares a line with evidence whose quote another carries."""
NOT_COVERED = "not-held:"
"""Begins the id under which evidence that no passage covers is judged, so that it is missed."""

Judgments = Mapping[str, int]
"""Grades by passage id. What is not in it is not relevant; near misses never are."""


class Passages(Protocol):
    """Gives the passages of the papers that a gold file names; `eval.held.HeldPapers` does."""

    def passages(self, doc: str) -> Sequence[Retrieved]:
        """Return all passages of the papers held under this name."""
        ...


def judge_passages(needs: Sequence[Need], held: Passages) -> dict[str, int]:
    """Grade the passages at each place of evidence by whether they carry its quote.

    A page holds several passages, on other matters too: there those with most of the quote
    alone are relevant. Lines are narrow: there every passage that shares one is.

    Evidence of a need that no passage covers at all is graded under an id of its own: a system
    that cannot find it has missed it.
    """
    grades: dict[str, int] = {}
    for need in needs:
        covered = [passage for item in need for passage in _at(item, held)]
        if not covered:
            grades[_own_id(need[0])] = ANSWERS
        for item in need:
            for identity, grade in _grades(item, _at(item, held)).items():
                grades[identity] = max(grade, grades.get(identity, 0))
    return grades


def _at(item: Evidence, held: Passages) -> list[Retrieved]:
    return [passage for passage in held.passages(item.doc) if overlaps(passage.place, item)]


def _grades(item: Evidence, passages: Sequence[Retrieved]) -> dict[str, int]:
    """Grade the passages at one place: those that carry most of the quote above the others."""
    carried = {passage.id: _carried(item.quote, passage.text) for passage in passages}
    most = max(carried.values(), default=0.0)
    best = ALSO if item.alt else ANSWERS
    others = {passage.id: ALSO for passage in passages if passage.place.lines}
    return others | {name: best for name, share in carried.items() if share == most}


def _carried(quote: str, text: str) -> float:
    """Return 2 where the whole quote stands in a text, else the share of its words that do."""
    wanted, there = plain(quote), plain(text)
    if stands_in(wanted, there):
        return 2.0
    words = set(wanted.split())
    return len(words & set(there.split())) / len(words) if words else 0.0


def _own_id(item: Evidence) -> str:
    place = f"{item.lines[0]}-{item.lines[1]}" if item.lines else str(item.page or "")
    return NOT_COVERED + "_".join(f"{item.doc}#{place}".split())
