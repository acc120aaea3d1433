"""The model as onnxruntime computes it, beside what sentence-transformers makes of the same."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from qa.backends.encoders.onnx_runtime import OnnxEmbedder, can_run
from qa.backends.sentence_transformers import (
    DEFAULT_MODEL,
    SentenceTransformersEmbedder,
    folder_of,
)

pytest.importorskip("onnx")
FOLDER = folder_of(DEFAULT_MODEL)
WORDS = "Cabinet resolved that the lease of the depot be varied and its rent of £12,400 reviewed"
TEXTS = [
    " ".join((WORDS.split() * 40)[: 1 + 9 * number]) + f" in year {number}" for number in range(40)
]
"""From a few words to more than the model reads."""


@pytest.fixture(scope="module")
def exact() -> OnnxEmbedder:
    return OnnxEmbedder(DEFAULT_MODEL, FOLDER, int8=False)


@pytest.fixture(scope="module")
def int8() -> OnnxEmbedder:
    return OnnxEmbedder(DEFAULT_MODEL, FOLDER, int8=True)


def test_float32_gives_the_vectors_of_sentence_transformers(exact: OnnxEmbedder) -> None:
    theirs = SentenceTransformersEmbedder(DEFAULT_MODEL)
    assert exact.dimension == theirs.dimension
    np.testing.assert_allclose(exact.embed(TEXTS), theirs.embed(TEXTS), atol=2e-5)


def test_int8_gives_nearly_the_same_vectors(exact: OnnxEmbedder, int8: OnnxEmbedder) -> None:
    likeness = (exact.embed(TEXTS) * int8.embed(TEXTS)).sum(axis=1)
    assert likeness.min() > 0.985
    assert likeness.mean() > 0.995


@pytest.mark.parametrize("form", ["exact", "int8"])
def test_a_text_has_the_same_vector_whatever_is_embedded_beside_it(
    form: str, request: pytest.FixtureRequest
) -> None:
    """So a paper embedded in two runs is the same as one embedded in one, to the last bit."""
    model: OnnxEmbedder = request.getfixturevalue(form)
    together = model.embed(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for place in (0, 7, 39):
        assert np.array_equal(model.embed([TEXTS[place]])[0], together[place])
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(model.embed, [TEXTS[start::4] for start in range(4)]))
    for start, part in enumerate(parts):
        assert np.array_equal(part, together[start::4])


def test_no_texts_give_no_rows_and_odd_ones_are_no_error(int8: OnnxEmbedder) -> None:
    assert int8.embed([]).shape == (0, int8.dimension)
    odd = int8.embed(["", "\ud83d", "\x00\u200b", "ŵ" * 5000])
    assert np.isfinite(odd).all()


def test_it_loads_no_torch_and_starts_no_thread_for_a_question() -> None:
    """The service forks its workers from a process that has loaded the model."""
    program = (
        "import os, sys; from qa.bootstrap import load_embedder; "
        f"load_embedder({DEFAULT_MODEL!r}).embed(['What was decided?']); "
        "print('torch' in sys.modules, len(os.listdir('/proc/self/task')))"
    )
    root = Path(__file__).resolve().parents[4]
    path = [str(root), *(entry for entry in sys.path if entry)]
    environment = {"PATH": "", "PYTHONPATH": ":".join(path), "OPENBLAS_NUM_THREADS": "1"}
    told = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    )
    assert told.stdout.split() == ["False", "1"]


def copied(folder: Path, changed: str, **changes: object) -> Path:
    """Make a folder of the same model in which a file has other settings."""
    for path in FOLDER.rglob("*"):
        place = folder / path.relative_to(FOLDER)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.symlink_to(path)
    old = json.loads((FOLDER / changed).read_text())
    (folder / changed).unlink()
    (folder / changed).write_text(json.dumps({**old, **changes}))
    return folder


@pytest.mark.parametrize(
    ("changed", "changes"),
    [
        ("config.json", {"model_type": "mpnet"}),
        ("config.json", {"hidden_act": "relu"}),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": False}),
        ("config_sentence_transformers.json", {"default_prompt_name": "query"}),
    ],
)
def test_a_model_that_works_otherwise_is_left_to_sentence_transformers(
    tmp_path: Path, changed: str, changes: dict[str, object]
) -> None:
    assert can_run(FOLDER)
    assert not can_run(copied(tmp_path, changed, **changes))


def test_a_folder_with_damaged_settings_is_left_to_it_too(tmp_path: Path) -> None:
    folder = copied(tmp_path, "config.json")
    (folder / "config.json").write_text("{")
    assert not can_run(folder)
    assert not can_run(tmp_path / "nowhere")
