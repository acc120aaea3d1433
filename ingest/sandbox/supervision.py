"""Wait for a child's answer, hold it to its time, and name the page at which it failed.

`hear` takes the child's progress as it comes, then its answer as one line of JSON. A child that
ends without an answer gives an error that says what to do: `ReaderCrashError` where the file is
to blame, `ReaderStoppedError` where the system stopped the child and another try may succeed.
"""

from __future__ import annotations

import math
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TypeVar

from ingest.sandbox.wire import (
    FATE,
    MAX_SENT,
    REFUSAL,
    Fate,
    Limits,
    ProgressKind,
    RefusalKind,
    TransferError,
    is_refusal,
)
from qa.errors import ReadError

BROKE_DOWN = "the reader broke down there"


class ReaderCrashError(ReadError):
    """The file killed the child; `page` is the page it was reading, where there are pages."""

    def __init__(self, message: str, page: int | None, why: str = BROKE_DOWN, pages: int = 0):
        super().__init__(message)
        self.page = page
        self.why = why
        """The reason for a notice, if the page is left out."""
        self.pages = pages
        """How many pages the file has; 0 where that is not known."""


class ReaderStoppedError(ReadError):
    """The system stopped the child, or did not let it begin; another try may succeed.

    `page` is the page it was reading, where that page may be the reason.
    """

    def __init__(self, message: str, page: int | None = None, pages: int = 0):
        super().__init__(message)
        self.page = page
        self.pages = pages


_Answer = TypeVar("_Answer")
Sink = Callable[[bytes], None]
"""Takes the bytes of a member of an archive or message."""
Keep = Callable[[int, bytes], None]
"""Takes the number of a page, and what OCR saw on it."""
CHUNK = 1 << 20
"""Bytes taken from the pipe at a time."""


def hear(
    line: socket.socket,
    answer: int,
    limits: Limits,
    decode: Callable[[bytes], _Answer],
    sink: Sink | None = None,
    keep: Keep | None = None,
) -> _Answer:
    """Wait for a child's answer, and decode it.

    The bytes of the member asked for go to `sink`, what OCR saw on each page to `keep`.
    Raises ReadError; of its kinds ReaderCrashError where the file killed the child, and
    ReaderStoppedError where the system stopped it.
    """
    started = time.monotonic()
    heard = _Heard(sink, keep)
    while _wait(answer, started, heard, limits):
        chunk = os.read(answer, CHUNK)
        if not chunk:
            break
        heard.take(chunk)
        if len(heard.data) > limits.answer:
            raise ReadError(
                f"its text is over the limit of {limits.answer / 1e6:,.0f} MB; split the file"
            )
    fate = _fate(line, started, heard, limits)
    if fate is None or fate.code != 0:
        raise _ended_early(fate, heard.stage(limits))
    reply = bytes(heard.data)
    if is_refusal(reply):
        raise _refused(reply, heard.stage(limits))
    try:
        return decode(reply)
    except TransferError as error:
        raise _unsound(str(error)) from error


PROGRESS = tuple(f"{kind} ".encode("ascii") for kind in ProgressKind)
WITH_BYTES = (ProgressKind.DATA, ProgressKind.SEEN)
"""Lines that are followed by so many bytes."""
MAX_PAGES_TIMED = 5_000


@dataclass(slots=True)
class _Heard:
    """What has come from a child so far: where it is, then its answer as one line of JSON.

    The bytes of a member of an archive or message go to `sink` as they come, and what OCR saw on a
    page goes to `keep`.
    """

    sink: Sink | None = None
    keep: Keep | None = None
    data: bytearray = field(default_factory=bytearray)
    pages: int = 0
    page: int | None = None
    since: float = 0.0
    """When the child began that page, or its OCR."""
    recognised: int = 0
    recognising: bool = False
    understanding: bool = False

    def take(self, chunk: bytes) -> None:
        self.data += chunk
        while self.data.startswith(PROGRESS) and (end := self.data.find(b"\n", 0, 64)) >= 0:
            word, _, number = bytes(self.data[:end]).partition(b" ")
            kind = ProgressKind(word.decode("ascii"))
            size = int(number) if kind in WITH_BYTES and number.isdigit() else 0
            if len(self.data) <= end + size and size:
                return  # not all of it is here yet
            sent = bytes(self.data[end + 1 : end + 1 + size])
            del self.data[: end + 1 + size]
            if not number.isdigit():
                continue
            if kind in WITH_BYTES:
                self._pass_on(kind, sent)
            elif kind is ProgressKind.PAGES:
                self.pages = min(int(number), MAX_PAGES_TIMED)
            elif kind is ProgressKind.UNDERSTANDING:
                self.understanding, self.page, self.recognising = True, None, False
            else:
                self.page, self.since = int(number), time.monotonic()
                self.recognising = kind is ProgressKind.OCR
                self.recognised += self.recognising

    def _pass_on(self, kind: ProgressKind, sent: bytes) -> None:
        if len(sent) <= MAX_SENT and kind is ProgressKind.DATA and self.sink is not None:
            self.sink(sent)
        elif (
            len(sent) <= MAX_SENT
            and kind is ProgressKind.SEEN
            and self.keep is not None
            and self.recognising
            and self.page is not None
            and 0 < self.page <= self.pages
        ):
            self.keep(self.page, sent)
        else:
            raise _unsound()

    def stage(self, limits: Limits) -> Stage:
        """Return how far the child has come."""
        slow = self.page is not None and time.monotonic() - self.since >= limits.page / 2
        to_blame = slow or self.recognising
        return Stage(limits.memory, self.page, self.pages, to_blame, self.understanding)

    def page_left(self, limits: Limits) -> float:
        """Return the seconds that the page at hand may still take."""
        if self.page is None:
            return math.inf
        return self.since + self.page_allowed(limits) - time.monotonic()

    def page_allowed(self, limits: Limits) -> float:
        """Return the seconds that the page at hand may take in all."""
        return limits.page + limits.ocr_per_page * self.recognising

    def allowed(self, limits: Limits) -> float:
        """Return the seconds that the child may take, as far as it has come."""
        ocr = min(
            limits.ocr_per_page * min(self.recognised, self.pages),
            limits.ocr + limits.ocr_per_page,
        )
        return limits.wall + limits.wall_per_page * self.pages + ocr


