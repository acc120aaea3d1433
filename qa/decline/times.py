"""Years and dates asked for: the year must be spoken of, and a when needs a date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import text_of, units_of
from qa.language.dates import WHOLE_MONTH, names_year
from qa.language.quantities import DURATION
from qa.library import Library
from qa.looks import DATE
from qa.passages import Hit

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
