"""Fitting the chance that what a reader read answers.

A reader is surer of questions that it was trained on, so each question is read by one that has seen
neither it nor papers of its body: readers are given that were trained with files of questions left
out (`townclerk eval train-reader --leave-out`), and each reads the questions of the files that it
has not seen. A question that each of them has seen is not used.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.tuning.judgement import (
    Example,
    Regression,
    fit_outcome,
    is_answerable,
    least_of,
    made,
    outcomes,
    reliability,
)
from qa.backends.encoders.pairs import CARD, LEFT_OUT, OnnxReader, can_read
from qa.errors import GoldError
from qa.judgement.outcome import READ, READ_SIGNS, signs_of
from qa.judgement.reading import read_likeliest
from qa.judgement.scores import digest
from qa.judgement.trees import Floats


@dataclass(frozen=True, slots=True)
class Fold:
    """A reader, and the files of questions that it has not seen; a file is named as it begins."""

    reader: OnnxReader
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """Wordings that were read by a reader that had not seen them."""

    examples: tuple[Example, ...]
    signs: Floats
    """Shape (wordings, `READ_SIGNS`)."""
    fold: tuple[int, ...]
    """The place of the reader of each."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The regression that was fitted on all wordings, and what it is worth on each fold unseen."""

    regression: Regression
    least: float
    measured: dict[str, Any]


def fold_readers(folders: Sequence[Path]) -> list[Fold]:
    """Load readers with what their cards say was left out. Raises GoldError where nothing was."""
    folds = []
    for folder in folders:
        card = json.loads((folder / CARD).read_text("utf-8")) if can_read(folder) else {}
        if not (unseen := tuple(card.get(LEFT_OUT, ()))):
            raise GoldError(
                f"{folder} holds no reader that was trained with files of questions left out; "
                "train one with townclerk eval train-reader --leave-out FILE"
            )
        folds.append(Fold(OnnxReader(folder.name, folder), unseen))
    return folds


def read_unseen(examples: Sequence[Example], folds: Sequence[Fold]) -> Read:
    """Read each wording by the first reader that has not seen it.

    Raises GoldError where each reader has seen them all.
    """
    kept: list[Example] = []
    signs: list[Floats] = []
    places: list[int] = []
    for one in examples:
        of_it = (at for at, f in enumerate(folds) if one.question.gold.startswith(f.unseen))
        if (at := next(of_it, None)) is not None:
            scored = read_likeliest(one.asked, one.scored, folds[at].reader)
            kept.append(one)
            signs.append(signs_of(one.asked, scored, one.lacking))
            places.append(at)
    if not kept:
        raise GoldError("each question was seen by each reader; leave their file out of one")
    return Read(tuple(kept), np.array(signs), tuple(places))


def fit_read(read: Read) -> Outcome:
    """Fit whether a wording is answerable, and measure it with each reader's files left out.

    Raises GoldError where that leaves too little to fit.
    """
    answerable = is_answerable(read.examples)
    folds, chances = np.array(read.fold), np.zeros(len(read.examples))
    for fold in set(read.fold):
        own = folds == fold
        other = ~own
        if len(set(answerable[other])) < 2:
            raise GoldError(
                "without the files of one reader no answerable and unanswerable questions are left "
                "to fit on; give readers that have two groups of files between them unseen"
            )
        chances[own] = fit_outcome(read.signs[other], answerable[other]).chances(read.signs[own])
    least = least_of(read.examples, chances)
    return Outcome(
        fit_outcome(read.signs, answerable),
        least,
        {
            "outcome": outcomes(read.examples, chances, least),
            "reliability": reliability(read.examples, chances),
        },
    )


def write_outcome(outcome: Outcome, folder: Path, files: Sequence[Path], read: Read) -> None:
    """Write the regression as data, with a digest and how it was made."""
    model = outcome.regression.stored(outcome.least)
    told = {**made(files, read.examples), "by": "townclerk eval fit-outcome"}
    stored = {"made": told, "digest": digest(model), "features": [*READ_SIGNS], "model": model}
    text = json.dumps(stored, indent=None, separators=(",", ":"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{READ}.json").write_text(f"{text}\n", encoding="utf-8")