PRINT_ANEW = "open it and print it to a new PDF, or leave it out"


def _unsound(why: str = "") -> ReadError:
    """Return the error of an answer that no reader of ours would give."""
    return ReadError(f"the reader gave no sound answer{f' ({why})' * bool(why)}; {PRINT_ANEW}")


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a child had come, and how many bytes of memory it might use."""

    memory: int
    page: int | None = None
    """The page it was reading."""
    pages: int = 0
    """How many there are; 0 where that is not known."""
    to_blame: bool = False
    """Whether that page took so long that it may be left out."""
    understanding: bool = False
    """Whether all pages were read, and the paper was being understood."""

    @property
    def place(self) -> str:
        """Where in the file, as the end of a clause."""
        return f" at page {self.page}" if self.page is not None else ""

    @property
    def much_memory(self) -> str:
        """The phrase for more memory than it might use."""
        return f"more than {self.memory / 1024**3:.1f} GiB of memory"


def _wait(source: int, started: float, heard: _Heard, limits: Limits, spare: float = 0.0) -> bool:
    """Wait until there is something to read. Raises ReadError when the time is up."""
    allowed = heard.allowed(limits) + spare
    poll = select.poll()
    poll.register(source, select.POLLIN | select.POLLHUP)
    left = started + allowed - time.monotonic()
    of_page = heard.page_left(limits)
    if left > 0 and poll.poll(max(0.0, min(left, of_page)) * 1000):
        return True
    if of_page < left:
        allowed = heard.page_allowed(limits)
    raise _out_of_time(f"{allowed:g} s", heard.stage(limits))


SPLIT = "split the file, or leave it out"


def _out_of_time(after: str, stage: Stage) -> ReadError:
    """Return the error of a child whose time is up."""
    if stage.understanding:
        return ReadError(f"understanding what it says was stopped after {after}; {SPLIT}")
    message = f"the reader was stopped after {after}{stage.place}; {PRINT_ANEW}"
    if not stage.to_blame:
        return ReadError(message)
    why = f"the reader was stopped there after {after}"
    return ReaderCrashError(message, stage.page, why, stage.pages)


GRACE_SECONDS = 2.0
"""How long a child may take to end after its answer."""


def _fate(line: socket.socket, started: float, heard: _Heard, limits: Limits) -> Fate | None:
    """Return how the child ended; None where the nursery itself is gone."""
    _wait(line.fileno(), started, heard, limits, GRACE_SECONDS)
    try:
        return FATE.decode(line.recv(4_096))
    except TransferError:
        return None


def _ended_early(fate: Fate | None, stage: Stage) -> ReadError:
    """Return the error of a child that ended without an answer; no fate: nobody knows how."""
    if fate is not None and fate.code == -signal.SIGXCPU:
        return _out_of_time(f"{fate.cpu:.0f} s of processor time", stage)
    if fate is None or fate.code == -signal.SIGKILL:
        return ReaderStoppedError(
            f"the system stopped the reader{stage.place}, most likely for want of memory; "
            "free some and try again",
            stage.page if fate else None,
            stage.pages,
        )
    if stage.understanding:
        return ReadError(
            "understanding what it says broke down: the file is made to need "
            f"{stage.much_memory}; {SPLIT}"
        )
    return ReaderCrashError(
        f"the reader broke down{stage.place}: the file is damaged, or made to need "
        f"{stage.much_memory}; {PRINT_ANEW}",
        stage.page,
        pages=stage.pages,
    )


MAX_REASON = 500
MAX_FAULT = 40
SAVE_ANEW = "open it and save it anew"


def _refused(answer: bytes, stage: Stage) -> ReadError:
    """Return the error of a child that gives the reason why it has no answer."""
    try:
        refused = REFUSAL.decode(answer)
    except TransferError:
        return _unsound()
    if refused.refusal is RefusalKind.ERROR:
        return ReadError(refused.words[:MAX_REASON])
    if refused.refusal is RefusalKind.MEMORY:
        if stage.understanding:
            return ReadError(f"understanding what it says takes {stage.much_memory}; {SPLIT}")
        message = f"reading it takes {stage.much_memory}{stage.place}; {PRINT_ANEW}"
        return ReaderCrashError(message, stage.page, f"that takes {stage.much_memory}", stage.pages)
    kind = refused.words[:MAX_FAULT]
    if stage.understanding:
        return ReadError(f"the file could not be understood ({kind}); report this")
    message = f"the reader does not understand the file{stage.place} ({kind!r}); {SAVE_ANEW}"
    return ReaderCrashError(
        message, stage.page, f"the reader does not understand it: {kind}", stage.pages
    )


def too_many(
    death: ReaderCrashError | ReaderStoppedError, left_out: Collection[int]
) -> ReaderCrashError | ReaderStoppedError:
    """Return the error of a page that may not be left out, since so many others are."""
    named = ", ".join(str(page) for page in sorted({*left_out, death.page or 0}))
    message = f"too many of its pages ({named}) cannot be read; of the last: {death}"
    return type(death)(message, death.page, pages=death.pages)


STOPPED = "the system stopped the reader there twice, most likely for want of memory"
