"""Who it was: the name of the one whom a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import Seen, sentences, units_of
from qa.decline.names import MARKED, has_new_name
from qa.library import Library
from qa.passages import Hit, UnitKind
from qa.question import Question
from qa.question_kinds import Kind
from qa.terms import STOPWORDS, analyse, content_terms

WHO_IS = re.compile(
    r"^\W*(?:who(?:'s|s)?\b(?! (?:can|should|must|may|will be able)\b)|which (?:firm|company|contractor|bidder|provider|developer)|what (?:firm|company)|(?:what(?:'s| is| was) (?:the )?)?names? of the)",
    re.I,
)
COMPANY_OR_PERSON = re.compile(
    r"\b(?:Ltd|Limited|LLP|plc|PLC|Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Sir)\b"
)
ROLE_ASKED = re.compile(
    r"\W*(?:who(?:'s|s| is| was| are| were) (?:the |our |its )?(?P<who>(?:[\w-]+\s?){1,2}?)(?:\s+(?:of|for|at|on|in|to)\b|\W*$)|(?:what(?:'s| is| was) (?:the )?)?names? of the (?P<named>[\w-]+)|(?:which|what) (?P<which>firm|company|contractor|bidder|provider|developer))",
    re.I,
)


OUTSIDERS = frozenset(
    analyse(
        "landlord tenant bidder tenderer contractor supplier provider developer owner buyer "
        "purchaser seller vendor operator consultant architect auditor insurer winner firm company"
    )
)
"""Roles of those outside the council: only a name right beside the word says who they are."""
DEALINGS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (
        re.compile(
            rf"^\W*(?:who|which (?:firm|company|developer))\b.{{0,20}}\b(?:{verbs})\b", re.I
        ),
        tuple(analyse(words)),
    )
    for verbs, words in (
        (
            r"buy|buying|buys|bought|purchas\w+",
            "buyer purchaser bought purchased sold sale acquired",
        ),
        (
            "won|win|wins|winning|awarded",
            "winner won awarded award successful preferred appointed bidder",
        ),
        ("took over|taking over|take over|takes over", "took taken acquired owner successor"),
        (
            "built|build|building|supply|supplies|supplied",
            "contractor supplier provider built supplied",
        ),
    )
)
"""Dealings with outsiders, by what papers call the party who is asked for."""
DEALING_TERMS = frozenset().union(*(roles for _, roles in DEALINGS))
OUTSIDE_ROLES = OUTSIDERS | DEALING_TERMS
BESIDE = 4
"""Words that may stand between such a role and the name."""
NAME_OF = re.compile(
    r"\b(?:what(?:['’]?s| is| was) (?:the )?|the )?names? of (?:the |our |their )?(?P<named>(?:new |old |former )?[\w-]+)"
    r"|^\W*who(?:['’]s| is| was| are| were) (?:the |our |their )(?P<who>(?:two |three |new |former )?[\w-]+(?:[ -]ups?)?)\b",
    re.I,
)
STRANDED = re.compile(r"\b(?:for|at|to|by|with|about|from|of)\W*$", re.I)
"""Whom a thing is for is told by what they are, and not by name."""
SHORT_ROLE = 3
"""Letters of words too short to be a role's."""
WITHIN = 8
"""Words within which the one who holds a role is named with it."""


def lacks_name(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Who did or is something needs a name that the question does not hold already."""
    question = asked.question
    if not WHO_IS.match(question.text) or Kind.VOTE in question.kinds:
        return None
    roles = set(_role_terms(question))
    role = {t for t in roles if t in asked.weights or t in DEALING_TERMS}
    given = set(analyse(question.text))
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
    match = NAME_OF.search(question.text)
    if not match or Kind.VOTE in question.kinds or STRANDED.search(question.text):
        return None
    said = content_terms(match["named"] or match["who"])
    role = {t for t in said if t in asked.weights and len(t) > SHORT_ROLE}
    given = set(analyse(question.text))
    if not role or any(_names_holder(seen, role, given) for seen in units_of(hits)):
        return None
    return "No passage names who."


def _names_holder(seen: Seen, role: set[str], given: set[str]) -> bool:
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


def _names_someone(seen: Seen, role: set[str], given: set[str]) -> bool:
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


def _role_terms(question: Question) -> list[str]:
    for asks, roles in DEALINGS:
        if asks.search(question.text):
            return list(roles)
    match = ROLE_ASKED.match(question.text)
    found = (match["who"] or match["which"] or match["named"]) if match else ""
    return [t for t in analyse(found) if t not in STOPWORDS]
