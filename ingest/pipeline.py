"""Papers into the library: find, read, understand, embed, store, report."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import numpy as np

from ingest.folder import FoundFile, look_through, showable
from ingest.gate import check_place
from ingest.reading import read_paper
from ingest.scans import STANDARD_SCANS, ScanReading, advise
from ingest.understand import Understood, understand
from ingest.versions import mark_versions
from qa.errors import ReadError
from qa.library import Entry, Library
from qa.papers import Paper, Passage
from qa.protocols import Embedder, Vectors

GROUP_PASSAGES = 600
"""Passages embedded and stored together: a crash costs at most one group."""
AHEAD = 4
"""Files read ahead of the embedder."""

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name of the file at hand)."""


@dataclass(slots=True)
class Report:
    """What came of an ingest. Papers withheld as exempt are in no count."""

    read: int = 0
    replaced: int = 0
    skipped: int = 0
    copies: int = 0
    pruned: int = 0
    ignored: int = 0
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    failed: list[tuple[str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pages_per_second(self) -> float | None:
        """PDF pages read, embedded and stored a second; None where there was no PDF."""
        return self.pages / self.seconds if self.pages and self.seconds else None


@dataclass(frozen=True, slots=True)
class _Outcome:
    found: FoundFile
    digest: str = ""
    understood: Understood | None = None
    failure: str | None = None


def embedding_text(passage: Passage, paper: Paper) -> str:
    """Return what is embedded: the heading path, then the passage (see docs/adr)."""
    path = " > ".join(dict.fromkeys([paper.title[:120], *(h[:120] for h in passage.heading)]))
    return f"{path}\n{passage.text}"


def ingest(
    paths: Sequence[Path],
    library: Library,
    embedder: Embedder,
    *,
    prune: bool = False,
    rebuild: bool = False,
    scans: ScanReading = STANDARD_SCANS,
    progress: Progress = lambda done, total, name: None,
) -> Report:
    """Bring the library up to date with files and folders; one bad file never stops the rest.

    Unchanged papers are skipped, changed ones replaced whole; with `prune`, papers whose
    files are no longer there are dropped. With `rebuild` every file is read anew, and all that
    is held is embedded anew where the model is another. Raises LibraryBusyError and
    IndexMismatchError.
    """
    started = time.perf_counter()
    finding = look_through(paths)
    report = Report(ignored=finding.ignored)
    with library.writing():
        if not rebuild:
            library.check_model(embedder.name)
        elif library.model_name not in ("", embedder.name):
            embedder = _Remembering(embedder)
            library.change_model(_embedding(embedder), model=embedder.name)
        files = name_apart(_outside(finding.files, library.folder), library.origins())
        known = {} if rebuild else library.known()
        intake = _Intake(library, embedder, report, known, scans)
        for done, outcome in enumerate(_read_ahead(files, known, scans), start=1):
            progress(done, len(files), outcome.found.name)
            intake.take(outcome)
        intake.store()
        if prune:
            gone = sorted(set(library.known()) - {found.name for found in files})
            report.pruned = library.remove_files(gone) if gone else 0
        mark_versions(library)
    report.seconds = time.perf_counter() - started
    return report


def _outside(files: Sequence[FoundFile], folder: Path) -> list[FoundFile]:
    """Leave out the library's own files, where it lies among the papers."""
    inside = folder.resolve()
    return [found for found in files if inside not in found.path.resolve().parents]


def name_apart(files: Sequence[FoundFile], origins: Mapping[str, str]) -> list[FoundFile]:
    """Name each file as it is held, or else so that no other paper has its name.

    Two folders may each have a `minutes.pdf`: the second to come in is shown with its folder's
    name before it. A name whose file is no longer where it was is free: the papers have moved.
    """
    held = {path: name for name, path in origins.items()}
    taken: set[str] = set()
    named = []
    for found in files:
        path = os.path.abspath(found.path)  # noqa: PTH100 - a link is a place of its own
        name = held.get(path) or next(
            name
            for name in _longer_names(found, path)
            if name not in taken and not (name in origins and os.path.lexists(origins[name]))
        )
        taken.add(name)
        named.append(replace(found, name=name))
    return named


def _longer_names(found: FoundFile, path: str) -> Iterator[str]:
    """Yield the file's name, then with one more folder before it each time, then numbered."""
    parts = Path(path).parts[1:]
    yield found.name
    for length in range(found.name.count("/") + 2, len(parts) + 1):
        yield showable("/".join(parts[-length:]))
    yield from (f"{found.name} ({number})" for number in count(2))


@dataclass(slots=True)
class _Intake:
    """Takes in the outcomes of reading, and stores them in groups."""

    library: Library
    embedder: Embedder
    report: Report
    known: Mapping[str, str]
    """{file name: digest} of what need not be read again."""
    scans: ScanReading
    papers: list[tuple[FoundFile, Understood]] = field(default_factory=list)
    copies: list[tuple[FoundFile, str]] = field(default_factory=list)

    def take(self, outcome: _Outcome) -> None:
        """Count a file that needs no storing, withdraw one that is exempt, keep the rest."""
        name, understood = outcome.found.name, outcome.understood
        if outcome.failure is not None:
            self.report.failed.append((name, outcome.failure))
        elif self.known.get(name) == outcome.digest:
            self.report.skipped += 1
        elif understood is None:
            self.copies.append((outcome.found, outcome.digest))
        elif understood.restricted:
            self.library.withdraw(outcome.digest, name)
        else:
            self.papers.append((outcome.found, understood))
            if sum(len(u.passages) for _, u in self.papers) >= GROUP_PASSAGES:
                self.store()

    def store(self) -> None:
        """Store what was taken in: second copies only once their papers are held."""
        while self.papers or self.copies:
            self._note_copies()
            if self.papers:
                self._store_papers()
                self._note_copies()
            # What these were copies of has meanwhile been replaced by another paper.
            lost, self.copies = self.copies, []
            for found, _ in lost:
                self.take(_read_one(found, {}, set(), self.scans))

    def _note_copies(self) -> None:
        held = [(found, digest) for found, digest in self.copies if self.library.holds(digest)]
        if held:
            self.library.note_copies((found.name, digest, found.path) for found, digest in held)
            self.report.copies += len(held)
            self.copies = [copy for copy in self.copies if copy not in held]

    def _store_papers(self) -> None:
        texts = [embedding_text(p, u.paper) for _, u in self.papers for p in u.passages]
        vectors = embed_once(texts, self.embedder)
        entries, start = [], 0
        for found, understood in self.papers:
            end = start + len(understood.passages)
            entries.append(_entry(found, understood, vectors[start:end]))
            start = end
        self.library.replace(entries, model=self.embedder.name)
        for found, understood in self.papers:
            self._report(found, understood)
        self.papers = []

    def _report(self, found: FoundFile, understood: Understood) -> None:
        self.report.replaced += found.name in self.known
        self.report.read += found.name not in self.known
        self.report.pages += understood.paper.pages or 0
        self.report.passages += len(understood.passages)
        self.report.notices.extend((found.name, notice) for notice in understood.paper.notices)


def _read_ahead(
    files: Sequence[FoundFile], known: Mapping[str, str], scans: ScanReading
) -> Iterator[_Outcome]:
    """Yield each file's outcome in order, reading a few files ahead of the caller."""
    seen = set(known.values())
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read") as pool:
        waiting = []
        for found in files:
            waiting.append(pool.submit(_read_one, found, known, seen, scans))
            if len(waiting) > AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _read_one(
    found: FoundFile, known: Mapping[str, str], seen: set[str], scans: ScanReading
) -> _Outcome:
    """Read a file, unless its bytes were seen before; add them to those seen."""
    try:
        check_place(found.path)
        digest = _digest(found.path)
        if known.get(found.name) == digest or digest in seen:
            return _Outcome(found, digest)
        document = read_paper(found.path, scans=scans)
        understood = understand(document, name=found.name, digest=digest)
    except ReadError as error:
        return _Outcome(found, failure=str(error))
    except OSError as error:
        return _Outcome(found, failure=f"the file cannot be read: {error.strerror or error}")
    except Exception as error:  # its words may hold the paper's text, so only its kind is told
        kind = type(error).__name__
        return _Outcome(found, failure=f"the file could not be understood ({kind}); report this")
    if not understood.restricted:
        seen.add(digest)
    return _Outcome(found, digest, understood)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(found: FoundFile, understood: Understood, vectors: Vectors) -> Entry:
    return Entry(
        understood.paper,
        understood.items,
        understood.pages,
        understood.passages,
        vectors,
        found.path,
    )


class _Remembering:
    """Embeds each text once in a run: papers embedded anew are then read anew as well."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._held: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        self._held.update(zip(new, self._embedder.embed(new), strict=True))
        if not texts:
            return self._embedder.embed([])
        return np.stack([self._held[text] for text in texts])


def _embedding(embedder: Embedder) -> Callable[[Paper, Sequence[Passage]], Vectors]:
    return lambda paper, passages: embed_once(
        [embedding_text(passage, paper) for passage in passages], embedder
    )


def embed_once(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """Embed texts, each distinct text once: packs and re-issues repeat whole pages."""
    distinct: dict[str, int] = {}
    for text in texts:
        distinct.setdefault(text, len(distinct))
    vectors = embedder.embed(list(distinct))
    return vectors[[distinct[text] for text in texts]]


def summary(report: Report) -> Iterable[str]:
    """Yield the report's lines for a person."""
    counts = [
        (report.read, "read"),
        (report.replaced, "replaced"),
        (report.skipped, "unchanged and skipped"),
        (report.copies, "filed twice"),
        (report.pruned, "dropped"),
        (len(report.failed), "failed"),
    ]
    yield ", ".join(f"{n} {word}" for n, word in counts if n) or "nothing to do"
    speed = report.pages_per_second
    if speed:
        yield (
            f"{report.pages} PDF pages, {report.passages} passages in {report.seconds:.1f} s "
            f"({speed:.1f} pages/s)"
        )
    elif report.passages:
        yield f"{report.passages} passages in {report.seconds:.1f} s"
    if report.ignored:
        yield f"{report.ignored} files of other kinds left alone"
    for name, notice in report.notices:
        yield f"note: {name}: {notice}"
    yield from advise(notice for _, notice in report.notices)
    for name, reason in report.failed:
        yield f"failed: {name}: {reason}"
