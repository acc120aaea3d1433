"""Whose meeting, and of which day: a decision asked of a body whose papers are not held."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.events import DECIDED
from qa.decline.evidence import sentences, text_of
from qa.effect import is_full_council
from qa.language.dates import MONTH_NAMES, OF_DAY, Period
from qa.language.sentences import PARTS_AT_STOPS
from qa.language.terms import STOPWORDS
from qa.library import Library
from qa.papers import DECIDING, PaperKind
from qa.passages import Hit
from qa.question_kinds import Kind

ON_A_DAY = re.compile(r"\b(?:on|at|of|held)\s+(?:the\s+)?\d{1,2}", re.I)
BODY_DID = re.compile(
    r"\b(?i:(?:did|has) (?:the )?(?:full )?(?:cabinet|council|executive|[\w ]{0,30}committee))\b.{0,120}\bin (?:early |late )?[A-Z][a-z]+ \d{4}",
)
FULL_COUNCIL = re.compile(
    r"\b(?:did|has|have) (?:the |[\w ]{1,30}['’]s )?full council\b"
    r"|\bcouncil (?:then |later |finally |eventually |subsequently |go(?:es)? on to |went on to |ever )(?:\w+ )?(?:approv|agree|accept|adopt|decid|set|back|reject|refus|vote)",
    re.I,
)
STILL_TO_COME = re.compile(
    r"\b(?:to be (?:presented|considered|submitted|approved|agreed|decided)|will (?:be|then)|for (?:approval|decision|consideration)|due (?:to|at|on|by)|scheduled|recommend\w*)\b",
    re.I,
)
RANK = r"(?:(?:metropolitan|borough|city|county|district|town|parish|council|mbc|bc|cc|dc)\s+)*"
ITS_OWN = r"(?!\s+(?:tax|hous|officer|member|staff|offices?|land|plan|leader))"
"""Council tax, a council house: the word is no body there."""
COUNCIL = re.compile(
    rf"\b(?P<name>[A-Z][a-z]+(?:(?: and | upon |[ -])[A-Z][a-z]+)*)(?:['’]s?)?\s+(?i:{RANK}(?:council['’]s\s+)?(?:full council|cabinet|executive|council))\b{ITS_OWN}"
)
POSSESSIVE = re.compile(
    r"\b(?P<name>[a-z]{4,})['’]s\s+(?:full council|cabinet|executive|council)\b"
)
MONTH_OF_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")
IT_IS = re.compile(r"\W*(?:is|are|was|were|will|would|can|could|should)\b", re.I)
"""Whether something is so may be told in anyone's papers; whether it was done, in the doer's."""
DECIDING_KINDS = frozenset({Kind.DECISION, Kind.VOTE, Kind.REASON, Kind.WHEN, Kind.YES_NO})
NOT_COUNCILS = STOPWORDS.union(
    MONTH_NAMES,
    """full joint shadow town parish city county borough district metropolitan the scrutiny
    planning licensing audit health last this next what did when why how has was were is does
    had our their your annual extraordinary special today council cabinet executive combined
    regional local new former whole which whose will would can could and""".split(),  # noqa: SIM905
)
"""Words that stand before a body's name without naming a council."""
BODIES = frozenset({"council", "cabinet", "executive"})


def lacks_meeting(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A decision of a given day or month needs a paper of that meeting, or one that tells of it."""
    question = asked.question
    whole_month = bool(BODY_DID.search(question.text))
    periods = [p for p in question.periods if p.first == p.last or whole_month]
    dated = ON_A_DAY.search(question.text) or whole_month
    if not periods or not dated or Kind.DECISION not in question.kinds:
        return None
    held = {paper.meeting_date for paper in library.papers()} | {
        h.passage.meeting_date for h in hits
    }
    for period in periods:
        told = any(_names_day(period, h.passage.text) for h in hits)
        if told or any(period.covers(day) for day in held):
            return None
    kinds = {p.kind for p in library.papers()}
    word = "minutes" if PaperKind.MINUTES in kinds else "papers"
    first = periods[0].first
    day = f"{first.day} " if periods[0].first == periods[0].last else ""
    return f"The {word} of {day}{first:%B %Y} are not held."


def lacks_full_council(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What Council then made of a recommendation is in Council's minutes alone."""
    if not FULL_COUNCIL.search(asked.question.text):
        return None
    deciding = [h for h in hits if h.passage.standing in DECIDING]
    if not deciding or any(is_full_council(h.passage.body) for h in deciding):
        return None
    return "The papers held only recommend it to Council; no minute of Council on it is held."


def lacks_reference(asked: Asked, hits: Sequence[Hit]) -> str | None:
    """A report or a decision that is asked for by its number must be there under it."""
    for reference in asked.question.references:
        if "/" not in reference or MONTH_OF_YEAR.fullmatch(reference):
            continue
        if not any(reference in _numbers(hit) for hit in hits):
            return f"No paper found has the number {reference}."
    return None


def _numbers(hit: Hit) -> str:
    passage, paper = hit.passage, hit.paper
    told = [passage.text, *passage.heading, *passage.references, paper.title, paper.file]
    return re.sub(r"\s", "", " ".join(told)).upper()


def _names_day(period: Period, text: str) -> bool:
    """Whether a sentence tells of something decided on a day or in a month that is past."""
    day = rf"{period.first.day}{OF_DAY}?\s+" if period.first == period.last else ""
    named = rf"\b{day}{period.first:%B}\b" + ("" if day else rf",?\s+{period.first.year}\b")
    return any(
        re.search(named, sentence, re.I)
        and re.search(DECIDED, sentence, re.I)
        and not STILL_TO_COME.search(sentence)
        for sentence in PARTS_AT_STOPS.split(text)
    )


def lacks_council(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """What another council's cabinet decided is in that council's papers."""
    name = _council_named(asked.question.text)
    councils = {paper.council for paper in library.papers() if paper.council}
    if name is None or not councils:
        return None
    words = {w.lower() for w in re.findall(r"\w+", name)}
    if words & set(re.findall(r"\w+", " ".join(councils).lower())):
        return None
    kinds = set(asked.question.kinds)
    if IT_IS.match(asked.question.text):
        kinds.discard(Kind.YES_NO)
    if not kinds & DECIDING_KINDS:
        spoken_of = any(name.lower() in text_of(hit).lower() for hit in hits)
        return None if spoken_of else f"No passage on it speaks of {name}."
    if tells_what_it_decided(re.escape(name), hits):
        return None
    return f"No papers of {name.title() if name.islower() else name} are held."


def tells_what_it_decided(name: str, hits: Sequence[Hit]) -> bool:
    """Whether a sentence tells what a body, by an expression for its name, decided."""
    told = re.compile(rf"\b{name}\b['’]?s?(?:\W+\w+){{0,5}}\W+{DECIDED}", re.I)
    return any(told.search(s) for hit in hits for s in sentences(hit.passage.text))


def _council_named(text: str) -> str | None:
    for pattern in (COUNCIL, POSSESSIVE):
        for match in pattern.finditer(text):
            words = match["name"].split()
            while words and words[0].lower() in NOT_COUNCILS:
                words.pop(0)
            while words and words[-1].lower() in BODIES:
                words.pop()
            if words and not all(w.lower() in NOT_COUNCILS for w in words):
                return " ".join(words)
    return None
