"""Other authorities: what is asked of one needs to be told of it, since our figure is not theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import ON_SUBJECT, Seen, units_of
from qa.decline.meetings import tells_what_it_decided
from qa.language.councils import authorities_named, is_of, rankless, spelt
from qa.library import Library
from qa.passages import Hit
from qa.question_kinds import Kind

TO_DECIDE = r"(?:\w+ly\s+)?(?:decide|agree|approve|resolve|adopt|accept|reject|refuse)d?\b"
NOTHING = re.compile(r"(?!)")


def lacks_other_authority(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """What is asked of another authority needs a unit that names it, with a number if one is asked.

    Our own figure is not theirs, nor is that of a body that we share with them.
    """
    ours = {paper.council for paper in library.papers() if paper.council}
    named = authorities_named(asked.question.text) if ours else ()
    others = [name for name in named if not any(is_of(name, council) for council in ours)]
    units = list(units_of(hits)) if others else []
    best = max((asked.cover(seen.around) for seen in units), default=0.0)
    near = [seen for seen in units if asked.cover(seen.around) >= ON_SUBJECT * best]
    figure = Kind.FIGURE in asked.question.kinds
    for name in others:
        if Kind.DECISION in asked.question.kinds and _acted(name, asked.question.text):
            if not tells_what_it_decided(spelt(name), hits):
                return f"No passage on it says what {name} decided."
            continue
        said = re.compile(rf"\b{spelt(name)}\b", re.I)
        shared = _shared(name, [rankless(council) for council in ours])
        if shared.search(asked.question.text) or not figure:
            shared = NOTHING
        if not any(
            said.search(shared.sub(" ", _told_with(seen)))
            and (not figure or re.search(r"\d", seen.unit.text))
            for seen in near
        ):
            return f"No passage on it speaks of {name}."
    return None


def _acted(name: str, text: str) -> bool:
    """Whether it is asked what another authority itself decided: what did Halton agree."""
    return bool(re.search(rf"\b(?:did|has|have|had)\s+{spelt(name)}\s+{TO_DECIDE}", text, re.I))


def _shared(name: str, ours: Sequence[str]) -> re.Pattern[str]:
    """Return what names an authority and ours in one breath: Ashcombe and Rutland."""
    theirs = spelt(name)
    own = "|".join(spelt(place) for place in ours if place)
    if not own:
        return NOTHING
    both = r"\s*(?:(?:,|/|&|and\b)\s*){1,2}"
    return re.compile(rf"\b(?:(?:{own}){both}{theirs}|{theirs}{both}(?:{own}))\b", re.I)


def _told_with(seen: Seen) -> str:
    """Return a unit's text with its headings, columns and group, and its paper's title."""
    row = seen.unit.row
    table = [row.caption or "", row.group or ""] if row else []
    passage = seen.hit.passage
    return " ".join([seen.unit.text, seen.columns, *table, *passage.heading, seen.hit.paper.title])
