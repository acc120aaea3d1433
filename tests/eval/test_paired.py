from __future__ import annotations

import itertools
import random

import pytest

from eval.metrics import Share
from eval.paired import difference


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
    # Of 64 ways to swap, two differ as much: p = 1/32.
    made = difference(pairs(*[(0, 1)] * 6), pool=False)
    assert made.p == pytest.approx(1 / 32, abs=0.006)
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
    assert difference(made, pool=pool).p == pytest.approx(exact, abs=0.02)


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
