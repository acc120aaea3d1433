"""The judgement: is the subject found at all, and is the thing asked for there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.asked import Asked
from qa.decline.amounts import lacks_amount
from qa.decline.chance import chance_answered
from qa.decline.counts import lacks_count
from qa.decline.events import lacks_call_in, lacks_decision_day, lacks_return
from qa.decline.evidence import LOOKED_AT, on_subject, text_of
from qa.decline.financial_years import lacks_year
from qa.decline.meetings import (
    lacks_council,
    lacks_full_council,
    lacks_meeting,
    lacks_reference,
)
from qa.decline.other_authorities import lacks_other_authority
from qa.decline.outcomes import lacks_end, lacks_their_act, lacks_their_answer
from qa.decline.parties import lacks_party, lacks_some
from qa.decline.people import lacks_name, lacks_named_role
from qa.decline.private import lacks_open_record
from qa.decline.ratings import lacks_rating
from qa.decline.residents import lacks_advice, lacks_thing
from qa.decline.results import (
    lacks_absence_reason,
    lacks_content,
    lacks_findings,
    lacks_later_visit,
    lacks_minutes,
)
from qa.decline.shares import lacks_share
from qa.decline.subject import lacks_subject
from qa.decline.times import lacks_any_year, lacks_date, lacks_duration
from qa.decline.votes import lacks_votes
from qa.language.spelling import INTENT
from qa.language.terms import analyse
from qa.library import Library
from qa.looks import LOOKS
from qa.passages import Hit
from qa.stopwatch import stage

OFF_SUBJECT = 0.65
"""Sum of a hit's coverage and its cosine below which it is off the subject, unless it has the
names asked for: of 281 answerable questions two were below, of idle ones nearly all."""
UNLIKE = 0.2
"""Cosine below which words alone do not make a passage speak of the matter."""

Test = Callable[[Asked, Sequence[Hit], Library], str | None]
"""Return what the hits lack, in a sentence; None where they lack nothing that it looks for."""
ON_SUBJECT_TESTS: tuple[Test, ...] = (
    lacks_subject,
    lacks_council,
    lacks_other_authority,
    lacks_amount,
    lacks_count,
    lacks_share,
    lacks_rating,
    lacks_votes,
    lacks_year,
    lacks_decision_day,
    lacks_call_in,
    lacks_meeting,
    lacks_full_council,
    lacks_name,
    lacks_named_role,
    lacks_party,
    lacks_some,
    lacks_any_year,
    lacks_date,
    lacks_duration,
    lacks_open_record,
    lacks_their_answer,
    lacks_their_act,
    lacks_end,
    lacks_absence_reason,
    lacks_findings,
    lacks_later_visit,
    lacks_content,
    lacks_minutes,
    lacks_advice,
    lacks_thing,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the hits answer; if they do not, what they lack, in a sentence."""

    answers: bool
    reason: str | None = None
    chance: float = 0.0
    """That the papers held answer, 0 to 1, calibrated."""


@stage("judging whether they answer")
def judge(asked: Asked, hits: Sequence[Hit], library: Library) -> Verdict:
    """Return whether the hits answer the question, by looking for what it asks for."""
    verdict = _judged(asked, hits, library)
    return replace(verdict, chance=chance_answered(asked, hits, declined=not verdict.answers))


def _judged(asked: Asked, hits: Sequence[Hit], library: Library) -> Verdict:
    unknown = lacks_reference(asked, hits)
    if not hits or unknown:
        return Verdict(False, unknown)
    first = hits[:LOOKED_AT]
    cosine = max(hit.parts.get("cosine", 1.0) for hit in first)
    likest = max(hit.parts.get("coverage", 1.0) + hit.parts.get("cosine", 1.0) for hit in first)
    named = any(hit.parts.get("reference", 0.0) > 0 for hit in first)
    off_subject = likest < OFF_SUBJECT and not _has_its_names(asked, first)
    if not named and (off_subject or cosine < UNLIKE):
        return Verdict(False, _missing_words(asked, first))
    reason = lacks_return(asked, first, library)
    if reason is None:
        near = on_subject(asked, hits)
        reason = _lacked(asked, near, library)
        if reason is not None and any(
            _lacked(part, near, library) is None for part in _parts(asked)
        ):
            reason = None  # A part of what is asked is there.
    return Verdict(reason is None, reason)


def _has_its_names(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether a hit that is like the question has every name that the asker wrote."""
    return bool(asked.question.names) and any(
        hit.parts.get("names", 0.0) == 1 and hit.parts.get("cosine", 1.0) >= UNLIKE for hit in hits
    )


def _lacked(asked: Asked, near: Sequence[Hit], library: Library) -> str | None:
    lacks = (test(asked, near, library) for test in ON_SUBJECT_TESTS)
    return next((said for said in lacks if said is not None), None)


def _parts(asked: Asked) -> list[Asked]:
    """Return the parts of a question that name a matter and want a thing that has a look."""
    return [
        replace(asked, question=part)
        for part in asked.question.parts
        if set(part.kinds) & set(LOOKS) and any(term in asked.weights for term in part.terms)
    ]


def _missing_words(asked: Asked, hits: Sequence[Hit]) -> str | None:
    """Name the words of the question that none of the nearest passages holds."""
    held = {t for h in hits for t in analyse(text_of(h) + " " + h.paper.title)}
    missing = [
        word
        for word in asked.question.facets.words
        if len(word) > 3
        and (t := analyse(word))
        and t[0] in asked.weights
        and t[0] not in held | INTENT
    ]
    return (
        f"The nearest passages say nothing of: {', '.join(dict.fromkeys(missing[:5]))}."
        if missing
        else None
    )
