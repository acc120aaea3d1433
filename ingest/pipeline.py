"""Papers into the library: find, read, understand, embed, store, report."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ingest.account import Report, summary
from ingest.drafts import PASSAGE_WORDS
from ingest.embedding import PassageEmbedder
from ingest.folder import FoundFile, look_through
from ingest.intake import Intake
from ingest.kept_vectors import KeptVectors
from ingest.kept_work import KeptWork
from ingest.names import name_apart
from ingest.outcomes import Outcome, Reading
from ingest.scans import STANDARD_SCANS, ScanReading
from ingest.unpacking import Spool
from ingest.versions import mark_versions
from qa.errors import ReadError
from qa.library import Library
from qa.protocols import Embedder

__all__ = ["Progress", "Report", "ingest", "summary"]

GROUP_PASSAGES = 256
"""Passages stored together, those of a longer paper all at once."""
AHEAD = 8
"""Files read ahead of the embedder."""
RECOGNISED = "recognised"
"""Where in the library pages lie that OCR has read of papers not yet stored."""
EMBEDDED = "embedded"
"""Where in the library vectors lie of papers not yet stored."""

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name of the file at hand)."""


def ingest(
    paths: Sequence[Path],
    library: Library,
    embedder: Embedder,
    *,
    prune: bool = False,
    rebuild: bool = False,
    scans: ScanReading = STANDARD_SCANS,
    passage_words: int = PASSAGE_WORDS,
    progress: Progress = lambda done, total, name: None,
    expecting: Callable[[], None] = lambda: None,
) -> Report:
    """Bring the library up to date with files and folders; one bad file never stops the rest.

    Unchanged papers are skipped, changed ones replaced whole; `prune` drops those whose files are
    gone, `rebuild` reads all anew, and embeds what is held anew where the model is another.
    Passages have about `passage_words` words at most; other lengths are for trials.
    `expecting` is called once a paper is to be embedded. Raises LibraryBusyError,
    IndexMismatchError, and ReadError where pruning would drop all, since no paper was found.
    """
    started = time.perf_counter()
    finding = look_through(paths)
    report = Report(ignored=finding.ignored)
    with library.writing(), Spool(library.unpacked) as spool:
        model = _embedder_for(library, embedder, rebuild=rebuild)
        reading = _reading(library, spool, scans, passage_words, rebuild=rebuild)
        intake = Intake(library, model, report, reading, GROUP_PASSAGES, expecting)
        _take_in(_outside(finding.files, library.folder), intake, progress, prune=prune)
        mark_versions(library)
    report.seconds = time.perf_counter() - started
    return report


def _take_in(
    found: Sequence[FoundFile], intake: Intake, progress: Progress, *, prune: bool
) -> None:
    """Read the files and the papers within them, and store them; drop what is gone if asked to."""
    files = name_apart(found, intake.library.catalogue.origins())
    if prune and not files:
        _refuse_to_drop_all(intake.library)
    for outcome in _read_ahead(intake.reading.outcomes(files)):
        progress(outcome.place, len(files), outcome.found.name)
        intake.take(outcome)
    intake.store()
    if prune:
        intake.drop_gone()


def _embedder_for(library: Library, embedder: Embedder, *, rebuild: bool) -> PassageEmbedder:
    """Return what embeds passages, once all that is held has vectors of the same model.

    Raises IndexMismatchError where that is another and `rebuild` is false.
    """
    if not rebuild:
        library.check_model(embedder.name)
    other = library.model_name not in ("", embedder.name)
    vectors = KeptVectors(KeptWork(library.folder / EMBEDDED), embedder.name)
    vectors.work.tidy(() if rebuild else library.catalogue.known().values())
    model = PassageEmbedder(embedder, vectors, remembering=other)
    if other:
        library.change_model(model.embed_paper, model=embedder.name)
        model.forget(paper.digest for paper in library.papers())
    return model


def _reading(
    library: Library, spool: Spool, scans: ScanReading, passage_words: int, *, rebuild: bool
) -> Reading:
    """Return what reads the files: with `rebuild` all of them, else those not held as they are."""
    known = {} if rebuild else library.catalogue.known()
    pages = KeptWork(library.folder / RECOGNISED)
    pages.tidy(known.values())
    return Reading(known, spool, scans, set(known.values()), pages, passage_words=passage_words)


def _refuse_to_drop_all(library: Library) -> None:
    """Raise ReadError where papers are held: a share not mounted looks like an empty folder."""
    if library.catalogue.known():
        raise ReadError(
            "no papers were found there, so nothing was dropped; check the folder (is its share "
            "mounted?). To drop all papers, remove the library's folder"
        )


def _outside(files: Sequence[FoundFile], folder: Path) -> list[FoundFile]:
    """Leave out the library's own files, where it lies among the papers."""
    inside = folder.resolve()
    # Path.resolve raises on a link that leads to itself; the gate has the words for that.
    places = [(found, Path(os.path.realpath(found.path))) for found in files]
    return [found for found, place in places if inside not in place.parents]


def _read_ahead(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes in order, while a thread reads a few files ahead of the caller."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read") as pool:
        waiting = deque(pool.submit(next, outcomes, None) for _ in range(AHEAD))
        while (outcome := waiting.popleft().result()) is not None:
            waiting.append(pool.submit(next, outcomes, None))
            yield outcome
