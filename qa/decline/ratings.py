"""What a service or a risk was rated."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import Seen, sentences, units_of
from qa.library import Library
from qa.passages import Hit, UnitKind

RATING = re.compile(
    r"\b(?:outstanding|good|requir\w+ improvement|inadequate|satisfactory|poor|excellent|rated|graded|\w+[ -]stars?|grade \w"
    r"|(?:high|medium|moderate|low|severe|critical|significant)[ -]+(?:risks?|priority|likelihood|impact)"
    r"|(?:full|substantial|reasonable|adequate|moderate|partial|limited|no) assurance"
    r"|(?:as|at|is|was|were|to|from|status(?: of)?|rating(?: of)?) (?:red|amber|green))\b"
    r"|\b(?-i:RED|Red|AMBER|Amber|GREEN|Green)\b(?!\s+[a-z])"
    r"|\b(?-i:AAA|AA|A|BBB|BB|B)[+-](?!\w)",
    re.I,
)
SCALE = re.compile(r"\b(?:rat(?:ed|ings?)|scores?|grad(?:e|es|ed|ing)|rag|status)\b", re.I)
"""Words of a column in which a rating stands, whatever its words."""
AS_FULLY = 0.75
"""Share of the best sentence's coverage from which a sentence's rating is the one asked for."""


def lacks_rating(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What a service or a risk was rated needs a rating in a sentence that speaks of it."""
    if not asked.question.facets.figures.asks_for_rating:
        return None
    told = [
        (asked.cover(" ".join([part, seen.columns, *seen.hit.passage.heading[-1:]])), seen, part)
        for seen in units_of(hits)
        for part in sentences(seen.unit.text)
    ]
    best = max((cover for cover, _, _ in told), default=0.0)
    if any(
        cover >= AS_FULLY * best and (RATING.search(part) or _of_scale(seen))
        for cover, seen, part in told
    ):
        return None
    return "No passage on it gives a rating."


def _of_scale(seen: Seen) -> bool:
    return seen.unit.kind == UnitKind.ROW and bool(SCALE.search(seen.columns))
