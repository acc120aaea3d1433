"""Fitting the chance of what was read: who reads which question, what is measured and stored."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.gold.questions import load_gold
from eval.reports.rankings import outcome_blocks
from eval.tuning.judgement import Example, examples_of
from eval.tuning.outcome import Fold, fit_read, fold_readers, read_unseen, write_outcome
from qa.backends.encoders.pairs import CARD, EMBEDDED, LEFT_OUT
from qa.errors import GoldError
from qa.judgement.outcome import READ, READ_SIGNS
from qa.judgement.scores import digest
from tests.conftest import Samples

GOLD = Path(__file__).parents[3] / "samples" / "gold.jsonl"


@pytest.fixture(scope="module")
def examples(samples: Samples) -> list[Example]:
    """Wordings of one file, a half of them said to be of another."""
    found = examples_of(load_gold([GOLD])[:16], [samples.folder])
    return [
        replace(one, question=replace(one.question, gold="other")) if at % 2 else one
        for at, one in enumerate(found)
    ]


def reader_without(folder: Path, files: list[str]) -> Path:
    shutil.copytree(EMBEDDED, folder)
    card = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps({**card, LEFT_OUT: files}), "utf-8")
    return folder


@pytest.fixture(scope="module")
def folds(tmp_path_factory: pytest.TempPathFactory) -> list[Fold]:
    made = tmp_path_factory.mktemp("readers")
    return fold_readers(
        [reader_without(made / "a", ["gold"]), reader_without(made / "b", ["other", "third"])]
    )


def test_each_question_is_read_by_a_reader_that_has_not_seen_it(
    examples: list[Example], folds: list[Fold]
) -> None:
    read = read_unseen(examples, folds)
    assert read.signs.shape == (len(examples), len(READ_SIGNS))
    assert list(read.fold) == [int(e.question.gold == "other") for e in read.examples]
    own = [one for one in examples if one.question.gold != "other"]
    assert len(read_unseen(examples, folds[:1]).examples) == len(own)
    with pytest.raises(GoldError, match="leave their file out"):
        read_unseen(own, folds[1:])


def test_a_reader_that_has_seen_everything_is_refused(tmp_path: Path) -> None:
    for folder in (EMBEDDED, tmp_path):
        with pytest.raises(GoldError, match=r"train-reader --leave-out"):
            fold_readers([folder])


def test_one_reader_alone_measures_nothing(examples: list[Example], folds: list[Fold]) -> None:
    with pytest.raises(GoldError, match="two groups of files"):
        fit_read(read_unseen(examples, folds[:1]))


def test_what_is_fitted_is_measured_on_what_it_has_not_seen_and_stored(
    examples: list[Example], folds: list[Fold], tmp_path: Path
) -> None:
    read = read_unseen(examples, folds)
    outcome = fit_read(read)
    assert set(outcome.measured["outcome"]) == {one.question.gold for one in examples}
    assert len(outcome.measured["outcome"]) == 2
    assert 0 < outcome.least < 1
    write_outcome(outcome, tmp_path, [GOLD], read)
    stored = json.loads((tmp_path / f"{READ}.json").read_text("utf-8"))
    assert stored["digest"] == digest(stored["model"])
    assert stored["features"] == list(READ_SIGNS)
    assert stored["made"]["wordings"] == len(examples)
    assert np.shape(stored["model"]["weights"]) == (len(READ_SIGNS),)
    blocks = outcome_blocks("files left out", outcome.least, outcome.measured)
    assert len(blocks) == 3
