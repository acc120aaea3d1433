"""What came nearest where nothing was found: its name in words, and a citation that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answers import Citation
from qa.library import Library
from qa.papers import Hit
from qa.quoting.cite import cite
from qa.quoting.units import Quote, unit_scores
from qa.retrieval.features import Asked
from qa.writing.form.shown import meeting_day

NEAREST = "Nearest, but not an answer: "
MOST_NAMED = 3
LOOKED_AT = 5
"""Hits of which the nearest are named, each item once."""


def name_hit(hit: Hit | Quote) -> str:
    """Return an item by its title, its body and its day; a paper without a day by its kind."""
    passage, paper = hit.passage, hit.paper
    title = passage.item_title or paper.title
    if not (passage.meeting_date or paper.meeting_date):
        return f"“{title}” ({paper.kind.value})"
    body = passage.body or paper.body or paper.kind.value
    return f"“{title}” ({body}, {meeting_day(passage, paper)})"


def nearest_by_name(hits: Sequence[Hit]) -> dict[str, Hit]:
    """Return the nearest hits that may be shown, by name: of one item the first alone."""
    named: dict[str, Hit] = {}
    for hit in hits[:LOOKED_AT]:
        if not hit.passage.private:
            named.setdefault(name_hit(hit), hit)
    return dict(list(named.items())[:MOST_NAMED])


def cite_nearest(asked: Asked, hits: Sequence[Hit], library: Library) -> tuple[Citation, ...]:
    """Return a citation for each of the nearest, of the unit that has most of the question."""
    found = []
    for number, hit in enumerate(nearest_by_name(hits).values(), 1):
        units = hit.passage.units
        scores = unit_scores(asked, units)
        best = (units[scores.index(max(scores))],)
        [[cited, *_]] = cite(library, [Quote(hit.passage, hit.paper, best)])
        found.append(replace(cited, number=number))
    return tuple(found)
