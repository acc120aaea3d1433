"""Fitting the judgement: which unit of the passages found answers, and whether any does.

Each wording of each gold question is asked of the library that holds its papers. A unit of its hits
is right if it holds a span that answers, or the quote of the evidence where no span is marked.
Trees are fitted on all questions, and a logistic regression of whether a question is answerable on
the signs of `qa.judgement.outcome`. What they find is measured with the bodies, and then the files
of questions, left out.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.gold.evidence import HeldPapers, same_file
from eval.gold.questions import Evidence, GoldQuestion
from eval.progress import Advance
from eval.tuning.fitting import library_of_golds, together
from eval.wording import plain
from qa.answerability.judge import looked_for
from qa.errors import MissingExtraError
from qa.judgement.features import FEATURES
from qa.judgement.outcome import SIGNS, signs_of
from qa.judgement.scores import Scored, digest, score_units
from qa.judgement.trees import Floats, Trees
from qa.judgement.units import Candidate
from qa.retrieval.features import Asked

try:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler
except ImportError as error:
    raise MissingExtraError("fitting", "eval") from error

TREES, LEAVES, LEAST, RATE, PENALTY = 60, 8, 40, 0.08, 5.0
"""Trees, leaves of each, least units in a leaf, learning rate, penalty on the leaves' values."""
FIRM = 0.02
"""Inverse strength of the penalty on the regression's weights."""
REFUSED = 0.06
"""Share of the answerable wordings, out of fold, that the least chance may leave unanswered."""
FOLDS, SEED = 6, 0
AT = (1, 3)
"""In how many of the first units the right one is looked for."""
MOST_OF_IT = 0.6
"""Share of the runs of three words of a longer span that must stand in a unit."""
OVERLAP = 0.5
"""Share of the runs of three words of quote or unit that both have, where one is the other's."""
LONG_SPAN = 4
"""Words above which a span is longer."""


@dataclass(frozen=True, slots=True)
class Example:
    """One wording of a question, with the units found for it."""

    question: GoldQuestion
    right: NDArray[np.bool_]
    """Which units hold the words that answer; none of a question that is not answerable."""
    scored: Scored
    """The units with the scores of the trees that are shipped."""
    asked: Asked
    lacking: frozenset[str]
    """What was looked for and not seen, as in `qa.answerability.judge.looked_for`."""

    @property
    def features(self) -> Floats:
        """The features of its units, shape (units, `FEATURES`)."""
        return self.scored.features

    @property
    def told(self) -> bool:
        """Whether a unit is right."""
        return bool(self.right.any())


def examples_of(
    questions: Sequence[GoldQuestion],
    libraries: Sequence[Path],
    progress: Advance = lambda done, total: None,
) -> list[Example]:
    """Ask each wording of each question of the library that holds most of its file's papers.

    Raises GoldError where no library holds any paper of a file.
    """
    from qa.answerer import SEARCHED
    from qa.bootstrap import open_answerer
    from qa.questions.question import read_question
    from qa.retrieval.scope import later_first, without_outdated

    answerers = [open_answerer(folder) for folder in libraries]
    of_gold = library_of_golds(questions, [HeldPapers(each.library) for each in answerers])
    found: list[Example] = []
    for done, question in enumerate(questions, start=1):
        answerer = answerers[of_gold[question.gold]]
        for wording in (question.question, *question.variants):
            asked = answerer.searcher.asked(read_question(wording))
            hits = answerer.searcher.search(asked.question, SEARCHED)
            top = later_first(without_outdated(hits, answerer.library), asked, answerer.library)
            if not (scored := score_units(asked, top)).candidates:
                continue  # Nothing is to be judged.
            right = [question.answerable and is_right(question, one) for one in scored.candidates]
            lacking = frozenset(looked_for(asked, top, answerer.library))
            own = replace(question, question=wording)
            found.append(Example(own, np.array(right, np.bool_), scored, asked, lacking))
        progress(done, len(questions))
    return found


def is_right(question: GoldQuestion, candidate: Candidate) -> bool:
    """Whether a unit holds words of the evidence that answer."""
    paper, text = candidate.hit.paper, plain(candidate.unit.text)
    spans = [span for span in (question.answer_span, *question.answer_spans) if span]
    return any(
        any(same_file(file, item.doc) for file in (paper.file, *paper.same_as))
        and _holds(text, item, spans)
        for item in question.evidence
        if not item.near_miss
    )


def _holds(text: str, item: Evidence, spans: Sequence[str]) -> bool:
    quote = plain(item.quote)
    if not _overlap(text, quote):
        return False
    own = [item.span] if item.span else [s for s in spans if plain(s) and plain(s) in quote]
    return not own or any(_has_span(text, plain(span)) for span in own)


