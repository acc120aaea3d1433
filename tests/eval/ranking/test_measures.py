from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence

import pytest

from eval.ranking.measures import (
    MEASURED,
    USUAL,
    MeasureError,
    falling,
    in_order,
    measure_ranked,
    score_ranked,
)

Grades = Mapping[str, int]


def one(measure: str, ranking: Sequence[str], grades: Grades) -> float | None:
    return measure_ranked([measure], {"q": grades}, {"q": ranking})[measure].get("q")


def test_ndcg_worked_by_hand() -> None:
    grades = {"a": 2, "b": 1, "c": 1}
    # Found: c first, a third. DCG = 1/log2(2) + 2/log2(4) = 2; ideal = 2/1 + 1/log2(3) + 1/2.
    value = one("nDCG@3", ["c", "x", "a"], grades)
    assert value == pytest.approx(2 / (2 + 1 / math.log2(3) + 0.5), abs=1e-12)
    assert one("nDCG@1", ["c", "x", "a"], grades) == pytest.approx(0.5)


def test_average_precision_worked_by_hand() -> None:
    grades = {"a": 1, "b": 1, "c": 1}
    # Relevant at ranks 1, 3 and never: (1/1 + 2/3 + 0) / 3.
    assert one("AP", ["a", "x", "b", "y"], grades) == pytest.approx(5 / 9)
    assert one("AP@2", ["a", "x", "b", "y"], grades) == pytest.approx(1 / 3)


def test_recall_success_and_reciprocal_rank_worked_by_hand() -> None:
    grades, ranking = {"a": 2, "b": 1}, ["x", "b", "y", "a"]
    assert one("R@3", ranking, grades) == 0.5
    assert one("R(rel=2)@3", ranking, grades) == 0
    assert one("R(rel=2)@4", ranking, grades) == 1
    assert one("Success@1", ranking, grades) == 0
    assert one("Success@2", ranking, grades) == 1
    assert one("RR@10", ranking, grades) == 0.5
    assert one("RR@1", ranking, grades) == 0


def test_undefined_is_not_zero() -> None:
    assert set(score_ranked(["a"], {}).values()) == {None}
    assert set(score_ranked(["a"], {"a": 0}).values()) == {None}
    only_also = score_ranked(["a"], {"a": 1})
    assert only_also["ndcg@10"] == only_also["rr@10"] == 1
    assert only_also["map@10"] is None
    assert only_also["passage recall@10"] is None
    assert measure_ranked(["AP"], {}, {"q": ["a"]}) == {"AP": {}}


def test_a_judged_question_that_found_nothing_has_zero() -> None:
    values = score_ranked([], {"a": 2})
    assert set(values.values()) == {0.0}
    assert measure_ranked(["AP"], {"q": {"a": 1}}, {}) == {"AP": {"q": 0.0}}


def test_an_unjudged_question_has_no_value_and_an_unjudged_passage_is_not_relevant() -> None:
    values = measure_ranked(["AP"], {"q": {"a": 1}}, {"q": ["x", "a"], "other": ["a"]})
    assert values == {"AP": {"q": 0.5}}


def test_ties_and_scores_that_differ_beyond_32_bits_rank_as_trec_eval_ranks_them() -> None:
    import pytrec_eval

    scores = {"a": 1.0 + 1e-9, "b": 1.0, "c": 0.5, "d": 0.5}
    assert in_order(scores) == ["b", "a", "d", "c"]
    for grades in ({"a": 1}, {"b": 1}, {"c": 1}, {"d": 1}):
        evaluator = pytrec_eval.RelevanceEvaluator({"q": grades}, {"recip_rank"})
        theirs = evaluator.evaluate({"q": scores})["q"]["recip_rank"]
        assert one("RR@10", in_order(scores), grades) == pytest.approx(theirs)


def test_our_own_ranking_is_never_reordered_by_level_scores() -> None:
    lowered = falling([0.3, 0.3, 0.3, 0.1, 0.2])
    assert lowered == sorted(lowered, reverse=True)
    assert len(set(lowered)) == 5
    assert lowered[0] == pytest.approx(0.3, abs=1e-6)
    names = ["a", "b", "c", "d", "e"]
    assert in_order(dict(zip(names, lowered, strict=True))) == names


