"""Read out the quoted rows of a table: each figure with the column in which it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.quoting import Quote
from qa.table_rows import TableRow, in_words, is_sum, row_values

MOST_ROWS = 3
"""Rows of a table that are read out; all are quoted."""
MARKUP = re.compile(r"</?[a-z]{1,3}>|\*{2,}")


def read_rows(quote: Quote) -> list[str]:
    """Read out the quoted rows of a table, each figure with its column; nothing where unknown."""
    tables: dict[str, list[TableRow]] = {}
    for unit in quote.units:
        if unit.row is not None:
            tables.setdefault(unit.row.caption or "", []).append(unit.row)
    return [
        _read_table(caption, rows)
        for caption, rows in tables.items()
        if any(_has_figures(row) for row in rows)
    ]


def _read_table(known: str, rows: Sequence[TableRow]) -> str:
    # The caption often says what the figures are counted in.
    told = [
        in_words(replace(row, unit=None) if row.unit and row.unit in known else row)
        for row in rows[:MOST_ROWS]
    ]
    return MARKUP.sub("", f"{known.rstrip(' :') or 'From the table'}: {'; '.join(told)}.")


def _has_figures(row: TableRow) -> bool:
    """Whether figures stand under named columns; a form's labels and values need no reading."""
    return any(name and is_sum(value) for name, value in row_values(row))
