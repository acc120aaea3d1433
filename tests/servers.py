"""Real servers for tests, started on loopback; a test is skipped where their programs are not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from eval.faults.servers import ChromaServer, MissingProgramError, running


@contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServer]:
    """Yield a Chroma server that runs over a folder."""
    try:
        server = ChromaServer(folder)
    except MissingProgramError as error:
        pytest.skip(str(error))
    with running(server):
        yield server
