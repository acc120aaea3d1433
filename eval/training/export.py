"""The trained reader as a folder that onnxruntime computes: weights in int8, and the tokenizer."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch

from eval.training.model import Pair, ReaderModel, batch
from qa.backends.encoders.pairs import CARD, INPUTS, MODEL, TOKENIZER

OPSET = 17
KEPT = "weights.pt"
"""The weights in float32, to go on from."""


def begin_with(folder: Path | None) -> tuple[ReaderModel, Path]:
    """Return a model that begins as the embedding model, or as one that was kept in a folder.

    With it comes the embedding model's folder, which has the tokenizer.
    """
    from qa.backends.sentence_transformers import DEFAULT_MODEL, folder_of

    encoder = folder_of(DEFAULT_MODEL)
    model = ReaderModel(encoder)
    if folder is not None:
        model.load_state_dict(torch.load(folder / KEPT, weights_only=True))
    return model, encoder


def keep(model: ReaderModel, folder: Path) -> None:
    """Write a model's weights to a folder, to go on from."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / KEPT)


def export(model: ReaderModel, encoder: Path, folder: Path, made: Mapping[str, object]) -> None:
    """Write a model in int8 to a folder, with the tokenizer, and what it was made with."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    model.encoder.set_attn_implementation("sdpa")
    example = batch([Pair((1, 2, 3, 4, 5), head=3)])
    shape = {0: "pairs", 1: "tokens"}
    with tempfile.TemporaryDirectory() as beside, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(beside) / MODEL
        torch.onnx.export(
            model,
            tuple(example[name] for name in INPUTS),
            str(whole),
            input_names=list(INPUTS),
            output_names=["answers", "places"],
            dynamic_axes={**dict.fromkeys(INPUTS, shape), "answers": {0: "pairs"}, "places": shape},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / MODEL, weight_type=QuantType.QInt8, per_channel=True)
    shutil.copyfile(encoder / TOKENIZER, folder / TOKENIZER)
    digest = hashlib.sha256((folder / MODEL).read_bytes()).hexdigest()
    card = json.dumps({"digest": digest, **made}, indent=1, ensure_ascii=False)
    (folder / CARD).write_text(f"{card}\n", encoding="utf-8")
