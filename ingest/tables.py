"""Say of each row of a table what heads its columns, what the table is of, and in what unit.

The readers of PDFs say where tables are and how many of their rows are headings. In other
formats a table is a run of lines whose cells are parted by tabs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import SourceTable
from ingest.paragraphs import Paragraph
from ingest.table_captions import find_caption, find_unit, title_of
from ingest.table_columns import borrowed_columns, same_columns, take_headings_overleaf
from ingest.table_groups import Groups, group_name
from ingest.table_rests import take_rest_overleaf
from ingest.table_shapes import Shape, cells_of, find_shapes
from qa.passages import Unit, UnitKind
from qa.table_rows import TableRow, is_sum

SHEET_WORDS = 60
"""Words outside tables, at most, on a page that is a sheet of one."""
MOST_BETWEEN = 2
"""Short lines, at most, between two halves of a table told by tabs: a page's foot and head."""
SHORT_LINE = 10


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as far as its rows need it: what stands above them."""

    shape: Shape
    columns: tuple[str, ...]
    caption: str | None
    unit: str | None
    heads: tuple[Unit, ...]
    page: int | None


def describe_tables(
    paragraphs: Sequence[Paragraph], tables: Sequence[SourceTable]
) -> list[Paragraph]:
    """Give each row its cells, columns, caption, unit and group, and the units above it."""
    sheets = _sheets(paragraphs, tables)
    described = list(paragraphs)
    before: _Table | None = None
    sheet_titles: set[str] = set()
    for found in [*find_shapes(paragraphs, tables)]:
        shape = take_headings_overleaf(described, found)
        table = _read(described, shape, before)
        if table.page in sheets:
            sheet_titles = _keep_titles_as_heads(described, shape, sheet_titles)
        _describe(described, table)
        _join_over_pages(described, table, before)
        take_rest_overleaf(described, shape.last)
        before = table
    return described


def _sheets(paragraphs: Sequence[Paragraph], tables: Sequence[SourceTable]) -> set[int]:
    """Return the pages that are sheets of a table: hardly a word stands outside the rows."""
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
    titles = tuple(p.of_kind(UnitKind.HEADER).unit for p in above)
    own_title = title_of(above, shape.columns)
    near = before if before is not None and _is_near(before, page) else None
    columns = shape.columns
    if near is not None and not shape.headers and (borrowed := _borrowed(near, shape)):
        heads = (*titles, *near.heads)
        return _Table(shape, borrowed, own_title or near.caption, near.unit, heads, page)
    if before is not None and _goes_on_in_text(paragraphs, shape, before):
        return replace(before, shape=shape)
    rows = [p.of_kind(UnitKind.HEADER) for p in paragraphs[shape.above : shape.body]]
    own = tuple(unit for p in rows for unit in p.pieces)
    unit = find_unit(columns, [p.plain for p in rows], [p.plain for p in above])
    if near is not None and not own_title and columns and same_columns(columns, near.columns):
        # The table goes on, its headings printed again.
        upper = near.heads[: len(near.heads) - near.shape.headers]
        heads = (*upper, *titles, *own)
        return _Table(shape, near.columns, near.caption, unit or near.unit, heads, page)
    return _Table(shape, columns, own_title, unit, (*titles, *own), page)


def _borrowed(near: _Table, shape: Shape) -> tuple[str, ...]:
    return borrowed_columns(near.columns, near.shape.cuts, shape.cuts)


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


def _describe(paragraphs: list[Paragraph], table: _Table) -> None:
    """Set the rows of one table, in place."""
    shape = table.shape
    groups = Groups()
    for index in range(shape.first, shape.last + 1):
        paragraph = paragraphs[index]
        if index < shape.body:
            if shape.cuts:
                paragraphs[index] = paragraph.of_kind(UnitKind.HEADER)
            continue
        group = groups.over(paragraph)
        row = TableRow(
            cells_of(paragraph), table.columns, table.caption, table.unit, group_name(group)
        )
        heads = (*table.heads, *(p.of_kind(UnitKind.HEADER).unit for p in group))
        paragraphs[index] = paragraph.as_row(row, heads)


def _join_over_pages(paragraphs: list[Paragraph], table: _Table, before: _Table | None) -> None:
    """Give the two halves of a row that a page's end cuts the cells of both."""
    first = table.shape.body
    if before is None or before.page is None or table.page != before.page + 1:
        return
    if first > table.shape.last or not same_columns(before.columns, table.columns):
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
