from __future__ import annotations

import itertools
import random
from statistics import quantiles

import pytest

from eval.statistics import (
    Share,
    bootstrap_interval,
    calibrate,
    difference,
    mean,
    percentile,
    pooled,
    wilson_interval,
)

SCORED = [(0.9, True), (0.8, True), (0.7, False), (0.3, True), (0.1, False), (1.0, True)]


def test_what_has_nothing_to_measure_is_undefined_and_not_nought() -> None:
    assert Share(0, 0).value is None
    assert mean([]) is None
    assert mean([None]) is None
    assert pooled([Share(0, 0)]) is None
    assert percentile([], 50) is None
    assert bootstrap_interval([Share(1, 1)], pool=False) is None


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


def pairs(*values: tuple[float, float]) -> list[tuple[Share, Share]]:
    return [(Share(a, 1), Share(b, 1)) for a, b in values]


def test_the_change_of_a_mean_and_who_won() -> None:
    made = difference(pairs((0, 1), (1, 1), (0, 1), (1, 0)), pool=False)
    assert (made.first, made.second, made.change) == (0.5, 0.75, 0.25)
    assert (made.higher, made.lower, made.questions) == (2, 1, 4)


def test_pooled_shares_change_by_all_parts_over_all_wholes() -> None:
    made = difference([(Share(1, 2), Share(2, 2)), (Share(0, 1), Share(1, 2))], pool=True)
    assert made.first == pytest.approx(1 / 3)
    assert made.second == pytest.approx(3 / 4)
    mean = difference([(Share(1, 2), Share(2, 2)), (Share(0, 1), Share(1, 2))], pool=False)
    assert (mean.first, mean.second) == (0.25, 0.75)


def test_the_interval_is_that_of_the_binomial() -> None:
    # Three wins in ten: the change of a resample is a binomial count of ten at .3, over ten;
    # P(0) = .028 and P(<= 6) = .989, P(<= 5) = .953, so 2.5 % lies at 0 and 97.5 % at .6.
    made = difference(pairs(*[(0, 1)] * 3, *[(1, 1)] * 7), pool=False)
    assert made.interval == pytest.approx((0, 0.6))


def test_six_wins_of_six_are_significant_by_randomisation() -> None:
    # Of 64 ways to swap, two differ as much: p = 1/32. So few ways are all tried.
    made = difference(pairs(*[(0, 1)] * 6), pool=False)
    assert made.p == pytest.approx(1 / 32)
    assert made.interval == (1, 1)


@pytest.mark.parametrize("pool", [False, True])
def test_randomisation_agrees_with_all_swaps_counted_out(pool: bool) -> None:
    chance = random.Random(7)
    made = [(Share(chance.randint(0, 3), 3), Share(chance.randint(0, 4), 4)) for _ in range(8)]

    def change(sides: list[tuple[Share, Share]]) -> float:
        if pool:
            first, second = (
                sum(pair[i].part for pair in sides) / sum(pair[i].whole for pair in sides)
                for i in (0, 1)
            )
        else:
            first, second = (sum(p[i].part / p[i].whole for p in sides) / 8 for i in (0, 1))
        return second - first

    seen = abs(change(made))
    ways = [
        abs(change([(b, a) if swap else (a, b) for swap, (a, b) in zip(swaps, made, strict=True)]))
        for swaps in itertools.product([False, True], repeat=8)
    ]
    exact = sum(way >= seen - 1e-12 for way in ways) / len(ways)
    assert difference(made, pool=pool).p == pytest.approx(exact)
    # Too many ways to try them all: swapped at random.
    assert difference(made, pool=pool, resamples=255).p == pytest.approx(exact, abs=0.1)


def test_questions_on_which_both_are_the_same_do_not_move_p() -> None:
    won = pairs(*[(0, 1)] * 6)
    assert difference([*won, *pairs(*[(1, 1)] * 200)], pool=False).p == pytest.approx(1 / 32)
    assert difference([*won, (Share(2, 7), Share(2, 7))], pool=True).p == pytest.approx(1 / 32)


def test_one_question_alone_proves_nothing() -> None:
    assert difference(pairs((0, 1), (1, 1), (1, 1)), pool=False).p == 1


