"""Choose the quotes of an answer: the unit that answers best with what belongs to it, then the next.

Which unit answers is a matter of one learned score (`qa.judgement.scores`). Here it is given its
neighbours, its whole resolution where that is short, and, folded behind it, the units that come
close. How close was measured: see docs/adr/0040-one-judgement.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.judgement.parts import ScoredPart, names_the_matter, parts_of
from qa.judgement.scores import Scored
from qa.judgement.units import Candidate
from qa.language.terms import term_set
from qa.library import Library
from qa.papers import DECIDING, Hit, Standing, UnitKind
from qa.questions.question import Kind
from qa.quoting.motions import quotes_of_motion
from qa.quoting.resolutions import first_answering, quote_resolution, with_what_varies
from qa.quoting.units import (
    ENOUGH,
    WHOLE,
    Quote,
    add_quote,
    cover_of,
    units_round,
    with_totals,
    with_what_follows,
    words_of,
)
from qa.retrieval.features import Asked

FURTHER = 3
"""Units behind the best one that may be quoted too."""
CLOSE = 2.5
"""Log odds behind the best unit within which another is quoted too."""
AS_GOOD = 0.5
"""Log odds behind the best unit within which one that decides leads, where a decision is asked for."""
READ_AS_GOOD = 1.5
"""The same of a reader's log odds, which tell better what answers."""
SURELY = 1.0
"""A reader's log odds above which a unit is quoted itself, and not the decision of its item: 3 gives
the same, none tells more decisions that are not asked for."""
AMONG, SAME_WORDS, LEAST_TERMS = 12, 0.75, 4
"""Units among which a decision is looked for in the words of a recommendation, the share of their
terms that two such units have in common, and the terms that tell one matter from another."""
BESIDE = 25
"""Words that a further unit should have with its neighbours, so that it can be understood."""
AS_DECIDED = 0.75
"""Share of a quote's coverage from which a decision on its matter is taken to be held."""


def choose_quotes(
    asked: Asked,
    hits: Sequence[Hit],
    scored: Scored,
    library: Library,
    parts: Sequence[ScoredPart] = (),
) -> list[Quote]:
    """Return the quotes that answer, the first the one that answers most. There must be a unit.

    `scored` are the units of the hits, `parts` the parts of the question, with the same units.
    """
    # What was decided is said first, whatever else is asked.
    of_decision = (
        each
        for each in parts
        if Kind.DECISION in each.asked.question.kinds and names_the_matter(each.asked, asked)
    )
    first_part = next(of_decision, ScoredPart(asked, scored))
    own, leading = first_part.asked, first_part.scored
    lead = _lead(own, leading)
    read = _is_read_to_answer(leading, lead, SURELY)
    # What surely answers is quoted itself, and no decision of its item in its place.
    resolved = quote_resolution(own, leading.candidates[lead], library, itself=read)
    quotes = _answered(resolved, leading) or [_quote_round(own, leading, lead, whole=True)]
    answering = quotes[0].answering or leading.candidates[lead].unit
    moved = quotes_of_motion(asked, quotes[0].passage, answering, hits, library, itself=read)
    for quote in quotes if moved else ():
        moved = add_quote(moved, quote)
    quotes = with_what_varies(hits, library, moved or quotes)
    for part in parts:
        best = part.scored.in_order()[0]
        quotes = add_quote(quotes, _quote_round(part.asked, part.scored, best))
    first, *others = scored.in_order()
    for place in [first, *others[:FURTHER]]:
        if scored.scores[first] - scored.scores[place] <= CLOSE:
            quotes = add_quote(quotes, _quote_round(asked, scored, place))
    return with_what_follows(library, quotes)


def _answered(quotes: list[Quote], scored: Scored) -> list[Quote]:
    """Put the quote first that holds the likeliest unit, as far as one of the quotes does."""
    if not quotes or quotes[0].answering is not None:
        return quotes
    held = {unit for quote in quotes for unit in quote.units}
    units = (scored.candidates[place].unit for place in scored.in_order())
    best = next((unit for unit in units if unit in held), None)
    return first_answering(quotes, best) if best is not None else quotes


