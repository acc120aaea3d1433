"""Business taken in private: what was resolved may be told, its details may not be guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import LOOKED_AT, text_of
from qa.language.numbers import MONEY
from qa.language.spelling import INTENT
from qa.language.terms import analyse
from qa.library import Library
from qa.papers import DECIDING, Standing
from qa.passages import Hit
from qa.question_kinds import Kind

TELLS_NOTHING = re.compile(
    r"\b(?:exempt|restricted|confidential|private|part (?:2|ii|two)|pink)\s+(?:\w+\s+)?(?:reports?|minutes?|append\w+|annex\w*|papers?|proceedings|session)\b"
    r"|\brecommendations?\b.{0,60}\b(?:report|appendix)\b|\b(?:set out|described|detailed|contained) in\b|\bdecision (?:was |be )?(?:taken|made)\b|\bmade a decision\b",
    re.I,
)
"""A clause that only points at a paper held back, or says that something was decided."""
DONE = re.compile(r"\b(?:shall )?be \w+(?:ed|en|ld)\b", re.I)
"""What a limb says is to be done."""
WHO_DECIDES = frozenset(analyse("cabinet executive committee council councillors members board"))
CLAUSE = re.compile(r";|\n(?=[A-Z(•*-])|(?<=[.:])\s|,? and that\b")
DETAILS = frozenset({Kind.WHO, Kind.REASON})


def is_private_matter(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether the question asks for what was taken in private and the public record does not tell.

    What was resolved is in the public record and may be told; an amount, a name, a reason or
    a term that the record does not give may not be guessed from other papers.
    """
    kinds = set(asked.question.kinds)
    best = max(asked.cover(text_of(h)) for h in hits[:LOOKED_AT])
    for hit in hits[:4]:
        if not hit.passage.private or asked.cover(text_of(hit)) < 0.7 * best:
            continue
        if Kind.FIGURE in kinds or asked.question.facets.figures.gives_a_sum:
            amounts = any(
                MONEY.search(h.passage.text) and asked.cover(h.passage.text) >= 0.8 * best
                for h in hits[:3]
            )
            if not amounts:
                return True
        elif hit.rank <= 2 and _asks_for_content(asked, hit, hits):
            return True
    return False


def _asks_for_content(asked: Asked, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether what was decided, or a detail of it, is asked for and told in no public line."""
    question, kinds = asked.question, set(asked.question.kinds)
    if question.facets.private.asks_how_the_meeting_went or kinds == {Kind.WHEN}:
        return False
    cover = asked.cover(text_of(hit))
    if any(
        h.passage.standing is Standing.DECIDED
        and not h.passage.private
        and asked.cover(text_of(h)) >= cover
        for h in hits[:LOOKED_AT]
    ):
        return False
    detail = question.facets.private.asks_for_a_detail
    if detail or (kinds & DETAILS and Kind.DECISION not in kinds):
        return True
    return not any(_tells(asked, h) for h in hits if h.passage.item_id == hit.passage.item_id)


def _tells(asked: Asked, hit: Hit) -> bool:
    """Whether a clause of a private item's public record speaks of more than the item's title."""
    title = set(analyse(" ".join([*hit.passage.heading, hit.passage.item_title or ""])))
    question = asked.question
    wanted = set(question.terms) - title - WHO_DECIDES - INTENT - question.day_terms
    clauses = CLAUSE.split(hit.passage.text)
    told = [clause for clause in clauses if not TELLS_NOTHING.search(clause)]
    if not wanted:  # The item itself is asked about.
        kept = [set(analyse(clause)) for clause in clauses if clause not in told]
        return any(DONE.search(c) for c in told) and not any(title & words for words in kept)
    return any(wanted & set(analyse(clause)) for clause in told)


def lacks_open_record(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was said in private is in no public record; that it was in private may be."""
    question = asked.question
    about_it = set(question.kinds) & {Kind.YES_NO, Kind.REASON}
    if about_it or not question.facets.private.is_of_a_private_session:
        return None
    if question.facets.private.asks_what_was_resolved and any(
        hit.passage.private and hit.passage.standing in DECIDING for hit in hits
    ):
        return None
    return "What was said or written in private is not in the papers held."
