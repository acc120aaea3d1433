from __future__ import annotations

import re
from datetime import date

import pytest

from qa.language.dates import (
    MONTH_NAMES,
    WEEKDAY,
    WEEKDAY_NAMES,
    financial_years,
    find_dates,
    first_date,
    month_number,
    names_financial_year,
    names_year,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thursday 22nd June, 2017", date(2017, 6, 22)),
        ("on the 5 Sept 2016 at noon", date(2016, 9, 5)),
        ("27/06/2018", date(2018, 6, 27)),
        ("3.4.24", date(2024, 4, 3)),
        ("2025-01-30", date(2025, 1, 30)),
        ("June 22, 2017", date(2017, 6, 22)),
        ("1st of March 2021", date(2021, 3, 1)),
    ],
)
def test_each_way_of_printing_a_day_is_read(text: str, day: date) -> None:
    assert first_date(text) == day


@pytest.mark.parametrize("text", ["31/02/2020", "2024/25", "June 2017", "paragraph 3.4", ""])
def test_what_is_no_whole_day_is_no_date(text: str) -> None:
    assert first_date(text) is None


def test_dates_come_in_the_order_of_the_text() -> None:
    text = "2025-01-30, then 9 January 2025, then 28/11/2024"
    assert [day for _, day in find_dates(text)] == [
        date(2025, 1, 30),
        date(2025, 1, 9),
        date(2024, 11, 28),
    ]


def test_a_month_is_known_by_its_name_whole_or_short() -> None:
    assert [month_number(name) for name in MONTH_NAMES] == list(range(1, 13))
    assert month_number("Sept") == 9


def test_each_day_of_the_week_is_known() -> None:
    assert len(WEEKDAY_NAMES) == 7
    assert all(re.fullmatch(WEEKDAY, name) for name in WEEKDAY_NAMES)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("the budget for 2024/25", {("2024", "25")}),
        ("the budget for 2024-2025", {("2024", "25")}),
        ("the plan for 2025-29", set()),
        ("in 2024", set()),
    ],
)
def test_a_financial_year_ends_in_the_next_one(text: str, years: set[tuple[str, str]]) -> None:
    assert financial_years(text) == years


@pytest.mark.parametrize("text", ["2024/25", "2024–2025", "in 24-25", "24 / 25 actual"])
def test_a_financial_year_is_named_whole_or_short(text: str) -> None:
    assert names_financial_year(text, ("2024", "25"))
    assert not names_financial_year(text, ("2023", "24"))


@pytest.mark.parametrize(
    ("text", "year", "named"),
    [
        ("in May 2024", "2024", True),
        ("the 3.4.24 meeting", "2024", True),
        ("for 24/25", "2024", True),
        ("for 24 pupils", "2024", False),
        ("for 2024/25", "2024-25", True),
        ("for 2024", "2024-25", False),
    ],
)
def test_a_year_is_named_whole_or_short(text: str, year: str, *, named: bool) -> None:
    assert names_year(text, year) is named
