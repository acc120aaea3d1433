"""The crew: questions wait in one queue, workers take them, and each may take only so long.

It runs in an event loop on a thread of its own, on which alone its state is touched; whoever asks
waits on a queue that is safe to use from any thread.

- A worker that ends of itself is replaced, and its questions are asked once more.
- A question that takes too long gets an error, and its worker is ended: at once if it answers
  nothing else, otherwise when the rest is done. Another takes its place straight away.
- A worker whose library has been replaced, removed or mended under it is replaced, so that no
  answer comes from files that are no longer there.
- A worker that cannot start is tried again, after longer and longer; meanwhile questions are
  refused with the reason.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.answers import Answer
from qa.errors import (
    LibraryBusyError,
    LibraryError,
    QuestionTimeoutError,
    QueueFullError,
    StoppingError,
    TownclerkError,
    UnavailableError,
    WorkerLostError,
)
from qa.library.databases.folder import FILE, NOTE
from qa.pool.messages import Answered, Ask, Cancel, Failed, Sentence, Setup
from qa.pool.processes import Nursery, Worker

FIRST_DELAY, LONGEST_DELAY = 0.5, 10.0
"""Seconds before a worker that failed twice is tried again; doubled each time up to the longest.
After the first failure it is tried at once: what goes wrong once need not go wrong again."""
SOON = 10.0
"""Seconds; a worker that ends of itself within them counts as one that cannot start."""
LOOK_EVERY = 1.0
"""Seconds between looks at the library's folder while nobody asks."""
PARTS = (FILE, NOTE, "chroma", "words")
"""What a worker has open: by their inodes it is noticed that they are others."""

