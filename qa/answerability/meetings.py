"""Whose meeting, and of which day: a decision asked of a body whose papers are not held."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answerability.evidence import ON_SUBJECT, Seen, sentences, text_of, units_of
from qa.language.councils import is_of, rankless, spelt
from qa.language.dates import OF_DAY, WHOLE_MONTH, Period, names_financial_year, names_year
from qa.language.numbers import DURATION
from qa.language.sentences import PARTS_AT_STOPS
from qa.library import Library
from qa.papers import DECIDING, Hit, PaperKind, Standing
from qa.questions.people import NOTHING, both_named
from qa.questions.question import Kind
from qa.quoting.standing import is_full_council
from qa.retrieval.features import DATE, Asked

# --- What came after: a matter brought back, a day of decision, a call-in.

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


# --- Years and dates asked for: the year must be spoken of, and a when needs a date.

SOON = re.compile(
    r"\b(?:today|tomorrow|next|this|following|coming|end of|start of|early|late|mid)\W+(?:week|month|year|spring|summer|autumn|winter|term)\b"
    r"|\b(?:spring|summer|autumn|winter|immediately|annually|weekly|monthly|quarter(?:ly)?|call.in|working days|(?:within|after) \w+ (?:days|weeks|months|years))\b"
    rf"|\b\d{{1,2}}(?:[.:]\d\d)?\s?(?:am|pm)\b|\b{WHOLE_MONTH}\b",
    re.I,
)
NEAR_ENOUGH = 0.6
"""Share of the best unit's coverage at which a unit's date may be the one asked for."""


def lacks_any_year(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """A year that no passage on the subject speaks of, nor any of their meetings, is not in them."""
    years = asked.question.facets.times.years
    if not years or any(_speaks_of(year, hit) for year in years for hit in hits):
        return None
    return f"No passage on it speaks of {years[0]}."


def _speaks_of(year: str, hit: Hit) -> bool:
    passage, paper = hit.passage, hit.paper
    text = f"{text_of(hit)} {paper.title} {paper.file}".replace("_", " ")
    day = passage.meeting_date or paper.meeting_date
    met = day is not None and str(day.year) == year
    return met or names_year(text, year)


def lacks_date(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """When something will be needs a date, a season or a term in a unit on the subject."""
    if not asked.question.facets.times.asks_when:
        return None
    if _told_near(asked, hits, (DATE, SOON)):
        return None
    return "No passage on it gives a date."


def lacks_duration(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How long something lasts needs a length of time, or a day until which it does."""
    asks = asked.question.facets.times.asks_how_long
    if not asks or _told_near(asked, hits, (DURATION, DATE)):
        return None
    return "No passage on it says how long."


def _told_near(asked: Asked, hits: Sequence[Hit], looks: Sequence[re.Pattern[str]]) -> bool:
    """Whether a unit on the subject has one of these looks."""
    units = list(units_of(hits))
    best = max((asked.cover(seen.around) for seen in units), default=0.0)
    return any(
        any(look.search(seen.unit.text) for look in looks)
        and asked.cover(seen.around) >= NEAR_ENOUGH * best
        for seen in units
    )


# --- The financial year asked about: a figure for another year is not the one.

SAME_SUBJECT = 0.95
"""Share of the best unit's coverage from which a unit's year is the one asked for."""


def lacks_year(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """A figure for a financial year needs a passage that names the year."""
    times = asked.question.facets.times
    years = times.financial_years
    kinds = asked.question.kinds
    figure = Kind.FIGURE in kinds or times.asks_what_is_or_will_be
    if not years or not figure or Kind.DECISION in kinds:
        return None
    units = list(units_of(hits))
    best = max((asked.cover(seen.around) for seen in units), default=0.0)
    for seen in units:
        text = f"{seen.around} {seen.hit.paper.title}"
        named = any(names_financial_year(text, year) for year in years)
        if (
            named
            and re.search(r"\d", seen.unit.text)
            and asked.cover(seen.around) >= SAME_SUBJECT * best
        ):
            return None
    first = sorted(years)[0]
    return f"No passage gives the figure for {first[0]}-{first[1]}."


# --- Other authorities: what is asked of one needs to be told of it, since our figure is not
# theirs.


def lacks_other_authority(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """What is asked of another authority needs a unit that names it, with a number if one is asked.

    Our own figure is not theirs, nor is that of a body that we share with them.
    """
    ours = {paper.council for paper in library.papers() if paper.council}
    facets = asked.question.facets
    named = facets.people.authorities if ours else ()
    others = [name for name in named if not any(is_of(name, council) for council in ours)]
    units = list(units_of(hits)) if others else []
    best = max((asked.cover(seen.around) for seen in units), default=0.0)
    near = [seen for seen in units if asked.cover(seen.around) >= ON_SUBJECT * best]
    figure = Kind.FIGURE in asked.question.kinds
    for name in others:
        if Kind.DECISION in asked.question.kinds and name in facets.people.deciding:
            if not tells_what_it_decided(spelt(name), hits):
                return f"No passage on it says what {name} decided."
            continue
        said = re.compile(rf"\b{spelt(name)}\b", re.I)
        own = [rankless(council) for council in ours]
        apart = figure and not facets.names_with_ours(name, own)
        shared = both_named(name, own) if apart else NOTHING
        if not any(
            said.search(shared.sub(" ", _told_with(seen)))
            and (not figure or re.search(r"\d", seen.unit.text))
            for seen in near
        ):
            return f"No passage on it speaks of {name}."
    return None


def _told_with(seen: Seen) -> str:
    """Return a unit's text with its headings, columns and group, and its paper's title."""
    row = seen.unit.row
    table = [row.caption or "", row.group or ""] if row else []
    passage = seen.hit.passage
    return " ".join([seen.unit.text, seen.columns, *table, *passage.heading, seen.hit.paper.title])
