"""The judgement: is the subject found at all, and is the thing asked for there."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.answerability.evidence import LOOKED_AT, on_subject, text_of
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
from qa.answerability.people import lacks_name, lacks_named_role, lacks_party, lacks_some
from qa.answerability.private import lacks_open_record
from qa.language.dates import MONTH
from qa.language.spelling import INTENT, SPELT_OUT, mend
from qa.language.terms import analyse
from qa.library import Library
from qa.papers import Hit
from qa.retrieval.features import LOOKS, Asked
from qa.timing import stage

# --- The chance that the papers answer a question, from the judgement and the question's length.

CONSTANT = -0.591
DECLINED = -2.071
"""What the judgement that the thing asked for is not there takes off the log odds."""
LENGTH = 0.579
"""What each unit of the natural logarithm of the number of words adds: a near miss is short."""


def chance_answered(asked: Asked, hits: Sequence[Hit], *, declined: bool) -> float:
    """Return the chance, 0 to 1, that the papers held answer the question.

    A logistic regression over 183 questions on five councils' papers (79 without an answer, most
    of them near misses), which no rule of the judgement was made with; each set's scored by weights
    fitted on the others': mean .23 said and .18 seen of the 50 declined, .69 and .71 of the 133
    answered; area under the ROC curve .75. Where few questions are near misses more are answered
    rightly than it says.
    """
    if not hits:
        return 0.0
    words = math.log(max(1, asked.question.facets.length))
    odds = CONSTANT + DECLINED * declined + LENGTH * words
    return 1 / (1 + math.exp(-odds))


# --- Of whom or what the question speaks: a name that no paper held has is nobody's business here.


def lacks_subject(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A name that stands in no paper held, nor like any that does, is nobody's business here."""
    for name in asked.question.names:
        if name == asked.question.facets.opening_word:
            continue  # Its capital is the sentence's.
        term = next(iter(analyse(name)), "")
        if (
            re.fullmatch(MONTH, name, re.I)
            or term in SPELT_OUT
            or len(term) < 4
            or library.words.document_frequency(term)
            or not term.isalpha()
        ):
            continue
        if _slip_for_a_name(name, library):
            continue
        if not any(term in analyse(library.title_words(hit.paper)) for hit in hits):
            return f"No paper held names {name.title()}."
    return None


def _slip_for_a_name(name: str, library: Library) -> bool:
    """Whether a name is a slip of the pen for one that the papers print with a capital."""
    mended = mend(name, library.words)
    if len(mended) != 1:
        return bool(mended)
    found = library.search_words({mended[0]: 1.0}, 5)
    for passage, _vector in library.passages([i for i, _ in found]).values():
        for word in re.findall(r"(?<=[a-z,] )[A-Z][\w'’-]+", passage.text):
            if mended[0] in analyse(word):
                return True
    return False


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


NOTHING_FOUND = "nothing found"
OFF_THE_SUBJECT = "off the subject"


@dataclass(frozen=True, slots=True)
class Lack:
    """What the hits lack: why a question is declined."""

    check: str
    """Which check found it, for counting: `NOTHING_FOUND`, `OFF_THE_SUBJECT`, or a test's name
    without "lacks_", as "full council"."""
    sentence: str | None
    """What is lacking, for the reader; None where there is nothing more to say."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the hits answer; if they do not, what they lack."""

    lack: Lack | None = None
    chance: float = 0.0
    """That the papers held answer, 0 to 1, calibrated."""

    @property
    def answers(self) -> bool:
        """Whether the hits lack nothing that was looked for."""
        return self.lack is None


@stage("judging whether they answer")
def judge(asked: Asked, hits: Sequence[Hit], library: Library) -> Verdict:
    """Return whether the hits answer the question, by looking for what it asks for."""
    verdict = _judged(asked, hits, library)
    return replace(verdict, chance=chance_answered(asked, hits, declined=not verdict.answers))


def _judged(asked: Asked, hits: Sequence[Hit], library: Library) -> Verdict:
    unknown = lacks_reference(asked, hits)
    if unknown:
        return Verdict(Lack("reference", unknown))
    if not hits:
        return Verdict(Lack(NOTHING_FOUND, None))
    first = hits[:LOOKED_AT]
    if _off_subject(asked, first):
        return Verdict(Lack(OFF_THE_SUBJECT, _missing_words(asked, first)))
    gone = lacks_return(asked, first, library)
    if gone is not None:
        return Verdict(Lack("return", gone))
    near = on_subject(asked, hits)
    lack = _lacked(asked, near, library)
    if lack is not None and any(_lacked(part, near, library) is None for part in _parts(asked)):
        lack = None  # A part of what is asked is there.
    return Verdict(lack)


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
    return not named and max(found.coverage + found.cosine for found in known) < OFF_SUBJECT


def _lacked(asked: Asked, near: Sequence[Hit], library: Library) -> Lack | None:
    for test in ON_SUBJECT_TESTS:
        said = test(asked, near, library)
        if said is not None:
            return Lack(test.__name__.removeprefix("lacks_").replace("_", " "), said)
    return None


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
