"""The embedder itself: the same vectors however many texts come at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from qa.backends.model_names import SETTINGS
from qa.backends.sentence_transformers import (
    BATCH,
    DEFAULT_MODEL,
    CrossEncoderReranker,
    SentenceTransformersEmbedder,
    folder_of,
)
from qa.bootstrap import LoadedBeside, load_embedder, load_reranker, name_embedder
from qa.errors import IndexMismatchError, SettingsError
from qa.library import Library

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


# Models by name: small ones with random weights, in folders, loaded by the real library

SMALL = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
}
PROMPTS = {"query": "query: ", "passage": "passage: "}
MATTERS = ["The lease was renewed.", "Cabinet noted the report on the harbour.", "Rent: £12,500."]


def small_reranker(folder: Path, *, labels: int = 1) -> str:
    """Make a folder of a small BERT that scores pairs."""
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(3)
    config = BertConfig(vocab_size=30_522, num_labels=labels, **SMALL)
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(str(folder_of(DEFAULT_MODEL))).save_pretrained(folder)
    return str(folder)


def small_embedder(folder: Path, prompts: dict[str, str]) -> str:
    """Make a folder of the embedded model with prompts of its own."""
    shutil.copytree(folder_of(DEFAULT_MODEL), folder)
    (folder / SETTINGS).write_text(json.dumps({"prompts": prompts}))
    return str(folder)


def test_a_cross_encoder_in_a_folder_scores_pairs_as_the_library_does(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    folder = small_reranker(tmp_path)
    reranker = load_reranker(folder)
    assert isinstance(reranker, CrossEncoderReranker)
    found = reranker.scores("Was the lease renewed?", MATTERS)
    pairs = [("Was the lease renewed?", text) for text in MATTERS]
    theirs = CrossEncoder(folder, local_files_only=True).predict(
        pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False
    )
    np.testing.assert_allclose(found, theirs, atol=1e-5)
    assert found.dtype == np.float32 and len(set(found.tolist())) == 3
    alone = reranker.scores("Was the lease renewed?", MATTERS[1:2])
    np.testing.assert_allclose(alone, found[1:2], atol=1e-5)
    assert reranker.scores("Was it?", []).shape == (0,)
    assert np.isfinite(reranker.scores("\ud83d", ["\udc00"])).all()


def test_what_is_no_reranker_is_refused(tmp_path: Path) -> None:
    """An embedder would be loaded with a last layer at random, and score by chance."""
    for folder in (str(folder_of(DEFAULT_MODEL)), small_reranker(tmp_path / "three", labels=3)):
        with pytest.raises(SettingsError, match="is no reranker"):
            CrossEncoderReranker(folder)


def test_where_no_hub_can_be_reached_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    told = r"copy its folder to this machine, and set TOWNCLERK_RERANKER to that folder"
    with pytest.raises(SettingsError, match=rf"no model hub can be reached .*{told}"):
        load_reranker("some-maker/some-reranker")
    with pytest.raises(SettingsError, match=r"set TOWNCLERK_EMBEDDER to that folder"):
        SentenceTransformersEmbedder("some-maker/some-embedder")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(SettingsError, match="HF_HUB_OFFLINE forbids"):
        load_reranker("some-maker/some-reranker")
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(SettingsError, match="cannot be loaded"):
        load_reranker(str(tmp_path))


def test_questions_and_passages_get_the_models_own_prompts(tmp_path: Path) -> None:
    plain = SentenceTransformersEmbedder()
    model = load_embedder(small_embedder(tmp_path / "own", PROMPTS))
    assert model.name == f"{tmp_path / 'own'}?question=query: &passage=passage: "
    asked = model.embed_question("Was the lease renewed?")
    np.testing.assert_allclose(
        asked, plain.embed_question("query: Was the lease renewed?"), atol=1e-5
    )
    held = model.embed(MATTERS)
    np.testing.assert_allclose(held, plain.embed([f"passage: {t}" for t in MATTERS]), atol=1e-5)
    many = model.embed(MATTERS * 8)
    np.testing.assert_allclose(many[:3], held, atol=1e-5)


def test_prompts_can_be_named_and_a_model_without_any_is_as_before(tmp_path: Path) -> None:
    plain = SentenceTransformersEmbedder()
    named = load_embedder(f"{DEFAULT_MODEL}?question=query: ")
    assert named.name == f"{DEFAULT_MODEL}?question=query: "
    np.testing.assert_allclose(
        named.embed_question("Why?"), plain.embed_question("query: Why?"), atol=1e-5
    )
    np.testing.assert_allclose(named.embed(MATTERS), plain.embed(MATTERS), atol=1e-5)
    assert plain.name == DEFAULT_MODEL
    np.testing.assert_allclose(plain.embed_question("Why?"), plain.embed(["Why?"])[0], atol=1e-5)


def test_a_library_is_asked_with_the_prompts_that_built_it(tmp_path: Path) -> None:
    folder = small_embedder(tmp_path / "own", PROMPTS)
    beside = LoadedBeside(folder)
    library = Library.open(tmp_path / "library", create=True)
    library.catalogue.set_meta("model", beside.name)
    assert name_embedder(library) == beside.name == f"{folder}?question=query: &passage=passage: "
    assert name_embedder(library, folder) == beside.name
    assert load_embedder(name_embedder(library)).name == beside.name
    with pytest.raises(IndexMismatchError, match="was built with"):
        name_embedder(library, f"{folder}?question=search: ")
    library.catalogue.set_meta("model", folder)  # as a version built it that gave no prompts
    with pytest.raises(IndexMismatchError, match="was built with"):
        name_embedder(library)
    library.close()
