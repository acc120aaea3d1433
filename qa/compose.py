"""Answer by quoting: what was decided, recommended or proposed, and what is not held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers import Citation
from qa.asked import Asked
from qa.choosing import choose_quotes, is_decided, wants_decision
from qa.citing import block, cite
from qa.gaps import gap, missing_limbs
from qa.library import Library
from qa.papers import DECIDING, ItemId, ItemKind, Standing
from qa.passages import Hit, Unit, UnitKind
from qa.private_items import PrivateItems
from qa.question import Question
from qa.question_kinds import Kind
from qa.quoting import Quote, choose_units, unit_scores
from qa.reading_out import read_rows
from qa.saying import introduce, left_to_council, premise, votes_in_short, wholly_left
from qa.told import Told, as_told, tell

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
    declined_by: str | None = None
    """Which check found what the papers lack; None where they answer, or may not be shown."""


def compose(
    asked: Asked, hits: Sequence[Hit], library: Library, related: Sequence[Hit] = ()
) -> Composed:
    """Return a quoted answer. `related` are hits on a decision that bears on a mere proposal."""
    quotes = choose_quotes(asked, hits, library)
    lead = quotes[0]
    if lead.passage.standing in DECIDING and wants_decision(asked.question):
        quotes = _in_time(quotes)
    extra = [Quote(h.passage, h.paper, _approving(asked, h)) for h in related]
    told = [tell(asked, quote, library) for quote in [*quotes, *extra]]
    cited = [
        as_told(each, citations)
        for each, citations in zip(told, cite(library, [*quotes, *extra]), strict=True)
    ]
    parts = [
        *premise(asked.question, lead),
        *votes_in_short(asked.question, lead, library),
        *_quoted(told[: len(quotes)], cited),
    ]
    standing = next(each.standing for each in told if each.quote is lead)
    decided = any(p.standing in DECIDING for p in library.item_passages(lead.passage))
    if _of_decision(asked.question) and not (decided or is_decided(asked, lead, hits)):
        parts.append(gap(lead, library))
    if extra:
        parts.append("Related, from another paper:")
        parts.extend(block(c) for citations in cited[len(quotes) :] for c in citations)
    parts.extend(missing_limbs(lead.passage, library))
    return Composed("\n\n".join(parts), tuple(c for group in cited for c in group), standing)


def _quoted(told: Sequence[Told], cited: Sequence[Sequence[Citation]]) -> list[str]:
    """Return each quote with what it is and where it stands, said once for each item."""
    parts: list[str] = []
    last: tuple[ItemId, Standing] | None = None
    for each, citations in zip(told, cited, strict=False):
        quote = each.quote
        key = (quote.passage.item_id, quote.passage.standing)
        if key != last:
            said = introduce(quote.passage, quote.paper, each.standing, left=wholly_left(quote))
            parts.append(said + left_to_council(quote))
        last = key
        parts.extend(read_rows(quote))
        parts.extend(block(citation) for citation in citations)
    return parts


def _of_decision(question: Question) -> bool:
    """Whether what was decided is asked, and not what was asked for or not chosen."""
    asked = question.facets.business
    before = asked.asks_for_recommendation or asked.asks_for_alternatives
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


def compose_exempt(asked: Asked, hits: Sequence[Hit], library: Library) -> Composed:
    """Say that the matter was taken in private, and quote no more than the public record."""
    private = next(h for h in hits if h.passage.private)
    quotes = []
    for passage in library.passages_of(private.passage.paper_id):
        opening = passage.item_title and re.search(
            r"exclusion|local government act", passage.item_title, re.I
        )
        if opening and not passage.private and passage.item_kind == ItemKind.MINUTE:
            quotes.append(
                Quote(
                    passage,
                    private.paper,
                    tuple(u for u in passage.units if u.kind != UnitKind.HEADER),
                )
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
