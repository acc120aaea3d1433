"""What residents ask of the council itself: how to apply, when the bin goes; papers seldom tell."""

from __future__ import annotations

from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import units_of
from qa.language.terms import analyse, content_terms
from qa.library import Library
from qa.passages import Hit
from qa.question import Question

FULLY = 0.8
"""Coverage by one unit under its headings from which a paper may tell a resident what to do."""
MOSTLY = 0.5
"""Coverage from which a passage is on the matter, in whatever words it names the thing."""


def lacks_advice(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How a resident is to go about something needs a unit that speaks of all of it."""
    if not asked.question.facets.outcome.asks_for_advice:
        return None
    if any(asked.cover(seen.around) >= FULLY for seen in units_of(hits)):
        return None
    return "The papers of meetings held do not tell residents how to go about it."


def lacks_thing(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Plans for a thing are in no paper that never names it."""
    thing = _thing(asked.question)
    # Of hits without features nothing shows that they lack it.
    if thing is None or any(h.features is None or h.features.coverage >= MOSTLY for h in hits):
        return None
    terms, word = thing
    if any(set(terms) & set(analyse(seen.around)) for seen in units_of(hits)):
        return None
    return f"No passage found speaks of {word}."


def _thing(question: Question) -> tuple[list[str], str] | None:
    """Return the last noun of what plans are asked for, as index terms and as written."""
    word = question.facets.outcome.plans_for
    if word is None:
        return None
    terms = content_terms(word)
    if not terms or terms[0] in set(question.day_terms):
        return None
    others = [
        term
        for other in question.others
        if terms[0] in other.asked
        for phrase in other.written
        for term in phrase
    ]
    return [*terms, *others], word
