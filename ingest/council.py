"""Tell whose paper it is: the council that is named in a line of its own, or far the most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.language.councils import JOINING, RANKS, authorities_named
from qa.language.dates import MONTH, WEEKDAY

FRONT = 15
"""Paragraphs at the front in which a council's own line stands."""
COUNCIL = re.compile(
    r"\b((?:London Borough of |Royal Borough of |City of |Comhairle )?[A-Z][\w'’.-]*(?:[ -](?:and|upon|of|the|on|with|&|in)?\s?[A-Z][\w'’.-]*){0,4}\s"
    r"(?:(?:County|Borough|City|District|Metropolitan|Parish|Town|Unitary)\s)*(?:Council|COUNCIL)(?!\s+(?:Chamber|CHAMBER|Offices?|House)))\b|\b((?:London|LONDON|Royal|ROYAL) (?:Borough of|BOROUGH OF) [A-Z][\w'’-]+(?:(?: (?:and|AND|&|upon|UPON))? [A-Z][\w'’-]+)?)|\bL B ([A-Z]\w+)"
)
MARKS = ("ouncil", "OUNCIL", "Borough of", "BOROUGH OF", "L B ")
"""What a council's name has in it: looked for first, since few paragraphs do."""
AUTHORITY = re.compile(
    r"\W*(?:the )?((?:[A-Z][\w'’&-]* |and |of ){1,7}(?:Combined (?:County )?Authority|National Park Authority|Fire (?:and|&) Rescue Authority|Fire Authority|Waste Authority|Joint Board))\W*",
    re.I,
)
"""Other authorities that meet, minute and publish as councils do; taken from a letterhead only."""
OF_COUNCIL = re.compile(
    r"(?:(?:staff|members?|officers?|leaders?|mayors?|clerk|minutes?|meetings?|agenda|reports?|residents|parts?|chair(?:man)?|director|head|offices?|councillors?) (?:of|to|from) (?:the )?)+",
    re.I,
)
"""What is a council's and begins no council's name: "Minutes of Oldport Town Council"."""
TITLED = re.compile(r"\s*:\s+[^\W_]|\s+[|–—-]\s+[^\W_]")
"""Goes on, in such a line, to the paper's name or its meeting's day."""
LONGEST_OPENING = 20
LEAST_NAMED = 10
"""Times that the paper must name the place, where no line of its own names the council."""
LEAST_ALONE = 30
"""The same where the council itself is named but once."""
ADDRESS = re.compile(r"@\s*([a-z][a-z-]+)\s*\.gov\.(?:uk|scot|wales)\b", re.I)
"""The council's own address, as it stands beside the officer to ask."""
PLACED = re.compile(r"\b(?i:in|across|throughout|within|around|outside) (?:the )?([A-Z][a-z]{2,})")
"""Where things are: "across Rutland"."""
LEAST_PLACED = 3
"""Times that a paper must say so of the one place it is about."""
MONTH_OR_DAY = re.compile(rf"(?:{MONTH}|{WEEKDAY})\b", re.I)
PLACES_OF_OTHERS = re.compile(
    r"\b[A-Z]\w+ (?:City Region|Combined Authority|Region|Airport|University|College)\b"
)
"""What bears a place's name and is no council."""
NOT_COUNCILS = frozenset(
    """the at by in for and that of one full each every our other local this year arts
    budget care research sport school youth works a to members all both either some such
    agree professional account student national combined prosperity advisory""".split()  # noqa: SIM905
)


