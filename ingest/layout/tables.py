"""Describe a paper's tables: give each row its columns' headings, caption, unit and group.

`describe_tables` goes down the tables in order, since one may go on the table of the page before:
it borrows that one's headings, and a row that a page's end cuts in two is given the cells of both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.document import SourceTable
from ingest.layout.merged import NewHeadings, cells_with, labels_of, merged_in
from ingest.layout.paragraphs import Paragraph
from ingest.layout.table_shapes import (
    CAPTION_WORDS,
    HEADING_WORDS,
    NAMED,
    Shape,
    cells_of,
    find_caption,
    find_shapes,
    find_unit,
    title_of,
)
from qa.papers import TableRow, Unit, UnitKind, is_sum

SHEET_WORDS = 60
"""Words outside the tables, at most, on a page that is a sheet of a table."""
MOST_BETWEEN = 2
"""Short lines, at most, between two halves of a table that has only tabs: a page's foot and head."""
SHORT_LINE = 10


@dataclass(frozen=True, slots=True)
class _Table:
    """What stands above the rows of a table."""

    shape: Shape
    columns: tuple[str, ...]
    caption: str | None
    unit: str | None
    heads: tuple[Unit, ...]
    page: int | None
    below: Paragraph | None = None
    """Its caption, where that stands below it."""


def describe_tables(
    paragraphs: Sequence[Paragraph], tables: Sequence[SourceTable]
) -> list[Paragraph]:
    """Give each row its cells, columns, caption, unit and group, and the units above it."""
    sheets = _sheets(paragraphs, tables)
    described = list(paragraphs)
    before: _Table | None = None
    sheet_titles: set[str] = set()
    shapes = [*find_shapes(paragraphs, tables)]
    captions_below = not _has_captions_above(paragraphs, shapes)
    for found in shapes:
        shape = _take_headings_overleaf(described, found)
        table = _read(described, shape, before)
        if captions_below and table.caption is None:
            table = _with_caption_below(described, table)
        if table.page in sheets:
            sheet_titles = _keep_titles_as_heads(described, shape, sheet_titles)
        table = _describe(described, table, before)
        _join_over_pages(described, table, before)
        _take_rest_overleaf(described, shape.last)
        before = table
    return described


def _sheets(paragraphs: Sequence[Paragraph], tables: Sequence[SourceTable]) -> set[int]:
    """Return the pages that are sheets of a table: few words stand outside the rows."""
    rows = {line for table in tables for line in range(table.lines[0], table.lines[1] + 1)}
    words: Counter[int] = Counter()
    for paragraph in paragraphs:
        if paragraph.unit.page is not None:
            outside = paragraph.unit.lines[0] not in rows
            words[paragraph.unit.page] += paragraph.words if outside else 0
    return {page for page, count in words.items() if count <= SHEET_WORDS}


def _keep_titles_as_heads(paragraphs: list[Paragraph], shape: Shape, known: set[str]) -> set[str]:
    """Mark the titles that a sheet repeats: they name its rows, and begin no new section.

    `known` are the titles of the sheets before; returned are those and this one's. A title
    that no sheet bore before begins a section, so that no row stands under an older one.
    """
    above = find_caption(paragraphs, shape.above)
    for paragraph in above:
        if paragraph.plain in known or not paragraph.bold:
            index = paragraphs.index(paragraph)
            paragraphs[index] = paragraph.of_kind(UnitKind.HEADER)
    titles = {paragraph.plain for paragraph in above}
    return titles or known


def _read(paragraphs: Sequence[Paragraph], shape: Shape, before: _Table | None) -> _Table:
    """Return what stands above the rows: the table's own, or that of the table it goes on."""
    page = paragraphs[shape.first].unit.page
    above = find_caption(paragraphs, shape.above)
    if before is not None and before.below is not None:  # it ended there
        above = [p for p in above if p is not before.below]
        before = None
    titles = tuple(p.of_kind(UnitKind.HEADER).unit for p in above)
    own_title = title_of(above, shape.columns)
    near = before if before is not None and _is_near(before, page) else None
    columns = shape.columns
    if (
        near is not None
        and not shape.headers
        and (borrowed := _borrowed_columns(near.columns, near.shape.cuts, shape.cuts))
    ):
        heads = (*titles, *near.heads)
        return _Table(shape, borrowed, own_title or near.caption, near.unit, heads, page)
    if before is not None and _goes_on_in_text(paragraphs, shape, before):
        return replace(before, shape=shape)
    rows = [p.of_kind(UnitKind.HEADER) for p in paragraphs[shape.above : shape.body]]
    own = tuple(unit for p in rows for unit in p.pieces)
    unit = find_unit(columns, [p.plain for p in rows], [p.plain for p in above])
    if near is not None and not own_title and columns and _same_columns(columns, near.columns):
        # The table goes on, its headings printed again.
        upper = near.heads[: len(near.heads) - near.shape.headers]
        heads = (*upper, *titles, *own)
        return _Table(shape, near.columns, near.caption, unit or near.unit, heads, page)
    return _Table(shape, columns, own_title, unit, (*titles, *own), page)


