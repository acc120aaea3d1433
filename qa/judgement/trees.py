"""Boosted regression trees as data: evaluated here, fitted in `eval.tuning.judgement`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees whose values are summed. The arrays have shape (trees, most nodes of one)."""

    base: float
    """What is added to the sum."""
    feature: Numbers
    """The column that a node compares; -1 in a leaf."""
    threshold: Floats
    """Up to and with this value, the left node is next."""
    left: Numbers
    right: Numbers
    value: Floats
    """What a leaf adds."""

    def predict(self, rows: Floats) -> Floats:
        """Return a score for each row, in log odds; `rows` has shape (rows, features)."""
        trees, count = np.arange(len(self.feature))[None, :], np.arange(len(rows))[:, None]
        at = np.zeros((len(rows), len(self.feature)), np.int64)
        while True:
            feature = self.feature[trees, at]
            inner = feature >= 0
            if not inner.any():
                total: Floats = self.value[trees, at].sum(axis=1) + self.base
                return total
            lower = rows[count, np.maximum(feature, 0)] <= self.threshold[trees, at]
            down = np.where(lower, self.left[trees, at], self.right[trees, at])
            at = np.where(inner, down, at)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Trees:
        """Return the trees that `write` wrote."""
        nodes: Sequence[Sequence[Sequence[float]]] = data["trees"]
        table = np.zeros((len(nodes), max(map(len, nodes)), 5))
        table[:, :, 0] = -1
        for number, tree in enumerate(nodes):
            table[number, : len(tree)] = tree
        feature, left, right = (table[:, :, column].astype(np.int64) for column in (0, 2, 3))
        return cls(data["base"], feature, table[:, :, 1], left, right, table[:, :, 4])

    def write(self) -> dict[str, Any]:
        """Return the trees as plain data: of each node feature, threshold, left, right, value."""
        ends = np.maximum(self.left.max(axis=1), self.right.max(axis=1))
        columns = (self.feature, self.threshold, self.left, self.right, self.value)
        return {
            "base": self.base,
            "trees": [
                [[column[tree, node].item() for column in columns] for node in range(count)]
                for tree, count in enumerate(int(end) + 1 for end in ends)
            ],
        }
