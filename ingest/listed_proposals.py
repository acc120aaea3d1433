"""Find the proposals that only the table of their part names as such.

A part's table lists what it proposes, row by row. A proposal that has no label, no amount and no
sub-headings of its own is known by its heading: it bears the words of such a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.headings import LEAD_IN, PART, heading_of, is_standing
from ingest.paragraphs import Paragraph

TOTALS = re.compile(r"\b(?:sub-?\s?)?totals?\b|^all\b", re.I)
MORE_WORDS = 2
"""Words that a heading may have besides those of the row: "Developing a"."""
LEAST_WORDS = 2
LONGEST = 14
"""Words of a line that may head what follows."""
SMALL = frozenset({"a", "an", "the", "and", "of", "for", "in", "to", "our"})


def find_listed(
    marked: Sequence[tuple[Paragraph, bool]], counts: Counter[str], opens: dict[int, str]
) -> dict[int, str]:
    """Return {paragraph index: title} of the proposals that stand above a part's first known one.

    `opens` are the proposals known. An empty title marks where such a proposal ends.
    """
    found: dict[int, str] = {}
    listed: list[frozenset[str]] = []
    looking = known = False
    inside: Paragraph | None = None
    for index, (paragraph, heads) in enumerate(marked):
        if paragraph.is_row:
            listed += [words for cell in _names(paragraph) if (words := _words(cell))]
            continue
        if index in opens:
            looking, inside, known = False, None, True
            continue
        entry = heading_of(paragraph, counts) if heads else None
        if inside and entry is None and _looks_like(paragraph, inside):
            found[index], inside = "", None
        if entry is None or is_standing(entry.text, counts):
            continue
        if entry.level == 1 and PART.match(entry.text):
            listed = [] if known else listed  # a part may print its title above its table too
            looking, inside, known = True, None, False
        elif looking and not entry.rest:
            named = _is_listed(entry.text, listed)
            if named or inside:
                found[index] = entry.text if named else ""
            inside = paragraph if named else None
    return found


def _looks_like(paragraph: Paragraph, heading: Paragraph) -> bool:
    """Whether a line that is long for a heading is printed as the one above was: "… subsidy:"."""
    alike = paragraph.plain.endswith(":") and heading.plain.endswith(":")
    capital = paragraph.plain[:1].isupper() and not LEAD_IN.match(paragraph.plain)
    return alike and capital and paragraph.words <= LONGEST and not paragraph.unit.number


def _names(row: Paragraph) -> Iterator[str]:
    for cell in row.unit.text.split("\t"):
        if re.search(r"[A-Za-z]{3}", cell) and not TOTALS.search(cell):
            yield cell


def _words(text: str) -> frozenset[str]:
    words = frozenset(re.findall(r"[a-z]+", text.lower())) - SMALL
    return words if len(words) >= LEAST_WORDS else frozenset()


def _is_listed(heading: str, listed: Sequence[frozenset[str]]) -> bool:
    words = _words(heading)
    return any(row <= words and len(words - row) <= MORE_WORDS for row in listed)
