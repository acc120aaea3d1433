"""Whether a quote is in Welsh, so that it is marked as such and read out rightly."""

from __future__ import annotations

import re
from functools import cache

from qa.language.terms import STOPWORDS
from qa.language.word_lists import read_lists

LEAST_SHARE = 0.12
"""Share of Welsh small words in a text in Welsh at least; in one in English it is near none."""
LEAST_WORDS = 2
"""Such words in it at least: a name, such as that of a house, has one at most."""
WELSH, ENGLISH = "cy", "en-GB"
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _small_words() -> frozenset[str]:
    return frozenset(read_lists("languages.toml")[WELSH])


def is_welsh(text: str) -> bool:
    """Whether a text is in Welsh, told by its small words beside those of English."""
    words = _WORD.findall(text.casefold())
    welsh = sum(word in _small_words() for word in words)
    english = sum(word in STOPWORDS for word in words)
    return welsh >= LEAST_WORDS and welsh >= LEAST_SHARE * len(words) and welsh > english


def language_of(text: str) -> str:
    """Return the tag of a text's language: Welsh, else British English."""
    return WELSH if is_welsh(text) else ENGLISH
