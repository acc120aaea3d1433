"""Numbers in words and in figures, and amounts of money.

Each use says which number words it takes, since they are not all numbers everywhere: "one" is as a
rule no number in an answer, and "Part Seven" is no label that papers print.
"""

from __future__ import annotations

import re

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
SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
PER_CENT = r"(?:%|per ?cent\b)"
AMOUNT = re.compile(rf"{CURRENCY}?\s?([\d,]+(?:\.\d+)?)\s?({SCALES})?$", re.IGNORECASE)


def amount_of(token: str) -> float | None:
    """Return the value of "£0.5m", "500,000" or "949k" in units, or None if it is no number."""
    match = AMOUNT.match(token.strip().lower())
    if not match or not match[1].strip(","):
        return None
    return float(match[1].replace(",", "")) * SCALE.get(match[2] or "", 1.0)
