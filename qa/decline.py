"""Judge whether the papers found answer the question at all, or whether to decline."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.features import FIGURE, MONEY
from qa.papers import Hit
from qa.question import Kind
from qa.quoting import Asked
from qa.terms import analyse

MONEY_ASKED = re.compile(
    r"\b(?:how much|price|paid?|pay|cost|rent|value|fetch|worth|salary|fee|sum|£)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely the hits answer the question (0 to 1), and why if they do not."""

    score: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the judgment rests on, each 0 to 1 but the cosine (-1 to 1)."""

    coverage: float
    unit: float
    together: float
    rarest: float
    names: float
    cosine: float
    shape: float

    def values(self) -> tuple[float, ...]:
        """Return the evidence as a vector, in the order of `WEIGHTS`."""
        return (
            self.coverage,
            self.unit,
            self.together,
            self.rarest,
            self.names,
            self.cosine,
            self.shape,
        )


WEIGHTS: tuple[float, ...] = (2.0, 2.0, 1.0, 1.0, 0.5, 2.0, 1.0)
BIAS = -4.0
THRESHOLD = 0.35


def gather(asked: Asked, hits: Sequence[Hit]) -> Evidence:
    """Return the evidence that the first hits give."""
    lead = hits[0]
    top = hits[:3]
    terms = set().union(
        *(analyse(" ".join([h.passage.text, *h.passage.heading, h.paper.title])) for h in top)
    )
    ranked = sorted(asked.weights, key=lambda t: -asked.idf[t])[:3]
    shape = 1.0
    if Kind.FIGURE in asked.question.kinds:
        pattern = MONEY if MONEY_ASKED.search(asked.question.text) else FIGURE
        shape = 1.0 if any(pattern.search(h.passage.text) for h in top[:2]) else 0.0
    return Evidence(
        coverage=lead.parts.get("coverage", 0.0),
        unit=lead.parts.get("unit", 0.0),
        together=asked.cover(" ".join(" ".join([h.passage.text, *h.passage.heading]) for h in top)),
        rarest=sum(t in terms for t in ranked) / max(1, len(ranked)),
        names=lead.parts.get("names", 1.0) if asked.question.names else 1.0,
        cosine=max((h.parts.get("cosine", 0.0) for h in top), default=0.0),
        shape=shape,
    )


def judge(asked: Asked, hits: Sequence[Hit]) -> Verdict:
    """Return how likely the hits answer, by a logistic model of the evidence."""
    if not hits:
        return Verdict(0.0)
    evidence = gather(asked, hits)
    z = BIAS + sum(w * v for w, v in zip(WEIGHTS, evidence.values(), strict=True))
    score = 1 / (1 + math.exp(-z))
    return Verdict(score, _reason(asked, hits) if score < THRESHOLD else None)


def _reason(asked: Asked, hits: Sequence[Hit]) -> str | None:
    """Name the words of the question that none of the nearest passages holds."""
    held = set().union(
        *(analyse(" ".join([h.passage.text, *h.passage.heading, h.paper.title])) for h in hits[:5])
    )
    words = re.findall(r"[A-Za-z£][\w'’&/-]+", asked.question.text)
    missing = [
        w
        for w in words
        if (t := analyse(w)) and t[0] in asked.weights and t[0] not in held and len(w) > 3
    ]
    if not missing:
        return None
    return "The nearest passages say nothing of: " + ", ".join(dict.fromkeys(missing[:5])) + "."


def is_private_matter(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether the question asks for a detail of business that was taken in private."""
    kinds = set(asked.question.kinds)
    if not kinds & {Kind.FIGURE, Kind.WHO, Kind.REASON, Kind.VOTE, Kind.LIST, Kind.DECISION}:
        return False
    best = max(asked.cover(h.passage.text + " " + " ".join(h.passage.heading)) for h in hits[:5])
    for hit in hits[:4]:
        text = hit.passage.text + " " + " ".join(hit.passage.heading)
        if not hit.passage.private or asked.cover(text) < 0.7 * best:
            continue
        if kinds & {Kind.FIGURE} and not MONEY.search(hit.passage.text):
            return not any(
                MONEY.search(h.passage.text) and asked.cover(h.passage.text) >= 0.8 * best
                for h in hits[:3]
            )
        if kinds & {Kind.WHO, Kind.REASON} and not kinds & {Kind.DECISION}:
            return hit.rank <= 2
    return False
