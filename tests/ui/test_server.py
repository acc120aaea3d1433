"""The real service as a process: started, asked, and stopped in every way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.library.files import hold_for_writing
from tests.conftest import Samples
from tests.qa.pool.family import children, eventually, nursery, runs, workers
from tests.ui.command_line import MAIN, PROJECT
from tests.ui.conftest import free_port

CAR_PARKS = {"question": "What was decided about car park charges?"}
STOP_SECONDS = 10
PATIENCE = STOP_SECONDS + 5
"""A busy machine may be late to notice that a process has ended."""


@dataclass
class Service:
    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", timeout=60)

    def ask(self) -> httpx.Response:
        return httpx.post(f"{self.address}/api/ask", json=CAR_PARKS, timeout=120)

    def parts(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/api/ready").json()["parts"]
        return found


@pytest.fixture
def serve(samples: Samples, tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Start the service on a copy of the samples, with these variables; it is ended afterwards."""
    started: list[Service] = []

    def start(**given: str) -> Service:
        folder, port, log = tmp_path / "library", free_port(), tmp_path / "server.log"
        if not folder.exists():
            shutil.copytree(samples.folder, folder)
        outside = {k: v for k, v in os.environ.items() if not k.startswith("TOWNCLERK_")}
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-c", MAIN, "serve"),
                    *("--library", str(folder), "--port", str(port)),
                ],
                cwd=PROJECT / "tests",
                env={
                    **outside,
                    "PYTHONPATH": str(PROJECT),
                    "TOWNCLERK_STOP_SECONDS": str(STOP_SECONDS),
                    **given,
                },
                stdout=output,
                stderr=output,
            )
        service = Service(process, f"http://127.0.0.1:{port}", log)
        started.append(service)

        def listens() -> bool:
            assert process.poll() is None, log.read_text()
            with suppress(httpx.TransportError):
                return service.get("/api/live").json() == {"status": "live"}
            return False

        eventually(listens)
        return service

    yield start
    for service in started:
        if service.process.poll() is None:
            service.process.kill()
        service.process.wait()


@pytest.fixture
def hung() -> Iterator[str]:
    """The address of a language model's server that takes requests and never says anything."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(256)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"


def test_it_says_that_it_is_live_at_once_and_ready_once_it_is_and_stops_well(
    serve: Callable[..., Service], tmp_path: Path
) -> None:
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(str(tmp_path / "notify"))
    told.settimeout(60)
    service = serve(NOTIFY_SOCKET=str(tmp_path / "notify"))
    assert service.ask().json()["citations"]
    ready = service.get("/api/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    for path in ("/api/live", "/api/ready", "/api/health"):
        head = httpx.head(service.address + path)
        assert (head.status_code, head.content) == (200, b"")
    assert told.recv(1000).decode().startswith("READY=1\nSTATUS=questions can be asked")
    family = [nursery(service.process.pid), *workers(service.process.pid)]

    with httpx.stream("GET", f"{service.address}/gradio_api/heartbeat/x", timeout=60) as stream:
        assert next(stream.iter_raw())  # a page is being looked at
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(PATIENCE) == 0
    eventually(lambda: not any(map(runs, family)))
    assert told.recv(1000) == b"STOPPING=1"
    told.close()
    log = service.log.read_text()
    assert "Traceback" not in log and "forced" not in log


def test_while_a_model_hangs_and_45_questions_wait_it_still_says_how_it_is_and_stops(
    serve: Callable[..., Service], hung: str
) -> None:
    pytest.importorskip(
        "llama_index.llms.openai_like", reason="the extra language-model is missing"
    )
    service = serve(
        TOWNCLERK_LANGUAGE_MODEL="hung",
        TOWNCLERK_LANGUAGE_MODEL_URL=hung,
        TOWNCLERK_LANGUAGE_MODEL_SECONDS="600",
    )
    eventually(lambda: service.parts()["workers"]["ok"])
    with ThreadPoolExecutor(45) as hands:
        asked = [hands.submit(service.ask) for _ in range(45)]
        # The others wait for their turn before they come to the workers' queue.
        eventually(lambda: "8 answering, 8 waiting" in service.parts()["workers"]["detail"])
        assert service.get("/api/live").status_code == 200
        assert service.get("/api/health").json()["papers"] == 14
        assert service.get("/api/papers").json()["total"] == 14
        eventually(lambda: not service.parts()["language_model"]["ok"])
        now = service.get("/api/ready")
        assert (now.status_code, now.json()["status"]) == (200, "degraded")
        assert not any(one.done() for one in asked)
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(PATIENCE) == 0
        statuses = [_status(one) for one in asked]
    assert set(statuses) <= {503, 0}
    assert statuses.count(503) >= 8  # those in the workers' queue were told
    assert "forced" not in service.log.read_text()


def _status(asked: Future[httpx.Response]) -> int:
    """0 where the connection was closed instead."""
    try:
        return asked.result().status_code
    except httpx.TransportError:
        return 0


def test_a_client_that_goes_gives_its_place_in_the_queue_back(
    serve: Callable[..., Service],
) -> None:
    service = serve()
    eventually(lambda: service.parts()["workers"]["ok"])
    [worker] = workers(service.process.pid)
    os.kill(worker, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as hands:
        running = hands.submit(service.ask)
        eventually(lambda: "1 answering, 0 waiting" in service.parts()["workers"]["detail"])
        for path in ("/api/ask", "/api/ask/stream"):
            with pytest.raises(httpx.ReadTimeout):
                httpx.post(service.address + path, json=CAR_PARKS, timeout=2)
        eventually(lambda: "1 answering, 0 waiting" in service.parts()["workers"]["detail"])
        os.kill(worker, signal.SIGCONT)
        assert running.result().status_code == 200


def test_no_process_is_left_when_it_is_killed(serve: Callable[..., Service]) -> None:
    service = serve(TOWNCLERK_WORKERS="2")
    eventually(lambda: service.parts()["workers"]["detail"].startswith("2 of 2"))
    family = [*children(service.process.pid), *workers(service.process.pid)]
    assert len(family) >= 3
    service.process.kill()
    eventually(lambda: not any(map(runs, family)))


def test_a_library_that_goes_and_comes_is_told_of_and_answered_from_again(
    serve: Callable[..., Service], tmp_path: Path
) -> None:
    service = serve()
    assert service.ask().status_code == 200
    (tmp_path / "library").rename(tmp_path / "away")
    ready = service.get("/api/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
    refused = service.ask()
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"]
    (tmp_path / "away").rename(tmp_path / "library")
    eventually(lambda: service.get("/api/ready").status_code == 200)
    assert service.ask().status_code == 200


def test_a_damaged_index_does_not_end_the_service(
    serve: Callable[..., Service], samples: Samples, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(samples.folder, folder)
    (folder / "words" / "meta.json").write_text("damaged")
    with hold_for_writing(folder):  # so that it cannot be mended
        service = serve()
        eventually(lambda: "none can be started" in service.parts()["workers"]["detail"])
        assert service.get("/api/ready").status_code == 503
        assert service.ask().status_code == 503
        assert service.get("/api/papers").json()["total"] == 14
    eventually(lambda: service.get("/api/ready").status_code == 200)
    assert service.ask().json()["citations"]
