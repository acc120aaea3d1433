"""Complete the first quotes with what they leave open.

That is the other parts of the question, the rest of the item or of the sentence, and other passages
that are as likely to answer. Each stage takes the quotes so far and returns them with what it
adds. How far behind the first hit a passage may rank was measured: see "What is quoted beside the
first passage" in `docs/adr`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.language.numbers import MONEY
from qa.library import Library
from qa.papers import Hit, ItemKind, Paper, Passage, Unit, UnitKind
from qa.questions.figures import SAVING
from qa.questions.question import Kind, Question
from qa.quoting.units import (
    Quote,
    add_quote,
    choose_units,
    cover_of,
    quotable_units,
    text_in_table,
    unit_scores,
)
from qa.retrieval.features import LOOKS, Asked, looks_like_an_answer

MOST_QUOTES = 4
"""Quotes from which on no further passage is added."""

# A proposal

PROPOSING = re.compile(r"\b(?:it is proposed|the proposal is|proposed to)\b", re.I)


def with_proposal(asked: Asked, lead: Hit, library: Library, quotes: list[Quote]) -> list[Quote]:
    """Where a proposal is asked about, quote what it proposes and what it would save.

    A question of the service as it is, or of a detail, is answered without.
    """
    kinds, asks = set(asked.question.kinds), asked.question.facets
    of_it = Kind.DECISION in kinds or asks.business.asks_for_proposal or Kind.FIGURE in kinds
    if lead.passage.item_kind != ItemKind.PROPOSAL or not of_it:
        return quotes
    parts = library.item_passages(lead.passage)
    quoted = {unit for quote in quotes for unit in quote.units}
    if Kind.FIGURE not in kinds:
        change = next((p for p in parts if PROPOSING.search(p.text)), None)
        if change is not None and not any(PROPOSING.search(unit.text) for unit in quoted):
            quotes = [Quote(change, lead.paper, choose_units(asked, change)), *quotes]
    elif any(MONEY.search(unit.text) for unit in quoted) or not asks.figures.asks_of_savings:
        return quotes
    for passage in parts:
        for index, unit in enumerate(passage.units):
            above = passage.units[index - 1].text if index else ""
            if MONEY.search(unit.text) and SAVING.search(f"{above} {unit.text}"):
                saving = [] if unit in quoted else [Quote(passage, lead.paper, (unit,))]
                return [*quotes, *saving]
    return quotes


# Other papers

AS_MUCH = 0.8
"""Share of the first hit's coverage from which another paper speaks of the same thing."""


def with_other_papers(
    asked: Asked, lead: Hit, hits: Sequence[Hit], quotes: list[Quote]
) -> list[Quote]:
    """Where papers are said to differ, add what the other papers say of it, each once."""
    if not asked.question.facets.business.asks_where_papers_differ:
        return quotes
    for hit in hits:
        if len(quotes) > MOST_QUOTES or hit.paper.id in {q.paper.id for q in quotes}:
            continue
        quote = Quote(hit.passage, hit.paper, choose_units(asked, hit.passage))
        as_much = cover_of(asked, hit.passage) >= AS_MUCH * cover_of(asked, lead.passage)
        if as_much and _has_the_look(asked, quote):
            quotes = [*quotes, quote]
    return quotes


def _has_the_look(asked: Asked, quote: Quote) -> bool:
    return any(looks_like_an_answer(asked.question, unit.text) for unit in quote.units)


# The parts of a question of several

HELD_TO = 0.5
"""Share of a part's own terms that must stand where it is answered."""
MOST_TABLE = 130
"""Words of a timetable that is quoted whole where several of its days are asked for."""


