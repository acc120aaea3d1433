"""Reasons, results and contents: that a thing took place does not tell what it brought."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import ON_SUBJECT, sentences, text_of
from qa.language.terms import analyse
from qa.library import Library
from qa.papers import ItemKind, PaperKind
from qa.passages import Hit
from qa.question_kinds import Kind

ABSENT = re.compile(
    r"\b(?:apolog\w+|absen(?:t|ce)|unable to (?:attend|be present)|could not attend)\b", re.I
)
CAUSE = re.compile(
    r"\b(?:because|due to|owing to|as (?:he|she|they)|ill|illness|unwell|sick\w*|bereave\w*|funeral|holiday|(?:paternity|maternity|parental) leave|hospital|(?:other|another|work|prior) (?:meeting|engagement|commitment)s?|on (?:\w+ )?business)\b",
    re.I,
)
FOUND = re.compile(
    r"\b(?:found|showed|shown|shows|identified|concluded|revealed|highlighted|indicated|suggested|demonstrated|judged|rated|summarised|noted that|disagreed|opposed|objected|in favour|against|respondents|responses?|strengths?|weakness\w*|recommended|commented|felt|said|raised|results? (?:were|was|are|is|show\w*))\b|\d\s?%|\bper cent\b",
    re.I,
)
TO_COME = re.compile(
    r"\b(?:will|would|to be|is being|are being|under way|underway|ongoing|planned|proposed|in the process of|commenc\w+|awaited|due to)\b",
    re.I,
)
AGAIN = re.compile(
    r"\b(?:follow[- ]?up|second|repeat|latest|later|further|monitoring visit|returned|again|re-?(?:inspect|audit|survey|assess|visit)\w*)\b",
    re.I,
)
BEFORE = 40
"""Characters before a finding in which a word that puts it off counts."""
ELSEWHERE = re.compile(
    r"\b(?:details?|cop(?:y|ies)|texts?|questions?|repl(?:y|ies)|answers?|responses?|statements?|lists?|areas?|findings|comments)\b.{0,90}?\b(?:(?:are|is|was|were|be|been) (?:\w+ )?(?:attached|appended|available|published|circulated|detailed|reproduced)|(?:attached|appended) (?:to|at|as))\b",
    re.I,
)
"""A sentence that says in what other paper a thing stands."""
LONG_SENTENCE = 30
"""Words above which a sentence tells more than where a thing stands."""
FEW_WORDS = 15
"""Words besides those of the title, below which a passage that points elsewhere tells nothing."""
ANSWERED_BY_MINUTES = frozenset({Kind.DECISION, Kind.REASON, Kind.VOTE})


def lacks_absence_reason(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Why somebody missed a meeting is not told by an apology for absence."""
    if not asked.question.facets.people.asks_why_absent:
        return None
    for hit in hits:
        for sentence in sentences(hit.passage.text):
            if ABSENT.search(sentence) and CAUSE.search(sentence):
                return None
    return "Minutes record an apology for absence without its reason."


def lacks_findings(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What a pilot or a survey found needs a sentence on it that tells a finding."""
    inquiry = asked.question.facets.outcome.inquiry
    if inquiry is None:
        return None
    noun = inquiry.lower()[:5]
    for hit in hits:
        under = " ".join(hit.passage.heading).lower()
        for sentence in sentences(hit.passage.text):
            on_it = noun in sentence.lower() or noun in under
            if on_it and _tells(FOUND, sentence):
                return None
    return f"The papers held speak of the {inquiry}, not of what it found."


def _tells(told: re.Pattern[str], sentence: str) -> bool:
    """Whether a sentence tells it as done, with no word shortly before that puts it off."""
    return any(
        not TO_COME.search(sentence[max(0, match.start() - BEFORE) : match.end()])
        for match in told.finditer(sentence)
    )


def lacks_later_visit(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What a later inspection or survey found is not told by the one before it."""
    if not asked.question.facets.outcome.asks_of_a_later_visit:
        return None
    for hit in hits:
        for sentence in sentences(hit.passage.text):
            if _tells(AGAIN, sentence):
                return None
    return "No passage on it tells of a later visit or survey."


def lacks_content(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was asked or said is not told where the record only says in which paper it stands."""
    if not asked.question.facets.outcome.asks_for_contents or not hits:
        return None
    passage = hits[0].passage
    title = set(analyse(" ".join([passage.item_title or "", *passage.heading])))
    said = sentences(passage.text)
    pointing = [s for s in said if ELSEWHERE.search(s) and len(s.split()) <= LONG_SENTENCE]
    rest = sum(
        not set(analyse(word)) <= title for s in said if s not in pointing for word in s.split()
    )
    if not pointing or rest >= FEW_WORDS:
        return None
    return "The record says only that the details stand in a paper that is not held."


def lacks_minutes(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was decided or said on a matter is not in an agenda, where nothing else is held."""
    question = asked.question
    outcome = question.facets.outcome
    if not set(question.kinds) & ANSWERED_BY_MINUTES and not outcome.asks_what_the_council_said:
        return None
    if outcome.is_of_what_is_to_come:
        return None
    best = max((asked.cover(text_of(hit)) for hit in hits), default=0.0)
    near = [hit for hit in hits if asked.cover(text_of(hit)) >= ON_SUBJECT * best]
    if not near or not all(_of_agenda(hit) for hit in near):
        return None
    return "Only the agenda on it is held, and no minute of it."


def _of_agenda(hit: Hit) -> bool:
    passage = hit.passage
    return (
        passage.item_kind == ItemKind.AGENDA_ITEM
        or hit.paper.kind is PaperKind.AGENDA
        or (passage.item_kind is None and passage.part_kind is PaperKind.AGENDA)
    )
