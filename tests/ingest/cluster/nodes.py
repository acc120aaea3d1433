"""A Ray cluster of nodes on this machine, and what is compared of two libraries."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RAY = Path(sys.executable).parent / "ray"
SECONDS = 90.0


def wait_until(holds: Callable[[], object], what: str) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < until, f"in vain for {SECONDS:g} s: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(frozen=True)
class Cluster:
    folder: Path
    port: int
    ray: Path
    """Where Ray keeps its logs, and what does not fit into memory."""

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def env(self, code: Path = ROOT) -> dict[str, str]:
        """With the cluster's token, and the code that a process is to have."""
        given = {k: v for k, v in os.environ.items() if not k.startswith(("RAY_", "TOWNCLERK_"))}
        own = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(self.folder / "token")}
        more = {"RAY_USAGE_STATS_ENABLED": "0", "TOWNCLERK_ENCODER": "float32"}
        return {**given, **own, **more, "PYTHONPATH": str(code)}

    @contextmanager
    def node(self, *, code: Path = ROOT) -> Iterator[Node]:
        """A further node, ended at the end if it still runs."""
        temporary = self.folder / f"node-{free_port()}"
        temporary.mkdir()
        how = [f"--address={self.address}", "--num-cpus=1", "--block"]
        with started(how, {**self.env(code), "TMPDIR": str(temporary)}, temporary) as process:
            yield Node(process, temporary)

    def ingest(self, library: Path, papers: Path, *more: str) -> subprocess.Popen[str]:
        """Start the command; without `--ray` it reads the papers itself."""
        command = "from ui.cli import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", command, "ingest", str(papers), *more],
            env={**self.env(), "TOWNCLERK_LIBRARY": str(library)},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@dataclass(frozen=True)
class Node:
    process: subprocess.Popen[bytes]
    temporary: Path

    def has_a_paper_in_hand(self) -> bool:
        return any(self.temporary.glob("townclerk-node-*/*/paper*"))

    def kill(self) -> None:
        """End all of it at once, as when its machine loses power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def head(folder: Path) -> Iterator[Cluster]:
    """The first node, with one processor; its sockets are in a folder with a short name."""
    (folder / "token").write_text("0123456789abcdef" * 4)
    place = Path("/tmp") / f"tc-{os.getpid()}"
    cluster = Cluster(folder, free_port(), place)
    ports = [f"--port={cluster.port}", f"--ray-client-server-port={free_port()}"]
    how = ["--head", "--num-cpus=1", "--include-dashboard=false", f"--temp-dir={place}", "--block"]
    try:
        with started([*how, *ports], {**cluster.env(), "TMPDIR": str(folder)}, folder):
            yield cluster
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def started(how: list[str], env: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`ray start` with these options, until it says that it runs; its words are in a file."""
    told = folder / "ray.log"
    with told.open("wb") as log:
        process = subprocess.Popen(
            [str(RAY), "start", *how],
            env=env,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(
            lambda: b"Ray runtime started" in told.read_bytes() or process.poll() is not None,
            "a node that starts",
        )
        assert process.poll() is None, told.read_text()
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(SECONDS)


def records(library: Path) -> dict[str, list[str]]:
    """All that a library holds, but for its id, its generations and its indexes' seal."""
    found = {"files": sorted(path.name for path in (library / "files").iterdir())}
    for name in ("catalogue.sqlite", "review/review.sqlite"):
        with closing(sqlite3.connect(library / name)) as held:
            query = (
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
            for (table,) in held.execute(query).fetchall():
                rows = held.execute(f"SELECT * FROM pragma_table_info('{table}')").fetchall()
                columns = [row[1] for row in rows if row[1] not in ("stamp", "first_seen")]
                if table not in ("meta", "seal", "sqlite_sequence"):
                    lines = held.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
                    found[f"{name} {table}"] = sorted(map(repr, lines))
    return found
