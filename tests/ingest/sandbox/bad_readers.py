"""Readers that misbehave in every way that a child process must survive."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

from ingest.document import SourceDocument
from ingest.sandbox import worker
from ingest.sandbox.wire import ReadRequest
from ingest.sandbox.worker import ANSWER, Watch, read_by_content
from qa.errors import ReadError
from qa.papers import FileFormat, SourceLine


def misbehave(request: ReadRequest, watch: Watch) -> SourceDocument:
    """Do what the file's own text names."""
    word, _, argument = request.path.read_text("utf-8").partition(" ")
    return globals()[word](argument, request, watch)  # type: ignore[no-any-return]


def answer(*words: str) -> SourceDocument:
    lines = tuple(SourceLine(number, word) for number, word in enumerate(words, start=1))
    return SourceDocument(FileFormat.TEXT, lines)


def say(argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    return answer(argument)


def sleep(_argument: str, _request: ReadRequest, watch: Watch) -> SourceDocument:
    watch.at(os.getpid())  # so that the error tells which process to look for
    time.sleep(600)
    return answer()


def spin(_argument: str, _request: ReadRequest, watch: Watch) -> SourceDocument:
    watch.counted(3)
    watch.at(2)
    while True:
        pass


def grow(_argument: str, _request: ReadRequest, watch: Watch) -> SourceDocument:
    watch.at(7)
    held = [bytearray(50_000_000) for _ in range(10_000)]
    return answer(str(len(held)))


def abort_at_pages(argument: str, request: ReadRequest, watch: Watch) -> SourceDocument:
    bad = {int(page) for page in argument.split()}
    for page in range(1, 10):
        watch.at(page)
        if page in bad and page not in request.skip:
            os.abort()
    return answer(f"left out {list(request.skip)}")


def stumble_at_pages(argument: str, request: ReadRequest, watch: Watch) -> SourceDocument:
    """Be a long paper of which some pages, by what they say, make our own code stumble."""
    watch.counted(900)
    for page in argument.split():
        watch.at(int(page))
        if int(page) not in request.skip:
            raise LookupError(f"the sum withheld on page {page}")
    return answer(json.dumps(request.skip))


def leave(_argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    os._exit(0)


def refuse(argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    raise ReadError(argument)


def stumble(argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    raise LookupError(argument)


def forge(argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    os.write(ANSWER, argument.encode())
    os._exit(0)


def flood(_argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    while True:
        os.write(ANSWER, b"x" * 60_000)


def close_and_stay(_argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    os.close(ANSWER)
    time.sleep(600)
    return answer()


def write(argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    try:
        Path(argument).write_bytes(b"x" * 10)
    except OSError as error:
        return answer(type(error).__name__)
    return answer("written")


def shout(_argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    print("out loud", flush=True)  # noqa: T201
    os.write(2, b"to the error output")
    return answer("shouted")


def connect(argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    try:
        socket.create_connection(("127.0.0.1", int(argument)), timeout=2).close()
    except OSError as error:
        return answer(type(error).__name__)
    return answer("connected")


def fork(_argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    pid = os.fork()
    if pid == 0:
        os.close(ANSWER)
        time.sleep(600)
    return answer(str(pid))


def look_around(_argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    held = [number for number in range(256) if is_open(number)]
    return answer(json.dumps([sorted(os.environ), sorted(sys.modules), held]))


def is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def spy(argument: str, _request: ReadRequest, _watch: Watch) -> SourceDocument:
    """Read another file, such as the paper beside it."""
    try:
        return answer(Path(argument).read_text("utf-8"))
    except OSError as error:
        return answer(type(error).__name__)


def send(argument: str, request: ReadRequest, watch: Watch) -> SourceDocument:
    """Send so many bytes of a member, or without end."""
    count = int(argument) if argument.isdigit() else sys.maxsize
    for start in range(0, count, 1_000_000):
        watch.send(bytes([request.member or 0]) * min(1_000_000, count - start))
    if argument == "0":
        os.abort()
    return answer()


def many(argument: str, _request: ReadRequest, watch: Watch) -> SourceDocument:
    """Read so many lines, on the last of five pages: far quicker than they are understood."""
    watch.counted(5)
    watch.at(5)
    said = (f"({number % 30}) that plot {number} be let." for number in range(int(argument)))
    lines = tuple(SourceLine(number, text, 5) for number, text in enumerate(said, start=1))
    return SourceDocument(FileFormat.PDF, lines, 5)


def puzzle(argument: str, _request: ReadRequest, watch: Watch) -> SourceDocument:
    """Read a paper on which understanding breaks: as its words say, or by a fault of its own."""

    def give_up(*_given: object, **_named: object) -> None:
        if argument == "abort":
            os.abort()
        if argument == "grow":  # at once, so that memory ends before the time allowed
            held = [bytearray(50_000_000) for _ in range(10_000)]
            raise LookupError(str(len(held)))
        raise LookupError(argument)

    worker.understand_document = give_up  # type: ignore[assignment]
    watch.at(3)
    return answer(argument)


def read_but_stumble_at_the_bridge(request: ReadRequest, watch: Watch) -> SourceDocument:
    """Read papers as they should be, and fail to understand the one on the bridge."""
    document = read_by_content(request, watch)
    if request.path.name == "bridge.txt":
        return puzzle("the Tolbooth Bridge", request, watch)
    return document


def read_but_die_at_page_six(request: ReadRequest, watch: Watch) -> SourceDocument:
    """Read papers as they should be, and be killed by the sixth page while it is recognised."""

    class Doomed(Watch):
        def recognising(self, page: int) -> None:
            super().recognising(page)
            if page == 6:
                os.abort()

    return read_by_content(request, Doomed(watch.answer, watch.limits, watch.keeps))


def hang_at_page(argument: str, request: ReadRequest, watch: Watch) -> SourceDocument:
    watch.counted(5)
    for page in range(1, 6):
        watch.at(page)
        if str(page) == argument and page not in request.skip:
            time.sleep(600)
    return answer(json.dumps(request.skip))


def be_killed_at_page(argument: str, request: ReadRequest, watch: Watch) -> SourceDocument:
    """Be killed as the system does when short of memory: by the page every time, or only once."""
    page, _, mark = argument.partition(" ")
    watch.at(int(page))
    if int(page) not in request.skip and not (mark and Path(mark).is_file()):
        time.sleep(0.3)  # so that whoever makes the mark finds it in time
        signal.raise_signal(signal.SIGKILL)
    return answer(json.dumps(request.skip))
