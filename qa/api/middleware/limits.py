"""How much one reader, and all of them together, may ask of the service (`Limits`).

Every refusal is a problem that says when to try again: 429 where one reader asks too much, 503
where all together do. What the service does at once is bounded too, so that the health of the
service is answered while everything else is stuck.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.access.scopes import visitor_name
from qa.api.problems import log_failure, problem_response
from qa.settings import Limits

_FILES = "/api/answers/document"
ASKING = ("/api/ask", "/api/ask/stream", _FILES)
PROBES = frozenset({"/api/health", "/api/live", "/api/ready"})
"""How the service is; never counted, and never made to wait."""
_MOST_READERS = 10_000
"""Of whom the rate is known; the one who has not asked for longest is forgotten first."""
_FILES_SHARE = 4
"""Files of answers are made in one of so many of the questions' slots: each is held for long."""
_AT_ONCE = 16
"""Papers and pages that are read at once. With the questions they leave threads to spare."""
_WAITING = 400
"""Requests for papers and pages that may wait for their turn."""
_RETRY_SECONDS = 5
_COUNT = "count_question"
_TOO_LONG = "The answer took too long. Ask for less in one question, or try again later."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Paths:
    """Which addresses beside the API's are not counted, count as questions, or stay open."""

    free: tuple[str, ...] = ()
    """How the addresses begin that cost next to nothing."""
    questions: frozenset[str] = frozenset()
    open: tuple[str, ...] = ()
    """How the addresses begin whose answers do not end while a chat is open."""


