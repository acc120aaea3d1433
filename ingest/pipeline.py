"""Papers into the library: find, read, understand, embed, store, report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ingest.folder import FoundFile, look_through
from ingest.reading import read_paper
from ingest.understand import Understood, understand
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
    progress: Progress = lambda done, total, name: None,
) -> Report:
    """Bring the library up to date with files and folders; one bad file never stops the rest.

    Unchanged papers are skipped, changed ones replaced whole; with `prune`, papers whose
    files are no longer there are dropped. Raises LibraryBusyError and IndexMismatchError.
    """
    started = time.perf_counter()
    if not rebuild:
        library.check_model(embedder.name)
    finding = look_through(paths)
    report = Report(ignored=finding.ignored)
    with library.writing():
        if rebuild and library.model_name not in ("", embedder.name):
            library.remove_files(list(library.known()))
        _store_all(finding.files, library, embedder, report, rebuild=rebuild, progress=progress)
        if prune:
            gone = sorted(set(library.known()) - {found.name for found in finding.files})
            report.pruned = library.remove_files(gone) if gone else 0
    report.seconds = time.perf_counter() - started
    return report


def _store_all(
    files: Sequence[FoundFile],
    library: Library,
    embedder: Embedder,
    report: Report,
    *,
    rebuild: bool,
    progress: Progress,
) -> None:
    known = {} if rebuild else library.known()
    held = set(known.values())
    group: list[tuple[FoundFile, Understood]] = []
    for done, outcome in enumerate(_read_ahead(files, known), start=1):
        progress(done, len(files), outcome.found.name)
        understood = _settle(outcome, library, held, known, report)
        if understood is not None:
            held.add(outcome.digest)
            group.append((outcome.found, understood))
        if sum(len(u.passages) for _, u in group) >= GROUP_PASSAGES:
            _store(group, library, embedder, report, known)
            group = []
    if group:
        _store(group, library, embedder, report, known)


def _settle(
    outcome: _Outcome, library: Library, held: set[str], known: dict[str, str], report: Report
) -> Understood | None:
    """Count a file that needs no storing; return the paper of one that does."""
    name = outcome.found.name
    if outcome.failure is not None:
        report.failed.append((name, outcome.failure))
    elif known.get(name) == outcome.digest:
        report.skipped += 1
    elif outcome.digest in held:
        library.note_copy(name, outcome.digest)
        report.copies += 1
    elif outcome.understood is not None and outcome.understood.restricted:
        if name in known:
            library.remove_files([name])
    else:
        return outcome.understood
    return None


def _read_ahead(files: Sequence[FoundFile], known: dict[str, str]) -> Iterator[_Outcome]:
    """Yield each file's outcome in order, reading a few files ahead of the caller."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read") as pool:
        waiting = []
        remaining = iter(files)
        seen: set[str] = set()
        for found in remaining:
            waiting.append(pool.submit(_read_one, found, known, seen))
            if len(waiting) > AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _read_one(found: FoundFile, known: dict[str, str], seen: set[str]) -> _Outcome:
    try:
        digest = _digest(found.path)
        if known.get(found.name) == digest or digest in seen or digest in known.values():
            return _Outcome(found, digest)
        document = read_paper(found.path)
        understood = understand(document, name=found.name, digest=digest)
    except ReadError as error:
        return _Outcome(found, failure=str(error))
    except OSError as error:
        return _Outcome(found, failure=f"the file cannot be read: {error.strerror or error}")
    except Exception as error:
        # A paper that our own reading trips over must not stop the others. The message of an
        # unforeseen error could quote the paper, so only its type is told.
        return _Outcome(found, failure=f"it could not be understood ({type(error).__name__})")
    if not understood.restricted:
        seen.add(digest)
    return _Outcome(found, digest, understood)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _store(
    group: Sequence[tuple[FoundFile, Understood]],
    library: Library,
    embedder: Embedder,
    report: Report,
    known: dict[str, str],
) -> None:
    texts = [embedding_text(passage, u.paper) for _, u in group for passage in u.passages]
    vectors = embed_once(texts, embedder)
    entries, start = [], 0
    for found, understood in group:
        end = start + len(understood.passages)
        entries.append(
            Entry(
                understood.paper,
                understood.items,
                understood.pages,
                understood.passages,
                vectors[start:end],
                found.path,
            )
        )
        start = end
        report.replaced += found.name in known
        report.read += found.name not in known
        report.pages += understood.paper.pages or 0
        report.passages += len(understood.passages)
        report.notices.extend((found.name, notice) for notice in understood.paper.notices)
    library.replace(entries, model=embedder.name)


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
    for name, reason in report.failed:
        yield f"failed: {name}: {reason}"
