"""Judge whether the papers found answer a question: are its subject and the thing asked for there.

First the hits must be on the question's subject. Then each of `CHECKS` looks for one thing that a
question may ask for (see `docs/adr/0003-declining.md`). If one finds that it is lacking, the
question is declined, unless another part of it can be answered.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.answerability.evidence import LOOKED_AT, on_subject
from qa.answerability.figures import (
    lacks_amount,
    lacks_count,
    lacks_rating,
    lacks_share,
    lacks_votes,
)
from qa.answerability.meetings import (
    lacks_any_year,
    lacks_call_in,
    lacks_council,
    lacks_date,
    lacks_decision_day,
    lacks_duration,
    lacks_full_council,
    lacks_meeting,
    lacks_other_authority,
    lacks_reference,
    lacks_return,
    lacks_year,
)
from qa.answerability.outcomes import (
    lacks_absence_reason,
    lacks_advice,
    lacks_content,
    lacks_end,
    lacks_findings,
    lacks_later_visit,
    lacks_minutes,
    lacks_their_act,
    lacks_their_answer,
    lacks_thing,
)
from qa.answerability.people import (
    lacks_name,
    lacks_named_role,
    lacks_party,
    lacks_some,
    lacks_subject,
)
from qa.answerability.private import lacks_open_record
from qa.language.spelling import INTENT
from qa.language.terms import analyse
from qa.library import Library
from qa.papers import Hit
from qa.quoting.units import headed_text
from qa.retrieval.features import LOOKS, Asked
from qa.timing import stage

NOTHING_FOUND = "nothing found"
OFF_THE_SUBJECT = "off the subject"
LEAST_LIKENESS = 0.65
"""Sum of a hit's coverage and its cosine below which it is off the subject, unless it has the
names asked for: of 281 answerable questions two were below, of idle ones nearly all."""
UNLIKE = 0.2
"""Cosine below which words alone do not make a passage speak of the matter."""

Check = Callable[[Asked, Sequence[Hit], Library], str | None]
"""Returns what the hits lack, in a sentence; None where they lack nothing that it looks for."""
CHECKS: tuple[Check, ...] = (
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
"""The checks of hits that are on the subject, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What the hits lack: why a question is declined."""

    check: str
    """Which check found it, for counting: `NOTHING_FOUND`, `OFF_THE_SUBJECT`, or a check's name
    without "lacks_", as "full council"."""
    sentence: str | None
    """What is lacking, for the reader; None where there is nothing more to say."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the hits answer; if they do not, what they lack."""

    lack: Lack | None
    """None where the hits lack nothing that was looked for."""
    chance: float
    """That the papers held answer, 0 to 1, calibrated."""


@stage("judging whether they answer")
def judge(asked: Asked, hits: Sequence[Hit], library: Library) -> Verdict:
    """Return whether the hits answer the question, by looking for what it asks for."""
    lack = _lack_of(asked, hits, library)
    return Verdict(lack, chance_answered(asked, hits, declined=lack is not None))


def _lack_of(asked: Asked, hits: Sequence[Hit], library: Library) -> Lack | None:
    unknown = lacks_reference(asked, hits)
    if unknown is not None:
        return Lack("reference", unknown)
    if not hits:
        return Lack(NOTHING_FOUND, None)
    first = hits[:LOOKED_AT]
    if _off_subject(asked, first):
        return Lack(OFF_THE_SUBJECT, _missing_words(asked, first))
    not_brought_back = lacks_return(asked, first, library)
    if not_brought_back is not None:
        return Lack("return", not_brought_back)
    near = on_subject(asked, first)
    lack = _first_lack(asked, near, library)
    if lack is not None and any(_first_lack(p, near, library) is None for p in _parts(asked)):
        return None  # A part of what is asked is there.
    return lack


def _off_subject(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether no hit is like the question, nor has the names or the reference asked for.

    Where a hit's features are not known (one index alone found it), nothing shows that.
    """
    known = [hit.features for hit in hits if hit.features is not None]
    if len(known) < len(hits) or any(found.reference > 0 for found in known):
        return False
    if max(found.cosine for found in known) < UNLIKE:
        return True
    named = bool(asked.question.names) and any(
        found.names == 1 and found.cosine >= UNLIKE for found in known
    )
    return not named and max(found.coverage + found.cosine for found in known) < LEAST_LIKENESS


def _first_lack(asked: Asked, near: Sequence[Hit], library: Library) -> Lack | None:
    """Return what the first check that finds something lacking says; None if none does."""
    for check in CHECKS:
        sentence = check(asked, near, library)
        if sentence is not None:
            return Lack(check.__name__.removeprefix("lacks_").replace("_", " "), sentence)
    return None


def _parts(asked: Asked) -> list[Asked]:
    """Return the parts of a question that name a matter and want a thing that has a look."""
    return [
        replace(asked, question=part)
        for part in asked.question.parts
        if set(part.kinds) & set(LOOKS) and any(term in asked.weights for term in part.terms)
    ]


def _missing_words(asked: Asked, hits: Sequence[Hit]) -> str | None:
    """Return a sentence that names the words of the question that none of the nearest passages has."""
    known = INTENT | {t for h in hits for t in analyse(f"{headed_text(h.passage)} {h.paper.title}")}
    missing = [
        word
        for word in asked.question.facets.words
        if len(word) > 3 and (t := analyse(word)) and t[0] in asked.weights and t[0] not in known
    ]
    if not missing:
        return None
    return f"The nearest passages say nothing of: {', '.join(dict.fromkeys(missing[:5]))}."


# The chance that the papers answer

CONSTANT = -0.591
DECLINED = -2.071
"""What the judgement that the thing asked for is not there takes off the log odds."""
LENGTH = 0.579
"""What each unit of the natural logarithm of the number of words adds: a near miss is short."""


def chance_answered(asked: Asked, hits: Sequence[Hit], *, declined: bool) -> float:
    """Return the chance, 0 to 1, that the papers held answer the question.

    A logistic regression over 183 questions on five councils' papers, 79 of them without an answer
    and mostly near misses. No check was written with them in view. With weights fitted on the other
    sets, the mean chance is .23 for the 50 declined (.18 of them could be answered) and .69 for the
    133 answered (.71); the area under the ROC curve is .75. Where fewer questions are near
    misses, the chance is higher than it says.
    """
    if not hits:
        return 0.0
    words = math.log(max(1, asked.question.facets.length))
    odds = CONSTANT + DECLINED * declined + LENGTH * words
    return 1 / (1 + math.exp(-odds))
