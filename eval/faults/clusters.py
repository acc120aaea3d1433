"""Ingests on a Ray cluster of this machine beside the ordinary ingest, and one whose node is lost.

`RayHead` and its nodes are started with `ray start`, as an administrator would, each in processes
of its own with one processor, a token of their own and a private folder. What two libraries hold
is compared row by row.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from eval.processes import ROOT, BenchmarkError
from eval.progress import Step

SECONDS = 120.0
"""How long a node may take to start, or a paper to be sent."""
INGEST_SECONDS = 3_600.0
POLL_SECONDS = 0.05
TIMED = re.compile(r"(\d+) PDF pages, .* in ([\d.]+) s ")


@dataclass(slots=True)
class Cluster:
    """What came of ingests with and without a cluster of two nodes, a processor each."""

    papers: int = 0
    pages: int = 0
    here: list[float] = field(default_factory=list)
    """Pages a second of the ordinary ingest, as its report says: from the first file to the end."""
    on_ray: list[float] = field(default_factory=list)
    """The same on the cluster, once it is joined."""
    here_in_all: list[float] = field(default_factory=list)
    """Seconds of the whole command."""
    on_ray_in_all: list[float] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    """Tables in which a library that was read on Ray held other rows."""
    killed: int = 0
    """Ingests of which a node was killed (SIGKILL) while it had a paper in hand."""
    killed_seconds: list[float] = field(default_factory=list)
    """Of the whole command then."""
    lost: int = 0
    """Papers that were not held after such an ingest."""
    doubled: int = 0
    """Papers or passages that were held twice."""


def measure_cluster(
    papers: Sequence[Path], repeats: int, kills: int, *, step: Step = lambda what: None
) -> Cluster:
    """Ingest alternately here and on Ray; then on Ray with a node killed on the way.

    Raises BenchmarkError where Ray is not installed, or an ingest fails by itself.
    """
    result = Cluster()
    with tempfile.TemporaryDirectory(prefix="townclerk-ray-") as name, ray_head(Path(name)) as head:
        folder = Path(name)
        with head.node():
            for number in range(repeats):
                for address in (None, head.address):
                    library = folder / ("here" if address is None else "on-ray")
                    shutil.rmtree(library, ignore_errors=True)
                    pages, seconds, in_all = _timed(head, library, papers, address)
                    speed = pages / seconds
                    result.pages = pages
                    (result.on_ray if address else result.here).append(speed)
                    (result.on_ray_in_all if address else result.here_in_all).append(in_all)
                    step(f"{number + 1}: {address or 'here'}: {speed:.1f} pages/s")
                result.other += differences(folder / "here", folder / "on-ray")
        whole = folder / "here"
        if not repeats:
            _timed(head, whole, papers, None)
        result.papers = len(stored_names(whole))
        for number in range(kills):
            library = folder / "killed"
            shutil.rmtree(library, ignore_errors=True)
            _lose_a_node(head, library, papers, whole, result)
            step(f"{number + 1}: a node was killed: lost {result.lost}, doubled {result.doubled}")
    return result


def _timed(
    head: RayHead, library: Path, papers: Sequence[Path], address: str | None
) -> tuple[int, float, float]:
    """Return PDF pages, the seconds that the report gives, and those of the whole command."""
    started = time.perf_counter()
    told = finish(head.ingest(library, papers, address))
    found = TIMED.search(told)
    if found is None:
        raise BenchmarkError("no PDF was among the papers; give PDFs of several pages")
    return int(found[1]), float(found[2]), time.perf_counter() - started


def _lose_a_node(
    head: RayHead, library: Path, papers: Sequence[Path], whole: Path, result: Cluster
) -> None:
    with head.node() as node:
        started = time.perf_counter()
        command = head.ingest(library, papers, head.address)
        wait_until(
            lambda: node.has_a_paper_in_hand() or command.poll() is not None, "a paper in hand"
        )
        node.kill()
        result.killed += command.poll() is None
        finish(command)
        result.killed_seconds.append(time.perf_counter() - started)
    held, wanted = Counter(stored_names(library)), Counter(stored_names(whole))
    result.lost += (wanted - held).total()
    result.doubled += (held - wanted).total()
    result.other += differences(whole, library)


def finish(command: subprocess.Popen[str]) -> str:
    """Wait for an ingest; return what it printed. Raises BenchmarkError where it fails."""
    try:
        told, _ = command.communicate(timeout=INGEST_SECONDS)
    finally:
        command.kill()
    if command.returncode not in (0, 1):  # 1: some files could not be read
        raise BenchmarkError(f"an ingest failed by itself: {told[-500:]}")
    return told


# The cluster


@dataclass(frozen=True, slots=True)
class RayHead:
    """The first node of a cluster of this machine."""

    folder: Path
    """Private: its token, its nodes' temporary folders."""
    port: int
    session: Path
    """Where Ray keeps its logs, and what does not fit into memory."""

    @property
    def address(self) -> str:
        """As `townclerk ingest --ray` takes it."""
        return f"127.0.0.1:{self.port}"

    def environment(self, code: Path = Path(ROOT)) -> dict[str, str]:
        """Return that of a process with the cluster's token and the code in a folder."""
        given = {k: v for k, v in os.environ.items() if not k.startswith("RAY_")}
        own = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(self.folder / "token")}
        return {**given, **own, "RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(code)}

    @contextmanager
    def node(self, *, code: Path = Path(ROOT)) -> Iterator[RayNode]:
        """Start a further node with one processor; end it at the end, if it still runs."""
        temporary = Path(tempfile.mkdtemp(prefix="node-", dir=self.folder))
        environment = {**self.environment(code), "TMPDIR": str(temporary)}
        how = [f"--address={self.address}", "--num-cpus=1", "--block"]
        with _started(how, environment, temporary) as process:
            yield RayNode(process, temporary)

    def ingest(
        self,
        library: Path,
        papers: Sequence[Path],
        address: str | None,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[str]:
        """Start the command; without an address it reads the papers itself."""
        return subprocess.Popen(
            [
                *(sys.executable, "-c", "from ui.cli import main; main()"),
                *("ingest", "--quiet", "--library", str(library)),
                *(["--ray", address] if address else []),
                *(str(paper.resolve()) for paper in papers),
            ],
            env={**self.environment(), **(environment or {})},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@dataclass(frozen=True, slots=True)
class RayNode:
    """A further node."""

    process: subprocess.Popen[bytes]
    temporary: Path

    def has_a_paper_in_hand(self) -> bool:
        """Whether it reads a paper at this moment."""
        return any(self.temporary.glob("townclerk-node-*/*/paper*"))

    def kill(self) -> None:
        """End all of it at once, as when its machine loses power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def ray_head(folder: Path) -> Iterator[RayHead]:
    """Start the first node of a cluster, with one processor; end it at the end."""
    (folder / "token").write_text(secrets.token_hex(32))
    (folder / "token").chmod(0o600)
    session = Path(tempfile.mkdtemp(prefix="tc-", dir="/tmp"))  # Ray puts sockets there
    head = RayHead(folder, _free_port(), session)
    how = [
        *("--head", "--num-cpus=1", "--include-dashboard=false", "--block"),
        *(f"--port={head.port}", f"--ray-client-server-port={_free_port()}"),
        f"--temp-dir={session}",
    ]
    try:
        with _started(how, {**head.environment(), "TMPDIR": str(folder)}, folder):
            yield head
    finally:
        shutil.rmtree(session, ignore_errors=True)


@contextmanager
def _started(
    how: Sequence[str], environment: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `ray start`; go on once it says that it runs. What it says is in a file."""
    told, program = folder / "ray.log", Path(sys.executable).parent / "ray"
    if not program.exists():
        raise BenchmarkError("Ray is not installed; run pip install 'townclerk[ray]'")
    with told.open("wb") as log:
        process = subprocess.Popen(
            [str(program), "start", *how],
            env=dict(environment),
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
        if process.poll() is not None:
            raise BenchmarkError(f"a node does not start: {told.read_text()[-500:]}")
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(SECONDS)


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Wait until something holds. Raises BenchmarkError where it does not within `SECONDS`."""
    until = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > until:
            raise BenchmarkError(f"waited in vain for {SECONDS:g} s: {what}")
        time.sleep(POLL_SECONDS)


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


# What a library holds

NOT_COMPARED = {
    "tables": ("meta", "seal", "sqlite_sequence"),
    "columns": ("stamp", "first_seen"),
}
"""A library's own id, its generations and their moments, and its indexes' checksums."""


def records(library: Path) -> dict[str, list[str]]:
    """Return {table: its rows}, of the catalogue and the review list; and the copies of files."""
    found = {"files": sorted(path.name for path in (library / "files").iterdir())}
    for name in ("catalogue.sqlite", "review/review.sqlite"):
        with closing(sqlite3.connect(library / name)) as held:
            tables = held.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                if table in NOT_COMPARED["tables"]:
                    continue
                of_table = held.execute(f"SELECT name FROM pragma_table_info('{table}')")
                columns = [c for (c,) in of_table.fetchall() if c not in NOT_COMPARED["columns"]]
                rows = held.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
                found[f"{name} {table}"] = sorted(map(repr, rows))
    return found


def differences(library: Path, other: Path) -> list[str]:
    """Return the tables in which two libraries hold other rows."""
    one, two = records(library), records(other)
    return sorted(table for table in {*one, *two} if one.get(table) != two.get(table))


def stored_names(library: Path) -> list[str]:
    """Return the file names of the papers in a library."""
    with closing(sqlite3.connect(library / "catalogue.sqlite")) as held:
        return [str(row[0]) for row in held.execute("SELECT file FROM papers ORDER BY file")]
