"""What came after: a matter brought back, a day of decision, a call-in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import sentences, text_of
from qa.library import Library
from qa.papers import DECIDING, Standing
from qa.passages import Hit

DECIDED = r"\b(?:approved|agreed|resolved|decided|adopted)\b"
CALL_IN_TOLD = re.compile(
    r"\b(?:was|were|been|being) (?:formally )?called[- ]in\b|\bcalled[- ]in by\b|\bcall-?in (?:request|notice|of)\b|\bno call-?in\b|\bcalled in (?:on|to|for)\b",
    re.I,
)
STILL_ON_SUBJECT = 0.75


def lacks_return(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was put off is answered only by a later minute on the same matter."""
    if not asked.question.facets.outcome.asks_of_a_return:
        return None
    put_off = [h for h in hits if h.passage.standing is Standing.DEFERRED]
    if not put_off:
        return None
    day, cover = put_off[0].passage.meeting_date, asked.cover(text_of(put_off[0]))
    later = [
        h
        for h in hits
        if h.passage.standing in DECIDING
        and h.passage.standing is not Standing.DEFERRED
        and h.passage.meeting_date
        and day
        and h.passage.meeting_date > day
        and asked.cover(text_of(h)) >= STILL_ON_SUBJECT * cover
    ]
    when = f" on {day.day} {day:%B %Y}" if day else ""
    return None if later else f"It was deferred{when}, and no later minute on it is held."


def lacks_decision_day(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """When something was decided needs its minute, or a passage that tells of it with a date."""
    if not asked.question.facets.outcome.asks_when_decided:
        return None
    if any(h.passage.standing in DECIDING for h in hits) or any(
        _tells_of_decision(h) for h in hits[:3]
    ):
        return None
    return "The papers held ask for the decision; no minute that takes it is held."


def _tells_of_decision(hit: Hit) -> bool:
    return bool(
        re.search(
            rf"{DECIDED}[^.]{{0,80}}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b[^.]{{0,60}}{DECIDED}",
            hit.passage.text,
        )
    )


def lacks_call_in(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Whether a decision was called in is told by a record of the call-in, not by the rules."""
    if not asked.question.facets.outcome.asks_of_a_call_in:
        return None
    for hit in hits:
        for sentence in sentences(hit.passage.text):
            if CALL_IN_TOLD.search(sentence):
                return None
    return "No paper held records whether it was called in."
