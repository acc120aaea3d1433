"""Odd requests by the thousand, sent to a service of its own: does it stay up, and keep to itself?

The service is started on a library, with a watch on what it opens and connects to. The requests are
made by chance from a seed: from its OpenAPI document, from the events of its chat, and as bytes.
Most begin as what a client would send, and are then spoilt. Every reply must come, below 500 or as
503 with the time to try again; nothing may be opened but the service's own files, and no other
host be asked.
"""

from __future__ import annotations

import json
import os
import random
import re
import socket
import string
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from eval.processes import ROOT, BenchmarkError

AT_ONCE = 8
"""Clients that send at the same time."""
_PATIENCE = 60.0
"""Seconds to wait for a reply; a question among others may take some."""
_START_SECONDS = 300
_WATCHED = """import sys
from eval.workers.watched import watch
watch(sys.argv.pop(1))
from ui.cli import main
sys.exit(main())"""
_NO_RATE = {"TOWNCLERK_REQUESTS_PER_MINUTE": "0", "TOWNCLERK_QUESTIONS_PER_MINUTE": "0"}
_QUESTIONS = ("What was decided on the budget?", "who seconded?", "council tax, Band D", "£4m?")
_STARTS = (
    *("/", "/gradio_api/", "/gradio_api/file=", "/gradio_api/queue/data?session_hash="),
    *("/gradio_api/heartbeat/", "/assets/", "/static/", "/config?", "/?deep_link="),
    *("/papers/", "/docs/", "/api/", "/gradio_api/proxy=", "/gradio_api/upload"),
)
_FILE = {"path": "/dev/zero", "meta": {"_type": "gradio.FileData"}}
_ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, 1e308, 0.1, [], {}, [[]], [None] * 50, {"a": {"b": {}}}),
    *("", " ", "\x00", "a\x00b", "\x1b[2J", "\u202e", "𝔘" * 50, "x" * 5000, "\ufeff", "é" * 2001),
    *("/dev/zero", "../../etc/passwd", "/proc/self/environ", "file:///etc/hostname"),
    *("http://169.254.169.254/latest/", "http://127.0.0.1:1/", "//example.com/", "data:,x"),
    *("' OR 1=1 --", "{{7*7}}", "${7*7}", "%00%2e%2e%2f", "<script>", "(?:a+)+$", "AND OR NOT ("),
    *('"', "*", "a:b^2~", "[1 TO *]", "9999-99-99", "0000-00-00", "1e999", "NaN", "-0"),
    *(_FILE, [_FILE], {"url": "http://127.0.0.1:1/x", **_FILE}, {"a": [{"b": _FILE}]}),
)


@dataclass(slots=True)
class Sent:
    """One request, and what came of it."""

    kind: str
    what: str
    status: int
    """0 where no reply came."""
    seconds: float


@dataclass(slots=True)
class Fuzzing:
    """What came of all requests."""

    sent: list[Sent] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    """To where the service connected, and what it looked up."""
    opened: Counter[str] = field(default_factory=Counter)
    """Files that are neither the library's nor the program's, with how often each was opened."""
    answers_after: bool = False
    errors: list[str] = field(default_factory=list)
    """Lines of the service's log that tell of an error."""

    @property
    def failed(self) -> list[Sent]:
        """The requests without a reply, or with a failure."""
        return [
            each
            for each in self.sent
            if each.status == 0 or (each.status >= 500 and each.status != 503)
        ]

    @property
    def statuses(self) -> dict[str, Counter[int]]:
        """How often each status came, by the kind of request."""
        found: dict[str, Counter[int]] = {}
        for each in self.sent:
            found.setdefault(each.kind, Counter())[each.status] += 1
        return found