def _has_captions_above(paragraphs: Sequence[Paragraph], shapes: Sequence[Shape]) -> bool:
    """Whether a caption with a number stands right above a table, and below no other one."""
    last = {shape.last for shape in shapes}
    return any(
        NAMED.match(paragraphs[shape.above - 1].plain) and shape.above - 2 not in last
        for shape in shapes
        if shape.above
    )


def _with_caption_below(paragraphs: Sequence[Paragraph], table: _Table) -> _Table:
    """Return a table with the caption right below it, if it has one; text stands below that."""
    last = table.shape.last
    if last + 2 >= len(paragraphs) or paragraphs[last + 2].is_row:
        return table
    one = paragraphs[last + 1]
    if one.is_row or one.unit.page != paragraphs[last].unit.page or not NAMED.match(one.plain):
        return table
    if one.words > CAPTION_WORDS:
        return table
    return replace(table, caption=" ".join(one.plain.split()), below=one)


def _is_near(before: _Table, page: int | None) -> bool:
    """Whether a table stands on the page of the one before it, or on the next."""
    return page is not None and before.page is not None and 0 <= page - before.page <= 1


def _goes_on_in_text(paragraphs: Sequence[Paragraph], shape: Shape, before: _Table) -> bool:
    """Whether a table without headings goes on the one before it, in a paper without pages.

    A page's foot and head may stand between the two, or the title of a group of rows.
    """
    between = paragraphs[before.shape.last + 1 : shape.first]
    if shape.headers or shape.cuts or len(between) > MOST_BETWEEN:
        return False
    if not before.columns or any(p.unit.page is not None or p.words > SHORT_LINE for p in between):
        return False
    width = len(before.columns)
    rows = paragraphs[shape.first : shape.last + 1]
    return width > 2 and all(len(cells_of(p)) == width for p in rows)


def _describe(paragraphs: list[Paragraph], table: _Table, before: _Table | None) -> _Table:
    """Set the rows of one table, in place. Returns it with the headings of its last row."""
    shape = table.shape
    groups = _Groups()
    anew = NewHeadings.of(paragraphs[shape.body : shape.last + 1])
    merged = merged_in(paragraphs, shape, _carried(paragraphs, table, before))
    for index in range(shape.first, shape.last + 1):
        paragraph = paragraphs[index]
        if index < shape.body:
            if shape.found:
                paragraphs[index] = paragraph.of_kind(UnitKind.HEADER)
            continue
        if anew.heads(paragraph):
            paragraphs[index] = paragraph.of_kind(UnitKind.HEADER)
            groups = _Groups()
            continue
        group = groups.over(paragraph)
        own = merged.get(index, ())
        cells, columns = cells_with(own, cells_of(paragraph), anew.columns or table.columns, shape)
        labels, above = labels_of(own, cells)
        name = _group_name(group)
        row = TableRow(cells, columns, table.caption, table.unit, name, labels)
        titles = (p.of_kind(UnitKind.HEADER).unit for p in group)
        heads = table.heads if not anew.columns else anew.units
        paragraphs[index] = paragraph.as_row(row, (*heads, *titles, *above))
    return replace(table, columns=anew.columns, heads=anew.units) if anew.columns else table


def _carried(
    paragraphs: Sequence[Paragraph], table: _Table, before: _Table | None
) -> dict[int, tuple[str, Unit]]:
    """Return by column the labels of the last row on the page before, where this table goes on it.

    Each with the unit in which it is printed.
    """
    if before is None or before.page is None or table.page != before.page + 1:
        return {}
    if not before.columns or not _same_columns(before.columns, table.columns):
        return {}
    last = paragraphs[before.shape.last]
    if last.unit.row is None:
        return {}
    heads = {unit.text: unit for unit in last.heads}
    return {
        column: (cell, heads.get(cell, replace(last.unit, text=cell, kind=UnitKind.HEADER)))
        for column, cell in enumerate(last.unit.row.cells)
        if cell and not is_sum(cell)
    }


