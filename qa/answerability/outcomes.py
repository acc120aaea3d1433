"""Checks of what came of a matter: answers from outside, acts, ends, findings, contents, advice.

That something was asked for, planned or took place does not say what came of it: a sentence must
state it as done. Each check returns what is lacking, in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.answerability.evidence import (
    covering,
    on_subject,
    sentences,
    sentences_of,
    units_near,
    units_of,
)
from qa.language.dates import format_day
from qa.language.terms import analyse, content_terms
from qa.library import Library
from qa.papers import DECIDING, Hit, ItemKind, PaperKind, Standing
from qa.questions.people import OUTSIDER, Act
from qa.questions.question import Kind
from qa.quoting.units import cover_of, headed_text
from qa.retrieval.features import Asked

DONE = (
    r"(?:agreed|accepted|approved|allowed|granted|permitted|confirmed|backed|supported|refused|rejected|turned down|awarded|chose|chosen"
    r"|selected|gave|given|funded|upheld|overruled|overturned|decided|dismissed|postponed|ruled|signed|announced|included|invited|successful|secured|received|won)"
)
BY_THEM = re.compile(
    rf"\b{OUTSIDER}\b(?:['’]s)?(?:\W+\w+){{0,8}}?\W+{DONE}\b|\b{DONE}\b(?:\W+\w+){{0,6}}?\W+(?:by|from)\W+(?:the\W+)?(?:\w+\W+){{0,2}}?{OUTSIDER}\b"
    rf"|\b{OUTSIDER}['’]s (?:\w+ )?(?:grant|funding|approval|consent|permission|agreement|decision|response|reply) (?:was|were|is|of)\b",
    re.I,
)
PASSED = re.compile(
    rf"\b(?:was|were|is|are|has|have|had|been|being)\b(?:\W+\w+){{0,4}}?\W+{DONE}\b", re.I
)
NOT_YET = re.compile(
    r"\b(?:if|whether|would|will|may|might|could|should|subject to|await\w*|pending|requests?|requested|ask(?:ed|s)?|seek\w*|to be|propos\w+|expected|until|not yet|yet to|appl(?:y|ied|ications?)|bid(?:s|ding)? (?:for|to|be))\b",
    re.I,
)
"""Words of a sentence in which nothing is done yet."""
MERELY_MAY = re.compile(
    r"\b(?:if|whether|would|will|may|might|could|should|right (?:of|to)|rights of|asked to|time to|have to|must)\b",
    re.I,
)
BEFORE_AN_ACT = 30
"""Characters before what is stated in which such a word counts."""
AWAITED = re.compile(
    r"\b(?:await\w*|(?:still|yet) to (?:be|hear|decide|receive)|pending|not yet (?:been )?\w+|decision (?:is|was) (?:still )?expected)\b",
    re.I,
)
ACTS_STATED: Mapping[Act, re.Pattern[str]] = {
    act: re.compile(rf"\b(?:{stated})\b", re.I)
    for act, stated in (
        (
            Act.APPEAL,
            r"appealed|appeals? (?:\w+ ){0,4}(?:made|lodged|received|submitted|heard|dismissed|allowed)|(?:lodged|made|submitted) an appeal",
        ),
        (Act.OBJECT, r"object(?:ed|ions?|ors?)|against|opposed"),
        (Act.COMPLAIN, r"complain(?:ed|ts?|ants?)"),
        (Act.SUE, r"sued|(?:legal|court) (?:action|proceedings)|claims?|writ"),
        (Act.SIGN, r"signed|sealed|executed|entered into|completed"),
        (Act.WITHDRAW, r"withdr[ae]wn?|withdrew|withdrawing|pulled out|no longer"),
        (Act.RESIGN, r"resign(?:ed|ation)|stepped down|left|vacan\w+"),
        (Act.REPLY, r"repl(?:y|ies|ied)|respon(?:ded|se|ses)|answered"),
        (Act.APOLOGISE, r"apolog\w+"),
        (Act.PAY, r"paid|repaid|settled|received|payments?"),
    )
}
"""How papers state what an outsider did, by the act that is asked for."""
STILL_PROPOSED = frozenset({Standing.PROPOSED, Standing.RECOMMENDED})
ON_IT = 0.6
"""Share of the best passage's coverage from which a sentence, under its headings, is on the matter."""
AS_NEAR = 0.75
"""Share of the first passage's coverage from which a decision is on the same matter."""


