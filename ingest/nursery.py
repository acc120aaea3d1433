"""The nursery: a clean process that has the readers loaded and forks a child for each file.

It is started afresh, not forked from the caller, so that no thread, model or secret of the
caller is in it; and it never imports the caller's main module. A child costs one fork.
It speaks over a socket: a request carries two descriptors, the *line* (closing it stops the
child; when the child ends, its fate comes back on it) and the pipe for the child's answer.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import selectors
import signal
import socket
from dataclasses import dataclass, field

from ingest.child import NURSERY_DESCRIPTORS, Reader, leave_network, live
from ingest.sandbox.wire import FATE, GREETING, Fate, Greeting
from ingest.watch import lower_limit

MAX_REQUEST = 65_536


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
        nursery = os.getpid()
        pid = os.fork()
        if pid == 0:
            live(self.reader, message, answer, nursery)
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
            fate = Fate(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime)
            line = self.lines.pop(pid)
            self.selector.unregister(line)
            with line, contextlib.suppress(OSError):
                line.send(FATE.encode(fate))


def serve(control: int, reader: str) -> None:
    """Run a nursery on an inherited socket. `reader` is written as module:function."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides what an interrupt means
    lower_limit(resource.RLIMIT_NOFILE, NURSERY_DESCRIPTORS, keep_hard=True)
    network = not leave_network()
    module, _, function = reader.partition(":")
    with socket.socket(fileno=control) as link:
        try:
            found: Reader = getattr(importlib.import_module(module), function)
        except Exception as error:
            link.send(GREETING.encode(Greeting(failed=f"{type(error).__name__}: {error}")))
            return
        gc.collect()
        gc.freeze()
        link.send(GREETING.encode(Greeting(network)))
        Nursery(link, found).run()


def _stop(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)