@pytest.mark.parametrize("written", ["nonsense@3", "R", "NumRet", "P(foo=1)@3", "__import__('os')"])
def test_an_unknown_measure_is_told(written: str) -> None:
    with pytest.raises(MeasureError, match=r"measure|one of"):
        one(written, ["a"], {"a": 1})


# --- 1,000 random runs against formulas written here, and nDCG against scikit-learn -----------


def by_formula(name: str, ranking: Sequence[str], grades: Grades) -> float | None:
    kind, _, cut = name.partition("@")
    rel = 2 if "rel=2" in kind else 1
    kind = kind.partition("(")[0]
    k = int(cut) if cut else len(ranking)
    relevant = {passage for passage, grade in grades.items() if grade >= rel}
    if not relevant:
        return None
    ranks = [rank for rank, passage in enumerate(ranking[:k], start=1) if passage in relevant]
    if kind == "nDCG":
        gains = [grades.get(passage, 0) for passage in ranking[:k]]
        ideal = sorted(grades.values(), reverse=True)[:k]
        return discounted(gains) / discounted(ideal)
    if kind == "AP":
        return math.fsum(found / rank for found, rank in enumerate(ranks, start=1)) / len(relevant)
    if kind == "R":
        return len(ranks) / len(relevant)
    if kind == "RR":
        return 1 / ranks[0] if ranks else 0.0
    assert kind == "Success"
    return float(bool(ranks))


def discounted(gains: Sequence[int]) -> float:
    return math.fsum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def random_case(seed: int) -> tuple[list[str], dict[str, int], dict[str, float]]:
    """A judged pool of mixed size, and a run over part of it with many level scores."""
    draw = random.Random(seed)
    pool = [f"p{number}" for number in range(draw.randint(1, 40))]
    grades = {
        name: draw.choice([0, 0, 1, 2]) for name in draw.sample(pool, draw.randint(0, len(pool)))
    }
    found = draw.sample(pool, draw.randint(0, len(pool)))
    scores = {name: draw.choice([draw.random(), 0.5, 0.25]) for name in found}
    return in_order(scores), grades, scores


def test_a_thousand_random_runs_agree_with_the_formulas() -> None:
    cases = {f"q{seed}": random_case(seed) for seed in range(1000)}
    measures = tuple(dict.fromkeys((*MEASURED.values(), *USUAL)))
    values = measure_ranked(
        measures,
        {query: grades for query, (_, grades, _) in cases.items()},
        {query: ranking for query, (ranking, _, _) in cases.items()},
    )
    compared = 0
    for query, (ranking, grades, _) in cases.items():
        for measure in measures:
            expected = by_formula(measure, ranking, grades)
            got = values[measure].get(query)
            if expected is None:
                assert got is None, (query, measure)
            else:
                assert got == pytest.approx(expected, abs=1e-9), (query, measure)
                compared += 1
    assert compared > 10_000


def test_a_thousand_random_runs_agree_with_trec_eval_asked_directly() -> None:
    import pytrec_eval

    cases = {f"q{seed}": random_case(seed) for seed in range(1200)}
    cases = {query: case for query, case in cases.items() if any(case[1].values())}
    qrels = {query: grades for query, (_, grades, _) in cases.items()}
    names = {"nDCG@10": "ndcg_cut_10", "AP": "map", "R@10": "recall_10", "Success@5": "success_5"}
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, set(names.values()))
    theirs = evaluator.evaluate({query: scores for query, (_, _, scores) in cases.items()})
    ours = measure_ranked(list(names), qrels, {query: case[0] for query, case in cases.items()})
    assert len(theirs) == len(cases) > 1000
    for query in cases:
        for name, other in names.items():
            assert ours[name][query] == pytest.approx(theirs[query][other], abs=1e-9)


def test_ndcg_agrees_with_scikit_learn() -> None:
    from sklearn.metrics import ndcg_score

    for seed in range(200):
        ranking, grades, _ = random_case(seed)
        if len(ranking) < 2 or not any(grades.get(name, 0) for name in ranking):
            continue
        # It knows only what was ranked, so the ideal ranking is of these alone.
        held = {name: grades.get(name, 0) for name in ranking}
        theirs = ndcg_score(
            [[held[name] for name in ranking]], [list(range(len(ranking), 0, -1))], k=10
        )
        assert one("nDCG@10", ranking, held) == pytest.approx(theirs, abs=1e-9)
