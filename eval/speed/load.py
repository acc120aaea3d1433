"""How many questions a second the service answers over HTTP, to many clients at once.

For each number of workers the real server is started on a copy of the library; each client asks
one question after the other on a connection of its own, beside an ingest of more papers into that
copy if some are named. Another checkout of Townclerk can be served in the same run, as it is, to
compare with. Memory is that of all processes of the service together: what they share counts once
in the proportional size (PSS), and in each of them in the resident size (RSS).
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from eval.gold.questions import GoldQuestion
from eval.processes import ROOT, BenchmarkError
from eval.progress import Step
from eval.runs.summary import at

UNLIMITED = {
    "TOWNCLERK_REQUESTS_PER_MINUTE": "0",
    "TOWNCLERK_QUESTIONS_PER_MINUTE": "0",
    "TOWNCLERK_QUESTIONS_WAITING": "1000",
    "TOWNCLERK_QUESTIONS_WAITING_PER_READER": "1000",
    "TOWNCLERK_MAX_WAITING": "1000",
}
"""All clients ask from one address, as no readers do."""
START_SECONDS = 180.0
STOP_SECONDS = 30.0
CLIENT_SECONDS = 120.0
"""For one answer."""
SAMPLE_SECONDS = 2.0
"""Between two looks at the memory."""
MAIN = "import sys; from ui.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB of all processes together."""

    rss: float
    pss: float
    processes: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one server stood."""

    server: str
    clients: int
    seconds: float
    answered: int
    errors: Mapping[str, int]
    """By status, or by the class of the error where there was no response."""
    p50_ms: float
    p95_ms: float
    p99_ms: float
    live_ms: float
    """The slowest of the replies of `/api/health` (asked every two seconds meanwhile)."""
    ready_seconds: float
    """From the start of the process to the first answer."""
    idle: Memory
    peak: Memory
    web_cpu_ms: float
    """Processor time an answer took in the process that serves."""
    other_cpu_ms: float
    """The same in the processes that it started. Other work here changes these two least."""
    ingested: str
    """How far the ingest beside it came; empty where there was none."""

    @property
    def per_second(self) -> float:
        """Answers."""
        return self.answered / self.seconds


@dataclass(frozen=True, slots=True)
class Side:
    """A server to measure: its name, its project's folder, and the options of `serve`."""

    name: str
    project: str
    options: tuple[str, ...] = ()


def sides_of(workers: Sequence[int], baseline: Path | None) -> list[Side]:
    """Return the servers to measure: the baseline first, then one for each number of workers."""
    ours = [Side(f"{count} workers", ROOT, ("--workers", str(count))) for count in workers]
    return ([Side("baseline", str(baseline.resolve()))] if baseline else []) + ours


def measure_load(
    side: Side,
    questions: Sequence[GoldQuestion],
    library: Path,
    *,
    clients: int,
    seconds: float,
    ingest: Sequence[Path] = (),
    step: Step = lambda what: None,
) -> Load:
    """Serve a copy of a library and ask it for so many seconds."""
    with tempfile.TemporaryDirectory(prefix="townclerk-load-") as folder:
        copy = Path(folder) / "library"
        shutil.copytree(library, copy)
        bring_up_to_date(side, copy)
        began = time.perf_counter()
        step(f"{side.name}: starting")
        with served(side, copy, Path(folder) / "server.log") as (server, port):
            _ask(port, questions[0].question, CLIENT_SECONDS)
            ready = time.perf_counter() - began
            for question in questions[:clients]:  # so that what is read once has been read
                _ask(port, question.question, CLIENT_SECONDS)
            crowd = _Crowd(port, [question.question for question in questions])
            idle = memory_of(server.pid)
            before = _cpu_seconds(server.pid)
            beside = _begin_ingest(side, copy, ingest, Path(folder) / "ingest.log")
            step(f"{side.name}: {clients} clients for {seconds:g} seconds")
            try:
                peak = crowd.ask(clients, seconds, lambda: memory_of(server.pid))
            finally:
                ingested = _end_ingest(beside, copy)
            web, others = (
                1000 * (after - first) / max(1, len(crowd.times))
                for after, first in zip(_cpu_seconds(server.pid), before, strict=True)
            )
        if not crowd.times:
            raise BenchmarkError(f"{side.name} gave no answer: {dict(crowd.errors)}")
        return Load(
            server=side.name,
            clients=clients,
            seconds=crowd.seconds,
            answered=len(crowd.times),
            errors=dict(crowd.errors),
            p50_ms=at(crowd.times, 50),
            p95_ms=at(crowd.times, 95),
            p99_ms=at(crowd.times, 99),
            live_ms=max(crowd.health, default=0.0),
            ready_seconds=ready,
            idle=idle,
            peak=peak,
            web_cpu_ms=web,
            other_cpu_ms=others,
            ingested=ingested,
        )


