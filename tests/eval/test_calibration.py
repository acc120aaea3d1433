from __future__ import annotations

from dataclasses import replace

import pytest

from eval.calibration import calibrate, evidence_of, wilson_interval
from qa.papers import Standing
from tests.eval.scripted import CLOSURE, answered, cite_lines, declined, features, minute_hit

SCORED = [(0.9, True), (0.8, True), (0.7, False), (0.3, True), (0.1, False), (1.0, True)]


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


def test_the_score_of_an_answer_is_the_best_coverage_of_its_first_five_hits() -> None:
    covers = [0.4, 0.7, 0.2, 0.1, 0.3, 0.99]
    hits = [
        replace(minute_hit(rank, 4, 6), features=features(coverage=cover))
        for rank, cover in enumerate(covers, 1)
    ]
    citations = [cite_lines(CLOSURE, 8, 8)]
    assert evidence_of(answered(Standing.DECIDED, citations, hits)) == 0.7
    assert evidence_of(declined(hits=hits)) == 0
    assert evidence_of(answered(Standing.DECIDED, citations)) == 0


def test_hits_without_a_coverage_leave_the_score_undefined() -> None:
    citations = [cite_lines(CLOSURE, 8, 8)]
    assert evidence_of(answered(Standing.DECIDED, citations, [minute_hit(1, 4, 6)])) is None
