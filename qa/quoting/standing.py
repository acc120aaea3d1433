"""The standing of what is quoted: of each unit of a passage, and of a quote for the question.

A passage as a whole may be decided, and a limb of it only recommended to Council; the report on
a draft budget is background, and its figures are proposed. A quote has the standing of the unit
that answers the question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from qa.answers import Citation
from qa.language.sentences import PARTS_QUOTED
from qa.library import Library
from qa.papers import (
    DECIDING,
    ItemKind,
    Passage,
    RecordKind,
    Standing,
    Unit,
    UnitKind,
)
from qa.questions.business import PROPOSED
from qa.questions.question import Kind
from qa.quoting.resolutions import VOTE_COUNTS, item_of
from qa.quoting.units import Quote, unit_scores
from qa.retrieval.features import Asked

TO_COUNCIL = re.compile(
    r"\b(?:the )?(?:full )?council (?:be |is )?(?:recommended|requested|asked|invited) to\b"
    r"|\brecommend(?:s|ed|ing)? (?:to )?(?:the )?(?:full )?council\b"
    r"|\bbe (?:recommended|referred) to (?:the )?(?:full )?council\b",
    re.I,
)
LEADS_IN = re.compile(r"(?::|\b(?:that|to)|[-–—])\s*$", re.I)
"""How words end that lead in limbs."""
DRAFT_PAPER = re.compile(
    r"\b(?:draft|proposed)\b.{0,40}\b(?:budget|programme|capital|charges|tariff|strategy|plan|policy)\b",
    re.I,
)
DRAFTED = re.compile(r"\b(?:draft|propos(?:ed|al|als|es|ing))\b", re.I)


def standings_of(passage: Passage) -> Mapping[Unit, Standing]:
    """Return each unit's standing: that of the passage, but for what is left to Council.

    Where the words that lead in the limbs recommend to Council, so does every limb after them.
    In the report on a draft budget or plan, what it says of the draft, and its tables of figures,
    are no more than proposed.
    """
    if passage.standing is Standing.BACKGROUND:
        return {unit: _of_a_draft(unit, passage) for unit in passage.units}
    if passage.standing is not Standing.DECIDED or is_full_council(passage.body):
        return dict.fromkeys(passage.units, passage.standing)
    standings: dict[Unit, Standing] = {}
    all_to_council = False
    for unit in passage.units:
        to_council = bool(TO_COUNCIL.search(unit.text))
        all_to_council = all_to_council or bool(to_council and LEADS_IN.search(unit.text))
        recommended = to_council or all_to_council
        standings[unit] = Standing.RECOMMENDED if recommended else passage.standing
    return standings


def _of_a_draft(unit: Unit, passage: Passage) -> Standing:
    title = passage.item_title or (passage.heading[0] if passage.heading else "")
    if passage.item_kind == ItemKind.MINUTE or not DRAFT_PAPER.search(title):
        return passage.standing
    drafted = unit.row is not None or DRAFTED.search(unit.text)
    return Standing.PROPOSED if drafted else passage.standing


def is_full_council(body: str | None) -> bool:
    """Whether a body is the council itself, to which others recommend."""
    return bool(
        body and re.fullmatch(r"(?:the )?(?:(?!of\b)[\w'’&-]+ )*council", body.strip(), re.I)
    )


# The standing of a quote

FACTS = frozenset({Kind.FIGURE, Kind.WHO, Kind.WHEN, Kind.REASON})
AS_IT_IS = re.compile(
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
class StandingQuote:
    """A quote with its standing for the question."""

    quote: Quote
    standing: Standing
    answering: Unit
    """The unit that was judged to answer; where none was, the one that covers most of it."""


def with_standing(asked: Asked, quote: Quote, library: Library) -> StandingQuote:
    """Return a quote with the standing of the unit in it that answers.

    A fact stated in a proposal is background; what a report's text proposes is proposed. The mover,
    the seconder and the recorded vote of what a minute resolves are of the decision; those of
    an amendment are of the debate.
    """
    standings = standings_of(quote.passage)
    best = quote.answering
    if best is None or best not in quote.units:
        scores = unit_scores(asked, quote.units)
        best = quote.units[max(range(len(scores)), key=lambda i: scores[i])]
    standing = standings[best]
    if standing is Standing.PROPOSED and _only_states_a_fact(asked, best):
        standing = Standing.BACKGROUND
    elif standing is Standing.BACKGROUND and _proposes(quote, best):
        standing = standing if _only_states_a_fact(asked, best) else Standing.PROPOSED
    elif standing is Standing.DISCUSSED:
        recorded = Standing.BACKGROUND if _is_on_record(best, quote, library) else standing
        done = _of_the_record(best, quote, library)
        standing = done or _voted_on(asked, quote, library) or recorded
    elif standing is Standing.RECORDED:
        standing = _of_the_record(best, quote, library) or standing
    return StandingQuote(quote, standing, best)


NOT_DEBATED = frozenset(RecordKind) - {RecordKind.QUESTION, RecordKind.ANSWER}
"""What minutes record of who was there, and of interests that were declared."""
MOST_OF_IT = 0.5
"""Share of a unit's words that records have, from which it says nothing else."""


