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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from qa.errors import LibraryBusyError, LibraryError
from qa.page_images.renderer import PageImageError, public_copy
from qa.papers import FileFormat, Frame, NoFile, Paper, PaperPage, Unread

COPY_RULES = 1
"""The number of the rules by which copies are made; a copy made by older ones is made anew."""
NOT_PUBLISHED = "Not published"
NOT_READ = "Not shown: this page was not read"
"""What stands on the pages of a copy that may not be shown."""


MENDS_COPY = "run townclerk doctor, then townclerk ingest with that paper"
"""What helps where the library's own copy of a paper is lost."""


@dataclass(frozen=True, slots=True)
class Made:
    """What may be kept of a file: a copy, or the reason why there is none."""

    why: NoFile | None = None
    copy: str = ""
    """The copy's name: the SHA-256 of its bytes, and the ending of the file."""
    data: bytes | None = None

    @classmethod
    def of(cls, data: bytes, source: Path) -> Made:
        """Return a copy with these bytes, of a file."""
        return cls(None, f"{hashlib.sha256(data).hexdigest()}{source.suffix.lower()}", data)


class KeptFiles:
    """Keeps what may be kept of each paper's file: the place it came from may change or go."""

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        """Use a folder; with `create`, make it where it is not there. Raises LibraryError."""
        self._folder = folder
        self._sound: dict[Path, tuple[int, int, int]] = {}
        """{copy: inode, time of change and size, as it was when its bytes were looked through}."""
        if create:
            try:
                for place in (folder.parent, folder):
                    place.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
            except OSError as error:
                raise LibraryError(
                    f"the library's folder {folder.parent} cannot be used: {error.strerror}"
                ) from error

    def path(self, copy: str) -> Path:
        """Return where a copy of this name lies."""
        return self._folder / copy

    def make(
        self, source: Path, paper: Paper, pages: Sequence[PaperPage], *, public: bool = True
    ) -> Made:
        """Make what may be kept of a paper's file; nothing is written yet.

        `public` is whether all that a file that is no PDF holds is public. Raises LibraryError.
        """
        try:
            digest, text = _read(source, paper.format == FileFormat.TEXT and public)
            if digest != paper.digest:  # it is not any more the file that was read
                return Made(NoFile.NO_COPY)
            if paper.format == FileFormat.PDF:
                hidden = {page.number: page.hidden for page in pages if page.hidden}
                made = _copy(source, paper, blank_pages(pages), hidden)
                unchanged = _read(source, False)[0] == paper.digest
                return made if unchanged else Made(NoFile.NO_COPY)
        except OSError as error:
            raise self._not_kept(paper.file, error) from error
        return Made(NoFile.TEXT_ONLY) if text is None else Made.of(text, source)

    def clean(
        self,
        path: Path,
        paper: Paper,
        pages: Sequence[PaperPage],
        hidden: Mapping[int, Sequence[Frame]] | None,
    ) -> Made:
        """Make the same of a file that an earlier version kept as it came.

        `hidden` says what cannot be seen on the pages; None where nobody has looked.
        """
        if paper.format == FileFormat.PDF:
            made = _copy(path, paper, blank_pages(pages), hidden or {})
            unsure = hidden is None and made.why is None
            return replace(made, why=NoFile.NOT_SEARCHED) if unsure else made
        if paper.format == FileFormat.TEXT and _holds_no_more(path, pages):
            return Made.of(path.read_bytes(), path)
        return Made(NoFile.TEXT_ONLY)

    def write(self, made: Made, name: str) -> None:
        """Write a copy, whole or not at all. Raises LibraryError, which shows it as `name`."""
        if made.data is None:
            return
        with suppress(LibraryError):  # one that is not there, or not whole, is written
            KeptFiles.sound(self, made.copy, name)
            return
        self._put(made.copy, made.data, name)

    def _put(self, copy: str, data: bytes, name: str) -> None:
        target = self.path(copy)
        part = target.with_suffix(".part")
        try:
            self._folder.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
            part.unlink(missing_ok=True)
            with open(part, "xb", opener=_for_owner) as file:
                file.write(data)
            _to_disk(part)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise self._not_kept(name, error) from error

    @staticmethod
    def _not_kept(name: str, error: OSError) -> LibraryError:
        return LibraryError(
            f"{name} cannot be copied into the library ({error.strerror}); make "
            "room on the disk, and run townclerk ingest again: what was stored before is kept"
        )

    def sound(self, copy: str, name: str) -> Path:
        """Return where a copy lies; it is shown as `name`. Raises LibraryError if it is not whole.

        A copy is named by the SHA-256 of its bytes.
        Its bytes are looked through once, and again only where the file was written since.
        """
        path = self._folder / copy
        try:
            found = path.stat()
            state = (found.st_ino, found.st_mtime_ns, found.st_size)
            if self._sound.get(path) != state:
                with path.open("rb") as opened:
                    if hashlib.file_digest(opened, "sha256").hexdigest() != path.stem:
                        raise LibraryError(f"the library's copy of {name} is damaged; {MENDS_COPY}")
                self._sound[path] = state
        except OSError as error:
            why = "is gone" if isinstance(error, FileNotFoundError) else "cannot be read"
            raise LibraryError(f"the library's copy of {name} {why}; {MENDS_COPY}") from error
        return path

    def names(self) -> set[str]:
        """Return the names of all files that lie in the folder."""
        return {path.name for path in self._folder.iterdir()} if self._folder.is_dir() else set()

    def remove(self, names: Iterable[str]) -> None:
        """Remove copies by name, and what a crash left half copied of them."""
        for name in names:
            path = self._folder / Path(name).name
            path.unlink(missing_ok=True)
            path.with_suffix(".part").unlink(missing_ok=True)

    def keep_only(self, names: Collection[str]) -> None:
        """Do nothing: what else lies here is not ours to judge."""

    def share(self, names: Iterable[str]) -> int:
        """Do nothing, and return 0: nobody else has a folder of this library."""
        return 0

    def set_aside(self, copy: str) -> None:
        """Move a damaged copy out of the way of a sound one: into `damaged`, beside the copies."""
        aside = self._folder.parent / "damaged"
        aside.mkdir(mode=0o700, exist_ok=True)
        (self._folder / copy).replace(aside / copy)


def _to_disk(path: Path) -> None:
    """Let a file be on the disk before anything that says so is."""
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


def _read(path: Path, keep: bool) -> tuple[str, bytes | None]:
    """Return the SHA-256 of a file, and its bytes if they are to be kept."""
    if keep:
        data = path.read_bytes()
        return hashlib.sha256(data).hexdigest(), data
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest(), None


def _copy(
    source: Path, paper: Paper, blank: Mapping[int, str], hidden: Mapping[int, Sequence[Frame]]
) -> Made:
    if paper.pages and len(blank) >= paper.pages:
        return Made(NoFile.NOTHING_SHOWN)
    try:
        return Made.of(public_copy(source, blank, hidden), source)
    except PageImageError:
        return Made(NoFile.NO_COPY)


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
    for place in _within(folder):
        with suppress(FileNotFoundError):
            mode = os.lstat(place).st_mode
            if not mode & _OTHERS or stat.S_ISLNK(mode):
                continue
            try:
                Path(place).chmod(stat.S_IMODE(mode) & ~_OTHERS)
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


def _within(folder: Path) -> Iterator[str]:
    """Yield a folder and all that is in it; a library has tens of thousands of files."""
    yield str(folder)
    for inner, folders, files in os.walk(folder):
        yield from (os.path.join(inner, name) for name in (*folders, *files))  # noqa: PTH118


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
