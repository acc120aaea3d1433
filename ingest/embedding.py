"""What of a passage is embedded, and each text only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from qa.papers import Paper, Passage
from qa.protocols import Embedder, Vectors


def embedding_text(passage: Passage, paper: Paper) -> str:
    """Return what is embedded: the heading path, then the passage (see docs/adr)."""
    path = " > ".join(dict.fromkeys([paper.title[:120], *(h[:120] for h in passage.heading)]))
    return f"{path}\n{passage.text}"


def embed_once(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """Embed texts, each distinct text once: packs and re-issues repeat whole pages."""
    distinct: dict[str, int] = {}
    for text in texts:
        distinct.setdefault(text, len(distinct))
    vectors = embedder.embed(list(distinct))
    return vectors[[distinct[text] for text in texts]]


def embedding_of(embedder: Embedder) -> Callable[[Paper, Sequence[Passage]], Vectors]:
    """Return a function that embeds a paper's passages."""
    return lambda paper, passages: embed_once(
        [embedding_text(passage, paper) for passage in passages], embedder
    )


class Remembering:
    """Embeds each text once in a run: papers embedded anew are then read anew as well."""

    def __init__(self, embedder: Embedder) -> None:
        """Take the embedder that does the work."""
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._held: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, one row a text, in order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        self._held.update(zip(new, self._embedder.embed(new), strict=True))
        if not texts:
            return self._embedder.embed([])
        return np.stack([self._held[text] for text in texts])
