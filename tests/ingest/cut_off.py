"""An ingest that is cut off: run in a process of its own, and killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ingest.document import ScanReading
from ingest.pipeline import EMBEDDED, RECOGNISED, ingest
from qa.library import Library
from qa.protocols import Embedder
from tests.fakes import FakeEmbedder

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("ingest_slowly.py")


class Place:
    """A folder with one paper and a library, and the work that is kept in between."""

    def __init__(self, folder: Path, name: str) -> None:
        self.paper = folder / "papers" / name
        self.paper.parent.mkdir()
        self.folder = folder / "library"
        self.pages = self.folder / RECOGNISED
        self.vectors = self.folder / EMBEDDED

    def run_and_kill(self, kept: Path, count: int, *model: str) -> None:
        """Ingest in a process of its own, and kill that once so many pieces are kept there."""
        run = subprocess.Popen(
            [sys.executable, SCRIPT, self.paper.parent, self.folder, *model],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        until = time.monotonic() + 300
        while len(pieces(kept)) < count and time.monotonic() < until:
            assert run.poll() is None, "the run ended before it could be cut off"
            time.sleep(0.01)
        os.kill(run.pid, signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL

    def ingest(self, embedder: Embedder | None = None, **wishes: bool) -> list[str]:
        """Ingest in this process; return the texts of the pages held."""
        library = Library.open(self.folder, create=True)
        papers = [self.paper.parent]
        ingest(papers, library, embedder or FakeEmbedder(), scans=ScanReading(), **wishes)
        texts = [
            library.page(paper.id, number).text
            for paper in library.papers()
            for number in range(1, (paper.pages or 1) + 1)
        ]
        library.close()
        return texts

    def files_with(self, words: tuple[str, ...]) -> list[Path]:
        """Return the files of the library that hold any of these, the papers' own left out."""
        return [
            path
            for path in self.folder.rglob("*")
            if path.is_file()
            and path.parent.name != "files"
            and any(word.encode() in path.read_bytes().lower() for word in words)
        ]


def pieces(folder: Path) -> list[int]:
    """Return the numbers of the pieces kept in a folder, of whatever papers."""
    return sorted(int(path.name) for path in folder.glob("*/*") if path.suffix != ".part")
