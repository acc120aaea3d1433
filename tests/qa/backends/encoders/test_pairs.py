"""A cross-encoder as onnxruntime computes it, over a small graph that is written here."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from qa.backends.encoders.pairs import MODEL, TOKENIZER, TOKENS, OnnxReranker, can_score
from qa.bootstrap import load_reranker
from qa.errors import SettingsError

WORDS = ["[UNK]", *"who moved it the motion on lease carried rent paid for".split()]  # noqa: SIM905
TEXTS = ["the motion on the lease carried", "rent", "who moved it for the rent paid", ""]


def write_reranker(folder: Path, *, takes: str = "input_ids") -> Path:
    """Write a folder whose model gives the sum of its token numbers as the score of a pair."""
    folder.mkdir(exist_ok=True)
    words = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / TOKENIZER))
    graph = helper.make_graph(
        [
            helper.make_node("Cast", [takes], ["numbers"], to=TensorProto.FLOAT),
            helper.make_node("ReduceSum", ["numbers", "axes"], ["logits"], keepdims=1),
        ],
        "sum",
        [helper.make_tensor_value_info(takes, TensorProto.INT64, [None, None])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [None, 1])],
        [numpy_helper.from_array(np.array([1], np.int64), "axes")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / MODEL))
    return folder


def test_each_text_gets_the_logit_of_its_pair_in_order(tmp_path: Path) -> None:
    folder = write_reranker(tmp_path)
    assert can_score(folder)
    model = OnnxReranker("sum", folder, threads=2)
    asked = sum(WORDS.index(word) for word in ["who", "moved"])
    worked = [asked + sum(WORDS.index(word) for word in text.split()) for text in TEXTS]
    found = model.scores("who moved", TEXTS)
    assert found.dtype == np.float32 and found.tolist() == worked
    assert model.scores("who moved", []).shape == (0,)
    assert OnnxReranker("sum", folder, threads=1).scores("who moved", TEXTS).tolist() == worked
    for text, score in zip(TEXTS, worked, strict=True):
        assert model.scores("who moved", [text]).tolist() == [score]


def test_a_long_text_is_cut_and_odd_letters_are_no_error(tmp_path: Path) -> None:
    model = OnnxReranker("sum", write_reranker(tmp_path), threads=1)
    long = " ".join(["rent"] * 10 * TOKENS)
    asked = WORDS.index("who")
    assert model.scores("who", [long]).tolist() == [asked + (TOKENS - 1) * WORDS.index("rent")]
    assert np.isfinite(model.scores("\ud83d", ["\x00", "who \udc00"])).all()


def test_loading_it_starts_no_thread(tmp_path: Path) -> None:
    """The service forks its workers from a process that has loaded the model."""
    before = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    model = load_reranker(str(write_reranker(tmp_path)), threads=1)
    assert model is not None
    model.scores("who moved", TEXTS)
    assert len(os.listdir("/proc/self/task")) == before  # noqa: PTH208


def test_a_damaged_folder_or_another_kind_of_model_is_refused_with_what_to_do(
    tmp_path: Path,
) -> None:
    other = write_reranker(tmp_path / "other", takes="pixels")
    with pytest.raises(SettingsError, match="takes pixels; export one that takes input_ids"):
        OnnxReranker("other", other)
    damaged = write_reranker(tmp_path / "damaged")
    (damaged / MODEL).write_bytes(b"no graph")
    with pytest.raises(SettingsError, match=r"put back its model\.onnx .*TOWNCLERK_RERANKER"):
        load_reranker(str(damaged))


def test_off_leaves_out_the_embedded_reader_too() -> None:
    assert load_reranker("off") is None
    assert load_reranker() is not None
