"""Figures asked for: an amount of money, and the financial year that it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.decline.evidence import figure_units, units_of
from qa.library import Library
from qa.papers import Hit
from qa.question import Kind
from qa.quoting import Asked

CHARGES = ("charge", "charges", "charged", "fee", "fees", "tariff", "tariffs", "price", "prices")
AMOUNT_WORDS: tuple[tuple[str, ...], ...] = (
    ("rent", "rental", "rents"),
    ("profit", "profits", "surplus"),
    ("price", "priced", "sold", "sale", "sales", "receipt", *CHARGES),
    ("salary", "salaries", "remuneration", "grade"),
    ("fine", "fined", "penalty"),
    ("premium", "premiums"),
    ("loan", "loans", "borrowing", "borrow"),
    CHARGES,
    ("deposit", "deposits"),
    ("compensation", "settlement", "settled", "damages"),
    ("valued", "valuation", "valuations"),
)
"""Words for particular amounts, by meaning: the asked one or its like must stand with the figure."""
MONEY_ASKED = re.compile(
    r"(?<!\bby )\bhow much(?: (?:more|extra|less|money|funding|in total|altogether|exactly))?(?= (?:did|does|do|will|would|is|are|was|were|has|have|had|can|could|should|it|they|we|a|an|the|for|of|per|more|extra|money|funding)\b|\W*$)"
    r"|\b(?:price|cost|costs|rent|worth|salary|salaries|fee|fees|profit|paid|sum of money|annual value|(?:what|total|the) value of|valued|valuation)\b|£"
    r"|\bwhat (?:[\w'’]+ ){1,6}charge\b|\b(?:hourly|daily|weekly|pay) rates?\b|\bwhat (?:did|does|do|will|has|have) .{1,60}\b(?:spend|spent|pay|paid|cost|owe)\b",
    re.I,
)
AMOUNT_IS_ASKED = re.compile(
    r"\bhow much\b|\bwhat(?:['’]s)? (?!did\b|does\b|do\b)(?:[\w'’]+ ){0,3}(?:price|costs?|rent|salary|salaries|fees?|profit|value|charges?)\b",
    re.I,
)
"""An amount is what is asked, and not only what a decision was about."""
HOW_MUCH = re.compile(r"\b(?:for )?how much\W*$", re.I)
COUNTED = re.compile(r"\bhow many\b|\bnumber of\b", re.I)
SAME_SUBJECT = 0.95
"""Share of the best unit's coverage from which a unit's year is the one asked for."""
WHAT_WILL = re.compile(r"\W*what (?:will|would|is|was|are|were)\b", re.I)
YEAR_ASKED = re.compile(r"\b(20\d\d)\s*[-/]\s*(?:20)?(\d\d)\b")


def lacks_amount(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """An amount of money must be given, beside the word for it where one was used."""
    question = asked.question
    if Kind.FIGURE not in question.kinds or not MONEY_ASKED.search(question.text):
        return None
    of_decision = set(question.kinds) & {Kind.DECISION, Kind.YES_NO}
    if of_decision and not AMOUNT_IS_ASKED.search(question.text):
        return None
    other = set(question.kinds) & {Kind.REASON, Kind.WHO, Kind.VOTE}
    if COUNTED.search(question.text) or (other and not HOW_MUCH.search(question.text)):
        return None
    figures = figure_units(asked, hits)
    if not figures:
        return "No passage on it gives an amount."
    words = set(re.findall(r"[a-z]+", question.text.lower()))
    wanted = [group for group in AMOUNT_WORDS if words & set(group)]
    for seen in figures:
        held = set(re.findall(r"[a-z]+", seen.own.lower()))
        if all(held & set(group) for group in wanted):
            return None
    return f"No passage gives the {wanted[0][0]}."


def lacks_year(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """A figure for a financial year needs a passage that names the year."""
    # A financial year ends in the next one; 2025-29 is the life of a plan.
    found = YEAR_ASKED.findall(asked.question.text)
    years = {(a, b) for a, b in found if (int(a) + 1) % 100 == int(b)}
    kinds = asked.question.kinds
    figure = Kind.FIGURE in kinds or WHAT_WILL.match(asked.question.text)
    if not years or not figure or Kind.DECISION in kinds:
        return None
    units = list(units_of(hits))
    best = max((asked.cover(seen.around) for seen in units), default=0.0)
    for seen in units:
        text = f"{seen.around} {seen.hit.paper.title}"
        named = any(
            re.search(rf"{a}\s*[-/–]\s*(?:20)?{b}|\b{a[2:]}\s*[-/–]\s*{b}\b", text)
            for a, b in years
        )
        if (
            named
            and re.search(r"\d", seen.unit.text)
            and asked.cover(seen.around) >= SAME_SUBJECT * best
        ):
            return None
    first = sorted(years)[0]
    return f"No passage gives the figure for {first[0]}-{first[1]}."
