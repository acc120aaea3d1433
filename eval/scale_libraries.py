"""The two libraries of a measurement of scale: some papers alone, and the same in a crowd."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from eval.bench import ingest_with_townclerk
from eval.processes import BenchmarkError

SEED = 20170525
TOLD_EVERY = 10_000
"""Passages after which it is told how many are stored."""

Step = Callable[[str], None]


@contextmanager
def kept_in(folder: Path | None) -> Iterator[Path]:
    """Give the folder for the libraries; one that goes with the measurement where none is named."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="townclerk-scale-") as name:
        yield Path(name)


def make_libraries(
    papers: Sequence[Path],
    folder: Path,
    *,
    passages: int,
    library: Path | None = None,
    words_from: Path | None = None,
    step: Step = lambda what: None,
) -> tuple[Path, Path]:
    """Make, in a folder, a library of the papers and one with the crowd besides; return both.

    With `library`, a copy of it stands for the papers. What an earlier call has finished is
    used as it is. Raises BenchmarkError where there is neither.
    """
    alone, crowded = folder / "alone", folder / f"crowded-{passages}"
    if not alone.exists():
        part = _fresh(folder / "alone.part")
        if library:
            _copy(library, part)
        elif not papers:
            raise BenchmarkError("name papers to ingest, or a library with --library")
        else:
            step(f"ingesting {len(papers)} papers")
            ingest_with_townclerk(papers, part)
        part.rename(alone)
    if not crowded.exists():
        part = _fresh(folder / "crowded.part")
        _copy(alone, part)
        add_crowd(part, passages, words_from=words_from, step=step)
        part.rename(crowded)
    return alone, crowded


def add_crowd(folder: Path, passages: int, *, words_from: Path | None, step: Step) -> None:
    """Store a crowd in the library in a folder."""
    from eval.crowd import store_crowd
    from eval.crowd_words import read_words
    from qa.bootstrap import load_embedder, open_library

    with closing(open_library(folder)) as held:
        texts = (p.text for paper in held.papers() for p in held.passages_of(paper.id))
        words = read_words(words_from, texts, SEED)

        def stored(done: int, total: int) -> None:
            if done // TOLD_EVERY > told[0]:
                told[0] = done // TOLD_EVERY
                step(f"{done:,} of {total:,} passages stored")

        told = [0]
        step(f"making {passages:,} other passages")
        store_crowd(
            held, load_embedder(held.model_name), words, passages=passages, seed=SEED, stored=stored
        )


def _fresh(folder: Path) -> Path:
    """Return a folder that is not there, what was cut off before being removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def _copy(library: Path, to: Path) -> None:
    from qa.bootstrap import open_library
    from qa.library.files import hold_for_writing

    open_library(library).close()  # which says what to do where there is no library
    try:
        with hold_for_writing(library):
            shutil.copytree(library, to)
    except OSError as error:
        raise BenchmarkError(
            f"{library} cannot be copied ({error.strerror}); make room on the disk, or name "
            "another folder with --keep"
        ) from error
