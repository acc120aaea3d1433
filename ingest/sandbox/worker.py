"""The nursery, a clean process that forks a child for each file; and the life of such a child.

The nursery has the readers loaded, so a child costs one fork. It is started afresh and not forked
from the caller, so that it holds no thread, model or secret of the caller, and it never imports
the caller's main module. Requests come over a socket, each with two descriptors: the *line*
(closing it stops the child; how the child ended comes back on it) and the pipe for the answer.

A child confines itself, chooses the reader by the file's content, reads and understands the one
file, writes its answer to the pipe, and ends. On the way it sends where it is, and gets more
processor time for each page.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import selectors
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.document import SourceDocument
from ingest.passages import PASSAGE_WORDS
from ingest.readers.archive import member_chunks, read_archive
from ingest.readers.docx.reader import read_docx
from ingest.readers.email import attachment_chunks, read_message
from ingest.readers.gate import check_file
from ingest.readers.html.reader import read_html
from ingest.readers.ocr.recogniser import Recogniser
from ingest.readers.pdf.beside.attached import attached_chunks
from ingest.readers.pdf.reader import read_pdf
from ingest.readers.rtf import read_rtf
from ingest.readers.text import read_text
from ingest.sandbox.wire import (
    FATE,
    GREETING,
    MAX_SENT,
    OUT_OF_MEMORY,
    REQUEST,
    STANDARD_LIMITS,
    Fate,
    Greeting,
    Limits,
    ProgressKind,
    ReadRequest,
    RefusalKind,
    UnderstoodFile,
    encode_document,
    encode_file,
    encode_refusal,
    make_sound,
    progress_line,
)
from ingest.understand import is_marked_outside, understand
from qa.confinement import confine, leave_network
from qa.errors import ReadError
from qa.papers import FileFormat

NURSERY_DESCRIPTORS = 1_024


def serve(control: int, reader: str) -> None:
    """Run a nursery on an inherited socket. `reader` is written as module:function."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides what an interrupt means
    _lower_limit(resource.RLIMIT_NOFILE, NURSERY_DESCRIPTORS, keep_hard=True)
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
        _Nursery(link, found).run()


def _lower_limit(kind: int, wanted: int, *, keep_hard: bool = False) -> None:
    """Set a limit, but never above the hard one that is in force."""
    _, hard = resource.getrlimit(kind)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(kind, (soft, hard if keep_hard else soft))


MAX_SPARE_CPU = 3_600.0
"""Seconds beyond which no number of pages raises a child's processor time."""


@dataclass(slots=True)
class Watch:
    """Sends the caller where the child is, and raises the child's time for the pages it finds."""

    answer: int
    limits: Limits = STANDARD_LIMITS
    keeps: bool = False
    """Whether the caller keeps what OCR sees on a page, for a later run."""
    pages: int = 0
    recognised: int = 0

    def counted(self, pages: int) -> None:
        """Send how many pages there are; the processor time allowed grows with them."""
        self.pages = pages
        self._allow()
        os.write(self.answer, progress_line(ProgressKind.PAGES, pages))

    def at(self, page: int) -> None:
        """Send which page is about to be read."""
        os.write(self.answer, progress_line(ProgressKind.PAGE, page))

    def recognising(self, page: int) -> None:
        """Send that a page is about to be read from its picture, which takes extra time."""
        self.recognised += 1
        self._allow()
        os.write(self.answer, progress_line(ProgressKind.OCR, page))

    def seen(self, data: bytes) -> None:
        """Send what OCR saw on the page at hand, where that is kept."""
        if self.keeps and 0 < len(data) <= MAX_SENT:
            _write_all(self.answer, progress_line(ProgressKind.SEEN, len(data)))
            _write_all(self.answer, data)

    def understanding(self) -> None:
        """Send that all pages are read and the paper is about to be understood."""
        os.write(self.answer, progress_line(ProgressKind.UNDERSTANDING, 1))

    def send(self, data: bytes) -> None:
        """Send bytes of a member of an archive or message, ahead of the answer."""
        for start in range(0, len(data), MAX_SENT):
            part = data[start : start + MAX_SENT]
            _write_all(self.answer, progress_line(ProgressKind.DATA, len(part)))
            _write_all(self.answer, part)

    def _allow(self) -> None:
        limits = self.limits
        pages = limits.cpu_per_page * self.pages
        ocr = min(limits.ocr_per_page * self.recognised, limits.ocr + limits.ocr_per_page)
        seconds = int(limits.cpu + min(pages + ocr, MAX_SPARE_CPU))
        _lower_limit(resource.RLIMIT_CPU, seconds, keep_hard=True)


Reader = Callable[[ReadRequest, Watch], SourceDocument]


