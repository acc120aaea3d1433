"""Bring papers into the library: find, read, understand, embed, store, report.

`ingest` is the whole flow. A thread reads a few files ahead, in child processes (on a large machine
several side by side), while this one embeds and stores. Papers are stored in groups; what is marked
exempt is withdrawn from the library.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from ingest.checkpoints import KeptWork
from ingest.document import BLACKED_OUT, STANDARD_SCANS, ScanReading, advise
from ingest.embedding import KeptVectors, PassageEmbedder
from ingest.exemption.withholding import GATE_VERSION, Withholding
from ingest.file_names import OTHER_DOCUMENTS
from ingest.files.discover import FoundFile, look_through, name_apart
from ingest.files.outcomes import Decided, FileReader, Outcome, PaperReader, ReaderHere
from ingest.files.unpack import Spool
from ingest.files.versions import mark_versions
from ingest.passages import PASSAGE_WORDS
from ingest.understand import Understood, withheld_by_name
from qa.backends.encoders.onnx_runtime import processors
from qa.errors import ReadError
from qa.library import Entry, Library
from qa.library.review import Finding, Review
from qa.protocols import Embedder, Vectors

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name of the file at hand)."""
GROUP_PASSAGES = 256
"""Passages stored together, those of a longer paper all at once."""
GROUP_SECONDS = 10.0
"""After so long what was read is stored though it is less, so that a crash loses little."""


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
    reads: PaperReader | None = None,
) -> Report:
    """Bring the library up to date with files and folders; one bad file never stops the rest.

    Unchanged papers are skipped, changed ones replaced whole; `prune` drops those whose files are
    gone, `rebuild` reads all anew, and embeds what is held anew where the model is another.
    Passages have about `passage_words` words at most; other lengths are for trials.
    `expecting` is called once a paper is to be embedded. `reads` reads the papers; None: child
    processes here. Raises LibraryBusyError, IndexMismatchError, and ReadError where pruning would
    drop all, since no paper was found.
    """
    finding = look_through(paths)
    files = _outside(finding.files, library.folder)

    def named() -> list[FoundFile]:
        with closing(Review(library.folder)) as review:
            origins = review.origins() | library.catalogue.origins()
        apart = name_apart(files, origins)
        if prune and not apart and library.catalogue.known():
            raise ReadError(  # a share that is not mounted looks like an empty folder
                "no papers were found there, so nothing was dropped; check the folder (is its "
                "share mounted?). To drop all papers, remove the library's folder"
            )
        return apart

    report = _ingest(
        named,
        library,
        embedder,
        prune=prune,
        rebuild=rebuild,
        scans=scans,
        passage_words=passage_words,
        progress=progress,
        expecting=expecting,
        reads=reads,
    )
    report.ignored.extend(finding.ignored)
    return report


def ingest_kept(
    copies: Mapping[str, Sequence[tuple[str, str]]],
    library: Library,
    embedder: Embedder,
    *,
    scans: ScanReading = STANDARD_SCANS,
    progress: Progress = lambda done, total, name: None,
    expecting: Callable[[], None] = lambda: None,
) -> Report:
    """Read papers anew from the library's own copies of their files.

    `copies` are {name of a copy: (file name, path that it came from) of each place}. Raises as
    `ingest` does.
    """
    folder = library.folder / "files"
    files = [
        FoundFile(folder / copy, places[0][0], Path(places[0][1]) if places[0][1] else None)
        for copy, places in sorted(copies.items(), key=lambda item: item[1][0])
    ]
    report = _ingest(
        lambda: files, library, embedder, scans=scans, progress=progress, expecting=expecting
    )
    more = [
        (file, Path(copy).stem, Path(path or folder / copy))
        for copy, places in copies.items()
        for file, path in places[1:]
        if library.catalogue.holds(Path(copy).stem)
    ]
    with library.writing():
        library.note_copies(more)
        mark_versions(library)
    return report


