"""Chroma's server and PostgreSQL, started on loopback over folders, to be ended and started again.

Each is the real program. It is ended by its own process id.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from eval.processes import BenchmarkError

SECONDS = 60.0
"""For a server to start or to stop."""
USER = "postgres"
"""Who runs PostgreSQL where this process is root's: it refuses to be run by root."""


class MissingProgramError(BenchmarkError):
    """A program that a server needs is not installed here."""


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Server:
    """A program that listens on a port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.log = folder.parent / f"{folder.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def _run(self, command: Sequence[str], is_there: Callable[[], bool], user: str | None) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=user
            )
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if is_there():
                return
            time.sleep(0.05)
        last = self.log.read_text(errors="replace")[-2000:]
        raise BenchmarkError(f"{Path(command[0]).name} did not start:\n{last}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it by a signal."""
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            process.send_signal(how)
            process.wait(SECONDS)


class ChromaServer(_Server):
    """`chroma run` over a folder."""

    def __init__(self, folder: Path) -> None:
        """Take the folder that it keeps its data in. Raises MissingProgramError."""
        super().__init__(folder)
        found = shutil.which("chroma", path=str(Path(sys.executable).parent))
        if found is None:
            raise MissingProgramError("the program chroma, which chromadb brings, is not there")
        self._program = found

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, or start it again. Raises BenchmarkError where it does not."""
        self.folder.mkdir(exist_ok=True)
        command = [self._program, "run", "--path", str(self.folder), "--port", str(self.port)]
        self._run(command, self._answers, None)

    def _answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).is_success
        return False


class PostgresServer(_Server):
    """PostgreSQL over a folder of its own, which asks for a password."""

    user = "townclerk"

    def __init__(self, folder: Path) -> None:
        """Take the folder that it keeps its data in. Raises MissingProgramError."""
        super().__init__(folder)
        self.password = secrets.token_hex(12)
        self._programs = _postgres_programs()
        self._runs_as = USER if os.geteuid() == 0 else None
        if self._runs_as and not _is_user(self._runs_as):
            raise MissingProgramError(f"PostgreSQL is not run by root, and no user is {USER}")

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database."""
        return f"postgresql://{self.user}:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, or start it again. Raises BenchmarkError where it does not."""
        if not self.folder.exists():
            self._make()
        options = ["-D", str(self.folder), "-p", str(self.port), "-k", "", "-c", "fsync=off"]
        command = [str(self._programs / "postgres"), *options, "-c", "listen_addresses=127.0.0.1"]
        self._run(command, self._answers, self._runs_as)

    def _make(self) -> None:
        self.folder.mkdir(parents=True)
        password = self.folder.parent / f"{self.folder.name}.password"
        password.write_text(self.password)
        if self._runs_as:
            for place in (self.folder, password):
                shutil.chown(place, self._runs_as)
            temporary = Path(tempfile.gettempdir())
            for place in self.folder.parents:  # so that its user reaches the folder
                if temporary in place.parents and place.stat().st_uid == os.geteuid():
                    place.chmod(place.stat().st_mode | 0o711)
        access = ["-U", self.user, "-A", "scram-sha-256", "--pwfile", str(password)]
        done = subprocess.run(
            [
                *(str(self._programs / "initdb"), "-D", str(self.folder), *access),
                *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
            ],
            cwd=self.folder,
            capture_output=True,
            text=True,
            user=self._runs_as,
            check=False,
        )
        if done.returncode:
            raise BenchmarkError(f"initdb failed: {done.stderr.strip()[-500:]}")

    def _answers(self) -> bool:
        ready = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready, check=False).returncode == 0


def _is_user(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def _postgres_programs() -> Path:
    """Return the folder with PostgreSQL's programs, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    there = shutil.which("initdb")
    if not found and there is None:
        raise MissingProgramError("PostgreSQL's programs are not installed (package postgresql)")
    return found[-1].parent if found else Path(str(there)).parent


@contextmanager
def running(server: ChromaServer | PostgresServer) -> Iterator[None]:
    """Start a server; end it afterwards."""
    server.start()
    try:
        yield
    finally:
        server.stop()
