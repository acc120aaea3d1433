"""Learn the papers' own short forms where they spell them out: Home to School Transport (HTST).

The initials test is that of Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text" (2003), kept to whole words' first letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qa.terms import analyse, content_terms

DEFINITION = re.compile(
    r"(?<![\w'’&/-])((?:[\w'’&/-]{1,40}\s{1,40}){2,9})[“\"'‘(]{1,2}([A-Z][A-Za-z&]{1,7})[”\"'’)]{1,2}"
)
CAPITALISED = r"(?:[A-Z][\w'’&,-]*|and|of|for|the|to|in|&)"
GLOSSARY = re.compile(
    rf"(?<![\w/-])([A-Z][A-Z&]{{1,7}})\s*[-–—:=]\s*(?=({CAPITALISED}(?:\s+{CAPITALISED}){{1,9}}))"
)
"""A line of a list of short forms: HTST - Home to School Transport."""
SMALL = frozenset("of and for the in to on a an with at by or &".split())  # noqa: SIM905
LONGEST = 8
"""Words of a long form, small ones included."""


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """Yield (short form, long form) for each that a text spells out, as printed."""
    for match in DEFINITION.finditer(text):
        long = _long_form(match[1].split(), match[2])
        if long is not None:
            yield match[2], long
    for match in GLOSSARY.finditer(text):
        long = _first_words(match[2].split(), match[1])
        if long is not None:
            yield match[1], long


def _first_words(words: list[str], short: str) -> str | None:
    """Return the first words whose initials spell the short form, small words passed over."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    taken = 0
    for at, word in enumerate(words):
        for part in word.split("-"):
            if taken < len(letters) and part and part[0].lower() == letters[taken]:
                taken += 1
            elif word.lower() not in SMALL:
                return None
        if taken == len(letters):
            long = " ".join(words[: at + 1]).rstrip(",")
            return long if at and at < LONGEST else None
    return None


def _long_form(words: list[str], short: str) -> str | None:
    """Return the last words whose initials spell the short form; small words may be passed over."""
    letters = [letter.lower() for letter in short.rstrip("s") if letter.isalpha()]
    if len(letters) < 2:
        return None
    at = len(words) - 1
    for letter in reversed(letters):
        while at >= 0 and words[at][0].lower() != letter and words[at].lower() in SMALL:
            at -= 1
        if at < 0 or words[at][0].lower() != letter:
            return None
        at -= 1
    long = words[at + 1 :]
    return " ".join(long) if 2 <= len(long) <= LONGEST else None


def learn(texts: Iterable[str]) -> dict[str, str]:
    """Return {short form: long form} of a paper's texts, the first spelling of each."""
    found: dict[str, str] = {}
    for text in texts:
        for short, long in definitions(text):
            found.setdefault(short, long)
    return found


def as_terms(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return {term of a short form: terms of its long form} as most papers spell it out."""
    votes: dict[str, dict[tuple[str, ...], int]] = {}
    for short, long in pairs:
        key = analyse(short)
        if len(key) == 1:
            spelt = votes.setdefault(key[0], {})
            terms = tuple(content_terms(long))
            if terms:
                spelt[terms] = spelt.get(terms, 0) + 1
    best = {
        short: max(sorted(spelt), key=spelt.__getitem__) for short, spelt in votes.items() if spelt
    }
    return dict(sorted(best.items()))
