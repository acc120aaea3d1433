"""Choose the quotes of an answer: the hit that answers, its resolution, and what these leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.language.spelling import INTENT
from qa.library import Library
from qa.papers import DECIDING, MERELY, Hit, ItemKind
from qa.questions.question import Kind
from qa.quoting.complete import (
    MOST_QUOTES,
    with_each_part,
    with_more_of_the_same,
    with_other_papers,
    with_other_passages,
    with_proposal,
    with_rest_of_item,
    with_what_follows,
)
from qa.quoting.resolutions import (
    quote_item,
    quote_resolution,
    with_recorded_vote,
    with_same_matter,
    with_what_varies,
)
from qa.quoting.units import Quote, cover_of
from qa.retrieval.features import Asked, looks_like_an_answer

AS_DECIDED = 0.75
"""Share of a quote's coverage from which a decision on its matter is taken to be held."""
AS_MUCH = 0.9
"""Share of the first hit's coverage from which a hit that decides answers in its place."""
AS_HIGH = 2.0
"""Score behind the first hit within which a decision is preferred to what only speaks of it."""
WILL_BE = frozenset({Kind.YES_NO, Kind.WHEN, Kind.OTHER, Kind.LIST})
"""Kinds of question on what will be, which a decision answers as well as any other passage."""


def choose_quotes(asked: Asked, hits: Sequence[Hit], library: Library) -> list[Quote]:
    """Return the quotes that answer, the first the one that answers most. Needs a hit at least."""
    lead = lead_of(asked, hits)
    quotes = quote_resolution(asked, lead, library) or quote_item(asked, lead, library)
    quotes = with_same_matter(asked, hits, library, quotes)
    quotes = with_what_varies(asked, hits, library, quotes)
    quotes = with_proposal(asked, lead, library, quotes)
    quotes = with_recorded_vote(asked, lead, library, quotes)
    quotes = with_other_papers(asked, lead, hits, quotes)
    quotes = with_each_part(asked, lead, hits, library, quotes)
    quotes = with_rest_of_item(asked, lead, library, quotes)
    quotes = with_what_follows(library, quotes)
    quotes = with_other_passages(asked, lead, hits, quotes)
    quotes = with_more_of_the_same(asked, lead, hits, quotes)
    return quotes[: MOST_QUOTES + 2]


def lead_of(asked: Asked, hits: Sequence[Hit]) -> Hit:
    """Return the hit that answers: the first, unless it merely proposes what another decides.

    Who does not ask for a proposal wants what was decided on it, if that is held.
    """
    first, question = _numbered(asked, hits) or hits[0], asked.question
    asks = question.facets.business
    if first.passage.standing in DECIDING and asks.asks_what_came_before:
        least = 0.6 * cover_of(asked, first.passage)
        earlier = (h for h in hits[1:8] if h.passage.standing not in DECIDING)
        return next((h for h in earlier if cover_of(asked, h.passage) >= least), first)
    of_decision = Kind.DECISION in question.kinds and first.passage.item_kind != ItemKind.MINUTE
    if not asks.asks_for_proposal and (first.passage.standing in MERELY or of_decision):
        decided = _deciding(_of_the_decision(asked), first, hits[1:5])
        if decided is not None:
            return decided
    # Whether, when and where a thing will be is answered by what was decided, unless the question
    # is of what was said or sought.
    sought = (
        asks.asks_for_talk
        or asks.asks_for_proposal
        or asks.asks_for_recommendation
        or asks.asks_for_alternatives
        or asks.asks_what_came_before
    )
    if sought or not WILL_BE & set(question.kinds) or first.passage.standing in DECIDING:
        return first
    as_high = [hit for hit in hits[1:5] if hits[0].score - hit.score <= AS_HIGH]
    return _deciding(asked, first, as_high) or first


def _numbered(asked: Asked, hits: Sequence[Hit]) -> Hit | None:
    """Return the first hit of the minute that is asked for by its number, of its meeting."""
    if not asked.question.minutes:
        return None
    found = [h for h in hits if h.passage.item_number in asked.question.minutes]
    dated = [h for h in found if h.features is not None and h.features.period > 0]
    of_it = dated or found
    return next((h for h in of_it if h.passage.standing in DECIDING), next(iter(of_it), None))


def _deciding(asked: Asked, first: Hit, hits: Sequence[Hit]) -> Hit | None:
    """Return the first of the hits that decides in public, as fully on the matter as another."""
    least = AS_MUCH * cover_of(asked, first.passage)
    for hit in hits:
        passage = hit.passage
        if (
            passage.standing in DECIDING
            and not passage.private
            and cover_of(asked, passage) >= least
            and any(looks_like_an_answer(asked.question, unit.text) for unit in passage.units)
        ):
            return hit
    return None


def _of_the_decision(asked: Asked) -> Asked:
    """Return the part of the question that asks what was decided, or the whole.

    "What was decided on the pier, and when does it open?": the opening may stand elsewhere.
    """
    for part in asked.question.parts:
        weights = {term: asked.weights[term] for term in part.terms if term in asked.weights}
        if Kind.DECISION in part.kinds and weights.keys() - INTENT:
            return replace(asked, weights=weights)
    return asked


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
