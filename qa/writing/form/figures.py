"""Figures in words: sums as people write them, £48.2m beside the printed £48,217k, and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.language.numbers import CURRENCY, SCALE
from qa.language.rows import in_words, row_values
from qa.papers import TableRow, is_sum
from qa.quoting.units import Quote

COUNTED_IN = re.compile(
    rf"(?P<sign>{CURRENCY})\s?['’]?(?:(?P<thousand>0{{3}}s?\b|k\b|thousands?\b)|(?P<million>m\b|millions?\b|0{{6}}s?\b)|(?P<billion>bn\b))",
    re.I,
)
"""What a table's figures are counted in: £000s, £'000, £k, £m."""
_THOUSANDS = re.compile(
    rf"(?P<sign>{CURRENCY})\s?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{4,}})k\b(?!\w)", re.I
)
_BARE = re.compile(r"(?P<less>[(\[]?\s?[-–−]?)\s?(?P<number>\d[\d,  ]*(?:\.\d+)?)[)\]]?")


COUNTED_AS = "in"
"""Between a printed figure and what it is counted in: "720 in £000"; no paper needs to have it."""


def scale_of(counted: re.Match[str]) -> float:
    """Return by how much the figures are to be multiplied that are counted in a match of `COUNTED_IN`."""
    return 1e3 if counted["thousand"] else 1e6 if counted["million"] else 1e9


def as_spoken(cell: str, unit: str | None, column: str = "", *, printed: bool = True) -> str:
    """Return a cell as people write it; with `printed`, what is printed follows where it differs.

    `unit` is what the table's figures are counted in, as in `TableRow`; the column's own heading
    comes before it. A cell that is no figure, or has a unit of its own, stays as it is.
    """
    cell = " ".join(cell.split())
    counted = COUNTED_IN.search(column) or COUNTED_IN.search(unit or "")
    found = _BARE.fullmatch(cell) if is_sum(cell) and counted and "%" not in column else None
    if found is None or counted is None:
        return with_spoken_figures(cell)
    value = float(re.sub(r"[^\d.]", "", found["number"]))
    scale = scale_of(counted)
    less = "-" if re.search(r"[-–−(\[]", found["less"]) else ""
    if scale == SCALE["m"]:
        return f"{less}{counted['sign']}{found['number'].strip()}m"
    spoken = f"{less}{_written(counted['sign'], value * scale)}"
    return f"{spoken} ({cell} {COUNTED_AS} {counted[0].strip()})" if printed else spoken


def with_spoken_figures(text: str, most: int | None = None) -> str:
    """Return a text in which £48,217k is £48.2m (£48,217k); as it is if it would be too long."""
    spoken = _THOUSANDS.sub(
        lambda m: f"{_written(m['sign'], 1e3 * float(m['number'].replace(',', '')))} ({m[0]})", text
    )
    return text if most is not None and len(spoken.split()) > most else spoken


def _written(sign: str, value: float) -> str:
    """Return a sum in three figures from a million on, and in full below that."""
    for scale, letters in ((1e9, "bn"), (1e6, "m")):
        if value >= scale:
            short = f"{value / scale:.1f}".removesuffix(".0")
            return f"{sign}{short}{letters}"
    return f"{sign}{value:,.0f}"


# Rows

_MAX_ROWS = 3
"""Rows of a table that are put into words; all are quoted."""
_TABLE_MARKUP = re.compile(r"</?[a-z]{1,3}>|\*{2,}")


def format_rows(quote: Quote) -> list[str]:
    """Return a line for each table quoted, in which each figure has the name of its column.

    A table without figures under named columns, such as a form, gets no line.
    """
    tables: dict[str, list[TableRow]] = {}
    for unit in quote.units:
        if unit.row is not None:
            tables.setdefault(unit.row.caption or "", []).append(unit.row)
    return [
        _format_table(caption, rows)
        for caption, rows in tables.items()
        if any(name and is_sum(value) for row in rows for name, value in row_values(row))
    ]


def _format_table(caption: str, rows: Sequence[TableRow]) -> str:
    # The caption often says what the figures are counted in.
    texts = [
        in_words(replace(row, unit=None) if row.unit and row.unit in caption else row)
        for row in rows[:_MAX_ROWS]
    ]
    return _TABLE_MARKUP.sub("", f"{caption.rstrip(' :') or 'From the table'}: {'; '.join(texts)}.")
