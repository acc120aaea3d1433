from __future__ import annotations

from datetime import date

import pytest

from qa.language.dates import find_dates, first_date


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