Part = str | Answer | Exception
Identity = tuple[tuple[int, int] | None, ...]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many workers there are, and how long things may take."""

    library: Path
    workers: int
    at_once: int
    """Questions that one worker answers at the same time."""
    question_seconds: float
    """From when a worker takes a question to its answer; and for which it may wait before."""
    max_waiting: int


@dataclass(frozen=True, slots=True)
class Staffing:
    """How the crew is, at a moment."""

    wanted: int
    ready: int = 0
    answering: int = 0
    """Questions."""
    waiting: int = 0
    """Questions."""
    fault: str | None = None
    """Why the last worker that was started could not be; None once one is ready."""
    stopping: bool = False
    processes: tuple[int, ...] = ()
    """Ids of the nursery and of the workers that are ready."""


@dataclass(eq=False, slots=True)
class Asked:
    """A question, and where its parts come: sentences, then the answer or an error."""

    ask: Ask
    parts: queue.SimpleQueue[Part] = field(default_factory=queue.SimpleQueue)
    tries: int = 0
    begun: bool = False
    """Whether sentences have been passed on. On a second try only the answer is."""
    timer: asyncio.TimerHandle | None = None

    def end(self, part: Answer | Exception) -> None:
        """Pass on what comes last."""
        if self.timer is not None:
            self.timer.cancel()
        self.parts.put(part)


@dataclass(eq=False, slots=True)
class _Post:
    """A place in the crew: a worker, from when it is asked for until it has ended."""

    identity: Identity
    started: float = field(default_factory=time.monotonic)
    worker: Worker | None = None
    """None until it is ready."""
    running: dict[int, Asked] = field(default_factory=dict)
    retired: bool = False
    """Takes no more questions, and ends with the last that it has."""


class Crew:
    """Keeps as many workers as are wanted, and hands them questions."""

    def __init__(self, plan: Plan, setup: Callable[[], Setup]) -> None:
        """Take the plan, and what says how a nursery is set up. `start` begins the work.

        `setup` is called on the crew's thread whenever the models may be others; it may raise
        a TownclerkError, which counts as a worker that cannot start.
        """
        self._plan, self._setup = plan, setup
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="crew", daemon=True)
        self._waiting: deque[Asked] = deque()
        self._posts: set[_Post] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._nursery: tuple[Setup, Nursery] | None = None
        self._starting_nursery = asyncio.Lock()
        self._fault: Exception | None = None
        self._failures, self._failed_at, self._not_before = 0, 0.0, 0.0
        self._stopping = False
        self._changed: Callable[[], None] | None = None
        self.staffing = Staffing(plan.workers)
        """How the crew is; may be read on any thread."""

    # From any thread

    def start(self) -> None:
        """Begin to start workers; returns at once."""
        self._thread.start()
        self._loop.call_soon_threadsafe(self._look)

    def tell_changes(self, tell: Callable[[], None]) -> None:
        """Call `tell` when a worker is ready or could not be started, or already has been."""
        self._changed = tell
        self._loop.call_soon_threadsafe(self._tell_if_known)

    def take(self, asked: Asked) -> None:
        """Let a question wait for a worker; its parts say how it went."""
        try:
            self._loop.call_soon_threadsafe(self._take, asked)
        except RuntimeError:  # the loop is closed
            asked.end(_stopping())

    def take_back(self, asked: Asked) -> None:
        """Nobody waits for this answer any more."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._take_back, asked)

    def close_to_questions(self) -> None:
        """Refuse questions from now on, those that wait too; the running ones go on."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._refuse_all)

    def stop(self, seconds: float) -> None:
        """Give running questions so many seconds, then end every process. Returns when done."""
        if self._loop.is_closed():
            return
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._stop(seconds), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    # Questions

    def _take(self, asked: Asked) -> None:
        if self._stopping:
            asked.end(_stopping())
            return
        self._waiting.append(asked)
        self._hand_out()
        if asked not in self._waiting:
            return
        if len(self._waiting) > self._plan.max_waiting:
            self._waiting.remove(asked)
            asked.end(_too_many())
            return
        asked.timer = self._loop.call_later(
            self._plan.question_seconds, self._waited_too_long, asked
        )

    def _waited_too_long(self, asked: Asked) -> None:
        if asked in self._waiting:
            self._waiting.remove(asked)
            asked.end(self._refusal() if self._fault else _too_many())
            self._note()

    def _take_back(self, asked: Asked) -> None:
        if asked in self._waiting:
            self._waiting.remove(asked)
            asked.end(_stopping())
        for post in self._posts:
            if post.running.get(asked.ask.number) is asked and post.worker:
                post.worker.send(Cancel(number=asked.ask.number))
        self._note()

    def _hand_out(self) -> None:
        """Give waiting questions to workers that are free."""
        if self._waiting:
            self._retire_outdated()
        while self._waiting and (post := self._free_post()):
            self._give(post, self._waiting.popleft())
        # With no worker there or on its way, what is wrong is said at once.
        if self._waiting and self._fault and not any(not post.retired for post in self._posts):
            while self._waiting:
                self._waiting.popleft().end(self._refusal())
        self._note()

    def _refusal(self) -> TownclerkError:
        """Return what an asker is told while no worker can be started."""
        if isinstance(self._fault, LibraryError):
            return self._fault
        return UnavailableError(
            "Questions cannot be answered just now. The service's log says why."
        )

    def _free_post(self) -> _Post | None:
        free = [
            post
            for post in self._posts
            if post.worker and not post.retired and len(post.running) < self._plan.at_once
        ]
        return min(free, key=lambda post: len(post.running), default=None)

    def _give(self, post: _Post, asked: Asked) -> None:
        assert post.worker is not None
        if asked.timer is not None:
            asked.timer.cancel()
        asked.tries += 1
        post.running[asked.ask.number] = asked
        limit = self._plan.question_seconds
        asked.timer = self._loop.call_later(limit, self._overran, post, asked)
        post.worker.send(asked.ask)

    def _overran(self, post: _Post, asked: Asked) -> None:
        log.warning("a question took more than %g seconds, so it was ended", self._limit)
        post.running.pop(asked.ask.number, None)
        asked.end(
            QuestionTimeoutError(
                f"Answering took more than {self._limit:g} seconds and was ended. Ask about one "
                "matter at a time, or try again later."
            )
        )
        self._retire(post)
        self._keep_staffed()

    @property
    def _limit(self) -> float:
        return self._plan.question_seconds

    def _heard(self, post: _Post, said: Sentence | Answered | Failed) -> None:
        """Pass on what a worker sends."""
        asked = post.running.get(said.number)
        if asked is None:
            return
        if isinstance(said, Sentence):
            if asked.tries == 1:
                asked.begun = True
                asked.parts.put(said.text)
            return
        del post.running[said.number]
        if isinstance(said, Answered):
            self._failures = 0
            asked.end(said.answer)
        else:
            self._failed(post, asked, said.as_error())
        if post.retired and not post.running and post.worker:
            post.worker.end()
        self._hand_out()

    def _failed(self, post: _Post, asked: Asked, error: Exception) -> None:
        """Pass on an error; one of the library is tried again with a worker that opens it anew."""
        of_library = isinstance(error, LibraryError) and not isinstance(error, LibraryBusyError)
        if of_library:
            log.error("a worker cannot use the library and is replaced: %s", error)
            self._retire(post)
        if of_library and asked.tries == 1:
            self._waiting.appendleft(asked)
            self._keep_staffed()
        else:
            asked.end(error)

    # Workers

    def _look(self) -> None:
        """Look after the crew, now and every second."""
        if not self._stopping:
            self._keep_staffed()
            self._loop.call_later(LOOK_EVERY, self._look)

    def _keep_staffed(self) -> None:
        """Start workers where there are too few, and hand out what waits."""
        self._retire_outdated()
        there = sum(not post.retired for post in self._posts)
        may = not self._stopping and time.monotonic() >= self._not_before
        if may and there < self._plan.workers:
            identity = self._identity()
            if identity[0] is None and identity[1] is None:
                self._cannot_start(_no_library(self._plan.library), time.monotonic())
            else:
                for _ in range(self._plan.workers - there):
                    post = _Post(identity)
                    self._posts.add(post)
                    self._run(self._employ(post))
        self._hand_out()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _employ(self, post: _Post) -> None:
        """See a worker from its start to its end."""
        worker: Worker | None = None
        try:
            nursery = await self._ready_nursery()
            worker = await nursery.fork(self._plan.library)
            await worker.open()
            post.worker = worker
            self._fault = None
            if post.retired:  # the library was replaced while it was opened
                return
            self._hand_out()
            self._tell()
            async for said in worker.said():
                self._heard(post, said)
            if not post.retired and not self._stopping:
                await self._mourn(post, worker)
        except TownclerkError as error:
            self._cannot_start(error, post.started)
        except Exception as error:
            self._cannot_start(error, post.started)
            log.exception("a worker could not be started")
        finally:
            self._posts.discard(post)
            if worker is not None:
                worker.end()
            self._ask_again(post)
            if not self._stopping:
                self._keep_staffed()

    async def _mourn(self, post: _Post, worker: Worker) -> None:
        """Note that a worker ended of itself."""
        how = await worker.fate()
        log.error("a process that answers ended %s and is replaced", how)
        if time.monotonic() - worker.opened < SOON:
            self._count_failure(post.started)
        else:
            self._failures = 0

    def _cannot_start(self, error: Exception, started: float) -> None:
        """Note why a worker could not be started, and refuse questions with it until one can."""
        if str(error) != str(self._fault):
            log.error("no question can be answered: %s", error)
        self._fault = error
        self._count_failure(started)
        self._note()
        self._tell()

    def _count_failure(self, started: float) -> None:
        """Wait longer before the next try; workers that fail together count once."""
        if started >= self._failed_at:
            self._failures += 1
            self._failed_at = time.monotonic()
            delay = FIRST_DELAY * 2 ** min(self._failures - 2, 10) if self._failures > 1 else 0
            self._not_before = self._failed_at + min(delay, LONGEST_DELAY)

    def _ask_again(self, post: _Post) -> None:
        """Let the questions of a worker that has ended be asked once more."""
        for asked in reversed(post.running.values()):
            if self._stopping:
                asked.end(_stopping())
            elif asked.tries > 1:
                asked.end(
                    WorkerLostError(
                        "The process that answered this question ended twice. The service's log "
                        "says how; try another wording, or again later."
                    )
                )
            else:
                if asked.timer is not None:
                    asked.timer.cancel()
                self._waiting.appendleft(asked)
        post.running.clear()

    def _retire(self, post: _Post) -> None:
        post.retired = True
        if post.worker and not post.running:
            post.worker.end()

    def _retire_outdated(self) -> None:
        """Retire the workers whose library is no longer what lies in its folder."""
        if not self._posts:
            return
        now = self._identity()
        for post in self._posts:
            if post.identity != now and not post.retired:
                self._retire(post)

    def _identity(self) -> Identity:
        """Return device and inode of each part of the library; None for one that is not there."""
        found: list[tuple[int, int] | None] = []
        for name in PARTS:
            try:
                state = (self._plan.library / name).stat()
                found.append((state.st_dev, state.st_ino))
            except OSError:
                found.append(None)
        return tuple(found)

    async def _ready_nursery(self) -> Nursery:
        """Return a nursery with the models that are wanted now."""
        async with self._starting_nursery:
            wanted = self._setup()
            if self._nursery is not None:
                setup, nursery = self._nursery
                if setup == wanted and not nursery.gone:
                    return nursery
                self._nursery = None
                nursery.end()
            nursery = await Nursery.start(wanted)
            self._nursery = wanted, nursery
            return nursery

    def _tell_if_known(self) -> None:
        if self.staffing.ready or self.staffing.fault:
            self._tell()

    def _tell(self) -> None:
        if self._changed is not None:
            self._changed()

    def _note(self) -> None:
        ready = [post.worker.pid for post in self._posts if post.worker and not post.retired]
        self.staffing = Staffing(
            wanted=self._plan.workers,
            ready=len(ready),
            answering=sum(len(post.running) for post in self._posts),
            waiting=len(self._waiting),
            fault=None if self._fault is None else str(self._fault) or type(self._fault).__name__,
            stopping=self._stopping,
            processes=(*([self._nursery[1].pid] if self._nursery else []), *ready),
        )

    # The end

    def _refuse_all(self) -> None:
        self._stopping = True
        while self._waiting:
            self._waiting.popleft().end(_stopping())
        self._note()

    async def _stop(self, seconds: float) -> None:
        self._refuse_all()
        end = time.monotonic() + seconds
        while any(post.running for post in self._posts) and time.monotonic() < end:
            await asyncio.sleep(0.05)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._nursery is not None:
            self._nursery[1].end()
            await self._nursery[1].over()
        self._note()


def _stopping() -> StoppingError:
    return StoppingError("The service is being stopped. Try again in a minute.")


def _too_many() -> QueueFullError:
    return QueueFullError("Too many questions are waiting just now. Try again in a minute.")


def _no_library(folder: Path) -> LibraryError:
    return LibraryError(
        f"there is no library in {folder}; run townclerk ingest PATH first, or set "
        "TOWNCLERK_LIBRARY to the folder that holds one"
    )
