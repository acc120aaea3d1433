from __future__ import annotations

from eval.measures import ALIKE, MEASURES, WORST, direction
from eval.runs.wordings import together, worst
from eval.statistics import Share

BY_NAME = {measure.name: measure for measure in MEASURES}
FACTS, VERBATIM = BY_NAME["key facts"], BY_NAME["quotes verbatim"]


def test_a_mean_counts_each_wording_once_and_a_pooled_measure_each_part() -> None:
    shares = [Share(3, 3), Share(0, 2), Share(0, 0)]
    assert together(FACTS, shares) == Share(1, 2)
    assert together(VERBATIM, shares) == Share(3, 5)


def test_the_worst_wording_is_the_lowest_or_where_less_is_better_the_highest() -> None:
    assert worst(FACTS, [Share(3, 4), Share(1, 4), Share(0, 0)]) == Share(1 / 4, 1)
    assert worst(VERBATIM, [Share(3, 4), Share(1, 4)]) == Share(1, 4)
    assert worst(BY_NAME["false refusals"], [Share(0, 1), Share(1, 1)]) == Share(1, 1)
    assert worst(FACTS, [Share(0, 0)]) == Share(0, 0)


def test_the_direction_of_a_measure_is_the_same_in_the_worst_wording() -> None:
    assert all(direction(WORST + name) == direction(name) for name in BY_NAME)
    assert {direction(measure.name) for measure in ALIKE} == {1}
