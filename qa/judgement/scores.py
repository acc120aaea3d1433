"""The learned score of a unit: how likely it holds the words that answer.

The trees were fitted on gold questions with `townclerk eval fit-judgement`; what they find in
questions on bodies that the fit left out is in docs/adr/0040-one-judgement.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from qa.errors import InstallError
from qa.judgement.features import FEATURES, unit_features
from qa.judgement.trees import Floats, Trees
from qa.judgement.units import Candidate
from qa.papers import Hit, Unit
from qa.protocols import Extract
from qa.retrieval.features import Asked

NOT_NAMED = 5.0
"""Log odds that a unit loses beside those of the minute or report that is named by its number."""

A_TIE = 1e-6
"""Log odds by which units of one score are kept apart."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The units of the hits, with their features and scores."""

    candidates: tuple[Candidate, ...]
    """In the order of the hits."""
    features: Floats
    """Shape (units, `FEATURES`)."""
    scores: Floats
    """Log odds that each unit holds the words that answer."""
    extracts: Mapping[Unit, Extract] = field(default_factory=dict)
    """What a reader made of the likeliest units."""

    def in_order(self) -> list[int]:
        """Return the places of the units, the likeliest first."""
        return [int(place) for place in (-self.scores).argsort(kind="stable")]

    def hits_in_order(self, found: Sequence[Hit]) -> list[Hit]:
        """Return hits in the order of their best units; those without one follow as they were.

        They exchange their scores, and are ranked from 1 anew.
        """
        first: dict[str, int] = {}
        for place in self.in_order():
            first.setdefault(self.candidates[place].hit.passage.id, len(first))
        judged = sorted(
            (h for h in found if h.passage.id in first), key=lambda h: first[h.passage.id]
        )
        own = sorted((hit.score for hit in judged), reverse=True)
        scored = [replace(hit, score=score) for hit, score in zip(judged, own, strict=True)]
        others = [hit for hit in found if hit.passage.id not in first]
        return [replace(hit, rank=rank) for rank, hit in enumerate([*scored, *others], start=1)]

    def exchanged(self, in_order: Sequence[int]) -> Scored:
        """Return the units with those at some places in this order, best first.

        They exchange their scores, so that the chance of an answer is still that of the best of
        them. Rows of a table often have one score: these are kept apart, in the order given.
        """
        own = -np.sort(-self.scores[list(in_order)], kind="stable")
        scores = self.scores.copy()
        scores[list(in_order)] = own - A_TIE * np.arange(len(own))
        return replace(self, scores=scores)


def score_units(
    asked: Asked, hits: Sequence[Hit], favoured: Mapping[str, float] | None = None
) -> Scored:
    """Return the units of the hits with how well each answers.

    `favoured` adds log odds to the units of a passage, by its id: what is talked of already. Where
    the minute or the report that a question names by its number is among the hits, all others
    answer less.
    """
    candidates, features = unit_features(asked, hits)
    scores = trees().predict(features)
    numbered = features[:, FEATURES.index("hit_reference")] > 0
    if numbered.any():
        scores = scores - NOT_NAMED * ~numbered
    if favoured:
        scores = scores + [favoured.get(each.hit.passage.id, 0.0) for each in candidates]
    return Scored(tuple(candidates), features, scores)


@cache
def trees() -> Trees:
    """Return the trees that were fitted."""
    return Trees.read(fitted("units", FEATURES))


@cache
def fitted(name: str, features: Sequence[str]) -> Mapping[str, Any]:
    """Return what was fitted over some features, by its name.

    Raises InstallError where the file is not the one that was fitted, or not for these
    features.
    """
    data: dict[str, Any] = json.loads(
        files("qa.judgement").joinpath(f"data/{name}.json").read_text(encoding="utf-8")
    )
    if data["digest"] != digest(data["model"]) or tuple(data["features"]) != tuple(features):
        raise InstallError(f"qa/judgement/data/{name}.json")
    model: dict[str, Any] = data["model"]
    return model


def digest(model: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a model's plain data."""
    return hashlib.sha256(json.dumps(model, sort_keys=True).encode()).hexdigest()
