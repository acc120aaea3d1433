"""Business taken in private: what was resolved may be told, its details may not be guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.decline.evidence import LOOKED_AT, text_of
from qa.features import DECIDING
from qa.library import Library
from qa.looks import MONEY
from qa.papers import Hit
from qa.question import Kind
from qa.quoting import Asked

DETAIL_ASKED = re.compile(
    r"\b(?:(?:final |exact |agreed )?terms|conditions|details|offers?|bids?|valuation|purchase price)\b",
    re.I,
)
IN_PRIVATE = re.compile(
    r"\b(?:in private|(?:private|closed|confidential) (?:session|part|meeting|discussion|briefing)|behind closed doors|members?[- ]only|(?:after|once|when) the (?:public|press) (?:left|had left|were excluded|was excluded))\b",
    re.I,
)
RESOLVED_ASKED = re.compile(r"\b(?:decide[ds]?|decision|resolve[ds]?|resolution)\b", re.I)
"""What was resolved in private is in the public minutes, where they tell it."""
DETAILS = frozenset({Kind.WHO, Kind.REASON, Kind.OTHER})


def is_private_matter(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether the question asks for a detail of business that was taken in private.

    What was resolved is in the public record and may be told; an amount, a name, a reason or
    a term that the record does not give may not be guessed from other papers.
    """
    kinds = set(asked.question.kinds)
    best = max(asked.cover(text_of(h)) for h in hits[:LOOKED_AT])
    for hit in hits[:4]:
        if not hit.passage.private or asked.cover(text_of(hit)) < 0.7 * best:
            continue
        if Kind.FIGURE in kinds or MONEY.search(asked.question.text):
            amounts = any(
                MONEY.search(h.passage.text) and asked.cover(h.passage.text) >= 0.8 * best
                for h in hits[:3]
            )
            if not amounts:
                return True
        elif (hit.rank <= 2 and DETAIL_ASKED.search(asked.question.text)) or (
            hit.rank <= 2 and kinds & DETAILS and Kind.DECISION not in kinds
        ):
            return True
    return False


def lacks_open_record(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was said in private is in no public record; that it was in private may be."""
    question = asked.question
    about_it = set(question.kinds) & {Kind.YES_NO, Kind.REASON}
    if about_it or not IN_PRIVATE.search(question.text):
        return None
    if RESOLVED_ASKED.search(question.text) and any(
        hit.passage.private and hit.passage.standing in DECIDING for hit in hits
    ):
        return None
    return "What was said or written in private is not in the papers held."
