"""Find where tables stand among a paper's paragraphs, and how many of their rows are headings.

The reader of a PDF hands its tables over. In other formats a table is a run of rows whose cells
tabs part. Its caption, and what its figures are counted in, are looked for in the lines above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from ingest import wordings
from ingest.document import MergedCell, SourceTable
from ingest.layout.paragraphs import Paragraph
from qa.papers import UnitKind, is_sum

HEADING_WORDS = 20
MOST_HEADINGS = 3
"""Rows that head the columns at most, of a table whose cells only tabs part."""
SHORT_HEADING = 6
"""Words, at most, of each cell in a second row of headings."""
DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a table stands among the paragraphs, and what is known of its columns."""

    first: int
    last: int
    headers: int
    columns: tuple[str, ...]
    cuts: tuple[float, ...] = ()
    titles: int = 0
    """Rows above the headings that hold the table's title."""
    overleaf: int = 0
    """Lines of headings at the foot of the page before."""
    found: bool = False
    """Whether the reader of the file found it, so that its rows of headings are known."""
    merged: tuple[MergedCell, ...] = ()
    """The cells that stand for several rows or columns."""

    @property
    def above(self) -> int:
        """The first row of headings, which may stand on the page before."""
        return self.first - self.overleaf

    @property
    def body(self) -> int:
        """The first row below the headings."""
        return self.first + self.titles + self.headers


def find_shapes(paragraphs: Sequence[Paragraph], tables: Sequence[SourceTable]) -> Iterator[Shape]:
    """Yield the tables in order: those that the reader found, else runs of rows."""
    found = {line: table for table in tables for line in range(table.lines[0], table.lines[1] + 1)}
    keys = [(found.get(p.unit.lines[0]), p.is_row and "\t" in p.printed) for p in paragraphs]
    for (table, tabbed), run in groupby(range(len(paragraphs)), key=lambda i: keys[i]):
        indexes = list(run)
        if table is not None:
            yield Shape(
                indexes[0],
                indexes[-1],
                table.headers,
                table.columns,
                table.cuts,
                found=True,
                merged=table.merged,
            )
        elif tabbed and sum(paragraphs[i].is_tabbed for i in indexes) > 1:
            yield _tabbed(paragraphs, indexes[0], indexes[-1])


