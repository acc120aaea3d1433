"""Build the parts from settings, importing what is heavy only when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import SettingsError

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.backends.language_models import ServedModel
    from qa.backends.llama_index import TownclerkRetriever
    from qa.engines import Engines
    from qa.library import Library
    from qa.protocols import Embedder, EmbedderInForm, Reranker, Vectors
    from qa.settings import Settings
    from qa.writing.choosing import WritesJson


def open_library(
    folder: Path,
    *,
    create: bool = False,
    writer: bool = False,
    engines: Engines | None = None,
) -> Library:
    """Open a library. Raises LibraryError where there is none and `create` is false.

    A `writer` brings one of an earlier version up to date. The engines are those of the settings
    unless others are given.
    """
    from qa.library import Library
    from qa.settings import read_settings

    if engines is None:
        engines = name_engines(read_settings())
    return Library.open(folder, create=create, writer=writer, engines=engines)


def name_engines(settings: Settings) -> Engines:
    """Return where the settings say that the catalogue and the vectors are."""
    from qa.engines import Engines, VectorServer

    url, key = settings.catalogue_url, settings.chroma_key
    server = None
    if settings.chroma_url:
        server = VectorServer(
            settings.chroma_url,
            tenant=settings.chroma_tenant,
            database=settings.chroma_database,
            collection=settings.chroma_collection,
            key=key.get_secret_value() if key else None,
            records=settings.chroma_records,
        )
    return Engines(url.get_secret_value() if url else None, server)


def load_embedder(model: str, form: str = "float32") -> EmbedderInForm:
    """Load an embedding model. Raises SettingsError where it cannot be had.

    Questions are few and short, and are embedded in float32. For papers, `form` may be one that is
    faster, or "auto" for the one that this machine does best (`qa.backends.encoders.choice`).
    """
    from qa.backends.encoders.choice import embedder

    return embedder(model, form)


class LoadedBeside:
    """An embedding model that is loaded beside other work, once it is expected to be needed.

    Loading takes seconds, in which papers can be read; where nothing is new it is not loaded.
    """

    def __init__(self, model: str, form: str = "auto") -> None:
        """Take the name of the model, and its form (see `load_embedder`); nothing is loaded yet."""
        self._model, self.form = model, form
        self._loading: Future[EmbedderInForm] | None = None
        self._thread = ThreadPoolExecutor(1, "model")

    def expect(self) -> None:
        """Begin to load, if that has not begun."""
        if self._loading is None:
            self._loading = self._thread.submit(load_embedder, self._model, self.form)

    def loaded(self) -> EmbedderInForm:
        """Return the model, loaded. Raises SettingsError as `load_embedder`."""
        self.expect()
        assert self._loading is not None
        return self._loading.result()

    @cached_property
    def name(self) -> str:
        """The model's name with its prompts. Raises SettingsError as `load_embedder`.

        It is loaded for that only where nothing of it is on this machine yet.
        """
        return _in_full(self._model) or self.loaded().name

    @property
    def dimension(self) -> int:
        """Length of a vector. Raises SettingsError where the model cannot be had."""
        return self.loaded().dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 unit vectors, one row a text. Raises SettingsError as `load_embedder`."""
        return self.loaded().embed(texts)

    def embed_question(self, question: str) -> Vectors:
        """Return a question's float32 unit vector. Raises SettingsError as `load_embedder`."""
        return self.loaded().embed_question(question)


NO_RERANKER = "off"
"""The name by which nothing reads the units: an answer costs half as much, and fits less often."""


def load_reranker(model: str | None = None, *, threads: int | None = None) -> Reranker | None:
    """Load the cross-encoder named, or without a name the embedded reader; None for `off`.

    A folder with `model.onnx` and `tokenizer.json` is computed without torch, on so many threads
    (None: as many as there are processors); any other folder, or a name on a hub, is loaded by
    sentence-transformers. Raises SettingsError where a model that is named cannot be had.
    """
    from qa.backends.encoders.pairs import EMBEDDED, OnnxReader, OnnxReranker, can_read, can_score

    if model == NO_RERANKER:
        return None
    folder = Path(model) if model else EMBEDDED
    if not model or can_read(folder):
        return OnnxReader(model or "embedded", folder, threads=threads)
    if can_score(folder):
        return OnnxReranker(model, folder, threads=threads)
    from qa.backends.sentence_transformers import CrossEncoderReranker

    return CrossEncoderReranker(model)


