"""Embed passages: each distinct text once, in batches whose vectors are kept as they come.

A kept vector lies under a digest of the model's name and the text, never with the text. Only what
may be searched is embedded, so nothing is kept of what is withheld.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from ingest.checkpoints import KeptWork
from qa.papers import Paper, Passage
from qa.protocols import Embedder, Vectors

PaperPassages = tuple[Paper, Sequence[Passage]]
BATCH_PASSAGES = 256
"""Passages embedded at a time: a crash loses one batch. Larger batches are no quicker."""


NONE_MADE: Mapping[str, Vectors] = MappingProxyType({})


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

    def embed(
        self, papers: Sequence[PaperPassages], made: Mapping[str, Vectors] = NONE_MADE
    ) -> list[Vectors]:
        """Return unit vectors for each paper, one row a passage, in order.

        `made` are {digest of a paper: vectors of its passages} that were made elsewhere.
        """
        texts = [[_text_to_embed(p, paper) for p in passages] for paper, passages in papers]
        keys = [[self.kept.key(self.name, text) for text in own] for own in texts]
        known = self._remembered if self.remembering else {}
        known.update(self.kept.take_up((p.digest for p, _ in papers), self.embedder.dimension))
        for (paper, _), own in zip(papers, keys, strict=True):
            if paper.digest in made:
                known.update(zip(own, made[paper.digest], strict=True))
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


NUMBER = np.dtype("<f4")
"""Single precision, as the model gives it, so that a paper embedded in two runs is the same."""


@dataclass(frozen=True, slots=True)
class KeptVectors:
    """The vectors that models made, batch by batch, each batch under a paper's digest."""

    work: KeptWork

    def key(self, model: str, text: str) -> bytes:
        """Return the key of a text embedded by the model of this name."""
        return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "replace")).digest()

    def keep(self, digest: str, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep a batch beside those kept before; one that cannot be kept is no error."""
        dimension = vectors.shape[1]
        batch = b"%d\n" % dimension + b"".join(keys) + vectors.astype(NUMBER).tobytes()
        self.work.keep(digest, max(self.work.numbers(digest), default=0) + 1, batch)

    def take_up(self, digests: Iterable[str], dimension: int) -> dict[bytes, Vectors]:
        """Return {key: vector} for all vectors of this length that are kept of these papers."""
        found: dict[bytes, Vectors] = {}
        for digest in digests:
            for piece in self.work.pieces(digest):
                found.update(_read_batch(piece, dimension))
        return found


KEY_BYTES = hashlib.sha256().digest_size


def _read_batch(piece: bytes, dimension: int) -> dict[bytes, Vectors]:
    """Return {key: vector} of a batch; nothing where its vectors have another length."""
    head, _, body = piece.partition(b"\n")
    row = KEY_BYTES + dimension * NUMBER.itemsize
    if head != b"%d" % dimension or len(body) % row:
        return {}
    count = len(body) // row
    keys = (body[place : place + KEY_BYTES] for place in range(0, count * KEY_BYTES, KEY_BYTES))
    vectors = np.frombuffer(body, NUMBER, offset=count * KEY_BYTES).reshape(count, dimension)
    return dict(zip(keys, vectors.astype(np.float32), strict=True))


def embed_passages(embedder: Embedder, paper: Paper, passages: Sequence[Passage]) -> Vectors:
    """Return unit vectors for one paper, one row a passage, in order; nothing is kept."""
    texts = [_text_to_embed(passage, paper) for passage in passages]
    rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    distinct = list(rows)
    batches = [
        embedder.embed(distinct[start : start + BATCH_PASSAGES])
        for start in range(0, len(distinct), BATCH_PASSAGES)
    ]
    none = np.zeros((0, embedder.dimension), dtype=np.float32)
    made: Vectors = np.concatenate([none, *batches])[[rows[text] for text in texts]]
    return made


def _text_to_embed(passage: Passage, paper: Paper) -> str:
    """Return what is embedded: the heading path, then the passage (ADR 0002)."""
    path = " > ".join(dict.fromkeys([paper.title[:120], *(h[:120] for h in passage.heading)]))
    return f"{path}\n{passage.text}"