@dataclass(slots=True)
class _Crowd:
    """Clients that ask one question after the other."""

    port: int
    questions: Sequence[str]
    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    health: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def ask(self, clients: int, seconds: float, look: Callable[[], Memory]) -> Memory:
        """Ask for so many seconds; return the memory at most."""
        began = time.perf_counter()
        end = began + seconds
        asking = [
            threading.Thread(target=self._client, args=(number * 7, end), daemon=True)
            for number in range(clients)
        ]
        for thread in asking:
            thread.start()
        looks: list[Memory] = []
        while time.perf_counter() < end:
            looks.append(look())
            self._ask_health()
            time.sleep(SAMPLE_SECONDS)
        for thread in asking:
            thread.join(CLIENT_SECONDS)
        self.seconds = time.perf_counter() - began
        return max(looks, key=lambda memory: memory.pss)

    def _client(self, offset: int, end: float) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=CLIENT_SECONDS)
        for number in itertools.count(offset):
            if time.perf_counter() >= end:
                break
            started = time.perf_counter()
            try:
                status = _post(line, self.questions[number % len(self.questions)])
            except (OSError, http.client.HTTPException) as error:
                self.errors[type(error).__name__] += 1
                line.close()
                time.sleep(0.1)
                continue
            if status == 200:
                self.times.append((time.perf_counter() - started) * 1000)
            else:
                self.errors[str(status)] += 1
                time.sleep(0.1)  # as a client that is told to come back later would, and more
        line.close()

    def _ask_health(self) -> None:
        started = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=CLIENT_SECONDS)
        try:
            line.request("GET", "/api/health")
            line.getresponse().read()
            self.health.append((time.perf_counter() - started) * 1000)
        except (OSError, http.client.HTTPException) as error:
            self.errors[f"health: {type(error).__name__}"] += 1
        finally:
            line.close()


def _ask(port: int, question: str, seconds: float) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        status = _post(line, question)
    except (OSError, http.client.HTTPException) as error:
        raise BenchmarkError(f"the server does not answer ({type(error).__name__})") from error
    finally:
        line.close()
    if status != 200:
        raise BenchmarkError(f"the server answers with {status}")


def _post(line: http.client.HTTPConnection, question: str) -> int:
    """Ask, read the whole answer, and return its status."""
    body = json.dumps({"question": question})
    line.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
    response = line.getresponse()
    response.read()
    return response.status


@contextmanager
def served(side: Side, library: Path, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run the server; yield its process and port once it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = start_server(side, library, log, port)
    try:
        wait_until_it_listens(server, port, log)
        yield server, port
    finally:
        stop_server(server)


def start_server(
    side: Side, library: Path, log: Path, port: int, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start the server over a library, and return its process at once."""
    command = ["serve", "--library", str(library), "--port", str(port), *side.options]
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-c", MAIN, *command],
            env={**os.environ, **UNLIMITED, **(environment or {}), "PYTHONPATH": side.project},
            cwd=library.parent,
            stdout=output,
            stderr=output,
        )


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """End a server as an administrator would; kill it where it does not end."""
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def wait_until_it_listens(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return once it listens. Raises BenchmarkError where it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    last = log.read_text(errors="replace").strip()[-2000:]
    raise BenchmarkError(f"the server did not start:\n{last}")


def bring_up_to_date(side: Side, library: Path) -> None:
    """Let this server's version bring the copy up to date, where an earlier one made it."""
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "doctor", "--library", str(library)],
        env={**os.environ, "PYTHONPATH": side.project},
        cwd=library.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"{side.name} cannot use the library: {done.stderr.strip()[-500:]}")


def _begin_ingest(
    side: Side, library: Path, papers: Sequence[Path], log: Path
) -> subprocess.Popen[bytes] | None:
    if not papers:
        return None
    words = ["ingest", "--quiet", "--library", str(library), *(str(p.resolve()) for p in papers)]
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-c", MAIN, *words],
            env={**os.environ, "PYTHONPATH": side.project},
            cwd=library.parent,
            stdout=output,
            stderr=output,
        )


def _end_ingest(ingest: subprocess.Popen[bytes] | None, library: Path) -> str:
    """End an ingest that still runs; say how far it came."""
    if ingest is None:
        return ""
    code = ingest.poll()
    if code is None:
        ingest.terminate()
        ingest.wait()
    # Not by `open_library`: another version may have made the library.
    with closing(sqlite3.connect(library / "catalogue.sqlite")) as catalogue:
        [papers] = catalogue.execute("SELECT count(*) FROM papers").fetchone()
    how = "cut off at the end" if code is None else f"ended with code {code}"
    return f"{papers} papers held then; the ingest {how}"


def memory_of(pid: int) -> Memory:
    """Return the memory of a process and all that it has started, now."""
    rss = pss = 0
    family = _family(pid)
    for member in family:
        with suppress(OSError, ValueError):  # it may have ended, and its lines be none
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
                if line.startswith("Rss:"):
                    rss += int(line.split()[1])
                elif line.startswith("Pss:"):
                    pss += int(line.split()[1])
    return Memory(rss / 1024, pss / 1024, len(family))


def _cpu_seconds(pid: int) -> tuple[float, float]:
    """Return the processor time of a process, and of all that it has started and that still run."""
    taken = []
    for member in _family(pid):
        with suppress(OSError, IndexError):
            # The name of the command, in brackets, may hold anything.
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            taken.append((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
    return taken[0], sum(taken[1:])


def _family(pid: int) -> list[int]:
    found = [pid]
    for member in found:  # grows while it is gone through
        with suppress(OSError):
            for thread in Path(f"/proc/{member}/task").iterdir():
                with suppress(OSError):
                    found += map(int, (thread / "children").read_text().split())
    return found
