"""Sums are told as people write them."""

from __future__ import annotations

import pytest

from qa.writing.form.figures import as_spoken, with_spoken_figures


@pytest.mark.parametrize(
    ("cell", "unit", "told"),
    [
        ("48,217", "£000s", "£48.2m (48,217 in £000s)"),
        ("(1,240)", "£'000", "-£1.2m ((1,240) in £'000)"),
        ("949", "£000s", "£949,000 (949 in £000s)"),
        ("3.4", "£m", "£3.4m"),
        ("12%", "£000s", "12%"),
        ("41", None, "41"),
        ("Ashcombe", "£000s", "Ashcombe"),
    ],
)
def test_a_cell_has_its_unit_and_what_is_printed(cell: str, unit: str | None, told: str) -> None:
    assert as_spoken(cell, unit) == told


def test_thousands_of_thousands_are_millions_beside_what_is_printed() -> None:
    assert with_spoken_figures("a cost of £48,217k") == "a cost of £48.2m (£48,217k)"
    assert with_spoken_figures("a cost of £949k") == "a cost of £949k"


def test_a_text_that_would_be_too_long_stays_as_it_is() -> None:
    assert with_spoken_figures("a cost of £48,217k", 4) == "a cost of £48,217k"
