"""The weights by which the standing of a sentence is judged, and the chances that they give."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NONE = "none"
"""No standing of its own: said, reported, or the paper's own words around the business."""
CLASSES = ("decided", "recommended", "proposed", "noted", "deferred", "lost", NONE)
MODEL = "weights.json"
DIGITS = 3
"""Decimals of a weight that are kept."""
LEAST_WEIGHT = 0.02
"""A feature none of whose weights is larger is left out."""


@dataclass(slots=True)
class Model:
    """Weights of multinomial logistic regression over the features of a sentence."""

    vocabulary: dict[str, int]
    """The row of each feature."""
    weights: NDArray[np.float64]
    """A row a feature, a column a class, as in `CLASSES`."""
    bias: NDArray[np.float64]

    def places(self, names: Iterable[str]) -> list[int]:
        """Return the rows of those features that have weights."""
        return [place for name in names if (place := self.vocabulary.get(name)) is not None]

    def chances(
        self, features: Sequence[Sequence[str]], leads: Sequence[int | None]
    ) -> NDArray[np.float64]:
        """Return how likely each class is for each sentence: a row a sentence, rows sum to 1.

        `leads` gives, for each sentence, the place of the one before it that leads it in.
        """
        chances = np.zeros((len(features), len(CLASSES)))
        for row, (names, lead) in enumerate(zip(features, leads, strict=True)):
            if lead is not None:
                names = [*names, *led_by(CLASSES[chances[lead].argmax()], names)]
            places = self.places(names)
            scores = self.bias + self.weights[places].sum(axis=0) / max(1, len(places)) ** 0.5
            odds = np.exp(scores - scores.max())
            chances[row] = odds / odds.sum()
        return chances

    def save(self, path: Path, made: str) -> None:
        """Write the weights as JSON, with how they were made and a digest of them."""
        kept = {
            name: [round(float(weight), DIGITS) for weight in self.weights[place]]
            for name, place in sorted(self.vocabulary.items())
            if np.abs(self.weights[place]).max() >= LEAST_WEIGHT
        }
        bias = [round(float(value), DIGITS) for value in self.bias]
        document = {"made": made, "classes": list(CLASSES), "bias": bias, "weights": kept}
        document["digest"] = digest_of(bias, kept)
        path.write_text(json.dumps(document, ensure_ascii=False, indent=0) + "\n", "utf-8")


def led_by(label: str, names: Iterable[str]) -> list[str]:
    """Return the features that the class of a sentence's lead gives it."""
    close = [name for name in names if name.startswith("led=")]
    return [f"lead is {label}", *(f"lead is {label} {name}" for name in close)]


def digest_of(bias: Sequence[float], weights: dict[str, list[float]]) -> str:
    """Return the SHA-256 of some weights, in hex."""
    data = json.dumps([list(bias), weights], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


@cache
def read_model() -> Model:
    """Return the weights that come with the project. Raises ValueError where they are damaged."""
    document = json.loads((files("ingest.standing") / "data" / MODEL).read_text("utf-8"))
    weights: dict[str, list[float]] = document["weights"]
    if document["classes"] != list(CLASSES) or document["digest"] != digest_of(
        document["bias"], weights
    ):
        raise ValueError("the weights of the standing of sentences are damaged")
    vocabulary = {name: row for row, name in enumerate(weights)}
    return Model(vocabulary, np.array(list(weights.values())), np.array(document["bias"]))
