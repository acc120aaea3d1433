"""The units that may be quoted: the sentences, limbs and rows of the passages found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.papers import Hit, Passage, Unit, UnitKind

HEADS = (UnitKind.HEADER, UnitKind.HEADING)
"""Kinds of unit that head others, and answer nothing themselves."""
TITLE_ROW = re.compile(r"\W*(?:subject|(?:report )?title)\s*:?\s*\t", re.I)
"""The row of a front sheet that only names the report."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit of a hit, which may answer."""

    hit: Hit
    place: int
    """Which unit of the passage it is, from 0."""

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.hit.passage.units[self.place]


def candidates_of(hits: Sequence[Hit]) -> list[Candidate]:
    """Return the units of the hits that say something by themselves, in order."""
    return [Candidate(hit, place) for hit in hits for place in _saying(hit.passage.units)]


def _saying(units: Sequence[Unit]) -> list[int]:
    """Return the places of the units that say something: no headings, captions, or title rows."""
    captions = {unit.row.caption for unit in units if unit.row is not None}
    return [
        place
        for place, unit in enumerate(units)
        if unit.kind not in HEADS and unit.text not in captions and not TITLE_ROW.match(unit.text)
    ]


def columns_of(passage: Passage) -> str:
    """Return the column headings that a passage has as units of their own."""
    return " ".join(unit.text for unit in passage.units if unit.kind == UnitKind.HEADER)


def text_with_columns(unit: Unit, columns: str = "") -> str:
    """Return a unit's text; of a row of a table, with its group, shared labels and columns."""
    if unit.row is not None:
        above = (unit.row.group or "", *unit.row.labels, *unit.row.columns)
        return f"{unit.text} {' '.join(above)}"
    return f"{unit.text} {columns}" if unit.kind == UnitKind.ROW else unit.text