def with_each_part(
    asked: Asked, lead: Hit, hits: Sequence[Hit], library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Add a unit for each part of the question that the quotes do not answer.

    "When does the tender go out, and when are bids due?" is answered by two rows of a timetable;
    "how much was it, and why?" by a figure and a reason.
    """
    for part in asked.question.parts:
        if not any(kind in LOOKS for kind in part.kinds):
            continue  # What has no look of its own is found by what the quotes leave uncovered.
        # The part's own terms, with the weights that they have in the whole question.
        weights = {term: asked.weights[term] for term in part.terms if term in asked.weights}
        own = replace(asked, question=replace(part, others=asked.question.others), weights=weights)
        if any(_answers_part(own, unit) for quote in quotes for unit in quote.units):
            continue
        found = _timetable(part, quotes[0]) or _best_for_part(
            asked, own, _places(lead, hits, library), quotes
        )
        if found is not None:
            quotes = add_quote(quotes, found)
    return quotes


def _answers_part(own: Asked, unit: Unit) -> bool:
    """Whether a quoted unit answers a part. A row of several cells says all of one thing."""
    if not looks_like_an_answer(own.question, unit.text):
        return False
    whole_row = unit.kind == UnitKind.ROW and not _of_timetable(unit)
    return whole_row or not own.weights or own.cover(text_in_table(unit)) >= HELD_TO


def _of_timetable(unit: Unit) -> bool:
    """Whether a row is of an event and its day, and no more."""
    return unit.kind == UnitKind.ROW and len(re.findall(r"\t+", unit.text.strip())) == 1


def _timetable(part: Question, first: Quote) -> Quote | None:
    """Where a row of a timetable was quoted and another is asked for, quote it all if short."""
    if Kind.WHEN not in part.kinds or not all(map(_of_timetable, first.units)):
        return None
    rows = tuple(
        unit
        for unit in first.passage.units
        if _of_timetable(unit) and looks_like_an_answer(part, unit.text)
    )
    words = sum(len(unit.text.split()) for unit in rows)
    return replace(first, units=rows) if len(rows) > 1 and words <= MOST_TABLE else None


def _places(
    lead: Hit, hits: Sequence[Hit], library: Library
) -> Iterator[list[tuple[Passage, Paper]]]:
    """Yield where a part is looked for: the item that answers, then the first hits."""
    yield [(passage, lead.paper) for passage in _item_of(lead, library)]
    yield [(hit.passage, hit.paper) for hit in hits[:6]]


def _item_of(lead: Hit, library: Library) -> list[Passage]:
    """Return the passages of a hit's item, its own first; its own alone outside all items."""
    item = library.item_passages(lead.passage) if lead.passage.item_title else []
    return [lead.passage, *(passage for passage in item if passage.id != lead.passage.id)]


def _best_for_part(
    asked: Asked,
    own: Asked,
    places: Iterator[list[tuple[Passage, Paper]]],
    quotes: Sequence[Quote],
) -> Quote | None:
    """Return the unit that answers a part best, in the first of the places that has one."""
    quoted = {(quote.passage.id, unit) for quote in quotes for unit in quote.units}

    def fit(quote: Quote) -> float:
        """How well it fits the part by its own terms, and the whole under its heading."""
        text = text_in_table(quote.units[0])
        return own.cover(text) + 0.5 * asked.cover(" ".join([text, *quote.passage.heading]))

    for place in places:
        answering = [
            Quote(passage, paper, (unit,))
            for passage, paper in place
            for unit in quotable_units(passage)
            if (passage.id, unit) not in quoted
            and looks_like_an_answer(own.question, unit.text)
            and own.cover(text_in_table(unit)) >= HELD_TO
        ]
        if answering:
            return max(answering, key=fit)
    return None


# The rest of the item

REST_OF_ITEM = 0.22
"""Share of the question that another unit of the item must newly cover to be quoted too."""
LEAST_OF_REST = 0.22
"""Share of the question that such a unit must cover by itself."""
WIDEST_ITEM = 40
"""Passages of an item that are searched for what the first quote leaves open."""


def with_rest_of_item(
    asked: Asked, lead: Hit, library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Add units of the item that answer a part of the question which the quotes leave open."""
    passages = _item_of(lead, library)[:WIDEST_ITEM]
    for _ in range(2):
        found = _best_gain(asked, passages, quotes, " ".join(lead.passage.heading))
        if found is None or len(quotes) >= MOST_QUOTES:
            break
        quotes = add_quote(quotes, Quote(found[0], lead.paper, (found[1],)))
    return quotes


def _best_gain(
    asked: Asked, passages: Sequence[Passage], quotes: Sequence[Quote], heading: str
) -> tuple[Passage, Unit] | None:
    """Return the unit that newly covers most of the question, if that is enough."""
    covered = " ".join(
        [heading, *(text_in_table(unit) for quote in quotes for unit in quote.units)]
    )
    quoted = {(q.passage.id, unit) for q in quotes for unit in q.units}
    before = asked.cover(covered)
    best, found = (REST_OF_ITEM, 0.0), None
    for passage in passages:
        for unit in quotable_units(passage):
            if (passage.id, unit) in quoted or not looks_like_an_answer(asked.question, unit.text):
                continue
            gain = round(asked.cover(f"{covered} {unit.text}") - before, 6)
            if gain < best[0] or asked.cover(unit.text) < LEAST_OF_REST:
                continue
            fit = (gain, unit_scores(asked, [unit])[0])  # Of rows that add as much, the best one.
            if fit > best:
                best, found = fit, (passage, unit)
    return found


# The rest of the sentence or list

MOST_TO_FOLLOW = 70
"""Words of the next passage that complete a quote which ends on a colon."""
MOST_TO_FINISH = 130
"""Words of the paragraph that finishes a sentence."""
ENDED = re.compile(r"[.;:!?…][\s)”\"'’*]*(?:and|or)?\s*$")
RUNS_OVER = re.compile(
    r"(?:,|[-–]|\b(?:and|or|of|the|to|for|in|on|at|by|with|from|that|which|a|an|its|their|is|are|be|as))\s*$",
    re.I,
)
"""The end of a line after which a sentence goes on; lists often have no full stops."""
ENDS_ON_COLON = re.compile(r":\s*[-–]?\s*$")


def with_what_follows(library: Library, quotes: list[Quote]) -> list[Quote]:
    """Where the first quote ends on a colon or in mid-sentence, add what comes after it."""
    first = quotes[0]
    last = first.units[-1]
    broken = (
        last.kind != UnitKind.ROW and len(last.text.split()) > 12 and not ENDED.search(last.text)
    )
    if last != first.passage.units[-1] or not (ENDS_ON_COLON.search(last.text) or broken):
        return quotes
    following = f"{first.passage.paper_id}-{first.passage.ordinal + 1:05d}"
    held = library.passages([following])
    if following not in held or any(q.passage.id == following for q in quotes):
        return quotes
    passage = held[following][0]
    opens = next((unit.text for unit in quotable_units(passage)), "")
    unfinished = broken and bool(RUNS_OVER.search(last.text) or opens[:1].islower())
    if broken and not unfinished:
        return quotes
    units: list[Unit] = []
    for unit in quotable_units(passage):
        most = MOST_TO_FINISH if unfinished else MOST_TO_FOLLOW
        if sum(len(u.text.split()) for u in [*units, unit]) > most:
            break
        units.append(unit)
        if unfinished:
            break
    if not units or passage.standing is not first.passage.standing or passage.private:
        return quotes
    return [first, Quote(passage, first.paper, tuple(units)), *quotes[1:]]


# Other passages

RUNS_ON = 2.5
"""Score behind the first hit within which the passage next to it is taken to answer as well."""
ALIKE = 0.3
"""Score behind the first hit within which the second is as likely to answer."""


def with_other_passages(
    asked: Asked, lead: Hit, hits: Sequence[Hit], quotes: list[Quote]
) -> list[Quote]:
    """Add hits that are as likely to answer: next to the first, or ranked as high as it."""
    for hit in hits[:6]:
        if len(quotes) >= MOST_QUOTES or any(q.passage.id == hit.passage.id for q in quotes):
            continue
        ours, theirs = hit.passage, lead.passage
        beside = ours.item_id == theirs.item_id and abs(ours.ordinal - theirs.ordinal) == 1
        if hits[0].score - hit.score <= (RUNS_ON if beside else ALIKE if hit.rank == 2 else 0.0):
            quote = Quote(hit.passage, hit.paper, choose_units(asked, hit.passage))
            if _has_the_look(asked, quote):
                quotes = [*quotes, quote]
    return quotes


def with_more_of_the_same(
    asked: Asked, lead: Hit, hits: Sequence[Hit], quotes: list[Quote]
) -> list[Quote]:
    """Where the question is open, add what its section says of it elsewhere as fully."""
    if set(asked.question.kinds) - {Kind.OTHER, Kind.LIST}:
        return quotes
    best = max(max(unit_scores(asked, quote.units), default=0.0) for quote in quotes)
    for hit in hits[:5]:
        section = (hit.passage.paper_id, hit.passage.heading)
        known = any(quote.passage.id == hit.passage.id for quote in quotes)
        if known or section != (lead.passage.paper_id, lead.passage.heading):
            continue
        units = list(quotable_units(hit.passage))
        scores = unit_scores(asked, units)
        if units and max(scores) >= best:
            best_unit = units[scores.index(max(scores))]
            return add_quote(quotes, Quote(hit.passage, hit.paper, (best_unit,)))
    return quotes
