"""The units of a passage: which of them to quote, and how well each answers.

A short passage is quoted whole. Of a longer one the unit that answers best is quoted, with as many
of its neighbours as it needs to be understood; of a table, only the rows that fit. Headings
answer nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.language.numbers import MONEY, labels_of, within_bounds
from qa.papers import Paper, Passage, Unit, UnitKind
from qa.questions.question import Kind, Question
from qa.retrieval.features import FIGURE, PERSON, VOTING, Asked, looks_like_an_answer

WHOLE = 90
"""Words up to which a passage is quoted whole."""
ENOUGH = 60
"""Words that a part of a longer passage should have, so that it can be understood."""
LABELLED = 0.3
"""What the band, option, lot or bound asked about adds to the score of a unit that is of it."""
NO_LOOK = 0.55
"""What a unit without the look of the answer keeps of its score beside one that has it."""
TITLE_ROW = re.compile(r"\W*(?:subject|(?:report )?title)\s*:?\s*\t", re.I)
"""The row of a front sheet that only names the report."""
TOTAL = re.compile(r"\btotals?\b", re.I)
TOTAL_ROW = re.compile(r"\W*(?:grand |sub-?|over)?totals?\b", re.I)


@dataclass(frozen=True, slots=True)
class Quote:
    """Units to quote from one passage, in its order."""

    passage: Passage
    paper: Paper
    units: tuple[Unit, ...]


def choose_units(asked: Asked, passage: Passage, *, whole: int = WHOLE) -> tuple[Unit, ...]:
    """Return the units of a passage to quote: all of a short one, else a window round the best."""
    units = [u for u in passage.units if u.kind != UnitKind.HEADER]
    if not units:
        return passage.units
    columns = " ".join(u.text for u in passage.units if u.kind == UnitKind.HEADER)
    scores = unit_scores(asked, units, columns)
    best = max(range(len(units)), key=lambda i: scores[i])
    if units[best].kind == UnitKind.ROW:
        chosen = _rows(units, scores, best)
    elif sum(len(unit.text.split()) for unit in units) <= whole:
        chosen = tuple(units)
    else:
        chosen = _window(units, scores, best)
    return _with_totals(asked, units, chosen)


def _rows(units: Sequence[Unit], scores: Sequence[float], best: int) -> tuple[Unit, ...]:
    """Return the best row, with rows next to it that fit the question as well."""
    first = last = best

    def fits(at: int) -> bool:
        near = 0 <= at < len(units) and abs(at - best) <= 3
        return near and units[at].kind == UnitKind.ROW and scores[at] >= 0.9 * scores[best]

    while fits(first - 1):
        first -= 1
    while fits(last + 1):
        last += 1
    return tuple(units[first : last + 1])


def _window(units: Sequence[Unit], scores: Sequence[float], best: int) -> tuple[Unit, ...]:
    """Return the best unit with the neighbours that it needs to be understood, but no rows."""
    words = [len(unit.text.split()) for unit in units]
    first = last = best
    top = max((i + 1 for i in range(best) if units[i].kind == UnitKind.ROW), default=0)
    end = min(
        (i for i in range(best, len(units)) if units[i].kind == UnitKind.ROW), default=len(units)
    )
    while sum(words[first : last + 1]) < ENOUGH and (first > top or last < end - 1):
        forward = last < end - 1
        leads = units[last].text.rstrip().endswith((":", ";", " and", ","))
        if first > top and (not forward or (scores[first - 1] > scores[last + 1] and not leads)):
            first -= 1
        elif forward:
            last += 1
        else:
            break
    return tuple(units[first : last + 1])


def _with_totals(asked: Asked, units: Sequence[Unit], chosen: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Where a total is asked for, take the rows that give it in place of the other rows."""
    totals = {u for u in units if u.kind == UnitKind.ROW and TOTAL_ROW.match(u.text)}
    if not totals or not asked.question.facets.figures.asks_for_total or totals & set(chosen):
        return chosen
    kept = {unit for unit in chosen if unit.kind != UnitKind.ROW}
    return tuple(unit for unit in units if unit in kept or unit in totals)


def unit_scores(asked: Asked, units: Sequence[Unit], columns: str = "") -> list[float]:
    """Return a score for each unit: terms covered and the look of an answer; 0 for a heading.

    A row is scored with its column headings. Where some units have the look of what is asked and
    others have not, those others only lead up to the answer.
    """
    texts = [text_with_columns(unit, columns) for unit in units]
    looks = [looks_like_an_answer(asked.question, unit.text) for unit in units]
    bounds, labels = asked.question.facets.figures.bounds, asked.question.labels
    return [
        0.0
        if unit.kind in (UnitKind.HEADING, UnitKind.HEADER) or TITLE_ROW.match(unit.text)
        else (
            asked.cover(text)
            + _shape(asked.question, unit.text)
            + LABELLED * bool(labels and labels & labels_of(unit, columns))
            + LABELLED * within_bounds(bounds, unit.text)
        )
        * (1.0 if look or not any(looks) else NO_LOOK)
        for unit, text, look in zip(units, texts, looks, strict=True)
    ]


def _shape(question: Question, text: str) -> float:
    """Return what the look of a figure, a total, a name or a vote adds where one is asked for."""
    fit = 0.0
    if Kind.FIGURE in question.kinds:
        fit += 0.15 * bool(FIGURE.search(text)) + 0.1 * bool(MONEY.search(text))
        fit += 0.2 * bool(question.facets.figures.asks_for_total and TOTAL.search(text))
    if Kind.WHO in question.kinds:
        fit += 0.1 * bool(PERSON.search(text))
    if Kind.VOTE in question.kinds:
        fit += 0.15 * bool(VOTING.search(text))
    return fit


def text_with_columns(unit: Unit, columns: str = "") -> str:
    """Return a unit's text; of a row of a table, with its group, shared labels and columns."""
    if unit.row is not None:
        above = (unit.row.group or "", *unit.row.labels, *unit.row.columns)
        return f"{unit.text} {' '.join(above)}"
    return f"{unit.text} {columns}" if unit.kind == UnitKind.ROW else unit.text


def text_in_table(unit: Unit) -> str:
    """Return a unit's text; of a row whose cells are known, also its columns and table's caption."""
    if unit.row is None:
        return unit.text
    return f"{text_with_columns(unit)} {unit.row.caption or ''}"


def headed_text(passage: Passage) -> str:
    """Return a passage's text with its heading path."""
    return " ".join([passage.text, *passage.heading])


def cover_of(asked: Asked, passage: Passage) -> float:
    """Return the share of the question that a passage covers with its headings, 0 to 1."""
    return asked.cover(headed_text(passage))


def quotable_units(passage: Passage) -> Iterator[Unit]:
    """Return the units of a passage that say something by themselves: no headings."""
    return (unit for unit in passage.units if unit.kind not in (UnitKind.HEADER, UnitKind.HEADING))


def add_quote(quotes: list[Quote], new: Quote) -> list[Quote]:
    """Add a quote; units of a passage that is quoted already join it, in their order."""
    for index, quote in enumerate(quotes):
        if quote.passage.id == new.passage.id:
            held = {*quote.units, *new.units}
            units = tuple(unit for unit in quote.passage.units if unit in held)
            return [*quotes[:index], replace(quote, units=units), *quotes[index + 1 :]]
    return [*quotes, new]