def fuzz(library: Path, requests: int, seed: int, step: Callable[[str], None]) -> Fuzzing:
    """Serve the library, send it this many requests, and tell what came of them.

    Raises:
        BenchmarkError: the service does not start.
    """
    result = Fuzzing()
    with tempfile.TemporaryDirectory(prefix="townclerk-fuzz-") as name:
        watched, log = Path(name, "watched"), Path(name, "log")
        with _served(library, watched, log) as address:
            maker = _Maker(address)
            begun = watched.stat().st_size
            step(f"sending {requests:,} requests")
            with closing(maker.client), ThreadPoolExecutor(AT_ONCE) as pool:
                numbers = range(requests)
                result.sent = list(pool.map(lambda n: maker.send(seed * 10**9 + n), numbers))
            health = httpx.get(f"{address}/api/health", timeout=_PATIENCE)
            result.answers_after = health.status_code == 200
            with watched.open("rb") as file:
                file.seek(begun)
                seen = file.read().decode().splitlines()
        lines = log.read_text("utf-8", "replace").splitlines()
        result.errors = [line for line in lines if re.search("error|traceback", line, re.I)]
    own = tuple(str(Path(name).resolve()) for name in (library, ROOT, sys.prefix, sys.base_prefix))
    for line in seen:
        event, _, what = line.partition("\t")
        if event != "open":
            result.connected.append(line)
        elif not what.isdecimal() and not str(Path(what).resolve()).startswith(own):
            result.opened[what] += 1
    return result


