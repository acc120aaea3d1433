"""What the parts ask of one another, described by what the caller gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.answers import Answer
from qa.passages import Hit
from qa.question import Question

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors, one row a text, in order."""

    name: str

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 unit vectors of shape (len(texts), dimension)."""
        ...


class PassageIndex(Protocol):
    """Finds passages near a vector."""

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Return at most k (passage id, cosine similarity), best first."""
        ...


class Searcher(Protocol):
    """Finds the passages that bear on a question."""

    def search(self, question: Question, k: int) -> list[Hit]:
        """Return at most k hits, best first, ranked from 1."""
        ...


class Asker(Protocol):
    """Answers a question from the papers held; `qa.answerer.Answerer` is the real one."""

    def ask(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
    ) -> Answer:
        """Answer with quotes, or say why not. Raises QuestionError on an unusable question.

        `previous` are the questions asked before it, oldest first; with `as_at`, papers of
        later meetings are not searched.
        """
        ...


class LanguageModel(Protocol):
    """Writes text after instructions."""

    name: str

    def write(self, system: str, request: str) -> Iterator[str]:
        """Yield what it writes, piece by piece. Raises LanguageModelError where it cannot."""
        ...
