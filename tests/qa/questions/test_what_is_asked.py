"""What a question asks for is told from what only sounds like it."""

from __future__ import annotations

import pytest

from qa.questions.facets import Facets
from qa.questions.question import read_question


def asked(question: str) -> Facets:
    return read_question(question).facets


@pytest.mark.parametrize(
    "question",
    [
        "how much did the roof cost",
        "How much more will it be?",
        "What rent is paid?",
        "what will the licence charge be",
    ],
)
def test_an_amount_of_money_is_asked_for(question: str) -> None:
    assert asked(question).figures.asks_for_money


@pytest.mark.parametrize(
    "question",
    ["How much new housing is planned?", "By how much did calls fall?", "How much time is left?"],
)
def test_another_quantity_is_not_taken_for_money(question: str) -> None:
    assert not asked(question).figures.asks_for_money


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("How much did Cabinet agree to pay?", True),
        ("What fee did Cabinet agree?", True),
        ("What is the annual rent that was agreed?", True),
        ("What did Cabinet decide on taxi fees?", False),
        ("Did Cabinet approve the price rise?", False),
    ],
)
def test_a_decision_about_money_is_told_from_the_amount(question: str, amount: bool) -> None:
    assert asked(question).figures.asks_the_amount is amount


def test_what_is_counted_is_read_from_the_question() -> None:
    count = asked("How many market stalls were let in August?").figures.count
    assert count is not None and count.things == "market stalls"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Harrogate's cabinet decide?", "Harrogate"),
        ("did harrogate's cabinet agree?", "harrogate"),
        ("What did Upper Tarn District Council resolve?", "Upper Tarn District"),
        ("What did Full Council decide?", None),
        ("What did the January Cabinet decide?", None),
        ("What is Harrogate's council tax?", None),
    ],
)
def test_another_council_is_told_from_a_body_of_ours(question: str, name: str | None) -> None:
    assert asked(question).people.council == name


def test_whom_a_thing_is_for_is_told_without_a_name() -> None:
    assert asked("Who are the new homes for?").people.ends_on_a_preposition
    assert not asked("Who is the landlord of the mill?").people.ends_on_a_preposition


def test_a_council_named_with_its_body_is_its_place() -> None:
    assert asked("How did Upper Tarn Council's Cabinet vote?").people.council == "Upper Tarn"


def test_how_the_meeting_went_is_told_from_what_was_agreed_in_private() -> None:
    assert asked("Who left the room for the sale?").private.asks_how_the_meeting_went
    driver = asked("Did the private hire driver lose his licence?")
    assert not driver.private.asks_how_the_meeting_went
    assert asked("Which reports were considered in private?").private.asks_for_private_items
    assert not asked("What did the exempt report say?").private.asks_for_private_items
