"""The parts of a question, each with the units of the hits as they answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.judgement.scores import Scored, score_units
from qa.language.spelling import INTENT
from qa.papers import Hit
from qa.retrieval.features import Asked


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """A part of a question, and the units of the hits scored for it."""

    asked: Asked
    scored: Scored


def parts_of(asked: Asked) -> list[Asked]:
    """Return the parts of a question that name a matter, with the weights of the whole."""
    parts = []
    for part in asked.question.parts:
        weights = {term: asked.weights[term] for term in part.terms if term in asked.weights}
        if weights.keys() - INTENT:
            own = replace(part, others=asked.question.others)
            parts.append(replace(asked, question=own, weights=weights))
    return parts


LITTLE = 0.34
"""Share of the weight of a question's terms below which a part does not name the matter."""


def names_the_matter(part: Asked, whole: Asked) -> bool:
    """Whether a part of a question has enough of its weight to be understood by itself."""
    own = sum(part.weights.values())
    return own >= LITTLE * sum(whole.weights.values())


def score_parts(asked: Asked, hits: Sequence[Hit]) -> list[ScoredPart]:
    """Return the parts of a question with the units of the hits; none where it has no parts."""
    return [ScoredPart(part, score_units(part, hits)) for part in parts_of(asked)]
