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
DAYS_AROUND = 62
"""The same in days."""


def wrong_sum(evidence: Evidence) -> Premise | None:
    """Return the sum that the papers have in place of the one named, or None."""
    taken = evidence.asked.question.facets.premises
    for each in taken.sums:
        found = (_other_sum(evidence, each) if each.nouns else None) or (
            _only_sum_decided(evidence, each)
            if len(taken.sums) == 1 and (taken.outcome is not None or each.is_given)
            else None
        )
        if found is not None:
            return found
    return None


def _only_sum_decided(evidence: Evidence, taken: SumTaken) -> Premise | None:
    """Return the one sum of all that was decided in an item, where the one named is not there.

    The sum named stands in nothing that was found on the matter, nor in the item.
    """
    subject = evidence.subject
    item = None if subject is None else evidence.item_of(subject[0])
    if subject is None or item is None:
        return None
    about, paper = subject
    on_it = [*evidence.library.item_passages(about), *(p for p, _ in evidence.found)]
    if any(_same(taken.value, value) for p in on_it for _, value in _sums_in(p.text)):
        return None
    decided = [d for d in item.decisions if d.standing in DECIDING]
    told = {value: (word, d) for d in decided for word, value in _sums_in(d.text)}
    if len(told) != 1 or any(p.item_id != about.item_id for p, _ in evidence.rivals):
        return None
    [(found, decision)] = told.values()
    quote = evidence.quote_of(decision, about, paper)
    if quote is None or not any(found in unit.text for unit in quote.units):
        return None
    sentence = f"Not {taken.written}: the minutes say {found}."
    return Premise(PremiseKind.SUM, taken.written, found, sentence, quote)


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
    asked = evidence.asked.question.facets.premises.days
    if len(asked) != 1:
        return None
    met = asked[0].when and evidence.lead is not None and evidence.lead.passage.meeting_date
    printed = None if met else _another_day_in(evidence, asked[0].day)
    if printed is not None or not asked[0].when:
        return printed
    return _decided_on_another_day(evidence, asked[0].day)


def _another_day_in(evidence: Evidence, wanted: date) -> Premise | None:
    """Return the one day that a decision quoted gives, where the day named stands nowhere."""
    lead = evidence.lead
    if lead is None or lead.passage.standing not in DECIDING or wanted in _days_held(evidence):
        return None
    for unit in lead.units:
        days = [found.day for found in find_days(unit.text)]
        near = len(days) == 1 and _could_be_taken(wanted, days[0])
        if near and evidence.cover(unit, lead.passage, lead.paper) >= ON_IT:
            said, named = format_day(days[0]), format_day(wanted)
            sentence = f"Not {named}: the paper says {said}."
            quote = Quote(lead.passage, lead.paper, (unit,))
            return Premise(PremiseKind.DAY, named, said, sentence, quote)
    return None


def _decided_on_another_day(evidence: Evidence, wanted: date) -> Premise | None:
    """Return the day of the only meeting near the day named that decided on the matter.

    That there was no meeting on the day named is not known, only that no minutes of it are held.
    """
    if any(passage.meeting_date == wanted for passage, _ in evidence.minutes):
        return None
    around = evidence.subject_around(wanted, DAYS_AROUND)
    item = None if around is None else evidence.item_of(around[0])
    if around is None or item is None or around[0].meeting_date is None:
        return None
    about, paper = around
    decided = [d for d in item.decisions if d.standing in DECIDING]
    quote = evidence.quote_of(decided[0], about, paper) if decided else None
    if quote is None:
        return None
    said, named = format_day(around[0].meeting_date), format_day(wanted)
    sentence = f"Not shown for {named}: the decision held is of {said}."
    return Premise(PremiseKind.DAY, named, said, sentence, quote, contradicted=False)


def _days_held(evidence: Evidence) -> set[date]:
    """Return the days of all meetings held, and those that stand in what was found."""
    met = {day for day in evidence.library.once(days_held) if day}
    printed = {day.day for passage, _ in evidence.found for day in find_days(passage.text)}
    return met | printed


def _could_be_taken(one: date, other: date) -> bool:
    months = abs((one.year - other.year) * 12 + one.month - other.month)
    return one != other and months <= SAME_MONTHS
