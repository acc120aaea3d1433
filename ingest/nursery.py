"""The nursery: a clean process that has the readers loaded and forks a child for each file.

It is started afresh, not forked from the caller, so that no thread, model or secret of the
caller is in it; and it never imports the caller's main module. A child costs one fork.
It speaks over a socket: a request carries two descriptors, the *line* (closing it stops the
child; when the child ends, its fate comes back on it) and the pipe for the child's answer.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import resource
import selectors
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.handover import encode_file, understand_document
from ingest.transfer import encode_document
from qa.errors import ReadError

MAX_REQUEST = 65_536
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
ANSWER = 3
"""The only descriptor that a child has besides its empty input and outputs."""
MAX_DESCRIPTORS = 16
NURSERY_DESCRIPTORS = 1_024
PR_SET_PDEATHSIG = 1
"""Asks Linux to stop a child whose nursery has died."""
MAX_SENT = 1 << 20
"""Bytes of a member sent at a time."""
MAX_SPARE_CPU = 3_600.0
"""Seconds beyond which no number of pages raises a child's processor time."""

Reader = Callable[[Path, dict[str, Any], "Watch"], Any]


@dataclass(slots=True)
class Watch:
    """How a child tells the caller where it is, and gets time for the pages it found."""

    answer: int
    cpu: float
    cpu_per_page: float
    ocr_page: float = 0.0
    ocr_paper: float = 0.0
    pages: int = 0
    recognised: int = 0

    def counted(self, pages: int) -> None:
        """Say how many pages there are; the processor time allowed grows with them."""
        self.pages = pages
        self._allow()
        os.write(self.answer, b"pages %d\n" % pages)

    def at(self, page: int) -> None:
        """Say which page is about to be read."""
        os.write(self.answer, b"at %d\n" % page)

    def recognising(self, page: int) -> None:
        """Say that a page is about to be read from its picture, which takes time of its own."""
        self.recognised += 1
        self._allow()
        os.write(self.answer, b"ocr %d\n" % page)

    def understanding(self) -> None:
        """Say that all pages are read, and that what they say is about to be understood."""
        os.write(self.answer, b"understanding 1\n")

    def send(self, data: bytes) -> None:
        """Send bytes of a member of an archive or message, ahead of the answer."""
        for start in range(0, len(data), MAX_SENT):
            part = data[start : start + MAX_SENT]
            _write(self.answer, b"data %d\n" % len(part))
            _write(self.answer, part)

    def _allow(self) -> None:
        pages = self.cpu_per_page * self.pages
        ocr = min(self.ocr_page * self.recognised, self.ocr_paper + self.ocr_page)
        _lower(resource.RLIMIT_CPU, int(self.cpu + min(pages + ocr, MAX_SPARE_CPU)), keep_hard=True)


@dataclass(slots=True)
class Nursery:
    """Forks children on request, stops them when told to, and reports how they ended."""

    control: socket.socket
    reader: Reader
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    lines: dict[int, socket.socket] = field(default_factory=dict)
    """By the child's process id."""

    def run(self) -> None:
        """Serve until the caller goes away; then stop every child."""
        bell, ringer = socket.socketpair()
        bell.setblocking(False)
        ringer.setblocking(False)
        signal.set_wakeup_fd(ringer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(self.control, selectors.EVENT_READ, self._take_request)
        self.selector.register(bell, selectors.EVENT_READ, lambda: bell.recv(512) and None)
        with contextlib.suppress(EOFError):
            while True:
                for key, _ in self.selector.select():
                    key.data()
                self._reap()
        for pid in self.lines:
            _stop(pid)

    def _take_request(self) -> None:
        message, descriptors, _, _ = socket.recv_fds(self.control, MAX_REQUEST, 2)
        if not message:
            raise EOFError
        line, answer = socket.socket(fileno=descriptors[0]), descriptors[1]
        pid = os.fork()
        if pid == 0:
            _live(self.reader, json.loads(message), answer)
        os.close(answer)
        with contextlib.suppress(OSError):  # the child does the same; whoever is first
            os.setpgid(pid, pid)
        self.lines[pid] = line
        self.selector.register(line, selectors.EVENT_READ, lambda: _stop(pid))

    def _reap(self) -> None:
        while self.lines:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None:
                return
            _stop(ended.si_pid)  # whatever the child may have left in its group
            pid, status, usage = os.wait4(ended.si_pid, 0)
            fate = {
                "code": os.waitstatus_to_exitcode(status),
                "cpu": usage.ru_utime + usage.ru_stime,
            }
            line = self.lines.pop(pid)
            self.selector.unregister(line)
            with line, contextlib.suppress(OSError):
                line.send(json.dumps(fate).encode("ascii"))


def serve(control: int, reader: str) -> None:
    """Run a nursery on an inherited socket. `reader` is written as module:function."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides what an interrupt means
    _lower(resource.RLIMIT_NOFILE, NURSERY_DESCRIPTORS, keep_hard=True)
    network = not _leave_network()
    module, _, function = reader.partition(":")
    with socket.socket(fileno=control) as link:
        try:
            found: Reader = getattr(importlib.import_module(module), function)
        except Exception as error:
            link.send(json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode())
            return
        gc.collect()
        gc.freeze()
        link.send(json.dumps({"network": network}).encode())
        Nursery(link, found).run()


def _leave_network() -> bool:
    """Move to a network of our own with nothing in it, where the system permits that."""
    unshare = _libc().unshare
    return bool(unshare(CLONE_NEWNET) == 0 or unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def _stop(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def _live(reader: Reader, request: dict[str, Any], answer: int) -> None:
    """Be a child: read one file, answer, and end. Never returns."""
    try:
        _confine(request, answer)
        watch = Watch(
            ANSWER,
            *(request[name] for name in ("cpu", "cpu_per_page", "ocr_page", "ocr_paper")),
        )
        _write(ANSWER, _read(reader, request, watch))
        os._exit(0)
    finally:
        os._exit(1)


def _confine(request: dict[str, Any], answer: int) -> None:
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(answer, ANSWER)
    os.closerange(ANSWER + 1, NURSERY_DESCRIPTORS)
    _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NPROC, 0)
    _lower(resource.RLIMIT_NOFILE, MAX_DESCRIPTORS)
    _lower(resource.RLIMIT_AS, request["memory"])
    _lower(resource.RLIMIT_CPU, int(request["cpu"] + MAX_SPARE_CPU) + 1)
    _lower(resource.RLIMIT_CPU, int(request["cpu"]), keep_hard=True)


def _lower(kind: int, wanted: int, *, keep_hard: bool = False) -> None:
    """Set a limit, but never above the hard one that is in force."""
    _, hard = resource.getrlimit(kind)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(kind, (soft, hard if keep_hard else soft))


def _read(reader: Reader, request: dict[str, Any], watch: Watch) -> bytes:
    """Return the answer's last line: the document or what was understood of it, or why neither."""
    try:
        document = reader(Path(request["path"]), request, watch)
        if "paper" not in request:
            return encode_document(document)
        watch.understanding()
        return encode_file(understand_document(document, **request["paper"]))
    except ReadError as error:
        return json.dumps({"error": str(error)}).encode("ascii")
    except MemoryError:
        return b'{"fault": "memory"}'
    except Exception as error:  # its words may hold the paper's text, so only its kind is told
        return json.dumps({"fault": type(error).__name__}).encode("ascii")


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