def _lead(asked: Asked, scored: Scored) -> int:
    """Return the place of the unit that leads: of a decision asked for, one that decides if close.

    What the public record says of private business leads only where no other does. What was
    recommended, and then decided in the same words, was decided.
    """
    order = scored.in_order()
    if Kind.DECISION in asked.question.kinds:
        alone = set(asked.question.kinds) == {Kind.DECISION}
        close = [p for p in order if _is_close(scored, order[0], p, of_decision_alone=alone)]
        deciding = [
            place for place in close if scored.candidates[place].hit.passage.standing in DECIDING
        ]
        public = (p for p in deciding if not scored.candidates[p].hit.passage.private)
        return next(public, next(iter(deciding), order[0]))
    return _as_decided(asked, scored, order)


def _as_decided(asked: Asked, scored: Scored, order: Sequence[int]) -> int:
    """Return the place of the likeliest unit, or of the one that decides what it recommends."""
    best = scored.candidates[order[0]]
    recommends = best.hit.passage.standing is Standing.RECOMMENDED and best.unit.row is None
    if not recommends or asked.question.facets.business.asks_for_recommendation:
        return order[0]
    own = term_set(best.unit.text)
    for place in order[:AMONG]:
        other = scored.candidates[place]
        if other.hit.passage.standing is Standing.DECIDED and not other.hit.passage.private:
            words = term_set(other.unit.text)
            if len(own & words) >= SAME_WORDS * len(own | words) and len(own) >= LEAST_TERMS:
                return place
    return order[0]


def _is_close(scored: Scored, best: int, place: int, *, of_decision_alone: bool) -> bool:
    """Whether a unit answers nearly as well as the best: by a reader's log odds, if both have them.

    Where nothing is asked but what was decided, it is enough that a reader takes it to answer.
    """
    own, other = (scored.extracts.get(scored.candidates[p].unit) for p in (best, place))
    near = bool(scored.scores[best] - scored.scores[place] <= AS_GOOD)
    if of_decision_alone or own is None or other is None:
        return near or (of_decision_alone and other is not None and other.logit > 0)
    return place == best or (other.logit > 0 and own.logit - other.logit <= READ_AS_GOOD)


def _is_read_to_answer(scored: Scored, place: int, least: float = 0.0) -> bool:
    extract = scored.extracts.get(scored.candidates[place].unit)
    return extract is not None and extract.logit > least


def _quote_round(asked: Asked, scored: Scored, place: int, *, whole: bool = False) -> Quote:
    """Quote a unit with the neighbours that it needs; a short passage `whole`, a row alone."""
    chosen = scored.candidates[place]
    passage, paper = chosen.hit.passage, chosen.hit.paper
    units = [unit for unit in passage.units if unit.kind != UnitKind.HEADER]
    if chosen.unit.kind == UnitKind.ROW:
        kept = with_totals(asked, units, (chosen.unit,))
        return Quote(passage, paper, kept, kept[0])
    if whole and words_of(units) <= WHOLE:
        kept = tuple(units)
    else:
        scores = _scores_in(scored, chosen)
        at = next(i for i, unit in enumerate(units) if unit is chosen.unit)
        values = [scores.get(id(unit), min(scores.values())) for unit in units]
        kept = units_round(units, values, at, least=ENOUGH if whole else BESIDE)
    return Quote(passage, paper, kept, chosen.unit)


def _scores_in(scored: Scored, chosen: Candidate) -> dict[int, float]:
    """Return the scores of the units of a candidate's passage, by the identity of the unit."""
    return {
        id(other.unit): float(score)
        for other, score in zip(scored.candidates, scored.scores, strict=True)
        if other.hit is chosen.hit
    }


# Whether a decision is held


def is_decided(asked: Asked, quote: Quote, hits: Sequence[Hit]) -> bool:
    """Whether a hit decides the matter of a quote that does not, by reference or nearly as fully."""
    own = _of_the_decision(asked)
    least = AS_DECIDED * cover_of(own, quote.passage)
    return any(
        hit.passage.standing in DECIDING
        and not hit.passage.private
        and (
            bool(set(hit.passage.references) & set(asked.question.references))
            or cover_of(own, hit.passage) >= least
        )
        for hit in hits
    )


def _of_the_decision(asked: Asked) -> Asked:
    """Return the part of the question that asks what was decided, or the whole.

    "What was decided on the pier, and when does it open?": the opening may stand elsewhere.
    """
    return next((part for part in parts_of(asked) if Kind.DECISION in part.question.kinds), asked)
