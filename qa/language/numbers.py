"""Numbers and amounts of money, bounds on a number, lengths of time, and labels such as Band D.

Each use says which number words it takes, since they are not numbers everywhere: "one" is seldom a
number in an answer, and papers print no label "Part Seven".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.papers import Unit, UnitKind

ONE_TO_TWENTY = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    "twenty",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {
    **{word: value for value, word in enumerate(ONE_TO_TWENTY, 1)},
    **{word: 10 * value for value, word in enumerate(TENS, 2)},
    "hundred": 100,
    "dozen": 12,
}
"""What each number word stands for."""
ORDINAL_WORDS = ("first", "second", "third", "fourth", "fifth")


def up_to(last: str) -> tuple[str, ...]:
    """Return the number words from "one" up to another, at most "twenty"."""
    return ONE_TO_TWENTY[: NUMBER_WORDS[last]]


def either_of(words: tuple[str, ...]) -> str:
    """Return an alternation of words for a pattern, without brackets."""
    return "|".join(words)


CURRENCY = "[£€$]"
MONEY = re.compile(rf"{CURRENCY}\s?\d")
"""The beginning of an amount of money."""
SCALES = "k|m|bn|million|billion|thousand"
"""What an amount is given in, as an alternation for a pattern."""
SUM = re.compile(rf"{CURRENCY}\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:{SCALES})\b)?", re.I)
"""A whole amount of money with what it is given in."""
SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
PER_CENT = r"(?:%|per ?cent\b)"
AMOUNT = re.compile(rf"{CURRENCY}?\s?([\d,]+(?:\.\d+)?)\s?({SCALES})?$", re.IGNORECASE)


def amount_of(token: str) -> float | None:
    """Return the value of "£0.5m", "500,000" or "949k" in units, or None if it is no number."""
    match = AMOUNT.match(token.strip().lower())
    if not match or not match[1].strip(","):
        return None
    return float(match[1].replace(",", "")) * SCALE.get(match[2] or "", 1.0)


# Bounds on a number: over 12 tonnes, up to £25,000

Bound = tuple[str, str]
"""Which side of the number is meant, "over" or "under", and the number as written."""

_BOUND_OVER = r"over|above|more than|greater than|exceeding|in excess of|at least|from"
_BOUND_UNDER = r"under|below|less than|fewer than|up to|not exceeding|not more than|at most"
BOUND = re.compile(
    rf"\b(?:(?P<under>{_BOUND_UNDER})|(?P<over>{_BOUND_OVER}))\s+(?P<number>{CURRENCY}?\d[\d,.]*\d|\d)",
    re.I,
)


def bounds_in(text: str) -> frozenset[Bound]:
    """Return the bounds that a text has."""
    return frozenset(
        ("under" if match["under"] else "over", match["number"].replace(",", ""))
        for match in BOUND.finditer(text)
    )


def within_bounds(asked: frozenset[Bound], text: str) -> int:
    """Return 1 where a text has a bound asked for, -1 where it has only its opposite, else 0."""
    held = bounds_in(text) if asked else frozenset()
    if asked & held:
        return 1
    return -1 if {number for _, number in asked} & {number for _, number in held} else 0


# Lengths of time and of things

_LASTING = (
    rf"(?:\d+|{either_of(up_to('nineteen'))}|(?:{either_of(TENS)})(?:-\w+)?"
    r"|half an|an|several|few)"
)
DURATION = re.compile(
    rf"\b{_LASTING}(?:\s*(?:\+|to|-|–|or|and)\s*\w+)?[\s-]+"
    r"(?:full |calendar |working |further |additional |more )?"
    r"(?:year|month|week|day|hour|minute|decade|term)s?\b"
    r"|\b(?:\d[\d.,]{0,9}\s?(?:m|km|metres?|miles?|feet|ft|yards?|pages|seconds)"
    r"|since (?:\w+ ){0,2}?(?:19|20)\d\d"
    r"|annual\w*|permanent\w*|indefinite\w*|until|\d\+\d|years?|months?|weeks?)\b",
    re.I,
)

# Labels: Band D, Option 2, Lot 3, Phase One

Label = tuple[str, str]
"""What is labelled, in the singular, and its letter or number, in capitals."""

LABEL_NOUNS = frozenset(
    """band option lot phase zone class tier grade stage scenario table appendix annex schedule
    section part proposal recommendation priority plot block area group category theme""".split()  # noqa: SIM905
)
_LABEL_WORDS = up_to("six")
LABEL = re.compile(
    r"\b(?P<noun>[A-Za-z]{3,15})\s{1,2}\(?"
    rf"(?P<mark>[B-HJ-Zb-hj-zAI]|\d{{1,2}}|(?i:{either_of(_LABEL_WORDS)}))\b(?![.,]\d|[’'])"
)
"""A small `a` or `i` is as a rule a word, and no label."""
ROW_MARK = re.compile(r"\(?([A-Z]|\d{1,2})\)?[.)]?$")


def labels_in(text: str) -> frozenset[Label]:
    """Return the labels that a text has."""
    return frozenset(
        (noun, _label_mark(match["mark"]))
        for match in LABEL.finditer(text)
        if (noun := _label_noun(match["noun"]))
    )


def _label_mark(written: str) -> str:
    """Return a label's letter or number, in capitals and figures."""
    word = written.lower()
    return str(NUMBER_WORDS[word]) if word in _LABEL_WORDS else written.upper()


def labels_of(unit: Unit, columns: str = "") -> frozenset[Label]:
    """Return the labels of a unit; a row that begins with a mark has its table's noun.

    `columns` are the column headings of the passage, for rows that were read without their own.
    """
    return labels_in(unit.text) | _row_labels(unit, columns)


def _row_labels(unit: Unit, columns: str) -> frozenset[Label]:
    """Return the label of a row whose first cell is a mark."""
    mark = (
        ROW_MARK.match(unit.text.split("\t", 1)[0].strip()) if unit.kind == UnitKind.ROW else None
    )
    if mark is None:
        return frozenset()
    above = [columns]
    if unit.row is not None:
        above += [*unit.row.columns, unit.row.caption or "", unit.row.group or ""]
    nouns = map(_label_noun, re.findall(r"[A-Za-z]{3,15}", " ".join(above)))
    return frozenset((noun, mark[1]) for noun in nouns if noun)


def labels_among(units: Sequence[Unit], heading: str) -> frozenset[Label]:
    """Return the labels of a passage's units and of what stands above them."""
    columns = " ".join(unit.text for unit in units if unit.kind == UnitKind.HEADER)
    rows = (_row_labels(unit, columns) for unit in units if unit.kind == UnitKind.ROW)
    printed = "\n\n\n".join(unit.text for unit in units)
    return labels_in(printed).union(labels_in(heading), *rows)


def _label_noun(word: str) -> str | None:
    """Return the noun of a label in the singular; None of another word."""
    low = word.lower()
    return next(
        (n for n in (low, low.removesuffix("s"), low.removesuffix("es")) if n in LABEL_NOUNS), None
    )
