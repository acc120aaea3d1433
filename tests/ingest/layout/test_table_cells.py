"""Every figure of a table is known with its row's labels, its column's whole name and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.readers.docx.reader import read_docx
from ingest.readers.html.reader import read_html
from ingest.readers.pdf.reader import read_pdf
from ingest.readers.text import read_text
from qa.papers import TableRow, is_sum
from tests.ingest.layout.table_files import FILES, TableFile
from tests.ingest.layout.table_odd_files import ODD_FILES
from tests.ingest.written import read

READERS = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".html": read_html,
    ".md": read_text,
    ".txt": read_text,
}


def rows_of(file: TableFile, folder: Path) -> list[TableRow]:
    path = folder / file.name
    file.build(path)
    paper = read(READERS[path.suffix](path), file.name)
    return [
        unit.row
        for passage in paper.passages
        for unit in passage.units
        if unit.kind == "row" and unit.row is not None
    ]


def faults_of(file: TableFile, rows: list[TableRow]) -> Iterator[str]:
    """Yield what is not known of a cell, or known wrongly, a line a cell."""
    every = {label for labels in file.rows for label in labels}
    for labels, values in file.rows.items():
        found = [row for row in rows if is_of(row, labels, every)]
        for column, value in zip(file.columns, values, strict=True):
            if value and not any(has(row, column, value, file.unit) for row in found):
                yield f"{' > '.join(labels)} / {column}: {value}"


def is_of(row: TableRow, labels: tuple[str, ...], every: set[str]) -> bool:
    known = {*(row.group or "").split(" – "), *row.cells}
    return set(labels) <= known and not (every - set(labels)) & known


def has(row: TableRow, column: str, value: str, unit: str | None) -> bool:
    named = zip(row.columns, row.cells, strict=False)
    under = [cell for name, cell in named if squeezed(name) == squeezed(column)]
    counted = unit is None or row.unit == unit or (row.unit is None and unit in column)
    return value in under and counted


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("file", [*FILES, *ODD_FILES], ids=lambda file: file.name)
def test_each_figure_is_known_with_its_row_its_column_and_its_unit(
    file: TableFile, tmp_path: Path
) -> None:
    assert list(faults_of(file, rows_of(file, tmp_path))) == []


def test_figures_with_spaces_and_brackets_are_sums() -> None:
    assert all(map(is_sum, ["41 250", "(1 350)", "1 017 002", "£41 250", "-1 204.5"]))
    assert not any(map(is_sum, ["41 25", "2025 26", "1 2 3", "12 1 April"]))
