"""Sums and days that a question names, beside those that the papers have in the same role.

A sum is another only where it measures the same noun in the same year; a day only where the
decision quoted gives one day and the day asked about stands nowhere.
"""

from __future__ import annotations

from datetime import date

from qa.judgement.units import text_with_columns
from qa.language.dates import find_days, format_day
from qa.language.numbers import amount_of
from qa.language.terms import term_set
from qa.papers import DECIDING, Passage
from qa.premises.corrected import Premise, PremiseKind
from qa.premises.evidence import Evidence
from qa.questions.figures import read_times
from qa.questions.outcomes import WORD
from qa.questions.premises import SumTaken
from qa.quoting.units import Quote
from qa.retrieval.scope import days_held

ON_IT = 0.6
"""Share of the question's matter that a unit must have, to be on it."""
SAME_MONTHS = 2
"""Months within which two days may be taken one for the other."""


def wrong_sum(evidence: Evidence) -> Premise | None:
    """Return the sum that the papers have in place of the one named, or None."""
    sums = evidence.asked.question.facets.premises.sums
    return next((p for taken in sums if (p := _other_sum(evidence, taken)) is not None), None)


def _other_sum(evidence: Evidence, taken: SumTaken) -> Premise | None:
    years = _years(evidence)
    best: tuple[float, str, Quote] | None = None
    for unit, passage, paper in evidence.units():
        text = text_with_columns(unit)
        held = _sums_in(unit.text)
        if any(_same(taken.value, value) for _, value in held) and _may_be_of(text, years):
            return None
        if len(held) != 1 or not taken.nouns <= term_set(text):
            continue
        of_year = _is_of(text, passage, years, evidence)
        if passage.standing not in DECIDING or not of_year:
            continue
        cover = evidence.cover(unit, passage, paper)
        if cover >= ON_IT and (best is None or cover > best[0]):
            best = cover, held[0][0], Quote(passage, paper, (unit,))
    if best is None:
        return None
    _, found, quote = best
    sentence = f"Not {taken.written}: the paper says {found}."
    return Premise(PremiseKind.SUM, taken.written, found, sentence, quote)


def _sums_in(text: str) -> list[tuple[str, float]]:
    """Return each sum of money of a text, as printed and in units."""
    printed = [match[0].rstrip(".,") for match in WORD.finditer(text) if match[0][0] in "£€$"]
    return [(word, value) for word in printed if (value := amount_of(word)) is not None]


def _same(one: float, other: float) -> bool:
    """Whether two sums are the same but for rounding: each as exact as its last digit."""
    return abs(one - other) <= max(_step(one), _step(other)) / 2


def _step(value: float) -> float:
    """Return the worth of the last digit of a sum that is not 0."""
    step = 0.01
    while step < value and abs(value / (step * 10) - round(value / (step * 10))) < 1e-9:
        step *= 10
    return step


_Years = frozenset[str]


def _years(evidence: Evidence) -> _Years:
    return frozenset(evidence.asked.question.facets.times.years)


def _may_be_of(text: str, years: _Years) -> bool:
    """Whether a text may be of the years asked about: it names none, or one of them."""
    own = frozenset(read_times(text).years)
    return not years or not own or bool(own & years)


def _is_of(text: str, passage: Passage, years: _Years, evidence: Evidence) -> bool:
    """Whether a unit is of the year and the meeting asked about; true where none is."""
    named = frozenset(read_times(text).years)
    above = frozenset(read_times(" ".join(passage.heading)).years)
    periods = evidence.asked.question.periods
    met = any(period.covers(passage.meeting_date) for period in periods)
    if years:
        return bool((named or above) & years) or (met and not named)
    return met or not periods


# Days


def wrong_day(evidence: Evidence) -> Premise | None:
    """Return the day that the decision gives, or was taken on, in place of the one named."""
    lead, asked = evidence.lead, evidence.asked.question.facets.premises.days
    if lead is None or len(asked) != 1 or lead.passage.standing not in DECIDING:
        return None
    wanted = asked[0].day
    if wanted in _days_held(evidence):
        return None
    for unit in lead.units:
        days = [found.day for found in find_days(unit.text)]
        near = len(days) == 1 and _could_be_taken(wanted, days[0])
        if near and evidence.cover(unit, lead.passage, lead.paper) >= ON_IT:
            said, named = format_day(days[0]), format_day(wanted)
            sentence = f"Not {named}: the paper says {said}."
            quote = Quote(lead.passage, lead.paper, (unit,))
            return Premise(PremiseKind.DAY, named, said, sentence, quote)
    return _decided_on_another_day(evidence, lead) if asked[0].when else None


def _decided_on_another_day(evidence: Evidence, lead: Quote) -> Premise | None:
    """Return the day of the meeting whose decision is quoted: none held is of the day named."""
    taken = evidence.asked.question.facets.premises
    met, wanted = lead.passage.meeting_date, taken.days[0].day
    if taken.outcome is None or met is None or not _could_be_taken(wanted, met):
        return None
    if evidence.cover_of_item(lead.passage) < ON_IT:
        return None
    said, named = format_day(met), format_day(wanted)
    sentence = f"The decision held is of {said}; no paper held is of {named}."
    return Premise(PremiseKind.DAY, named, said, sentence, lead, contradicted=False)


def _days_held(evidence: Evidence) -> set[date]:
    """Return the days of all meetings held, and those that stand in what was found."""
    met = {day for day in evidence.library.once(days_held) if day}
    printed = {day.day for passage, _ in evidence.found for day in find_days(passage.text)}
    return met | printed


def _could_be_taken(one: date, other: date) -> bool:
    months = abs((one.year - other.year) * 12 + one.month - other.month)
    return one != other and months <= SAME_MONTHS
