import csv
import io

import pytest

from ui.records.tables import MARK, harmless, write_csv


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 1632", "-5", "@SUM(A1)", "\t=1", " =HYPERLINK(1)", "\r=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Cabinet", "5-year plan", "£1 = €1"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_each_cell_is_quoted_and_reads_back() -> None:
    text = write_csv(("Title",), [('He said "yes", twice\nover',), ("=1",)])
    assert text.startswith(MARK + '"Title"')
    rows = list(csv.reader(io.StringIO(text.removeprefix(MARK))))
    assert rows == [["Title"], ['He said "yes", twice\nover'], ["'=1"]]
