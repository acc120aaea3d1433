"""Figures asked for: an amount of money, a count of votes, a financial year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.choosing.votes import COUNTS
from qa.decline.evidence import Seen, figure_units, sentences, units_of
from qa.library import Library
from qa.looks import DATE
from qa.papers import Hit
from qa.question import Kind
from qa.quoting import Asked
from qa.terms import analyse, content_terms

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
HOW_MANY = re.compile(
    r"\bhow many ((?:[\w'’-]+\s){0,3}?[\w'’-]+)\s+(?:did|does|do|will|would|is|are|was|were|has|have|had|can|could|should|in|on|at|of|for|by|per|voted?|to|from|signed|attended)\b",
    re.I,
)
ANY_COUNT = frozenset(
    analyse(
        "people person persons ppl residents members councillors staff times days months years "
        "hours weeks more other different total million millions thousand things of"
    )
)
"""Words for what is counted that papers put in other words, or leave out."""
NUMBERED = re.compile(
    r"\b(?:minutes?|no|nos|number|items?|paragraphs?|para|section|appendix|report|page|option|phase|lot|stage)\b\.?\s*(?:no\.?\s*)?\(?\d[\w./-]*|^\W*\(?\d{1,2}(?:\.\d+)*[.)]?\s",
    re.I,
)
"""Numbers that name a minute or a part of a paper, and count nothing."""
RATING_ASKED = re.compile(
    r"\b(?:what|which) (?:\w+ ){0,2}?(?:rating|grading|judge?ment)\b"
    r"|\bhow (?:was|were|is|are|did) .{0,60}\b(?:rated|graded|judged by (?:the )?(?:inspect\w+|regulator|(?-i:[A-Z])\w+))\b",
    re.I,
)
RATING = re.compile(
    r"\b(?:outstanding|good|requir\w+ improvement|inadequate|satisfactory|poor|excellent|rated|graded|\w+[ -]stars?|grade \w"
    r"|(?:high|medium|moderate|low|severe|critical|significant)[ -]+(?:risks?|priority|likelihood|impact)"
    r"|(?:full|substantial|reasonable|adequate|moderate|partial|limited|no) assurance"
    r"|(?:as|at|is|was|were|to|from|status(?: of)?|rating(?: of)?) (?:red|amber|green))\b"
    r"|\b(?-i:RED|Red|AMBER|Amber|GREEN|Green)\b(?!\s+[a-z])"
    r"|\b(?-i:AAA|AA|A|BBB|BB|B)[+-](?!\w)",
    re.I,
)
SCALE = re.compile(r"\b(?:rat(?:ed|ings?)|scores?|grad(?:e|es|ed|ing)|rag|status)\b", re.I)
"""Words of a column in which a rating stands, whatever its words."""
AS_FULLY = 0.75
"""Share of the best sentence's coverage from which a sentence's rating is the one asked for."""
THINGS_NAMED = 0.5
"""Share of the words for what is counted that must stand with the number."""
COUNT = re.compile(
    r"\d|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|none)\b",
    re.I,
)
VOTES = re.compile(r"\b\d{1,3} votes?\b|unanimous", re.I)
VOTES_ASKED = re.compile(
    r"\b(?:who|which (?:\w+ ){0,2}?\w+|did any\w*)\b.{0,40}\bvot(?:e|ed) (?:for|against)\b|\bhow many\b.{0,60}\b(?:voted? (?:for|against|in favour)|for and against|abstain\w*)\b|\bvotes? (?:for|against|count|split)\b",
    re.I,
)
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


def lacks_count(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """How many of a thing needs a number in words that name the thing."""
    match = HOW_MANY.search(asked.question.text)
    if not match or VOTES_ASKED.search(asked.question.text):
        return None
    things = {t for t in content_terms(match[1]) if t in asked.weights} - ANY_COUNT
    if not things:
        return None
    for seen in units_of(hits):
        about = things & set(analyse(seen.own))
        undated = NUMBERED.sub(" ", DATE.sub(" ", seen.unit.text))
        if COUNT.search(undated) and len(about) >= THINGS_NAMED * len(things):
            return None
    return f"No passage gives the number of {match[1].strip().lower()}."


def lacks_rating(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """What a service or a risk was rated needs a rating in a sentence that speaks of it."""
    if not RATING_ASKED.search(asked.question.text):
        return None
    told = [
        (asked.cover(" ".join([part, seen.columns, *seen.hit.passage.heading[-1:]])), seen, part)
        for seen in units_of(hits)
        for part in sentences(seen.unit.text)
    ]
    best = max((cover for cover, _, _ in told), default=0.0)
    if any(
        cover >= AS_FULLY * best and (RATING.search(part) or _of_scale(seen))
        for cover, seen, part in told
    ):
        return None
    return "No passage on it gives a rating."


def _of_scale(seen: Seen) -> bool:
    return seen.unit.kind == "row" and bool(SCALE.search(seen.columns))


def lacks_votes(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """How a vote went needs its count, in the hits or elsewhere in the minute found first."""
    if not VOTES_ASKED.search(asked.question.text):
        return None
    said = [seen.unit.text for seen in units_of(hits)]
    minute = hits[0].passage if hits and hits[0].passage.item_kind == "minute" else None
    said += [p.text for p in library.item_passages(minute)] if minute else []
    found = any(COUNTS.search(text) or VOTES.search(text) for text in said)
    return None if found else "No count of votes is recorded."


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
