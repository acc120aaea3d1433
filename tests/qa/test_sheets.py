from __future__ import annotations

import pytest

from qa.sheets import FORMULA, as_text, as_written


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(start: str) -> None:
    cell = f"{start}cmd|' /C calc'!A0".strip()
    kept = as_text(cell)
    assert not kept.startswith(tuple(mark for mark in FORMULA if mark != "'"))
    assert as_written(kept) == cell