@contextmanager
def _served(library: Path, watched: Path, log: Path) -> Iterator[str]:
    """Serve a library as `townclerk serve` does, on a free port; give the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", _WATCHED, str(watched)]
    options = ["serve", "--library", str(library), "--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, **_NO_RATE, "PYTHONPATH": ROOT}
    with log.open("w") as output:
        server = subprocess.Popen(
            [*command, *options], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + _START_SECONDS
            while time.monotonic() < until and server.poll() is None:
                try:
                    httpx.get(f"{address}/api/health", timeout=_PATIENCE).raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.2)
            else:
                raise BenchmarkError(f"the service does not start: {log.read_text()[-2000:]}")
            yield address
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


class _Maker:
    """Makes requests by chance and sends them."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=_PATIENCE)
        self._host, self._port = "127.0.0.1", int(address.rpartition(":")[2])
        document = self.client.get("/openapi.json").json()
        self._schemas = document["components"]["schemas"]
        self._operations = [
            (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ]
        papers = self.client.get("/api/papers", params={"limit": 20}).json()["papers"]
        self._papers = [paper["id"] for paper in papers] or ["none"]
        config = self.client.get("/config").json()
        self._kinds = {part["id"]: part["type"] for part in config["components"]}
        self._events = config["dependencies"]

    def send(self, seed: int) -> Sent:
        """Send the request of this seed."""
        chance = random.Random(seed)
        kind = chance.choices(("api", "chat", "address", "bytes"), (45, 40, 10, 5))[0]
        began = time.perf_counter()
        try:
            what, status = getattr(self, f"_send_{kind}")(chance)
        except (httpx.HTTPError, OSError) as error:
            what, status = f"seed {seed}: {type(error).__name__}", 0
        return Sent(kind, what, status, time.perf_counter() - began)

    def _send_api(self, chance: random.Random) -> tuple[str, int]:
        method, path, operation = chance.choice(self._operations)
        query = []
        for parameter in operation.get("parameters", ()):
            value = self._parameter(chance, parameter)
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", quote(value, safe=""))
            elif chance.random() < 0.5:
                query.append((parameter["name"], value))
        body = None
        if "requestBody" in operation:
            usual = {"question": chance.choice(_QUESTIONS), "hits": chance.randrange(3)}
            if chance.random() < 0.3:
                usual["previous"] = [chance.choice(_QUESTIONS)]
            body = _spoilt(chance, usual) if chance.random() < 0.9 else json.dumps(usual).encode()
        if chance.random() < 0.05:
            method = chance.choice(("GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"))
        return self._sent(chance, method, path + (f"?{urlencode(query)}" if query else ""), body)

    def _parameter(self, chance: random.Random, parameter: dict[str, Any]) -> str:
        usual: dict[str, str] = {
            **{"paper_id": chance.choice(self._papers), "number": "1", "quote": "the council"},
            **{"width": "400", "from": "2024-01-01", "to": "2025-01-01", "limit": "5"},
            **{"offset": "0", "body": "Cabinet", "kind": "minutes"},
        }
        if chance.random() < 0.5:
            return usual.get(str(parameter["name"]), "x")
        return str(chance.choice(_ODD)).encode("utf-8", "replace").decode()[:3000]

    def _send_chat(self, chance: random.Random) -> tuple[str, int]:
        event = chance.choice(self._events)
        usual: dict[str, Any] = {
            "data": [self._input(chance, part) for part in event["inputs"]],
            "fn_index": event["id"],
            "session_hash": f"fuzz{chance.randrange(200)}",
            "event_data": None,
        }
        if chance.random() < 0.5:
            usual["event_data"] = {"exchange": "1", "number": "1"}
        path = "/gradio_api/run/predict" if event["queue"] is False else "/gradio_api/queue/join"
        body = _spoilt(chance, usual) if chance.random() < 0.9 else json.dumps(usual).encode()
        return self._sent(chance, "POST", path, body)

    def _input(self, chance: random.Random, part: int) -> Any:
        return chance.choice(_QUESTIONS) if self._kinds[part] == "textbox" else None

    def _send_address(self, chance: random.Random) -> tuple[str, int]:
        start = chance.choice(_STARTS)
        end = str(chance.choice(_ODD)) if chance.random() < 0.7 else _letters(chance, 20)
        path = start + quote(end.encode("utf-8", "replace")[:2000], safe="/:?=&%")
        return self._sent(chance, chance.choice(("GET", "GET", "HEAD", "POST")), path, None)

    def _sent(
        self, chance: random.Random, method: str, path: str, body: bytes | None
    ) -> tuple[str, int]:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if chance.random() < 0.05:
            name = chance.choice(("Content-Type", "Content-Encoding", "Accept", "Range", "Origin"))
            headers[name] = chance.choice(("", "gzip", "text/plain", "bytes=0-,9-", "null", "*"))
        content: Any = body
        if body is not None and chance.random() < 0.1:
            content = iter([body[: len(body) // 2], body[len(body) // 2 :]])  # in chunks
        with self.client.stream(method, path, content=content, headers=headers) as reply:
            if not reply.headers.get("content-type", "").startswith("text/event-stream"):
                reply.read()
        return f"{method} {path[:100]}", reply.status_code

    def _send_bytes(self, chance: random.Random) -> tuple[str, int]:
        line = chance.choice(
            (b"GET / HTTP/1.1", b"POST /api/ask HTTP/1.1", b"GET /config HTTP/1.0")
        )
        whole = line + b"\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
        data = _flipped(chance, whole, chance.randrange(1, 12))
        with socket.create_connection((self._host, self._port), timeout=_PATIENCE) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            received = b""
            while b"\r\n" not in received and (part := connection.recv(4096)):
                received += part
        # Of a head that ends half-way the server has nothing to say; it closes the connection.
        return f"bytes {data[:60]!r}", int(received.split(b" ", 2)[1]) if received else 400


def _letters(chance: random.Random, most: int) -> str:
    return "".join(chance.choices(string.printable, k=chance.randrange(most)))


def _flipped(chance: random.Random, data: bytes, times: int) -> bytes:
    """Return bytes of which some were changed, taken out or put in."""
    changed = bytearray(data)
    for _ in range(times):
        place = chance.randrange(len(changed))
        how = chance.randrange(3)
        if how == 0:
            changed[place] = chance.randrange(256)
        elif how == 1 and len(changed) > 1:
            del changed[place]
        else:
            changed.insert(place, chance.randrange(256))
    return bytes(changed)


def _spoilt(chance: random.Random, usual: dict[str, Any]) -> bytes:
    """Return a JSON body with something wrong in it, most of the time."""
    body = {**usual}
    key = chance.choice(list(body))
    how = chance.randrange(8)
    if how == 0:
        del body[key]
    elif how == 1:
        body[_letters(chance, 12) or "path"] = chance.choice(_ODD)
    elif how in (2, 3):
        body[key] = chance.choice(_ODD)
    elif how == 4 and isinstance(body[key], list):
        body[key] = [*body[key], chance.choice(_ODD)]
    elif how == 5 and isinstance(body[key], list) and body[key]:
        body[key] = [chance.choice(_ODD), *body[key][1:]]
    data = json.dumps(body).encode()
    if how == 6:
        return _flipped(chance, data, chance.randrange(1, 6))
    if how == 7:
        odd = json.dumps(chance.choice(_ODD)).encode()
        return data[:-1] + b", " + json.dumps(key).encode() + b": " + odd + b"}"
    return data
