import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

PROJECT = Path(__file__).resolve().parents[2]


def serve(script: str, folder: Path) -> Iterator[str]:
    """Run a server as a process of its own, as it runs in use, and end it afterwards."""
    port, log = free_port(), folder / "server.log"
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, str(Path(__file__).with_name(script)), str(port), str(folder)]
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(server, address, log)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _wait_until_up(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"{address}/api/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the whole app over the stand-ins."""
    yield from serve("serve_fakes.py", tmp_path_factory.mktemp("served"))
