"""Whose meeting, and of which day: a decision asked of a body whose papers are not held."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.events import DECIDED
from qa.decline.evidence import sentences, text_of
from qa.effect import is_full_council
from qa.language.dates import OF_DAY, Period
from qa.language.sentences import PARTS_AT_STOPS
from qa.library import Library
from qa.papers import DECIDING, PaperKind
from qa.passages import Hit
from qa.question_kinds import Kind

STILL_TO_COME = re.compile(
    r"\b(?:to be (?:presented|considered|submitted|approved|agreed|decided)|will (?:be|then)|for (?:approval|decision|consideration)|due (?:to|at|on|by)|scheduled|recommend\w*)\b",
    re.I,
)
MONTH_OF_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")
DECIDING_KINDS = frozenset({Kind.DECISION, Kind.VOTE, Kind.REASON, Kind.WHEN, Kind.YES_NO})


def lacks_meeting(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A decision of a given day or month needs a paper of that meeting, or one that tells of it."""
    question = asked.question
    whole_month = question.facets.business.asks_of_a_body_in_a_month
    periods = [p for p in question.periods if p.first == p.last or whole_month]
    dated = question.facets.business.names_a_day or whole_month
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
    if not asked.question.facets.business.asks_what_full_council_did:
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
    name = asked.question.facets.people.council
    councils = {paper.council for paper in library.papers() if paper.council}
    if name is None or not councils:
        return None
    words = {w.lower() for w in re.findall(r"\w+", name)}
    if words & set(re.findall(r"\w+", " ".join(councils).lower())):
        return None
    kinds = set(asked.question.kinds)
    if asked.question.facets.business.asks_whether_it_is:
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
