"""Labels that pick one of several: Band D, Option 2, Lot 3, Phase One of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.passages import Unit

Label = tuple[str, str]
"""What is labelled, in the singular, and its letter or number, in capitals."""

NOUN = (
    r"band|option|lot|phase|zone|class|tier|grade|stage|scenario|table|appendix|annex|schedule"
    r"|section|part|proposal|recommendation|priority|plot|block|area|group|category|theme"
)
NUMBERS = {"ONE": "1", "TWO": "2", "THREE": "3", "FOUR": "4", "FIVE": "5", "SIX": "6"}
LABEL = re.compile(
    rf"\b(?P<noun>{NOUN})(?:s|es)?\s+\(?(?P<mark>(?-i:[B-HJ-Zb-hj-zAI])|\d{{1,2}}|one|two|three|four|five|six)\b(?![.,]\d|[’'])",
    re.I,
)
"""A small `a` or `i` is as a rule a word, and no label."""
MARK = re.compile(r"\(?([A-Z]|\d{1,2})\)?[.)]?$")


def labels_in(text: str) -> frozenset[Label]:
    """Return the labels that a text speaks of."""
    return frozenset(_label(m["noun"], m["mark"]) for m in LABEL.finditer(text))


def labels_of(unit: Unit, columns: str = "") -> frozenset[Label]:
    """Return the labels of a unit; a row that begins with a mark has its table's noun.

    `columns` are the column headings of the passage, for rows that were read without their own.
    """
    found = labels_in(unit.text)
    mark = MARK.match(unit.text.split("\t", 1)[0].strip()) if unit.kind == "row" else None
    if mark is None:
        return found
    told = [columns]
    if unit.row is not None:
        told += [*unit.row.columns, unit.row.caption or "", unit.row.group or ""]
    nouns = re.findall(rf"\b({NOUN})(?:s|es)?\b", " ".join(told), re.I)
    return found | {_label(noun, mark[1]) for noun in nouns}


def labels_among(units: Sequence[Unit]) -> frozenset[Label]:
    """Return the labels of a passage's units."""
    columns = " ".join(unit.text for unit in units if unit.kind == "header")
    return frozenset().union(*(labels_of(unit, columns) for unit in units))


def _label(noun: str, mark: str) -> Label:
    return noun.lower(), NUMBERS.get(mark.upper(), mark.upper())
