from __future__ import annotations

import pytest

from qa.language.numbers import (
    DURATION,
    NUMBER_WORDS,
    amount_of,
    bounds_in,
    either_of,
    labels_among,
    labels_in,
    labels_of,
    up_to,
    within_bounds,
)
from qa.papers import TableRow, Unit, UnitKind


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("£0.5m", 500_000.0),
        ("949k", 949_000.0),
        ("500,000", 500_000.0),
        ("£2bn", 2e9),
        ("12", 12.0),
        ("none", None),
        ("£", None),
        (",", None),
        ("£1.2.3", None),
        ("", None),
    ],
)
def test_what_an_amount_is_worth(token: str, value: float | None) -> None:
    assert amount_of(token) == value


def test_number_words_up_to_one_of_them_come_in_order() -> None:
    assert up_to("three") == ("one", "two", "three")
    assert up_to("twenty")[-1] == "twenty"
    assert either_of(up_to("two")) == "one|two"


@pytest.mark.parametrize(
    ("word", "value"), [("one", 1), ("twelve", 12), ("dozen", 12), ("twenty", 20), ("ninety", 90)]
)
def test_a_number_word_stands_for_its_number(word: str, value: int) -> None:
    assert NUMBER_WORDS[word] == value


def row(text: str, *columns: str, caption: str | None = None) -> Unit:
    told = TableRow(tuple(text.split("\t")), columns, caption) if columns else None
    return Unit(text, (1, 1), kind=UnitKind.ROW, row=told)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("what would a band f house pay", {("band", "F")}),
        ("Was Lot two or Lot 3 let?", {("lot", "2"), ("lot", "3")}),
        ("the second part a contractor plays", set()),
        ("Option 2.5 per cent", set()),
        ("Phase One of the scheme in Section J", {("phase", "1"), ("section", "J")}),
    ],
)
def test_a_label_is_a_noun_with_its_letter_or_number(
    text: str, labels: set[tuple[str, str]]
) -> None:
    assert labels_in(text) == labels


def test_a_row_that_begins_with_a_letter_has_the_noun_of_its_column() -> None:
    assert ("band", "F") in labels_of(row("F\t13/9\t2,400.00"), "Band\tRatio\tCharge")
    assert labels_of(row("Harbour\t13/9\t2,400.00"), "Band\tRatio\tCharge") == frozenset()


def test_the_labels_of_a_passage_are_those_of_its_units_and_of_its_heading() -> None:
    units = (Unit("Band\tCharge", (1, 1), kind=UnitKind.HEADER), row("F\t2,400.00"))
    assert labels_among(units, "Option 2") == {("band", "F"), ("option", "2")}


def test_a_bound_is_told_from_its_opposite() -> None:
    asked = bounds_in("the charge for a boat over 9 metres")
    assert within_bounds(asked, "Mooring, over 9 metres\t£700") == 1
    assert within_bounds(asked, "Mooring, up to 9 metres\t£500") == -1
    assert within_bounds(asked, "Slipway\t£9") == 0
    assert within_bounds(bounds_in("what is the charge"), "up to 9 metres") == 0


@pytest.mark.parametrize(
    "text", ["fourteen days", "half an hour", "160 feet", "since June 2011", "10 seconds"]
)
def test_how_long_is_said_by_a_time_or_a_length(text: str) -> None:
    assert DURATION.search(text)


def test_a_second_form_of_entry_is_no_length_of_time() -> None:
    assert not DURATION.search("a second form of entry")
