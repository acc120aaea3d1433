"""Read files in order: each gives a paper, a copy of one, or the reason why not.

A few files are read side by side, ahead of the one whose turn it is. Archives, messages and PDFs
that hold files are unpacked, and what lies within them is read in the same way, one by one.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from ingest.checkpoints import KeptWork, WorkOnPaper
from ingest.document import OFF, ScanReading
from ingest.file_names import CONTAINERS, Member
from ingest.files.discover import FoundFile
from ingest.files.unpack import Nesting, Spool, Unpacked
from ingest.passages import PASSAGE_WORDS
from ingest.readers.gate import check_place
from ingest.sandbox.isolation import understand_paper
from ingest.sandbox.supervision import ReaderStoppedError
from ingest.sandbox.wire import UnderstoodFile
from ingest.understand import Understood
from qa.errors import ReadError
from qa.papers import FileFormat

if TYPE_CHECKING:
    from qa.protocols import Vectors


class PaperReader(Protocol):
    """Reads and understands one file, in a child process here or on another machine."""

    @property
    def at_once(self) -> int:
        """How many files it reads side by side."""
        ...

    def understand(
        self,
        path: Path,
        *,
        name: str,
        digest: str,
        scans: ScanReading,
        pages: WorkOnPaper | None,
        passage_words: int,
        admitted: frozenset[str],
    ) -> tuple[UnderstoodFile, Vectors | None]:
        """Return what `understand_paper` does, and the vectors of its passages if they were made.

        One row a passage, in order. Raises as `understand_paper`. Any thread may call it.
        """
        ...

    def give_up(self) -> None:
        """Stop what is being read, since nobody waits for it any more."""
        ...


@dataclass(frozen=True, slots=True)
class ReaderHere:
    """Reads papers in child processes of this machine, and makes no vectors."""

    at_once: int = 1

    def understand(
        self,
        path: Path,
        *,
        name: str,
        digest: str,
        scans: ScanReading,
        pages: WorkOnPaper | None,
        passage_words: int,
        admitted: frozenset[str],
    ) -> tuple[UnderstoodFile, None]:
        """Return what `understand_paper` does; raises as that does."""
        file = understand_paper(
            path,
            name=name,
            digest=digest,
            scans=scans,
            pages=pages,
            passage_words=passage_words,
            admitted=admitted,
        )
        return file, None

    def give_up(self) -> None:
        """Do nothing: a child ends with its file, within the time that one may take."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file, or of one member of an archive, message or PDF."""

    found: FoundFile
    digest: str = ""
    understood: Understood | None = None
    failure: str | None = None
    ignored: bool = False
    """Of a kind that is no paper, such as a picture in a message."""
    stays_out: bool = False
    """Not read again, since it was withheld before and nothing has changed."""
    holds_others: bool = False
    """An archive or message, or a PDF to which files are attached."""
    place: int = 0
    """The number, from 1, of the file given that this is or lies in."""
    vectors: Vectors | None = field(default=None, compare=False)
    """Of its passages, one row each, where the reader made them."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was withheld before, and what the administrator has said of it (`qa.library.review`)."""

    admitted: frozenset[str] = frozenset()
    """Keys of what the gate would withhold and is let in."""
    kept_out: frozenset[str] = frozenset()
    """Digests of files that stay out whatever the gate says."""
    settled: Mapping[str, str] = field(default_factory=dict)
    """{file name: digest} of files that the gate withheld whole by the rules that it has now."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a file was found to be before its turn."""

    digest: str = ""
    file: UnderstoodFile | None = None
    """None where it need not be read, or cannot be."""
    failure: str | None = None
    stays_out: bool = False
    vectors: Vectors | None = None


