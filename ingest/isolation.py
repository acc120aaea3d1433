"""Read a file in a short-lived child process that cannot harm, hang or outgrow the caller.

This is the caller's side; `ingest.nursery` is the other and says how children come to be.
What a child may use is bounded: address space, processor time, wall clock, descriptors, and no
byte written to any file. Where the system permits, it has no network (`Isolation.network`).
It can still read what the caller's user can read: this is no sandbox for running programs.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from ingest.document import SourceDocument
from ingest.drafts import PASSAGE_WORDS
from ingest.endings import ReaderStoppedError
from ingest.hearing import Sink, hear
from ingest.kept_work import WorkOnPaper
from ingest.sandbox.wire import (
    GREETING,
    REQUEST,
    Greeting,
    Limits,
    PaperName,
    ReadRequest,
    UnderstoodFile,
    decode_document,
    decode_file,
)
from ingest.scans import STANDARD_SCANS, ScanReading

START_SECONDS = 60.0
CLOSE_SECONDS = 5.0
SILENT = "it ended without a word"
KEPT_VARIABLES = (
    *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"),
    *("LD_LIBRARY_PATH", "TESSDATA_PREFIX"),
)
"""The child gets these and no other: a password in the environment is not for it."""
PROGRAM = (
    "import sys; control, reader, *sys.path = sys.argv[1:]; "
    "from ingest.nursery import serve; serve(int(control), reader)"
)

Skip = Mapping[int, str]
"""The pages to leave out, and for each why, in the words of its notice."""
NONE_SKIPPED: Skip = MappingProxyType({})


@dataclass(slots=True)
class Isolation:
    """A nursery and the way to it. Any thread may read; a fork of the process starts its own."""

    reader: str
    """What a child runs, as module:function; see `ingest.child.Reader`."""
    network: bool = True
    """False where children have no network at all; known once the nursery runs."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _control: socket.socket | None = None
    _process: subprocess.Popen[bytes] | None = None
    _owner: int = 0

    def read(
        self,
        path: Path,
        limits: Limits,
        skip: Skip = NONE_SKIPPED,
        scans: ScanReading = STANDARD_SCANS,
    ) -> SourceDocument:
        """Have a child read a file, without the pages to skip.

        Raises ReadError, and of that ReaderCrashError where the child died of the file.
        """
        request = ReadRequest(_absolute(path), limits, scans, dict(sorted(skip.items())))
        with self._child(request) as (line, answer):
            return hear(line, answer, limits, decode_document)

    def understand(
        self,
        path: Path,
        limits: Limits,
        skip: Skip = NONE_SKIPPED,
        scans: ScanReading = STANDARD_SCANS,
        *,
        name: str,
        digest: str,
        pages: WorkOnPaper | None = None,
        passage_words: int = PASSAGE_WORDS,
    ) -> UnderstoodFile:
        """Have a child read a file and understand it, both within the limits; raises as `read`.

        What OCR sees is kept page by page in `pages`; what is there already is not read again.
        """
        request = ReadRequest(
            _absolute(path),
            limits,
            scans,
            dict(sorted(skip.items())),
            kept=_absolute(pages.folder) if pages else None,
            # The folders of its name, which may be many, say nothing that the child needs.
            paper=PaperName(PurePosixPath(name).name, digest),
            passage_words=passage_words,
        )
        decode = partial(decode_file, name=name, digest=digest)
        with self._child(request) as (line, answer):
            return hear(line, answer, limits, decode, keep=pages.keep if pages else None)

    def take_out(self, path: Path, number: int, limits: Limits, sink: Sink) -> None:
        """Have a child unpack a member of an archive or message, and give its bytes to `sink`.

        `number` counts from 0 in the order of the document's members. Raises ReadError.
        """
        request = ReadRequest(_absolute(path), limits, member=number)
        with self._child(request) as (line, answer):
            hear(line, answer, limits, decode_document, sink)

    def start(self) -> None:
        """Start the nursery now, so that the first file need not wait for it."""
        with self._lock:
            self._link()

    def close(self) -> None:
        """Stop the nursery and every child. A later read starts it again."""
        with self._lock:
            self._close()

    @contextlib.contextmanager
    def _child(self, request: ReadRequest) -> Iterator[tuple[socket.socket, int]]:
        """Start a child; leaving the block stops it, whatever the reason."""
        line, far_line = socket.socketpair()
        answer, far_answer = os.pipe()
        try:
            with far_line, os.fdopen(far_answer, "wb"):
                self._send(REQUEST.encode(request), [far_line.fileno(), far_answer])
            yield line, answer
        finally:
            os.close(answer)
            line.close()

    def _send(self, request: bytes, descriptors: list[int]) -> None:
        with self._lock:
            try:
                socket.send_fds(self._link(), [request], descriptors)
            except OSError:  # the nursery is gone, as when the system is short of memory
                self._close()
                socket.send_fds(self._link(), [request], descriptors)

    def _link(self) -> socket.socket:
        if self._control is not None and self._owner != os.getpid():
            self._forget()
        if self._control is None:
            self._control = self._start()
            self._owner = os.getpid()
        return self._control

    def _start(self) -> socket.socket:
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            path = [entry or str(Path.cwd()) for entry in sys.path]
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", PROGRAM, str(far.fileno()), self.reader, *path],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[far.fileno()],
                env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
                cwd="/",
                start_new_session=True,
            )
        near.settimeout(START_SECONDS)
        try:
            told = near.recv(65_536)
        except TimeoutError:
            told = b""
        greeting = GREETING.decode(told) if told else Greeting(failed=SILENT)
        if greeting.failed is not None:
            self._control = near
            self._close()
            raise ReaderStoppedError(
                f"the reading process does not start ({greeting.failed}); install anew"
            )
        self.network = greeting.network
        near.settimeout(None)
        return near

    def _close(self) -> None:
        if self._control is None or self._owner not in (0, os.getpid()):
            return
        self._control.close()
        if self._process is not None:
            try:
                self._process.wait(CLOSE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control, self._process, self._owner = None, None, 0

    def _forget(self) -> None:
        """Let go of a nursery that belongs to the process that this one was forked from."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0  # it is not ours to wait for
        self._control, self._process, self._owner = None, None, 0


def _absolute(path: Path) -> Path:
    # Not resolved: a link is read under its own name.
    return Path(os.path.abspath(path))  # noqa: PTH100
