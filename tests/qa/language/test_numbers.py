from __future__ import annotations

import pytest

from qa.language.numbers import NUMBER_WORDS, amount_of, either_of, up_to


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