def _is_on_record(unit: Unit, quote: Quote, library: Library) -> bool:
    """Whether a unit says who was there or declared an interest, which nobody discussed."""
    if quote.passage.item_kind != ItemKind.MINUTE or unit.row is not None:
        return False
    items = library.items(quote.paper.id)
    records = (*quote.paper.records, *(record for item in items for record in item.records))
    first, last = unit.lines
    told = {
        record.text
        for record in records
        if record.kind in NOT_DEBATED and record.lines[0] <= last and first <= record.lines[1]
    }
    words = sum(len(text.split()) for text in told)
    return words >= max(1, MOST_OF_IT * len(unit.text.split()))


def _of_the_record(unit: Unit, quote: Quote, library: Library) -> Standing | None:
    """Return what the meeting did in a unit, by the decisions of its item; None where none is there.

    A row or a sentence may decide in the midst of what was said, where no part of its own was made
    of it.
    """
    if quote.passage.item_kind != ItemKind.MINUTE:
        return None
    item = item_of(quote.passage, library)
    own, (first, last) = _letters(unit.text), unit.lines
    for decision in item.decisions if item is not None and own else ():
        told = _letters(decision.text)
        whole = told and (told in own or own in told)
        near = decision.lines[0] <= last and first <= decision.lines[1]
        if whole and near and len(told) >= MOST_OF_IT * len(own):
            return decision.standing
    return None


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text.lower()))


def _only_states_a_fact(asked: Asked, unit: Unit) -> bool:
    """Whether what answers is a fact that a proposal states of the service as it is.

    Judged by the sentence that answers, where a fact is asked for and no proposal.
    """
    question = asked.question
    of_change = question.facets.business.speaks_of_change
    if not FACTS & set(question.kinds) or of_change or unit.kind == UnitKind.ROW:
        return False
    parts = [part for part in PARTS_QUOTED.split(unit.text) if part.strip()]
    best = max(
        parts, key=lambda part: unit_scores(asked, [replace(unit, text=part)])[0], default=""
    )
    return bool(AS_IT_IS.search(best)) and not PROPOSED.search(best)


def _proposes(quote: Quote, unit: Unit) -> bool:
    """Whether a unit says that it proposes, or stands under a heading that does."""
    heading = quote.passage.heading[-1:]
    return bool(PROPOSING.search(unit.text)) or any(PROPOSING_HEADING.search(h) for h in heading)


def _voted_on(asked: Asked, quote: Quote, library: Library) -> Standing | None:
    """Return the standing of what was voted on, where its mover or its vote is quoted.

    Of a resolution that only recommends to Council it is recommended.
    """
    if Kind.VOTE not in asked.question.kinds or quote.passage.item_kind != ItemKind.MINUTE:
        return None
    text = " ".join(unit.text for unit in quote.units)
    if AMENDING.search(text) or not (VOTE_COUNTS.search(text) or MOVERS.search(text)):
        return None
    resolved = [p for p in library.item_passages(quote.passage) if p.standing in DECIDING]
    left = any(Standing.RECOMMENDED in standings_of(p).values() for p in resolved)
    return (Standing.RECOMMENDED if left else resolved[0].standing) if resolved else None


def give_standing(found: StandingQuote, citations: list[Citation]) -> list[Citation]:
    """Return the citations of a quote; the one that answers has the standing of the quote."""
    if found.standing is standings_of(found.quote.passage)[found.answering]:
        return citations
    return [
        replace(citation, standing=found.standing)
        if found.answering.text in citation.quote
        else citation
        for citation in citations
    ]
