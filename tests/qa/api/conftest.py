from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api.app import create_api
from tests.fakes import FakeAnswerer, fake_library


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


@pytest.fixture
def client(answerer: FakeAnswerer) -> Iterator[TestClient]:
    # Unexpected errors must reach the test as the response that a caller would see.
    with TestClient(create_api(answerer), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def minutes_id(answerer: FakeAnswerer) -> str:
    return answerer.library.paper("cabinet-2024-03-14-minutes.pdf").id


@pytest.fixture
def report_id(answerer: FakeAnswerer) -> str:
    return answerer.library.paper("market-report.txt").id
