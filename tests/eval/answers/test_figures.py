from __future__ import annotations

from decimal import Decimal

import pytest

from eval.answers.figures import FigureKind, Value, read_figures, readable, same_figure


def values(text: str) -> list[Value]:
    return [figure.value for figure in read_figures(readable(text))]


def same(wanted: str, given: str) -> bool:
    (figure,) = read_figures(readable(wanted))
    return any(same_figure(figure, other) for other in read_figures(readable(given)))


@pytest.mark.parametrize("given", ["£500,000", "£500k", "£0.5m", "£ 0.50 million", "500k", "£500K"])
def test_an_amount_is_one_however_it_is_written(given: str) -> None:
    assert same("£0.5m", f"a saving of {given}.")
    assert same(given, "£500,000.00")


@pytest.mark.parametrize("given", ["£50,000", "£500m", "£5", "500", "£500,001", "0.5%"])
def test_another_amount_is_another(given: str) -> None:
    assert not same("£500,000", given)


def test_a_heading_of_thousands_is_no_amount() -> None:
    assert values("Saving £000") == []


@pytest.mark.parametrize(
    "given",
    [
        "30 September 2025",
        "30th  September, 2025",
        "30.9.2025",
        "30/09/25",
        "2025-09-30",
        "30 Sept 2025",
    ],
)
def test_a_date_is_one_however_it_is_written(given: str) -> None:
    assert same("30th September 2025", f"until {given}")


def test_a_date_must_give_all_that_the_wanted_one_does_and_may_give_more() -> None:
    assert same("September 2025", "on 30 September 2025")
    assert same("30 September", "on 30 September 2025")
    assert not same("30 September 2025", "on 30 September")
    assert not same("30 September 2025", "on 30 September 2024")
    assert not same("1 April 2025", "on 11 April 2025")


def test_a_raised_ordinal_belongs_to_its_date() -> None:
    assert values("on 13\r\nth February for") == [(None, 2, 13)]


def test_a_year_may_be_that_of_a_date_but_not_of_a_financial_year() -> None:
    assert same("2020", "by March 2020")
    assert same("2020", "in 2020")
    assert not same("2020", "in 2020/21")


def test_spans_of_years_are_compared_as_years() -> None:
    assert same("2018/19", "2018-19")
    assert same("2025-29", "2025–2029")
    assert not same("2018/19", "2019/20")
    assert values("an 18-25 service") == [Decimal(18), Decimal(25)]


def test_a_bare_number_in_a_row_may_be_an_amount_in_thousands_or_millions() -> None:
    row = "Residential care 61.5 72.9 11.4"
    assert same("£61.5m", row)
    assert same("£61,500", row)
    assert not same("£61.5m", "61.5 staff")
    assert same("4.50%", "Bank Rate 4.75 4.50 4.25")
    assert same("£1,500k", "Procurement\t1,500")


def test_one_digit_in_a_row_stands_only_for_itself() -> None:
    assert not same("£3m", "Staff 3 4 5")
    assert same("£3", "Staff 3 4 5")


def test_numbers_in_a_sentence_are_no_row() -> None:
    assert not any(figure.in_row for figure in read_figures("between 61.5 and 72.9, or 11.4"))


def test_signs_must_agree_only_where_both_are_written() -> None:
    assert same("£1,366.9k", "purchasing -8,000.0 -1,366.9")
    assert same("+0.30%", "tax base 0.30%")
    assert not same("+0.30%", "tax base -0.30%")
    assert same("£23m", "a saving of -£23m")


def test_a_hyphen_between_numbers_is_no_sign() -> None:
    assert [figure.sign for figure in read_figures("3 - 6 and 18-25")] == ["", "", "", ""]


def test_small_numbers_in_words_are_numbers() -> None:
    assert same("3", "a term of three years")
    assert not same("3", "a term of thirteen years")


def test_percentages_are_not_numbers() -> None:
    assert same("81%", "81 per cent of councils")
    assert not same("81%", "81 councils")
    assert not same("81", "81% of councils")


@pytest.mark.parametrize("code", ["CS17036", "24/00109", "38FE", "7:10", "5.2.2"])
def test_references_and_ratios_are_kept_as_written(code: str) -> None:
    (figure,) = read_figures(f"see {code}.")
    assert (figure.kind, figure.value) == (FigureKind.CODE, code.lower())


def test_a_unit_is_no_part_of_a_number() -> None:
    assert values("10yr bonds and the 40-74s") == [Decimal(10), Decimal(40), Decimal(74)]
