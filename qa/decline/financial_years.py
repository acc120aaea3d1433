"""The financial year asked about: a figure for another year is not the one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import units_of
from qa.language.dates import names_financial_year
from qa.library import Library
from qa.passages import Hit
from qa.question_kinds import Kind

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
