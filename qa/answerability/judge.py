"""Judge what becomes of a question: answered, nearest only, not found, or not held.

What is not held is told by the register of papers, and a search that found nothing like the question
found nothing. All else is a matter of one learned chance (`qa.judgement.outcome`): below the least of
it, what was found is told as the nearest, and no answer. The checks of what is asked for (an amount,
a count, a name) are signs for that chance and refuse nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answerability.evidence import LOOKED_AT, on_subject
from qa.answerability.figures import lacks_amount, lacks_count, lacks_votes
from qa.answerability.meetings import (
    lacks_any_year,
    lacks_council,
    lacks_date,
    lacks_meeting,
    lacks_reference,
)
from qa.answerability.people import lacks_name, lacks_named_role, lacks_party
from qa.answers import AnswerPart, AnswerStatus, Citation
from qa.judgement.outcome import chance_of, signs_of
from qa.judgement.parts import ScoredPart
from qa.judgement.scores import Scored
from qa.language.spelling import INTENT
from qa.language.terms import analyse
from qa.library import Library
from qa.papers import Hit
from qa.protocols import Choice
from qa.questions.question import Kind, Question
from qa.quoting.units import headed_text
from qa.retrieval.features import Asked
from qa.timing import stage

NOTHING_FOUND = "nothing found"
OFF_THE_SUBJECT = "off the subject"
UNSURE = "unsure"
UNLIKE = 0.25
"""Cosine that no hit reaches where a question is off the subject: of 904 answerable wordings two."""
LEAST_LIKENESS = 0.5
"""The same of the sum of a hit's coverage and its cosine: one of 904."""
READ_TO_ANSWER = 1.0
"""A reader's log odds above which a unit answers though no hit is like the question. Of 22 such
wordings, not trained on, it is so for 7 of the 14 answerable ones, and for 1 of the others."""

Check = Callable[[Asked, Sequence[Hit], Library], str | None]
"""Returns what the hits lack, in a sentence; None where they lack nothing that it looks for."""
LOOKS_FOR: Mapping[str, Check] = {
    "amount": lacks_amount,
    "count": lacks_count,
    "votes": lacks_votes,
    "name": lacks_name,
    "named role": lacks_named_role,
    "party": lacks_party,
    "date": lacks_date,
    "any year": lacks_any_year,
}
"""What each check looks for among the hits that are on the subject, in the order of telling."""
NOT_HELD: Mapping[str, Check] = {"council": lacks_council, "meeting": lacks_meeting}
"""What the register of papers shows not to be held."""
ASKED: Mapping[Kind, str] = {
    Kind.WHEN: "when",
    Kind.WHO: "who",
    Kind.REASON: "why",
    Kind.VOTE: "how the vote went",
    Kind.FIGURE: "how much or how many",
    Kind.DECISION: "what was decided",
}
"""What a question asks for, by its kind, in the order of telling."""
OF_A_WHOLE = frozenset({Kind.DECISION, Kind.LIST, Kind.OTHER})
"""Kinds of question that a minute or a report answers as a whole."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What the papers lack: why a question is not answered."""

    check: str
    """Which check found it, for counting: `NOTHING_FOUND`, `OFF_THE_SUBJECT`, `UNSURE`, or the name
    of one, as "reference" or "amount"."""
    sentence: str | None
    """What is lacking, for the reader; None where there is nothing more to say."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a question."""

    status: AnswerStatus
    """Answered, nearest, not found or not held."""
    lack: Lack | None
    """None where it is answered."""
    chance: float
    """That what was found answers, 0 to 1, calibrated out of fold; 0 where nothing was found."""


