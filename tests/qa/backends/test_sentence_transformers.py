"""The embedder itself: the same vectors however many texts come at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from qa.backends.sentence_transformers import BATCH, SentenceTransformersEmbedder

SENTENCE = "Cabinet resolved that the lease of the depot be varied and its rent reviewed"
WORDS = SENTENCE.split(" ")


@pytest.fixture(scope="module")
def embedder() -> Iterator[SentenceTransformersEmbedder]:
    """A model of its own on two threads, also where `check` gives each test process one."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield SentenceTransformersEmbedder()
    torch.set_num_threads(before)


def _texts(number: int) -> list[str]:
    return [" ".join((WORDS * 12)[: 3 + (7 * i) % 120]) + f" in year {i}" for i in range(number)]


def test_texts_embedded_together_are_embedded_as_alone_and_in_order(
    embedder: SentenceTransformersEmbedder,
) -> None:
    """Batches are sorted by length and go through several threads; the rows must come back."""
    texts = _texts(5 * BATCH + 3)
    together = embedder.embed(texts)
    assert together.shape == (len(texts), embedder.dimension)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for place in (0, 1, BATCH, len(texts) - 1):
        alone = embedder.embed([texts[place]])[0]
        likeness = together @ alone
        assert likeness[place] == pytest.approx(1, abs=2e-3)
        assert likeness.argmax() == place


def test_threads_are_as_before_once_many_texts_were_embedded(
    embedder: SentenceTransformersEmbedder,
) -> None:
    """The workers' single threads must not become everybody's."""
    import torch

    before = torch.get_num_threads()
    embedder.embed(_texts(3 * BATCH))
    with ThreadPoolExecutor(1) as later:
        assert later.submit(torch.get_num_threads).result() == before
    assert torch.get_num_threads() == before


def test_callers_side_by_side_get_their_own_vectors(
    embedder: SentenceTransformersEmbedder,
) -> None:
    """Several requests may embed at once."""
    texts = _texts(4 * BATCH)
    whole = embedder.embed(texts)
    parts = [texts[start::4] for start in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for start, vectors in enumerate(pool.map(embedder.embed, parts)):
            np.testing.assert_allclose(vectors, whole[start::4], atol=2e-2)


def test_no_texts_give_no_rows(embedder: SentenceTransformersEmbedder) -> None:
    """An empty list is not an error."""
    assert embedder.embed([]).shape == (0, embedder.dimension)
