"""A library built in one form and asked in another gives the same hits."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from qa.backends.encoders.onnx_runtime import OnnxEmbedder
from qa.backends.sentence_transformers import DEFAULT_MODEL, folder_of

pytest.importorskip("onnx")
SAMPLES = Path(__file__).resolve().parents[4] / "samples"


def test_questions_find_the_same_passages_of_the_samples_in_either_form() -> None:
    """Questions are embedded in float32 always; here the passages are, and are in int8."""
    folder = folder_of(DEFAULT_MODEL)
    exact, int8 = (OnnxEmbedder(DEFAULT_MODEL, folder, int8=form) for form in (False, True))
    paragraphs = [
        part
        for path in sorted((SAMPLES / "text").rglob("*"))
        if path.is_file()
        for part in path.read_text("utf-8").split("\n\n")
        if len(part.split()) > 15
    ]
    lines = (SAMPLES / "gold.jsonl").read_text("utf-8").splitlines()
    asked = exact.embed([str(json.loads(line)["question"]) for line in lines])
    ranks = [np.argsort(-(asked @ form.embed(paragraphs).T), axis=1) for form in (exact, int8)]
    same_first = np.mean(ranks[0][:, 0] == ranks[1][:, 0])
    shared = [len({*a} & {*b}) / 10 for a, b in zip(*(r[:, :10] for r in ranks), strict=True)]
    assert len(paragraphs) > 50
    assert same_first >= 0.9
    assert np.mean(shared) >= 0.93