def _write_all(descriptor: int, data: bytes) -> None:
    """Write all of it, in however many pieces the pipe takes it."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


MAX_REQUEST = 65_536


@dataclass(slots=True)
class _Nursery:
    """Forks children on request, stops them on request, and reports how they ended."""

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


def _stop(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


PR_SET_PDEATHSIG = 1
"""Asks Linux to stop a child whose nursery has died."""
ANSWER = 3
"""The only descriptor that a child has besides its empty input and outputs."""


def live(reader: Reader, message: bytes, answer: int, nursery: int) -> None:
    """Live as a child of the nursery with this process id: read one file, answer, end.

    Never returns.
    """
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != nursery:  # it died before it could be asked to take the child along
            os._exit(1)
        request = REQUEST.decode(message)
        _limit(request.limits, answer)
        confine(path for path in (request.path, request.kept) if path is not None)
        watch = Watch(ANSWER, request.limits, keeps=request.kept is not None)
        _write_all(ANSWER, _read(reader, request, watch))
        os._exit(0)
    finally:
        os._exit(1)


FIRST_TO_GO = b"1000"
"""The score by which Linux, short of memory, stops the child and not the process that waits."""
MAX_DESCRIPTORS = 16


def _limit(limits: Limits, answer: int) -> None:
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(answer, ANSWER)
    os.closerange(ANSWER + 1, NURSERY_DESCRIPTORS)
    with contextlib.suppress(OSError):  # no such file outside Linux
        Path("/proc/self/oom_score_adj").write_bytes(FIRST_TO_GO)
    _lower_limit(resource.RLIMIT_CORE, 0)
    _lower_limit(resource.RLIMIT_FSIZE, 0)
    _lower_limit(resource.RLIMIT_NPROC, 0)
    _lower_limit(resource.RLIMIT_NOFILE, MAX_DESCRIPTORS)
    _lower_limit(resource.RLIMIT_AS, limits.memory)
    _lower_limit(resource.RLIMIT_CPU, int(limits.cpu + MAX_SPARE_CPU) + 1)
    _lower_limit(resource.RLIMIT_CPU, int(limits.cpu), keep_hard=True)


def _read(reader: Reader, request: ReadRequest, watch: Watch) -> bytes:
    """Return the answer: the document, or what was understood of it, or the reason for neither."""
    try:
        document = reader(request, watch)
        if request.paper is None:
            return encode_document(document)
        watch.understanding()
        file = understand_document(
            document,
            name=request.paper.name,
            digest=request.paper.digest,
            passage_words=request.passage_words,
            admitted=request.admitted,
        )
        return encode_file(file)
    except ReadError as error:
        return encode_refusal(RefusalKind.ERROR, str(error))
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # its message may quote the paper, so only its class is sent
        return encode_refusal(RefusalKind.FAULT, type(error).__name__)


def understand_document(
    document: SourceDocument,
    *,
    name: str,
    digest: str,
    passage_words: int = PASSAGE_WORDS,
    admitted: frozenset[str] = frozenset(),
) -> UnderstoodFile:
    """Understand a document. An archive, or a message without words, has only members."""
    document = make_sound(document)
    bare = document.members is not None and not document.lines and document.pages is None
    if bare and not is_marked_outside(document):
        return UnderstoodFile(document.format, None, document.members)
    understood = understand(
        document, name=name, digest=digest, passage_words=passage_words, admitted=admitted
    )
    # The names of what is attached to an exempt paper are exempt with it.
    members = None if understood.restricted else document.members
    return UnderstoodFile(document.format, understood, members)


READERS = {
    FileFormat.DOCX: read_docx,
    FileFormat.HTML: read_html,
    FileFormat.RTF: read_rtf,
    FileFormat.TEXT: read_text,
    FileFormat.EMAIL: read_message,
}


CHUNKS = {
    FileFormat.ZIP: member_chunks,
    FileFormat.EMAIL: attachment_chunks,
    FileFormat.PDF: attached_chunks,
}


def read_by_content(request: ReadRequest, watch: Watch) -> SourceDocument:
    """Read a file with the reader that its content asks for. Raises ReadError."""
    path, limits = request.path, request.limits
    kind = check_file(path, limits.file_size)
    if request.member is not None:
        for chunk in CHUNKS[kind](path, request.member):
            watch.send(chunk)
        return SourceDocument(FileFormat.ZIP, ())
    if kind == FileFormat.ZIP:
        return read_archive(path, max_member=limits.file_size)
    if kind == FileFormat.PDF:
        recogniser = Recogniser(
            request.scans,
            watch=watch,
            page_seconds=limits.ocr_per_page,
            paper_seconds=limits.ocr,
            kept=request.kept,
        )
        return read_pdf(path, skip=request.skip, watch=watch, recogniser=recogniser)
    return READERS[kind](path)