def test_values_that_are_all_equal_have_an_interval_of_no_width() -> None:
    assert bootstrap_interval([Share(1, 2)] * 5, pool=False) == (0.5, 0.5)
    assert bootstrap_interval([Share(0, 2)] * 5, pool=True) == (0, 0)
    made = difference(pairs(*[(1, 1)] * 5), pool=False)
    assert (made.interval, made.p) == ((0, 0), 1)


def test_a_resample_with_nothing_to_measure_is_left_out() -> None:
    made = difference([(Share(0, 0), Share(1, 1)), (Share(1, 1), Share(1, 1))], pool=True)
    # Wherever the first system has a value, both are 1.
    assert (made.change, made.interval) == (0, (0, 0))


def test_the_same_figures_give_the_same_interval_every_time() -> None:
    given = pairs((0, 1), (0.5, 0.25), (1, 1), (0, 0.75))
    assert difference(given, pool=False) == difference(given, pool=False)


def test_equal_systems_differ_by_nothing() -> None:
    made = difference(pairs((1, 1), (0.3, 0.1 + 0.2)), pool=False)
    assert (made.change, made.p, made.higher, made.lower) == (0, 1, 0, 0)


def test_what_is_defined_in_one_alone_counts_there_and_nobody_wins() -> None:
    made = difference([(Share(0, 0), Share(1, 1)), (Share(1, 1), Share(0, 1))], pool=True)
    assert (made.first, made.second, made.questions) == (1, 0.5, 2)
    assert (made.higher, made.lower) == (0, 1)


def test_nothing_measured_is_undefined_and_one_question_has_no_interval() -> None:
    empty = difference([(Share(0, 0), Share(0, 0))], pool=False)
    assert (empty.first, empty.change, empty.interval, empty.p) == (None, None, None, None)
    assert empty.questions == 0
    one = difference(pairs((0, 1)), pool=False)
    assert (one.change, one.interval, one.p) == (1, None, None)
    half = difference([(Share(0, 0), Share(1, 1))] * 3, pool=False)
    assert (half.first, half.second, half.change, half.p) == (None, 1, None, None)


def test_the_curve_and_its_errors_are_what_they_come_to_by_hand() -> None:
    made = calibrate(SCORED, bins=2)
    assert made is not None
    low, high = made.bins
    assert (low.low, low.high, low.questions) == (0, 0.5, 2)
    assert (low.score, low.answerable) == (pytest.approx(0.2), 0.5)
    assert (high.questions, high.score) == (4, pytest.approx(0.85))
    assert high.answerable == 0.75
    # 2/6 * |.5 - .2| + 4/6 * |.75 - .85|
    assert made.error == pytest.approx((2 * 0.3 + 4 * 0.1) / 6)
    # .01 + .04 + .49 + .49 + .01 + 0
    assert made.brier == pytest.approx(1.04 / 6)
    # Of 8 pairs, .9 .8 1 beat .7 and .1, and .3 beats .1 alone.
    assert made.auc == pytest.approx(7 / 8)


def test_a_perfect_score_has_no_error() -> None:
    made = calibrate([(1.0, True), (0.0, False)])
    assert made is not None
    assert (made.brier, made.error, made.auc) == (0, 0, 1)


def test_equal_scores_tell_nothing_apart() -> None:
    made = calibrate([(0.5, True), (0.5, False), (0.5, False)])
    assert made is not None
    assert made.auc == 0.5


def test_empty_bins_are_left_out_and_one_class_has_no_auc() -> None:
    made = calibrate([(0.5, True)])
    assert made is not None
    assert [(one.low, one.high) for one in made.bins] == [(0.4, 0.6)]
    assert made.auc is None
    assert calibrate([]) is None


def test_the_wilson_interval_of_one_in_ten() -> None:
    # (.1 + 1.9208/10 -+ 1.96 * sqrt(.009 + .9604/100)) / 1.38416
    assert wilson_interval(1, 10) == pytest.approx((0.01788, 0.40415), abs=1e-4)
    assert wilson_interval(0, 5)[0] == 0
    assert wilson_interval(5, 5)[1] == 1
