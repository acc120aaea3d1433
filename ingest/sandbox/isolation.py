"""Read and understand a file in a short-lived child process that cannot harm or hang the caller.

`read_paper` and `understand_paper` are what others call. This module is the caller's side;
`ingest.sandbox.worker` is the other side, and describes the nursery that forks the children.

A child has limits for address space, processor time, wall clock and descriptors, and may write no
byte to any file. It is confined before it opens the file (`qa.confinement`): no new rights, no
network, nothing to read but the one file, Python and the system's libraries.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from ingest.checkpoints import WorkOnPaper, take_up
from ingest.document import STANDARD_SCANS, ScanReading, SourceDocument
from ingest.passages import PASSAGE_WORDS
from ingest.sandbox.supervision import (
    STOPPED,
    ReaderCrashError,
    ReaderStoppedError,
    Sink,
    hear,
    too_many,
)
from ingest.sandbox.wire import (
    GREETING,
    REQUEST,
    STANDARD_LIMITS,
    Greeting,
    Limits,
    PaperName,
    ReadRequest,
    UnderstoodFile,
    decode_document,
    decode_file,
)

START_SECONDS = 60.0
CLOSE_SECONDS = 5.0
SILENT = "it ended without an answer"
KEPT_VARIABLES = (
    *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"),
    *("LD_LIBRARY_PATH", "TESSDATA_PREFIX"),
)
"""The child gets these variables and no others, since the environment may hold a password."""
PROGRAM = (
    "import sys; control, reader, *sys.path = sys.argv[1:]; "
    "from ingest.sandbox.worker import serve; serve(int(control), reader)"
)

Skip = Mapping[int, str]
"""{page to leave out: the reason, in the words of its notice}."""
NONE_SKIPPED: Skip = MappingProxyType({})


@dataclass(slots=True)
class Isolation:
    """A nursery and the socket to it. Any thread may read; a fork of the process starts its own."""

    reader: str
    """What a child runs, as module:function; see `ingest.sandbox.worker.Reader`."""
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
        admitted: frozenset[str] = frozenset(),
    ) -> UnderstoodFile:
        """Have a child read a file and understand it, both within the limits; raises as `read`.

        What OCR reads is kept page by page in `pages`; pages kept there are not read again.
        """
        request = ReadRequest(
            _absolute(path),
            limits,
            scans,
            dict(sorted(skip.items())),
            kept=_absolute(pages.folder) if pages else None,
            # The child needs no folders of the name, and they may be many.
            paper=PaperName(PurePosixPath(name).name, digest),
            passage_words=passage_words,
            admitted=admitted,
        )
        decode = partial(decode_file, name=name, digest=digest, admitted=admitted)
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
            answer = near.recv(65_536)
        except TimeoutError:
            answer = b""
        greeting = GREETING.decode(answer) if answer else Greeting(failed=SILENT)
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
        """Forget the nursery of the process from which this one was forked."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0  # it is not ours to wait for
        self._control, self._process, self._owner = None, None, 0


def _absolute(path: Path) -> Path:
    # Not resolved: a link is read under its own name.
    return Path(os.path.abspath(path))  # noqa: PTH100


READER = "ingest.sandbox.worker:read_by_content"
MIN_GIVEN_UP = 3
"""Pages that may be left out of any paper because they kill the reader, one child after another."""
PAGES_TO_ONE_GIVEN_UP = 100
"""One page more for so many pages of a longer paper: packs hold several maps and drawings."""
MAX_GIVEN_UP = 20
"""But no more than these, since each child begins at the first page."""
GIVEN_UP = 0
"""The number under which the pages left out are kept; no page has it."""

_Read = TypeVar("_Read")

ISOLATION = Isolation(READER)
atexit.register(ISOLATION.close)


def read_paper(
    path: Path,
    *,
    limits: Limits = STANDARD_LIMITS,
    isolation: Isolation = ISOLATION,
    scans: ScanReading = STANDARD_SCANS,
) -> SourceDocument:
    """Read a file of any kind, at no risk to the caller.

    A page of a PDF that kills its reader is left out and named in the notices. Raises ReadError
    where the file cannot be read within the limits; its message does not name the file.
    """
    return _without_bad_pages(lambda skip: isolation.read(path, limits, skip, scans))


def understand_paper(
    path: Path,
    *,
    name: str,
    digest: str,
    limits: Limits = STANDARD_LIMITS,
    isolation: Isolation = ISOLATION,
    scans: ScanReading = STANDARD_SCANS,
    pages: WorkOnPaper | None = None,
    passage_words: int = PASSAGE_WORDS,
    admitted: frozenset[str] = frozenset(),
) -> UnderstoodFile:
    """Read a file as `read_paper` does, and understand it as a paper of this name.

    Both count towards the same limits. `pages` keeps the pages that OCR read and those that kill
    the reader, for this run and the next. `admitted` are the keys of what the gate would withhold
    and the administrator has admitted (`Withholding.key`); keys of other files have no effect.
    Raises ReaderStoppedError where another try may succeed, and ReadError where none will.
    """
    admitted = frozenset(key for key in admitted if key.startswith(f"{digest[:16]}-"))
    return _without_bad_pages(
        lambda skip: isolation.understand(
            path,
            limits,
            skip,
            scans,
            name=name,
            digest=digest,
            pages=pages,
            passage_words=passage_words,
            admitted=admitted,
        ),
        pages,
    )


def _without_bad_pages(read: Callable[[Skip], _Read], kept: WorkOnPaper | None = None) -> _Read:
    """Read; where a page kills the reader, read again without that page.

    A page at which the system stopped the reader is tried once more, since another process may
    have used up the memory. Pages that an earlier run left out are not tried again.
    """
    known = take_up(kept.folder, GIVEN_UP) if kept is not None else None
    given_up = {int(page): str(why) for page, why in json.loads(known or b"{}").items()}
    tried_twice: set[int] = set()
    while True:
        try:
            return read(given_up)
        except (ReaderCrashError, ReaderStoppedError) as death:
            page = death.page
            if page is None or page in given_up:
                raise
            most = max(MIN_GIVEN_UP, min(death.pages // PAGES_TO_ONE_GIVEN_UP, MAX_GIVEN_UP))
            if len(given_up) >= most:
                raise too_many(death, given_up) from death
            if isinstance(death, ReaderCrashError):
                given_up[page] = death.why
            elif page in tried_twice:
                given_up[page] = STOPPED
            else:
                tried_twice.add(page)
            if kept is not None:
                kept.keep(GIVEN_UP, json.dumps(given_up).encode("ascii"))
