"""Questions of several parts: each part wants its own evidence.

"When does the tender go out, and when are bids due?" is answered by two rows of a timetable;
"how much was it, and why?" by a figure and a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.library import Library
from qa.papers import DECIDING, Hit, ItemKind, Paper, Passage, Unit, UnitKind
from qa.questions.question import Kind, Question
from qa.quoting.lead import is_decided, lead_of
from qa.quoting.neighbours import (
    MOST_QUOTES,
    with_more_of_the_same,
    with_other_papers,
    with_other_passages,
    with_proposal,
    with_rest_of_item,
    with_what_follows,
)
from qa.quoting.resolutions import (
    item_quotes,
    resolution_of,
    same_matter,
    with_recorded_vote,
    with_what_varies,
)
from qa.quoting.units import Quote, added, quotable, told_by
from qa.retrieval.features import LOOKS, Asked, looks_like_an_answer

HELD_TO = 0.5
"""Share of a part's own terms that must stand where it is answered."""
MOST_TABLE = 130
"""Words of a timetable that is quoted whole where several of its days are asked for."""

Place = tuple[Passage, Paper]


def with_each_part(
    asked: Asked, lead: Hit, hits: Sequence[Hit], library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Add a unit for each part of the question that the quotes do not answer."""
    for part in asked.question.parts:
        if not any(kind in LOOKS for kind in part.kinds):
            continue  # What has no look of its own is found by what the quotes leave uncovered.
        if any(_answers_part(asked, part, unit) for quote in quotes for unit in quote.units):
            continue
        found = _timetable(part, quotes) or _found(asked, part, lead, hits, library, quotes)
        for quote in found:
            quotes = added(quotes, quote)
    return quotes


def _own(asked: Asked, part: Question) -> Asked:
    """Return the part as asked: its own terms, with the weights that they have in the whole."""
    weights = {term: asked.weights[term] for term in part.terms if term in asked.weights}
    return replace(asked, question=replace(part, others=asked.question.others), weights=weights)


def _looks(part: Question, unit: Unit) -> bool:
    return looks_like_an_answer(part, unit.text)


def _answers_part(asked: Asked, part: Question, unit: Unit) -> bool:
    """Whether a quoted unit answers a part. A row of several cells tells all of one thing."""
    if not _looks(part, unit):
        return False
    own = _own(asked, part)
    told = unit.kind == UnitKind.ROW and not _of_timetable(unit)
    return told or not own.weights or own.cover(told_by(unit)) >= HELD_TO


def _of_timetable(unit: Unit) -> bool:
    """Whether a row is of an event and its day, and no more."""
    return unit.kind == UnitKind.ROW and len(re.findall(r"\t+", unit.text.strip())) == 1


def _timetable(part: Question, quotes: Sequence[Quote]) -> list[Quote]:
    """Where a row of a timetable was quoted and another is asked for, quote it all if short."""
    first = quotes[0]
    if Kind.WHEN not in part.kinds or not all(_of_timetable(unit) for unit in first.units):
        return []
    rows = tuple(u for u in first.passage.units if _of_timetable(u) and _looks(part, u))
    words = sum(len(unit.text.split()) for unit in rows)
    return [replace(first, units=rows)] if len(rows) > 1 and words <= MOST_TABLE else []


def _found(
    asked: Asked,
    part: Question,
    lead: Hit,
    hits: Sequence[Hit],
    library: Library,
    quotes: Sequence[Quote],
) -> list[Quote]:
    """Return the unit that answers a part best: of the item that answers, else of another hit."""
    own = _own(asked, part)
    quoted = {(quote.passage.id, unit) for quote in quotes for unit in quote.units}
    for among in _places(lead, hits, library):
        answering = [
            Quote(passage, paper, (unit,))
            for passage, paper in among
            for unit in quotable(passage)
            if (passage.id, unit) not in quoted
            and _looks(part, unit)
            and own.cover(told_by(unit)) >= HELD_TO
        ]
        if answering:
            return [max(answering, key=lambda quote: _fit(asked, own, quote))]
    return []


def _places(lead: Hit, hits: Sequence[Hit], library: Library) -> Iterator[list[Place]]:
    """Yield where a part is looked for: the item that answers, then the first hits."""
    item = library.item_passages(lead.passage) if lead.passage.item_title else []
    rest = [passage for passage in item if passage.id != lead.passage.id]
    yield [(passage, lead.paper) for passage in (lead.passage, *rest)]
    yield [(hit.passage, hit.paper) for hit in hits[:6]]


def _fit(asked: Asked, own: Asked, quote: Quote) -> float:
    """Return how well a unit fits a part by its own terms, and the whole under its heading."""
    told = told_by(quote.units[0])
    heading = " ".join(quote.passage.heading)
    return own.cover(told) + 0.5 * asked.cover(f"{told} {heading}")


# --- Choose what to quote: what answers, the whole of its resolution, what that leaves open.

__all__ = ["choose_quotes", "is_decided", "told_by", "wants_decision"]


def wants_decision(question: Question) -> bool:
    """Whether what was decided, or how it was voted, is what the question is after."""
    return Kind.DECISION in question.kinds or Kind.VOTE in question.kinds


def choose_quotes(asked: Asked, hits: Sequence[Hit], library: Library) -> list[Quote]:
    """Choose the quotes that answer, the first the one that answers most."""
    lead = lead_of(asked, hits)
    quotes = resolution_of(asked, lead, library) or item_quotes(asked, lead, library)
    if wants_decision(asked.question) and quotes[0].passage.standing in DECIDING:
        quotes.extend(same_matter(asked, hits, library, quotes))
    quotes = with_what_varies(asked, hits, library, quotes)
    if lead.passage.item_kind == ItemKind.PROPOSAL:
        quotes = with_proposal(asked, lead, library, quotes)
    quotes = with_recorded_vote(asked, lead, library, quotes)
    quotes = with_other_papers(asked, hits, lead, quotes)
    quotes = with_each_part(asked, lead, hits, library, quotes)
    quotes = with_rest_of_item(asked, lead, library, quotes)
    quotes = with_what_follows(library, quotes)
    quotes = with_other_passages(asked, hits, lead, quotes)
    quotes = with_more_of_the_same(asked, hits, lead, quotes)
    return quotes[: MOST_QUOTES + 2]
