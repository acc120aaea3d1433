from __future__ import annotations

import pytest

from eval.ranking.measures import hit_at, quote_within, recall_at, reciprocal_rank

# Needs 0, 1 and 2; the second hit meets need 1, the fourth needs 0 and 1.
FOUND = [set[int](), {1}, set[int](), {0, 1}]


@pytest.mark.parametrize(("k", "value"), [(1, 0), (2, 1), (5, 1)])
def test_hit_at_k_asks_whether_any_of_the_first_k_meets_a_need(k: int, value: float) -> None:
    assert hit_at(k, FOUND, 3) == value


@pytest.mark.parametrize(("k", "value"), [(1, 0), (3, 1 / 3), (4, 2 / 3), (10, 2 / 3)])
def test_recall_at_k_is_the_share_of_needs_met(k: int, value: float) -> None:
    assert recall_at(k, FOUND, 3) == pytest.approx(value)


def test_reciprocal_rank_is_of_the_first_that_meets_a_need() -> None:
    assert reciprocal_rank(FOUND, 3) == 1 / 2
    assert reciprocal_rank([{0}], 1) == 1
    assert reciprocal_rank([set(), set()], 1) == 0
    assert reciprocal_rank([], 1) == 0


def test_what_has_nothing_to_find_is_undefined_and_not_nought() -> None:
    assert hit_at(5, [], 0) is None
    assert recall_at(5, [], 0) is None
    assert reciprocal_rank([], 0) is None
    assert quote_within(300, ["some text"], []) is None


def test_a_quote_must_stand_wholly_within_the_words() -> None:
    texts = ["one two three", "four **five** six"]
    assert quote_within(5, texts, ["four five"]) == 1
    assert quote_within(4, texts, ["four five"]) == 0
    assert quote_within(4, texts, ["two three four"]) == 1
    assert quote_within(6, texts, ["seven", "five six"]) == 1


def test_a_quote_begins_and_ends_with_whole_words() -> None:
    assert quote_within(10, ["a saving of 197.5 in all"], ["97.5"]) == 0
    assert quote_within(10, ["(97.5) in all"], ["97.5"]) == 1


def test_the_cells_of_a_table_are_words_and_its_rules_are_not() -> None:
    assert quote_within(3, ["| Swale | 50 | 60 |"], ["swale 50 60"]) == 1
