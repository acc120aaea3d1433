"""Weigh what tells a field of a paper's identity: each sign with its words, place and weight.

Several readers may find a council, a body, a day or a kind, in several places. Each gives a sign.
`settle` takes the value that weighs most, and says how surely: less where another weighs nearly
as much. Weights are points: 5 is a label or a heading that says it outright, 2 a fair hint, and
below `LEAST` nothing is taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from ingest.layout.paragraphs import Paragraph
from qa.papers import Basis

Value = TypeVar("Value", str, date)
LEAST = 1.5
"""Points below which a value is not taken: unknown is better."""
AGREEING = 0.4
"""How much of its weight a further sign of the same value adds."""
MOST_AGREEING = 3.0
"""Points that further signs add at most."""
SURE = 2.0
"""Points by which confidence nears 1: 1 - exp(-points / SURE)."""
MAX_WORDS = 200
"""Letters of the words that are kept as a basis."""


@dataclass(frozen=True, slots=True)
class Sign(Generic[Value]):
    """One place in a paper, or beside it, that tells a value."""

    value: Value
    weight: float
    words: str
    page: int | None = None
    line: int | None = None
    """Counted through the paper; None for what stands beside it, such as its file's name."""


@dataclass(frozen=True, slots=True)
class Settled(Generic[Value]):
    """The value that weighs most, the sign that tells it best, and the confidence, 0 to 1."""

    value: Value
    sign: Sign[Value]
    confidence: float


def sign_in(paragraph: Paragraph, value: Value, weight: float, words: str = "") -> Sign[Value]:
    """Return a sign that stands in a paragraph; `words` are the line or phrase, if not all of it."""
    unit = paragraph.unit
    return Sign(value, weight, words or paragraph.plain, unit.page, unit.lines[0])


def settle(
    signs: Iterable[Sign[Value]], same: Callable[[Value], Hashable] = lambda value: value
) -> Settled[Value] | None:
    """Return the value that weighs most; None where none weighs enough.

    `same` gives what is equal for two spellings of one value.
    """
    by_value: dict[Hashable, list[Sign[Value]]] = {}
    for sign in signs:
        by_value.setdefault(same(sign.value), []).append(sign)
    weighed: list[tuple[float, int, Sign[Value]]] = []
    for order, found in enumerate(by_value.values()):
        best = max(found, key=lambda sign: sign.weight)
        more = sum(max(0.0, sign.weight) for sign in found) - best.weight
        total = best.weight + min(MOST_AGREEING, AGREEING * more)
        weighed.append((total, -order, best))
    weighed.sort(key=lambda each: each[:2], reverse=True)
    if not weighed or weighed[0][0] < LEAST:
        return None
    total, _, best = weighed[0]
    rival = weighed[1][0] if len(weighed) > 1 else 0.0
    return Settled(best.value, best, confidence_of(total, rival))


def confidence_of(points: float, rival: float) -> float:
    """Return how sure a value is, 0 to 1, by its points and those of the next best value."""
    clear = 1 - 0.5 * math.exp(-max(0.0, points - max(0.0, rival)))
    return round((1 - math.exp(-points / SURE)) * clear, 3)


def basis_of(field: str, settled: Settled[Value]) -> Basis:
    """Return what tells a field, as it is kept with the paper."""
    sign = settled.sign
    return Basis(
        field,
        settled.value.isoformat() if isinstance(settled.value, date) else settled.value,
        " ".join(sign.words.split())[:MAX_WORDS],
        sign.page,
        sign.line,
        settled.confidence,
    )


def worth(basis: Basis, *, less: float) -> Basis:
    """Return a basis whose confidence is a share of what it was."""
    return replace(basis, confidence=round(basis.confidence * less, 3))
