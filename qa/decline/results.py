"""Reasons, results and contents: that a thing took place does not tell what it brought."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import ON_SUBJECT, sentences, text_of
from qa.library import Library
from qa.papers import ItemKind, PaperKind
from qa.passages import Hit
from qa.question_kinds import Kind
from qa.terms import analyse

_SOMEBODY = (
    r"(?:cllrs?|councillors?|mr|mrs|ms|miss|dr|mayor|leader|chair\w*|director|officer|portfolio holder"
    r"|cabinet member|chief executive|(?-i:[A-Z])\w+ (?-i:[A-Z])\w+)"
)
_SITTING = r"(?:meeting|cabinet|committee|executive|council|session|panel|board)"
ABSENCE_ASKED = re.compile(
    rf"^\W*(?:why|how come|for what reason|what was the reason)\b.{{0,40}}\b{_SOMEBODY}\b.{{0,60}}\b(?:miss(?:ed)?|absen(?:t|ce)|apolog\w+|away|no[- ]show"
    rf"|(?:attend|make|at|in|there for|come to|turn up (?:to|at|for)|present at) (?:[\w'’&]+ ){{0,5}}?{_SITTING})\b",
    re.I,
)
WAS_NOT = re.compile(
    r"\b(?:miss(?:ed)?|absen(?:t|ce)|apolog\w+|away|no[- ]show|not|unable|\w+n['’]?t|cant|couldnt|didnt|wasnt)\b",
    re.I,
)
ABSENT = re.compile(
    r"\b(?:apolog\w+|absen(?:t|ce)|unable to (?:attend|be present)|could not attend)\b", re.I
)
CAUSE = re.compile(
    r"\b(?:because|due to|owing to|as (?:he|she|they)|ill|illness|unwell|sick\w*|bereave\w*|funeral|holiday|(?:paternity|maternity|parental) leave|hospital|(?:other|another|work|prior) (?:meeting|engagement|commitment)s?|on (?:\w+ )?business)\b",
    re.I,
)
_INQUIRY = r"(?:pilot|trial|survey|review|study|inspection|audit|evaluation|consultation|assessment|investigation|inquiry|poll|test|analysis)"
FINDINGS_ASKED = re.compile(
    rf"^\W*(?:what (?:did|have|has|do|does|were|was|are|is)\b.{{0,80}}\b|(?:the )?(?=results?|findings?|outcome|conclusions?))(?:(?P<noun>{_INQUIRY})s?\b.{{0,60}}\b(?:find|found|show|shown|conclude[d]?|reveal(?:ed)?|say|tell|told|identif\w+|come up with|results?|findings?|outcome)"
    rf"|(?:results?|findings?|outcome|conclusions?) (?:of|from)\b.{{0,60}}\b(?P<of>{_INQUIRY})s?)\b",
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
LATER_VISIT = re.compile(
    rf"\b(?:ofsted|cqc|inspect\w+|auditors?|reviewers|peer team)\b.{{0,40}}\b(?:(?:came|come|went|go|called) back|return(?:ed|s)?|visit(?:ed)? again|again)\b"
    rf"|\b(?:follow[- ]?up|second|repeat|latest|next) (?:\w+ )?{_INQUIRY}\b|\bre-?(?:inspect|audit|survey|assess|visit)\w*\b",
    re.I,
)
AGAIN = re.compile(
    r"\b(?:follow[- ]?up|second|repeat|latest|later|further|monitoring visit|returned|again|re-?(?:inspect|audit|survey|assess|visit)\w*)\b",
    re.I,
)
BEFORE = 40
"""Characters before a finding in which a word that puts it off counts."""
CONTENT_ASKED = re.compile(
    r"\bwhat (?:was|were) the (?:\w+ )?(?:questions?|repl(?:y|ies)|answers?|statements?|comments?)\b"
    r"|\bwhat\b.{0,80}\b(?:about|ask(?:ed)?|say|said|reply|replied|answer(?:ed)?|response|raised?|tell|told|contain\w*)\b",
    re.I,
)
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
COUNCIL_SAID = re.compile(
    r"\b(?:what|how) (?:did|has|have) (?:[\w'’]+ ){0,4}?(?:cabinet|council(?:lors)?|committee|executive|members|mayor|leader)\b.{0,40}\b(?:say|said|respond\w*|reply|replied|answer\w*|think|react\w*|do|done|decide|tell|told)\b",
    re.I,
)


STILL_TO_COME = re.compile(
    r"\b(?:ask(?:ed|ing) (?:to|for)|recommended to|will|is to|are to|to be|due to|going to|up for|on the agenda)\b",
    re.I,
)
"""What a meeting is to do is told by its agenda."""


def lacks_absence_reason(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Why somebody missed a meeting is not told by an apology for absence."""
    text = asked.question.text
    if not ABSENCE_ASKED.match(text) or not WAS_NOT.search(text):
        return None
    for hit in hits:
        for sentence in sentences(hit.passage.text):
            if ABSENT.search(sentence) and CAUSE.search(sentence):
                return None
    return "Minutes record an apology for absence without its reason."


def lacks_findings(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What a pilot or a survey found needs a sentence on it that tells a finding."""
    match = FINDINGS_ASKED.match(asked.question.text)
    if not match:
        return None
    noun = (match["noun"] or match["of"]).lower()[:5]
    for hit in hits:
        under = " ".join(hit.passage.heading).lower()
        for sentence in sentences(hit.passage.text):
            on_it = noun in sentence.lower() or noun in under
            if on_it and _tells(FOUND, sentence):
                return None
    return f"The papers held speak of the {match['noun'] or match['of']}, not of what it found."


def _tells(told: re.Pattern[str], sentence: str) -> bool:
    """Whether a sentence tells it as done, with no word shortly before that puts it off."""
    return any(
        not TO_COME.search(sentence[max(0, match.start() - BEFORE) : match.end()])
        for match in told.finditer(sentence)
    )


def lacks_later_visit(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What a later inspection or survey found is not told by the one before it."""
    if not LATER_VISIT.search(asked.question.text):
        return None
    for hit in hits:
        for sentence in sentences(hit.passage.text):
            if _tells(AGAIN, sentence):
                return None
    return "No passage on it tells of a later visit or survey."


def lacks_content(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was asked or said is not told where the record only says in which paper it stands."""
    if not CONTENT_ASKED.search(asked.question.text) or not hits:
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
    if not set(question.kinds) & ANSWERED_BY_MINUTES and not COUNCIL_SAID.search(question.text):
        return None
    if STILL_TO_COME.search(question.text):
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
