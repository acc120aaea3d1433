"""What a quote tells, and with what standing: that of the unit which answers, not of its item."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.answers import Citation
from qa.asked import Asked
from qa.choosing.votes import COUNTS
from qa.effect import standings_of
from qa.language.sentences import PARTS_QUOTED
from qa.library import Library
from qa.papers import DECIDING, ItemKind, Standing
from qa.passages import Unit, UnitKind
from qa.question_kinds import Kind
from qa.questions.asked_business import PROPOSED
from qa.quoting import Quote, unit_scores

FACTS = frozenset({Kind.FIGURE, Kind.WHO, Kind.WHEN, Kind.REASON})
TELLS = re.compile(
    r"\b(?:currently|at present|last year|in (?:19|20)\d\d|(?:is|are|was|were|has|have|had|provides?|operates?)\b)",
    re.I,
)
"""A sentence of how things are or were."""
PROPOSING = re.compile(
    r"\b(?:it is (?:being )?proposed|(?:the|this) proposal\b.{0,40}\bis (?:to|for)|(?:is|are|was|were) proposed (?:to|that)"
    r"|proposes? (?:to|that)|proposed (?:use|transfer|priorit\w+|changes?|increase|budget))\b",
    re.I,
)
PROPOSING_HEADING = re.compile(r"\bpropos(?:als?|ed)\b", re.I)
MOVERS = re.compile(r"\b(?:moved|proposed)\b.{0,120}\bseconded\b|\bseconded by\b", re.I | re.S)
AMENDING = re.compile(r"\bamend(?:ment|ing|ed)?\b|\blost\b", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """A quote with its standing for the question."""

    quote: Quote
    standing: Standing
    answering: Unit
    """The unit that speaks most of the question."""


def tell(asked: Asked, quote: Quote, library: Library) -> Told:
    """Return a quote with the standing of what answers, the unit that speaks most of the question.

    A fact told in a proposal is background; what a report's text proposes is proposed. The mover, the seconder and the recorded vote of
    what a minute resolves are of the decision; those of an amendment are of the debate.
    """
    standings = standings_of(quote.passage)
    scores = unit_scores(asked, quote.units)
    best = quote.units[max(range(len(scores)), key=lambda i: scores[i])]
    standing = standings[best]
    if standing is Standing.PROPOSED and _only_tells(asked, best):
        standing = Standing.BACKGROUND
    elif standing is Standing.BACKGROUND and _proposes(quote, best):
        standing = standing if _only_tells(asked, best) else Standing.PROPOSED
    elif standing is Standing.DISCUSSED:
        standing = _voted_on(asked, quote, library) or standing
    return Told(quote, standing, best)


def as_told(told: Told, citations: list[Citation]) -> list[Citation]:
    """Return the citations of a quote, what answers with the standing that it has in the answer."""
    if told.standing is standings_of(told.quote.passage)[told.answering]:
        return citations
    return [
        replace(citation, standing=told.standing)
        if told.answering.text in citation.quote
        else citation
        for citation in citations
    ]


def _proposes(quote: Quote, unit: Unit) -> bool:
    """Whether a unit says that it proposes, or stands under a heading that does."""
    heading = quote.passage.heading[-1:]
    return bool(PROPOSING.search(unit.text)) or any(PROPOSING_HEADING.search(h) for h in heading)


def _only_tells(asked: Asked, unit: Unit) -> bool:
    """Whether what answers is a fact that a proposal tells of the service as it is.

    Wanted of the sentence that answers, where a fact is asked for and no proposal.
    """
    question = asked.question
    of_change = question.facets.business.speaks_of_change
    if not FACTS & set(question.kinds) or of_change or unit.kind == UnitKind.ROW:
        return False
    said = [part for part in PARTS_QUOTED.split(unit.text) if part.strip()]
    best = max(said, key=lambda part: unit_scores(asked, [replace(unit, text=part)])[0], default="")
    return bool(TELLS.search(best)) and not PROPOSED.search(best)


def _voted_on(asked: Asked, quote: Quote, library: Library) -> Standing | None:
    """Return the standing of what was voted on, where the mover or the vote of it is quoted.

    Of a resolution that only recommends to Council it is recommended.
    """
    if Kind.VOTE not in asked.question.kinds or quote.passage.item_kind != ItemKind.MINUTE:
        return None
    text = " ".join(unit.text for unit in quote.units)
    if AMENDING.search(text) or not (COUNTS.search(text) or MOVERS.search(text)):
        return None
    resolved = [p for p in library.item_passages(quote.passage) if p.standing in DECIDING]
    left = any(Standing.RECOMMENDED in standings_of(p).values() for p in resolved)
    return (Standing.RECOMMENDED if left else resolved[0].standing) if resolved else None
