"""The embedding model as onnxruntime computes it, without torch, which takes seconds to load.

Each text goes through the model by itself, and several at a time, one thread each. So nothing is
padded, and a text has the same vector whatever is embedded beside it and however many threads
there are.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from qa.protocols import Vectors
from qa.timing import stage

NEEDED = ("onnx", "onnxruntime", "safetensors", "tokenizers")
FILES = ("config.json", "modules.json", "model.safetensors", "tokenizer.json")
TOKENS = 512
"""Of the longest text, where the model does not say less."""
ERRORS_ONLY = 3


def can_run(folder: Path) -> bool:
    """Whether a folder holds a model that can be computed here: a BERT, the mean over its tokens.

    Other models, and a name on a hub, are left to sentence-transformers.
    """
    if any(find_spec(name) is None for name in NEEDED):
        return False
    if not all((folder / name).is_file() for name in FILES):
        return False
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
        pooling = folder / str(modules[1]["path"]) / "config.json"
        pooled = json.loads(pooling.read_text(encoding="utf-8"))
        more = folder / "config_sentence_transformers.json"
        prompted = json.loads(more.read_text(encoding="utf-8")) if more.is_file() else {}
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return False
    means = [name for name, on in pooled.items() if name.startswith("pooling_mode") and on is True]
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
        and not prompted.get("default_prompt_name")
        and not any((prompted.get("prompts") or {}).values())
        and means == ["pooling_mode_mean_tokens"]
    )


class OnnxEmbedder:
    """Turns texts into unit vectors. Safe to call from several threads."""

    def __init__(self, name: str, folder: Path, *, int8: bool) -> None:
        """Load the model in a folder that `can_run` has found good, under a name."""
        from tokenizers import Tokenizer

        from qa.backends.encoders.graph import write_graph

        graph, self._embeddings = write_graph(folder, int8=int8)
        self._session = session_of(graph)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        longest = min(_longest(folder), len(self._embeddings.places))
        self._tokenizer.enable_truncation(longest)
        self.name = name
        self.form = "int8" if int8 else "float32"
        self.dimension = int(self._embeddings.words.shape[1])

    @stage("embedding the question")
    def embed_question(self, question: str) -> Vectors:
        """Return the float32 unit vector of a question, of shape (dimension,)."""
        return self._encode(question)

    @stage("embedding passages")
    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 unit vectors of shape (len(texts), dimension), of passages."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if len(texts) == 1:
            return self._encode(texts[0])[np.newaxis]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # The longest first, so that no thread is left alone with one.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        found = self._workers.map(lambda place: self._encode(texts[place]), order)
        for place, vector in zip(order, found, strict=True):
            vectors[place] = vector
        return vectors

    def _encode(self, text: str) -> Vectors:
        tokens = self._tokenizer.encode(readable(text)).ids
        [rows] = self._session.run(None, {"text": self._embeddings.of(tokens)})
        vector: Vectors = np.asarray(rows, np.float32)[0]
        unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return unit

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        with _STARTING:
            return ThreadPoolExecutor(processors(), "embed")


_STARTING = threading.Lock()


def session_of(graph: bytes | str) -> Any:
    """Open a graph, its bytes or the path of its file, to be run on the thread that asks."""
    # It would send to its makers what it is used for, on a thread of its own.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # The threads are ours, a text each; and a process that forks may have none.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = ERRORS_ONLY
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def readable(text: str) -> str:
    """Return a text that a tokenizer takes, without halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode()


def processors() -> int:
    """Return how many threads may compute at once: OMP_NUM_THREADS, else the processors."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _longest(folder: Path) -> int:
    """Return the most tokens that a text of the model may have."""
    path = folder / "sentence_bert_config.json"
    if not path.is_file():
        return TOKENS
    return int(json.loads(path.read_text(encoding="utf-8")).get("max_seq_length") or TOKENS)
