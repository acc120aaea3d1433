"""The library's folder: the files kept in it, who may read it, and the one process that writes.

Of a PDF a copy is kept that may be handed out (`qa.page_images.copying`): without the pages that
may not be shown, and without what lies beside the pages. A text is kept as it is, where all of it
is public. Of any other paper the library keeps what it has read, and no file: a Word document, a
web page or a message may hold what nobody has screened, and its file is never handed out.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path

from qa.errors import LibraryBusyError, LibraryError
from qa.page_images.renderer import PageImageError, public_copy
from qa.papers import FileFormat, Frame, Paper, PaperPage, Unread

COPY_RULES = 1
"""The number of the rules by which copies are made; a copy made by older ones is made anew."""
NOT_PUBLISHED = "Not published"
NOT_READ = "Not shown: this page was not read"
"""What stands on the pages of a copy that may not be shown."""


class NoFile(StrEnum):
    """Why no file of a paper is handed out; its text is."""

    TEXT_ONLY = "text only"
    """It is no PDF, and of these only a text that is public as a whole is kept."""
    NOTHING_SHOWN = "nothing shown"
    """No page of it may be shown."""
    NO_COPY = "no copy"
    """No copy of the PDF can be made that holds no more than it may."""
    NOT_SEARCHED = "not searched"
    """It was read before papers were searched for what cannot be seen on their pages."""
    OLD = "old"
    """An earlier version of Townclerk kept the file as it came."""
    GONE = "gone"
    """The file was kept, and is no longer there."""


class KeptFiles:
    """Keeps what may be kept of each paper's file: the place it came from may change or go."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, making it where it is not there. Raises LibraryError."""
        self._folder = folder
        try:
            for place in (folder.parent, folder):
                place.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"the library's folder {folder.parent} cannot be used: {error.strerror}"
            ) from error

    def path(self, digest: str, suffix: str) -> Path:
        """Return where the copy of a file lies."""
        return self._folder / f"{digest}{suffix}"

    def keep(
        self, source: Path, paper: Paper, pages: Sequence[PaperPage], *, public: bool = True
    ) -> NoFile | None:
        """Keep what may be kept of a paper's file, whole or not at all; return why nothing was.

        `public` is whether all that a file that is no PDF holds is public. Raises LibraryError.
        """
        target = self.path(paper.digest, source.suffix.lower())
        if paper.format == FileFormat.PDF:
            hidden = {page.number: page.hidden for page in pages if page.hidden}
            why = self._keep_copy(source, target, paper, blank_pages(pages), hidden)
            with source.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            return why if digest == paper.digest else self._changed(target)
        if paper.format != FileFormat.TEXT or not public:
            target.unlink(missing_ok=True)
            return NoFile.TEXT_ONLY
        data = source.read_bytes()
        if hashlib.sha256(data).hexdigest() != paper.digest:
            return self._changed(target)
        self._write(target, data, paper.file)
        return None

    def _changed(self, target: Path) -> NoFile:
        """Keep nothing of a file that is not any more the one that was read."""
        target.unlink(missing_ok=True)
        return NoFile.NO_COPY

    def clean(
        self,
        path: Path,
        paper: Paper,
        pages: Sequence[PaperPage],
        hidden: Mapping[int, Sequence[Frame]] | None,
    ) -> NoFile | None:
        """Do the same with a file that an earlier version kept as it came, at its `path`.

        `hidden` says what cannot be seen on the pages; None where nobody has looked.
        """
        if paper.format == FileFormat.PDF:
            blank = blank_pages(pages)
            kept = self._keep_copy(path, path, paper, blank, hidden or {})
            return NoFile.NOT_SEARCHED if hidden is None and kept is None else kept
        if paper.format == FileFormat.TEXT and _holds_no_more(path, pages):
            return None
        path.unlink(missing_ok=True)
        return NoFile.TEXT_ONLY

    def _keep_copy(
        self,
        source: Path,
        target: Path,
        paper: Paper,
        blank: Mapping[int, str],
        hidden: Mapping[int, Sequence[Frame]],
    ) -> NoFile | None:
        if paper.pages and len(blank) >= paper.pages:
            target.unlink(missing_ok=True)
            return NoFile.NOTHING_SHOWN
        try:
            copy = public_copy(source, blank, hidden)
        except PageImageError:
            target.unlink(missing_ok=True)
            return NoFile.NO_COPY
        self._write(target, copy, paper.file)
        return None

    def _write(self, target: Path, data: bytes, name: str) -> None:
        part = target.with_suffix(".part")
        try:
            part.unlink(missing_ok=True)
            with open(part, "xb", opener=_for_owner) as file:
                file.write(data)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise LibraryError(
                f"{name} cannot be copied into the library ({error.strerror}); make "
                "room on the disk, and run townclerk ingest again: what was stored before is kept"
            ) from error

    def sweep(self, digests: Collection[str]) -> None:
        """Remove the copies of all files but these, and what a crash left half copied."""
        for path in self._folder.iterdir():
            if path.stem not in digests or path.suffix == ".part":
                path.unlink(missing_ok=True)


def blank_pages(pages: Sequence[PaperPage]) -> dict[int, str]:
    """Return the pages that a copy may not show, from 1, with the words that stand there."""
    return {
        page.number: NOT_READ if isinstance(page.unread, Unread) else NOT_PUBLISHED
        for page in pages
        if page.withheld
    }


def _holds_no_more(path: Path, pages: Sequence[PaperPage]) -> bool:
    """Whether a text file holds no line that the library does not show."""
    shown = {line.strip() for page in pages for line in page.text.splitlines()}
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError):
        return False
    return all(line.strip() in shown for line in lines if line.strip())


# Who may read the folder

OWNER_ONLY_FOLDER, OWNER_ONLY_FILE = 0o700, 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def _for_owner(path: str | Path, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY_FILE)


def close_to_others(folder: Path) -> list[str]:
    """Let only the owner read and write what is in a folder; return what was done, in words."""
    closed = failed = 0
    for place in (folder, *folder.rglob("*")):
        with suppress(FileNotFoundError):
            mode = place.lstat().st_mode
            if not mode & _OTHERS or stat.S_ISLNK(mode):
                continue
            try:
                place.chmod(stat.S_IMODE(mode) & ~_OTHERS)
                closed += 1
            except PermissionError:
                failed += 1
    done = []
    if closed:
        done.append(
            f"other users of this machine could read the library in {folder} "
            f"({closed} files and folders); now only its owner can"
        )
    if failed:
        done.append(
            f"other users of this machine can read {failed} files and folders of the library in "
            f"{folder}, which belong to somebody else; let their owner run chmod -R go= on them"
        )
    return done


@contextmanager
def hold_for_writing(folder: Path) -> Iterator[None]:
    """Hold a library's folder. Raises LibraryBusyError at once where another process does."""
    try:
        lock = os.fdopen(_for_owner(folder / "writer.lock", os.O_RDWR | os.O_CREAT), "w")
    except OSError as error:
        raise LibraryError(
            f"the library in {folder} cannot be written to ({error.strerror}); give "
            "yourself permission to write to its folder, or make room on the disk"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LibraryBusyError(
                f"another process is writing to the library in {folder}; wait for it to finish"
            ) from error
        yield
