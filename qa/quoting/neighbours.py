"""What the first quote leaves open: the rest of its item, what follows it, other passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.language.numbers import MONEY
from qa.library import Library
from qa.papers import Hit, Passage, Unit, UnitKind
from qa.questions.figures import SAVING
from qa.questions.question import Kind
from qa.quoting.lead import matter
from qa.quoting.units import Quote, added, choose_units, quotable, told_by, unit_scores
from qa.retrieval.features import Asked, looks_like_an_answer

RUNS_ON = 2.5
"""Score behind the first hit within which the passage next to it is taken to answer as well.

Of 2,055 passages that 365 questions ranked behind their first, a logistic model of rank score,
neighbourhood and look picked, out of fold, 80 of which .45 to .51 hold evidence: those beside the
first. What a passage newly covers of the question, tried before, was right in .12 of 76.
"""
ALIKE = 0.3
"""Score behind the first hit within which the second is as likely to answer: .34 of 70 did."""
REST_OF_ITEM = 0.22
"""Share of the question that another unit of the item must newly cover to be quoted too."""
LEAST_OF_REST = 0.22
"""Share of the question that such a unit must cover by itself."""
MOST_QUOTES = 4
MOST_TO_FOLLOW = 70
"""Words of the next passage that complete a quote which ends on a colon."""
AS_MUCH = 0.8
"""Share of the first hit's coverage from which another paper speaks of the same thing."""
MOST_TO_FINISH = 130
"""Words of the paragraph that finishes a sentence."""
ENDED = re.compile(r"[.;:!?…][\s)”\"'’*]*(?:and|or)?\s*$")
RUNS_OVER = re.compile(
    r"(?:,|[-–]|\b(?:and|or|of|the|to|for|in|on|at|by|with|from|that|which|a|an|its|their|is|are|be|as))\s*$",
    re.I,
)
"""The end of a line after which a sentence goes on; lists often have no full stops."""
LEADS_ON = re.compile(r":\s*[-–]?\s*$")
WIDEST_ITEM = 40
"""Passages of an item that are searched for what the first quote leaves open."""
PROPOSING = re.compile(r"\b(?:it is proposed|the proposal is|proposed to)\b", re.I)


def with_proposal(asked: Asked, hit: Hit, library: Library, quotes: list[Quote]) -> list[Quote]:
    """Where a proposal is asked about, quote what it proposes and what it would save.

    A question of the service as it is, or of a detail, is answered without.
    """
    kinds = set(asked.question.kinds)
    of_it = Kind.DECISION in kinds or asked.question.facets.business.asks_for_proposal
    if not (of_it or Kind.FIGURE in kinds):
        return quotes
    parts = library.item_passages(hit.passage)
    quoted = {unit for quote in quotes for unit in quote.units}
    if Kind.FIGURE not in kinds:
        change = next((p for p in parts if PROPOSING.search(p.text)), None)
        if change is not None and not any(PROPOSING.search(unit.text) for unit in quoted):
            quotes = [Quote(change, hit.paper, choose_units(asked, change)), *quotes]
    elif (
        any(MONEY.search(u.text) for u in quoted)
        or not asked.question.facets.figures.asks_of_savings
    ):
        return quotes
    for passage in parts:
        for index, unit in enumerate(passage.units):
            above = passage.units[index - 1].text if index else ""
            if MONEY.search(unit.text) and SAVING.search(f"{above} {unit.text}"):
                if unit not in quoted:
                    quotes.append(Quote(passage, hit.paper, (unit,)))
                return quotes
    return quotes


