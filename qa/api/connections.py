"""How the server treats connections: how many there are, and how long each may take.

Uvicorn waits without end for a request that is half sent and for a reader who does not read.
`server_options` gives uvicorn a protocol that does not, and its other settings. The protocol is
uvicorn's own for h11, a strict parser with a limit on the size of a request's head.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.settings import Limits

MAX_HEAD = 32 * 1024
"""Bytes of a request's line and headers. An address with a quote to mark takes up to 12,000."""
_TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
    b"Content-Type: application/problem+json\r\nContent-Length: %d\r\n\r\n%s"
)
_PROBLEM = b'{"type":"about:blank","title":"%s","status":%d,"detail":"%s","instance":"/"}'


def server_options(limits: Limits) -> dict[str, Any]:
    """Return uvicorn's settings for a service with these limits.

    Its log of requests is off, because the address of a page's picture holds the quote.
    """
    return {
        "http": type("LimitedProtocol", (CarefulProtocol,), {"limits": limits, "open": Counter()}),
        "ws": "none",
        "access_log": False,
        "server_header": False,
        "h11_max_incomplete_event_size": MAX_HEAD,
        "timeout_keep_alive": limits.keep_alive_seconds,
    }


class CarefulProtocol(H11Protocol):
    """Uvicorn's protocol with limits on connections, and on the time of each step of a request."""

    limits: Limits
    open: Counter[str]
    """Connections by the address that they come from."""

    _step: str | None = None
    _timer: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or refuse it where there are too many."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        self.open[self._address] += 1
        most, of_one = self.limits.connections, self.limits.connections_per_address
        if (most and len(self.connections) > most) or (
            of_one and self.open[self._address] > of_one
        ):
            detail = b"There are too many connections. Try again in a few seconds."
            problem = _PROBLEM % (b"Service Unavailable", 503, detail)
            transport.write(_TOO_MANY % (len(problem), problem))
            transport.close()
            return
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._expect(None)
        if self._stalled is not None:
            self._stalled.cancel()
        self.open[self._address] -= 1
        if self.open[self._address] <= 0:
            del self.open[self._address]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what was sent, and see which step the request is in now."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Make ready for the next request."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Give a reader who does not read some time to go on."""
        super().pause_writing()
        if self._stalled is None:
            seconds = self.limits.send_seconds
            self._stalled = self.loop.call_later(seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that the reader goes on reading."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, as a problem; close, where an answer has begun."""
        self._refuse(400, msg)

    def _watch(self) -> None:
        """Set the time limit of the step that the request is in."""
        if self.conn.their_state is h11.SEND_BODY:
            self._expect("body")
        elif self.conn.their_state is h11.IDLE and (
            self.cycle is None or self.conn.trailing_data[0]
        ):
            self._expect("head")
        else:
            self._expect(None)  # an answer is being made, or uvicorn limits how long it is idle

    def _expect(self, step: str | None) -> None:
        if step == self._step:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._step = step
        if step is not None:
            limits = self.limits
            seconds = limits.head_seconds if step == "head" else limits.body_seconds
            self._timer = self.loop.call_later(seconds, self._too_slow)

    def _too_slow(self) -> None:
        self._refuse(408, "The request was not sent in time.")

    def _refuse(self, status: int, detail: str) -> None:
        """Answer with a problem if no answer has begun, and close the connection."""
        if self.transport.is_closing():
            return
        if self.cycle is not None:  # what answers it must not write to the connection again
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            title = {400: b"Bad Request", 408: b"Request Timeout"}[status]
            problem = _PROBLEM % (title, status, detail.encode("ascii"))
            headers = [
                (b"content-type", b"application/problem+json"),
                (b"content-length", str(len(problem)).encode()),
                (b"connection", b"close"),
            ]
            for event in (
                h11.Response(status_code=status, headers=headers, reason=title),
                h11.Data(data=problem),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
