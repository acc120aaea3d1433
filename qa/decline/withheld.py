"""What an open paper says that it keeps back: names in an exempt appendix, confidential cases."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import on_subject, sentences
from qa.looks import DATE, FIGURE
from qa.passages import Hit
from qa.question_kinds import Kind
from qa.quoting import Quote

KEPT_BACK = re.compile(
    r"\bconfidential in nature\b|\bnot suitable for (?:inclusion|publication)\b|\bnot for publication\b"
    r"|\b(?:cannot|can ?not|may not|not) be (?:\w+ )?(?:disclosed|published|shared|released|made public)\b"
    r"|\bcommercial(?:ly)? (?:sensitiv\w+|confidential\w*|in confidence)\b"
    r"|\b(?:is|are|was|were|remains?|in) (?:strictly |an? |the )?(?:confidential|exempt)\b(?! (?:from|to the))"
    r"|\b(?:names?|details?|figures?) (?:is|are|was|were|has been|have been) (?:withheld|redacted|omitted)\b",
    re.I,
)
TOLD_ANYWAY = frozenset({Kind.DECISION, Kind.YES_NO, Kind.WHEN, Kind.VOTE})
"""What a line tells of a matter though it keeps its details back."""
AS_FULLY = 0.8
"""Share of the best sentence's coverage from which the line is about what is asked."""


def withheld_line(asked: Asked, hits: Sequence[Hit]) -> Quote | None:
    """Return the public line that says that what is asked for is kept back, if one does.

    It must speak of the matter as fully as any other sentence: a thing kept back beside what
    is asked for hides nothing of it.
    """
    question = asked.question
    whether = question.facets.private.asks_whether_kept_back
    if whether or set(question.kinds) & TOLD_ANYWAY:
        return None
    near = [h for h in on_subject(asked, hits) if not h.passage.private]
    if not any(KEPT_BACK.search(hit.passage.text) for hit in near):
        return None
    told = [
        (asked.cover(" ".join([sentence, *hit.passage.heading[-1:]])), sentence, unit, hit)
        for hit in near
        for unit in hit.passage.units
        for sentence in sentences(unit.text)
    ]
    best = max((cover for cover, *_ in told), default=0.0)
    for cover, sentence, unit, hit in told:
        if best and cover >= AS_FULLY * best and KEPT_BACK.search(sentence):
            if Kind.FIGURE in question.kinds and FIGURE.search(DATE.sub(" ", sentence)):
                return None  # The sum is public, what makes it up is not.
            return Quote(hit.passage, hit.paper, (unit,))
    return None
