"""Choose what to quote: what answers, the whole of its resolution, what that leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from qa.asked import Asked
from qa.choosing.lead import is_decided, lead_of
from qa.choosing.parts import with_each_part
from qa.choosing.quotes import told_by
from qa.choosing.resolutions import item_quotes, resolution_of, same_matter, with_what_varies
from qa.choosing.rest import (
    MOST_QUOTES,
    with_more_of_the_same,
    with_other_papers,
    with_other_passages,
    with_proposal,
    with_rest_of_item,
    with_what_follows,
)
from qa.choosing.votes import with_recorded_vote
from qa.library import Library
from qa.papers import DECIDING, ItemKind
from qa.passages import Hit
from qa.question import Question
from qa.question_kinds import Kind
from qa.quoting import Quote

__all__ = ["choose_quotes", "is_decided", "told_by", "wants_decision"]


def wants_decision(question: Question) -> bool:
    """Whether what was decided, or how it was voted, is what the question is after."""
    return Kind.DECISION in question.kinds or Kind.VOTE in question.kinds


def choose_quotes(asked: Asked, hits: Sequence[Hit], library: Library) -> list[Quote]:
    """Choose the quotes that answer, the first the one that answers most."""
    lead = lead_of(asked, hits)
    quotes = resolution_of(asked, lead, library) or item_quotes(asked, lead, library)
    if wants_decision(asked.question) and quotes[0].passage.standing in DECIDING:
        quotes.extend(same_matter(asked, hits, library, quotes))
    quotes = with_what_varies(asked, hits, library, quotes)
    if lead.passage.item_kind == ItemKind.PROPOSAL:
        quotes = with_proposal(asked, lead, library, quotes)
    quotes = with_recorded_vote(asked, lead, library, quotes)
    quotes = with_other_papers(asked, hits, lead, quotes)
    quotes = with_each_part(asked, lead, hits, library, quotes)
    quotes = with_rest_of_item(asked, lead, library, quotes)
    quotes = with_what_follows(library, quotes)
    quotes = with_other_passages(asked, hits, lead, quotes)
    quotes = with_more_of_the_same(asked, hits, lead, quotes)
    return quotes[: MOST_QUOTES + 2]