def lacks_their_answer(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What an outsider decided, or whether a bid succeeded, needs a sentence that states it as done.

    A request to them, or a proposal to ask, is not their answer.
    """
    people = asked.question.facets.people
    if people.asks_what_outsiders_answered:
        stated = BY_THEM
    elif people.asks_whether_accepted:
        stated = PASSED
    else:
        return None
    near = _on_it(asked, hits)
    if stated is BY_THEM:  # Who answered is named, so the sentence before may say what.
        units = units_near(asked, hits, AS_NEAR)
        near += [sentence for seen in units for sentence in sentences(seen.unit.text)]
    if any(states_as_done(stated, NOT_YET, sentence) for sentence in near):
        return None
    return f"No paper held tells what was answered.{_awaited(asked, hits)}"


def lacks_their_act(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Whether an outsider appealed, signed or withdrew needs a sentence that states it as done."""
    act = asked.question.facets.people.act
    if act is None:
        return None
    if any(states_as_done(ACTS_STATED[act], MERELY_MAY, part) for part in sentences_of(hits)):
        return None
    return f"No paper held records it.{_awaited(asked, hits)}"


def lacks_end(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How a thing ended needs more than papers that only propose it."""
    if not asked.question.facets.outcome.asks_how_it_ended:
        return None
    near = covering(asked, hits, AS_NEAR, lambda hit: headed_text(hit.passage))
    proposed = any(hit.passage.standing in STILL_PROPOSED for hit in near[:2])
    if not proposed or any(hit.passage.standing in DECIDING for hit in near):
        return None
    if any(
        PASSED.search(sentence) and not NOT_YET.search(sentence) for sentence in _on_it(asked, near)
    ):
        return None
    return "The papers held only propose it; none records what came of it."


def states_as_done(
    stated: re.Pattern[str],
    not_yet: re.Pattern[str],
    sentence: str,
    before: int = BEFORE_AN_ACT,
) -> bool:
    """Whether a sentence states it, with no word up to so many characters before that puts it off."""
    return any(
        not not_yet.search(sentence[max(0, match.start() - before) : match.end()])
        for match in stated.finditer(sentence)
    )


def _on_it(asked: Asked, hits: Sequence[Hit]) -> list[str]:
    """Return the sentences that, under their headings, are on the matter."""
    best = max((cover_of(asked, hit.passage) for hit in hits), default=0.0)
    return [
        sentence
        for hit in hits
        for sentence in sentences(hit.passage.text)
        if asked.cover(f"{sentence} {' '.join(hit.passage.heading[-1:])}") >= ON_IT * best
    ]


def _awaited(asked: Asked, hits: Sequence[Hit]) -> str:
    """Return a sentence that names the day on which it was still awaited, empty where none is known."""
    for hit in hits:
        day = hit.passage.meeting_date or hit.paper.meeting_date
        if day and any(AWAITED.search(s) for s in _on_it(asked, [hit])):
            return f" On {format_day(day)} it was still awaited."
    return ""


# Reasons, results and contents

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
BEFORE_A_FINDING = 40
"""Characters before a finding in which a word that puts it off counts."""
ELSEWHERE = re.compile(
    r"\b(?:details?|cop(?:y|ies)|texts?|questions?|repl(?:y|ies)|answers?|responses?|statements?|lists?|areas?|findings|comments)\b.{0,90}?\b(?:(?:are|is|was|were|be|been) (?:\w+ )?(?:attached|appended|available|published|circulated|detailed|reproduced)|(?:attached|appended) (?:to|at|as))\b",
    re.I,
)
"""A sentence that says in what other paper a thing stands."""
LONG_SENTENCE = 30
"""Words above which a sentence says more than where a thing stands."""
FEW_WORDS = 15
"""Words besides those of the title, below which a passage that points elsewhere says nothing."""
ANSWERED_BY_MINUTES = frozenset({Kind.DECISION, Kind.REASON, Kind.VOTE})


def lacks_absence_reason(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Why somebody missed a meeting needs a cause; an apology for absence gives none."""
    if not asked.question.facets.people.asks_why_absent:
        return None
    if any(ABSENT.search(part) and CAUSE.search(part) for part in sentences_of(hits)):
        return None
    return "Minutes record an apology for absence without its reason."


def lacks_findings(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What a pilot or a survey found needs a sentence on it that states a finding."""
    inquiry = asked.question.facets.outcome.inquiry
    if inquiry is None:
        return None
    noun = inquiry.lower()[:5]
    for hit in hits:
        under = " ".join(hit.passage.heading).lower()
        for sentence in sentences(hit.passage.text):
            on_it = noun in sentence.lower() or noun in under
            if on_it and states_as_done(FOUND, TO_COME, sentence, BEFORE_A_FINDING):
                return None
    return f"The papers held speak of the {inquiry}, not of what it found."


def lacks_later_visit(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What a later inspection or survey found needs a later one than the one before it."""
    if not asked.question.facets.outcome.asks_of_a_later_visit:
        return None
    if any(states_as_done(AGAIN, TO_COME, part, BEFORE_A_FINDING) for part in sentences_of(hits)):
        return None
    return "No passage on it tells of a later visit or survey."


def lacks_content(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was asked or said needs more than a record that says in which paper it stands."""
    if not asked.question.facets.outcome.asks_for_contents or not hits:
        return None
    passage = hits[0].passage
    title = set(analyse(" ".join([passage.item_title or "", *passage.heading])))
    parts = sentences(passage.text)
    pointing = [part for part in parts if ELSEWHERE.search(part)]
    pointing = [part for part in pointing if len(part.split()) <= LONG_SENTENCE]
    others = [word for part in parts if part not in pointing for word in part.split()]
    rest = sum(not set(analyse(word)) <= title for word in others)
    if not pointing or rest >= FEW_WORDS:
        return None
    return "The record says only that the details stand in a paper that is not held."


def lacks_minutes(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was decided or said on a matter needs more than an agenda."""
    question = asked.question
    outcome = question.facets.outcome
    if not set(question.kinds) & ANSWERED_BY_MINUTES and not outcome.asks_what_the_council_said:
        return None
    if outcome.is_of_what_is_to_come:
        return None
    near = on_subject(asked, hits)
    if not near or not all(map(_of_agenda, near)):
        return None
    return "Only the agenda on it is held, and no minute of it."


def _of_agenda(hit: Hit) -> bool:
    """Whether a hit is of an agenda, or of one that is bound in another paper."""
    passage = hit.passage
    return (
        passage.item_kind == ItemKind.AGENDA_ITEM
        or hit.paper.kind is PaperKind.AGENDA
        or (passage.item_kind is None and passage.part_kind is PaperKind.AGENDA)
    )


# What residents ask of the council itself: how to apply, when the bin goes

FULLY = 0.8
"""Coverage by one unit under its headings from which a paper may say what a resident is to do."""
MOSTLY = 0.5
"""Coverage from which a passage is on the matter, in whatever words it names the thing."""


def lacks_advice(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How a resident is to go about something needs a unit that speaks of all of it."""
    if not asked.question.facets.outcome.asks_for_advice:
        return None
    if any(asked.cover(seen.around) >= FULLY for seen in units_of(hits)):
        return None
    return "The papers of meetings held do not tell residents how to go about it."


def lacks_thing(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Plans for a thing need a unit that names it, in the asker's words or in those of papers."""
    question = asked.question
    word = question.facets.outcome.plans_for
    terms = content_terms(word) if word is not None else []
    if not terms or terms[0] in question.day_terms:
        return None
    # Of hits without features nothing shows that they lack it.
    if any(hit.features is None or hit.features.coverage >= MOSTLY for hit in hits):
        return None
    written = [
        phrase for other in question.others if terms[0] in other.asked for phrase in other.written
    ]
    names = set(terms).union(*written)
    if any(names & set(analyse(seen.around)) for seen in units_of(hits)):
        return None
    return f"No passage found speaks of {word}."
