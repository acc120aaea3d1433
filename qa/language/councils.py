"""Councils' names: which of them a text or a question names.

A question about what another council does, spends or charges is answered from that council's
papers, or from a sentence that names it, and never from our own figure. The places that the
principal councils are named after are listed in `data/authorities.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from qa.language.word_lists import read_lists

_LISTS = read_lists("authorities.toml")
COMMON = frozenset(_LISTS["also_words"])
"""Names that are words, or people's, as well: they count only with their capital."""
NOT_THE_PLACE = (
    r"(?!\s+(?:house|road|street|lane|way|avenue|close|drive|school|college|academy|park|hall|court"
    r"|centre|building|station|hospital|library|square|terrace|place|gardens?|gate|grove|crescent"
    r"|mews|row|walk|hill|green|wharf|bridge|estate|ward|depot|works)\b)"
)
"""Rutland House is a building, wherever it stands."""
PRINCIPAL_RANKS = frozenset(
    ("council", "borough", "city", "county", "district", "metropolitan", "london", "royal")
)
"""Words of a principal council's name that say its rank."""
RANKS = PRINCIPAL_RANKS | {"parish", "town", "unitary"}
"""The same of any council's name."""
JOINING = frozenset(("the", "of"))
"""Small words of a council's name."""
OPENS = re.compile(r"(?:^|[.?!:;]\s)\W*$")
"""What stands before a word that has its capital from the sentence."""


@cache
def _names() -> tuple[str, ...]:
    nations = ("england", "scotland", "wales", "northern_ireland")
    names = [name for nation in nations for name in _LISTS[nation]]
    return tuple(sorted(names, key=len, reverse=True))


def _plain(name: str) -> str:
    """Return a name in one spelling: `Stoke on Trent`, `Brighton & Hove`, `St. Helen's`."""
    words = re.sub(r"['’.]", "", name.lower().replace("&", " and ")).replace("-", " ")
    return " ".join(words.split())


def spelt(name: str) -> str:
    """Return an expression for a name as papers may spell it, over the end of a line too."""
    words = _plain(name).split()
    return r"[\s-]+".join(
        r"(?:and|&)" if word == "and" else r"st\.?" if word == "st" else _with_mark(word)
        for word in words
    )


def _with_mark(word: str) -> str:
    return re.escape(word[:-1]) + "['’]?s" if word.endswith("s") else re.escape(word)


@cache
def _pattern() -> re.Pattern[str]:
    parts = [spelt(name) for name in _names()]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b{NOT_THE_PLACE}", re.I)


@cache
def _by_plain() -> Mapping[str, str]:
    return {_plain(name): name for name in _names()}


def authorities_named(text: str) -> tuple[str, ...]:
    """Return the names of councils' places that a text names, each once, in order."""
    found: dict[str, None] = {}
    for match in _pattern().finditer(text):
        name = _by_plain().get(_plain(match[0]))
        if name is None:
            continue
        meant = match[0] == name and not OPENS.search(text[: match.start()])
        if name not in COMMON or meant:
            found.setdefault(name)
    return tuple(found)


def is_of(name: str, council: str) -> bool:
    """Whether a place's name is that of a council, or holds it: Derbyshire Dales, Derbyshire."""
    place, own = rankless(name), rankless(council)
    return bool(own) and (f" {place} " in f" {own} " or f" {own} " in f" {place} ")


def rankless(name: str) -> str:
    """Return a council's or a place's name without its rank: `ashcombe`, `isle wight`."""
    left_out = PRINCIPAL_RANKS | JOINING
    return " ".join(word for word in _plain(name).split() if word not in left_out)


def place_words(council: str) -> frozenset[str]:
    """Return the words of a council's name that say where it is, lower case."""
    return (
        frozenset(re.findall(r"[^\W\d_]{3,}", council.lower())) - RANKS - {*JOINING, "and", "upon"}
    )
