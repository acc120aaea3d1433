"""How many of a thing: a number must stand with the words for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.decline.evidence import units_of
from qa.decline.votes import VOTES_ASKED
from qa.library import Library
from qa.looks import DATE
from qa.papers import Hit
from qa.quoting import Asked
from qa.terms import analyse, content_terms

HOW_MANY = re.compile(
    r"\bhow many ((?:[\w'’-]+\s){0,3}?[\w'’-]+)\s+(?:did|does|do|will|would|is|are|was|were|has|have|had|can|could|should|in|on|at|of|for|by|per|voted?|to|from|signed|attended)\b",
    re.I,
)
ANY_COUNT = frozenset(
    analyse(
        "people person persons ppl residents members councillors staff times days months years "
        "hours weeks more other different total million millions thousand things of"
    )
)
"""Words for what is counted that papers put in other words, or leave out."""
NUMBERED = re.compile(
    r"\b(?:minutes?|no|nos|number|items?|paragraphs?|para|section|appendix|report|page|option|phase|lot|stage)\b\.?\s*(?:no\.?\s*)?\(?\d[\w./-]*|^\W*\(?\d{1,2}(?:\.\d+)*[.)]?\s",
    re.I,
)
"""Numbers that name a minute or a part of a paper, and count nothing."""
THINGS_NAMED = 0.5
"""Share of the words for what is counted that must stand with the number."""
COUNT = re.compile(
    r"\d|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|none)\b",
    re.I,
)


def lacks_count(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How many of a thing needs a number in words that name the thing."""
    match = HOW_MANY.search(asked.question.text)
    if not match or VOTES_ASKED.search(asked.question.text):
        return None
    things = {t for t in content_terms(match[1]) if t in asked.weights} - ANY_COUNT
    if not things:
        return None
    for seen in units_of(hits):
        about = things & set(analyse(seen.own))
        undated = NUMBERED.sub(" ", DATE.sub(" ", seen.unit.text))
        if COUNT.search(undated) and len(about) >= THINGS_NAMED * len(things):
            return None
    return f"No passage gives the number of {match[1].strip().lower()}."
