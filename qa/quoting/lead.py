"""The hit that answers: the first, unless it merely proposes what another decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.language.spelling import INTENT
from qa.papers import DECIDING, MERELY, Hit, ItemKind
from qa.questions.question import Kind, Question
from qa.quoting.units import Quote
from qa.retrieval.features import Asked, looks_like_an_answer

AS_DECIDED = 0.75
"""Share of a quote's coverage from which a decision on its matter is taken to be held."""
AS_HIGH = 2.0
"""Score behind the first hit within which a decision is taken before what only tells of it."""
WILL_BE = frozenset({Kind.YES_NO, Kind.WHEN, Kind.OTHER, Kind.LIST})


def lead_of(asked: Asked, hits: Sequence[Hit]) -> Hit:
    """Return the hit that answers: the first, unless it merely proposes what another decides.

    An officer who does not ask for a proposal wants what was decided on it, if that is held.
    """
    first, question = _numbered(asked, hits) or hits[0], asked.question
    best = matter(asked, first)
    if first.passage.standing in DECIDING and question.facets.business.asks_what_came_before:
        earlier = [h for h in hits[1:8] if h.passage.standing not in DECIDING]
        return next((h for h in earlier if matter(asked, h) >= 0.6 * best), first)
    asks_for_proposal = question.facets.business.asks_for_proposal
    of_decision = Kind.DECISION in question.kinds and first.passage.item_kind != ItemKind.MINUTE
    if not asks_for_proposal and (first.passage.standing in MERELY or of_decision):
        own = _of_the_decision(asked)
        for hit in hits[1:5]:
            decided = hit.passage.standing in DECIDING and not hit.passage.private
            as_much = matter(own, hit) >= 0.9 * matter(own, first)
            if decided and as_much and _answers(question, hit):
                return hit
    return _decided_as_well(asked, first, hits) or first


def _of_the_decision(asked: Asked) -> Asked:
    """Return the part of the question that asks what was decided, or the whole.

    "What was decided on the pier, and when does it open?": the opening may be told elsewhere.
    """
    for part in asked.question.parts:
        weights = {term: asked.weights[term] for term in part.terms if term in asked.weights}
        if Kind.DECISION in part.kinds and weights.keys() - INTENT:
            return replace(asked, weights=weights)
    return asked


def _decided_as_well(asked: Asked, first: Hit, hits: Sequence[Hit]) -> Hit | None:
    """Return a hit that decides what the first only tells of, and ranks as high.

    Whether, when and where a thing will be is told by what was decided, unless it is asked what
    was said or sought.
    """
    question = asked.question
    if not WILL_BE & set(question.kinds) or first.passage.standing in DECIDING:
        return None
    asks = question.facets.business
    if (
        asks.asks_for_talk
        or asks.asks_for_proposal
        or asks.asks_for_recommendation
        or asks.asks_for_alternatives
        or asks.asks_what_came_before
    ):
        return None
    for hit in hits[1:5]:
        near = hits[0].score - hit.score <= AS_HIGH
        decided = hit.passage.standing in DECIDING and not hit.passage.private
        as_much = matter(asked, hit) >= 0.9 * matter(asked, first)
        if near and decided and as_much and _answers(question, hit):
            return hit
    return None


def _numbered(asked: Asked, hits: Sequence[Hit]) -> Hit | None:
    """Return the first hit of the minute that is asked for by its number, of its meeting."""
    if not asked.question.minutes:
        return None
    found = [h for h in hits if h.passage.item_number in asked.question.minutes]
    dated = [h for h in found if h.features is not None and h.features.period > 0]
    of_it = dated or found
    return next((h for h in of_it if h.passage.standing in DECIDING), next(iter(of_it), None))


def _answers(question: Question, hit: Hit) -> bool:
    return any(looks_like_an_answer(question, unit.text) for unit in hit.passage.units)


def matter(asked: Asked, hit: Hit) -> float:
    """Return the share of the question that a hit covers, its headings included."""
    return asked.cover(hit.passage.text + " " + " ".join(hit.passage.heading))


def is_decided(asked: Asked, quote: Quote, hits: Sequence[Hit]) -> bool:
    """Whether a hit decides the matter of a quote that does not, by reference or nearly as fully."""
    own = _of_the_decision(asked)
    told = own.cover(quote.passage.text + " " + " ".join(quote.passage.heading))
    return any(
        hit.passage.standing in DECIDING
        and not hit.passage.private
        and (
            bool(set(hit.passage.references) & set(asked.question.references))
            or matter(own, hit) >= AS_DECIDED * told
        )
        for hit in hits
    )
