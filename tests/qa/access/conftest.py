"""Real servers for the tests of access: the whole app under settings, and an OpenID provider."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
Serve = Callable[..., str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], log: Path, address: str) -> Iterator[str]:
    """Run a server as a process of its own until the caller is done with it."""
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(900):
                if server.poll() is not None:
                    break
                try:
                    httpx.get(address, verify=False)
                except httpx.TransportError:
                    time.sleep(0.1)
                    continue
                yield f"http://{httpx.URL(address).netloc.decode()}"
                return
            pytest.fail(f"the server did not start:\n{log.read_text()}")
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:  # after a test that failed with its browser open
                server.kill()
                server.wait()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Start the whole app under these settings, its library in `folder`; return its address."""
    with ExitStack() as running_now:

        def start(folder: Path | None = None, **settings: object) -> str:
            folder = folder or tmp_path_factory.mktemp("served")
            port = free_port()
            script = str(HERE / "serve_with_access.py")
            command = [sys.executable, script, str(port), str(folder), json.dumps(settings)]
            health = f"http://127.0.0.1:{port}/api/health"
            return running_now.enter_context(running(command, folder / "server.log", health))

        yield start


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an OpenID provider."""
    port, log = free_port(), tmp_path_factory.mktemp("issuer") / "issuer.log"
    command = [sys.executable, str(HERE / "issuer_server.py"), str(port)]
    with running(command, log, f"http://127.0.0.1:{port}/jwks") as address:
        yield address
