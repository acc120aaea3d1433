from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.gold.evidence import HeldPapers
from eval.gold.questions import load_gold
from eval.reports.rankings import fit_blocks, fit_json
from eval.tuning.fitting import (
    BY_HAND,
    FEATURES,
    FITTED,
    MEASURED,
    Plan,
    Pool,
    Variant,
    by_hand,
    collect_pools,
    fit_and_compare,
    fit_weights,
    of_gold,
    out_of_fold,
    split,
    together,
    weights_of,
)
from qa.features import Features
from qa.papers import Hit, Standing
from qa.retrieval.features import Weights, combine
from tests.conftest import Samples
from tests.eval.printed import printed
from tests.eval.scripted import MINUTES, evidence, features, gold, minute_hit

GOLD = Path(__file__).parents[3] / "samples" / "gold.jsonl"


class Ranker:
    """Ranks by the weighted sum alone."""

    def rank(
        self, candidates: Sequence[Any], found: Sequence[Features], weights: Weights, k: int
    ) -> list[Hit]:
        scores = combine(found, weights)
        order = sorted(range(len(scores)), key=lambda i: -scores[i])[:k]
        return [Hit(rank, scores[i], *candidates[i]) for rank, i in enumerate(order, 1)]


def pool(number: int, *, right: int = 0, told_by: str = "phrases", file: str = "g") -> Pool:
    """Three lines of the minutes; the evidence is line 5 and one feature tells it."""
    lines = [5, 8, 3] if right == 0 else [8, 5, 3]
    question = replace(
        gold(
            f"{file}{number}",
            Standing.DECIDED,
            [evidence(f"{number}/{MINUTES.file}", "be extended", (5, 5))],
        ),
        gold=file,
    )
    paper = replace(MINUTES, file=f"{number}/{MINUTES.file}")
    candidates = [(replace(minute_hit(1, line, line)).passage, paper) for line in lines]
    told = [{"words": 0.2 * (line != 5), told_by: float(line == 5)} for line in lines]
    return Pool(
        question=question,
        needs=((question.evidence[0],),),
        candidates=candidates,
        features=[features(**one) for one in told],
        bare=[features() for _ in told],
        target=np.array([line == 5 for line in lines]),
        searcher=Ranker(),  # type: ignore[arg-type]
    )