def load_language_model(settings: Settings) -> ServedModel | None:
    """Return the language model that the settings name; None where they name none.

    Raises SettingsError where only half of it is set, or its client is not installed.
    """
    named = name_language_model(settings)
    if named is None:
        return None
    key = settings.language_model_key
    secret = key.get_secret_value() if key else None
    return serve_language_model(
        *named,
        key=secret,
        seconds=settings.language_model_seconds,
        tokens=settings.language_model_tokens,
        window=settings.language_model_window,
        thinking_off=settings.language_model_thinking == "off",
    )


def name_language_model(settings: Settings) -> tuple[str, str] | None:
    """Return the language model's name and its server's address; None where none is set.

    Raises SettingsError where only half of it is set.
    """
    name, url = settings.language_model, settings.language_model_url
    if not name and not url:
        return None
    if not name or not url:
        raise SettingsError(
            "TOWNCLERK_LANGUAGE_MODEL and TOWNCLERK_LANGUAGE_MODEL_URL go together; set both, "
            "or neither to quote only"
        )
    return name, url


def serve_language_model(
    name: str,
    url: str,
    *,
    key: str | None,
    seconds: float,
    tokens: int,
    window: int,
    thinking_off: bool,
) -> ServedModel:
    """Return a language model on a server. Raises SettingsError where its client is missing."""
    from qa.backends.language_models import ServedModel

    return ServedModel(
        name,
        url,
        key=key,
        seconds=seconds,
        most_tokens=tokens,
        window=window,
        thinking_off=thinking_off,
    )


def open_answerer(
    folder: Path,
    *,
    embedder: str | None = None,
    language_model: WritesJson | None = None,
    reranker: str | None = None,
) -> Answerer:
    """Open a library for questions with the embedding model that built it (or the one named).

    A language model, and a reranker by folder or hub name, judge which units answer.
    """
    library = open_library(folder)
    model = name_embedder(library, embedder)
    return answer_from(library, load_embedder(model), language_model, load_reranker(reranker))


def name_embedder(library: Library, chosen: str | None = None) -> str:
    """Return the embedding model for questions: the one chosen, or that which built the library.

    It is named with its prompts. Raises IndexMismatchError where the library was built with another
    model than the one chosen, or with other prompts than the model has.
    """
    from qa.backends.sentence_transformers import DEFAULT_MODEL

    model = chosen or library.model_name or DEFAULT_MODEL
    full = _in_full(model) or model
    library.check_model(full)
    return full


def _in_full(model: str) -> str | None:
    """Return a model's name with its prompts; None where nothing of it is on this machine."""
    from qa.backends.model_names import ModelName
    from qa.backends.sentence_transformers import folder_of

    given = ModelName.read(model)
    full = given.in_full(folder_of(given.model))
    return None if full is None else str(full)


def answer_from(
    library: Library,
    embedder: Embedder,
    language_model: WritesJson | None = None,
    reranker: Reranker | None = None,
) -> Answerer:
    """Return an answerer over an open library with models that are loaded."""
    from qa.answerer import Answerer
    from qa.retrieval.search import HybridSearcher

    searcher = HybridSearcher(library, embedder)
    if language_model is None:
        return Answerer(library, searcher, reranker=reranker)
    from qa.writing.choosing import ModelChooser

    chooser = ModelChooser(language_model)
    return Answerer(library, searcher, reranker=reranker, chooser=chooser)


def open_retriever(folder: Path, *, embedder: str | None = None, k: int = 10) -> TownclerkRetriever:
    """Open a library as a llama-index retriever of at most k passages."""
    from qa.backends.llama_index import TownclerkRetriever

    answerer = open_answerer(folder, embedder=embedder)
    return TownclerkRetriever(answerer.library, answerer.searcher, k=k)
