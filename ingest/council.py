"""Tell whose paper it is: the council that is named in a line of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.paragraphs import Paragraph

FRONT = 15
"""Paragraphs at the front in which a council's own line stands."""
COUNCIL = re.compile(
    r"\b((?:London Borough of |Royal Borough of |City of |Comhairle )?[A-Z][\w'’.-]*(?:[ -](?:and|upon|of|the|on|with|&|in)?\s?[A-Z][\w'’.-]*){0,4}\s"
    r"(?:(?:County|Borough|City|District|Metropolitan|Parish|Town|Unitary)\s)*(?:Council|COUNCIL))\b|\b((?:London|Royal) Borough of [A-Z]\w+(?: (?:and|&) \w+)?)|\bL B ([A-Z]\w+)"
)
LEAST_NAMED = 10
"""Times that the paper must name the place, where no line of its own names the council."""
PLACES_OF_OTHERS = re.compile(
    r"\b[A-Z]\w+ (?:City Region|Combined Authority|Region|Airport|University|College)\b"
)
"""What bears a place's name and is no council."""
RANKS = frozenset(
    {"council", "county", "borough", "city", "district", "metropolitan", "london"}
    | {"royal", "of", "parish", "town", "unitary", "the"}
)
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
    for paragraph in paragraphs[:FRONT]:
        lines = paragraph.unit.text.split("\n")
        for name in _councils(paragraph):
            line = next((x for x in lines if name.lower() in x.lower()), "")
            # A line that ends a sentence is no letterhead.
            alone = line and len(line.split()) <= len(name.split()) + 5
            if alone and not line.rstrip().endswith((".", ",", ";")) and not paragraph.is_row:
                heads.append(name)
    return Counter(heads).most_common(1)[0][0] if heads else most_named_council(paragraphs)


def most_named_council(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the council whose place the paragraphs name far more often than any other's."""
    councils = Counter(name for paragraph in paragraphs for name in _councils(paragraph))
    texts = [PLACES_OF_OTHERS.sub(" ", paragraph.unit.text) for paragraph in paragraphs]
    words = Counter(word for text in texts for word in re.findall(r"[A-Z]\w+", text))
    named: dict[str, int] = {}
    best: dict[str, str] = {}
    for name, count in councils.items():
        place = " ".join(w for w in name.split() if w.lower() not in RANKS)
        if place not in best or count > councils[best[place]]:
            best[place] = name
        named[place] = min((words[w] for w in re.findall(r"[A-Z]\w+", place)), default=0)
    ranked = sorted(named, key=lambda place: -named[place])
    if not ranked or named[ranked[0]] < LEAST_NAMED or councils[best[ranked[0]]] < 2:
        return None
    clear = len(ranked) == 1 or named[ranked[0]] >= 2 * named[ranked[1]]
    return best[ranked[0]] if clear else None


def _councils(paragraph: Paragraph) -> list[str]:
    text = paragraph.unit.text.replace("\n", " ")
    found = [_council_name(match) for match in COUNCIL.finditer(text)]
    return [name for name in found if name is not None]


def _council_name(match: re.Match[str]) -> str | None:
    if match[3]:
        return f"London Borough of {match[3]}"
    name = re.sub(r"\s+", " ", next(group for group in match.groups() if group))
    name = name.title() if name.isupper() else name
    words = name.split()
    if len(words) < 2 or "." in name or words[0].lower() in NOT_COUNCILS:
        return None
    if words[0].lower() in {"county", "district", "borough", "city", "parish", "town"}:
        return None
    return name
