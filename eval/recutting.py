"""The same papers ingested anew with passages of another length, each length kept."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.processes import BenchmarkError, run_process

if TYPE_CHECKING:
    from qa.library import Library

COMMAND = "import sys; from ui.cli import main; sys.exit(main())"
DONE = "ingested"


def recut(library: Path, words: int, folder: Path) -> Path:
    """Return a library of the same papers with passages of about so many words.

    The papers are read again from where they were ingested. Raises BenchmarkError where they
    are not there any more.
    """
    from qa.bootstrap import open_library

    held = open_library(library)
    target = folder / f"words-{words}-{content_digest([held])}"
    if (target / DONE).exists():
        return target
    roots = _roots(held)
    held.close()
    run_process(
        [
            *(sys.executable, "-c", COMMAND, "ingest", "--quiet"),
            *("--library", str(target), "--passage-words", str(words)),
            *map(str, roots),
        ],
        environment={"PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )
    (target / DONE).touch()
    return target


def _roots(library: Library) -> list[Path]:
    """Return the folders under which the papers have the names that the library knows."""
    roots: dict[Path, None] = {}
    for file, path in library.catalogue.origins().items():
        origin = Path(path)
        if not origin.exists():
            raise BenchmarkError(
                f"{origin} is not there any more, and passages can be cut anew only from the "
                "papers; sweep without --passage-words, or ingest the papers again"
            )
        parts = len(Path(file).parts)
        roots[origin if parts == 1 else origin.parents[parts - 1]] = None
    return list(roots)


def content_digest(libraries: Sequence[Library]) -> str:
    """Return a digest of the papers held and of how they are cut."""
    told = [f"{paper.id} {paper.file}" for library in libraries for paper in library.papers()] + [
        f"{library.passage_count()} {library.model_name}" for library in libraries
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]
