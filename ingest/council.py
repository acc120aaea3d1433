"""Tell whose paper it is: the council that is named in a line of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.paragraphs import Paragraph

FRONT = 45
"""Paragraphs at the front in which a council's own line stands."""
COUNCIL = re.compile(
    r"\b((?:London Borough of |Royal Borough of |City of |Comhairle )?[A-Z][\w'’.-]*(?:[ -](?:and|upon|of|the|on|with|&|in)?\s?[A-Z][\w'’.-]*){0,4}\s"
    r"(?:(?:County|Borough|City|District|Metropolitan|Parish|Town|Unitary)\s)*(?:Council|COUNCIL))\b|\b((?:London|Royal) Borough of [A-Z]\w+(?: (?:and|&) \w+)?)|\bL B ([A-Z]\w+)"
)
NOT_COUNCILS = frozenset(
    [
        "the",
        "at",
        "by",
        "in",
        "for",
        "and",
        "that",
        "of",
        "one",
        "full",
        "each",
        "every",
        "our",
        "other",
        "local",
        "this",
        "year",
        "arts",
        "budget",
        "care",
        "research",
        "sport",
        "school",
        "youth",
        "works",
        "a",
        "to",
        "members",
        "all",
        "both",
        "either",
        "some",
        "such",
        "agree",
    ]
)


def find_council(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the council whose paper this is: named in a line of its own, or far the most.

    A council that is merely mentioned (a neighbour, a partner) is not taken: None is better.
    """
    counts: Counter[str] = Counter()
    heads: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        for match in COUNCIL.finditer(paragraph.unit.text.replace("\n", " ")):
            name = _council_name(match)
            if name is None:
                continue
            counts[name] += 1
            line = next(
                (x for x in paragraph.unit.text.split("\n") if name.lower() in x.lower()), ""
            )
            # A line that ends a sentence is no letterhead.
            alone = line and len(line.split()) <= len(name.split()) + 5
            alone = alone and not line.rstrip().endswith((".", ",", ";"))
            if index < FRONT and alone and not paragraph.is_row:
                heads.append(name)
    if heads:
        return Counter(heads).most_common(1)[0][0]
    ranked = counts.most_common(2)
    if ranked and ranked[0][1] >= 4 and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]):
        return ranked[0][0]
    return None


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
