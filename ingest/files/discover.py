"""Find the files that may be papers, and the name under which each is held.

Names are safe to show, and no two papers share one: `name_apart` puts folders before a name that
another paper has.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from ingest.file_names import HIDDEN, OTHER_DOCUMENTS, SUFFIXES, showable
from qa.errors import ReadError


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be a paper. `name` is safe to show and is what answers cite."""

    path: Path
    name: str
    origin: Path | None = None
    """For a member of an archive or message, which lies unpacked at `path`: where it is from."""
    folder: Path | None = None
    """The folder given in which it was found; None for a file that was given by name."""

    def check_within(self) -> None:
        """Raise ReadError where a link leads from the folder given to a file outside of it.

        Whoever may put a link among the papers could have any file of the server read. A link
        that was given by name is the administrator's own.
        """
        if self.folder is None:
            return
        top, real = os.path.realpath(self.folder), os.path.realpath(self.path)
        if os.path.commonpath([top, real]) != top:
            raise ReadError(
                "it is a link that leads out of the folder given, so it was not followed; "
                "put the file itself there, or give its own path"
            )


@dataclass(frozen=True, slots=True)
class Finding:
    """The files found in files and folders; `ignored` names those that are no documents."""

    files: tuple[FoundFile, ...]
    ignored: tuple[str, ...]


Identity = tuple[int, int]
"""Device and inode: what a folder is, whatever links lead to it."""


def look_through(paths: Sequence[Path]) -> Finding:
    """Walk files and folders in the order given; a folder's contents come sorted by name.

    A file given by name is taken whatever its suffix is, since the gate judges by content.
    Hidden files are passed over. Links are followed within the folder given only; one that leads
    out of it is found as a file, of which `check_within` says so. No folder is entered twice.
    Raises ReadError for a path that does not exist and for a folder that cannot be opened.
    """
    files: dict[str, FoundFile] = {}
    entered: set[Identity] = set()
    ignored: list[str] = []
    for given in paths:
        try:
            is_folder = stat.S_ISDIR(given.stat().st_mode)
        except (OSError, ValueError) as error:
            missing = isinstance(error, FileNotFoundError)
            raise ReadError(
                f"{showable(str(given))} {'does not exist' if missing else 'cannot be opened'}; "
                "give the path of a paper or of a folder of papers"
            ) from error
        if not is_folder:
            files.setdefault(os.path.abspath(given), FoundFile(given, showable(given.name)))  # noqa: PTH100
            continue
        for path in _walk(given, entered):
            if path.suffix.lower() not in SUFFIXES | OTHER_DOCUMENTS and not path.is_dir():
                ignored.append(showable(path.relative_to(given).as_posix()))
                continue
            name = showable(path.relative_to(given).as_posix())
            found = FoundFile(path, name, folder=given)
            files.setdefault(os.path.abspath(path), found)  # noqa: PTH100
    return Finding(tuple(files.values()), tuple(ignored))


def _walk(top: Path, entered: set[Identity]) -> Iterator[Path]:
    """Yield every file below a folder that is not hidden, in the order of their names.

    A link to a folder outside is yielded as it stands, and not entered.
    """
    waiting = [top]
    real_top = os.path.realpath(top)
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
        except OSError:
            yield path  # a link that leads nowhere; the gate gives the reason
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield path
        elif os.path.commonpath([real_top, os.path.realpath(path)]) != real_top:
            yield path  # a link that leads out of the folder; `check_within` gives the reason
        elif (status.st_dev, status.st_ino) not in entered:
            entered.add((status.st_dev, status.st_ino))
            waiting.extend(reversed(_entries(path)))


def _entries(folder: Path) -> list[Path]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - Path.iterdir would stat in the same way
    except OSError as error:
        raise ReadError(
            f"the folder {showable(str(folder))} cannot be opened; "
            "give yourself permission to read it, or leave it out"
        ) from error
    return [folder / name for name in names if not name.startswith(HIDDEN)]


def name_apart(files: Sequence[FoundFile], origins: Mapping[str, str]) -> list[FoundFile]:
    """Name each file as it is held, or else so that no other paper has its name.

    Two folders may each have a `minutes.pdf`: the second to come in is shown with its folder's
    name before it. A name whose file is no longer where it was is free: the papers have moved.
    """
    origins = {**origins, **_containers(origins)}
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


WITHIN = "!/"
"""In a member's origin, between the path of its archive or message and its name therein."""


def _containers(origins: Mapping[str, str]) -> dict[str, str]:
    """Return {name: path} of the archives and messages that hold papers."""
    found = {}
    for name, origin in origins.items():
        path, within, member = origin.partition(WITHIN)
        if within and name.endswith(f"/{member}"):
            found[name.removesuffix(f"/{member}")] = path
    return found


def _longer_names(found: FoundFile, path: str) -> Iterator[str]:
    """Yield the file's name, then with one more folder before it each time, then numbered."""
    parts = Path(path).parts[1:]
    yield found.name
    for length in range(found.name.count("/") + 2, len(parts) + 1):
        yield showable("/".join(parts[-length:]))
    yield from (f"{found.name} ({number})" for number in count(2))


def member_of(container: FoundFile, name: str, path: Path) -> FoundFile:
    """Name what lies within an archive or message, and lies unpacked at a path."""
    origin = container.origin or Path(os.path.abspath(container.path))  # noqa: PTH100
    within = WITHIN if container.origin is None else "/"
    return FoundFile(path, f"{container.name}/{name}", Path(f"{origin}{within}{name}"))
