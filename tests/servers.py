"""Real servers for tests, started on loopback and ended by their own process id."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

SECONDS = 60


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ChromaServer:
    """`chroma run` over a folder; it can be ended and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("chroma", path=str(Path(sys.executable).parent))
        if program is None:
            pytest.skip("the program `chroma`, which chromadb brings along, is not there")
        self.folder.mkdir(exist_ok=True)
        with (self.folder.parent / "chroma.log").open("ab") as log:
            self._process = subprocess.Popen(
                [program, "run", "--path", str(self.folder), "--port", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise RuntimeError((self.folder.parent / "chroma.log").read_text())

    def stop(self, *, kill: bool = False) -> None:
        process, self._process = self._process, None
        if process is not None:
            (process.kill if kill else process.terminate)()
            process.wait(SECONDS)


@contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServer]:
    """Yield a Chroma server that runs."""
    server = ChromaServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
