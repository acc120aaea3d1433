"""Other authorities: what is asked of one needs to be told of it, since our figure is not theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import ON_SUBJECT, Seen, units_of
from qa.decline.meetings import tells_what_it_decided
from qa.language.councils import is_of, rankless, spelt
from qa.library import Library
from qa.passages import Hit
from qa.question_kinds import Kind
from qa.questions.asked_people import NOTHING, both_named


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
