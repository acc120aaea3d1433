"""The library to score: one that is there, or one made for the purpose and thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.library import Library


@contextmanager
def library_or_passing(folder: Path, papers: Sequence[Path]) -> Iterator[Library]:
    """Open the library in a folder; where papers are given, one made of them alone.

    The papers are ingested by the command itself, in a process of its own.
    """
    from qa.bootstrap import open_library

    with tempfile.TemporaryDirectory(prefix="townclerk-reading-") as name:
        if papers:
            from eval.bench import ingest_with_townclerk

            folder = Path(name) / "library"
            ingest_with_townclerk(papers, folder)
        library = open_library(folder)
        try:
            yield library
        finally:
            library.close()