def _join_over_pages(paragraphs: list[Paragraph], table: _Table, before: _Table | None) -> None:
    """Give the two halves of a row that a page's end cuts the cells of both."""
    first = table.shape.body
    if before is None or before.page is None or table.page != before.page + 1:
        return
    if first > table.shape.last or not _same_columns(before.columns, table.columns):
        return
    upper, lower = paragraphs[before.shape.last], paragraphs[first]
    above, below = upper.unit.row, lower.unit.row
    if above is None or below is None or len(above.cells) != len(below.cells):
        return
    if any(map(is_sum, below.cells)) or not _is_rest(above, below) or lower.bold:
        return
    cells = tuple(f"{a} {b}".strip() for a, b in zip(above.cells, below.cells, strict=True))
    paragraphs[before.shape.last] = upper.as_row(replace(above, cells=cells), upper.heads)
    rest = replace(below, cells=cells, group=above.group)
    paragraphs[first] = lower.as_row(rest, (*lower.heads, upper.of_kind(UnitKind.HEADER).unit))


def _is_rest(above: TableRow, below: TableRow) -> bool:
    """Whether cells begin where those of the row above were cut off."""
    filled = [i for i, cell in enumerate(below.cells) if cell]
    begun = all(above.cells[i] for i in filled)
    return begun and any(below.cells[i][:1].islower() for i in filled)


# Headings on the page before

OVERLAP = 0.5
"""Share of the narrower of two columns that stands under or over the other."""
SAME_END = 0.02
"""Share of the page's width within which two columns end at one place."""


def _take_headings_overleaf(paragraphs: list[Paragraph], shape: Shape) -> Shape:
    """Give the columns the first line of their headings, where the page before ends with it.

    It is taken for that where it has just one word for each column, in the headings' own type.
    The line is marked, in place, as a row of headings.
    """
    if not (shape.cuts and shape.headers and shape.first):
        return shape
    line, heads = paragraphs[shape.first - 1], paragraphs[shape.first]
    words = line.plain.split()
    pages = line.unit.page, heads.unit.page
    if pages[0] is None or pages[1] is None or pages[1] != pages[0] + 1 or line.is_row:
        return shape
    alike = line.bold == heads.bold and line.size == heads.size
    if len(words) != len(shape.columns) or len(words) <= 2 or not alike:
        return shape
    paragraphs[shape.first - 1] = line.of_kind(UnitKind.HEADER)
    columns = [f"{word} {name}".strip() for word, name in zip(words, shape.columns, strict=True)]
    return replace(shape, columns=tuple(columns), overleaf=1)


