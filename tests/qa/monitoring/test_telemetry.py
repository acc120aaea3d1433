from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.monitoring.telemetry import send_traces

pytest.importorskip("opentelemetry.sdk", reason="the extra `telemetry` is not installed")


class Collector(HTTPServer):
    """Takes what is sent to a collector."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Take)
        self.bodies: list[bytes] = []
        self.came = threading.Event()


class Take(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()
        self.server.came.set()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_request_becomes_a_trace_without_its_query(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    app = FastAPI()

    @app.get("/papers/{paper}")
    def paper(paper: str) -> str:
        return paper

    send_traces(app, f"http://127.0.0.1:{collector.server_port}/v1/traces")
    TestClient(app).get("/papers/abc?quote=the%20price%20of%20the%20quay")
    assert collector.came.wait(20)
    sent = b"".join(collector.bodies)
    assert b"townclerk" in sent and b"/papers/" in sent
    assert b"price" not in sent and b"quay" not in sent
