"""The nursery and a worker as the web process sees them: started, listened to, ended.

All of this runs in one event loop, that of `qa.pool.crew`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

from pydantic import BaseModel, ValidationError

from qa.errors import TownclerkError
from qa.pool.messages import (
    FROM_NURSERY,
    FROM_WORKER,
    MAX_FRAME,
    Answered,
    Born,
    Ended,
    Failed,
    Fork,
    Loaded,
    Ready,
    Sentence,
    Setup,
    frame,
    receive_async,
)
from qa.pool.nursery import BARE, ONE_THREAD

LOAD_SECONDS = 300
"""For the models: a name on a model hub may have to be fetched first."""
OPEN_SECONDS = 120
"""For a worker to open the library, mending what has to be mended."""
_PROJECT = Path(__file__).resolve().parents[2]
_SECRET_PREFIX = "TOWNCLERK_"


class ProcessEndedError(TownclerkError):
    """A nursery or worker ended of itself; the message says how."""


class Nursery:
    """A clean process from which workers are forked."""

    def __init__(self, child: subprocess.Popen[bytes], control: socket.socket) -> None:
        """Take the process and our end of its socket; `start` makes both."""
        self._child, self._control = child, control
        self._fates: dict[int, asyncio.Future[int]] = {}
        self._listening: asyncio.Task[None] | None = None
        self.pid = child.pid
        self.gone = False
        """Whether it has ended."""

    @classmethod
    async def start(cls, setup: Setup) -> Nursery:
        """Start one and wait until the models are loaded.

        Raises SettingsError where a model cannot be had, ProcessEndedError where it ended.
        """
        nursery, threads = await cls._start(setup)
        if threads > 1:
            nursery.end()
            nursery, _ = await cls._start(setup, BARE)
        return nursery

    @classmethod
    async def _start(cls, setup: Setup, *words: str) -> tuple[Nursery, int]:
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(filter(None, (str(_PROJECT), os.environ.get("PYTHONPATH"))))
        others = {k: v for k, v in os.environ.items() if not k.startswith(_SECRET_PREFIX)}
        with theirs:
            child = subprocess.Popen(
                [
                    *(sys.executable, "-m", "qa.pool.nursery"),
                    *(str(theirs.fileno()), str(os.getpid()), *words),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=2,  # what a library prints is for the log
                env={**others, **ONE_THREAD, "PYTHONPATH": path},
            )
        ours.setblocking(False)
        nursery = cls(child, ours)
        reader, writer = await asyncio.open_connection(sock=ours.dup())
        try:
            writer.write(frame(setup))
            async with asyncio.timeout(LOAD_SECONDS):
                said = await receive_async(reader, FROM_NURSERY)
            if isinstance(said, Failed):
                raise said.as_error()
            if not isinstance(said, Loaded):
                raise ProcessEndedError(
                    f"the process that loads the models ended {_how(child.wait())}; make sure "
                    "that the server has memory for them"
                )
        except BaseException as error:
            writer.close()
            nursery.end()
            if isinstance(error, TimeoutError):
                raise ProcessEndedError(
                    f"the models were not loaded within {LOAD_SECONDS} seconds"
                ) from None
            raise
        nursery._listening = asyncio.create_task(nursery._listen(reader, writer))
        return nursery, said.threads

    async def fork(self, library: Path) -> Worker:
        """Return a new worker, which opens the library. Raises ProcessEndedError."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                wanted = [frame(Fork(library=library))]
                socket.send_fds(self._control, wanted, [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise ProcessEndedError("the process that starts workers has ended") from error
        reader, writer = await asyncio.open_connection(sock=ours, limit=MAX_FRAME)
        return Worker(self, reader, writer)

    def expect(self, pid: int) -> None:
        """Note that it may be asked how this worker ended, until `forget`."""
        self._fates[pid] = asyncio.get_running_loop().create_future()

    def forget(self, pid: int) -> None:
        """Nobody will ask any more how this worker ended."""
        self._fates.pop(pid, None)

    async def fate(self, pid: int) -> str:
        """Return how a worker ended, as the end of a sentence."""
        told = self._fates.get(pid)
        if told is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2):
                    return _how(await asyncio.shield(told))
        return "for a reason that is not known"

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while isinstance(said := await receive_async(reader, FROM_NURSERY), Ended):
                told = self._fates.get(said.pid)
                if told is not None and not told.done():
                    told.set_result(said.status)
        finally:
            self.gone = True
            writer.close()

    def end(self) -> None:
        """End it by force, and with it every worker that it forked."""
        self.gone = True
        if self._listening is not None:
            self._listening.cancel()
        self._control.close()
        with contextlib.suppress(ProcessLookupError):
            self._child.kill()
        self._child.wait()

    async def over(self) -> None:
        """Wait until nothing listens to it any more."""
        if self._listening is not None:
            await asyncio.gather(self._listening, return_exceptions=True)
            await asyncio.sleep(0)  # so that what was closed is let go


class Worker:
    """A process that answers questions."""

    def __init__(
        self, nursery: Nursery, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take the nursery that it comes from, and both ends of the line to it."""
        self._nursery, self._reader, self._writer = nursery, reader, writer
        self._handle: int | None = None
        self.pid = 0
        """0 until it is born."""
        self.opened = 0.0
        """When it was ready for questions, by the monotonic clock; 0 until then."""

    async def open(self) -> Ready:
        """Wait until it has opened the library.

        Raises the error that it met, or ProcessEndedError where it ended.
        """
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                born = await self._receive()
                if isinstance(born, Born):
                    self.pid = born.pid
                    self._nursery.expect(born.pid)
                    with contextlib.suppress(OSError):  # it has ended already
                        self._handle = os.pidfd_open(born.pid)
                    said = await self._receive()
                    if isinstance(said, Failed):
                        raise said.as_error()
                    if isinstance(said, Ready):
                        self.opened = time.monotonic()
                        return said
        except TimeoutError:
            raise ProcessEndedError(
                f"the library was not open within {OPEN_SECONDS} seconds; run townclerk doctor"
            ) from None
        raise ProcessEndedError(
            f"the process that answers ended {await self.fate()} while it opened the library; "
            "run townclerk doctor, and make sure that the server has memory"
        )

    async def fate(self) -> str:
        """Return how it ended, as the end of a sentence."""
        return await self._nursery.fate(self.pid)

    async def said(self) -> AsyncIterator[Sentence | Answered | Failed]:
        """Yield what it sends, until it ends."""
        while isinstance(message := await self._receive(), Sentence | Answered | Failed):
            yield message

    async def _receive(self) -> BaseModel | None:
        try:
            return await receive_async(self._reader, FROM_WORKER)
        except (ValidationError, ValueError):  # what it sends is not whole, and nor is it
            return None

    def send(self, message: BaseModel) -> None:
        """Send a message; one that has ended is noticed where it is listened to."""
        self._writer.write(frame(message))

    def end(self) -> None:
        """End it by force."""
        self._nursery.forget(self.pid)
        self._writer.close()
        if self._handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
            self._handle = None


def _how(status: int) -> str:
    """Return how a process ended, as the end of a sentence."""
    if status >= 0:
        return f"with code {status}"
    try:
        return f"by signal {-status} ({signal.strsignal(-status)})"
    except ValueError:
        return f"by signal {-status}"
