"""Say of each row of a table what heads its columns, what the table is of, and in what unit.

The readers of PDFs say where tables are and how many of their rows are headings. In other
formats a table is a run of lines whose cells are parted by tabs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ingest.document import SourceTable
from ingest.paragraphs import Paragraph
from ingest.table_captions import find_caption, find_unit
from qa.papers import Unit
from qa.table_rows import TableRow, is_sum

OVERLAP = 0.5
"""Share of the narrower of two columns that stands under or over the other."""
SAME_END = 0.02
"""Share of the page's width within which two columns end at one place."""
SHEET_WORDS = 60
"""Words outside tables, at most, on a page that is a sheet of one."""
HEADING_WORDS = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a table stands among the paragraphs, and what is known of its columns."""

    first: int
    last: int
    headers: int
    columns: tuple[str, ...]
    cuts: tuple[float, ...] = ()


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
    for shape in [*_shapes(paragraphs, tables)]:
        table = _read(described, shape, before)
        if table.page in sheets:
            _keep_titles_as_heads(described, shape)
        _describe(described, table, before)
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


def _keep_titles_as_heads(paragraphs: list[Paragraph], shape: Shape) -> None:
    """Mark the titles above a sheet: they name its rows, and head no section of the paper."""
    for paragraph in find_caption(paragraphs, shape.first):
        index = paragraphs.index(paragraph)
        paragraphs[index] = paragraph.of_kind("header")


def _shapes(paragraphs: Sequence[Paragraph], tables: Sequence[SourceTable]) -> Iterator[Shape]:
    """Yield the tables in order: those that the reader found, else runs of rows."""
    found = {line: table for table in tables for line in range(table.lines[0], table.lines[1] + 1)}
    keys = [
        (found.get(p.unit.lines[0]), p.is_tabbed or p.unit.lines[0] in found) for p in paragraphs
    ]
    for (table, tabbed), run in groupby(range(len(paragraphs)), key=lambda i: keys[i]):
        indexes = list(run)
        if table is not None:
            yield Shape(indexes[0], indexes[-1], table.headers, table.columns, table.cuts)
        elif tabbed and len(indexes) > 1:
            cells = [_cells(paragraphs[i]) for i in indexes]
            headers = _heads_itself(paragraphs[indexes[0]], cells)
            yield Shape(indexes[0], indexes[-1], headers, cells[0] if headers else ())


def _cells(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the cells of a row; Markdown's marks and extra white space are left out."""
    return tuple(" ".join(cell.split()) for cell in paragraph.printed.split("\t"))


def _heads_itself(first: Paragraph, cells: Sequence[tuple[str, ...]]) -> int:
    """Whether the first row of a run heads the others: it has no figure, and they have."""
    filled = [cell for cell in cells[0] if cell]
    if len(filled) < 2 or any(map(is_sum, filled)) or _longest(cells[0]) > HEADING_WORDS:
        return 0
    return int(first.bold or any(is_sum(cell) for row in cells[1:] for cell in row))


def _longest(cells: Sequence[str]) -> int:
    return max(len(cell.split()) for cell in cells)


def _read(paragraphs: Sequence[Paragraph], shape: Shape, before: _Table | None) -> _Table:
    """Return what stands above the rows: the table's own, or that of the table it goes on."""
    page = paragraphs[shape.first].unit.page
    above = find_caption(paragraphs, shape.first)
    titles = tuple(p.of_kind("header").unit for p in above)
    near = before if before is not None and _is_near(before, page) else None
    columns = shape.columns
    if near is not None and not shape.headers and (borrowed := _borrowed(near, shape)):
        heads = (*titles, *near.heads)
        return _Table(shape, borrowed, _title(above) or near.caption, near.unit, heads, page)
    rows = [p.of_kind("header") for p in paragraphs[shape.first : shape.first + shape.headers]]
    own = tuple(unit for p in rows for unit in p.pieces)
    unit = find_unit(columns, [p.plain for p in rows], [p.plain for p in above])
    if near is not None and not above and columns and columns == near.columns:
        # The table goes on, its headings printed again.
        titles = near.heads[: len(near.heads) - near.shape.headers]
        return _Table(shape, columns, near.caption, unit or near.unit, (*titles, *own), page)
    if near is not None and columns and columns == near.columns:
        unit = unit or near.unit
    return _Table(shape, columns, _title(above), unit, (*titles, *own), page)


