import json
from pathlib import Path

import numpy as np
import pytest

from ingest.standing import model
from ingest.standing.model import CLASSES, Model, digest_of, read_model


def test_the_weights_that_come_with_the_project_are_whole() -> None:
    found = read_model()
    assert found.weights.shape == (len(found.vocabulary), len(CLASSES))
    assert np.isfinite(found.weights).all()


def test_weights_are_kept_with_how_they_were_made_and_their_digest(tmp_path: Path) -> None:
    weights = np.array([[1.0, 0, 0, 0, 0, 0, -1.0]])
    Model({"verb=act": 0}, weights, np.zeros(len(CLASSES))).save(tmp_path / "w.json", "by hand")
    read = json.loads((tmp_path / "w.json").read_text())
    assert read["made"] == "by hand"
    assert read["digest"] == digest_of(read["bias"], read["weights"])


def test_damaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = np.array([[1.0, 0, 0, 0, 0, 0, -1.0]])
    folder = tmp_path / "data"
    folder.mkdir()
    Model({"verb=act": 0}, weights, np.zeros(len(CLASSES))).save(folder / model.MODEL, "by hand")
    text = (folder / model.MODEL).read_text()
    (folder / model.MODEL).write_text(text.replace("1.0", "9.0", 1))
    monkeypatch.setattr(model, "files", lambda _: tmp_path)
    read_model.cache_clear()
    with pytest.raises(ValueError, match="damaged"):
        read_model()
    monkeypatch.undo()
    read_model.cache_clear()
