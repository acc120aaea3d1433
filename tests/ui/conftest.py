import os
import signal
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
    server = Server(script, folder)
    server.start()
    try:
        yield server.address
    finally:
        server.end()


class Server:
    """A server in a process of its own, which can be stopped and started at the same address."""

    def __init__(self, script: str, folder: Path) -> None:
        self.port, self.log = free_port(), folder / "server.log"
        self.address = f"http://127.0.0.1:{self.port}"
        script = str(Path(__file__).with_name(script))
        self.command = [sys.executable, script, str(self.port), str(folder)]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        _wait_until_up(self.process, self.address, self.log)

    def end(self) -> None:
        """Stop it; a browser that is still there may hold it up, and then it is killed."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once, as a crash does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def signal(self, which: signal.Signals) -> None:
        """Freeze it, or let it go on."""
        assert self.process is not None
        self.process.send_signal(which)


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