def find_council(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the council whose paper this is: named in a line of its own, or far the most.

    A council that is merely mentioned (a neighbour, a partner) is not taken: None is better.
    """
    heads: list[str] = []
    openings: list[str] = []
    for paragraph in paragraphs[:FRONT]:
        lines = [] if paragraph.is_row else paragraph.unit.text.split("\n")
        named = [
            (line, name) for line in lines for name in (*named_councils(line), *_authority(line))
        ]
        # A line that ends a sentence, or is numbered, is no letterhead.
        heads += [
            name
            for line, name in named
            if len(line.split()) <= len(name.split()) + 5
            and not line.rstrip().endswith((".", ",", ";"))
            and not patterns.MARKER.match(line)
        ]
        openings += [name for line, name in named if opens_line(line, name)]
    heads = heads or openings
    return Counter(heads).most_common(1)[0][0] if heads else most_named_council(paragraphs)


def opens_line(line: str, council: str) -> bool:
    """Whether a line says whose paper it heads: "Oldport Borough Council: draft budget"."""
    rest = patterns.plain(line)[len(council) :]
    own = patterns.plain(line).lower().startswith(council.lower())
    return own and bool(TITLED.match(rest)) and len(line.split()) <= LONGEST_OPENING


def most_named_council(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the council whose address the paper gives, or whose place it names far the most."""
    councils = Counter(
        name for paragraph in paragraphs for name in named_councils(paragraph.unit.text)
    )
    if not councils:
        return None
    texts = [PLACES_OF_OTHERS.sub(" ", p.unit.text.replace("\n", " ")) for p in paragraphs]
    if addressed := _of_address(councils, texts):
        return addressed
    words = Counter(word for text in texts for word in re.findall(r"[A-Z]\w+", text))
    named: dict[str, int] = {}
    best: dict[str, str] = {}
    for name, count in councils.items():
        place = _place(name)
        if place not in best or count > councils[best[place]]:
            best[place] = name
        named[place] = min((words[w] for w in re.findall(r"[A-Z]\w+", place)), default=0)
    ranked = sorted(named, key=lambda place: -named[place])
    if not ranked or named[ranked[0]] < LEAST_NAMED:
        return None
    if len(ranked) > 1 and named[ranked[0]] < 2 * named[ranked[1]]:
        return None
    often = councils[best[ranked[0]]] > 1 or (
        named[ranked[0]] >= LEAST_ALONE and _most_placed(texts) == ranked[0].split()[0]
    )
    return best[ranked[0]] if often else None


def _of_address(councils: Counter[str], texts: Sequence[str]) -> str | None:
    """Return the one council named whose place the officers' addresses bear."""
    addresses = {match[1].lower() for text in texts for match in ADDRESS.finditer(text)}
    found = {name for name in councils if _letters(_place(name)) in addresses}
    return found.pop() if len(found) == 1 and len(addresses) == 1 else None


def _most_placed(texts: Sequence[str]) -> str | None:
    """Return the first word of the place in which most of what the paper tells of is.

    A word that the paper also writes small (grants, children) is no place's name.
    """
    small = {word for text in texts for word in re.findall(r"\b[a-z]+", text)}
    places = Counter(
        match[1]
        for text in texts
        for match in PLACED.finditer(text)
        if match[1].lower() not in small and not MONTH_OR_DAY.match(match[1])
    )
    ranked = [*places.most_common(2), ("", 0)]
    clear = ranked[0][1] >= LEAST_PLACED and ranked[0][1] > ranked[1][1]
    return ranked[0][0] if clear else None


def _place(name: str) -> str:
    return " ".join(w for w in name.split() if w.lower() not in RANKS | JOINING)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def _authority(line: str) -> list[str]:
    """Return the authority of another kind whose letterhead a line is."""
    match = AUTHORITY.fullmatch(patterns.plain(line))
    return [_cased(match[1])] if match else []


def named_councils(text: str) -> list[str]:
    """Return the councils that a text names in full, as often as it does."""
    if not any(mark in text for mark in MARKS):
        return []
    found = [_council_name(match) for match in COUNCIL.finditer(text.replace("\n", " "))]
    return [name for name in found if name is not None]


def _cased(name: str) -> str:
    small = re.compile(r"\b(?:And|Of|Upon|The|On|With|In)\b")
    return small.sub(lambda m: m[0].lower(), name.title()) if name.isupper() else name


def _borough(name: str) -> str:
    """Leave out the word behind "London Borough of Sutton" that is no part of the place."""
    ranked = re.fullmatch(r"((?:London|Royal) Borough of [\w'’-]+) [\w'’-]+", name)
    return (
        name if ranked is None or authorities_named(f"of {name}") == (_place(name),) else ranked[1]
    )


def _council_name(match: re.Match[str]) -> str | None:
    if match[3]:
        return f"London Borough of {match[3]}"
    name = re.sub(r"\s+", " ", next(group for group in match.groups() if group))
    name = _borough(_cased(OF_COUNCIL.sub("", name)))
    words = name.split()
    if len(words) < 2 or "." in name or words[0].lower() in NOT_COUNCILS:
        return None
    ranks = {"county", "district", "borough", "city", "parish", "town"}
    if words[0].lower() in ranks and words[1] != "of":
        return None
    return name
