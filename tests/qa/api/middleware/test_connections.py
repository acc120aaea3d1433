"""A connection that is slow, or that sends what is no HTTP, is closed; the others go on."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from qa.api.app import Surroundings, create_api
from qa.api.middleware.connections import MAX_HEAD, server_options
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library

ASK = b'{"question": "The Old Mill?"}'
LIMITS = Limits(
    head_seconds=0.5,
    body_seconds=0.5,
    send_seconds=0.5,
    keep_alive_seconds=1,
    connections=20,
    connections_per_address=0,
)


class Served:
    """The API, served by uvicorn as in use."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        app = create_api(
            FakeAnswerer(fake_library(folder)), Surroundings(hosts={"localhost"}, limits=limits)
        )
        config = uvicorn.Config(app, port=0, log_level="warning", **server_options(limits))
        self.server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.server.run, daemon=True)
        self._thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.port: int = self.server.servers[0].sockets[0].getsockname()[1]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def answers(self) -> bool:
        reply = httpx.get(f"http://localhost:{self.port}/api/health", timeout=60)
        return reply.status_code == 200

    def send(self, *parts: bytes) -> bytes:
        """Send these, and return all that comes until the server closes the connection."""
        with self.connect() as connection:
            for part in parts:
                connection.sendall(part)
            return read_to_end(connection)

    def stop(self) -> None:
        self.server.should_exit = True
        self._thread.join(20)


def read_to_end(connection: socket.socket) -> bytes:
    received = b""
    while True:
        try:
            part = connection.recv(65536)
        except ConnectionResetError:
            return received
        if not part:
            return received
        received += part


def status_of(reply: bytes) -> int:
    return int(reply.split(b" ", 2)[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("connections"), LIMITS)
    yield served
    served.stop()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET",
        b"GET /api/health HTTP/1.1\r\n",
        b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-A: b",
    ],
)
def test_a_head_that_is_half_sent_is_not_waited_for(served: Served, sent: bytes) -> None:
    reply = served.send(sent)
    assert status_of(reply) == 408
    assert b"application/problem+json" in reply
    assert served.answers()


@pytest.mark.parametrize(
    "sent",
    [
        b"Content-Length: 100\r\n\r\n" + ASK,
        b"Content-Length: 100\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\n{\r\n",
        b"Content-Length: 100\r\nExpect: 100-continue\r\n\r\n",
    ],
)
def test_a_body_that_is_half_sent_is_not_waited_for(served: Served, sent: bytes) -> None:
    head = b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    reply = served.send(head + sent).removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert status_of(reply) == 408
    assert served.answers()


def test_a_head_that_trickles_in_is_not_waited_for(served: Served) -> None:
    with served.connect() as connection, pytest.raises(OSError):
        while True:  # ends when the server has closed the connection
            connection.sendall(b"X")
            time.sleep(0.02)
    assert served.answers()


def test_a_second_request_on_a_connection_has_the_same_limits(served: Served) -> None:
    whole = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with served.connect() as connection:
        connection.sendall(whole)
        first = connection.recv(65536)
        connection.sendall(b"GET /api/hea")
        rest = read_to_end(connection)
    assert status_of(first) == 200
    assert status_of(rest) == 408


