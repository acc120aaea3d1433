"""Two nodes over one catalogue in PostgreSQL and one Chroma server, while each part is killed once.

The library is copied into fresh servers on loopback. First each node gives the answer to every
question, beside the embedded library's. Then clients ask both nodes in turns for some minutes, as
behind a balancer that knows no reader: whoever gets no answer from one node asks the other next.
At even distances Chroma, PostgreSQL and each node are killed (SIGKILL) and started again. Last,
papers are ingested on one node while Chroma is killed, and again: each must then be held once, by
both nodes.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.faults.kills import write_papers
from eval.faults.servers import ChromaServer, PostgresServer, free_port, running
from eval.processes import ROOT, BenchmarkError
from eval.progress import Step
from eval.runs.summary import at
from eval.speed.load import (
    MAIN,
    START_SECONDS,
    Side,
    served,
    start_server,
    stop_server,
    wait_until_it_listens,
)

ASK_SECONDS = 60.0
DOWN_SECONDS = 3.0
"""How long a part stays away before it is started again."""
SIDE = Side("node", ROOT)
COMPARED = ("status", "standing", "line", "answer", "citations")
"""Of an answer, what a reader sees."""


@dataclass(slots=True)
class Killed:
    """What the clients saw from the killing of a part until the next one was killed."""

    part: str
    answers: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    well_seconds: float = 0.0
    """From the kill to the last error."""


@dataclass(slots=True)
class Nodes:
    """What two nodes stood."""

    questions: int
    same: Mapping[str, int]
    """{node: answers that equal the embedded library's}."""
    clients: int
    seconds: float
    answers: int = 0
    wrong: int = 0
    """Answers under load that differ from the same node's answer before."""
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    kills: list[Killed] = field(default_factory=list)
    papers: int = 0
    """Papers ingested while Chroma was killed, and again."""
    lost: Mapping[str, int] = field(default_factory=dict)
    """{node: those of them that it does not hold}."""
    doubled: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Node:
    """A node with a folder of its own."""

    name: str
    folder: Path
    environment: Mapping[str, str]
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder.parent / f"{self.name}.log"

    def start(self) -> None:
        self.server = start_server(SIDE, self.folder, self.log, self.port, self.environment)

    def wait(self) -> None:
        assert self.server is not None
        wait_until_it_listens(self.server, self.port, self.log)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            with suppress(OSError, http.client.HTTPException):
                if _get(self.port, "/api/ready")[0] == 200:
                    return
            time.sleep(0.2)
        raise BenchmarkError(f"{self.name} is not ready:\n{self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        if self.server is not None:
            self.server.kill()
            self.server.wait()

    def stop(self) -> None:
        if self.server is not None:
            stop_server(self.server)


def measure_nodes(
    questions: Sequence[str],
    library: Path,
    *,
    clients: int = 32,
    seconds: float = 120,
    step: Step = lambda what: None,
) -> Nodes:
    """Measure two nodes over servers. Raises BenchmarkError where one does not start."""
    with tempfile.TemporaryDirectory(prefix="townclerk-nodes-") as name:
        folder = Path(name)
        shutil.copytree(library, folder / "embedded")
        step("asking the embedded library")
        with served(SIDE, folder / "embedded", folder / "embedded.log") as (_, port):
            wanted = {question: _seen(_ask(port, question)) for question in questions}
        chroma, postgres = ChromaServer(folder / "chroma"), PostgresServer(folder / "postgres")
        with running(chroma), running(postgres):
            environment = {
                "TOWNCLERK_CATALOGUE_URL": postgres.url(),
                "TOWNCLERK_CHROMA_URL": chroma.url,
            }
            step("copying the catalogue into PostgreSQL")
            _command(["catalogue", "copy", "--to", postgres.url()], folder / "embedded", {})
            nodes = [_Node(name, folder / name, environment) for name in ("first", "second")]
            try:
                return _measure(nodes, chroma, postgres, wanted, clients, seconds, step)
            finally:
                for node in nodes:
                    node.stop()


def _measure(
    nodes: Sequence[_Node],
    chroma: ChromaServer,
    postgres: PostgresServer,
    wanted: Mapping[str, Any],
    clients: int,
    seconds: float,
    step: Step,
) -> Nodes:
    step("starting the first node, which fills Chroma and its own word index")
    nodes[0].start()
    nodes[0].wait()
    step("starting the second node, late")
    nodes[1].start()
    nodes[1].wait()
    given = {node.name: {q: _seen(_ask(node.port, q)) for q in wanted} for node in nodes}
    same = {
        name: sum(answers[question] == wanted[question] for question in wanted)
        for name, answers in given.items()
    }
    result = Nodes(len(wanted), same, clients, seconds)
    crowd = _Crowd([node.port for node in nodes], given[nodes[0].name], result)
    parts: list[tuple[str, Callable[[], None], Callable[[], None]]] = [
        ("Chroma", lambda: chroma.stop(signal.SIGKILL), chroma.start),
        ("PostgreSQL", lambda: postgres.stop(signal.SIGKILL), postgres.start),
        *((f"the {node.name} node", node.kill, node.start) for node in nodes),
    ]
    threads = [
        threading.Thread(target=crowd.ask, args=(number,), daemon=True) for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    pause = seconds / (len(parts) + 1)
    time.sleep(pause)
    for name, kill, start in parts:
        step(f"killing {name}")
        crowd.begin(Killed(name))
        kill()
        time.sleep(DOWN_SECONDS)
        start()
        time.sleep(max(0.0, pause - DOWN_SECONDS))
    crowd.stopped.set()
    for thread in threads:
        thread.join(ASK_SECONDS)
    result.answers = len(crowd.times)
    result.p50_ms, result.p95_ms = at(crowd.times, 50), at(crowd.times, 95)
    for node in nodes:
        node.wait()
    _ingest_twice(nodes, chroma, result, step)
    return result


class _Crowd:
    """Clients that ask the nodes in turns."""

    def __init__(self, ports: Sequence[int], wanted: Mapping[str, Any], result: Nodes) -> None:
        self.ports, self.wanted, self.result = ports, wanted, result
        self.times: list[float] = []
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._killed: Killed | None = None
        self._began = 0.0

    def begin(self, killed: Killed) -> None:
        """Count from now on for the part that is being killed."""
        with self._lock:
            self.result.kills.append(killed)
            self._killed, self._began = killed, time.monotonic()

    def ask(self, number: int) -> None:
        """Ask one question after the other until the end."""
        questions = list(self.wanted)
        count = number
        while not self.stopped.is_set():
            question = questions[(number * 7 + count) % len(questions)]
            began = time.monotonic()
            try:
                answer = _ask(self.ports[count % len(self.ports)], question)
                error = None if answer["http"] == 200 else str(answer["http"])
            except (OSError, http.client.HTTPException, ValueError) as failed:
                answer, error = {}, type(failed).__name__
            count += 1
            with self._lock:
                self._note(began, question, answer, error)
            if error:
                time.sleep(0.05)

    def _note(self, began: float, question: str, answer: Any, error: str | None) -> None:
        now, killed = time.monotonic(), self._killed
        if error is None:
            self.times.append(1000 * (now - began))
            self.result.wrong += _seen(answer) != self.wanted[question]
        if killed is not None:
            killed.answers += error is None
            if error is not None:
                killed.errors[error] += 1
                killed.well_seconds = now - self._began


def _ingest_twice(nodes: Sequence[_Node], chroma: ChromaServer, result: Nodes, step: Step) -> None:
    """Ingest papers on the first node while Chroma is killed, then again to the end."""
    papers = write_papers(nodes[0].folder.parent / "papers")
    result.papers = len(list(papers.iterdir()))
    words = [sys.executable, "-c", MAIN, "ingest", "--quiet", "--library", str(nodes[0].folder)]
    environment = {**os.environ, **nodes[0].environment, "PYTHONPATH": ROOT}
    step(f"ingesting {result.papers} papers on the first node, while Chroma is killed")
    before = _names(nodes[1].port)
    with (nodes[0].folder.parent / "ingest.log").open("wb") as log:
        child = subprocess.Popen([*words, str(papers)], env=environment, stdout=log, stderr=log)
    end = time.monotonic() + ASK_SECONDS
    while time.monotonic() < end and child.poll() is None and _names(nodes[1].port) == before:
        time.sleep(0.1)
    chroma.stop(signal.SIGKILL)
    child.wait(START_SECONDS)
    chroma.start()
    _command(["ingest", "--quiet", str(papers)], nodes[0].folder, nodes[0].environment)
    lost, doubled = {}, {}
    for node in nodes:
        end = time.monotonic() + ASK_SECONDS
        while True:
            held = Counter(_names(node.port))
            wanted = {path.name for path in papers.iterdir()}
            lost[node.name] = len(wanted - held.keys())
            doubled[node.name] = sum(count > 1 for count in held.values())
            if not lost[node.name] or time.monotonic() > end:
                break
            time.sleep(0.5)
    result.lost, result.doubled = lost, doubled


def _names(port: int) -> list[str]:
    """Return the file names of the papers that a node lists; none where it cannot."""
    names: list[str] = []
    while True:
        status, body = _get(port, f"/api/papers?limit=200&offset={len(names)}")
        page = json.loads(body)["papers"] if status == 200 else []
        if not page:
            return names
        names += [paper["file"] for paper in page]


def _command(words: Sequence[str], library: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *words, "--library", str(library)],
        env={**os.environ, **environment, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"townclerk {' '.join(words[:2])}: {done.stderr.strip()[-1000:]}")


def _get(port: int, path: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=ASK_SECONDS)
    try:
        line.request("GET", path)
        response = line.getresponse()
        return response.status, response.read()
    finally:
        line.close()


def _ask(port: int, question: str) -> dict[str, Any]:
    """Ask a node; return its answer, with the status of the response as `http`."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=ASK_SECONDS)
    try:
        body = json.dumps({"question": question})
        line.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        response = line.getresponse()
        return {**json.loads(response.read()), "http": response.status}
    finally:
        line.close()


def _seen(answer: Mapping[str, Any]) -> Any:
    return {name: answer.get(name) for name in COMPARED}
