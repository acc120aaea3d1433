"""What residents ask of the council itself: how to apply, when the bin goes; papers seldom tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import units_of
from qa.library import Library
from qa.passages import Hit
from qa.question import Question
from qa.terms import analyse, content_terms

OF_THE_ASKER = re.compile(
    r"^\W*(?:please |hi |hello )?(?:how (?:do|can|would|should|could) (?:i|we|you)\b|where (?:do|can|should) (?:i|we)\b|(?:can|could|may|must) (?:i|we)\b|am i (?:allowed|able|entitled)\b"
    r"|do (?:i|we) (?:need|have)\b|who (?:do|should|can) (?:i|we) (?:contact|call|ring|speak|ask|tell|report|email)\b|(?:when|what (?:day|time|date)) (?:is|are|will|do|does)\b.{0,20}\bmy\b)",
    re.I,
)
AT_THE_MEETING = re.compile(
    r"\b(?:meetings?|committee|cabinet|agenda|webcast|speak|petitions?|public questions?|consultation|comment|respond|object|have (?:my|our) say)\b",
    re.I,
)
"""How to take part in the council's business is told by agendas and reports."""
FULLY = 0.8
"""Coverage by one unit under its headings from which a paper may tell a resident what to do."""
MOSTLY = 0.5
"""Coverage from which a passage is on the matter, in whatever words it names the thing."""
THING = re.compile(
    r"\b(?:plans? for|plan(?:ning)? to do (?:about|with)|doing (?:about|with|for)|(?:do|done) about|policy (?:on|for)|position on|happening (?:with|to|about)|(?:news|update|latest) on)"
    r"\s+(?:(?:the|a|an|our|its|their|all|any|these|those)\s+)*(?P<thing>[\w'’-]+(?:\s+(?!(?:on|in|at|of|for|near|by|to|from|with|after|during|since|under)\b)[\w'’-]+){0,4})",
    re.I,
)


def lacks_advice(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How a resident is to go about something needs a unit that speaks of all of it."""
    text = asked.question.text
    if not OF_THE_ASKER.match(text) or AT_THE_MEETING.search(text):
        return None
    if any(asked.cover(seen.around) >= FULLY for seen in units_of(hits)):
        return None
    return "The papers of meetings held do not tell residents how to go about it."


def lacks_thing(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Plans for a thing are in no paper that never names it."""
    thing = _thing(asked.question)
    # Of hits without features nothing shows that they lack it.
    if thing is None or any(h.features is None or h.features.coverage >= MOSTLY for h in hits):
        return None
    terms, word = thing
    if any(set(terms) & set(analyse(seen.around)) for seen in units_of(hits)):
        return None
    return f"No passage found speaks of {word}."


def _thing(question: Question) -> tuple[list[str], str] | None:
    """Return the last noun of what plans are asked for, as index terms and as written."""
    match = THING.search(question.text)
    if not match:
        return None
    word = match["thing"].split()[-1]
    terms = content_terms(word)
    if not terms or terms[0] in set(question.day_terms):
        return None
    others = [
        term
        for other in question.others
        if terms[0] in other.asked
        for phrase in other.written
        for term in phrase
    ]
    return [*terms, *others], word
