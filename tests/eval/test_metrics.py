from __future__ import annotations

from statistics import quantiles

import pytest

from eval.metrics import (
    Share,
    bootstrap_interval,
    f_measure,
    hit_at,
    mean,
    percentile,
    pooled,
    quote_within,
    recall_at,
    reciprocal_rank,
)

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


def test_what_has_nothing_to_measure_is_undefined_and_not_nought() -> None:
    assert hit_at(5, [], 0) is None
    assert recall_at(5, [], 0) is None
    assert reciprocal_rank([], 0) is None
    assert quote_within(300, ["some text"], []) is None
    assert Share(0, 0).value is None
    assert mean([]) is None
    assert mean([None]) is None
    assert pooled([Share(0, 0)]) is None
    assert f_measure(None, 1) is None
    assert f_measure(1, None) is None
    assert percentile([], 50) is None
    assert bootstrap_interval([Share(1, 1)], pool=False) is None


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


def test_f_is_the_harmonic_mean() -> None:
    assert f_measure(0.5, 1) == pytest.approx(2 / 3)
    assert f_measure(0, 0) == 0


def test_the_mean_counts_each_question_once_and_a_pool_each_part() -> None:
    shares = [Share(1, 1), Share(0, 3)]
    assert mean([share.value for share in shares]) == 0.5
    assert pooled(shares) == 0.25
    assert mean([1, None, 0]) == 0.5


def test_percentiles_lie_on_the_line_between_values() -> None:
    values = [40.0, 10.0, 30.0, 20.0]
    assert percentile(values, 50) == 25
    assert percentile(values, 0) == 10
    assert percentile(values, 100) == 40
    assert percentile(values, 95) == pytest.approx(38.5)
    assert percentile([7.0], 95) == 7
    assert percentile(values, 25) == quantiles(values, n=4, method="inclusive")[0]


def test_an_interval_is_the_same_every_time_and_holds_the_mean() -> None:
    shares = [Share(1, 1)] * 30 + [Share(0, 1)] * 10
    interval = bootstrap_interval(shares, pool=False)
    assert interval == bootstrap_interval(shares, pool=False)
    assert interval is not None
    low, high = interval
    # A share of 0.75 of 40 has a standard error of 0.068: 1.96 of them on either side.
    assert low == pytest.approx(0.75 - 0.134, abs=0.02)
    assert high == pytest.approx(0.75 + 0.134, abs=0.02)


def test_an_interval_pools_where_the_measure_does() -> None:
    shares = [Share(1, 1), Share(0, 9)] * 20
    pool, plain = bootstrap_interval(shares, pool=True), bootstrap_interval(shares, pool=False)
    assert pool is not None
    assert plain is not None
    assert pool[0] < 0.1 < pool[1]
    assert plain[0] < 0.5 < plain[1]
    assert pool[1] < plain[0]


def test_questions_without_the_measure_do_not_move_the_interval() -> None:
    shares = [Share(1, 1), Share(0, 1), Share(1, 1)]
    assert bootstrap_interval(shares, pool=False) == bootstrap_interval(
        [*shares, Share(0, 0)], pool=False
    )
