"""Vectors with fewer numbers, so that a million of them fit into the memory of one process.

Kept are the axes along which a sample of the vectors differs most. What is nearest by them is
nearly what is nearest by all; whoever searches fetches more, and compares those by whole vectors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np

from qa.errors import LibraryError
from qa.protocols import Vectors

LENGTH = 128
"""Numbers of a shortened vector. Of 240 fetched by 128 numbers of 384, 60 are the true nearest to
.995; of as many fetched by 96 numbers, to .98."""
FILE = "shortened.npy"
"""The axes, in the folder of the index whose vectors are shortened."""


class Shortening:
    """Shortens vectors."""

    def __init__(self, axes: Vectors) -> None:
        """Take the axes, a column each."""
        self._axes = axes

    @classmethod
    def learnt(cls, sample: Vectors) -> Self:
        """Return what keeps most of a sample of vectors, a row each."""
        _, axes = np.linalg.eigh(sample.T @ sample)
        return cls(np.ascontiguousarray(axes[:, ::-1][:, :LENGTH], np.float32))

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return what shortens the vectors of an index; None where they are whole.

        Raises LibraryError where it is damaged.
        """
        try:
            return cls(np.load(folder / FILE, allow_pickle=False))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError) as error:
            raise LibraryError(
                f"{folder / FILE} cannot be used ({error}); run townclerk doctor, which mends it"
            ) from error

    def write(self, folder: Path) -> None:
        """Note it in the folder of an index."""
        np.save(folder / FILE, self._axes)

    def of(self, vectors: Vectors) -> Vectors:
        """Return vectors shortened, each of length 1; one, or a row each. Short ones stay."""
        if vectors.shape[-1] == self._axes.shape[1]:
            return vectors
        short = vectors @ self._axes
        unit: Vectors = short / np.maximum(np.linalg.norm(short, axis=-1, keepdims=True), 1e-9)
        return unit.astype(np.float32)