def pools(count: int = 12) -> list[Pool]:
    return [pool(n, right=n % 2, file="g" if n < count // 2 else "h") for n in range(count)]


def test_a_feature_that_tells_the_answer_gets_weight_and_one_that_misleads_loses_it() -> None:
    fitted = fit_weights(pools(), penalty=0.1)
    assert fitted.phrases > BY_HAND["phrases"]
    assert fitted.words < BY_HAND["words"]
    assert fitted.period == pytest.approx(BY_HAND["period"])


def test_a_heavy_penalty_leaves_the_weights_where_they_were_set() -> None:
    fitted = fit_weights(pools(), penalty=1e9)
    for name in FEATURES:
        assert getattr(fitted, name) == pytest.approx(getattr(by_hand(), name), abs=1e-4)


def test_the_fit_is_the_minimum_worked_by_hand() -> None:
    # One question, two candidates that differ by 1 in one feature: minimise
    # log(1 + exp(-w)) + penalty * (s * (w - w0))^2; its slope there must be 0.
    one = pool(0)
    two = replace(
        one, candidates=one.candidates[:2], features=one.features[:2], bare=one.bare[:2],
        target=one.target[:2],
    )  # fmt: skip
    fitted = fit_weights([two], names=("phrases",), penalty=0.5).phrases
    spread = 0.5
    slope = -1 / (1 + math.exp(fitted)) + 2 * 0.5 * spread**2 * (fitted - BY_HAND["phrases"])
    assert slope == pytest.approx(0, abs=1e-4)


def test_a_feature_that_is_left_out_has_no_weight() -> None:
    fitted = fit_weights(pools(), names=("vectors", "words"))
    assert {name for name in FEATURES if getattr(fitted, name)} == {"vectors", "words"}


def test_questions_without_a_right_candidate_teach_nothing() -> None:
    lost = replace(pool(0), target=np.zeros(3, dtype=np.bool_))
    assert fit_weights([lost]) == by_hand()


def test_every_question_is_held_out_once_a_seed_and_shared_evidence_stays_together() -> None:
    many = pools()
    twin = replace(many[3], question=replace(many[3].question, id="twin"))
    asked = [one.question for one in [*many, twin]]
    assert sorted(map(sorted, together(asked)))[3] == [3, 12]
    for seed in range(3):
        folds = list(split(asked, 5, seed))
        assert sorted(i for fold in folds for i in fold) == list(range(13))
        assert any({3, 12} <= set(fold) for fold in folds)
    assert list(split(asked, 5, 0)) != list(split(asked, 5, 1))
    assert list(split(asked, 5, 0)) == list(split(asked, 5, 0))


def test_scores_out_of_fold_do_not_come_from_the_question_itself() -> None:
    # Its answer is told by what misleads in all others, and the reverse: only a fit that has
    # seen it finds it.
    odd = pool(99, right=1)
    odd = replace(
        odd, features=[features(words=f.phrases, phrases=1 - f.phrases) for f in odd.features]
    )
    seen = fit_weights([*pools(), *[odd] * 40], penalty=0.01)
    assert odd.score(odd.features, seen)["hit@1"] == 1
    assert out_of_fold([*pools(), odd], Plan(folds=13, seeds=1, penalty=0.01))[-1]["hit@1"] == 0


def test_variants_are_compared_question_by_question() -> None:
    scores = [[1.0, 0.0, 1.0, 1.0], [1.0, 1.0, 0.0, 0.0]]
    better, worse = (
        Variant(name, [dict.fromkeys(MEASURED, value) for value in values])
        for name, values in zip(("a", "b"), scores, strict=True)
    )
    assert better.mean("hit@1") == 0.75
    value, interval = worse.gain(better, "hit@1")
    assert value == -0.25
    assert interval is not None and interval[0] <= -0.25 <= interval[1]
    assert of_gold(better, [1]).mean("hit@1") == 0


def test_the_ablation_shows_what_finds_the_evidence() -> None:
    fit = fit_and_compare(pools(), Plan(folds=3, seeds=1, penalty=0.1))
    by_name = {variant.name: variant.mean("hit@1") for variant in fit.variants}
    assert by_name[FITTED] == by_name["fitted on the other gold files"] == 1
    assert by_name["words only"] == 0
    assert by_name["no heading path in the ranker"] == 0.5
    assert len(by_name) == 8 + len(FEATURES)
    assert fit.questions == 12 and fit.never_found == ()
    shown = fit_json(fit)
    assert shown["variants"][0]["golds"]["h"]["hit@1"]["questions"] == 6
    assert set(shown["weights"]) == set(FEATURES)
    lines = printed(fit_blocks(fit)).splitlines()
    assert lines[0] == "12 questions with an answer in the papers held"
    assert any(line.startswith("words only") and "-1.000" in line for line in lines)
    assert sum(line.startswith("h: ") for line in lines) == 8


def test_one_gold_file_alone_has_no_others_to_be_fitted_on() -> None:
    fit = fit_and_compare(pools(12)[:6], Plan(folds=3, seeds=1))
    assert "fitted on the other gold files" not in [variant.name for variant in fit.variants]


def test_candidates_of_the_samples_rank_as_the_searcher_ranks_them(samples: Samples) -> None:
    answerer = samples.answerer
    questions = load_gold([GOLD])[:12]
    found = collect_pools(questions, answerer.searcher, HeldPapers(answerer.library).holds)
    answered = [question for question in questions if question.answerable]
    wordings = [text for one in answered for text in (one.question, *one.variants)]
    assert len(wordings) > len(answered)
    assert [one.question.question for one in found] == wordings
    for one in found:
        from qa.questions.question import read_question

        hits = answerer.searcher.search(read_question(one.question.question), 10)
        ranked = one.searcher.rank(one.candidates, one.features, answerer.searcher.weights, 10)
        assert [h.passage.id for h in hits] == [h.passage.id for h in ranked]
        assert one.target.any()
        assert all(row.heading == 0 for row in one.bare)
    assert any(row.heading > 0 for one in found for row in one.features)
    with_words = found[0].score(found[0].features, weights_of(words=1.0))
    assert set(with_words) == set(MEASURED)