def _overlap(text: str, quote: str) -> bool:
    ours, theirs = _runs(text), _runs(quote)
    shared = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    return shared >= OVERLAP or (text in quote and len(text.split()) > 1)


def _has_span(text: str, span: str) -> bool:
    runs = _runs(span)
    longer = len(span.split()) > LONG_SPAN
    return span in text or (longer and len(runs & _runs(text)) >= MOST_OF_IT * len(runs))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + 3]) for at in range(max(1, len(words) - 2))} if words else set()


# Fit


def fit_trees(examples: Sequence[Example]) -> Trees:
    """Fit trees on the wordings of which a unit is right."""
    told = [one for one in examples if one.told]
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST,
        learning_rate=RATE,
        l2_regularization=PENALTY,
        early_stopping=False,
        random_state=SEED,
    )
    model.fit(
        np.vstack([one.features for one in told]),
        np.concatenate([one.right for one in told]),
    )
    return trees_of(model)


def trees_of(model: Any) -> Trees:
    """Return a fitted model's trees. Its nodes are in no public attribute."""
    nodes = [step[0].nodes for step in model._predictors]
    return Trees.read(
        {
            "base": float(model._baseline_prediction.item()),
            "trees": [
                [
                    [
                        -1 if node["is_leaf"] else int(node["feature_idx"]),
                        0.0 if node["is_leaf"] else float(node["num_threshold"]),
                        int(node["left"]),
                        int(node["right"]),
                        round(float(node["value"]), 5),
                    ]
                    for node in tree
                ]
                for tree in nodes
            ],
        }
    )


def out_of_fold(
    examples: Sequence[Example], fold_of: Callable[[GoldQuestion], int]
) -> list[Floats]:
    """Return each example's scores by trees that were fitted on the other folds."""
    places = [fold_of(one.question) for one in examples]
    scores: list[Floats] = [np.zeros(len(one.features)) for one in examples]
    for fold in sorted(set(places)):
        trees = fit_trees([one for one, at in zip(examples, places, strict=True) if at != fold])
        for number, one in enumerate(examples):
            if places[number] == fold:
                scores[number] = trees.predict(one.features)
    return scores


def by_body(examples: Sequence[Example]) -> Callable[[GoldQuestion], int]:
    """Return folds that keep the questions on one body's papers together."""
    questions = list({one.question.id: one.question for one in examples}.values())
    sizes = [0] * FOLDS
    fold: dict[str, int] = {}
    for group in sorted(together(questions), key=len, reverse=True):
        least = sizes.index(min(sizes))
        sizes[least] += len(group)
        fold.update({questions[place].id: least for place in group})
    return lambda question: fold[question.id]


def by_file(examples: Sequence[Example]) -> Callable[[GoldQuestion], int]:
    """Return a fold for each file of questions, and so for each writer."""
    golds = sorted({one.question.gold for one in examples})
    return lambda question: golds.index(question.gold)


def found_first(
    examples: Sequence[Example], scores: Sequence[Floats]
) -> dict[str, dict[str, float]]:
    """Return, for each file, the share of answerable wordings whose right unit comes first.

    `within N` is in the first N; `there` is anywhere among the units.
    """
    found: dict[str, list[list[bool]]] = {}
    for one, own in zip(examples, scores, strict=True):
        if one.question.answerable:
            order = one.right[(-own).argsort(kind="stable")]
            row = [*(bool(order[:at].any()) for at in AT), one.told]
            found.setdefault(one.question.gold, []).append(row)
    names = [*(f"within {at}" for at in AT), "there"]
    return {
        gold: {"n": len(rows), **dict(zip(names, map(float, np.mean(rows, axis=0)), strict=True))}
        for gold, rows in found.items()
    }


