"""What of a passage is embedded; each text only once, and batch by batch, so that work is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ingest.checkpoints import KeptVectors
from qa.papers import Paper, Passage
from qa.protocols import Embedder, Vectors

PaperPassages = tuple[Paper, Sequence[Passage]]


@dataclass(slots=True)
class PassageEmbedder:
    """Embeds passages, each distinct text once: packs and re-issues repeat whole pages.

    Vectors are kept batch by batch until their papers are stored; those of a run that was cut
    off are taken up. With `remembering` a text that comes again in the same run is not embedded
    again: papers embedded anew are then read anew as well.
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
        texts = [[embedding_text(p, paper) for p in passages] for paper, passages in papers]
        keys = [[self.kept.key(text) for text in own] for own in texts]
        known = self._remembered if self.remembering else {}
        known.update(self.kept.take_up((p.digest for p, _ in papers), self.embedder.dimension))
        wanted = {
            key: (text, paper.digest)
            for (paper, _), own_keys, own in zip(papers, keys, texts, strict=True)
            for key, text in zip(own_keys, own, strict=True)
            if key not in known
        }
        for batch in _batches(wanted):
            known.update(self._embed_batch(batch))
        none = np.zeros((0, self.embedder.dimension), dtype=np.float32)
        return [np.stack([known[key] for key in own]) if own else none for own in keys]

    def _embed_batch(self, batch: Mapping[bytes, tuple[str, str]]) -> dict[bytes, Vectors]:
        vectors = self.embedder.embed([text for text, _ in batch.values()])
        _, digest = next(iter(batch.values()))
        self.kept.keep(digest, list(batch), vectors)
        return dict(zip(batch, vectors, strict=True))

    def embed_paper(self, paper: Paper, passages: Sequence[Passage]) -> Vectors:
        """Return unit vectors for one paper, one row a passage, in order."""
        return self.embed([(paper, passages)])[0]

    def forget(self, digests: Iterable[str]) -> None:
        """Remove what is kept of papers that are stored, or may not be."""
        self.kept.work.forget(digests)


def embedding_text(passage: Passage, paper: Paper) -> str:
    """Return what is embedded: the heading path, then the passage (see docs/adr)."""
    path = " > ".join(dict.fromkeys([paper.title[:120], *(h[:120] for h in passage.heading)]))
    return f"{path}\n{passage.text}"


BATCH_PASSAGES = 256
"""Passages embedded at a time, so that a crash costs no more. More at a time are no quicker."""


def _batches(wanted: Mapping[bytes, tuple[str, str]]) -> Iterator[dict[bytes, tuple[str, str]]]:
    rows = list(wanted.items())
    for start in range(0, len(rows), BATCH_PASSAGES):
        yield dict(rows[start : start + BATCH_PASSAGES])