def _title(above: Sequence[Paragraph]) -> str | None:
    return " – ".join(" ".join(p.plain.split()) for p in above) or None


def _is_near(before: _Table, page: int | None) -> bool:
    """Whether a table stands on the page of the one before it, or on the next."""
    return page is not None and before.page is not None and 0 <= page - before.page <= 1


def _borrowed(before: _Table, shape: Shape) -> tuple[str, ...]:
    """Return the names of the columns above that our columns go on; none unless all but one do.

    Only the label may be without one: totals under a table often have no cells for its words.
    """
    names: list[str] = []
    taken: list[int] = []
    for left, right in pairwise(shape.cuts):
        best = _column_under(left, right, before.shape.cuts)
        names.append(before.columns[best] if 0 <= best < len(before.columns) else "")
        taken.append(best)
    placed = [column for column in taken if column >= 0]
    if len(placed) < max(2, len(names) - 1) or placed != sorted(set(placed)):
        return ()
    return tuple(names)


def _column_under(left: float, right: float, cuts: Sequence[float]) -> int:
    """Return the column that ends where ours does, or that ours overlaps alone; else -1."""
    for column, end in enumerate(cuts[1:]):
        if abs(right - end) < SAME_END:
            return column
    over = [
        column
        for column, (a, b) in enumerate(pairwise(cuts))
        if min(right, b) - max(left, a) >= OVERLAP * min(right - left, b - a)
    ]
    return over[0] if len(over) == 1 else -1


def _describe(paragraphs: list[Paragraph], table: _Table, before: _Table | None) -> None:
    """Set the rows of one table, in place."""
    shape = table.shape
    titles: list[int] = []
    for index in range(shape.first, shape.last + 1):
        paragraph = paragraphs[index]
        cells = _cells(paragraph)
        if index < shape.first + shape.headers:
            if shape.cuts:
                paragraphs[index] = paragraph.of_kind("header")
            continue
        is_title = _is_title(cells)
        if is_title:
            titles = [*titles, index] if titles and titles[-1] == index - 1 else [index]
        group = [paragraphs[i] for i in titles if i != index]
        row = TableRow(
            cells,
            table.columns,
            table.caption,
            table.unit,
            " – ".join(" ".join(_cells(p)).strip() for p in group) or None,
        )
        heads = (*table.heads, *(p.of_kind("header").unit for p in group))
        paragraphs[index] = paragraph.as_row(row, heads)
    _join_over_pages(paragraphs, table, before)


def _is_title(cells: Sequence[str]) -> bool:
    """Whether a row is a title within the table: words in one of its first cells, no more."""
    filled = [index for index, cell in enumerate(cells) if cell]
    if len(filled) != 1 or is_sum(cells[filled[0]]):
        return False
    return filled[0] <= len(cells) // 2 and len(cells[filled[0]].split()) <= HEADING_WORDS


def _join_over_pages(paragraphs: list[Paragraph], table: _Table, before: _Table | None) -> None:
    """Give the two halves of a row that a page's end cuts the cells of both."""
    first = table.shape.first + table.shape.headers
    if before is None or before.page is None or table.page != before.page + 1:
        return
    if first > table.shape.last or before.columns != table.columns:
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
    paragraphs[first] = lower.as_row(rest, (*lower.heads, upper.of_kind("header").unit))


def _is_rest(above: TableRow, below: TableRow) -> bool:
    """Whether cells begin where those of the row above were cut off."""
    filled = [i for i, cell in enumerate(below.cells) if cell]
    begun = all(above.cells[i] for i in filled)
    return begun and any(below.cells[i][:1].islower() for i in filled)
