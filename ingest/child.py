"""The life of a child of the nursery: confined, it reads one file, answers, and ends."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.handover import encode_file, understand_document
from ingest.transfer import encode_document
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

Reader = Callable[[Path, dict[str, Any], Watch], Any]


def live(reader: Reader, request: dict[str, Any], answer: int) -> None:
    """Be a child: read one file, answer, and end. Never returns."""
    try:
        _confine(request, answer)
        watch = Watch(
            ANSWER,
            request["cpu"],
            request["cpu_per_page"],
            ocr_page=request["ocr_page"],
            ocr_paper=request["ocr_paper"],
            keeps=request["kept"] is not None,
        )
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


def _confine(request: dict[str, Any], answer: int) -> None:
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(answer, ANSWER)
    os.closerange(ANSWER + 1, NURSERY_DESCRIPTORS)
    _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    with contextlib.suppress(OSError):  # no such file outside Linux
        Path("/proc/self/oom_score_adj").write_bytes(FIRST_TO_GO)
    lower_limit(resource.RLIMIT_CORE, 0)
    lower_limit(resource.RLIMIT_FSIZE, 0)
    lower_limit(resource.RLIMIT_NPROC, 0)
    lower_limit(resource.RLIMIT_NOFILE, MAX_DESCRIPTORS)
    lower_limit(resource.RLIMIT_AS, request["memory"])
    lower_limit(resource.RLIMIT_CPU, int(request["cpu"] + MAX_SPARE_CPU) + 1)
    lower_limit(resource.RLIMIT_CPU, int(request["cpu"]), keep_hard=True)


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