def test_an_idle_connection_is_closed(served: Served) -> None:
    reply = served.send(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert status_of(reply) == 200
    assert reply.count(b"HTTP/1.1 ") == 1


def test_a_reader_who_does_not_read_loses_the_connection(served: Served) -> None:
    with served.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.setblocking(False)
        whole = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            while True:  # ends when the server has closed the connection
                try:
                    connection.send(whole)
                except BlockingIOError:
                    time.sleep(0.02)
    assert served.answers()


def test_one_connection_too_many_is_refused_and_the_others_stay(tmp_path: Path) -> None:
    served = Served(tmp_path, LIMITS.model_copy(update={"head_seconds": 60, "connections": 5}))
    held = [served.connect() for _ in range(5)]
    while len(served.server.server_state.connections) < 5:
        time.sleep(0.01)
    reply = served.send(b"")
    assert status_of(reply) == 503
    assert b"Retry-After: 5" in reply
    held.pop().close()
    while len(served.server.server_state.connections) > 4:
        time.sleep(0.01)
    assert served.answers()
    for connection in held:
        connection.close()
    served.stop()


def test_one_address_has_a_limit_of_its_own(tmp_path: Path) -> None:
    update = {"head_seconds": 60, "connections_per_address": 3}
    served = Served(tmp_path, LIMITS.model_copy(update=update))
    held = [served.connect() for _ in range(3)]
    while len(served.server.server_state.connections) < 3:
        time.sleep(0.01)
    assert status_of(served.send(b"")) == 503
    other = socket.create_connection(
        ("127.0.0.1", served.port), timeout=20, source_address=("127.0.0.2", 0)
    )
    with other:
        other.sendall(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert status_of(read_to_end(other)) == 200
    for connection in held:
        connection.close()
    served.stop()


HOST = b"Host: localhost\r\nConnection: close\r\n"
POST = b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(ASK)


@pytest.mark.parametrize(
    "request_",
    [
        b"\r\n\r\n\r\nHELLO\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 100 + b"\r\n\r\n",
        b"GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /api/health HTTP/1.0\r\n\r\n",
        b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n" + HOST + b"\r\n",
        b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n" + HOST + b"\r\n",
        b"GET /api/health HTTP/1.1\r\nX Y: z\r\n" + HOST + b"\r\n",
        b"GET /api/health HTTP/1.1\r\nHost : localhost\r\nConnection: close\r\n\r\n",
        b"GET /api/health HTTP/1.1\r\nX: a\x00b\r\n" + HOST + b"\r\n",
        b"GET http://evil.example/api/health HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET http://localhost/api/health HTTP/1.1\r\n" + HOST + b"\r\n",
        b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET api/health HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /api/he\xe4lth HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET //evil.example/api/health HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /api/health%00 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /api/../api/nothing HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /papers/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /papers/%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n",
        b"G" * 100_000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 10_000 + HOST + b"\r\n",
        # Two readings of where a request ends, by which one is smuggled past a proxy.
        POST + LENGTH + b"Content-Length: 5\r\n\r\n" + ASK,
        POST + b"Content-Length: 5, 5\r\nContent-Length: 6\r\n\r\n" + ASK,
        POST + b"Content-Length: +5\r\n\r\n" + ASK,
        POST + b"Content-Length: -5\r\n\r\n" + ASK,
        POST + b"Content-Length: 0x5\r\n\r\n" + ASK,
        POST + b"Content-Length: 5 \x0b\r\n\r\n" + ASK,
        POST + b"Content-Length: 99999999999999999999999\r\n\r\n" + ASK,
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}X\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n",
        POST + LENGTH + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    ],
)
def test_odd_requests_are_refused_and_nothing_fails(
    served: Served, request_: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = served.send(request_)
    statuses = [status_of(b"HTTP/1.1" + part) for part in reply.split(b"HTTP/1.1")[1:]]
    assert len(statuses) == 1 or request_.startswith(b"PRI")  # which begins two requests
    assert all(400 <= status < 500 for status in statuses)
    assert b"evil" not in reply.split(b"\r\n\r\n")[0]
    assert served.answers()
    assert caplog.records == []


def test_a_head_of_a_usual_size_is_taken(served: Served) -> None:
    quote = "a" * (MAX_HEAD // 2)
    reply = served.send(
        f"GET /api/health?quote={quote} HTTP/1.1\r\n".encode() + HOST + b"Cookie: a=b\r\n\r\n"
    )
    assert status_of(reply) == 200
    assert b"server:" not in reply.lower()


def test_a_request_that_becomes_no_http_half_way_is_closed(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        whole = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        reply = served.send(whole, b"NONSENSE\x00\r\n\r\n")
        assert [status_of(b"HTTP/1.1" + part) for part in reply.split(b"HTTP/1.1")[1:]] == [
            200,
            400,
        ]
    assert caplog.records == []


def test_a_web_socket_is_not_opened(served: Served) -> None:
    upgrade = b"Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n"
    reply = served.send(
        b"GET /api/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
        + upgrade
        + b"\r\n"
    )
    assert status_of(reply) == 404


def test_the_log_has_no_quote_and_no_question(
    served: Served, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for path in ("/api/papers/none/pages/1.png?quote=zebra", "/api/papers?from=zebra"):
            served.send(f"GET {path} HTTP/1.1\r\n".encode() + HOST + b"\r\n")
        body = b'{"question": "about the zebra"}'
        served.send(POST + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    printed = capfd.readouterr()
    assert "zebra" not in caplog.text + printed.out + printed.err
