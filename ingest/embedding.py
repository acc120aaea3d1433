"""Embed passages: each distinct text once, in batches whose vectors are kept as they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ingest.checkpoints import KeptVectors
from qa.papers import Paper, Passage
from qa.protocols import Embedder, Vectors

BATCH_PASSAGES = 256
"""Passages embedded at a time: a crash loses one batch. Larger batches are no quicker."""

PaperPassages = tuple[Paper, Sequence[Passage]]


@dataclass(slots=True)
class PassageEmbedder:
    """Embeds passages, each distinct text once: packs and re-issues repeat whole pages.

    Vectors are kept batch by batch until their papers are stored, and a run goes on with those
    of a run that was cut off. With `remembering`, a text that comes again in the same run is not
    embedded again: needed where all papers held get vectors of another model.
    """

    embedder: Embedder
    kept: KeptVectors
    remembering: bool = False
    _remembered: dict[bytes, Vectors] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.embedder.name

    def embed(self, papers: Sequence[PaperPassages]) -> list[Vectors]:
        """Return unit vectors for each paper, one row a passage, in order."""
        texts = [[_text_to_embed(p, paper) for p in passages] for paper, passages in papers]
        keys = [[self.kept.key(text) for text in own] for own in texts]
        known = self._remembered if self.remembering else {}
        known.update(self.kept.take_up((p.digest for p, _ in papers), self.embedder.dimension))
        wanted = {
            key: (text, paper.digest)
            for (paper, _), own_keys, own in zip(papers, keys, texts, strict=True)
            for key, text in zip(own_keys, own, strict=True)
            if key not in known
        }
        rows = list(wanted.items())
        for start in range(0, len(rows), BATCH_PASSAGES):
            batch = dict(rows[start : start + BATCH_PASSAGES])
            vectors = self.embedder.embed([text for text, _ in batch.values()])
            _, digest = next(iter(batch.values()))
            self.kept.keep(digest, list(batch), vectors)
            known.update(zip(batch, vectors, strict=True))
        none = np.zeros((0, self.embedder.dimension), dtype=np.float32)
        return [np.stack([known[key] for key in own]) if own else none for own in keys]

    def embed_paper(self, paper: Paper, passages: Sequence[Passage]) -> Vectors:
        """Return unit vectors for one paper, one row a passage, in order."""
        return self.embed([(paper, passages)])[0]

    def forget(self, digests: Iterable[str]) -> None:
        """Remove the vectors kept of papers that are stored, or that may not be."""
        self.kept.work.forget(digests)


def _text_to_embed(passage: Passage, paper: Paper) -> str:
    """Return what is embedded: the heading path, then the passage (ADR 0002)."""
    path = " > ".join(dict.fromkeys([paper.title[:120], *(h[:120] for h in passage.heading)]))
    return f"{path}\n{passage.text}"
