"""Checks of meetings, bodies and days: whose decision is asked for, of which meeting, and when.

What another body or a later meeting did is in its own papers; a figure for another year, or of
another authority, is not the one asked for. Each check returns what is lacking, in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answerability.evidence import ON_SUBJECT, Seen, sentences_of, units_near
from qa.language.councils import is_of, rankless, spelt
from qa.language.dates import (
    OF_DAY,
    WHOLE_MONTH,
    Period,
    format_day,
    names_financial_year,
    names_year,
)
from qa.language.numbers import DURATION
from qa.language.sentences import PARTS_AT_STOPS
from qa.library import Library
from qa.papers import DECIDING, Hit, PaperKind, Standing
from qa.questions.people import NOTHING, both_named
from qa.questions.question import Kind
from qa.quoting.standing import is_full_council
from qa.quoting.units import cover_of, headed_text
from qa.retrieval.features import DATE, Asked

DECIDED = r"\b(?:approved|agreed|resolved|decided|adopted)\b"
MONTH_OF_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")


def lacks_reference(asked: Asked, hits: Sequence[Hit]) -> str | None:
    """A report or a decision that is asked for by its number must be there under it."""
    unknown = unknown_reference(asked, hits)
    return None if unknown is None else f"No paper found has the number {unknown}."


def unknown_reference(asked: Asked, hits: Sequence[Hit]) -> str | None:
    """Return the first number of a report or a decision asked for that no hit has, or None."""
    for reference in asked.question.references:
        if "/" not in reference or MONTH_OF_YEAR.fullmatch(reference):
            continue
        if not any(reference in _numbers(hit) for hit in hits):
            return reference
    return None


def _numbers(hit: Hit) -> str:
    """Return all that may give a hit's number, in capitals and without white space."""
    passage, paper = hit.passage, hit.paper
    texts = [passage.text, *passage.heading, *passage.references, paper.title, paper.file]
    return re.sub(r"\s", "", " ".join(texts)).upper()


STILL_ON_SUBJECT = 0.75
"""Share of the deferred item's coverage from which a later minute is on the same matter."""


