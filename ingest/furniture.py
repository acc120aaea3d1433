"""Find what is on the page but not part of the paper: running headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest import patterns
from ingest.document import SourceDocument
from ingest.page_marks import Mark, find_marks, is_day_line, is_mark
from ingest.page_numbers import find_printed_numbers, shape_of
from qa.passages import SourceLine

EDGE = 3
"""Lines at the head and foot of a page among which furniture is looked for."""
SHARE = 0.3
"""A line that stands at the edge of this share of the pages (and of three) is furniture."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Line numbers to leave out of the text, and the printed page numbers found on the way."""

    lines: frozenset[int]
    printed: Mapping[int, str] = field(default_factory=dict)
    """PDF page to printed number."""
    marks: tuple[Mark, ...] = ()
    """(line, printed page number) of each page mark in a text source, in order."""


def _edges(document: SourceDocument) -> dict[int, list[SourceLine]]:
    rows = {line for table in document.tables for line in range(table.lines[0], table.lines[1] + 1)}
    pages: dict[int, list[SourceLine]] = defaultdict(list)
    for line in document.lines:
        if line.page is not None and line.text.strip() and line.number not in rows:
            pages[line.page].append(line)
    return {
        page: lines[:EDGE] + lines[EDGE:][-EDGE:] if len(lines) > EDGE else lines
        for page, lines in pages.items()
    }


def _pdf_furniture(document: SourceDocument) -> Furniture:
    edges = _edges(document)
    shapes = Counter(
        shape for lines in edges.values() for shape in {shape_of(line.text) for line in lines}
    )
    needed = max(3, SHARE * len(edges))
    running = {shape for shape, pages in shapes.items() if pages >= needed and shape.strip("# ")}
    printed = find_printed_numbers(edges, running, document.pages or 0)
    out = {number.line for number in printed.values() if number.line is not None}
    tabular = _tabular_pages(document)
    seen: set[str] = set()
    for page, lines in sorted(edges.items()):
        for index, line in enumerate(lines):
            shape = shape_of(line.text)
            repeated = shapes[shape] >= needed and len(shape) > 1 and len(line.text) < 120
            # Every report of a pack opens its cover table in the same words.
            repeated = repeated and not re.match(r"[a-z][\w /()]{1,30}:", shape)
            # The first sight of a running title is kept: it often is the paper's only title.
            # Column headings repeat too, and each page's rows need their own.
            columns = index in (1, 2) and page in tabular
            if (
                is_mark(line.text)
                or is_day_line(line)
                or (repeated and shape in seen and not columns)
            ):
                out.add(line.number)
            seen.add(shape)
    return Furniture(frozenset(out), {page: number.text for page, number in printed.items()})


def _tabular_pages(document: SourceDocument) -> set[int]:
    """Pages that open on a table: one of their first lines ends in several figures."""
    depth: Counter[int] = Counter()
    tabular: set[int] = set()
    for line in document.lines:
        if line.page is None:
            continue
        depth[line.page] += 1
        if depth[line.page] <= 8 and patterns.NUMERIC_ROW.search(line.text):
            tabular.add(line.page)
    return tabular


def find_furniture(document: SourceDocument) -> Furniture:
    """Return the lines that belong to the page rather than to the paper."""
    if document.pages is not None:
        return _pdf_furniture(document)
    lines, marks = find_marks(document.lines)
    return Furniture(lines, {}, marks)
