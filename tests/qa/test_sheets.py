from __future__ import annotations

import csv
import io

import pytest

from qa.sheets import FORMULA, as_text, as_written, harmless, write_csv


@pytest.mark.parametrize("start", (*FORMULA, " =", "'", "'="))
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(start: str) -> None:
    cell = f"{start}cmd|' /C calc'!A0"
    kept = as_text(cell)
    assert kept == f"'{cell}"
    assert as_written(kept) == cell.strip()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 1632", "-5", "@SUM(A1)", "\t=1", " =HYPERLINK(1)", "\r=1", "\n=1", "＝1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Cabinet", "5-year plan", "£1 = €1", "'Old Mill'"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_each_cell_is_quoted_and_reads_back() -> None:
    text = write_csv(("Title",), [('He said "yes", twice\nover',), ("=1",)])
    assert text.startswith('\ufeff"Title"')
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [["Title"], ['He said "yes", twice\nover'], ["'=1"]]
