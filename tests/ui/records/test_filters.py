from datetime import date

import pytest

from ui.records.filters import A_PAGE, cut, read_asked


def test_a_form_that_asks_for_nothing_has_no_query() -> None:
    asked = read_asked()
    assert not asked.narrows and asked.query() == "" and asked.covers(None)


def test_what_was_asked_for_is_in_the_query_of_each_page() -> None:
    asked = read_asked(words=" old  mill ", kind="minutes", first="2024-01-01")
    assert asked.words == "old mill"
    assert asked.query() == "?words=old+mill&kind=minutes&from=2024-01-01"
    rows = cut(range(A_PAGE * 2 + 1), asked, 2)
    assert rows.after == f"{asked.query()}&page=3" and rows.before == asked.query()
    assert rows.span == "51 to 100 of 101"


@pytest.mark.parametrize(("page", "first"), [(1, 0), (3, 100), (99, 100)])
def test_a_page_past_the_last_is_the_last(page: int, first: int) -> None:
    found = cut(range(101), read_asked(), page)
    assert found.rows[0] == first and found.pages == 3
    assert (found.before is None) == (page == 1)


def test_the_first_page_of_a_whole_list_has_an_address_of_its_own() -> None:
    assert cut(range(101), read_asked(), 2).before == "?page=1"


def test_days_bound_what_is_shown_and_an_unknown_day_is_of_none() -> None:
    asked = read_asked(first="2024-01-01", last="2024-12-31")
    assert asked.covers(date(2024, 6, 1)) and not asked.covers(date(2025, 1, 1))
    assert not asked.covers(None)


@pytest.mark.parametrize("text", ["yesterday", "2024-02-30", "14/03/2024", "9" * 39])
def test_what_is_no_day_is_said_and_asks_for_nothing(text: str) -> None:
    asked = read_asked(first=text)
    assert asked.first is None and "2024-03-14" in asked.errors[0]


def test_days_the_wrong_way_round_are_said() -> None:
    assert "after the last" in read_asked(first="2024-02-01", last="2024-01-01").errors[0]
