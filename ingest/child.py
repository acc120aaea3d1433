"""The life of a child of the nursery: confined, it reads one file, answers, and ends."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

from ingest.document import SourceDocument
from ingest.drafts import PASSAGE_WORDS
from ingest.sandbox.wire import (
    OUT_OF_MEMORY,
    REQUEST,
    Limits,
    ReadRequest,
    RefusalKind,
    UnderstoodFile,
    encode_document,
    encode_file,
    encode_refusal,
    make_sound,
)
from ingest.understand import is_marked_outside, understand
from ingest.watch import MAX_SPARE_CPU, Watch, lower_limit, write_all
from qa.errors import ReadError

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
ANSWER = 3
"""The only descriptor that a child has besides its empty input and outputs."""
MAX_DESCRIPTORS = 16
NURSERY_DESCRIPTORS = 1_024
PR_SET_PDEATHSIG = 1
"""Asks Linux to stop a child whose nursery has died."""
FIRST_TO_GO = b"1000"
"""What makes Linux, when short of memory, stop the child and not whoever waits for it."""

Reader = Callable[[ReadRequest, Watch], SourceDocument]


def live(reader: Reader, message: bytes, answer: int, nursery: int) -> None:
    """Be a child of the nursery of this process id: read the one file asked for, answer, and end.

    Never returns.
    """
    try:
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != nursery:  # it died before it could be asked to take the child along
            os._exit(1)
        request = REQUEST.decode(message)
        _confine(request.limits, answer)
        watch = Watch(ANSWER, request.limits, keeps=request.kept is not None)
        write_all(ANSWER, _read(reader, request, watch))
        os._exit(0)
    finally:
        os._exit(1)


def leave_network() -> bool:
    """Move to a network of our own with nothing in it, where the system permits that."""
    unshare = _libc().unshare
    return bool(unshare(CLONE_NEWNET) == 0 or unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def _confine(limits: Limits, answer: int) -> None:
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(answer, ANSWER)
    os.closerange(ANSWER + 1, NURSERY_DESCRIPTORS)
    with contextlib.suppress(OSError):  # no such file outside Linux
        Path("/proc/self/oom_score_adj").write_bytes(FIRST_TO_GO)
    lower_limit(resource.RLIMIT_CORE, 0)
    lower_limit(resource.RLIMIT_FSIZE, 0)
    lower_limit(resource.RLIMIT_NPROC, 0)
    lower_limit(resource.RLIMIT_NOFILE, MAX_DESCRIPTORS)
    lower_limit(resource.RLIMIT_AS, limits.memory)
    lower_limit(resource.RLIMIT_CPU, int(limits.cpu + MAX_SPARE_CPU) + 1)
    lower_limit(resource.RLIMIT_CPU, int(limits.cpu), keep_hard=True)


def _read(reader: Reader, request: ReadRequest, watch: Watch) -> bytes:
    """Return the answer's last line: the document or what was understood of it, or why neither."""
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
        )
        return encode_file(file)
    except ReadError as error:
        return encode_refusal(RefusalKind.ERROR, str(error))
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # its words may hold the paper's text, so only its kind is told
        return encode_refusal(RefusalKind.FAULT, type(error).__name__)


def understand_document(
    document: SourceDocument, *, name: str, digest: str, passage_words: int = PASSAGE_WORDS
) -> UnderstoodFile:
    """Understand what was read; an archive, or a message without words, has only members."""
    document = make_sound(document)
    if document.members is not None and not document.lines and not is_marked_outside(document):
        return UnderstoodFile(document.format, None, document.members)
    understood = understand(document, name=name, digest=digest, passage_words=passage_words)
    # The names of what is attached to an exempt message are exempt with it.
    members = None if understood.restricted else document.members
    return UnderstoodFile(document.format, understood, members)
