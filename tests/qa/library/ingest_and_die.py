"""Ingest and be killed: `python ingest_and_die.py LIBRARY PAPERS MOMENT [BYTES]`.

MOMENT is a step of storing after which the process kills itself, a number of files after which
it waits to be killed, or `full` for a disk on which no file may grow beyond BYTES.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest import pipeline
from qa.backends.chroma import ChromaVectors
from qa.backends.tantivy import TantivyWords
from qa.bootstrap import open_library
from qa.errors import TownclerkError
from tests.fakes import FakeEmbedder

STEPS = ("file", "vectors", "words", "insert", "commit", "drop")


def die_after(step: Callable[..., Any]) -> Callable[..., Any]:
    def dying(*given: Any, **named: Any) -> None:
        step(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return dying


def arm(library: Any, moment: str) -> None:
    """Replace the step by one after which the process is no more."""
    if moment == "file":
        library.files.write = die_after(library.files.write)
    elif moment == "vectors":
        ChromaVectors.add = die_after(ChromaVectors.add)  # type: ignore[method-assign]
    elif moment == "words":
        TantivyWords.commit = die_after(TantivyWords.commit)  # type: ignore[method-assign]
    elif moment == "insert":
        library.catalogue.insert = die_after(library.catalogue.insert)
    elif moment == "commit":
        library._drop = die_after(lambda *_: None)
    elif moment == "drop":
        library._drop = die_after(library._drop)


def main() -> int:
    folder, papers, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    library = open_library(folder, create=True)
    if moment == "full":
        limit = int(sys.argv[4])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    else:
        arm(library, moment)
    pipeline.GROUP_PASSAGES = 8

    def wait_to_be_killed(done: int, total: int, name: str) -> None:
        if str(done) == moment:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            time.sleep(0.01)

    try:
        pipeline.ingest([papers], library, FakeEmbedder(), prune=True, progress=wait_to_be_killed)
    except TownclerkError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
