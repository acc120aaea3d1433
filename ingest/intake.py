"""Take in the outcomes of reading, and store papers in groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.account import Report
from ingest.embedding import PassageEmbedder
from ingest.folder import FoundFile
from ingest.outcomes import Outcome, Reading
from ingest.understand import Understood
from qa.library import Entry, Library
from qa.protocols import Vectors


@dataclass(slots=True)
class Intake:
    """Stores papers in groups; a crash costs the storing of one, and of its embedding a batch."""

    library: Library
    embedder: PassageEmbedder
    report: Report
    reading: Reading
    group_passages: int
    """Passages stored together."""
    expecting: Callable[[], None] = lambda: None
    """Called when a paper is to be embedded, before it is."""
    papers: list[tuple[FoundFile, Understood]] = field(default_factory=list)
    copies: list[tuple[FoundFile, str]] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    """Names of what was found, in folders, archives and messages."""
    unopened: list[str] = field(default_factory=list)
    """Names of what could not be read, and may hold papers."""

    @property
    def known(self) -> Mapping[str, str]:
        """{file name: digest} of what need not be read again."""
        return self.reading.known

    def take(self, outcome: Outcome) -> None:
        """Count a file that needs no storing, withdraw one that is exempt, keep the rest."""
        found, understood = outcome.found, outcome.understood
        self.present.add(found.name)
        if outcome.ignored:
            self.report.ignored += 1
        elif outcome.failure is not None:
            self.report.failed.append((found.name, outcome.failure))
            self.unopened.append(found.name)
        elif self.known.get(found.name) == outcome.digest:
            self.report.skipped += 1
        elif understood is None:
            self.copies.append((found, outcome.digest))
            return
        elif understood.restricted:
            self._withdraw(found.name, outcome.digest)
        else:
            self.expecting()
            self.papers.append((found, understood))
            if sum(len(u.passages) for _, u in self.papers) >= self.group_passages:
                self.store()
            return
        self.reading.spool.remove(found)

    def _withdraw(self, name: str, digest: str) -> None:
        self._forget_work([digest])
        self.library.withdraw(digest, name)
        within = [held for held in self.library.catalogue.known() if held.startswith(f"{name}/")]
        if within:
            self.library.remove_files(within)

    def drop_gone(self) -> None:
        """Drop the papers, and the work kept on papers, of which no file was found."""
        gone = self._gone()
        self.report.pruned = self.library.remove_files(gone) if gone else 0
        self.reading.forget_others()
        self.embedder.kept.work.forget_all_but(self.reading.unfinished)

    def _gone(self) -> list[str]:
        """Return the names held that were not found; what may lie in a file unread is not gone."""
        unread = tuple(f"{name}/" for name in self.unopened)
        held = set(self.library.catalogue.known()) - self.present
        return sorted(name for name in held if not name.startswith(unread))

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
                self.take(self.reading.read_again(found))

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
                self.reading.spool.remove(found)

    def _store_papers(self) -> None:
        vectors = self.embedder.embed([(u.paper, u.passages) for _, u in self.papers])
        entries = [
            _entry(found, understood, own)
            for (found, understood), own in zip(self.papers, vectors, strict=True)
        ]
        self.library.replace(entries, model=self.embedder.name)
        for found, understood in self.papers:
            self._report(found, understood)
            self.reading.spool.remove(found)
        self._forget_work([understood.paper.digest for _, understood in self.papers])
        self.papers = []

    def _forget_work(self, digests: Sequence[str]) -> None:
        self.reading.forget(digests)
        self.embedder.forget(digests)

    def _report(self, found: FoundFile, understood: Understood) -> None:
        self.report.replaced += found.name in self.known
        self.report.read += found.name not in self.known
        self.report.pages += understood.paper.pages or 0
        self.report.passages += len(understood.passages)
        self.report.notices.extend((found.name, notice) for notice in understood.paper.notices)


def _entry(found: FoundFile, understood: Understood, vectors: Vectors) -> Entry:
    return Entry(
        understood.paper,
        understood.items,
        understood.pages,
        understood.passages,
        vectors,
        found.path,
        found.origin,
    )
