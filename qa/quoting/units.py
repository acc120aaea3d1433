"""The units of a passage: which of them to quote, and how well each answers.

A short passage is quoted whole. Of a longer one the unit that answers best is quoted, with as many
of its neighbours as it needs to be understood; of a table, only the rows that fit. Headings
answer nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.judgement.features import TOTAL_ROW
from qa.judgement.units import TITLE_ROW, text_with_columns
from qa.language.numbers import MONEY, labels_of, within_bounds
from qa.library import Library
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
TOTAL = re.compile(r"\btotals?\b", re.I)


@dataclass(frozen=True, slots=True)
class Quote:
    """Units to quote from one passage, in its order."""

    passage: Passage
    paper: Paper
    units: tuple[Unit, ...]
    answering: Unit | None = None
    """The unit that was judged to answer; None where none of them was."""


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
    elif words_of(units) <= whole:
        chosen = tuple(units)
    else:
        chosen = units_round(units, scores, best)
    return with_totals(asked, units, chosen)


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


def units_round(
    units: Sequence[Unit], scores: Sequence[float], best: int, least: int = ENOUGH
) -> tuple[Unit, ...]:
    """Return a unit with the neighbours that it needs to be understood, but no rows.

    Neighbours with the higher of the `scores` (one a unit) come first, until there are `least`
    words.
    """
    words = [words_of([unit]) for unit in units]
    first = last = best
    top = max((i + 1 for i in range(best) if units[i].kind == UnitKind.ROW), default=0)
    end = min(
        (i for i in range(best, len(units)) if units[i].kind == UnitKind.ROW), default=len(units)
    )
    while sum(words[first : last + 1]) < least and (first > top or last < end - 1):
        forward = last < end - 1
        leads = units[last].text.rstrip().endswith((":", ";", " and", ","))
        if first > top and (not forward or (scores[first - 1] > scores[last + 1] and not leads)):
            first -= 1
        elif forward:
            last += 1
        else:
            break
    return tuple(units[first : last + 1])


def words_of(units: Iterable[Unit]) -> int:
    """Return how many words units have together."""
    return sum(len(unit.text.split()) for unit in units)


def with_totals(asked: Asked, units: Sequence[Unit], chosen: tuple[Unit, ...]) -> tuple[Unit, ...]:
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
            joined = replace(quote, units=units, answering=quote.answering or new.answering)
            return [*quotes[:index], joined, *quotes[index + 1 :]]
    return [*quotes, new]


# The rest of the sentence or list

MOST_TO_FOLLOW = 70
"""Words of the next passage that complete a quote which ends on a colon."""
MOST_TO_FINISH = 130
"""Words of the paragraph that finishes a sentence."""
ENDED = re.compile(r"[.;:!?…][\s)”\"'’*]*(?:and|or)?\s*$")
RUNS_OVER = re.compile(
    r"(?:,|[-–]|\b(?:and|or|of|the|to|for|in|on|at|by|with|from|that|which|a|an|its|their|is|are|be|as))\s*$",
    re.I,
)
"""The end of a line after which a sentence goes on; lists often have no full stops."""
ENDS_ON_COLON = re.compile(r":\s*[-–]?\s*$")


def with_what_follows(library: Library, quotes: list[Quote]) -> list[Quote]:
    """Where the first quote ends on a colon or in mid-sentence, add what comes after it."""
    first = quotes[0]
    last = first.units[-1]
    broken = (
        last.kind != UnitKind.ROW and len(last.text.split()) > 12 and not ENDED.search(last.text)
    )
    if last != first.passage.units[-1] or not (ENDS_ON_COLON.search(last.text) or broken):
        return quotes
    following = f"{first.passage.paper_id}-{first.passage.ordinal + 1:05d}"
    held = library.passages([following])
    if following not in held or any(q.passage.id == following for q in quotes):
        return quotes
    passage = held[following][0]
    opens = next((unit.text for unit in quotable_units(passage)), "")
    unfinished = broken and bool(RUNS_OVER.search(last.text) or opens[:1].islower())
    if broken and not unfinished:
        return quotes
    units: list[Unit] = []
    for unit in quotable_units(passage):
        most = MOST_TO_FINISH if unfinished else MOST_TO_FOLLOW
        if sum(len(u.text.split()) for u in [*units, unit]) > most:
            break
        units.append(unit)
        if unfinished:
            break
    if not units or passage.standing is not first.passage.standing or passage.private:
        return quotes
    return [first, Quote(passage, first.paper, tuple(units)), *quotes[1:]]
