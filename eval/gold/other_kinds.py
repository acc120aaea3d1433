"""Gold of other kinds: conversations, questions with a false premise, and complete lists.

One JSON object a line, like gold questions. They are checked here and not scored: whether an
answer to them is right, a person must judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, TypeAdapter

from eval.gold.questions import PlacedEvidence, check_place
from eval.gold.slips import (
    CHECKED,
    AnyStanding,
    Count,
    FirstAndLast,
    Text,
    load_lines,
    read_model,
    slip,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said to the service in a conversation, and what a right answer contains."""

    __pydantic_config__ = CHECKED

    id: Text
    turn: Count
    question: Text
    """As asked, leaning on what was said before."""
    standalone: Text
    """The same as a question that needs no turn before it."""
    answerable: bool | None
    """None where nothing is asked: thanks, a greeting."""
    answer: Text
    key_facts: tuple[Text, ...]
    must_not: tuple[Text, ...]
    evidence: tuple[PlacedEvidence, ...]
    standing: AnyStanding | None
    kind: Text
    inherits: tuple[Count, ...]
    """The earlier turns that it leans on."""
    carries: tuple[Text, ...]
    """What it takes over from them: body, matter, date …"""
    standing_alt: tuple[AnyStanding | None, ...] = ()
    sub: Text = ""
    """The kind more closely."""
    premise: bool = False
    """It takes something for granted that the papers do not bear out."""
    lacks: Text = ""
    near_miss: Text = ""
    """Of a turn that the papers do not answer: what is close to an answer."""
    lang: Text = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of several turns about the papers of one or more bodies."""

    __pydantic_config__ = CHECKED

    id: Text
    persona: Text
    """Who speaks: officer, resident …"""
    bodies: tuple[Text, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class FalsePremise:
    """A question that takes something for granted which the papers do not bear out."""

    __pydantic_config__ = CHECKED

    id: Text
    question: Text
    trap: Text
    """What kind of premise is false."""
    expected: Text
    """What a right answer says."""
    must_contain: tuple[Text, ...]
    must_not: tuple[Text, ...]
    evidence: tuple[PlacedEvidence, ...]
    standing: AnyStanding | None
    variants: tuple[Text, ...]
    body: Text


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a complete list, and where it stands."""

    __pydantic_config__ = CHECKED

    text: Text
    doc: Text
    quote: Text
    standing: AnyStanding
    lines: FirstAndLast | None = None
    page: Count | None = None


def _listed_place(entry: Listed) -> Listed:
    check_place(entry.doc, entry.lines, entry.page)
    return entry


@dataclass(frozen=True, slots=True)
class CompleteList:
    """A question that the record answers with a list, of which every entry is given."""

    __pydantic_config__ = CHECKED

    id: Text
    question: Text
    kind: Text
    complete_answer: tuple[Annotated[Listed, AfterValidator(_listed_place)], ...]
    note: str
    body: Text
    variants: tuple[Text, ...] = ()
    """The same question in other words."""


def _in_order(conversation: Conversation) -> Conversation:
    for number, turn in enumerate(conversation.turns, start=1):
        if turn.turn != number:
            raise slip(f"turn {number}: turn must be {number}, not {turn.turn}")
        if any(earlier >= number for earlier in turn.inherits):
            raise slip(f"turn {number}: inherits must name earlier turns, not {turn.inherits}")
    return conversation


_CONVERSATION: TypeAdapter[Conversation] = TypeAdapter(
    Annotated[Conversation, AfterValidator(_in_order)]
)
_PREMISE = TypeAdapter(FalsePremise)
_COMPLETE_LIST = TypeAdapter(CompleteList)


def load_conversations(paths: Sequence[Path]) -> list[Conversation]:
    """Read files of conversations. Raises GoldError naming file and line at the first slip."""
    return load_lines(
        paths, lambda line, where, _: read_model(_CONVERSATION, line, where), "conversations"
    )


def load_premises(paths: Sequence[Path]) -> list[FalsePremise]:
    """Read files of questions with a false premise. Raises GoldError naming file and line."""
    return load_lines(
        paths,
        lambda line, where, _: read_model(_PREMISE, line, where),
        "questions with a false premise",
    )


def load_complete_lists(paths: Sequence[Path]) -> list[CompleteList]:
    """Read files of questions with complete lists. Raises GoldError naming file and line."""
    return load_lines(
        paths,
        lambda line, where, _: read_model(_COMPLETE_LIST, line, where),
        "questions with a complete list",
    )
