"""What a row of a table says, in words. Every row is invented."""

from __future__ import annotations

import pytest

from qa.language.rows import counted_in, in_words, row_label, row_values
from qa.papers import TableRow, is_sum

FERRY = TableRow(
    ("4", "Long crossing", "1,204", "", "-3.1%"),
    ("Row", "Crossing", "Budget", "Forecast", "Change"),
    "Table 1",
    "£000s",
    "North",
)


def test_a_row_pairs_each_figure_with_what_stands_above_it() -> None:
    assert row_label(FERRY) == "Long crossing"
    assert row_values(FERRY) == (("Budget", "1,204"), ("Change", "-3.1%"))


def test_a_label_may_stand_between_figures_and_columns_may_be_nameless() -> None:
    middle = TableRow(("10.5", "Roads", "11.0"), ("2024", "", "2025"))
    assert row_label(middle) == "Roads"
    assert row_values(middle) == (("2024", "10.5"), ("2025", "11.0"))
    assert row_values(TableRow(("Roads", "1.0"))) == (("", "1.0"),)
    assert row_values(TableRow(("1.0", "2.0"))) == (("", "1.0"), ("", "2.0"))


def test_a_row_in_words_names_its_group_label_columns_and_unit() -> None:
    assert in_words(FERRY) == "North – Long crossing: Budget 1,204; Change -3.1% (£000s)"
    assert in_words(TableRow(("Northern crossings", "", ""))) == "Northern crossings"


def test_a_unit_that_each_column_bears_is_told_once() -> None:
    row = TableRow(("Quays", "12", "14"), ("", "Budget £000s", "Spent (£000s)"), None, "£000s")
    assert in_words(row) == "Quays: Budget 12; Spent 14 (£000s)"


def test_a_unit_of_one_column_is_not_told_of_the_figures_in_the_others() -> None:
    columns = ("Ward", "Households", "Precept £000s", "Change")
    row = TableRow(("Quayside", "49,332", "83,429", "-1.0%"), columns, None, "£000s")
    assert in_words(row) == "Quayside: Households 49,332; Precept £000s 83,429; Change -1.0%"
    spent = TableRow(("Lamps", "3", "Oil"), ("", "Amount £m", "Why"), None, "£m")
    assert in_words(spent) == "Lamps: Amount 3; Why Oil (£m)"


@pytest.mark.parametrize("cell", ["1,204.5", "(3.1)", "-2%", "£10m", "+ 23.3", "1.5*", "£1,691.19"])
def test_a_figure_alone_in_its_cell_is_a_sum(cell: str) -> None:
    assert is_sum(cell)


@pytest.mark.parametrize("cell", ["", "-", "n/a", "2024-25", "3 years", "31.3.24", "03000416934"])
def test_dashes_years_words_and_telephone_numbers_are_no_sums(cell: str) -> None:
    assert not is_sum(cell)


def test_what_only_some_columns_count_in_says_nothing_of_the_others() -> None:
    risk = TableRow(("Weir", "4", "119.2"), ("Risk", "Likelihood", "Loss £m"), None, "£m")
    assert counted_in(risk) is None and in_words(risk) == "Weir: Likelihood 4; Loss £m 119.2"
    assert counted_in(FERRY) == "£000s"
