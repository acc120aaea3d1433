"""Questions of several parts: each part wants its own evidence.

"When does the tender go out, and when are bids due?" is answered by two rows of a timetable;
"how much was it, and why?" by a figure and a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.asked import Asked
from qa.choosing.quotes import added, quotable, told_by
from qa.library import Library
from qa.looks import LOOKS, looks_like_an_answer
from qa.papers import Paper
from qa.passages import Hit, Passage, Unit, UnitKind
from qa.question import Question
from qa.question_kinds import Kind
from qa.quoting import Quote

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
        if any(_answers(asked, part, unit) for quote in quotes for unit in quote.units):
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


def _answers(asked: Asked, part: Question, unit: Unit) -> bool:
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
