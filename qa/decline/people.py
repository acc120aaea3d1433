"""Who it was: the name of the one whom a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from qa.asked import Asked
from qa.decline.evidence import Seen, sentences, units_of
from qa.decline.names import MARKED, has_new_name
from qa.language.names import titles
from qa.language.terms import analyse
from qa.library import Library
from qa.passages import Hit, UnitKind
from qa.question_kinds import Kind
from qa.questions.asked_people import DEALING_TERMS, OUTSIDE_ROLES

COMPANY_OR_PERSON = re.compile(
    rf"\b(?:Ltd|Limited|LLP|plc|PLC|{titles(plural=True, capitals=True)})\b"
)


BESIDE = 4
"""Words that may stand between such a role and the name."""
SHORT_ROLE = 3
"""Letters of words too short to be a role's."""
WITHIN = 8
"""Words within which the one who holds a role is named with it."""


def lacks_name(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Who did or is something needs a name that the question does not hold already."""
    question = asked.question
    people = question.facets.people
    if not people.asks_who or Kind.VOTE in question.kinds:
        return None
    role = {t for t in people.roles if t in asked.weights or t in DEALING_TERMS}
    given = question.facets.all_terms
    units = list(units_of(hits))
    best = max((asked.cover(seen.own) for seen in units), default=0.0)
    for seen in units:
        marked = MARKED.search(seen.unit.text) and asked.cover(seen.own) == best
        if marked and has_new_name(seen.unit.text, given):
            return None
        if not role & set(analyse(seen.around)) and role:
            continue
        in_row = seen.unit.kind == UnitKind.ROW and not role & OUTSIDE_ROLES
        if in_row or _names_someone(seen, role, given):
            return None
    return "No passage names who."


def lacks_named_role(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """The name of the one in a role needs a name near the word for the role, or a row with it."""
    question = asked.question
    people = question.facets.people
    if people.named_role is None or Kind.VOTE in question.kinds or people.ends_on_a_preposition:
        return None
    role = {t for t in people.named_role if t in asked.weights and len(t) > SHORT_ROLE}
    given = question.facets.all_terms
    if not role or any(_names_holder(seen, role, given) for seen in units_of(hits)):
        return None
    return "No passage names who."


def _names_holder(seen: Seen, role: set[str], given: Set[str]) -> bool:
    if seen.unit.kind == UnitKind.ROW and role & set(analyse(seen.around)):
        return True
    under = role & set(analyse(" ".join(seen.hit.passage.heading[-1:])))
    for part in sentences(seen.unit.text):
        words = part.split()
        if under and has_new_name(part, given):
            return True
        for at, word in enumerate(words):
            near = " ".join(["—", *words[max(0, at - WITHIN) : at + WITHIN + 1]])
            if role & set(analyse(word)) and has_new_name(near, given):
                return True
    return False


def _names_someone(seen: Seen, role: set[str], given: Set[str]) -> bool:
    """Whether a unit has a new name; with a role asked for, in a sentence that has the role."""
    parts = sentences(seen.unit.text)
    if role:
        parts = [part for part in parts if role & set(analyse(part))] or (
            [seen.unit.text] if role & set(analyse(" ".join(seen.hit.passage.heading[-1:]))) else []
        )
    if role & OUTSIDE_ROLES:
        return any(has_new_name(near, given) for part in parts for near in _beside(part, role))
    return any(COMPANY_OR_PERSON.search(part) or has_new_name(part, given) for part in parts)


def _beside(text: str, role: set[str]) -> list[str]:
    """Return the words round each mention of the role."""
    words = text.split()
    return [
        " ".join(["—", *words[max(0, at - BESIDE) : at + BESIDE + 1]])
        for at, word in enumerate(words)
        if role & OUTSIDE_ROLES & set(analyse(word))
    ]
