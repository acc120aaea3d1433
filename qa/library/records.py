"""What the catalogue keeps of a paper, and how it is written down and read back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from pydantic import TypeAdapter, ValidationError

from qa.errors import LibraryError
from qa.pages import Frame, PaperPage, WordPlace
from qa.papers import Item, Paper
from qa.passages import Passage
from qa.protocols import Vectors

VECTOR = np.float16
"""Vectors rest at half precision in the catalogue: 768 bytes instead of 1,536."""

PAPER = TypeAdapter(Paper)
ITEMS = TypeAdapter(tuple[Item, ...])
PASSAGE = TypeAdapter(Passage)
WORDS = TypeAdapter(tuple[WordPlace, ...])
FRAMES = TypeAdapter(tuple[Frame, ...])

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper ready to be stored: its parts, one vector a passage, and its file."""

    paper: Paper
    items: tuple[Item, ...]
    pages: tuple[PaperPage, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    source: Path
    origin: Path | None = None
    """Where the paper is from, where that is not `source`: its place in an archive or message."""


def read_record(kind: TypeAdapter[_Record], text: str | bytes) -> _Record:
    """Read back what the catalogue keeps. Raises LibraryError where it is damaged."""
    try:
        return kind.validate_json(text)
    except ValidationError:
        # Without its cause, whose words may hold the paper's text.
        raise LibraryError(
            "the catalogue cannot be read (a record of it is damaged); restore it from a backup, "
            "or remove the library's folder and ingest the papers again"
        ) from None


def vector_bytes(vector: Vectors) -> bytes:
    """Return a vector as the catalogue keeps it."""
    return vector.astype(VECTOR).tobytes()


def read_vector(data: bytes) -> Vectors:
    """Return a vector of the catalogue at single precision."""
    return np.frombuffer(data, dtype=VECTOR).astype(np.float32)
