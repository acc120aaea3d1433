"""Whether an answer states a key fact of a gold question.

Most facts are settled by the answer's wording (`eval.answers.stated`). Facts about the answer
itself ("proposal only", "not stated") are judged by its standing and status, for no wording can
settle them.
"""

from __future__ import annotations

import re
from enum import StrEnum

from eval.answers.stated import Stated, states
from eval.gold.questions import GoldQuestion
from qa.answers import Answer, AnswerStatus
from qa.papers import Standing

_NOT_DECIDED = re.compile(r"^proposal only\b|\bnot a (?:recorded )?decision\b", re.IGNORECASE)
_NO_DECISION = re.compile(
    r"^no (?:[\w/]+ ){0,4}?[\w/]*(?:decision|minute|resolution)\b", re.IGNORECASE
)
_NOT_STATED = re.compile(
    r"\bnot (?:stated|named|disclosed|given|recorded|published)\b", re.IGNORECASE
)


def facts_found(question: GoldQuestion, answer: Answer) -> tuple[bool, ...]:
    """Say of each key fact, in order, whether the answer states it."""
    quotes = (citation.quote for citation in answer.citations)
    stated = Stated.in_text("\n".join([answer.answer, *quotes]))
    return tuple(_is_found(fact, question, answer, stated) for fact in question.key_facts)


def _is_found(fact: str, question: GoldQuestion, answer: Answer, stated: Stated) -> bool:
    answered = answer.status is AnswerStatus.ANSWERED
    decided = answered and answer.standing is Standing.DECIDED
    match kind_of(fact, answerable=question.answerable):
        case FactKind.NOT_DECIDED:
            return answered and not decided and answer.standing in question.standings
        case FactKind.NO_DECISION:
            return not decided
        case FactKind.NOT_STATED:
            return not answered
        case FactKind.WORDING:
            # Who is told that the papers do not say, with a quote, was not told the fact.
            nearest = question.answerable and answer.status is AnswerStatus.NEAREST
            return not nearest and states(stated, fact)


class FactKind(StrEnum):
    """What settles whether a fact is stated."""

    WORDING = "wording"
    NOT_DECIDED = "not decided"
    NO_DECISION = "no decision"
    NOT_STATED = "not stated"


def kind_of(fact: str, *, answerable: bool) -> FactKind:
    """Return what settles a fact.

    "Not stated" is about the answer only where the question has none; elsewhere it is wording.
    """
    if _NOT_DECIDED.search(fact):
        return FactKind.NOT_DECIDED
    if _NO_DECISION.search(fact):
        return FactKind.NO_DECISION
    if not answerable and _NOT_STATED.search(fact):
        return FactKind.NOT_STATED
    return FactKind.WORDING
