from __future__ import annotations

import pytest

from qa.sheets import FORMULA, as_text, as_written


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(start: str) -> None:
    cell = f"{start}cmd|' /C calc'!A0".strip()
    kept = as_text(cell)
    assert not kept.startswith(tuple(mark for mark in FORMULA if mark != "'"))
    assert as_written(kept) == cell


@pytest.mark.parametrize("cell", [" =HYPERLINK(1)", "\t=1", "\r=1", "\u3000＝1", "\xa0@SUM(A1)"])
def test_white_space_before_a_formula_hides_it_from_no_spreadsheet(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Cabinet", "5-year plan", "£1 = €1"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert as_text(cell) == cell