def reader_of(scope: Scope) -> str:
    """Return who asks: the reader that the sign-in or the key names, or the address.

    Of an IPv6 address only the network counts: one machine has as many addresses as it likes.
    """
    if name := visitor_name(scope):
        return f"reader {name}"
    client = scope.get("client")
    if not client:
        return "unknown"
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return str(client[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def count_question(scope: Scope) -> int:
    """Count one more question of who sent a request that asks several.

    Return 0, or after how many seconds the reader may ask again.
    """
    count: Callable[[], int] | None = scope.get("state", {}).get(_COUNT)
    return count() if count is not None else 0


class Rate:
    """So many a minute for each reader, all at once if need be (a token bucket)."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Take how many a minute (0: no limit), and a clock in seconds."""
        self._most, self._clock = a_minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, reader: str) -> int:
        """Count one more; return 0, or after how many seconds this reader may ask again."""
        if not self._most:
            return 0
        now = self._clock()
        left, since = self._left.get(reader, (float(self._most), now))
        left = min(self._most, left + (now - since) * self._most / 60)
        wait = 0 if left >= 1 else math.ceil((1 - left) * 60 / self._most)
        self._left[reader] = (left if wait else left - 1, now)
        self._left.move_to_end(reader)
        if len(self._left) > _MOST_READERS:
            self._left.popitem(last=False)
        return wait


class _RefusedError(Exception):
    """A request that is one too many."""

    def __init__(self, status: int, detail: str, seconds: int = _RETRY_SECONDS) -> None:
        super().__init__(detail)
        self.status, self.detail, self.seconds = status, detail, seconds


class _Slots:
    """Lets so many requests go on at once, and so many wait, of one reader and over all."""

    def __init__(self, at_once: int, waiting: int, of_one_reader: int) -> None:
        self._slot = asyncio.Semaphore(at_once)
        self._most, self._most_of_one = waiting, of_one_reader
        self._waiting: Counter[str] = Counter()

    async def wait(self, reader: str, seconds: float) -> None:
        """Wait for a slot, which `done` gives back. Raises _RefusedError."""
        if not self._slot.locked():
            await self._slot.acquire()
            return
        if self._waiting.total() >= self._most:
            raise _RefusedError(503, "Too many requests wait for an answer. Try again soon.")
        if self._waiting[reader] >= self._most_of_one:
            raise _RefusedError(429, "Too many requests of yours wait for an answer.")
        self._waiting[reader] += 1
        try:
            await asyncio.wait_for(self._slot.acquire(), seconds)
        except TimeoutError:
            raise _RefusedError(503, "The service is too busy to answer. Try again soon.") from None
        finally:
            self._waiting[reader] -= 1
            if not self._waiting[reader]:
                del self._waiting[reader]

    def done(self) -> None:
        """Give a slot back."""
        self._slot.release()


class ReaderLimits:
    """Counts what each reader asks, and bounds what is done at once."""

    def __init__(self, app: ASGIApp, limits: Limits, paths: Paths) -> None:
        """Take the app, the limits, and the addresses beside the API's."""
        self.app = app
        self._limits, self._paths = limits, paths
        self._requests = Rate(limits.requests_per_minute)
        self._questions = Rate(limits.questions_per_minute)
        waiting = (limits.questions_waiting, limits.questions_waiting_per_reader)
        self._asking = _Slots(limits.questions_at_once, *waiting)
        self._files = _Slots(max(1, limits.questions_at_once // _FILES_SHARE), *waiting)
        self._reading = _Slots(_AT_ONCE, _WAITING, _WAITING)
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on when there is room."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", "").rstrip("/"))
        if scope["type"] != "http" or path in PROBES or path.startswith(self._paths.free):
            await self.app(scope, receive, send)
            return
        try:
            await self._counted(path, scope, receive, send)
        except _RefusedError as refused:
            headers = {"Retry-After": str(refused.seconds)}
            response = problem_response(Request(scope), refused.status, refused.detail, headers)
            await response(scope, receive, send)

    async def _counted(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request and pass it on. Raises _RefusedError."""
        reader = reader_of(scope)
        asks = scope["method"] == "POST" and path in ASKING
        if seconds := self._requests.take(reader):
            raise _RefusedError(429, "You ask too much in a minute. Wait a little.", seconds)
        if (asks or path in self._paths.questions) and (seconds := self._questions.take(reader)):
            raise _RefusedError(429, "You ask too many questions in a minute.", seconds)
        if asks:
            scope.setdefault("state", {})[_COUNT] = partial(self._questions.take, reader)
            slots = (self._files, self._asking) if path == _FILES else (self._asking,)
            await self._answer(slots, scope, receive, send, reader)
        elif path.startswith(self._paths.open):
            await self._keep_open(scope, receive, send, reader)
        elif path.startswith(("/api/", "/papers/")):
            await self._read(scope, receive, send, reader)
        else:
            await self.app(scope, receive, send)

    async def _keep_open(self, scope: Scope, receive: Receive, send: Send, reader: str) -> None:
        """Pass on a request whose answer does not end while a chat is open."""
        # A chat has two of these: that it is there, and the answers to its questions.
        most, most_of_one = self._limits.sessions, self._limits.sessions_per_reader
        if most and self._open.total() >= 2 * most:
            raise _RefusedError(503, "Too many chats are open. Try again later.", 60)
        if most_of_one and self._open[reader] >= 2 * most_of_one:
            raise _RefusedError(429, "Too many chats of yours are open. Close some.", 60)
        self._open[reader] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[reader] -= 1
            if not self._open[reader]:
                del self._open[reader]

    async def _read(self, scope: Scope, receive: Receive, send: Send, reader: str) -> None:
        """Pass on a request for a paper or a page. Its slot is free when the answer begins."""
        await self._reading.wait(reader, self._limits.answer_seconds)
        has_slot = True

        async def send_then_done(message: Message) -> None:
            nonlocal has_slot
            if has_slot:
                has_slot = False
                self._reading.done()
            await send(message)

        try:
            await self.app(scope, receive, send_then_done)
        finally:
            if has_slot:
                self._reading.done()

    async def _answer(
        self, slots: Sequence[_Slots], scope: Scope, receive: Receive, send: Send, reader: str
    ) -> None:
        """Pass on a question, and answer 503 in its place when its time is over.

        Who answers is told that nobody waits any more, and keeps the slots until it returns.
        """
        until = time.monotonic() + self._limits.answer_seconds
        with ExitStack() as held:
            for each in slots:
                await each.wait(reader, max(until - time.monotonic(), 0))
                held.callback(each.done)
            answering = _Answering(self.app, scope, send)
            task = asyncio.create_task(answering.run(receive))
            done = held.pop_all().close
        task.add_done_callback(lambda _: done())
        await asyncio.wait([task], timeout=max(until - time.monotonic(), 0))
        if not task.done():
            await answering.give_up(receive)
        if task.done() or answering.only_sends:
            await task


class _Answering:
    """A question that is being answered, for a reader who does not wait for ever."""

    def __init__(self, app: ASGIApp, scope: Scope, send: Send) -> None:
        self._app, self._scope, self._send = app, scope, send
        self._started = self._streams = self._over = False

    @property
    def only_sends(self) -> bool:
        """Whether the answer is there and the reader is slow to take it."""
        return self._started and not self._streams

    async def run(self, receive: Receive) -> None:
        """Let the app answer."""
        try:
            await self._app(self._scope, receive, self._pass_on)
        except Exception as error:
            if not self._over:
                raise
            log_failure(log, self._scope, error)  # nobody waits for it any more

    async def _pass_on(self, message: Message) -> None:
        if self._over:
            return
        if message["type"] == "http.response.start":
            self._started = True
            kind = Headers(raw=message.get("headers", [])).get("content-type", "")
            self._streams = kind.startswith("text/event-stream")
        await self._send(message)

    async def give_up(self, receive: Receive) -> None:
        """Tell the reader that it takes too long, unless the answer is there already."""
        if self.only_sends:
            return
        self._over = True
        if self._started:
            event = f"event: problem\ndata: {json.dumps({'detail': _TOO_LONG})}\n\n"
            await self._send({"type": "http.response.body", "body": event.encode()})
        else:
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            response = problem_response(Request(self._scope), 503, _TOO_LONG, headers)
            await response(self._scope, receive, self._send)
