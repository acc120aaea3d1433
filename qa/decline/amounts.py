"""An amount of money asked for: a sum must stand with the words for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import Seen, figure_units, sentences
from qa.decline.names import named_actor
from qa.library import Library
from qa.looks import MONEY
from qa.passages import Hit, UnitKind
from qa.question_kinds import Kind
from qa.terms import analyse

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
    ("hourly", "hour", "hours"),
    ("auction", "auctioned", "sold", "sale", "sales", "receipt", "receipts", "fetched"),
    ("overspend", "overspends", "overspent", "overspending", "over", "variance", "pressure"),
    ("underspend", "underspends", "underspent", "underspending", "under", "variance"),
    ("deficit", "deficits"),
    ("tender", "tenders", "bid", "bids", "offer", "offers", "quote", "quoted", "contract"),
    ("lowest", "cheapest", "least", "minimum"),
    ("highest", "dearest", "largest", "most", "maximum"),
)
"""Words for particular amounts, by meaning: the asked one or its like must stand with the figure."""
ONLY_TOLD = frozenset(
    """over under variance pressure hour hours offer offers contract least minimum largest most
    maximum""".split()  # noqa: SIM905
)
"""Those that tell of an amount, but in a question may say something else."""
MONEY_ASKED = re.compile(
    r"(?<!\bby )\bhow much(?: (?:more|extra|less|money|funding|in total|altogether|exactly))?(?= (?:did|does|do|will|would|is|are|was|were|has|have|had|can|could|should|it|they|we|a|an|the|for|of|per|more|extra|money|funding)\b|\W*$)"
    r"|\b(?:price|cost|costs|rent|worth|salary|salaries|fee|fees|profit|paid|sum of money|annual value|(?:what|total|the) value of|valued|valuation)\b|£"
    r"|\bwhat (?:[\w'’]+ ){1,6}charge\b|\b(?:hourly|daily|weekly|pay) rates?\b|\bwhat (?:did|does|do|will|has|have) .{1,60}\b(?:spend|spent|pay|paid|cost|owe)\b",
    re.I,
)
AMOUNT_NAMED = re.compile(
    r"\bhow (?:big|large|high|great) (?:is|was|were|are|will) .{1,60}\b(?:over-?spend|under-?spend|deficit|surplus|saving)"
    r"|\bwhat(?:['’]?s| is| was) (?:[\w'’-]+ ){1,5}?(?:over-?spend|under-?spend|deficit|tender|bid|offer)(?= (?:for|of|in|on|at|from|last|this|by)\b|\W*$)"
    r"|\b(?:annual|yearly|monthly|weekly|total|overall) (?:spend|spending|expenditure|turnover|bill|income)\b",
    re.I,
)
"""An amount of money is asked for by the name of what it is."""
AMOUNT_IS_ASKED = re.compile(
    r"\bhow much\b|\bwhat(?:['’]s)? (?!did\b|does\b|do\b)(?:[\w'’]+ ){0,3}(?:price|costs?|rent|salary|salaries|fees?|profit|value|charges?)\b",
    re.I,
)
"""An amount is what is asked, and not only what a decision was about."""
HOW_MUCH = re.compile(r"\b(?:for )?how much\W*$", re.I)
COUNTED = re.compile(r"\bhow many\b|\bnumber of\b", re.I)


def lacks_amount(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """An amount of money must be given, beside the word for it where one was used."""
    question = asked.question
    named = AMOUNT_NAMED.search(question.text)
    if not named and not (Kind.FIGURE in question.kinds and MONEY_ASKED.search(question.text)):
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
    wanted = {word: like for word in words if (like := _alike(word))}
    whose = named_actor(asked, hits)
    for seen in figures:
        if not whose <= set(analyse(seen.told)):
            continue
        held = set(re.findall(r"[a-z]+", _told_with_figure(seen).lower()))
        if all(held & like for like in wanted.values()):
            return None
    return f"No passage gives the {min(wanted)}." if wanted else "No passage gives their amount."


def _alike(word: str) -> frozenset[str]:
    """Return the words that stand for the same amount as a word, itself among them."""
    groups = () if word in ONLY_TOLD else AMOUNT_WORDS
    return frozenset().union(*(group for group in groups if word in group))


def _told_with_figure(seen: Seen) -> str:
    """Return the sentences of a unit that have a sum of money, with what it stands under."""
    if seen.unit.kind == UnitKind.ROW:
        return f"{seen.own} {seen.above}"
    parts = [part for part in sentences(seen.unit.text) if MONEY.search(part)]
    return " ".join([*parts, *seen.hit.passage.heading[-1:]])