def with_rest_of_item(
    asked: Asked, lead: Hit, library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Add units of the item that answer a part of the question which the quotes leave open."""
    item = library.item_passages(lead.passage) if lead.passage.item_title else []
    passages = [lead.passage, *(p for p in item if p.id != lead.passage.id)][:WIDEST_ITEM]
    for _ in range(2):
        found = _best_gain(asked, passages, quotes, " ".join(lead.passage.heading))
        if found is None or len(quotes) >= MOST_QUOTES:
            break
        quotes = added(quotes, Quote(found[0], lead.paper, (found[1],)))
    return quotes


def _best_gain(
    asked: Asked, passages: Sequence[Passage], quotes: Sequence[Quote], heading: str
) -> tuple[Passage, Unit] | None:
    """Return the unit that newly covers most of the question, if that is enough."""
    covered = " ".join([heading, *(told_by(unit) for quote in quotes for unit in quote.units)])
    quoted = {(q.passage.id, unit) for q in quotes for unit in q.units}
    before = asked.cover(covered)
    best, found = (REST_OF_ITEM, 0.0), None
    for passage in passages:
        for unit in quotable(passage):
            if (passage.id, unit) in quoted or not looks_like_an_answer(asked.question, unit.text):
                continue
            gain = round(asked.cover(f"{covered} {unit.text}") - before, 6)
            if gain < best[0] or asked.cover(unit.text) < LEAST_OF_REST:
                continue
            fit = (
                gain,
                unit_scores(asked, [unit])[0],
            )  # of rows that add as much, the one that fits
            if fit > best:
                best, found = fit, (passage, unit)
    return found


def with_what_follows(library: Library, quotes: list[Quote]) -> list[Quote]:
    """Where the first quote ends on a colon or in mid-sentence, add what comes after it."""
    first = quotes[0]
    last = first.units[-1]
    broken = (
        last.kind != UnitKind.ROW and len(last.text.split()) > 12 and not ENDED.search(last.text)
    )
    if last != first.passage.units[-1] or not (LEADS_ON.search(last.text) or broken):
        return quotes
    following = f"{first.passage.paper_id}-{first.passage.ordinal + 1:05d}"
    held = library.passages([following])
    if following not in held or any(q.passage.id == following for q in quotes):
        return quotes
    passage = held[following][0]
    opens = next((unit.text for unit in quotable(passage)), "")
    unfinished = broken and bool(RUNS_OVER.search(last.text) or opens[:1].islower())
    if broken and not unfinished:
        return quotes
    units: list[Unit] = []
    for unit in quotable(passage):
        most = MOST_TO_FINISH if unfinished else MOST_TO_FOLLOW
        if sum(len(u.text.split()) for u in [*units, unit]) > most:
            break
        units.append(unit)
        if unfinished:
            break
    if not units or passage.standing is not first.passage.standing or passage.private:
        return quotes
    return [first, Quote(passage, first.paper, tuple(units)), *quotes[1:]]


def with_other_passages(
    asked: Asked, hits: Sequence[Hit], lead: Hit, quotes: list[Quote]
) -> list[Quote]:
    """Add hits that are as likely to answer: next to the first, or ranked as high as it."""
    for hit in hits[:6]:
        if len(quotes) >= MOST_QUOTES or any(q.passage.id == hit.passage.id for q in quotes):
            continue
        behind = hits[0].score - hit.score
        if behind <= (RUNS_ON if _beside(hit, lead) else ALIKE if hit.rank == 2 else 0.0):
            quote = Quote(hit.passage, hit.paper, choose_units(asked, hit.passage))
            if any(looks_like_an_answer(asked.question, unit.text) for unit in quote.units):
                quotes = [*quotes, quote]
    return quotes


def with_more_of_the_same(
    asked: Asked, hits: Sequence[Hit], lead: Hit, quotes: list[Quote]
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
        units = list(quotable(hit.passage))
        scores = unit_scores(asked, units)
        if units and max(scores) >= best:
            return added(quotes, Quote(hit.passage, hit.paper, (units[scores.index(max(scores))],)))
    return quotes


def with_other_papers(
    asked: Asked, hits: Sequence[Hit], lead: Hit, quotes: list[Quote]
) -> list[Quote]:
    """Where papers are said to differ, add what the other papers say of it, each once."""
    if not asked.question.facets.business.asks_where_papers_differ:
        return quotes
    for hit in hits:
        if len(quotes) > MOST_QUOTES or hit.paper.id in {q.paper.id for q in quotes}:
            continue
        quote = Quote(hit.passage, hit.paper, choose_units(asked, hit.passage))
        if matter(asked, hit) >= AS_MUCH * matter(asked, lead) and any(
            looks_like_an_answer(asked.question, unit.text) for unit in quote.units
        ):
            quotes = [*quotes, quote]
    return quotes


def _beside(hit: Hit, lead: Hit) -> bool:
    """Whether a hit is the passage before or after another, in its paper and item."""
    ours, theirs = hit.passage, lead.passage
    return ours.item_id == theirs.item_id and abs(ours.ordinal - theirs.ordinal) == 1
