from __future__ import annotations

from dataclasses import replace

from eval.runs.summary import evidence_of
from qa.papers import Standing
from tests.eval.scripted import CLOSURE, answered, cite_lines, declined, features, minute_hit


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
