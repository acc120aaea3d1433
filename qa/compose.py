"""Answer by quoting: what was decided, recommended or proposed, and what is not held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answers import Citation
from qa.choosing import choose_quotes, is_decided, wants_decision
from qa.effect import standings_of
from qa.features import ALTERNATIVES_ASKED, DECIDING, RECOMMENDED_ASKED
from qa.library import Library
from qa.papers import Hit, Standing, Unit
from qa.private_items import PrivateItems
from qa.question import Kind, Question
from qa.quoting import Asked, Quote, block, choose_units, cite, unit_scores
from qa.saying import (
    gap,
    introduce,
    left_to_council,
    missing_limbs,
    premise,
    read_rows,
    votes_in_short,
    wholly_left,
)

FACTS = frozenset({Kind.FIGURE, Kind.WHO, Kind.WHEN, Kind.REASON})
SENTENCE = re.compile(r"(?<=[.;:?!])\s+(?=[A-Z(“\"])")
TELLS = re.compile(
    r"\b(?:currently|at present|last year|in (?:19|20)\d\d|(?:is|are|was|were|has|have|had|provides?|operates?)\b)",
    re.I,
)
"""A sentence of how things are or were."""
PROPOSED = re.compile(
    r"\b(?:will|would|could|should|may|propos\w+|sav(?:e|es|ing|ings)|reduc\w+|redundan\w+|delet\w+|ceas\w+|cessation|clos\w+"
    r"|review\w*|implement\w*|introduc\w+|increas\w+|chang\w+|potential\w*|additional|plan(?:s|ned)?|new|cuts?|in scope|impact\w*|risks?|stop\w*|future|option\w*)\b",
    re.I,
)
"""Words of what is to be done, and of what would come of it."""
APPROVED = re.compile(
    r"\b(?:cabinet|executive|council|committee)\b[^.]{0,80}\b(?:approved|agreed|resolved|authorised)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text with its citations and standing."""

    text: str
    citations: tuple[Citation, ...]
    standing: Standing | None
    chance: float | None = None
    """That the papers held answer the question, 0 to 1; None where it was not judged."""


def compose(
    asked: Asked, hits: Sequence[Hit], library: Library, related: Sequence[Hit] = ()
) -> Composed:
    """Return a quoted answer. `related` are hits on a decision that bears on a mere proposal."""
    quotes = choose_quotes(asked, hits, library)
    lead = quotes[0]
    if lead.passage.standing in DECIDING and wants_decision(asked.question):
        quotes = _in_time(quotes)
    extra = [Quote(h.passage, h.paper, _approving(asked, h)) for h in related]
    cited = [
        _as_told(asked, quote, citations)
        for quote, citations in zip(
            [*quotes, *extra], cite(library, [*quotes, *extra]), strict=True
        )
    ]
    parts: list[str] = []
    last: tuple[str, str | None, Standing] | None = None
    for quote, citations in zip(quotes, cited, strict=False):
        key = (quote.passage.paper_id, quote.passage.item_number, quote.passage.standing)
        if key != last:
            said = introduce(
                quote.passage, quote.paper, _standing(asked, quote), left=wholly_left(quote)
            )
            parts.append(said + left_to_council(quote))
        last = key
        parts.extend(read_rows(quote))
        parts.extend(block(citation) for citation in citations)
    standing = _standing(asked, lead)
    parts[:0] = [*premise(asked.question, lead), *votes_in_short(asked.question, lead, library)]
    decided = any(p.standing in DECIDING for p in library.item_passages(lead.passage))
    if _of_decision(asked.question) and not (decided or is_decided(asked, lead, hits)):
        parts.append(gap(lead, library))
    if extra:
        parts.append("Related, from another paper:")
        parts.extend(block(c) for citations in cited[len(quotes) :] for c in citations)
    parts.extend(missing_limbs(lead.passage, library))
    return Composed("\n\n".join(parts), tuple(c for group in cited for c in group), standing)


def _of_decision(question: Question) -> bool:
    """Whether what was decided is asked, and not what was asked for or not chosen."""
    before = RECOMMENDED_ASKED.search(question.text) or ALTERNATIVES_ASKED.search(question.text)
    return Kind.DECISION in question.kinds and not before


