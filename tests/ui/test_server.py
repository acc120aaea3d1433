"""The real service as a process: started, asked, and stopped in every way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
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
        return httpx.get(f"{self.address}{path}", timeout=120)

    def ask(self) -> httpx.Response:
        return httpx.post(f"{self.address}/api/ask", json=CAR_PARKS, timeout=300)

    def parts(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/api/ready").json()["parts"]
        return found


@contextmanager
def serving(samples: Samples, folder: Path, **given: str) -> Iterator[Service]:
    """Run the service on a copy of the samples with these variables; end it afterwards."""
    port, log = free_port(), folder / "server.log"
    shutil.copytree(samples.folder, folder / "library")
    outside = {k: v for k, v in os.environ.items() if not k.startswith("TOWNCLERK_")}
    words = ["serve", "--library", str(folder / "library"), "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", MAIN, *words],
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

    def listens() -> bool:
        assert process.poll() is None, log.read_text()
        with suppress(httpx.TransportError):
            return service.get("/api/live").json() == {"status": "live"}
        return False

    try:
        eventually(listens)
        yield service
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def service(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One that most tests ask, each leaving it well; the last ends it."""
    with serving(samples, tmp_path_factory.mktemp("service")) as service:
        eventually(lambda: service.get("/api/ready").status_code == 200)
        yield service


@pytest.fixture
def hung() -> Iterator[str]:
    """The address of a language model's server that takes requests and never says anything."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(256)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"


def test_it_says_how_it_is(service: Service) -> None:
    assert service.ask().json()["citations"]
    ready = service.get("/api/ready").json()
    assert ready["status"] == "ready"
    assert {"catalogue", "vectors", "words", "workers", "files", "pages"} <= set(ready["parts"])
    for path in ("/api/live", "/api/ready", "/api/health"):
        head = httpx.head(service.address + path, timeout=60)
        assert (head.status_code, head.content) == (200, b"")


def test_a_client_that_goes_gives_its_place_in_the_queue_back(service: Service) -> None:
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


def test_a_library_that_goes_and_comes_is_told_of_and_answered_from_again(
    service: Service,
) -> None:
    folder = service.log.parent
    (folder / "library").rename(folder / "away")
    ready = service.get("/api/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
    refused = service.ask()
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"]
    (folder / "away").rename(folder / "library")
    eventually(lambda: service.get("/api/ready").status_code == 200)
    assert service.ask().status_code == 200


def test_a_damaged_index_does_not_end_the_service(service: Service) -> None:
    folder = service.log.parent / "library"
    with hold_for_writing(folder):  # so that it cannot be mended
        (folder / "words" / "meta.json").write_text("damaged")
        [worker] = workers(service.process.pid)
        os.kill(worker, signal.SIGKILL)
        eventually(lambda: "none can be started" in service.parts()["workers"]["detail"])
        assert service.get("/api/ready").status_code == 503
        assert service.ask().status_code == 503
        assert service.get("/api/papers").json()["total"] == 14
    eventually(lambda: service.get("/api/ready").status_code == 200)
    assert service.ask().json()["citations"]


def test_no_process_is_left_when_it_is_killed(service: Service) -> None:
    family = [*children(service.process.pid), *workers(service.process.pid)]
    assert len(family) >= 2
    service.process.kill()
    eventually(lambda: not any(map(runs, family)))


def test_it_tells_systemd_and_stops_in_time_with_a_page_open(
    samples: Samples, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.settimeout(300)
        with serving(samples, tmp_path, NOTIFY_SOCKET=str(tmp_path / "notify")) as service:
            assert told.recv(1000).decode() == "READY=1\nSTATUS=questions can be asked"
            family = [nursery(service.process.pid), *workers(service.process.pid)]
            page = f"{service.address}/gradio_api/heartbeat/x"
            with httpx.stream("GET", page, timeout=60) as stream:
                assert next(stream.iter_raw())
                service.process.send_signal(signal.SIGTERM)
                assert service.process.wait(PATIENCE) == 0
            eventually(lambda: not any(map(runs, family)))
            assert told.recv(1000) == b"STOPPING=1"
            assert "Traceback" not in service.log.read_text()


def test_while_a_model_hangs_and_45_questions_wait_it_still_says_how_it_is_and_stops(
    samples: Samples, tmp_path: Path, hung: str
) -> None:
    pytest.importorskip(
        "llama_index.llms.openai_like", reason="the extra language-model is missing"
    )
    variables = {
        "TOWNCLERK_LANGUAGE_MODEL": "hung",
        "TOWNCLERK_LANGUAGE_MODEL_URL": hung,
        "TOWNCLERK_LANGUAGE_MODEL_SECONDS": "600",
    }
    with (
        serving(samples, tmp_path, **variables) as service,
        ThreadPoolExecutor(45) as hands,
    ):
        eventually(lambda: service.parts()["workers"]["ok"])
        asked = [hands.submit(service.ask) for _ in range(45)]
        # The others wait for their turn before they come to the workers' queue.
        eventually(lambda: "8 answering, 8 waiting" in service.parts()["workers"]["detail"])
        assert service.get("/api/live").status_code == 200
        assert service.get("/api/health").json()["papers"] == 14
        assert service.get("/api/papers").json()["total"] == 14
        eventually(lambda: not service.parts()["language_model"]["ok"])
        now = service.get("/api/ready")
        assert (now.status_code, now.json()["status"]) == (200, "degraded")
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(PATIENCE) == 0
        statuses = [_status(one) for one in asked]
    assert set(statuses) <= {503, 0}


def _status(asked: Future[httpx.Response]) -> int:
    """0 where the connection was closed instead."""
    try:
        return asked.result().status_code
    except httpx.TransportError:
        return 0
