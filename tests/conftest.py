"""The sample papers, read once into a library with the real model, for all that ask about them.

Where pytest-xdist runs the tests in several processes, the first that needs that library makes it,
and every process asks a copy of its own.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.pipeline import Report, ingest
from qa.answerer import Answerer
from qa.backends.sentence_transformers import DEFAULT_MODEL, SentenceTransformersEmbedder
from qa.bootstrap import answer_from, load_embedder, load_reranker, open_library
from tests.postgresql import PostgresServer, a_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TESTS = Path(__file__).parent
PAPERS = TESTS.parent / "samples" / "papers"
REPORT = "report.pickle"
LONGEST = (
    "test_standing_and_quotes.py",
    "qa/access/test_behind_nginx.py",
    "qa/access/test_door.py",
    "qa/access/test_issuer.py",
    "ingest/sandbox/test_supervision.py",
    "ingest/layout/test_hostile_text.py",
    "qa/library/test_library.py",
    "eval/commands/test_app.py",
    "ui/test_ask.py",
    "ingest/test_long_pack.py",
    "ingest/test_kept_pages.py",
    "ui/test_cli.py",
    "eval/speed/test_bench.py",
    "ui/test_samples_in_chromium.py",
    "ingest/files/test_hostile_folder.py",
    "ingest/sandbox/test_isolation.py",
    "ingest/sandbox/test_wire.py",
    "eval/test_eval_extra.py",
    "ingest/test_real_papers.py",
    "ui/test_lost_in_chromium.py",
    "ui/test_chat_in_chromium.py",
    "ingest/readers/ocr/test_recogniser.py",
    "eval/tuning/test_beir.py",
    "ingest/files/test_unpack.py",
)
"""The files whose tests take longest go first, so that no process is left alone with one."""
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {TESTS / file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


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
    own = tmp_path_factory.mktemp("samples")
    if "PYTEST_XDIST_WORKER" in os.environ:
        made = tmp_path_factory.getbasetemp().parent / "samples-of-all-workers"
        made.mkdir(exist_ok=True)
        with (made / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (made / REPORT).exists():
                ingest_samples(made, embedder)
        shutil.copytree(made, own, dirs_exist_ok=True)
    else:
        ingest_samples(own, embedder)
    report: Report = pickle.loads((own / REPORT).read_bytes())
    library = open_library(own / "library")
    answerer = answer_from(library, embedder, reranker=load_reranker(threads=1))
    yield Samples(own / "library", report, answerer)
    library.close()


def ingest_samples(folder: Path, embedder: SentenceTransformersEmbedder) -> None:
    """Make `library` in the folder, and then the file of its report: where that is, all is."""
    library = open_library(folder / "library", create=True)
    report = ingest([PAPERS], library, embedder)
    library.close()
    (folder / REPORT).write_bytes(pickle.dumps(report))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """Start PostgreSQL once; tests that need it are skipped where it cannot be run."""
    with a_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test twice, with the catalogue in each database; `open_library` takes it so."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgresql")
        monkeypatch.setenv("TOWNCLERK_CATALOGUE_URL", server.create())
    else:
        monkeypatch.delenv("TOWNCLERK_CATALOGUE_URL", raising=False)
    return str(request.param)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium, for one module: while it runs, no other test can run an event loop."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)  # milliseconds; only a busy machine or a fault needs them

    found = os.environ.get("TOWNCLERK_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not found:
        pytest.skip("no Chromium here; name one with TOWNCLERK_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
