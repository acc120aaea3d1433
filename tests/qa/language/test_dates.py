from __future__ import annotations

import re
from datetime import date

import pytest

from qa.language.dates import (
    MONTH_NAMES,
    WEEKDAY,
    WEEKDAY_NAMES,
    day_in_name,
    find_dates,
    find_days,
    find_partial_days,
    first_date,
    month_number,
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


WAYS = [
    "12 November 2024",
    "12th November 2024",
    "Tuesday 12th November 2024",
    "Tuesday, the 12th day of November, 2024",
    "November 12, 2024",
    "Nov 12th 2024",
    "12/11/2024",
    "12.11.24",
    "12-11-2024",
    "2024-11-12",
    "12-Nov-24",
    "12 Nov '24",
    "Tuesday 12 November, at 7 pm 2024",
    "the twelfth day of November 2024",
    "12/11/24",
    "12 th November 2024",
    "Tues 12 Nov 2024",
    "12 Tachwedd 2024",
    "12 November (Tuesday) 2024",
    "12 N0VEMBER 2O24",
    "12\nNovember\n2024",
    "12Nov2024",
    "12th. November 2024",
    "12th-November-2024",
    "12 of November 2024",
    "2024/11/12",
    "nos Fawrth 12fed o Dachwedd 2024",
    "12fed Tachwedd 2024",
    "Tuesday 12 Novmeber 2024",
    "12 Nov. 2024",
    "12^th^ November 2024",
    "12<sup>th</sup> November 2024",
    "November 12th, Tuesday, 2024",
    "the twelfth of November, two thousand and twenty-four",
    "12 - 11 - 2024",
    "Tuesday 12.11.2024",
    "2024-Nov-12",
    "12 November, 2024",
    "Tue. 12 Nov 2024",
    "Tuesday evening, 12 November 2024",
    "Tuesday 12 Nov 24",
    "Tuesday 12th November at 7.30pm 2024",
]


@pytest.mark.parametrize("way", WAYS)
def test_a_day_is_found_however_it_is_written(way: str) -> None:
    text = f"held on {way} in the hall"
    (found,) = find_days(text)
    assert found.day == date(2024, 11, 12)
    assert found.agrees is not False
    assert find_days(text, asked=True) == [found]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12-14 May 2024", ["2024-05-12", "2024-05-14"]),
        ("31 May – 2 June 2024", ["2024-05-31", "2024-06-02"]),
        ("1.4.24 to 31.10.24", ["2024-04-01", "2024-10-31"]),
        ("12 houses of 2020", []),
        ("16/00131/OUT and 24/00115", []),
        ("by 3-4-24", []),
        ("05/14/2024", []),
        ("Tuesday 14 May 25 came", []),
        ("Mar-16\tMar-18\t£32,400", []),
    ],
)
def test_a_range_has_two_days_and_a_number_none(text: str, days: list[str]) -> None:
    assert [found.day.isoformat() for found in find_days(text)] == days


def test_a_weekday_that_is_not_the_dates_is_told() -> None:
    assert [found.agrees for found in find_days("Monday 12 November 2024")] == [False]
    assert [found.agrees for found in find_days("12 November 2024")] == [None]


def test_a_day_without_its_year_is_settled_by_its_weekday() -> None:
    (partial,) = find_partial_days("GENERAL MEETING MONDAY 6 NOVEMBER")
    assert partial.in_years({2022, 2023, 2024}) == date(2023, 11, 6)
    assert partial.in_years({2022, 2024}) is None
    (bare,) = find_partial_days("on 6 November")
    assert bare.in_years({2023}) == date(2023, 11, 6)
    assert bare.in_years({2022, 2023}) is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-04-25-general-meeting.md", date(2025, 4, 25)),
        ("Printed_minutes_30th-Jan-2025_10.00_Cabinet.pdf", date(2025, 1, 30)),
        ("minutes 20240514.pdf", date(2024, 5, 14)),
        ("minutes_2018_March_13.pdf", date(2018, 3, 13)),
        ("2025-01-30 Appendix 21.01.25.pdf", None),
        ("minutes.pdf", None),
    ],
)
def test_a_files_name_gives_one_day_or_none(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


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
