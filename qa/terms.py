"""Turn text into index terms: stems, amounts of money, references. One analyser for all uses.

The same terms go into the word index and out of the question, so that "£0.5m" meets
"£500,000" and "redundancies" meets "redundancy".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

TOKEN = re.compile(
    r"[£€$]\s?\d[\d,]*(?:\.\d+)?\s?(?:k|m|bn|million|billion|thousand)?\b"
    r"|\d[\d,]*(?:\.\d+)?%?"
    r"|[^\W\d_]+(?:[&'’][^\W\d_]+)*",
    re.IGNORECASE,
)
SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
AMOUNT = re.compile(
    r"[£€$]?\s?([\d,]+(?:\.\d+)?)\s?(k|m|bn|million|billion|thousand)?$", re.IGNORECASE
)
STOPWORDS = frozenset(
    """
    a about after all also am an and any are as at be been before being but by can could did
    do does doing for from get give go going had has have having he her here him his how i
    if in into is it its just like me more my no nor not now of off on once one only or
    other our out over own please re same say says she should so some such tell than that
    the their them then there these they this those through to too under until up us very
    was we were what when where which while who whom whose why will with would you your yes
    ve ll s t d much many exactly roughly actually currently anything anyone anybody something
    someone ever please kindly could confirm
    must may might shall
    """.split()  # noqa: SIM905
)
_stem = Stemmer.Stemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the Porter2 stem of a lower-case word."""
    return str(_stem.stemWord(word.replace("’", "'").removesuffix("'s")))


def amount_of(token: str) -> float | None:
    """Return the value of "£0.5m", "500,000" or "949k" in units, or None if it is no number."""
    match = AMOUNT.match(token.strip().lower())
    if not match or not match[1].strip(","):
        return None
    return float(match[1].replace(",", "")) * SCALE.get(match[2] or "", 1.0)


def _term(token: str) -> str:
    if token[0].isdigit() or token[0] in "£€$":
        value = amount_of(token.rstrip("%"))
        if value is None:
            return token
        return f"{value:.10g}"
    return stem(token.lower())


def plain_letters(text: str) -> str:
    """Return the text with accents and ligatures taken apart: "Llŷn" is asked for as "Llyn"."""
    if text.isascii():
        return text
    parted = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parted if not unicodedata.combining(char))


def analyse(text: str) -> list[str]:
    """Return the index terms of a text, in order, stopwords included as they stand."""
    return [_term(match[0]) for match in TOKEN.finditer(plain_letters(text))]


def content_words(text: str) -> list[tuple[str, str]]:
    """Return (index term, the word itself in lower case) for the words that carry matter."""
    found = []
    for match in TOKEN.finditer(plain_letters(text)):
        word = match[0].lower().replace("’", "'")
        bare = word.removesuffix("'s").removesuffix("n't")
        if bare not in STOPWORDS and (len(word) > 1 or word.isdigit()):
            found.append((_term(match[0]), word))
    return found


def content_terms(text: str) -> list[str]:
    """Return the index terms of a text without the words that carry no matter."""
    return [term for term, _ in content_words(text)]


def distinct(terms: Iterable[str]) -> list[str]:
    """Return the terms once each, in order of first appearance."""
    return list(dict.fromkeys(terms))
