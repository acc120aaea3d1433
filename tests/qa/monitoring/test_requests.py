from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.monitoring.logs import request_id
from qa.monitoring.metrics import Metrics
from qa.monitoring.requests import RequestRecord, RouteNote, shown_path
from tests.qa.monitoring.test_metrics import samples


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def client(metrics: Metrics) -> TestClient:
    app = FastAPI()

    @app.get("/papers/{paper}")
    def paper(paper: str) -> dict[str, str]:
        return {"request": request_id.get()}

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("the words of a question")

    app.add_middleware(RouteNote)
    app.add_middleware(RequestRecord, metrics=metrics)
    return TestClient(app, raise_server_exceptions=False)


def test_a_request_is_counted_under_the_pattern_of_its_address(
    client: TestClient, metrics: Metrics
) -> None:
    client.get("/papers/abc?quote=words")
    client.get("/no/such/place")
    client.get("/fails")
    held = samples(metrics)
    assert held[("townclerk_requests_total", "GET", "/papers/{paper}", "200")] == 1
    assert held[("townclerk_requests_total", "GET", "other", "404")] == 1
    assert held[("townclerk_requests_total", "GET", "/fails", "500")] == 1
    assert held[("townclerk_requests_running",)] == 0


def test_each_reply_names_its_request_and_a_proxys_name_is_taken_over(client: TestClient) -> None:
    first, second = client.get("/papers/a"), client.get("/papers/a")
    assert first.headers["x-request-id"] == first.json()["request"]
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    given = client.get("/papers/a", headers={"X-Request-ID": "proxy-4711-abc"})
    assert given.headers["x-request-id"] == "proxy-4711-abc"


@pytest.mark.parametrize("given", ["short", "x" * 65, "spaces are wrong", 'quote"and<tag>'])
def test_a_name_that_could_spoil_the_log_is_not_taken_over(client: TestClient, given: str) -> None:
    reply = client.get("/papers/a", headers={"X-Request-ID": given})
    assert reply.headers["x-request-id"] != given


def test_the_log_has_the_path_and_never_the_query(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "qa.monitoring.requests"):
        client.get("/papers/abc?quote=the%20price")
    assert "GET /papers/abc 200" in caplog.text
    assert "price" not in caplog.text


def test_a_path_is_shown_on_one_line_and_not_without_end() -> None:
    assert "\n" not in shown_path("/a\nb")
    assert len(shown_path("/" + "x" * 10_000)) < 300
