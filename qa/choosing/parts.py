"""Questions of several parts: each part wants its own evidence.

"When does the tender go out, and when are bids due?" is answered by two rows of a timetable;
"how much was it, and why?" by a figure and a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.choosing.quotes import added, quotable, told_by
from qa.library import Library
from qa.looks import LOOKS, looks_like_an_answer
from qa.passages import Hit, Passage, Unit
from qa.question import Kind, Question, read_question
from qa.quoting import Asked, Quote

ASKS = (
    r"(?:how (?:much|many|long|often|far|big)|when|who(?:se|m)?|why|where|what|which|how"
    r"|(?:is|are|was|were|has|have|had|did|does|do|will|would|can|could) (?:it|they|there|he|she|this|that|the|any|cabinet|council|members))\b"
)
PARTED = re.compile(
    rf"(?:,|;|\?|\s-|\s–)\s*(?:and |but |so |or )?(?={ASKS})|\s(?:and|but) (?={ASKS})", re.I
)
"""Where a further question begins within a question."""
HELD_TO = 0.5
"""Share of a part's own terms that must stand where it is answered."""
MOST_PARTS = 6
"""Parts that are looked for one by one: nobody asks more at once, but a text pasted in may."""
MOST_TABLE = 130
"""Words of a timetable that is quoted whole where several of its days are asked for."""


def parts_of(question: Question) -> tuple[Question, ...]:
    """Return the parts of a question, each as a question; none where it has only one."""
    texts = [text.strip(" ?.,;") for text in PARTED.split(question.text)]
    read = [read_question(text) for text in texts if re.search(r"\w", text)]
    return tuple(read[:MOST_PARTS]) if len(read) > 1 else ()


def with_each_part(
    asked: Asked, lead: Hit, hits: Sequence[Hit], library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Add a unit for each part of the question that the quotes do not answer."""
    for part in parts_of(asked.question):
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
    told = unit.kind == "row" and not _of_timetable(unit)
    return told or not own.weights or own.cover(told_by(unit)) >= HELD_TO


def _of_timetable(unit: Unit) -> bool:
    """Whether a row is of an event and its day, and no more."""
    return unit.kind == "row" and len(re.findall(r"\t+", unit.text.strip())) == 1


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
    item = library.item_passages(lead.passage) if lead.passage.item_title else []
    places = [
        [(lead.passage, lead), *((p, lead) for p in item if p.id != lead.passage.id)],
        [(hit.passage, hit) for hit in hits[:6]],
    ]
    quoted = {(quote.passage.id, unit) for quote in quotes for unit in quote.units}
    for among in places:
        best: tuple[float, Passage, Hit, Unit] | None = None
        for passage, hit in among:
            heading = " ".join(passage.heading)
            for unit in quotable(passage):
                if (passage.id, unit) in quoted or not _looks(part, unit):
                    continue
                score = own.cover(told_by(unit)) + 0.5 * asked.cover(f"{told_by(unit)} {heading}")
                if own.cover(f"{told_by(unit)}") >= HELD_TO and (best is None or score > best[0]):
                    best = (score, passage, hit, unit)
        if best is not None:
            return [Quote(best[1], best[2].paper, (best[3],))]
    return []
