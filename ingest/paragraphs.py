"""The units worth quoting: paragraphs, limbs, table rows, headings, each with its looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest import patterns
from ingest.document import LineRole
from qa.passages import SourceLine, Unit, UnitKind
from qa.table_rows import TableRow


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A unit with what its looks tell about its part in the paper."""

    unit: Unit
    plain: str
    """The text without Markdown marks and on one line, for reading only."""
    bold: bool = False
    size: float = 0.0
    pieces: tuple[Unit, ...] = ()
    """The unit cut where a page ends or a running header interrupts it: each is contiguous."""
    printed: str = ""
    """A row with the tabs between its cells, those of empty cells at its ends too."""
    heads: tuple[Unit, ...] = ()
    """What stands above a row in its table: caption, column headings, the title of its group."""
    role: LineRole | None = None
    """What it is of an item on a meeting's web page, where the page's elements say so."""
    item_number: str | None = None
    """The number of the item that it opens, where the page gives it."""

    @property
    def is_tabbed(self) -> bool:
        """Whether this is a row whose cells are known."""
        return self.is_row and "\t" in self.printed.strip()

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table."""
        return self.unit.kind == UnitKind.ROW

    @property
    def words(self) -> int:
        """Words in the unit."""
        return len(self.plain.split())

    def of_kind(self, kind: UnitKind) -> Paragraph:
        """Return the paragraph as a heading or a row of column headings, which has no number."""
        unit = replace(self.unit, kind=kind, number=None)
        pieces = tuple(replace(piece, kind=kind, number=None) for piece in self.pieces)
        return replace(self, unit=unit, pieces=pieces)

    def as_row(self, row: TableRow, heads: tuple[Unit, ...]) -> Paragraph:
        """Return the row with what it says cell by cell, and what stands above it."""
        pieces = tuple(replace(piece, row=row) for piece in self.pieces)
        return replace(self, unit=replace(self.unit, row=row), pieces=pieces, heads=heads)


def marker_of(text: str) -> str | None:
    """Return the number that opens a limb or numbered paragraph, as printed, or None."""
    match = patterns.MARKER.match(text)
    if not match:
        return None
    if match["paren"]:
        return f"({match['paren']})"
    return match["dotted"] or match["plain"]


def paragraph_of(lines: Sequence[SourceLine], kind: UnitKind) -> Paragraph:
    """Return lines as one paragraph; one that begins with a number is a limb."""
    text = "\n".join(line.text.strip() for line in lines)
    if kind == UnitKind.PARAGRAPH and (number := marker_of(lines[0].text)):
        kind = UnitKind.LIMB
    else:
        number = marker_of(lines[0].text) if kind != UnitKind.ROW else None
    unit = Unit(text, (lines[0].number, lines[-1].number), lines[0].page, kind, number)
    return Paragraph(
        unit,
        patterns.plain(" ".join(line.text for line in lines)),
        bold=all(line.bold for line in lines)
        or bool(re.fullmatch(r"\s*(?:\d+\.?\s+)?\*\*[^*]+\*\*\W*", text)),
        size=lines[0].size,
        pieces=_pieces(lines, unit),
        printed=lines[0].text if kind == UnitKind.ROW and len(lines) == 1 else "",
    )


def _pieces(lines: Sequence[SourceLine], unit: Unit) -> tuple[Unit, ...]:
    runs = [[lines[0]]]
    for before, line in pairwise(lines):
        if line.number == before.number + 1 and line.page == before.page:
            runs[-1].append(line)
        else:
            runs.append([line])
    if len(runs) == 1:
        return (unit,)
    return tuple(
        replace(
            unit,
            text="\n".join(line.text.strip() for line in run),
            lines=(run[0].number, run[-1].number),
            page=run[0].page,
            kind=unit.kind if run is runs[0] or unit.kind == UnitKind.ROW else UnitKind.PARAGRAPH,
            number=unit.number if run is runs[0] else None,
        )
        for run in runs
    )
