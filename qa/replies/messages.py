"""What a message is that asks nothing of the papers: a call for help, or abuse."""

from __future__ import annotations

import re
from enum import StrEnum

from qa.language.terms import STOPWORDS
from qa.language.word_lists import read_lists


class Talk(StrEnum):
    """What is said to whoever answers."""

    HELP = "help"
    ABUSE = "abuse"


_WORD = re.compile(r"[^\W\d_]+")
_LISTS = {name: frozenset(words) for name, words in read_lists("talk_words.toml").items()}
_LONGEST = 12
"""Words of a message that is one of these."""


def talk_of(text: str) -> Talk | None:
    """Return what a message is; None where it may ask for something in the papers.

    Nothing is left of it but words for whoever answers and small words, and one of the first is
    there. "Can you help?" is one; "can you help the allotments?" is not.
    """
    words = [word.lower() for word in _WORD.findall(text.replace("'", "").replace("’", ""))]
    if not words or len(words) > _LONGEST or any(char.isdigit() for char in text):
        return None
    talk = set(words)
    rude = talk & _LISTS["abuse"]
    if rude and talk <= STOPWORDS | _LISTS["abuse"] | _LISTS["help"]:
        return Talk.ABUSE
    if talk & _LISTS["asks_for_help"] and talk <= STOPWORDS | _LISTS["help"]:
        return Talk.HELP
    return None
