"""What may be asked next of the item that an answer quotes: only what its record can tell."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answers import Answer, AnswerStatus, Citation
from qa.questions.question import Kind, read_question
from ui.prompts.items import ItemHeld

MOST = 3


def further_questions(answer: Answer, items: Sequence[ItemHeld]) -> tuple[str, ...]:
    """Return at most three questions on the item quoted first; none where none is quoted.

    Who voted or moved it, if that is recorded; what was recommended, if a report to the same
    meeting asks for it; what happened later, if a later paper has an item on the matter. What
    the question asked already is left out. `items` are those of the papers held.
    """
    if answer.status is not AnswerStatus.ANSWERED or not answer.citations:
        return ()
    lead = _item_of(answer.citations[0], items)
    if lead is None:
        return ()
    kinds = set(read_question(answer.question).kinds)
    found = []
    if lead.has_votes and Kind.VOTE not in kinds:
        found.append(f"Who voted for and against {lead.title}?")
    elif lead.has_mover and Kind.WHO not in kinds:
        found.append(f"Who moved {lead.title}?")
    if any(_is_asked_before(lead, other) for other in items):
        found.append(f"What was recommended on {lead.title}?")
    if any(_is_later(lead, other) for other in items):
        found.append(f"What is the history of {lead.title}?")
    if Kind.DECISION not in kinds and lead.minuted and lead.has_sum:
        found.append(f"What was decided on {lead.title}?")
    return tuple(found[:MOST])


def _item_of(citation: Citation, items: Sequence[ItemHeld]) -> ItemHeld | None:
    """Return the item from which a citation quotes; None where it is of none."""
    own = [item for item in items if item.paper.id == citation.paper.id]
    if citation.minute is not None:
        return next((item for item in own if item.minuted and item.number == citation.minute), None)
    return None


def _is_asked_before(lead: ItemHeld, other: ItemHeld) -> bool:
    """Whether a report to the meeting of an item asks for what it decided."""
    return (
        lead.minuted
        and other.asks_for_it
        and other.paper.id != lead.paper.id
        and lead.day is not None
        and other.day == lead.day
        and lead.is_like(other)
    )


def _is_later(lead: ItemHeld, other: ItemHeld) -> bool:
    return (
        lead.day is not None
        and other.day is not None
        and other.day > lead.day
        and lead.is_like(other)
    )
