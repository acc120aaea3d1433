"""The words that papers use for the asker's word: for a tip, a waste recycling centre.

The thesaurus is `data/thesaurus.toml`. The papers' own short forms are learnt where they spell them
out: Home to School Transport (HTST). The initials test is that of Schwartz and Hearst, "A simple
algorithm for identifying abbreviation definitions in biomedical text" (2003), kept to whole words'
first letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from qa.language.terms import SMALL_WORDS, analyse, content_terms
from qa.language.word_lists import WordList, read_lists

Terms = tuple[str, ...]
DEFINITION = re.compile(
    r"(?<![\w'’&/-])((?:[\w'’&/-]{1,40}\s{1,40}){2,9})[“\"'‘(]{1,2}([A-Z][A-Za-z&]{1,7})[”\"'’)]{1,2}"
)
CAPITALISED = r"(?:[A-Z][\w'’&,-]*|and|of|for|the|to|in|&)"
GLOSSARY = re.compile(
    rf"(?<![\w/-])([A-Z][A-Z&]{{1,7}})\s*[-–—:=]\s*(?=({CAPITALISED}(?:\s+{CAPITALISED}){{1,9}}))"
)
"""A line of a list of short forms: HTST - Home to School Transport."""
PASSED_OVER = SMALL_WORDS | {"&"}
"""Words of a long form whose initials a short form may leave out."""
LONGEST = 8
"""Words of a long form, small ones included."""


@dataclass(frozen=True, slots=True)
class OtherWords:
    """Terms of a question, and the terms of each phrase that papers may have in their stead."""

    asked: frozenset[str]
    written: tuple[frozenset[str], ...]


@cache
def thesaurus() -> Mapping[str, WordList]:
    """Return {word or short phrase as asked: up to four that papers write, best first}."""
    return read_lists("thesaurus.toml")


@cache
def _table() -> Mapping[Terms, OtherWords]:
    """Return the thesaurus by the terms of what is asked, stopwords included."""
    return {
        tuple(analyse(asked)): OtherWords(
            frozenset(content_terms(asked)),
            tuple(frozenset(content_terms(phrase)) for phrase in written),
        )
        for asked, written in thesaurus().items()
    }


@cache
def _longest() -> int:
    return max(map(len, _table()))


def other_words(text: str) -> tuple[OtherWords, ...]:
    """Return what papers may call the words of a question, by the longest entries that match."""
    terms = analyse(text)
    found: dict[Terms, OtherWords] = {}
    at = 0
    while at < len(terms):
        for length in range(min(_longest(), len(terms) - at), 0, -1):
            key = tuple(terms[at : at + length])
            if key in _table():
                found.setdefault(key, _table()[key])
                at += length
                break
        else:
            at += 1
    return tuple(found.values())


def learnt_words(terms: Sequence[str], short_forms: ShortForms) -> tuple[OtherWords, ...]:
    """Return what the papers' own short forms make of the terms asked: either way round.

    `qa.language.spelling.weigh_terms` weighs them too, so that a part of what is spelt out counts;
    here all of it counts as the term itself. Why both are kept: docs/adr/0002-passages-and-ranking.md.
    """
    asked = frozenset(terms)
    within = set(short_forms.spelt_out_in(asked))
    found = []
    for short in sorted(within.union(asked & short_forms.keys())):
        spelt_out = short_forms[short]
        if short in within:
            found.append(OtherWords(frozenset(spelt_out), (frozenset((short,)),)))
        if short in asked:
            found.append(OtherWords(frozenset((short,)), (frozenset(spelt_out),)))
    return tuple(found)


def met_otherwise(others: Sequence[OtherWords], found: Set[str]) -> frozenset[str]:
    """Return the terms asked for which a text has a whole phrase that papers use instead."""
    met: set[str] = set()
    for other in others:
        if any(phrase <= found for phrase in other.written):
            met |= other.asked
    return frozenset(met)


def searched_otherwise(others: Iterable[OtherWords], weight: float) -> dict[str, float]:
    """Return the terms of the papers' phrases, each phrase weighing as much in all."""
    weights: dict[str, float] = {}
    for other in others:
        for phrase in other.written:
            for term in phrase:
                weights[term] = max(weights.get(term, 0.0), weight / len(phrase))
    return weights


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
            elif word.lower() not in PASSED_OVER:
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
        while at >= 0 and words[at][0].lower() != letter and words[at].lower() in PASSED_OVER:
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


class ShortForms(dict[str, tuple[str, ...]]):
    """{term of a short form: terms of what the papers spell it out as}, in order."""

    @cached_property
    def _by_first(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for short, spelt_out in self.items():
            found.setdefault(spelt_out[0], []).append(short)
        return found

    def spelt_out_in(self, terms: Set[str]) -> list[str]:
        """Return the short forms of which terms have all that is spelt out, in order."""
        # A library of a million passages has ten thousand: few begin with a term that is asked.
        near = (short for term in terms for short in self._by_first.get(term, ()))
        return sorted(short for short in near if terms >= frozenset(self[short]))


def as_terms(pairs: Iterable[tuple[str, str]] | Mapping[tuple[str, str], int]) -> ShortForms:
    """Return the terms of short and long forms as most papers spell them out.

    Of pairs, one a paper, or of how many papers have each.
    """
    votes: dict[str, dict[tuple[str, ...], int]] = {}
    for (short, long), papers in Counter(pairs).items():
        key, terms = _terms_of(short, long)
        if key and terms:
            spelt = votes.setdefault(key, {})
            spelt[terms] = spelt.get(terms, 0) + papers
    best = {short: max(sorted(spelt), key=spelt.__getitem__) for short, spelt in votes.items()}
    return ShortForms(sorted(best.items()))


@lru_cache(maxsize=1 << 15)
def _terms_of(short: str, long: str) -> tuple[str, tuple[str, ...]]:
    """Return the term of a short form, empty if it is not one, and the terms of the long form."""
    key = analyse(short)
    return key[0] if len(key) == 1 else "", tuple(content_terms(long))
