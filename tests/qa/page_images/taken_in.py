"""One paper taken into a library as a service holds it, and a caller of that service."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from ingest.document import OFF, ScanReading
from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.api.app import create_api
from qa.library import Library
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder


def take_in(library: Library, path: Path, data: bytes, ocr: str = OFF) -> str:
    """Ingest a paper anew; return its id."""
    path.write_bytes(data)
    ingest([path], library, FakeEmbedder(), scans=ScanReading(ocr), rebuild=True)
    (paper,) = library.papers()
    return paper.id


def client(library: Library) -> TestClient:
    return TestClient(create_api(Answerer(library, HybridSearcher(library, FakeEmbedder()))))
