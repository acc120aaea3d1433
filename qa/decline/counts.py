"""How many of a thing: the number must be one of that thing, and of the place asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from qa.asked import Asked
from qa.decline.evidence import Seen, sentences, units_of
from qa.decline.names import named_places
from qa.language.numbers import CURRENCY, PER_CENT, SCALES, TENS, either_of, up_to
from qa.language.terms import analyse
from qa.library import Library
from qa.looks import DATE
from qa.passages import Hit, UnitKind
from qa.table_rows import is_sum, row_label, row_values

TIMES = frozenset(
    analyse("times more other different total million millions thousand things of other ones")
)
"""Words for what is counted that papers put in other words, or leave out."""
ALIKE: tuple[frozenset[str], ...] = (
    frozenset(
        analyse(
            "people person persons ppl residents members councillors staff households signatures "
            "signed signatories respondents responses replies voters adults children men women"
        )
    ),
    frozenset(
        analyse("job jobs post posts staff redundancies redundant fte employees workers people")
    ),
    frozenset(analyse("home homes household households dwelling dwellings property properties")),
)
"""Words for what is counted, any of which papers have in the others' place."""
NUMBERED = re.compile(
    r"\b(?:minutes?|no|nos|number|items?|paragraphs?|para|section|appendix|report|page|option|phase|lot|stage|key stage|year)\b\.?\s*(?:no\.?\s*)?\(?\d[\w./-]*|^\W*\(?\d{1,3}(?:\.\d+)*[.)]?(?:\s|(?=[A-Z]))",
    re.I,
)
"""Numbers that name a minute, a paragraph or a part of a paper, and count nothing."""
NO_COUNT = re.compile(
    rf"{CURRENCY}\s?\d[\d,.]*\s?(?:{SCALES})?\b|\d[\d,.]*\s?{PER_CENT}|\b\d{{1,2}}[.:]\d\d\s?(?:am|pm)\b",
    re.I,
)
"""Sums of money, shares and times of day."""
TOKEN = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’-][^\W\d_]+)*")
NUMBER = re.compile(
    rf"\d[\d,.]*|(?:{either_of(up_to('nineteen'))}|{either_of(TENS)}|dozens?|hundreds?|none|both|single)(?:-\w+)?",
    re.I,
)
AFTER = 5
"""Words within which what is counted follows its number."""
BEFORE = 8
"""Words within which the number follows what is counted."""
AS_NEAR = 0.5
"""Share of the best unit's own coverage from which a unit's number may be the one asked for."""
LABEL = 14
"""Words up to which a row's label names what the row counts, and is no account of it."""
MONEY_COLUMN = re.compile(r"[£€$]|\b(?:cost|budget|saving|spend|income|variance)", re.I)


Things = tuple[frozenset[str], ...]
"""What is counted, in one of several ways: the terms of each."""


def lacks_count(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How many of a thing needs a number of that thing, where the place that is asked is named."""
    facets = asked.question.facets
    count = facets.figures.count
    if count is None or facets.business.asks_for_vote_count:
        return None
    things = things_counted(asked, count.terms)
    places = named_places(asked, count.placed, hits)
    units = list(units_of(hits))
    best = max((asked.cover(seen.own) for seen in units), default=0.0)
    for seen in units:
        if asked.cover(seen.own) >= AS_NEAR * best and counts(seen, things, places):
            return None
    return f"No passage gives the number of {count.things}."


def things_counted(asked: Asked, said: Sequence[str]) -> Things:
    """Return the terms for what is counted, and for what papers may call it; none for times."""
    head = said[-1] if said else ""
    if not head or head in TIMES:
        return ()
    alike = [term for group in ALIKE if head in group for term in group]
    other = [phrase for o in asked.question.others if head in o.asked for phrase in o.written]
    return (frozenset((head,)), *(frozenset((term,)) for term in alike), *other)


def counts(seen: Seen, things: Things, places: Set[str]) -> bool:
    """Whether a unit has a number of one of these things, in a sentence or row on these places.

    No things stand for anything.
    """
    if (
        seen.unit.kind == UnitKind.ROW
        and places <= set(analyse(seen.told))
        and _row_counts(seen, things)
    ):
        return True
    left = places - set(analyse(seen.above))
    parts = [part for cell in seen.unit.text.split("\t") for part in sentences(cell)]
    return any(left <= set(analyse(part)) and _sentence_counts(part, things) for part in parts)


def _row_counts(seen: Seen, things: Things) -> bool:
    """Whether a row whose label, title or column is one of these things has a number for it."""
    row = seen.unit.row
    if row is None:
        short = len(seen.unit.text.split()) <= LABEL
        number = re.search(r"\d", NO_COUNT.sub(" ", seen.unit.text))
        return short and bool(number) and _has_one(things, set(analyse(seen.own)))
    label = row_label(row)
    above = [row.group or "", row.caption or "", *seen.hit.passage.heading[-1:]]
    named = " ".join([label if len(label.split()) <= LABEL else "", *above])
    return any(
        is_sum(cell)
        and not NO_COUNT.search(cell)
        and not MONEY_COLUMN.search(f"{column} {row.unit or ''}")
        and _has_one(things, set(analyse(f"{named} {column}")))
        for column, cell in row_values(row)
    )


def _sentence_counts(text: str, things: Things) -> bool:
    words = TOKEN.findall(NUMBERED.sub(" ", NO_COUNT.sub(" ", DATE.sub(" ", text))))
    return any(
        _has_one(things, set(analyse(" ".join(words[max(0, at - BEFORE) : at + AFTER + 1]))))
        for at, word in enumerate(words)
        if NUMBER.fullmatch(word)
    )


def _has_one(things: Things, terms: Set[str]) -> bool:
    return not things or any(phrase <= terms for phrase in things)
