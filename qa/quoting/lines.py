"""A quote as it is shown: lines with the words that answer, and tables as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answers import Citation, QuotedTable
from qa.language.alignment import find_quote
from qa.papers import TableRow

Span = tuple[int, int]
Part = tuple[str, bool]
"""A run of words, and whether they are those that answer, or are quoted."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a quote, each in parts."""

    lines: tuple[tuple[Part, ...], ...]


def parts_shown(citation: Citation, answering: str = "") -> list[Lines | QuotedTable]:
    """Return a quote in runs of lines and tables; the words that answer are marked.

    Rows of which the columns are not known are a table without headings.
    """
    shown: list[Lines | QuotedTable] = []
    for part in citation.parts or (citation.quote,):
        if isinstance(part, QuotedTable):
            shown.append(part)
            continue
        for is_table, lines in _runs(quote_lines(part)):
            if is_table:
                rows = [tuple(cell.strip() for cell in line.split("\t")) for line in lines]
                shown.append(QuotedTable((), tuple(rows)))
            else:
                shown.append(Lines(tuple(tuple(_marked(line, answering)) for line in lines)))
    return shown


def _runs(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Part lines into runs of rows, whose cells are parted by tabs, and of text."""
    run: list[str] = []
    for line in lines:
        if run and ("\t" in line) != ("\t" in run[0]):
            yield "\t" in run[0], run
            run = []
        run.append(line)
    if run:
        yield "\t" in run[0], run


def _marked(line: str, answering: str) -> Iterator[Part]:
    pieces = [piece for piece in re.split(r"\s*…\s*", answering) if len(piece.split()) > 1]
    spans = sorted(span for piece in pieces for span in _whole(line, piece))
    yield from cut_at(line, 0, spans)


def _whole(line: str, piece: str) -> list[Span]:
    """Return where all words of a piece stand together; nothing where only some of them do."""
    spans = find_quote(line, piece)
    found = " ".join(line[start:end] for start, end in spans)
    return spans if len(found.split()) >= len(piece.split()) else []


def cut_at(text: str, start: int, spans: Sequence[Span]) -> Iterator[Part]:
    """Cut a text, which begins at `start` of a page, where spans of the page begin and end."""
    done = 0
    for first, last in spans:
        if first >= start + len(text):
            break
        first, last = max(first - start, done), min(last - start, len(text))
        if first < last:
            if done < first:
                yield text[done:first], False
            yield text[first:last], True
            done = last
    if done < len(text):
        yield text[done:], False


def parts_of_rows(
    units: Iterable[tuple[str, TableRow | None]],
) -> tuple[str | QuotedTable, ...]:
    """Return texts, and the rows of tables among them, in runs of text and tables.

    Rows of one table that follow one another are one table. Empty where there is no row of which
    the columns are known.
    """
    parts: list[str | QuotedTable] = []
    for text, row in units:
        last = parts[-1] if parts else None
        if row is None:
            if isinstance(last, str):
                parts[-1] = f"{last}\n{text}"
            else:
                parts.append(text)
            continue
        columns = (*row.columns, *[""] * (len(row.cells) - len(row.columns)))
        table = QuotedTable(columns, (row.cells,), row.caption, row.unit, row.group)
        if isinstance(last, QuotedTable) and replace(last, rows=()) == replace(table, rows=()):
            parts[-1] = replace(last, rows=(*last.rows, row.cells))
        else:
            parts.append(table)
    return tuple(parts) if any(isinstance(part, QuotedTable) for part in parts) else ()


def quote_lines(quote: str) -> list[str]:
    """Return a quote in the lines in which it is shown: a new one for each limb and each row."""
    shown: list[str] = []
    for line in (line.strip() for line in quote.split("\n")):
        if shown and not re.match(r"[-•*(]|\d+[.)]|[A-Za-z][.)]\s", line) and "\t" not in line:
            shown[-1] = f"{shown[-1]} {line}"
        else:
            shown.append(line)
    return shown