def cells_of(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the cells of a row; marks of emphasis and extra white space are left out."""
    return _cells(paragraph.printed)


@lru_cache(maxsize=4_096)  # each row is looked at several times
def _cells(text: str) -> tuple[str, ...]:
    if "<" in text or "**" in text or "__" in text:
        text = EMPHASIS.sub(r"\2", wordings.TAG.sub("", text))
    return tuple(" ".join(cell.split()) for cell in text.split("\t"))


EMPHASIS = re.compile(r"(?<![*_])(\*\*|__)(?=[^\s_*])([^\t]*?[^\s_*])\1(?![*_])")
"""Words between the two marks that set them in bold; a mark alone points to a note."""


def _tabbed(paragraphs: Sequence[Paragraph], first: int, last: int) -> Shape:
    """Return a table of which only the tabs between its cells are known."""
    rows = [cells_of(paragraph) for paragraph in paragraphs[first : last + 1]]
    titles = 0
    while titles < len(rows) - 1 and _is_alone(rows[titles]):
        titles += 1
    headers = _count_headings(rows[titles:], bold=paragraphs[first + titles].bold)
    if not headers:
        return Shape(first, last, 0, ())
    below = titles + headers
    lines = [paragraph.unit.lines[0] for paragraph in paragraphs[first + below : last + 1]]
    return Shape(
        first,
        last,
        headers,
        _joined(rows[titles:below]),
        titles=titles,
        merged=tuple(_blank_below(rows[below:], lines)),
    )


TOTAL = re.compile(r"(?i)\b(?:sub-?\s?)?totals?\b|\bcyfanswm\b|^(?:net|gross|grand)\b")


def _blank_below(rows: Sequence[Sequence[str]], lines: Sequence[int]) -> Iterator[MergedCell]:
    """Yield the labels that hold for the rows below them, which have none in their column.

    Each of these rows has a label of its own in another column before the figures, as the first
    one has.
    """
    width = max(map(len, rows), default=0)
    figures = (c for c in range(width) if any(c < len(row) and is_sum(row[c]) for row in rows))
    labels = next(figures, 0)
    for column in range(labels - 1):
        first = 0
        for place in range(1, len(rows) + 1):
            if place < len(rows) and _goes_under(rows[first], rows[place], column, labels):
                continue
            if place - first > 1:
                yield MergedCell(column, 1, (lines[first], lines[place - 1]))
            first = place


def _goes_under(above: Sequence[str], row: Sequence[str], column: int, labels: int) -> bool:
    if not above[column : column + 1] or not above[column] or row[column]:
        return False
    pairs = zip(above[column + 1 : labels], row[column + 1 : labels], strict=False)
    own = [cell for over, cell in pairs if cell and over]
    return bool(own) and not any(map(TOTAL.search, own))


def _is_alone(cells: Sequence[str]) -> bool:
    """Whether a row holds words in one cell, and no unit that heads a column."""
    filled = [cell for cell in cells if cell]
    return len(filled) == 1 and not is_sum(filled[0]) and not UNIT.fullmatch(filled[0])


def _count_headings(rows: Sequence[tuple[str, ...]], *, bold: bool) -> int:
    """Return how many rows head the others: without a figure, where the others have some."""
    filled = [cell for cell in rows[0] if cell]
    units = bool(filled) and all(UNIT.fullmatch(cell) for cell in filled)
    if not units and (len(filled) < 2 or any(map(is_sum, filled))):
        return 0
    longest = max(len(cell.split()) for cell in rows[0])
    if longest > HEADING_WORDS or not (bold or any(map(_has_figure, rows[1:]))):
        return 0
    for count in range(1, min(MOST_HEADINGS, len(rows) - 1) + 1):
        if _has_figure(rows[count]):
            return count
        if len(rows[count]) != len(rows[0]) or not _goes_on(rows[0], rows[count]):
            break
    return 1


def _has_figure(cells: Sequence[str]) -> bool:
    """Whether a row holds a figure or a date, as those below headings do."""
    return any(is_sum(cell) or DATE.fullmatch(cell) for cell in cells)


def _goes_on(upper: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row goes on with the headings above it: short, and where they left room."""
    short = all(len(cell.split()) <= SHORT_HEADING for cell in cells)
    return short and any(cell and not above for above, cell in zip(upper, cells, strict=True))


def _joined(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    width = max(map(len, rows))
    padded = [(*row, *[""] * (width - len(row))) for row in rows]
    return tuple(" ".join(filter(None, column)) for column in zip(*padded, strict=True))


# The caption, and what the figures are counted in

CAPTION = re.compile(r"(?:table|figure|appendix|annexe?|schedule|chart)\b", re.I)
NAMED = re.compile(r"(?:table|figure|chart)\s*\d", re.I)
"""How a first column's heading begins where it is the table's title."""
CAPTION_WORDS = 30
MOST_ABOVE = 2
MOST_LOOKED_AT = 4
LEAD_IN_WORDS = 7
"""A line of so many words that ends in a colon is a sentence that leads to the table."""
UNIT = re.compile(
    r"£\s?[’']?(?:m(?:illions?)?|bn|billions?|k|thousands?|0{3}[’']?s?)\b"
    r"|(?<=\()£(?=\))|£s? per \w+|\b(?:millions|thousands) of pounds\b",
    re.I,
)
PERCENT = re.compile(r"\(%\)|%$|\bpercentages?\b", re.I)
ALL_FIGURES = re.compile(r"^\W*(?:all )?(?:figures|amounts|values)\b.{0,40}$", re.I)


def find_caption(paragraphs: Sequence[Paragraph], first: int) -> list[Paragraph]:
    """Return what stands right above a table: its title, and what its figures are counted in.

    The title is at most two short paragraphs, the upper one no plainer than the lower. A
    sentence between the title and the table is passed over where the title is bold or says
    that it is one. Above a table at the head of a page, only what its figures are counted in
    is looked for at the foot of the page before.
    """
    page = paragraphs[first].unit.page
    taken: list[Paragraph] = []
    titles: list[Paragraph] = []
    passed = 0
    for paragraph in reversed(paragraphs[max(0, first - MOST_LOOKED_AT) : first]):
        overleaf = paragraph.unit.page != page
        if _is_unit_line(paragraph) and not (overleaf and titles):
            taken.insert(0, paragraph)
            if overleaf:
                break
            continue
        if paragraph.is_row or overleaf or paragraph.unit.kind == UnitKind.HEADER:
            break
        named = bool(CAPTION.match(paragraph.plain))
        if _is_title(paragraph) and (not passed or paragraph.bold or named):
            if titles and titles[0].bold and not (paragraph.bold or named):
                break
            taken.insert(0, paragraph)
            titles.insert(0, paragraph)
            if named or len(titles) == MOST_ABOVE or passed:
                break
        elif titles or passed:
            break
        else:
            passed += 1
    return taken


def _is_unit_line(paragraph: Paragraph) -> bool:
    """Whether a paragraph says no more than what all figures are counted in."""
    return bool(ALL_FIGURES.match(paragraph.plain)) and not paragraph.is_row


def title_of(above: Sequence[Paragraph], columns: Sequence[str]) -> str | None:
    """Return a table's title: that above it, else the first heading where it names the table."""
    titles = [" ".join(p.plain.split()) for p in above if not _is_unit_line(p)]
    inside = next((name for name in columns if name), "")
    return " – ".join(titles) or (inside if NAMED.match(inside) else None)


def _is_title(paragraph: Paragraph) -> bool:
    text = paragraph.plain.rstrip()
    if not text or paragraph.words > CAPTION_WORDS or not re.search(r"[A-Za-z]{2}", text):
        return False
    if CAPTION.match(text):
        return True
    if text.endswith(":") and paragraph.words >= LEAD_IN_WORDS and not paragraph.bold:
        return False
    numbered = paragraph.unit.number is not None and not paragraph.bold
    return not numbered and not text.endswith((".", ";", ",", "?", "!")) and not text[0].islower()


def find_unit(columns: Sequence[str], heads: Sequence[str], above: Sequence[str]) -> str | None:
    """Return what all figures are counted in, as printed; None where columns differ or none says.

    `heads` are the rows of headings, `above` the caption's lines.
    """
    for text in [*heads, *above]:
        if ALL_FIGURES.match(text) and (match := UNIT.search(text)):
            return match[0]
    named = [match[0] for name in columns if (match := UNIT.search(name))]
    if named:
        return named[0] if len(set(named)) == 1 else None
    for text in [*above, *heads]:
        if match := UNIT.search(text):
            return match[0]
    if any(PERCENT.search(text) for text in above):
        return "%"
    return None
