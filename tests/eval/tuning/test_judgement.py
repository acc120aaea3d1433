"""Fitting the judgement: which units are right, what is measured, and what is stored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.gold.questions import Evidence, load_gold
from eval.tuning.judgement import (
    Example,
    examples_of,
    fit_judgement,
    found_first,
    is_right,
    outcomes,
    reliability,
    write_judgement,
)
from qa.judgement.features import FEATURES
from qa.judgement.outcome import SIGNS
from qa.judgement.scores import digest
from qa.judgement.trees import Trees
from tests.conftest import Samples

GOLD = Path(__file__).parents[3] / "samples" / "gold.jsonl"


@pytest.fixture(scope="module")
def examples(samples: Samples) -> list[Example]:
    return examples_of(load_gold([GOLD])[:24], [samples.folder])


def test_a_unit_is_right_that_holds_the_span_of_the_evidence(examples: list[Example]) -> None:
    example = next(one for one in examples if one.told)
    place = int(np.flatnonzero(example.right)[0])
    candidate = example.scored.candidates[place]
    quote = candidate.unit.text
    evidence = Evidence(candidate.hit.paper.file, quote, lines=(1, 2))
    question = replace(example.question, evidence=(evidence,), answer_span="", answer_spans=())
    assert is_right(question, candidate)
    words = " ".join(quote.split()[1:4])
    assert is_right(replace(question, evidence=(replace(evidence, span=words),)), candidate)
    for other in (
        replace(evidence, span="words that it has not"),
        replace(evidence, doc="another.txt"),
        replace(evidence, quote="quite another sentence of the same paper"),
        replace(evidence, near_miss=True),
    ):
        assert not is_right(replace(question, evidence=(other,)), candidate)


def test_each_wording_is_an_example_and_what_no_paper_answers_has_no_right_unit(
    examples: list[Example],
) -> None:
    questions = {one.question.id for one in examples}
    assert len(examples) == 3 * len(questions)
    assert not any(one.told for one in examples if not one.question.answerable)
    assert any(one.told for one in examples)


def test_what_is_measured_counts_first_places_and_chances(examples: list[Example]) -> None:
    perfect = [one.right.astype(np.float64) for one in examples]
    [found] = found_first(examples, perfect).values()
    assert found["within 1"] == found["within 3"] == found["there"] > 0.8
    worst = [-scores for scores in perfect]
    assert found_first(examples, worst)[examples[0].question.gold]["within 1"] < found["within 1"]
    sure = np.array([float(one.question.answerable) for one in examples])
    [told] = outcomes(examples, sure, 0.5).values()
    assert (told["area under the curve"], told["refused"], told["caught"]) == (1.0, 0.0, 1.0)
    assert [row[1] for row in reliability(examples, sure, 2)] == sorted(
        row[1] for row in reliability(examples, sure, 2)
    )


def test_what_is_fitted_is_stored_with_its_digest_and_how_it_was_made(
    examples: list[Example], tmp_path: Path
) -> None:
    judging = fit_judgement(examples)
    assert set(judging.measured) == {"bodies left out"}  # there is one file
    write_judgement(judging, tmp_path, [GOLD], examples)
    for name, features in (("units", FEATURES), ("outcome", SIGNS)):
        stored = json.loads((tmp_path / f"{name}.json").read_text("utf-8"))
        assert stored["digest"] == digest(stored["model"])
        assert stored["features"] == list(features)
        assert (
            stored["made"]["wordings"] == len(examples)
            and "gold.jsonl" in stored["made"]["sources"]
        )
    again = Trees.read(json.loads((tmp_path / "units.json").read_text("utf-8"))["model"])
    rows = examples[0].features
    assert np.array_equal(again.predict(rows), judging.trees.predict(rows))
