"""The sample papers, read once into a library with the real model, for all that ask about them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from ingest.pipeline import Report, ingest
from qa.answerer import Answerer
from qa.backends.sentence_transformers import DEFAULT_MODEL, SentenceTransformersEmbedder
from qa.bootstrap import load_embedder, open_library
from qa.retrieval.search import HybridSearcher

PAPERS = Path(__file__).parents[1] / "samples" / "papers"
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True, slots=True)
class Samples:
    """A library of the sample papers, what its ingest reported, and an answerer over it."""

    folder: Path
    report: Report
    answerer: Answerer


@pytest.fixture(scope="session")
def embedder() -> SentenceTransformersEmbedder:
    return load_embedder(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def samples(
    tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformersEmbedder
) -> Iterator[Samples]:
    folder = tmp_path_factory.mktemp("samples") / "library"
    library = open_library(folder, create=True)
    report = ingest([PAPERS], library, embedder)
    yield Samples(folder, report, Answerer(library, HybridSearcher(library, embedder)))
    library.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("TOWNCLERK_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not found:
        pytest.skip("no Chromium here; name one with TOWNCLERK_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
