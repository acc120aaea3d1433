"""The web server around the service: it says when it is ready, and stops within a set time.

A stop (SIGTERM, or Ctrl-C) goes so: new questions are refused, those that are being answered may
go on, then open connections are closed, the workers are ended, and the process exits with code 0.
All of that takes no longer than was set, also with streams open and a model that hangs: a thread
on guard ends the process by force if something holds it up.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    from qa.pool.front import PooledAnswerer

CLOSING = 2.0
"""Seconds of the time to stop that are kept for closing connections and processes."""
FLUSH = 0.3
"""Seconds for responses that are ready to be sent."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)

log = logging.getLogger("uvicorn.error")


class Server(uvicorn.Server):
    """Serves an app until it is told to stop, then stops within `stop_seconds`."""

    def __init__(
        self, config: uvicorn.Config, answerer: PooledAnswerer, *, stop_seconds: float
    ) -> None:
        """Take what uvicorn needs, and what answers."""
        super().__init__(config)
        # An int by its type, but it is handed to asyncio, which takes parts of a second.
        config.timeout_graceful_shutdown = 1
        self._answerer, self._stop_seconds = answerer, stop_seconds
        self._told = False
        if seconds := watchdog_seconds():
            config.callback_notify, config.timeout_notify = _still_there, seconds  # type: ignore[assignment]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and from then on tell the system's manager how it is."""
        await super().startup(sockets)
        self._answerer.when_changed(self._announce)

    def _announce(self) -> None:
        """Tell the system's manager how the workers are, and once that the service is ready."""
        staffing = self._answerer.staffing
        status = f"STATUS={staffing.fault or 'questions can be asked'}".replace("\n", " ")
        notify(status if self._told else f"READY=1\n{status}")
        self._told = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal, and let that be a good end: uvicorn itself would end by the signal."""
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; at a second Ctrl-C, wait for nothing."""
        if not self.should_exit:
            threading.Thread(target=self._guard, daemon=True, name="guard").start()
        super().handle_exit(sig, frame)

    def _guard(self) -> None:
        time.sleep(max(0.0, self._stop_seconds - FLUSH))
        log.warning("something held up the end, so it was forced")
        # Everything that the service started ends with it: see `qa.pool.nursery.die_with`.
        os._exit(0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the running questions end, then close every connection."""
        notify("STOPPING=1")
        self._answerer.close_to_questions()
        end = time.monotonic() + max(0.0, self._stop_seconds - CLOSING)
        while self._answerer.staffing.answering and time.monotonic() < end and not self.force_exit:
            await asyncio.sleep(0.05)
        await asyncio.to_thread(self._answerer.close)  # whoever still waits is told so
        asyncio.get_running_loop().call_later(FLUSH, self._cut_off)
        await super().shutdown(sockets)

    def _cut_off(self) -> None:
        """Close the connections that are still open, as those of a page that is being looked at."""
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.close()


def notify(state: str) -> None:
    """Tell systemd something, where it has started the service with Type=notify."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line,
        ):
            line.sendto(state.encode(), address.replace("@", "\0", 1))


def watchdog_seconds() -> float | None:
    """Return how often systemd wants to hear that the service is there; None if it does not."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 2_000_000 if microseconds.isdigit() else None


async def _still_there(*_: Any) -> None:
    notify("WATCHDOG=1")
