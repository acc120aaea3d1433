"""Turn text into index terms: stems, amounts of money, references. One analyser for all uses.

The same terms go into the word index and out of the question, so that "£0.5m" meets
"£500,000" and "redundancies" meets "redundancy".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from qa.language.numbers import CURRENCY, SCALES, amount_of
from qa.language.word_lists import read_lists, read_pairs

TOKEN = re.compile(
    rf"{CURRENCY}\s?\d[\d,]*(?:\.\d+)?\s?(?:{SCALES})?\b"
    r"|\d[\d,]*(?:\.\d+)?%?"
    r"|[^\W\d_]+(?:[&'’][^\W\d_]+)*",
    re.IGNORECASE,
)
TAKEN_APART = re.compile("[^\x00-\x7f£€‘’“”–—•]")
"""What may have an accent or be a ligature: all but the signs that papers are full of."""
_COMMON = read_lists("common_words.toml")
STOPWORDS = frozenset(_COMMON["stop_words"])
"""Words that carry no matter, lower case."""
SMALL_WORDS = frozenset(_COMMON["small_words"])
"""Words that are passed over in initials and keep their small letter in titles."""
WRITTEN_SHORT = read_pairs("short_forms.toml", "same_word")
"""Short forms that tables and askers use for words that the text spells out."""
SHORTENED = re.compile("(?:'(?:s|ll|re|ve|d|m)|n't)$")
"""A verb that is written short after another word: "what'll", "isn't"."""
_SMALL_IN_TITLES = SMALL_WORDS | {"from", "into"}
_stem = Stemmer.Stemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the Porter2 stem of a lower-case word."""
    plain = word.replace("’", "'").removesuffix("'s")
    return str(_stem.stemWord(WRITTEN_SHORT.get(plain, plain)))


def _term(token: str) -> str:
    if token[0].isdigit() or token[0] in "£€$":
        value = amount_of(token.rstrip("%"))
        if value is None:
            return token
        return f"{value:.10g}"
    return stem(token.lower())


@lru_cache(maxsize=100_000)
def _read(token: str) -> tuple[str, str | None]:
    """Return a token's term, and the word itself in lower case if it carries matter."""
    word = token.lower().replace("’", "'")
    bare = SHORTENED.sub("", word)
    carries = bare not in STOPWORDS and (len(word) > 1 or word.isdigit())
    return _term(token), word if carries else None


def plain_letters(text: str) -> str:
    """Return the text with accents and ligatures taken apart: "Llŷn" is asked for as "Llyn"."""
    if not TAKEN_APART.search(text):
        return text
    parted = unicodedata.normalize("NFKD", text)
    marks = {ord(char): None for char in set(parted) if unicodedata.combining(char)}
    return parted.translate(marks) if marks else parted


def analyse(text: str) -> list[str]:
    """Return the index terms of a text, in order, stopwords included as they stand."""
    return [_read(token)[0] for token in TOKEN.findall(plain_letters(text))]


@lru_cache(maxsize=2_000)
def term_set(text: str) -> frozenset[str]:
    """Return the index terms of a text; those of texts that are looked at often are kept."""
    return frozenset(analyse(text))


def content_words(text: str) -> list[tuple[str, str]]:
    """Return (index term, the word itself in lower case) for the words that carry matter."""
    read = map(_read, TOKEN.findall(plain_letters(text)))
    return [(term, word) for term, word in read if word is not None]


class TextTerms(NamedTuple):
    """The index terms of a text, in order."""

    terms: list[str]
    """Of all words, as `analyse` gives them."""
    matter: list[str]
    """Of the words that carry matter, as `content_terms` gives them."""


def read_terms(texts: Iterable[str]) -> dict[str, TextTerms]:
    """Return {text: its terms, and those that carry matter}, both at the cost of one."""
    found = {}
    for text in texts:
        read = [_read(token) for token in TOKEN.findall(plain_letters(text))]
        matter = [term for term, word in read if word is not None]
        found[text] = TextTerms([term for term, _ in read], matter)
    return found


def content_terms(text: str) -> list[str]:
    """Return the index terms of a text without the words that carry no matter."""
    return [term for term, _ in content_words(text)]


def distinct(terms: Iterable[str]) -> list[str]:
    """Return the terms once each, in order of first appearance."""
    return list(dict.fromkeys(terms))


def in_mixed_case(title: str, *, opens: bool = True) -> str:
    """Return a title in capitals in mixed case, any other as it is, with single spaces.

    Small words keep their small letter; the first does not where it `opens` a sentence.
    """
    words = title.split()
    if not title.isupper():
        return " ".join(words)
    return " ".join(
        word.lower()
        if (index or not opens) and word.lower() in _SMALL_IN_TITLES
        else word.capitalize()
        for index, word in enumerate(words)
    )