def _ingest(
    files: Callable[[], Sequence[FoundFile]],
    library: Library,
    embedder: Embedder,
    *,
    prune: bool = False,
    rebuild: bool = False,
    scans: ScanReading,
    passage_words: int = PASSAGE_WORDS,
    progress: Progress,
    expecting: Callable[[], None],
    reads: PaperReader | None = None,
) -> Report:
    """Hold the library, and bring in the files that are found and named once it is held."""
    started, report = time.perf_counter(), Report()
    with (
        library.writing(),
        closing(Review(library.folder)) as review,
        Spool(library.unpacked) as spool,
    ):
        model = _passage_embedder(library, embedder, rebuild=rebuild)
        reads = reads or ReaderHere(max(1, min(MOST_AT_ONCE, processors() // 2)))
        reader = _file_reader(library, review, spool, scans, passage_words, reads, rebuild=rebuild)
        intake = _Intake(library, review, model, report, reader, GROUP_PASSAGES, expecting)
        _take_in(files(), intake, progress, prune=prune)
        mark_versions(library)
        report.seconds = time.perf_counter() - started
        library.note_ingest(
            ended=time.time(),
            seconds=report.seconds,
            stored=report.read + report.replaced,
            failed=len(report.failed),
        )
    return report


@dataclass(slots=True)
class Report:
    """What came of an ingest. What is withheld as exempt is in `withheld` and in no other count."""

    read: int = 0
    replaced: int = 0
    skipped: int = 0
    copies: int = 0
    pruned: int = 0
    ignored: list[str] = field(default_factory=list)
    """Names of files of other kinds, such as pictures."""
    withheld: int = 0
    """Papers and parts that are withheld and that the administrator has not decided on."""
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    failed: list[tuple[str, str]] = field(default_factory=list)
    left_alone: list[tuple[str, str]] = field(default_factory=list)
    """Documents of kinds that are not read, with the reason and what to do."""
    notices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pages_per_second(self) -> float | None:
        """PDF pages read, embedded and stored a second; None where there was no PDF."""
        return self.pages / self.seconds if self.pages and self.seconds else None


EMBEDDED = "embedded"
"""The library's folder for vectors of papers not yet stored."""


def _passage_embedder(library: Library, embedder: Embedder, *, rebuild: bool) -> PassageEmbedder:
    """Return what embeds passages, once all papers held have vectors of the same model.

    Raises IndexMismatchError where they have another model's and `rebuild` is false.
    """
    built = library.model_name  # A new library has none, and the embedder's need not be known yet.
    if built and not rebuild:
        library.check_model(embedder.name)
    other = bool(built) and built != embedder.name
    vectors = KeptVectors(KeptWork(library.folder / EMBEDDED))
    vectors.work.tidy(() if rebuild else library.catalogue.known().values())
    model = PassageEmbedder(embedder, vectors, remembering=other)
    if other:
        library.change_model(model.embed_paper, model=embedder.name)
        model.forget(paper.digest for paper in library.papers())
    return model


MOST_AT_ONCE = 4
"""Files read side by side: one for two processors, since the model takes the rest. Four children
read more pages in a second than thirty processors embed, and each may take some memory."""
RECOGNISED = "recognised"
"""The library's folder for pages, read by OCR, of papers not yet stored."""


def _file_reader(
    library: Library,
    review: Review,
    spool: Spool,
    scans: ScanReading,
    passage_words: int,
    reads: PaperReader,
    *,
    rebuild: bool,
) -> FileReader:
    """Return what reads the files: with `rebuild` all of them, else the new and changed ones.

    Those on which the administrator has decided something since are read too.
    """
    pending = review.pending()
    held = {} if rebuild else library.catalogue.known()
    known = {name: digest for name, digest in held.items() if digest not in pending}
    pages = KeptWork(library.folder / RECOGNISED)
    pages.tidy(known.values())
    decided = Decided(
        review.admitted(), review.kept_out(), {} if rebuild else review.settled(GATE_VERSION)
    )
    return FileReader(
        known,
        spool,
        scans,
        set(known.values()),
        pages,
        passage_words=passage_words,
        decided=decided,
        reads=reads,
    )


@dataclass(slots=True)
class _Intake:
    """Stores papers in groups. A crash loses one group at most, and one batch of its vectors."""

    library: Library
    review: Review
    embedder: PassageEmbedder
    report: Report
    reader: FileReader
    group_passages: int
    """Passages stored together."""
    expecting: Callable[[], None] = lambda: None
    """Called when a paper is to be embedded, before it is."""
    papers: list[tuple[FoundFile, Understood]] = field(default_factory=list)
    holding: set[str] = field(default_factory=set)
    """Names of those of them that hold other files."""
    made: dict[str, Vectors] = field(default_factory=dict)
    """{digest: vectors of its passages} of those that were embedded where they were read."""
    waiting_since: float = 0.0
    """When the first of these papers had been read."""
    copies: list[tuple[FoundFile, str]] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    """Names of what was found, in folders, archives and messages."""
    unopened: list[str] = field(default_factory=list)
    """Names of what could not be read, and may hold papers."""

    @property
    def known(self) -> Mapping[str, str]:
        """{file name: digest} of what need not be read again."""
        return self.reader.known

    def take(self, outcome: Outcome) -> None:
        """Count a file that needs no storing, withdraw an exempt one, gather the rest."""
        found, understood = outcome.found, outcome.understood
        self.present.add(found.name)
        if outcome.ignored:
            self.report.ignored.append(found.name)
        elif outcome.failure is not None and withheld_by_name(found.name) is not None:
            # Its name is not for the report, and it could not have come in.
            self._keep_out_by_name(found, outcome.digest)
        elif outcome.failure is not None:
            other = found.path.suffix.lower() in OTHER_DOCUMENTS
            told = self.report.left_alone if other else self.report.failed
            told.append((found.name, outcome.failure))
            self.unopened.append(found.name)
        elif self.known.get(found.name) == outcome.digest:
            self.report.skipped += 1
        elif outcome.stays_out:
            origin = (found.origin or found.path).absolute()
            self.review.see(found.name, outcome.digest, origin, gate=GATE_VERSION)
            self.report.withheld += self.review.open_of(outcome.digest)
            self._withdraw(found.name, outcome.digest)
        elif understood is None:
            self.copies.append((found, outcome.digest))
            return
        elif understood.restricted:
            self._tell(found, outcome.digest, understood.withheld)
            self._withdraw(found.name, outcome.digest)
        else:
            self.expecting()
            self.waiting_since = self.waiting_since if self.papers else time.monotonic()
            self.papers.append((found, understood))
            if outcome.holds_others:
                self.holding.add(found.name)
            if outcome.vectors is not None:
                self.made[understood.paper.digest] = outcome.vectors
            enough = sum(len(u.passages) for _, u in self.papers) >= self.group_passages
            if enough or time.monotonic() - self.waiting_since > GROUP_SECONDS:
                self.store()
            return
        self.reader.spool.remove(found)

    def _tell(self, found: FoundFile, digest: str, withheld: Sequence[Withholding]) -> None:
        """Put what is withheld of a file on the administrator's list."""
        findings = [
            Finding(
                one.key(digest),
                one.words[:MAX_TOLD],
                one.place,
                one.first_page,
                one.last_page,
                one.whole,
                one.certain,
            )
            for one in withheld
        ]
        origin = (found.origin or found.path).absolute()
        self.report.withheld += self.review.note(
            found.name, digest, origin, findings, gate=GATE_VERSION
        )

    def _keep_out_by_name(self, found: FoundFile, digest: str) -> None:
        named = withheld_by_name(found.name)
        # Of a file that cannot be opened nobody knows the digest.
        digest = digest or hashlib.sha256(found.name.encode("utf-8", "replace")).hexdigest()
        self._tell(found, digest, [named] if named else [])
        self.unopened.append(found.name)

    def _withdraw(self, name: str, digest: str) -> None:
        self._forget_work([digest])
        self.library.withdraw(digest, name)
        within = [held for held in self.library.catalogue.known() if held.startswith(f"{name}/")]
        if within:
            self.library.remove_files(within)

    def drop_gone(self) -> None:
        """Drop the papers, and the work kept on papers, of which no file was found."""
        unread = tuple(f"{name}/" for name in self.unopened)
        held = set(self.library.catalogue.known()) - self.present
        # What may lie within a file that could not be read is not gone.
        gone = sorted(name for name in held if not name.startswith(unread))
        self.report.pruned = self.library.remove_files(gone) if gone else 0
        self.review.forget_gone(self.present, unread)
        self.reader.forget_others()
        self.embedder.kept.work.forget_all_but(self.reader.unfinished)

    def store(self) -> None:
        """Store what was taken in: second copies only once their papers are held."""
        while self.papers or self.copies:
            self._note_copies()
            if self.papers:
                self._store_papers()
                self._note_copies()
            # The papers of which these were copies have meanwhile been replaced by others.
            lost, self.copies = self.copies, []
            for found, _ in lost:
                self.take(self.reader.read_again(found))

    def _note_copies(self) -> None:
        held = [
            (found, digest) for found, digest in self.copies if self.library.catalogue.holds(digest)
        ]
        if held:
            self.library.note_copies(
                (found.name, digest, found.origin or found.path) for found, digest in held
            )
            self.report.copies += len(held)
            self.copies = [copy for copy in self.copies if copy not in held]
            for found, _ in held:
                self.reader.spool.remove(found)

    def _store_papers(self) -> None:
        vectors = self.embedder.embed([(u.paper, u.passages) for _, u in self.papers], self.made)
        entries = [
            Entry(
                u.paper,
                u.items,
                u.pages,
                u.passages,
                own,
                found.path,
                found.origin,
                public=found.name not in self.holding and _is_public(u),
            )
            for (found, u), own in zip(self.papers, vectors, strict=True)
        ]
        # Before the papers are stored: then they are not read again, and the list would lack these.
        for found, understood in self.papers:
            self._tell(found, understood.paper.digest, understood.withheld)
        self.library.replace(entries, model=self.embedder.name)
        for found, understood in self.papers:
            self._count(found, understood)
            self.reader.spool.remove(found)
        self._forget_work([understood.paper.digest for _, understood in self.papers])
        self.papers, self.holding, self.made = [], set(), {}

    def _forget_work(self, digests: Sequence[str]) -> None:
        self.reader.forget(digests)
        self.embedder.forget(digests)

    def _count(self, found: FoundFile, understood: Understood) -> None:
        self.report.replaced += found.name in self.known
        self.report.read += found.name not in self.known
        self.report.pages += understood.paper.pages or 0
        self.report.passages += len(understood.passages)
        self.report.notices.extend((found.name, notice) for notice in understood.paper.notices)


def _is_public(understood: Understood) -> bool:
    """Whether all the text of a paper's file is shown."""
    hidden = any(BLACKED_OUT in page.text for page in understood.pages)
    return not understood.withheld and not hidden


def _take_in(
    files: Sequence[FoundFile], intake: _Intake, progress: Progress, *, prune: bool
) -> None:
    """Read the files and the papers within them, and store them; drop what is gone if asked to."""
    for outcome in _read_ahead(intake.reader.outcomes(files), intake.reader.reads.give_up):
        progress(outcome.place, len(files), outcome.found.name)
        intake.take(outcome)
    intake.store()
    if prune:
        intake.drop_gone()


AHEAD = 8
"""Files read ahead of the embedder."""


def _read_ahead(outcomes: Iterator[Outcome], give_up: Callable[[], None]) -> Iterator[Outcome]:
    """Yield the outcomes in order, while a thread reads a few files ahead of the caller.

    Where the caller is stopped, `give_up` is called and no further file is begun.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read") as pool:
        waiting = deque(pool.submit(next, outcomes, None) for _ in range(AHEAD))
        try:
            while (outcome := waiting.popleft().result()) is not None:
                waiting.append(pool.submit(next, outcomes, None))
                yield outcome
        except BaseException:
            give_up()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _outside(files: Sequence[FoundFile], folder: Path) -> list[FoundFile]:
    """Leave out the library's own files, where it lies among the papers."""
    inside = folder.resolve()
    # Path.resolve raises on a link that leads to itself; the gate has the words for that.
    places = [(found, Path(os.path.realpath(found.path))) for found in files]
    return [found for found, place in places if inside not in place.parents]


MAX_TOLD = 120
"""Letters of a marking on the administrator's list: no more of a paper than one must see."""
NOTHING = "nothing to do: no paper to store was found"
"""The same of an empty folder and of one whose papers are all withheld."""


NAMED = 10
"""Files of other kinds that are named one by one."""


def _of_other_kinds(names: Sequence[str]) -> str:
    """Return the line on files that were left alone for their kinds: how many, and which."""
    public = [name for name in names if withheld_by_name(name) is None]
    kinds = Counter(Path(name).suffix.lower() or "without an ending" for name in public)
    listed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(NAMED))
    files = "1 file" if len(names) == 1 else f"{len(names)} files"
    shown = "; ".join([*public[:NAMED], *(["..."] if len(public) > NAMED else [])])
    return (
        f"{files} of other kinds left alone ({listed}): {shown}"
        if public
        else (f"{files} of other kinds left alone")
    )


def summary(report: Report) -> Iterable[str]:
    """Yield the report's lines for a person."""
    counts = [
        (report.read, "read"),
        (report.replaced, "replaced"),
        (report.skipped, "unchanged and skipped"),
        (report.copies, "copies of papers already held"),
        (report.pruned, "dropped"),
        (len(report.failed), "failed"),
    ]
    yield ", ".join(f"{n} {word}" for n, word in counts if n) or NOTHING
    speed = report.pages_per_second
    if speed:
        yield (
            f"{report.pages} PDF pages, {report.passages} passages in {report.seconds:.1f} s "
            f"({speed:.1f} pages/s)"
        )
    elif report.passages:
        yield f"{report.passages} passages in {report.seconds:.1f} s"
    if report.ignored:
        yield _of_other_kinds(report.ignored)
    for name, reason in report.left_alone:
        yield f"left alone: {name}: {reason}"
    if report.withheld:
        one = report.withheld == 1
        yield (
            f"{report.withheld} {'paper or part' if one else 'papers or parts'} withheld; "
            f"townclerk review lists {'it' if one else 'them'}"
        )
    for name, notice in report.notices:
        yield f"note: {name}: {notice}"
    yield from advise(notice for _, notice in report.notices)
    for name, reason in report.failed:
        yield f"failed: {name}: {reason}"
