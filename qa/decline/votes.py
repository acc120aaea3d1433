"""How a vote went: its count must be recorded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.choosing.votes import COUNTS
from qa.decline.evidence import units_of
from qa.library import Library
from qa.papers import ItemKind
from qa.passages import Hit

VOTES = re.compile(r"\b\d{1,3} votes?\b|unanimous", re.I)


def lacks_votes(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """How a vote went needs its count, in the hits or elsewhere in the minute found first."""
    if not asked.question.facets.business.asks_for_vote_count:
        return None
    said = [seen.unit.text for seen in units_of(hits)]
    minute = hits[0].passage if hits and hits[0].passage.item_kind == ItemKind.MINUTE else None
    said += [p.text for p in library.item_passages(minute)] if minute else []
    found = any(COUNTS.search(text) or VOTES.search(text) for text in said)
    return None if found else "No count of votes is recorded."