def lacks_return(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What was put off is answered only by a later minute on the same matter."""
    if not asked.question.facets.outcome.asks_of_a_return:
        return None
    put_off = [h for h in hits if h.passage.standing is Standing.DEFERRED]
    if not put_off:
        return None
    day = put_off[0].passage.meeting_date
    least = STILL_ON_SUBJECT * cover_of(asked, put_off[0].passage)
    for hit in hits:
        passage = hit.passage
        decided = passage.standing in DECIDING and passage.standing is not Standing.DEFERRED
        later = passage.meeting_date and day and passage.meeting_date > day
        if decided and later and cover_of(asked, passage) >= least:
            return None
    when = f" on {format_day(day)}" if day else ""
    return f"It was deferred{when}, and no later minute on it is held."


DECIDING_KINDS = frozenset({Kind.DECISION, Kind.VOTE, Kind.REASON, Kind.WHEN, Kind.YES_NO})


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
        spoken_of = any(name.lower() in headed_text(hit.passage).lower() for hit in hits)
        return None if spoken_of else f"No passage on it speaks of {name}."
    if _says_it_decided(re.escape(name), hits):
        return None
    return f"No papers of {name.title() if name.islower() else name} are held."


def _says_it_decided(name: str, hits: Sequence[Hit]) -> bool:
    """Whether a sentence says what a body, by an expression for its name, decided."""
    decided = re.compile(rf"\b{name}\b['’]?s?(?:\W+\w+){{0,5}}\W+{DECIDED}", re.I)
    return any(decided.search(sentence) for sentence in sentences_of(hits))


def lacks_other_authority(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """What is asked of another authority needs a unit that names it, with a number if one is asked.

    Our own figure is not theirs, nor is that of a body that we share with them.
    """
    ours = {paper.council for paper in library.papers() if paper.council}
    facets = asked.question.facets
    named = facets.people.authorities if ours else ()
    others = [name for name in named if not any(is_of(name, council) for council in ours)]
    near = units_near(asked, hits, ON_SUBJECT) if others else []
    figure = Kind.FIGURE in asked.question.kinds
    for name in others:
        if Kind.DECISION in asked.question.kinds and name in facets.people.deciding:
            if not _says_it_decided(spelt(name), hits):
                return f"No passage on it says what {name} decided."
            continue
        written = re.compile(rf"\b{spelt(name)}\b", re.I)
        own = [rankless(council) for council in ours]
        apart = figure and not facets.names_with_ours(name, own)
        shared = both_named(name, own) if apart else NOTHING
        if not any(
            written.search(shared.sub(" ", _with_titles(seen)))
            and (not figure or re.search(r"\d", seen.unit.text))
            for seen in near
        ):
            return f"No passage on it speaks of {name}."
    return None


def _with_titles(seen: Seen) -> str:
    """Return a unit's text with its headings, columns and group, and its paper's title."""
    row = seen.unit.row
    table = [row.caption or "", row.group or ""] if row else []
    passage = seen.hit.passage
    return " ".join([seen.unit.text, seen.columns, *table, *passage.heading, seen.hit.paper.title])


SAME_SUBJECT = 0.95
"""Share of the best unit's coverage from which a unit's year is the one asked for."""


def lacks_year(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """A figure for a financial year needs a passage that names the year."""
    times, kinds = asked.question.facets.times, asked.question.kinds
    years = times.financial_years
    figure = Kind.FIGURE in kinds or times.asks_what_is_or_will_be
    if not years or not figure or Kind.DECISION in kinds:
        return None
    for seen in units_near(asked, hits, SAME_SUBJECT):
        text = f"{seen.around} {seen.hit.paper.title}"
        named = any(names_financial_year(text, year) for year in years)
        if named and re.search(r"\d", seen.unit.text):
            return None
    first = sorted(years)[0]
    return f"No passage gives the figure for {first[0]}-{first[1]}."


def lacks_decision_day(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """When something was decided needs its minute, or a passage that says so with a year."""
    if not asked.question.facets.outcome.asks_when_decided:
        return None
    dated = rf"{DECIDED}[^.]{{0,80}}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b[^.]{{0,60}}{DECIDED}"
    if any(hit.passage.standing in DECIDING for hit in hits) or any(
        re.search(dated, hit.passage.text) for hit in hits[:3]
    ):
        return None
    return "The papers held ask for the decision; no minute that takes it is held."


CALLED_IN = re.compile(
    r"\b(?:was|were|been|being) (?:formally )?called[- ]in\b|\bcalled[- ]in by\b|\bcall-?in (?:request|notice|of)\b|\bno call-?in\b|\bcalled in (?:on|to|for)\b",
    re.I,
)


def lacks_call_in(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """Whether a decision was called in needs a record of the call-in; the rules do not do."""
    if not asked.question.facets.outcome.asks_of_a_call_in:
        return None
    if any(CALLED_IN.search(sentence) for sentence in sentences_of(hits)):
        return None
    return "No paper held records whether it was called in."


STILL_TO_COME = re.compile(
    r"\b(?:to be (?:presented|considered|submitted|approved|agreed|decided)|will (?:be|then)|for (?:approval|decision|consideration)|due (?:to|at|on|by)|scheduled|recommend\w*)\b",
    re.I,
)


def lacks_meeting(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A decision of a given day or month needs a paper of that meeting, or one that reports it."""
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
        reported = any(_reports_of_day(period, h.passage.text) for h in hits)
        if reported or any(period.covers(day) for day in held):
            return None
    kinds = {p.kind for p in library.papers()}
    word = "minutes" if PaperKind.MINUTES in kinds else "papers"
    first, last = periods[0].first, periods[0].last
    when = format_day(first) if first == last else f"{first:%B %Y}"
    return f"The {word} of {when} are not held."


def _reports_of_day(period: Period, text: str) -> bool:
    """Whether a sentence reports something decided on a day or in a month that is past."""
    day = rf"{period.first.day}{OF_DAY}?\s+" if period.first == period.last else ""
    named = rf"\b{day}{period.first:%B}\b" + ("" if day else rf",?\s+{period.first.year}\b")
    return any(
        re.search(named, sentence, re.I)
        and re.search(DECIDED, sentence, re.I)
        and not STILL_TO_COME.search(sentence)
        for sentence in PARTS_AT_STOPS.split(text)
    )


def lacks_full_council(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What Council then made of a recommendation stands in Council's minutes alone."""
    if not asked.question.facets.business.asks_what_full_council_did:
        return None
    deciding = [h for h in hits if h.passage.standing in DECIDING]
    if not deciding or any(is_full_council(h.passage.body) for h in deciding):
        return None
    return "The papers held only recommend it to Council; no minute of Council on it is held."


def lacks_any_year(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """A year needs a passage on the subject that speaks of it, or a meeting held in it."""
    years = asked.question.facets.times.years
    if not years or any(speaks_of_year(year, hit) for year in years for hit in hits):
        return None
    return f"No passage on it speaks of {years[0]}."


def speaks_of_year(year: str, hit: Hit) -> bool:
    """Whether a hit, its paper's title or its file's name has a year, or its meeting is of it."""
    passage, paper = hit.passage, hit.paper
    text = f"{headed_text(passage)} {paper.title} {paper.file}".replace("_", " ")
    day = passage.meeting_date or paper.meeting_date
    met = day is not None and str(day.year) == year
    return met or names_year(text, year)


SOON = re.compile(
    r"\b(?:today|tomorrow|next|this|following|coming|end of|start of|early|late|mid)\W+(?:week|month|year|spring|summer|autumn|winter|term)\b"
    r"|\b(?:spring|summer|autumn|winter|immediately|annually|weekly|monthly|quarter(?:ly)?|call.in|working days|(?:within|after) \w+ (?:days|weeks|months|years))\b"
    rf"|\b\d{{1,2}}(?:[.:]\d\d)?\s?(?:am|pm)\b|\b{WHOLE_MONTH}\b",
    re.I,
)
NEAR_ENOUGH = 0.6
"""Share of the best unit's coverage at which a unit's date may be the one asked for."""


def lacks_date(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """When something will be needs a date, a season or a term in a unit on the subject."""
    if not asked.question.facets.times.asks_when:
        return None
    if _has_near(asked, hits, (DATE, SOON)):
        return None
    return "No passage on it gives a date."


def lacks_duration(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How long something lasts needs a length of time, or a day until which it does."""
    asks = asked.question.facets.times.asks_how_long
    if not asks or _has_near(asked, hits, (DURATION, DATE)):
        return None
    return "No passage on it says how long."


def _has_near(asked: Asked, hits: Sequence[Hit], looks: Sequence[re.Pattern[str]]) -> bool:
    """Whether a unit on the subject has one of these looks."""
    near = units_near(asked, hits, NEAR_ENOUGH)
    return any(look.search(seen.unit.text) for seen in near for look in looks)