@stage("judging whether they answer")
def judge(
    asked: Asked,
    hits: Sequence[Hit],
    scored: Scored,
    library: Library,
    parts: Sequence[ScoredPart] = (),
) -> Verdict:
    """Return what becomes of a question; `scored` are the units of these hits.

    `parts` are the parts of the question with the same units: it is answered where one of them is.
    """
    unknown = lacks_reference(asked, hits)
    if unknown is not None:
        return Verdict(AnswerStatus.NOT_FOUND, Lack("reference", unknown), 0.0)
    if not scored.candidates:
        return Verdict(AnswerStatus.NOT_FOUND, Lack(NOTHING_FOUND, None), 0.0)
    first = hits[:LOOKED_AT]
    if _off_subject(first) and not _is_read_to_answer(scored):
        lack = Lack(OFF_THE_SUBJECT, _missing_words(asked, first))
        return Verdict(AnswerStatus.NOT_FOUND, lack, 0.0)
    for name, check in NOT_HELD.items():
        if sentence := check(asked, first, library):
            return Verdict(AnswerStatus.NOT_HELD, Lack(name, sentence), 0.0)
    lacking = looked_for(asked, hits, library)
    chance, least = chance_of(signs_of(asked, scored, lacking.keys()))
    if chance >= least or _is_named(asked.question, hits):
        return Verdict(AnswerStatus.ANSWERED, None, chance)
    for part in parts:
        told = judge(part.asked, hits, part.scored, library)
        if told.status is AnswerStatus.ANSWERED:
            return told  # A part of what is asked is there.
    name, sentence = next(iter(lacking.items()), (UNSURE, _does_not_say(asked.question)))
    return Verdict(AnswerStatus.NEAREST, Lack(name, sentence), chance)


def judge_choice(asked: Asked, verdict: Verdict, choice: Choice) -> Verdict:
    """Return what becomes of a question by the choice of a language model that was named."""
    if any(choice.answering):
        return replace(verdict, status=AnswerStatus.ANSWERED, lack=None)
    lack = verdict.lack or Lack(UNSURE, _does_not_say(asked.question))
    return replace(verdict, status=AnswerStatus.NEAREST, lack=lack)


def judge_parts(
    parts: Sequence[ScoredPart],
    hits: Sequence[Hit],
    citations: Sequence[Citation],
    library: Library,
) -> tuple[AnswerPart, ...]:
    """Return what became of each part of a question that has several; nothing where it has one.

    A part is answered, or comes nearest, by the citations that hold the unit that answers it best.
    """
    found = []
    for each in parts:
        part, scored = each.asked, each.scored
        verdict = judge(part, hits, scored, library)
        best = " ".join(scored.candidates[scored.in_order()[0]].unit.text.split())
        numbers = tuple(c.number for c in citations if _holds(" ".join(c.quote.split()), best))
        lack = verdict.lack.sentence if verdict.lack is not None else None
        found.append(AnswerPart(part.question.text, verdict.status, numbers, lack))
    return tuple(found) if len(found) > 1 else ()


def _holds(quote: str, unit: str) -> bool:
    """Whether a quote has a unit, or is cut from it."""
    return unit in quote or quote in unit


def looked_for(asked: Asked, hits: Sequence[Hit], library: Library) -> dict[str, str]:
    """Return what was looked for and not seen among the hits, by the names in `LOOKS_FOR`."""
    near = on_subject(asked, hits[:LOOKED_AT])
    found = ((name, check(asked, near, library)) for name, check in LOOKS_FOR.items())
    return {name: sentence for name, sentence in found if sentence is not None}


def _is_named(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether a minute or a report is asked for by its number alone, and is there."""
    found = any(hit.features is not None and hit.features.reference > 0 for hit in hits)
    return found and set(question.kinds) <= OF_A_WHOLE


def _is_read_to_answer(scored: Scored) -> bool:
    """Whether a reader takes a unit to answer, though hardly a word of the question is there."""
    return any(extract.logit > READ_TO_ANSWER for extract in scored.extracts.values())


def _off_subject(hits: Sequence[Hit]) -> bool:
    """Whether no hit is like the question, nor has a reference that it names.

    Where a hit's features are not known (one index alone found it), nothing shows that.
    """
    known = [hit.features for hit in hits if hit.features is not None]
    if len(known) < len(hits) or any(found.reference > 0 for found in known):
        return False
    likeness = max(found.coverage + found.cosine for found in known)
    return max(found.cosine for found in known) < UNLIKE or likeness < LEAST_LIKENESS


def _does_not_say(question: Question) -> str:
    asked = next((words for kind, words in ASKED.items() if kind in question.kinds), "it")
    return f"It is not sure that what was found says {asked}."


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
