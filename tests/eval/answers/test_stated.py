from __future__ import annotations

import pytest

from eval.answers.stated import Outcome, Stated, outcomes_in, states


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Cabinet approved the scheme.", Outcome.GIVEN),
        ("The scheme was not approved.", Outcome.NOT_GIVEN),
        ("It wasn’t then formally agreed", Outcome.NOT_GIVEN),
        ("did not, in the end; approved", Outcome.GIVEN),
        ("It did not rain. Approved.", Outcome.GIVEN),
        ("not only approved but praised", Outcome.GIVEN),
        ("The motion was lost", Outcome.REFUSED),
        ("Amendment lost.", Outcome.REFUSED),
        ("was not refused", Outcome.NOT_REFUSED),
        ("Carried by 17 votes", Outcome.GIVEN),
    ],
)
def test_an_outcome_is_read_with_what_turns_it_round(text: str, outcome: Outcome) -> None:
    assert outcomes_in(text) == {outcome}


@pytest.mark.parametrize(
    "text",
    [
        "not later than 28 March",
        "not exceeding £50k",
        "the report",
        "work carried out",
        "income lost",
    ],
)
def test_what_denies_no_outcome_is_none(text: str) -> None:
    assert outcomes_in(text) == frozenset()


@pytest.mark.parametrize(
    ("fact", "text", "found"),
    [
        ("grant to the museum approved", "The grant to the museum was approved.", True),
        ("grant to the museum approved", "The grant to the museum was not approved.", False),
        ("grant to the museum approved", "The grant to the museum was refused.", False),
        ("grant to the museum not approved", "The grant to the museum was approved.", False),
        ("grant to the museum not approved", "The grant to the museum was refused.", True),
        ("grant to the museum refused", "The museum's grant was agreed.", False),
        ("grant to the museum approved", "The grant to the museum: see minute 4.", True),
        (
            "grant to the museum approved",
            "An amendment was not agreed. The grant to the museum was approved.",
            True,
        ),
        ("not approved", "It was approved.", False),
    ],
)
def test_a_fact_is_not_found_where_its_outcome_is_turned_round(
    fact: str, text: str, found: bool
) -> None:
    assert states(Stated.in_text(text), fact) is found
