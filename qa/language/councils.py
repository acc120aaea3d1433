"""Councils' names: which of them a text or a question names.

A question about what another council does, spends or charges is answered from that council's
papers, or from a sentence that names it, and never from our own figure. The places that the
principal councils are named after are listed in `data/authorities.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from qa.language.word_lists import read_lists, read_pairs

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


# Whether a text names a council by its whole name

RANK_WORDS = (
    r"\b(?:council|borough|city|county|district|metropolitan|london|royal|parish|town|community"
    r"|unitary|combined|mayoral|authority|fire|rescue|national park|committee|meeting)\b"
)
"""Words of any authority's name that others share."""


def own_place(council: str) -> str:
    """Return the place of any council or authority, without its ranks: `Upper Tarn`."""
    plain = re.sub(r"\s*&\s*", " and ", council)
    bare = re.sub(RANK_WORDS, " ", plain, flags=re.I)
    bare = re.sub(
        r"^(?:\s*(?:of|the|and)\b)+|(?:\b(?:of|the|and)\s*)+$", " ", bare.strip(), flags=re.I
    )
    return " ".join(bare.split())


@cache
def _named_as(place: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){spelt(place)}(?:['’]s?)?(?![\w-]){NOT_THE_PLACE}", re.I)


def councils_named(text: str, councils: Iterable[str]) -> frozenset[str]:
    """Return those of some councils that a text names by their whole place.

    The longest names come first, so that "Upper Tarn" names no council of Tarn. A place that is a
    word as well counts only with its capital. Papers may print a place with other capitals: it is
    one place.
    """
    places: dict[str, list[str]] = {}
    for council in councils:
        places.setdefault(own_place(council).lower(), []).append(council)
    found: set[str] = set()
    for place in sorted(filter(None, places), key=len, reverse=True):
        named = [
            match
            for match in _named_as(place).finditer(text)
            if place not in _COMMON_LOWER
            or (match[0][0].isupper() and not OPENS.search(text[: match.start()]))
        ]
        if named:
            found.update(places[place])
        for match in reversed(named):
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return frozenset(found)


_COMMON_LOWER = frozenset(name.lower() for name in COMMON)


# Other names

WELSH_COUNCIL = re.compile(
    r"\b(?:c|g|ch|ngh)yngor(?P<ranks>(?:\s+(?:bwrdeistref|sirol|sir|dinas|cymuned(?:ol)?|tref|plwyf))*)"
    r"\s+(?P<place>(?-i:[A-ZÂÊÎÔÛŴŶ])[\w'’-]*(?:\s+(?:(?:a|ac|ar|y|yr|and|&)\s+)?(?-i:[A-ZÂÊÎÔÛŴŶ])[\w'’-]*){0,4})",
    re.I,
)
WELSH_RANKS = {
    "bwrdeistref sirol": "County Borough",
    "sir": "County",
    "sirol": "County",
    "dinas": "City",
    "tref": "Town",
    "cymuned": "Community",
    "cymunedol": "Community",
    "plwyf": "Parish",
}


@cache
def _welsh_places() -> Mapping[str, str]:
    return read_pairs("other_names.toml", "welsh_places")


def welsh_councils(text: str) -> tuple[str, ...]:
    """Return the councils that a text names in Welsh, by their names in English."""
    if "yngor" not in text and "YNGOR" not in text:
        return ()
    line = re.sub(r"\bA(?=\s)", "a", text.title()) if text.isupper() else text
    line = re.sub(r"\bCyngor (?=Sir Y)", "Cyngor ", line)
    found: dict[str, None] = {}
    for match in WELSH_COUNCIL.finditer(line):
        ranks = " ".join(match["ranks"].lower().split())
        rank = WELSH_RANKS.get(ranks, WELSH_RANKS.get(ranks.split()[-1], "") if ranks else "")
        place = " ".join(match["place"].split())
        known = next((_welsh_places()[n] for n in _welsh_places() if place.startswith(n)), None)
        place = known or re.sub(r"\s(?:a|ac|&)\s", " and ", place)
        rank = rank or read_pairs("other_names.toml", "welsh_ranks").get(place, "")
        if rank or known or place in _names():
            found.setdefault(f"{place} {rank} Council".replace("  ", " "))
    return tuple(found)


@cache
def authority_of_office() -> Mapping[str, str]:
    """Return {office: the strategic authority that acts by it}: the Mayor of London."""
    return read_pairs("other_names.toml", "offices")


HOST_RANKS = re.compile(
    r"(?P<place>[a-z]+?)(?:(?P<rank>parish|town|community|city|county|borough|district)(?:council)?|council)"
)


def spelt_out_in_host(host: str, texts: Sequence[str]) -> str | None:
    """Return the council whose name an address spells: `oldportparishcouncil`, or is known by.

    The place must stand in the texts as words with their capitals, or be that of a principal
    council; None where it is neither.
    """
    if host in (known := read_pairs("other_names.toml", "hosts")):
        return known[host]
    principal = {re.sub(r"[^a-z]", "", name.lower()): name for name in _names()}
    if host in principal:
        return _ranked(principal[host], texts)
    match = HOST_RANKS.fullmatch(host)
    if not match:
        return None
    place = principal.get(match["place"]) or _words_of(match["place"], texts)
    rank = (match["rank"] or "").capitalize()
    return " ".join(part for part in (place, rank, "Council") if part) if place else None


def _ranked(place: str, texts: Sequence[str]) -> str:
    """Return a principal council's name, with the rank by which the paper calls it, if any."""
    called = [
        rank
        for rank in ("County", "City", "Borough", "District")
        if any(re.search(rf"\b[Tt]he {rank} Council\b", text) for text in texts)
    ]
    return f"{place} {called[0]} Council" if len(called) == 1 else f"{place} Council"


def _words_of(letters: str, texts: Sequence[str]) -> str | None:
    """Return the words with capitals, next to one another in the texts, of these letters."""
    for text in texts:
        words = re.findall(r"[A-Z][a-z]+(?:-[a-z]+)*", text)
        for start in range(len(words)):
            for length in (1, 2, 3):
                run = words[start : start + length]
                if "".join(run).lower().replace("-", "") == letters:
                    return " ".join(run)
    return None