@dataclass(slots=True)
class FileReader:
    """Reads files in order, and the papers within archives, messages and PDFs."""

    known: Mapping[str, str]
    """{file name: digest} of what need not be read again."""
    spool: Spool
    scans: ScanReading
    seen: set[str] = field(default_factory=set)
    """Digests of the papers held, and of those read so far."""
    kept: KeptWork | None = None
    """Keeps pages that OCR read until their paper is stored."""
    unfinished: set[str] = field(default_factory=set)
    """Digests of what could not be read for a reason that may pass."""
    passage_words: int = PASSAGE_WORDS
    decided: Decided = Decided()
    reads: PaperReader = ReaderHere()
    """Reads each file that is new."""
    _pool: ThreadPoolExecutor | None = None
    _holding: frozenset[str] = frozenset()
    """Names under which papers lie, as far as is known: folders, archives, messages, PDFs."""

    def __post_init__(self) -> None:
        """Note which names have papers below them: folders, archives, messages and PDFs."""
        self._holding = frozenset(
            str(parent) for name in self.known for parent in PurePosixPath(name).parents
        )

    def outcomes(self, files: Sequence[FoundFile]) -> Iterator[Outcome]:
        """Yield what comes of each file in order, of a message or PDF after its members."""
        with ThreadPoolExecutor(self.reads.at_once, "look") as pool:
            self._pool = pool
            coming = iter(files)
            waiting: deque[tuple[FoundFile, Future[_Looked]]] = deque()

            def look_ahead() -> None:
                found = next(coming, None)
                if found is not None:
                    waiting.append((found, pool.submit(self._look, found)))

            for _ in range(self.reads.at_once):
                look_ahead()
            place = 0
            try:
                while waiting:
                    found, looked = waiting.popleft()
                    place += 1
                    now = looked.result()
                    look_ahead()
                    yield from self._all_of(found, place, Nesting(), now)
            finally:
                for _, looked in waiting:
                    looked.cancel()

    def read_again(self, found: FoundFile) -> Outcome:
        """Read a file whatever is known of it, but not what lies within it."""
        reader = FileReader(
            {},
            self.spool,
            self.scans,
            kept=self.kept,
            passage_words=self.passage_words,
            decided=self.decided,
            reads=self.reads,
        )
        return reader._read(found, 0, reader._look(found))[0]

    def _all_of(
        self, found: FoundFile, place: int, nesting: Nesting, looked: _Looked
    ) -> Iterator[Outcome]:
        outcome, file = self._read(found, place, looked)
        if file is None or file.members is None:  # an exempt paper names none
            yield outcome
            return
        yield from self._within(found, file, place, nesting)
        if file.understood is not None:
            yield outcome
        else:
            self.spool.remove(found)

    def _within(
        self, found: FoundFile, file: UnderstoodFile, place: int, nesting: Nesting
    ) -> Iterator[Outcome]:
        inner = nesting.within(archive=file.format == FileFormat.ZIP)
        for member, looked in self._look_within(found, file.members or (), inner):
            if looked is None:
                yield Outcome(
                    member.found, failure=member.failure, ignored=member.ignored, place=place
                )
            else:
                yield from self._all_of(member.found, place, inner, looked)

    def _look_within(
        self, found: FoundFile, members: Sequence[Member], nesting: Nesting
    ) -> Iterator[tuple[Unpacked, _Looked | None]]:
        """Unpack the members of a file and look at each in order; None of one that is not read.

        Several are read side by side where several files are.
        """
        coming = self.spool.unpack(found, members, nesting)
        waiting: deque[tuple[Unpacked, Future[_Looked] | None]] = deque()
        pool = self._pool if self.reads.at_once > 1 else None
        try:
            while True:
                # What a member holds itself is unpacked before the next, so that the two are
                # counted in the same order however many are read ahead.
                while not waiting or (
                    pool is not None
                    and len(waiting) < self.reads.at_once
                    and waiting[-1][0].found.path.suffix not in CONTAINERS
                ):
                    member = next(coming, None)
                    if member is None:
                        break
                    read = not member.ignored and member.failure is None
                    looked = pool.submit(self._look, member.found) if pool and read else None
                    waiting.append((member, looked))
                if not waiting:
                    return
                member, looked = waiting.popleft()
                if looked is not None:
                    yield member, looked.result()
                elif member.ignored or member.failure is not None:
                    yield member, None
                else:
                    yield member, self._look(member.found)
        finally:
            for _, looked in waiting:
                if looked is not None:
                    looked.cancel()

    def _read(
        self, found: FoundFile, place: int, looked: _Looked
    ) -> tuple[Outcome, UnderstoodFile | None]:
        """Return what comes of a file that was looked at, and what is in it where it was read.

        One whose bytes were seen before is a copy, also where both were read at the same time.
        """
        digest, file = looked.digest, looked.file
        if looked.failure is not None or looked.stays_out or file is None:
            outcome = Outcome(
                found, digest, failure=looked.failure, stays_out=looked.stays_out, place=place
            )
            return outcome, None
        if self._was_seen(found, digest) or file.understood is None:
            return Outcome(found, digest, place=place), file
        if not file.understood.restricted:
            self.seen.add(digest)
        holds = file.members is not None
        outcome = Outcome(
            found,
            digest,
            file.understood,
            holds_others=holds,
            place=place,
            vectors=looked.vectors,
        )
        return outcome, file

    def _look(self, found: FoundFile) -> _Looked:
        """Read and understand a file, unless its bytes were seen before. Any thread may look."""
        digest = ""
        try:
            found.check_within()
            check_place(found.path)
            with found.path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            settled = self.decided.settled.get(found.name) == digest
            if settled or digest in self.decided.kept_out:
                return _Looked(digest, stays_out=True)
            seen = self._was_seen(found, digest)
            may_hold = found.path.suffix.lower() in CONTAINERS or found.name in self._holding
            if seen and not may_hold:
                return _Looked(digest)
            if seen:
                # Only the members are asked for: no OCR and no vectors are needed for them.
                file, _ = self._understand(found, digest, ScanReading(OFF), ReaderHere())
                return _Looked(digest, file)
            file, vectors = self._understand(found, digest, self.scans, self.reads)
            return _Looked(digest, file, vectors=vectors)
        except ReadError as error:
            return _Looked(failure=str(error))
        except OSError as error:
            return _Looked(failure=f"the file cannot be read: {error.strerror or error}")

    def _was_seen(self, found: FoundFile, digest: str) -> bool:
        return self.known.get(found.name) == digest or digest in self.seen

    def _understand(
        self, found: FoundFile, digest: str, scans: ScanReading, reader: PaperReader
    ) -> tuple[UnderstoodFile, Vectors | None]:
        """Read and understand a file. Pages of one that is exempt or not readable are not kept."""
        pages = self.kept.of(digest) if self.kept is not None else None
        try:
            file, vectors = reader.understand(
                found.path,
                name=found.name,
                digest=digest,
                scans=scans,
                pages=pages,
                passage_words=self.passage_words,
                admitted=self.decided.admitted,
            )
        except (ReaderStoppedError, OSError):
            self.unfinished.add(digest)
            raise
        except ReadError:
            self.forget([digest])
            raise
        if file.understood is None or file.understood.restricted:
            self.forget([digest])
        elif pages is not None:
            pages.forget(page.number for page in file.understood.pages if page.withheld)
        return file, vectors

    def forget(self, digests: Sequence[str]) -> None:
        """Remove the pages kept of papers that are stored, or that may not be."""
        if self.kept is not None:
            self.kept.forget(digests)

    def forget_others(self) -> None:
        """Remove the pages kept of all papers but the unfinished ones."""
        if self.kept is not None:
            self.kept.forget_all_but(self.unfinished)
