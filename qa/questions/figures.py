"""What a question asks about amounts, counts, shares, totals and times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qa.language.dates import YEAR_ASKED
from qa.language.names import titles
from qa.language.numbers import MONEY, Bound, bounds_in
from qa.language.terms import content_terms, content_words


@dataclass(frozen=True, slots=True)
class FiguresAsked:
    """What a question asks about amounts, counts, shares and totals."""

    asks_for_money: bool
    """Whether it has words that ask for money; a question on a decision about money has them too."""
    names_an_amount: bool
    """Whether it asks for an amount by its name: the overspend, the bid."""
    asks_the_amount: bool
    """Whether it asks for the amount itself, and not for a decision about it."""
    ends_on_how_much: bool
    counts_something: bool
    """Whether it asks how many, or the number of something."""
    gives_a_sum: bool
    """Whether it has a sum of money."""
    amounts: Mapping[str, frozenset[str]]
    """Its words for particular amounts, each with the words that papers may use instead."""
    count: CountAsked | None
    whose: Words
    """The words of the name after its verb: whose figure it is, or who did it."""
    asks_for_total: bool
    bounds: frozenset[Bound]
    """The bounds on a number that it has: over 12, up to 18."""


@dataclass(frozen=True, slots=True)
class CountAsked:
    """A question that asks how many of a thing there are."""

    things: str
    """What is counted, in the question's words, lower case."""
    terms: tuple[str, ...]
    """The index terms of it."""
    placed: Words
    """The words after at, in, from or of: they may name the place of what is counted."""


Words = tuple[tuple[str, str], ...]
"""Words of a question: the index term of each, and the word itself in lower case."""


def read_figures(text: str) -> FiguresAsked:
    """Return what a question asks about amounts, counts, shares and totals."""
    return FiguresAsked(
        asks_for_money=bool(MONEY_ASKED.search(text)),
        names_an_amount=bool(AMOUNT_NAMED.search(text)),
        asks_the_amount=bool(AMOUNT_IS_ASKED.search(text)),
        ends_on_how_much=bool(ENDS_ON_HOW_MUCH.search(text)),
        counts_something=bool(COUNTED.search(text)),
        gives_a_sum=bool(MONEY.search(text)),
        amounts=_amounts(text),
        count=_count(text),
        whose=_whose(text),
        asks_for_total=bool(TOTAL_ASKED.search(text)),
        bounds=bounds_in(text),
    )


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
AMOUNT_IS_ASKED = re.compile(
    r"\bhow much\b|\bwhat(?:['’]s)? (?!did\b|does\b|do\b)(?:[\w'’]+ ){0,3}(?:price|costs?|rent|salary|salaries|fees?|profit|value|charges?)\b",
    re.I,
)
ENDS_ON_HOW_MUCH = re.compile(r"\b(?:for )?how much\W*$", re.I)
COUNTED = re.compile(r"\bhow many\b|\bnumber of\b", re.I)
TOTAL_ASKED = re.compile(r"\b(?:totals?|altogether|adds? up to|in all|overall|combined)\b", re.I)
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
"""Words for particular amounts, by meaning. One of the same group must stand with the figure."""
ONLY_IN_PAPERS = frozenset(
    """over under variance pressure hour hours offer offers contract least minimum largest most
    maximum""".split()  # noqa: SIM905
)
"""Those that mean an amount in papers, but may mean something else in a question."""


def _amounts(text: str) -> Mapping[str, frozenset[str]]:
    words = set(re.findall(r"[a-z]+", text.lower())) - ONLY_IN_PAPERS
    groups = {word: [group for group in AMOUNT_WORDS if word in group] for word in words}
    return {word: frozenset().union(*alike) for word, alike in groups.items() if alike}


HOW_MANY = re.compile(
    r"\bhow many ((?:[\w'’-]+\s){0,3}?[\w'’-]+)\s+(?:did|does|do|will|would|is|are|was|were|has|have|had|can|could|should|in|on|at|of|for|by|per|voted?|to|from|signed|attended|came|come|use[ds]?|work(?:ed|s)?|lives?)\b",
    re.I,
)
PLACED = re.compile(r"\b(?:at|in|from|of)\s+(?:the\s+)?((?:[\w'’-]+\s*){1,4})", re.I)


def _count(text: str) -> CountAsked | None:
    match = HOW_MANY.search(text)
    if match is None:
        return None
    asked = text[match.start() :].partition("?")[0]
    placed = tuple(word for m in PLACED.finditer(asked) for word in content_words(m[1]))
    return CountAsked(match[1].strip().lower(), tuple(content_terms(match[1])), placed)


ACTOR = re.compile(
    rf"\b(?:does|do|did|is|are|was|were|will|has|have|had) (?:the )?((?!(?:{titles(capitals=True)}|Cllrs)\b)(?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+)*)",
    re.I,
)


def _whose(text: str) -> Words:
    if text.isupper():
        return ()
    return tuple(word for match in ACTOR.finditer(text) for word in content_words(match[1]))


# Times


@dataclass(frozen=True, slots=True)
class TimesAsked:
    """What a question asks about years, days and lengths of time."""

    years: tuple[str, ...]
    """Years: 2024, or 2024-25 for a financial year or a span of years."""
    asks_when: bool
    """Whether it asks when something is or will be."""
    asks_how_long: bool


def read_times(text: str) -> TimesAsked:
    """Return what a question asks about years, days and lengths of time."""
    return TimesAsked(
        years=tuple(m[1] or f"{m[2]}-{m[3]}" for m in YEAR_ASKED.finditer(text)),
        asks_when=bool(WHEN_ASKED.search(text)),
        asks_how_long=bool(HOW_LONG.search(text)),
    )


WHEN_ASKED = re.compile(
    r"\bwhen (?:exactly |precisely )?(?:will|is|are|does|do|can|would)\b|\bwhat (?:date|day|time)\b|\bby when\b",
    re.I,
)
HOW_LONG = re.compile(r"\bhow long\b", re.I)
