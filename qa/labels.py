"""Labels that pick one of several: Band D, Option 2, Lot 3, Phase One of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.passages import Unit, UnitKind

Label = tuple[str, str]
"""What is labelled, in the singular, and its letter or number, in capitals."""

NOUNS = frozenset(
    """band option lot phase zone class tier grade stage scenario table appendix annex schedule
    section part proposal recommendation priority plot block area group category theme""".split()  # noqa: SIM905
)
NUMBERS = {"ONE": "1", "TWO": "2", "THREE": "3", "FOUR": "4", "FIVE": "5", "SIX": "6"}
LABEL = re.compile(
    r"\b(?P<noun>[A-Za-z]{3,15})\s{1,2}\(?"
    r"(?P<mark>[B-HJ-Zb-hj-zAI]|\d{1,2}|(?i:one|two|three|four|five|six))\b(?![.,]\d|[’'])"
)
"""A small `a` or `i` is as a rule a word, and no label."""
MARK = re.compile(r"\(?([A-Z]|\d{1,2})\)?[.)]?$")


def labels_in(text: str) -> frozenset[Label]:
    """Return the labels that a text speaks of."""
    return frozenset(
        (noun, NUMBERS.get(match["mark"].upper(), match["mark"].upper()))
        for match in LABEL.finditer(text)
        if (noun := _noun(match["noun"]))
    )


def labels_of(unit: Unit, columns: str = "") -> frozenset[Label]:
    """Return the labels of a unit; a row that begins with a mark has its table's noun.

    `columns` are the column headings of the passage, for rows that were read without their own.
    """
    return labels_in(unit.text) | _of_its_row(unit, columns)


def _of_its_row(unit: Unit, columns: str) -> frozenset[Label]:
    """Return the label of a row whose first cell is a mark."""
    mark = MARK.match(unit.text.split("\t", 1)[0].strip()) if unit.kind == UnitKind.ROW else None
    if mark is None:
        return frozenset()
    told = [columns]
    if unit.row is not None:
        told += [*unit.row.columns, unit.row.caption or "", unit.row.group or ""]
    nouns = map(_noun, re.findall(r"[A-Za-z]{3,15}", " ".join(told)))
    return frozenset((noun, mark[1]) for noun in nouns if noun)


def labels_among(units: Sequence[Unit]) -> frozenset[Label]:
    """Return the labels of a passage's units."""
    columns = " ".join(unit.text for unit in units if unit.kind == UnitKind.HEADER)
    rows = (_of_its_row(unit, columns) for unit in units if unit.kind == UnitKind.ROW)
    return labels_in("\n\n\n".join(unit.text for unit in units)).union(*rows)


def _noun(word: str) -> str | None:
    """Return the noun of a label in the singular; None of another word."""
    low = word.lower()
    return next(
        (n for n in (low, low.removesuffix("s"), low.removesuffix("es")) if n in NOUNS), None
    )
