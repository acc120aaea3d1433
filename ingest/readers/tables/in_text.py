"""Find the tables of a text: those of Markdown, and those set in columns by spaces.

A row found is given as a row is in every paper: its cells parted by tabs. Columns set by spaces are
found as those of a page are, each sign as wide as the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.document import SourceTable
from ingest.readers.pdf.ruling import Rules
from ingest.readers.pdf.tables import FoundTable, find_tables
from ingest.readers.pdf.words import Box, View, Word
from ingest.readers.tables.grid import Cell, GridRow, blank_labels, tables_of
from qa.papers import SourceLine


def read_tables(
    lines: Sequence[SourceLine],
) -> tuple[tuple[SourceLine, ...], tuple[SourceTable, ...]]:
    """Return the lines, rows of tables with tabs between their cells, and the tables in order."""
    texts = [line.text for line in lines]
    found = [*_stroked(texts), *_spaced(texts)]
    for first, rows, _ in found:
        texts[first : first + len(rows)] = rows
    tables = [table for _, _, own in found for table in own]
    return (
        tuple(
            line if text is line.text else replace(line, text=text)
            for line, text in zip(lines, texts, strict=True)
        ),
        tuple(sorted(tables, key=lambda table: table.lines)),
    )


Found = tuple[int, list[str], tuple[SourceTable, ...]]
"""The place of a table's first line, from 0; its lines; the table, where its columns are known."""

# Between upright strokes

STROKE = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
"""The line below the headings of a table in Markdown."""
MOST_CELLS = 64


def _stroked(texts: Sequence[str]) -> Iterator[Found]:
    """Yield the tables whose cells strokes part."""
    marked = ((place, text) for place, text in enumerate(texts) if "|" in text)
    for _, run in groupby(enumerate(marked), key=lambda pair: pair[1][0] - pair[0]):
        block = [placed for _, placed in run]
        rule = next((i for i, (_, text) in enumerate(block) if RULE.fullmatch(text)), None)
        if rule is not None and 0 < rule < len(block) - 1:
            block, heads = block[rule - 1 :], True
        elif len(block) > 1 and all(_is_closed(text) for _, text in block):
            heads = False
        else:
            continue
        yield _stroked_table(block, heads=heads)


def _is_closed(text: str) -> bool:
    """Whether a line begins and ends with a stroke and has several cells."""
    return text.lstrip()[:1] == text.rstrip()[-1:] == "|" and len(STROKE.findall(text)) > 2


def _stroked_table(block: Sequence[tuple[int, str]], *, heads: bool) -> Found:
    known = object()
    rows: list[GridRow | None] = []
    written: list[str] = []
    for number, (_, text) in enumerate(block):
        cells = _cells(text)
        if RULE.fullmatch(text):
            written.append("")
            rows.append(None)
            continue
        written.append("\t".join(cells))
        places = (Cell(cell.strip("*_ "), _is_bold(cell), i) for i, cell in enumerate(cells))
        rows.append(GridRow(known, tuple(places), heads and number == 0 and any(cells)))
    first = block[0][0]
    return first, written, tables_of(blank_labels(rows), first + 1)


def _cells(text: str) -> list[str]:
    """Return the cells of a line, without the strokes at its ends."""
    inner = text.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    cells = [" ".join(cell.replace("\\|", "|").split()) for cell in STROKE.split(inner)]
    return cells[:MOST_CELLS]


def _is_bold(cell: str) -> bool:
    return cell.startswith(("**", "__")) and cell.endswith(("**", "__"))


# In columns set by spaces

GAP = re.compile(r"\S[ ]{2,}\S")
WIDTH, HEIGHT, PITCH = 5.0, 10.0, 12.0
"""Points of a sign's width and height, and from line to line, as if the text were printed."""
LONGEST = 400
"""Signs of a line set in columns, at most."""
MOST_LINES = 200
"""Lines of a table set in columns, at most."""


def _spaced(texts: Sequence[str]) -> Iterator[Found]:
    """Yield the tables whose columns spaces part."""
    first = 0
    for filled, run in groupby(texts, key=lambda text: bool(text.strip()) and "\t" not in text):
        block = list(run)
        parted = sum(bool(GAP.search(text)) for text in block) if filled else 0
        if parted > 1 and len(block) <= MOST_LINES and max(map(len, block)) <= LONGEST:
            yield from _in_columns(first, block)
        first += len(block)


def _in_columns(first: int, block: Sequence[str]) -> Iterator[Found]:
    words = [
        Word(match[0], number * LONGEST + match.start(), _box(number, match), number)
        for number, text in enumerate(block)
        for match in re.finditer(r"\S+", text)
    ]
    view = View(WIDTH * LONGEST, PITCH * len(block))
    for table in find_tables(words, Rules([], []), view, ()):
        lines = [{word.line for word in row.words} for row in table.rows]
        places = [line for own in lines for line in own]
        if any(len(own) > 1 for own in lines) or places != [*range(places[0], places[-1] + 1)]:
            continue  # a row of several lines stays as it is
        rows = ["\t".join(row.cells) for row in table.rows]
        yield first + places[0], rows, (_table(table, first + places[0] + 1),)


def _box(number: int, match: re.Match[str]) -> Box:
    top = PITCH * number
    return Box(WIDTH * match.start(), top, WIDTH * match.end(), top + HEIGHT)


def _table(table: FoundTable, first: int) -> SourceTable:
    return SourceTable((first, first + len(table.rows) - 1), table.headers, table.columns)