# Whether any unit answers


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights of the signs, and the constant."""

    weights: Floats
    constant: float

    def chances(self, signs: Floats) -> Floats:
        """Return the chance of each row of signs, shape (rows,)."""
        found: Floats = 1 / (1 + np.exp(-(signs @ self.weights + self.constant)))
        return found

    def stored(self, least: float) -> dict[str, Any]:
        """Return it as plain data, with the least chance of an answer."""
        return {
            "constant": round(self.constant, 5),
            "least": round(least, 3),
            "weights": [round(float(weight), 5) for weight in self.weights],
        }


def signs_by(examples: Sequence[Example], scores: Sequence[Floats]) -> Floats:
    """Return the signs of each example, shape (examples, `SIGNS`), by some scores of its units."""
    return np.array(
        [
            signs_of(one.asked, replace(one.scored, scores=own), one.lacking)
            for one, own in zip(examples, scores, strict=True)
        ]
    )


def fit_outcome(signs: Floats, answerable: NDArray[np.bool_]) -> Regression:
    """Fit whether a wording is answerable on its signs."""
    scale = StandardScaler().fit(signs)
    model = LogisticRegression(C=FIRM, max_iter=1_000).fit(scale.transform(signs), answerable)
    weights = model.coef_[0] / scale.scale_
    return Regression(weights, float(model.intercept_[0] - weights @ scale.mean_))


def chances_out_of_fold(
    examples: Sequence[Example],
    scores: Sequence[Floats],
    fold_of: Callable[[GoldQuestion], int],
) -> Floats:
    """Return each example's chance by a regression that was fitted on the other folds.

    `scores` are out of fold themselves.
    """
    signs, answerable = signs_by(examples, scores), is_answerable(examples)
    folds = np.array([fold_of(one.question) for one in examples])
    chances = np.zeros(len(examples))
    for fold in set(folds):
        own = folds == fold
        chances[own] = fit_outcome(signs[~own], answerable[~own]).chances(signs[own])
    return chances


def least_of(examples: Sequence[Example], chances: Floats) -> float:
    """Return the chance below which `REFUSED` of the answerable wordings stay unanswered."""
    return float(np.quantile(chances[is_answerable(examples)], REFUSED))


def outcomes(
    examples: Sequence[Example], chances: Floats, least: float
) -> dict[str, dict[str, float]]:
    """Return for each file how well a least chance parts what is answerable from what is not."""
    answerable = is_answerable(examples)
    files = np.array([one.question.gold for one in examples])
    found = {}
    for file in sorted(set(files)):
        yes, no = chances[(files == file) & answerable], chances[(files == file) & ~answerable]
        higher = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
        found[file] = {
            "answerable": len(yes),
            "unanswerable": len(no),
            "area under the curve": float(higher.mean()) if len(yes) and len(no) else 0.5,
            "refused": float((yes < least).mean()) if len(yes) else 0.0,
            "caught": float((no < least).mean()) if len(no) else 0.0,
        }
    return found


def reliability(examples: Sequence[Example], chances: Floats, bins: int = 5) -> list[list[float]]:
    """Return, for equal parts of the wordings by chance, n, the mean chance and the true share."""
    order = np.argsort(chances, kind="stable")
    answerable = is_answerable(examples)
    return [
        [len(part), float(chances[part].mean()), float(answerable[part].mean())]
        for part in np.array_split(order, bins)
        if len(part)
    ]


def is_answerable(examples: Sequence[Example]) -> NDArray[np.bool_]:
    """Whether each wording is answerable, shape (examples,)."""
    return np.array([one.question.answerable for one in examples], np.bool_)


# What is stored


@dataclass(frozen=True, slots=True)
class Judging:
    """The models fitted on all examples, and what they are worth with bodies or files left out."""

    trees: Trees
    regression: Regression
    least: float
    measured: Mapping[str, Mapping[str, Any]]
    """By what was left out: `units` and `outcome` for each file, and `reliability`."""


def fit_judgement(examples: Sequence[Example]) -> Judging:
    """Fit trees and regression on all examples, and measure them on what they have not seen."""
    measured: dict[str, dict[str, Any]] = {}
    scores: dict[str, list[Floats]] = {}
    chances: dict[str, Floats] = {}
    folds = {"bodies left out": by_body(examples)}
    if len({one.question.gold for one in examples}) > 1:
        folds["files left out"] = by_file(examples)
    for name, fold_of in folds.items():
        scores[name] = out_of_fold(examples, fold_of)
        chances[name] = chances_out_of_fold(examples, scores[name], fold_of)
    least = least_of(examples, chances["bodies left out"])
    for name in folds:
        measured[name] = {
            "units": found_first(examples, scores[name]),
            "outcome": outcomes(examples, chances[name], least),
            "reliability": reliability(examples, chances[name]),
        }
    # The signs of the regression are of scores that saw nothing of their question, as in use.
    signs = signs_by(examples, scores["bodies left out"])
    regression = fit_outcome(signs, is_answerable(examples))
    return Judging(fit_trees(examples), regression, least, measured)


def write_judgement(
    judging: Judging, folder: Path, files: Sequence[Path], examples: Sequence[Example]
) -> None:
    """Write both models as data, each with a digest and how it was made."""
    outcome = judging.regression.stored(judging.least)
    told = made(files, examples)
    models = (("units", FEATURES, judging.trees.write()), ("outcome", SIGNS, outcome))
    for name, features, model in models:
        stored = {"made": told, "digest": digest(model), "features": [*features], "model": model}
        text = json.dumps(stored, indent=None, separators=(",", ":"))
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def made(files: Sequence[Path], examples: Sequence[Example]) -> Mapping[str, Any]:
    """Return how a model was made, to be stored with it."""
    return {
        "by": "townclerk eval fit-judgement",
        "wordings": len(examples),
        "by_file": dict(Counter(one.question.gold for one in examples)),
        "sources": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
        "seed": SEED,
    }
