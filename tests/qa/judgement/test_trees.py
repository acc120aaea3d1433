"""Trees as data give what scikit-learn's own give, and can be read again."""

from __future__ import annotations

import json

import numpy as np
import pytest

from qa.judgement.trees import Trees

STUMP = [[0, 0.5, 1, 2, 0.0], [-1, 0.0, 0, 0, -2.0], [-1, 0.0, 0, 0, 3.0]]
"""One comparison of the first column, and two leaves."""


def test_the_values_of_the_leaves_are_summed() -> None:
    alone = [[-1, 0.0, 0, 0, 0.25]]
    trees = Trees.read({"base": 1.0, "trees": [STUMP, alone]})
    assert trees.predict(np.array([[0.5, 9.0], [0.6, 9.0]])).tolist() == [-0.75, 4.25]
    assert trees.predict(np.zeros((0, 2))).shape == (0,)


def test_trees_are_read_as_they_were_written() -> None:
    trees = Trees.read({"base": 1.0, "trees": [STUMP, [[-1, 0.0, 0, 0, 0.25]]]})
    again = Trees.read(json.loads(json.dumps(trees.write())))
    rows = np.random.default_rng(1).random((50, 1))
    assert np.array_equal(trees.predict(rows), again.predict(rows))


def test_fitted_trees_score_as_the_library_that_fitted_them() -> None:
    pytest.importorskip("sklearn", reason="fitting needs scikit-learn")
    from sklearn.ensemble import HistGradientBoostingClassifier

    from eval.tuning.judgement import trees_of

    chance = np.random.default_rng(2)
    rows = chance.normal(size=(400, 5))
    wanted = rows[:, 0] + rows[:, 1] * rows[:, 2] > 0.3
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=6, random_state=0)
    model.fit(rows, wanted)
    found = trees_of(model).predict(rows)
    assert np.allclose(found, model.decision_function(rows), atol=0.01)
