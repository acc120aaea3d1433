"""In which language a text is, by its script and its small words.

A text in English has small words of English, so a name or a title in another language is not
taken for one: the small words of the other must outnumber the English ones, and be many.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from qa.language.terms import STOPWORDS
from qa.language.word_lists import read_lists

WELSH = "Welsh"
ENGLISH = "en-GB"
"""The tag of British English."""
_WELSH_TAG = "cy"
LEAST_WORDS = 2
"""Different small words of a language that a text in it has at least: a name has one at most."""
LEAST_SHARE = 0.25
"""Share of all words of a question that they are at least."""
LEAST_WELSH = 0.12
"""The same of a text in Welsh, of which the words that are English words too are not counted."""
MORE_THAN_ENGLISH = 2
"""How many more of them than of English small words there are at least in a question."""
LEAST_LETTERS = 3
"""Letters of another script from which a text is in it, if they are the most of its letters."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = {name: frozenset(words) for name, words in read_lists("small_words.toml").items()}
_ONLY_WELSH = _SMALL_WORDS[WELSH] - STOPWORDS


def foreign_language(text: str) -> str | None:
    """Return the language that a question is in, or the script; None for English and if not sure.

    A script is named as in Unicode: `Arabic` for Urdu too.
    """
    script = _script(text)
    if script is not None:
        return script
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    english = sum(word in STOPWORDS for word in words)
    found = []
    for language, small in _SMALL_WORDS.items():
        own = [word for word in words if word in small]
        ahead = len(own) - english >= MORE_THAN_ENGLISH
        if ahead and len(set(own)) >= LEAST_WORDS and len(own) >= LEAST_SHARE * len(words):
            found.append((len(own), language))
    return max(found)[1] if found else None


def is_script(language: str) -> bool:
    """Whether what `foreign_language` returned is a script."""
    return language not in _SMALL_WORDS


def _script(text: str) -> str | None:
    """Return the script, other than Latin, of most of a text's letters."""
    scripts = Counter(unicodedata.name(char, "LATIN").split()[0] for char in text if char.isalpha())
    if not scripts:
        return None
    most, count = scripts.most_common(1)[0]
    other = most not in ("LATIN", "FEMININE", "MASCULINE", "MICRO") and count >= LEAST_LETTERS
    return most.capitalize() if other else None


def is_welsh(text: str) -> bool:
    """Whether a text of a paper, such as a quote, is in Welsh."""
    words = _PART.findall(text.casefold())  # "i'r" is two of them
    own = [word for word in words if word in _ONLY_WELSH]
    english = sum(word in STOPWORDS for word in words)
    many = len(set(own)) >= LEAST_WORDS and len(own) >= LEAST_WELSH * len(words)
    return many and len(own) > english


def language_of(text: str) -> str:
    """Return the tag of the language of a text of a paper: Welsh, else British English."""
    return _WELSH_TAG if is_welsh(text) else ENGLISH
