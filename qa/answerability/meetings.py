"""Checks of meetings, bodies and days: whose decision is asked for, of which meeting, and when.

What another body or a later meeting did is in its own papers; a figure for another year, or of
another authority, is not the one asked for. Each check returns what is lacking, in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qa.answerability.evidence import units_near
from qa.language.dates import (
    OF_DAY,
    WHOLE_MONTH,
    Period,
    format_day,
    names_year,
)
from qa.library import Library
from qa.papers import Hit, Paper, PaperKind
from qa.questions.question import Kind
from qa.quoting.units import headed_text
from qa.retrieval.features import DATE, Asked
from qa.retrieval.scope import councils_held, days_held

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


def lacks_council(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """Another council's business is in its own papers, unless one that was found speaks of it.

    That none of its papers is held is known only where it is known of each paper whose it is.
    """
    name = asked.question.facets.people.council
    councils = library.once(councils_held)
    if name is None or None in councils:
        return None
    held = " ".join(council for council in councils if council).lower()
    if set(re.findall(r"\w+", name.lower())) & set(re.findall(r"\w+", held)):
        return None
    if any(name.lower() in headed_text(hit.passage).lower() for hit in hits):
        return None
    return f"No papers of {name.title() if name.islower() else name} are held."


def lacks_meeting(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A decision of a given day or month needs a paper of that meeting, or one that speaks of it."""
    question = asked.question
    whole_month = question.facets.business.asks_of_a_body_in_a_month
    periods = [p for p in question.periods if p.first == p.last or whole_month]
    dated = question.facets.business.names_a_day or whole_month
    if not periods or not dated or Kind.DECISION not in question.kinds:
        return None
    held = library.once(days_held) | {h.passage.meeting_date for h in hits}
    for period in periods:
        reported = any(_speaks_of(period, h.passage.text) for h in hits)
        if reported or any(period.covers(day) for day in held) or _may_be_of(period, library):
            return None
    kinds = library.once(_kinds_held)
    word = "minutes" if PaperKind.MINUTES in kinds else "papers"
    first, last = periods[0].first, periods[0].last
    when = format_day(first) if first == last else f"{first:%B %Y}"
    return f"The {word} of {when} are not held."


def _may_be_of(period: Period, library: Library) -> bool:
    """Whether a paper that bears no day speaks of this one, or a part bound in a pack is of it."""
    if any(period.covers(day) for day in library.once(_days_of_parts)):
        return True
    days, months = library.once(_named_without_day)
    first = period.first
    if first == period.last:
        return (str(first.day), f"{first:%B}".lower()) in days
    return (f"{first:%B}".lower(), str(first.year)) in months


def _kinds_held(library: Library) -> frozenset[PaperKind]:
    return frozenset(paper.kind for paper in library.papers())


def _days_of_parts(library: Library) -> frozenset[date]:
    """Return the days of the parts of packs, and of the passages of papers that bear no day."""
    parts = (part for paper in library.papers() for _, part, _ in library.parts_of(paper))
    undated = (
        passage.meeting_date
        for paper in library.once(_undated)
        for passage in library.passages_of(paper.id)
    )
    return frozenset(day for day in (*parts, *undated) if day is not None)


def _undated(library: Library) -> tuple[Paper, ...]:
    return tuple(paper for paper in library.papers() if paper.meeting_date is None)


_Named = frozenset[tuple[str, str]]


def _named_without_day(library: Library) -> tuple[_Named, _Named]:
    """Return each day with its month, and month with its year, that undated papers speak of."""
    days: set[tuple[str, str]] = set()
    months: set[tuple[str, str]] = set()
    for paper in library.once(_undated):
        for passage in library.passages_of(paper.id):
            text = passage.text
            days.update((day, month.lower()) for day, month in DAY_NAMED.findall(text))
            months.update((month.lower(), year) for month, year in MONTH_NAMED.findall(text))
    return frozenset(days), frozenset(months)


DAY_NAMED = re.compile(rf"\b(\d{{1,2}}){OF_DAY}?\s+({WHOLE_MONTH})\b", re.I)
MONTH_NAMED = re.compile(rf"\b({WHOLE_MONTH}),?\s+(\d{{4}})\b", re.I)


def _speaks_of(period: Period, text: str) -> bool:
    """Whether a text names a day, or a month with its year."""
    day = rf"{period.first.day}{OF_DAY}?\s+" if period.first == period.last else ""
    named = rf"\b{day}{period.first:%B}\b" + ("" if day else rf",?\s+{period.first.year}\b")
    return re.search(named, text, re.I) is not None


def lacks_any_year(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """A year needs a passage on the subject that speaks of it, or a meeting held in it."""
    years = asked.question.facets.times.years
    if not years or any(speaks_of_year(year, hit) for year in years for hit in hits):
        return None
    return f"{years[0]} was not seen in what was found."


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
    return "No date was seen with it in what was found."


def _has_near(asked: Asked, hits: Sequence[Hit], looks: Sequence[re.Pattern[str]]) -> bool:
    """Whether a unit on the subject has one of these looks."""
    near = units_near(asked, hits, NEAR_ENOUGH)
    return any(look.search(seen.unit.text) for seen in near for look in looks)
