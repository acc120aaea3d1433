"""Checks of figures: amounts, counts and votes must stand with what is asked.

A number alone answers nothing: it must be of the thing asked about, in the same sentence or row.
Each check returns what is lacking, in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from qa.answerability.evidence import (
    Seen,
    covering,
    figure_units,
    named_actor,
    named_places,
    sentences,
    units_of,
)
from qa.language.numbers import CURRENCY, MONEY, PER_CENT, SCALES, TENS, either_of, up_to
from qa.language.rows import row_label, row_values
from qa.language.terms import analyse
from qa.library import Library
from qa.papers import Hit, ItemKind, UnitKind, is_sum
from qa.questions.question import Kind
from qa.quoting.resolutions import VOTE_COUNTS
from qa.retrieval.features import DATE, Asked


def lacks_amount(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """An amount of money must be given, beside the word for it where one was used."""
    question, figures_asked = asked.question, asked.question.facets.figures
    named = figures_asked.names_an_amount
    if not named and not (Kind.FIGURE in question.kinds and figures_asked.asks_for_money):
        return None
    of_decision = set(question.kinds) & {Kind.DECISION, Kind.YES_NO}
    if of_decision and not figures_asked.asks_the_amount:
        return None
    other = set(question.kinds) & {Kind.REASON, Kind.WHO, Kind.VOTE}
    if figures_asked.counts_something or (other and not figures_asked.ends_on_how_much):
        return None
    figures = figure_units(asked, hits)
    if not figures:
        return "No amount was seen with it in what was found."
    wanted = figures_asked.amounts
    whose = named_actor(asked, hits)
    for seen in figures:
        if not whose <= set(analyse(seen.in_full)):
            continue
        held = set(re.findall(r"[a-z]+", _beside_the_sum(seen).lower()))
        if all(held & like for like in wanted.values()):
            return None
    return f"No {min(wanted) if wanted else 'amount of theirs'} was seen in what was found."


def _beside_the_sum(seen: Seen) -> str:
    """Return the sentences of a unit that have a sum of money, with what it stands under."""
    if seen.unit.kind == UnitKind.ROW:
        return seen.in_full
    parts = [part for part in sentences(seen.unit.text) if MONEY.search(part)]
    return " ".join([*parts, *seen.hit.passage.heading[-1:]])


# Counts

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
    things = _things_counted(asked, count.terms)
    places = named_places(asked, count.placed, hits)
    near = covering(asked, units_of(hits), AS_NEAR, lambda seen: seen.own)
    if any(_counts(seen, things, places) for seen in near):
        return None
    return f"No number of {count.things} was seen in what was found."


def _things_counted(asked: Asked, terms: Sequence[str]) -> Things:
    """Return the terms for what is counted, and for what papers may call it; none for times."""
    head = terms[-1] if terms else ""
    if not head or head in TIMES:
        return ()
    alike = [term for group in ALIKE if head in group for term in group]
    other = [phrase for o in asked.question.others if head in o.asked for phrase in o.written]
    return (frozenset((head,)), *(frozenset((term,)) for term in alike), *other)


def _counts(seen: Seen, things: Things, places: Set[str]) -> bool:
    """Whether a unit has a number of one of these things, in a sentence or row on these places.

    Without things, a number of anything will do.
    """
    of_places = seen.unit.kind == UnitKind.ROW and places <= set(analyse(seen.in_full))
    if of_places and _row_counts(seen, things):
        return True
    left = places - set(analyse(seen.above))
    return any(
        left <= set(analyse(part)) and _sentence_counts(part, things)
        for part in seen.cell_sentences
    )


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
    """Whether a sentence has a number near one of these things."""
    words = TOKEN.findall(NUMBERED.sub(" ", NO_COUNT.sub(" ", DATE.sub(" ", text))))
    return any(
        _has_one(things, set(analyse(" ".join(words[max(0, at - BEFORE) : at + AFTER + 1]))))
        for at, word in enumerate(words)
        if NUMBER.fullmatch(word)
    )


def _has_one(things: Things, terms: Set[str]) -> bool:
    """Whether some terms hold all those of one of the things."""
    return not things or any(phrase <= terms for phrase in things)


# Shares and rates

SHARE = re.compile(
    r"\d\s?%|\bper ?cent\b|\d[\d,.]* (?:in|out of|of|per) (?:(?:every|the|each) )?\d|\bper (?:1,?000|10,?000|100,?000|thousand)\b"
    r"|\b(?:half|third|quarter|fifth|tenth|two|three)s? (?:of|in|out of|thirds|quarters|fifths)\b|\b\d+(?:\.\d+)? (?:basis )?points?\b|\b0\.\d",
    re.I,
)
NEARLY = 0.75
"""Share of the best sentence's coverage from which a sentence's share is the one asked for."""


# Ratings

SCALE = re.compile(r"\b(?:rat(?:ed|ings?)|scores?|grad(?:e|es|ed|ing)|rag|status)\b", re.I)
"""Words of a column in which a rating stands, whatever its words."""


# Votes

VOTES = re.compile(r"\b\d{1,3} votes?\b|unanimous", re.I)


def lacks_votes(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """How a vote went needs its count, in the hits or elsewhere in the minute found first."""
    if not asked.question.facets.business.asks_for_vote_count:
        return None
    texts = [seen.unit.text for seen in units_of(hits)]
    minute = hits[0].passage if hits and hits[0].passage.item_kind == ItemKind.MINUTE else None
    texts += [p.text for p in library.item_passages(minute)] if minute else []
    found = any(VOTE_COUNTS.search(text) or VOTES.search(text) for text in texts)
    return None if found else "No count of votes was seen in what was found."
