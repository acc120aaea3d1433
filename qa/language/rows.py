"""What a row of a table says: its label, its figures by column, the row in words."""

from __future__ import annotations

import re

from qa.papers import TableRow, is_sum

CODE = re.compile(r"[A-Z]{1,4}[ -]?\d{1,4}[A-Za-z]?|#\d{1,3}")
"""The code under which a proposal, a risk or a measure goes."""
PERCENT = re.compile(r"%|per cent|\bchange\b.*%", re.I)


def row_label(row: TableRow) -> str:
    """Return what names the row: its first cell that is no figure, empty where all are figures.

    A row's own number ("12", "3.1") before its name is no label; a code ("E1") is a part of it. A
    label that stands for several rows comes before the row's own.
    """
    own = " ".join(row.cells[place] for place in _own_label(row))
    return " – ".join(filter(None, (*row.labels, own)))


def _own_label(row: TableRow) -> tuple[int, ...]:
    texts = [i for i, c in enumerate(row.cells) if c and c not in row.labels and not is_sum(c)]
    if not texts:
        return ()
    first = texts[0]
    named = first + 1 < len(row.cells) and first + 1 in texts
    return (first, first + 1) if named and CODE.fullmatch(row.cells[first]) else (first,)


def _label_places(row: TableRow) -> tuple[int, ...]:
    shared = (place for place, cell in enumerate(row.cells) if cell in row.labels)
    return tuple(sorted({*shared, *_own_label(row)}))


def row_values(row: TableRow) -> tuple[tuple[str, str], ...]:
    """Return (column, cell) for each cell that is filled, the label and row number left out.

    The column is empty where nothing stands above the cell.
    """
    places = _label_places(row)
    names = [*row.columns, *[""] * (len(row.cells) - len(row.columns))]
    return tuple(
        (name, cell)
        for index, (name, cell) in enumerate(zip(names, row.cells, strict=False))
        if cell and index not in places and not (places and index < places[0] and cell.isdigit())
    )


def in_words(row: TableRow) -> str:
    """Return the row as a sentence would have it: `Label: column value; column value (£m)`.

    The words are the paper's own, but in this order they do not stand there: for reading and
    for search, never as a quote. The unit is given once, and not at all where it is that
    of some figures only.
    """
    unit = counted_in(row)
    values = tuple((_without(name, unit or ""), value) for name, value in row_values(row))
    listed = "; ".join(f"{name} {value}".strip() for name, value in values)
    label = " – ".join(part for part in (row.group, row_label(row)) if part)
    words = f"{label}: {listed}" if label and listed else label or listed
    return f"{words} ({unit})" if unit else words


def counted_in(row: TableRow) -> str | None:
    """Return what all figures of a row are counted in; None where only some columns say so.

    A score of 4 beside a loss in `£m` is no £4m.
    """
    unit = row.unit if row.unit and not PERCENT.search(row.unit) else None
    values = row_values(row)
    bearing = {name for name, _ in values if unit and unit in name}
    figures = {name for name, value in values if is_sum(value)}
    return unit if not bearing or figures <= bearing else None


def _without(name: str, unit: str) -> str:
    """Return a column's name without a unit at its end; one within its words is left."""
    return name if not unit else re.sub(rf"\s*\(?{re.escape(unit)}\)?$", "", name)
