"""Vectors of passages whose papers are not yet stored: the dearest of what a cut-off run did.

A vector lies under a digest of the model's name and the text, never with the text. Only what may
be searched is embedded, so nothing is kept of what is withheld.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.kept_work import KeptWork
from qa.protocols import Vectors

KEY_BYTES = hashlib.sha256().digest_size
NUMBER = np.dtype("<f4")
"""As the model gives them, so that a paper embedded in two runs is as one embedded in one."""


@dataclass(frozen=True, slots=True)
class KeptVectors:
    """The vectors that one model made, batch by batch, each batch under a paper's digest."""

    work: KeptWork
    model: str

    def key(self, text: str) -> bytes:
        """Return what stands for a text embedded by this model."""
        return hashlib.sha256(f"{self.model}\0{text}".encode("utf-8", "replace")).digest()

    def keep(self, digest: str, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep a batch beside those kept before; one that cannot be kept is no error."""
        dimension = vectors.shape[1]
        batch = b"%d\n" % dimension + b"".join(keys) + vectors.astype(NUMBER).tobytes()
        self.work.keep(digest, max(self.work.numbers(digest), default=0) + 1, batch)

    def take_up(self, digests: Iterable[str], dimension: int) -> dict[bytes, Vectors]:
        """Return {key: vector} of all that is kept of papers and has this length."""
        found: dict[bytes, Vectors] = {}
        for digest in digests:
            for piece in self.work.pieces(digest):
                found.update(_read_batch(piece, dimension))
        return found


def _read_batch(piece: bytes, dimension: int) -> dict[bytes, Vectors]:
    """Return {key: vector} of a batch; of one whose vectors are of another length, nothing."""
    head, _, body = piece.partition(b"\n")
    row = KEY_BYTES + dimension * NUMBER.itemsize
    if head != b"%d" % dimension or len(body) % row:
        return {}
    count = len(body) // row
    keys = (body[place : place + KEY_BYTES] for place in range(0, count * KEY_BYTES, KEY_BYTES))
    vectors = np.frombuffer(body, NUMBER, offset=count * KEY_BYTES).reshape(count, dimension)
    return dict(zip(keys, vectors.astype(np.float32), strict=True))
