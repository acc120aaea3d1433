"""What goes between the library's machine and a node: papers there, what was made of them back.

A parcel is sealed under a key that is made at random for one run. Ray keeps what is large in shared
memory, and on a disk where memory is short; there it holds nothing but sealed bytes. The key goes
along with each task by itself. No parcel is a pickle: a head of JSON that is checked, then bytes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import numpy as np
from pydantic import TypeAdapter, ValidationError

from ingest.checkpoints import WorkOnPaper, take_up
from ingest.sandbox.wire import TransferError
from qa.protocols import Vectors

Pieces = Mapping[int, bytes]
"""{number: work kept on a paper}, such as what OCR saw on a page; see `ingest.checkpoints`."""


@dataclass(frozen=True, slots=True)
class Order:
    """A paper to be read, and the settings that bear on reading it."""

    name: str
    """The file's name without its folders."""
    ending: str
    """The ending that its content is compared with; empty for one that means nothing."""
    digest: str
    languages: str
    """Of scanned pages, as in `ScanReading`."""
    passage_words: int
    admitted: tuple[str, ...] = ()
    """Keys of what the administrator has let in of this file."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a paper on a node."""

    answer: bytes = b""
    """What was understood, as the child process writes it; empty where it could not be read."""
    vectors: Vectors | None = None
    """Of its passages, one row each; None of a paper without any."""
    pieces: Pieces = field(default_factory=dict)
    """Work that was done on it and is to be kept until it is stored."""
    refused: str = ""
    """Why it could not be read."""
    again: bool = False
    """Whether another try may succeed."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the bytes of a parcel; a length for each run of bytes."""

    lengths: tuple[int, ...]
    pieces: tuple[int, ...] = ()
    """The numbers of the pieces, which come last."""
    order: Order | None = None
    dimension: int = 0
    refused: str = ""
    again: bool = False


_HEAD = TypeAdapter(_Head)
LENGTH_BYTES = 8
NUMBER = np.dtype("<f4")


def pack_order(order: Order, paper: bytes, pieces: Pieces) -> bytes:
    """Write an order with the paper's bytes and the work kept on it."""
    return _pack([paper], pieces, order=order)


def unpack_order(data: bytes) -> tuple[Order, bytes, Pieces]:
    """Return an order, the paper's bytes and the work kept on it. Raises TransferError."""
    head, [paper], pieces = _unpack(data, 1)
    if head.order is None:
        raise TransferError("no order")
    return head.order, paper, pieces


def pack_reply(reply: Reply) -> bytes:
    """Write a reply."""
    vectors, dimension = b"", 0
    if reply.vectors is not None:
        vectors, dimension = reply.vectors.astype(NUMBER).tobytes(), reply.vectors.shape[1]
    return _pack(
        [reply.answer, vectors],
        reply.pieces,
        dimension=dimension,
        refused=reply.refused,
        again=reply.again,
    )


def unpack_reply(data: bytes) -> Reply:
    """Return a reply. Raises TransferError."""
    head, [answer, numbers], pieces = _unpack(data, 2)
    vectors = None
    if head.dimension:
        if head.dimension < 0 or len(numbers) % (head.dimension * NUMBER.itemsize):
            raise TransferError("vectors of no length")
        vectors = np.frombuffer(numbers, NUMBER).reshape(-1, head.dimension).astype(np.float32)
        if not np.isfinite(vectors).all():
            raise TransferError("vectors that are no numbers")
    return Reply(answer, vectors, pieces, head.refused, head.again)


def kept_pieces(work: WorkOnPaper) -> dict[int, bytes]:
    """Return all undamaged work that is kept on a paper."""
    found = {number: take_up(work.folder, number) for number in work.kept.numbers(work.digest)}
    return {number: piece for number, piece in found.items() if piece is not None}


def _pack(runs: Sequence[bytes], pieces: Pieces, **more: object) -> bytes:
    runs = [*runs, *pieces.values()]
    lengths = tuple(len(run) for run in runs)
    head = _HEAD.dump_json(_Head(lengths, tuple(pieces), **more))  # type: ignore[arg-type]
    return b"".join([len(head).to_bytes(LENGTH_BYTES, "big"), head, *runs])


def _unpack(data: bytes, plain: int) -> tuple[_Head, list[bytes], dict[int, bytes]]:
    """Return the head, so many runs of bytes, and the pieces by number. Raises TransferError."""
    start = LENGTH_BYTES + int.from_bytes(data[:LENGTH_BYTES], "big")
    try:
        head = _HEAD.validate_json(data[LENGTH_BYTES:start], strict=True, extra="forbid")
    except (ValidationError, ValueError):
        head = None  # told outside, so that no part of what came is shown
    ends = list(accumulate(head.lengths, initial=start)) if head is not None else []
    if (
        head is None
        or len(head.lengths) != plain + len(head.pieces)
        or min(head.lengths) < 0
        or ends[-1] != len(data)
    ):
        raise TransferError("a parcel that is not whole")
    runs = [data[first:last] for first, last in pairwise(ends)]
    return head, runs[:plain], dict(zip(head.pieces, runs[plain:], strict=True))


# The seal

KEY_BITS = 256
NONCE_BYTES = 12


def new_key() -> bytes:
    """Return a key for one run."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM.generate_key(KEY_BITS)


def seal(key: bytes, data: bytes) -> bytes:
    """Return bytes that only who has the key can read or change (AES-GCM)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, None)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """Return what was sealed. Raises TransferError where it was not, or not with this key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        pass
    raise TransferError("a parcel that is not sealed as it should be")