def _same_columns(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether columns bear the same names, however their words are broken into lines."""
    return [re.sub(r"[\s-]", "", name) for name in one] == [
        re.sub(r"[\s-]", "", name) for name in other
    ]


def _borrowed_columns(
    names: Sequence[str], over: Sequence[float], cuts: Sequence[float]
) -> tuple[str, ...]:
    """Return the names of the columns above that ours continue; none unless all but one do.

    `over` and `cuts` say where their columns and ours begin and end. Only the label may be
    without one: totals under a table often have no cells for its words.
    """
    borrowed: list[str] = []
    taken: list[int] = []
    for left, right in pairwise(cuts):
        best = _column_under(left, right, over)
        borrowed.append(names[best] if 0 <= best < len(names) else "")
        taken.append(best)
    placed = [column for column in taken if column >= 0]
    if len(placed) < max(2, len(borrowed) - 1) or placed != sorted(set(placed)):
        return ()
    return tuple(borrowed)


def _column_under(left: float, right: float, cuts: Sequence[float]) -> int:
    """Return the column that ends where ours does, or the only one that ours overlaps; else -1."""
    for column, end in enumerate(cuts[1:]):
        if abs(right - end) < SAME_END:
            return column
    over = [
        column
        for column, (a, b) in enumerate(pairwise(cuts))
        if min(right, b) - max(left, a) >= OVERLAP * min(right - left, b - a)
    ]
    return over[0] if len(over) == 1 else -1


# Titles within a table

TOTAL = re.compile(r"(?i)^\W*(?:sub-?\s?|grand )?totals?\b|\btotals?\W*$|^\W*cyfanswm\b")
NOTE = re.compile(r"^(?:[*†‡^]|\[\d{1,2}\]|\(?\d\)|note\b)|^[a-z]")
"""How a note below rows begins, or goes on."""


@dataclass(slots=True)
class _Groups:
    """Goes down the rows of a table and keeps the titles over each."""

    titles: list[Paragraph] = field(default_factory=list)
    was_title: bool = False
    begun: int = 0
    """Groups begun since the last total."""

    def over(self, paragraph: Paragraph) -> list[Paragraph]:
        """Return the titles under which the next row stands."""
        cells = cells_of(paragraph)
        if _is_title(cells):
            above = list(self.titles) if self.was_title else []
            self._add(paragraph)
            return [title for title in above if title in self.titles]
        self.was_title = False
        titles = list(self.titles)
        if not any(TOTAL.search(cell) for cell in cells if cell and not is_sum(cell)):
            return titles
        if self.begun > 1:  # the total may be that of all these groups
            while titles and not _is_named_in(titles[-1], cells):
                titles.pop()
        self.begun = 0
        if paragraph.bold or any(_is_named_in(title, cells) for title in self.titles[-1:]):
            self.titles = []  # what stands below its total is no part of a group
        return titles

    def _add(self, paragraph: Paragraph) -> None:
        text = " ".join(cells_of(paragraph)).strip()
        if NOTE.match(text) and not paragraph.bold:
            return
        if not self.was_title:
            self.titles = []
            self.begun += 1
        if paragraph.bold:
            self.titles = [title for title in self.titles if title.bold]
        self.titles.append(paragraph)
        self.was_title = True


def _is_named_in(title: Paragraph, cells: Sequence[str]) -> bool:
    """Whether a row names its group: the total of RESERVES is TOTAL RESERVES."""
    name = (_group_name([title]) or "").casefold()
    return bool(name) and any(name in cell.casefold() for cell in cells)


def _is_title(cells: Sequence[str]) -> bool:
    """Whether a row is a title within the table: words in one of its first cells, no more."""
    filled = [index for index, cell in enumerate(cells) if cell]
    if len(filled) != 1 or is_sum(cells[filled[0]]):
        return False
    return filled[0] <= len(cells) // 2 and len(cells[filled[0]].split()) <= HEADING_WORDS


def _group_name(titles: Sequence[Paragraph]) -> str | None:
    """Return titles as one, from the outer one to the inner; None where there is none."""
    return " – ".join(" ".join(cells_of(p)).strip() for p in titles) or None


# The end of a row's label on the next page

REST_WORDS = 3
"""Words of a label, at most, that a page's end cuts off."""
LABEL_WORDS = 4
"""Words, at least, of a label that is too long for its line."""
ENDS = (".", ";", ":", ",", "?", "!")


def _take_rest_overleaf(paragraphs: list[Paragraph], last: int) -> None:
    """Give a page's last row the words of its label that the next page begins with, in place.

    They are taken for that where the row has one label beside figures, and where they stand
    alone there, in the row's type: a few words that begin small and end without a stop.
    """
    if last + 1 >= len(paragraphs):
        return
    upper, lower = paragraphs[last], paragraphs[last + 1]
    row = upper.unit.row
    if row is None or not _goes_on(upper, lower):
        return
    labels = [index for index, cell in enumerate(row.cells) if cell and not is_sum(cell)]
    if len(labels) != 1 or not any(map(is_sum, row.cells)):
        return
    label = row.cells[labels[0]]
    if len(label.split()) < LABEL_WORDS or label.endswith(ENDS):
        return
    whole = f"{label} {lower.plain}"
    cells = tuple(whole if index == labels[0] else cell for index, cell in enumerate(row.cells))
    heads = (*upper.heads, upper.of_kind(UnitKind.HEADER).unit)
    paragraphs[last] = upper.as_row(replace(row, cells=cells), upper.heads)
    paragraphs[last + 1] = lower.of_kind(UnitKind.ROW).as_row(replace(row, cells=cells), heads)


def _goes_on(upper: Paragraph, lower: Paragraph) -> bool:
    """Whether a paragraph at a page's head may be the rest of the row at the foot before."""
    above, page = upper.unit.page, lower.unit.page
    overleaf = above is not None and page == above + 1
    alike = (lower.bold, lower.size) == (upper.bold, upper.size)
    plain = lower.unit.kind == UnitKind.PARAGRAPH and lower.words <= REST_WORDS
    text = lower.plain.strip()
    return overleaf and alike and plain and text[:1].islower() and not text.endswith(ENDS)