def _in_time(quotes: list[Quote]) -> list[Quote]:
    """Put quotes in the order of their meetings, where all have a date; what was decided first."""
    dated = [
        (q.passage.meeting_date, q.passage.standing not in DECIDING, q.passage.ordinal, q)
        for q in quotes
        if q.passage.meeting_date
    ]
    if len(dated) < len(quotes):
        return quotes
    return [entry[-1] for entry in sorted(dated, key=lambda entry: entry[:3])]


def _approving(asked: Asked, hit: Hit) -> tuple[Unit, ...]:
    units = [u for u in hit.passage.units if APPROVED.search(u.text)] or list(hit.passage.units)
    scores = unit_scores(asked, units)
    return (units[max(range(len(units)), key=lambda i: scores[i])],)


def _as_told(asked: Asked, quote: Quote, citations: list[Citation]) -> list[Citation]:
    """Return the citations of a quote, with the standing of what answers where it is a fact."""
    if _standing(asked, quote) is not Standing.BACKGROUND:
        return citations
    best = _best_unit(asked, quote).text
    return [
        replace(citation, standing=Standing.BACKGROUND) if best in citation.quote else citation
        for citation in citations
    ]


def _best_unit(asked: Asked, quote: Quote) -> Unit:
    scores = unit_scores(asked, quote.units)
    return quote.units[max(range(len(scores)), key=lambda i: scores[i])]


def _standing(asked: Asked, quote: Quote) -> Standing:
    """Return the standing of what answers, the unit that speaks most of the question."""
    standings = standings_of(quote.passage)
    best = _best_unit(asked, quote)
    if standings[best] is Standing.PROPOSED and _only_tells(asked, best):
        return Standing.BACKGROUND
    return standings[best]


def _only_tells(asked: Asked, unit: Unit) -> bool:
    """Whether what answers is a fact that a proposal tells of the service as it is.

    Wanted of the sentence that answers, where a fact is asked for and no proposal.
    """
    question = asked.question
    if not FACTS & set(question.kinds) or PROPOSED.search(question.text) or unit.kind == "row":
        return False
    said = [part for part in SENTENCE.split(unit.text) if part.strip()]
    best = max(said, key=lambda part: unit_scores(asked, [replace(unit, text=part)])[0], default="")
    return bool(TELLS.search(best)) and not PROPOSED.search(best)


def compose_exempt(asked: Asked, hits: Sequence[Hit], library: Library) -> Composed:
    """Say that the matter was taken in private, and quote no more than the public record."""
    private = next(h for h in hits if h.passage.private)
    quotes = []
    for passage in library.passages_of(private.passage.paper_id):
        opening = passage.item_title and re.search(
            r"exclusion|local government act", passage.item_title, re.I
        )
        if opening and not passage.private and passage.item_kind == "minute":
            quotes.append(
                Quote(passage, private.paper, tuple(u for u in passage.units if u.kind != "header"))
            )
            break
    quotes.append(Quote(private.passage, private.paper, choose_units(asked, private.passage)))
    cited = cite(library, quotes)
    parts = [
        "**Considered in private.** The press and public were excluded while this was taken; "
        "the public record says only:"
    ]
    parts.extend(block(c) for group in cited for c in group)
    return Composed("\n\n".join(parts), tuple(c for group in cited for c in group), None)


def compose_private_items(items: PrivateItems, library: Library) -> Composed:
    """List the business of a meeting that was taken in private, by its public lines."""
    cited = cite(library, items.quotes)
    parts = [f"**Taken in private** ({items.meeting}); the public papers list:"]
    for quote, group in zip(items.quotes, cited, strict=True):
        title = quote.passage.item_title or ""
        if title not in " ".join(group[0].quote.split()):
            parts.append(f"{quote.passage.item_number or ''} {title}:".strip())
        parts.extend(block(c) for c in group)
    citations = tuple(c for group in cited for c in group)
    return Composed("\n\n".join(parts), citations, Standing.BACKGROUND)


def compose_withheld(line: Quote, library: Library) -> Composed:
    """Quote the public line that says that what is asked for is not published."""
    cited = cite(library, [line])[0]
    parts = ["**Not published.** The papers held keep this back; they say only:"]
    parts.extend(block(citation) for citation in cited)
    return Composed("\n\n".join(parts), tuple(cited), None)
