"""Build the parts from settings, importing what is heavy only when it is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.backends.sentence_transformers import SentenceTransformersEmbedder
    from qa.library import Library


def open_library(folder: Path, *, create: bool = False, mend: bool = False) -> Library:
    """Open a library. Raises LibraryError where there is none and `create` is false.

    With `mend`, an index that cannot be opened is made anew from the catalogue.
    """
    from qa.library import Library

    return Library(folder, create=create, mend=mend)


def load_embedder(model: str) -> SentenceTransformersEmbedder:
    """Load an embedding model. Raises SettingsError where it cannot be had."""
    from qa.backends.sentence_transformers import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(model)


def open_answerer(folder: Path, *, embedder: str | None = None) -> Answerer:
    """Open a library for questions with the model that built it (or the one named)."""
    from qa.answerer import Answerer
    from qa.backends.sentence_transformers import DEFAULT_MODEL
    from qa.search import HybridSearcher

    library = open_library(folder)
    model = embedder or library.model_name or DEFAULT_MODEL
    library.check_model(model)
    return Answerer(library, HybridSearcher(library, load_embedder(model)))
