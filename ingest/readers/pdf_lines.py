"""The lines of a PDF's page in reading order: a table's row is one, its cells parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf_characters import Characters
from ingest.readers.pdf_hidden import NOTHING
from ingest.readers.pdf_tables import FoundRow, FoundTable
from ingest.readers.pdf_words import View

SOFT_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at which it joined two printed lines."""
ONE_LINE = str.maketrans(
    {SOFT_HYPHEN: "-", "\0": "\ufffd", NOTHING: None}
    | dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029", " ")
)
"""Fonts may map to any character; one that ends a line elsewhere may not stand inside one."""
SOLID = 1.4
"""Sizes of the type within which one line of a paragraph follows another."""
LEAST_SOLID = 2
"""Lines of the text's own size from which a page shows how close its lines are set."""
SAME_SIZE = 0.6
"""Points. Small print is set closer than the text."""
MAX_GAP = 999.0


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line with its type. `head` and `foot` are how far up the page its print stands."""

    text: str
    size: float = 0.0
    bold: bool = False
    head: float = 0.0
    foot: float = 0.0
    table: int | None = None
    """The table of the page, from 0, of which it is a row."""


def find_lines(
    text: str, chars: Characters, tables: Sequence[FoundTable], view: View
) -> list[PageLine]:
    """Return the lines of a page; a table's rows stand where pdfium has its first word."""
    placed = list(_plain_lines(_without(text, tables), chars))
    for number, table in enumerate(tables):
        start = min(word.start for row in table.rows for word in row.words)
        placed += [(start, _row_line(row, number, chars, view)) for row in table.rows]
    ordered = [line for _, line in sorted(placed, key=lambda pair: pair[0])]
    return _titles_first(ordered)


def _titles_first(lines: list[PageLine]) -> list[PageLine]:
    """Put what is printed above a table before it, where the page begins with the table.

    Spreadsheets often draw the title of a sheet last.
    """
    if not lines or lines[0].table is None:
        return lines
    above = [line for line in lines if line.table is None and line.foot > lines[0].head]
    return above + [line for line in lines if line not in above] if above else lines


def _without(text: str, tables: Sequence[FoundTable]) -> str:
    """Return the text with white space in the place of the words of tables."""
    taken = [word for table in tables for row in table.rows for word in row.words]
    if not taken:
        return text
    left = list(text)
    for word in taken:
        left[word.start : word.start + len(word.text)] = " " * len(word.text)
    return "".join(left)


def _plain_lines(text: str, chars: Characters) -> list[tuple[int, PageLine]]:
    found = []
    position = 0
    for piece in text.split("\r\n"):
        if content := piece.strip():
            first = position + len(piece) - len(piece.lstrip())
            start = chars.index(first)
            end = chars.index(position + len(piece.rstrip()) - 1)
            content = content.translate(ONE_LINE)
            if start < 0 or end < 0:
                found.append((first, PageLine(content)))
            else:
                # A heading is bold to its last character; a run-in label ("Summary: ...") is not.
                bold = chars.bold(start) and chars.bold(end)
                bottom = chars.bottom(start)
                line = PageLine(content, chars.size(start), bold, bottom, bottom)
                found.append((first, line))
        position += len(piece) + 2
    return found


def _row_line(row: FoundRow, table: int, chars: Characters, view: View) -> PageLine:
    text = "\t".join(cell.translate(ONE_LINE) for cell in row.cells)
    first = chars.index(row.words[0].start)
    return PageLine(
        text,
        chars.size(first) if first >= 0 else 0.0,
        row.bold,
        view.height - min(word.box.bottom for word in row.words),
        view.height - max(word.box.bottom for word in row.words),
        table,
    )


def gaps_above(
    heads: Sequence[float], feet: Sequence[float] | None = None, sizes: Sequence[float] = ()
) -> list[float]:
    """Return the white space above each line as a multiple of the usual pitch.

    `heads` and `feet` are how far up the page each line's first and last print stands. With
    the `sizes` of the type, what is set solid tells the pitch: on a page of short paragraphs
    most lines stand under white space.
    """
    drops = [above - below for above, below in zip(feet or heads, heads[1:], strict=False)]
    pitches = [drop for drop in drops if drop > 1]
    if not pitches:
        return [0.0] * len(heads)
    body = median(sizes) if sizes else 0.0
    solid = [
        drop
        for drop, size in zip(drops, sizes[1:], strict=False)
        if 1 < drop < SOLID * size and abs(size - body) < SAME_SIZE
    ]
    usual = median(pitches)
    pitch = min(usual, median(solid)) if len(solid) >= LEAST_SOLID else usual
    return [0.0, *(round(min(max(0.0, drop / pitch - 1), MAX_GAP), 2) for drop in drops)]
