"""Hear a child out: its progress, its answer, or how it came to its end."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ingest.document import SourceDocument
from ingest.transfer import TransferError, decode_document
from qa.errors import ReadError

CHUNK = 1 << 20
PROGRESS = (b"at ", b"ocr ", b"pages ", b"data ")
MAX_PAGES_TIMED = 5_000
MAX_REASON = 500
GRACE_SECONDS = 2.0
"""How long a child that has said everything may take to end."""
PRINT_ANEW = "open it and print it to a new PDF, or leave it out"


Sink = Callable[[bytes], None]
"""Takes the bytes of a member of an archive or message."""


class ReaderCrashError(ReadError):
    """The child died of the file; `page` is the page it was reading, where there are pages."""

    def __init__(self, message: str, page: int | None):
        super().__init__(message)
        self.page = page


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes in bytes, times in seconds."""

    file_size: int = 300_000_000
    memory: int = 2 * 1024**3
    cpu: float = 60.0
    cpu_per_page: float = 0.5
    wall: float = 90.0
    wall_per_page: float = 0.75
    ocr_per_page: float = 30.0
    """For a page read from its picture, both of the processor and by the clock."""
    ocr: float = 1_800.0
    """For all such pages of a file; those beyond are named as not read."""
    answer: int = 256_000_000
    """Of the document in transfer; some fifty times a paper of 900 pages."""


STANDARD_LIMITS = Limits()


@dataclass(slots=True)
class _Words:
    """What a child has said so far: where it is, then its answer as one line of JSON.

    The bytes of a member of an archive or message go to `sink` as they come.
    """

    sink: Sink | None = None
    data: bytearray = field(default_factory=bytearray)
    pages: int = 0
    page: int | None = None
    recognised: int = 0
    recognising: bool = False

    def take(self, chunk: bytes) -> None:
        self.data += chunk
        while self.data.startswith(PROGRESS) and (end := self.data.find(b"\n", 0, 64)) >= 0:
            word, _, number = bytes(self.data[:end]).partition(b" ")
            size = int(number) if word == b"data" and number.isdigit() else 0
            if len(self.data) <= end + size and size:
                return  # not all of it is here yet
            sent = bytes(self.data[end + 1 : end + 1 + size])
            del self.data[: end + 1 + size]
            if not number.isdigit():
                continue
            if word == b"data":
                self._pass_on(sent)
            elif word == b"pages":
                self.pages = min(int(number), MAX_PAGES_TIMED)
            else:
                self.page = int(number)
                self.recognising = word == b"ocr"
                self.recognised += self.recognising

    def _pass_on(self, sent: bytes) -> None:
        if self.sink is None or len(sent) > CHUNK:
            raise ReaderCrashError(f"the reader gave no sound answer; {PRINT_ANEW}", None)
        self.sink(sent)

    def allowed(self, limits: Limits) -> float:
        """Return the seconds that the child may take, as far as it has come."""
        ocr = min(
            limits.ocr_per_page * min(self.recognised, self.pages),
            limits.ocr + limits.ocr_per_page,
        )
        return limits.wall + limits.wall_per_page * self.pages + ocr


def hear(
    line: socket.socket, answer: int, limits: Limits, sink: Sink | None = None
) -> SourceDocument:
    """Wait for a child's document; the bytes of a member, where one was asked for, go to `sink`.

    Raises ReadError, or ReaderCrashError where the child died.
    """
    started = time.monotonic()
    words = _Words(sink)
    while _wait(answer, started, words, limits):
        chunk = os.read(answer, CHUNK)
        if not chunk:
            break
        words.take(chunk)
        if len(words.data) > limits.answer:
            raise ReadError(
                f"its text is over the limit of {limits.answer / 1e6:,.0f} MB; split the file"
            )
    fate = _fate(line, started, words, limits)
    if fate.get("code") != 0:
        raise _ended_early(fate, words, limits)
    return _understand(words, limits)


def _wait(source: int, started: float, words: _Words, limits: Limits, spare: float = 0.0) -> bool:
    """Wait until there is something to read. Raises ReadError when the time is up."""
    allowed = words.allowed(limits) + spare
    poll = select.poll()
    poll.register(source, select.POLLIN | select.POLLHUP)
    left = started + allowed - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise _stopped(f"{allowed:g} s", words)
    return True


def _fate(line: socket.socket, started: float, words: _Words, limits: Limits) -> dict[str, Any]:
    """Return how the child ended; empty when the nursery itself is gone."""
    _wait(line.fileno(), started, words, limits, GRACE_SECONDS)
    fate: dict[str, Any] = json.loads(line.recv(4_096) or b"{}")
    return fate


def _ended_early(fate: dict[str, Any], words: _Words, limits: Limits) -> ReadError:
    code = fate.get("code", -signal.SIGKILL)
    if code == -signal.SIGXCPU:
        return _stopped(f"{fate['cpu']:.0f} s of processor time", words)
    if code == -signal.SIGKILL:
        return ReadError(
            f"the system stopped the reader{_place(words)}, most likely for want of memory; "
            "free some and try again"
        )
    return ReaderCrashError(
        f"the reader broke down{_place(words)}: the file is damaged, or made to need more than "
        f"{limits.memory / 1024**3:.1f} GiB of memory; {PRINT_ANEW}",
        words.page,
    )


def _stopped(after: str, words: _Words) -> ReadError:
    """Return the error of a child out of time. One page's picture may be left out; see reading."""
    message = f"the reader was stopped after {after}{_place(words)}; {PRINT_ANEW}"
    return ReaderCrashError(message, words.page) if words.recognising else ReadError(message)


def _understand(words: _Words, limits: Limits) -> SourceDocument:
    try:
        said = json.loads(words.data)
    except (ValueError, RecursionError) as error:
        raise ReaderCrashError(f"the reader gave no sound answer; {PRINT_ANEW}", None) from error
    if isinstance(said, dict) and "error" in said:
        reason = "".join(c for c in str(said["error"]) if c.isprintable())
        raise ReadError(reason[:MAX_REASON])
    if isinstance(said, dict) and "fault" in said:
        if said["fault"] == "memory":
            raise ReaderCrashError(
                f"reading it takes more than {limits.memory / 1024**3:.1f} GiB of memory"
                f"{_place(words)}; {PRINT_ANEW}",
                words.page,
            )
        raise ReadError(
            f"the reader does not understand the file ({str(said['fault'])[:40]!r}); "
            "open it and save it anew"
        )
    try:
        return decode_document(said)
    except TransferError as error:
        raise ReadError(f"the reader gave no sound answer ({error}); {PRINT_ANEW}") from error


def _place(words: _Words) -> str:
    return f" at page {words.page}" if words.page is not None else ""
