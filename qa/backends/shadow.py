"""What both indexes need: a stand-in for a folder that may only be read; how a panic is known.

Chroma and tantivy write into their folder even to read: Chroma a row that says it may write,
tantivy a lock. A stand-in holds the files under other names, to be opened. It lies in the
system's folder for temporary files, can be read by this user alone, and goes when the index is
closed or the process ends.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Collection
from pathlib import Path


def is_panic(error: BaseException) -> bool:
    """Whether compiled code gave up, as Chroma's and tantivy's does on some damaged files."""
    return type(error).__name__ == "PanicException"


def may_only_be_read(folder: Path) -> bool:
    """Whether a folder is there in which this process may not write."""
    return folder.is_dir() and not (
        os.access(folder, os.W_OK) and all(os.access(path, os.W_OK) for path in folder.iterdir())
    )


class Shadow:
    """A folder of links to the files of another, and of copies of those that are written to."""

    def __init__(self, folder: Path, *, copied: Collection[str] = (), left: str = "") -> None:
        """Make it. Files named in `copied` are copied; those that end with `left` are left out."""
        self.folder = Path(tempfile.mkdtemp(prefix="townclerk-index-"))
        self._end = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        for path in folder.iterdir():
            place = self.folder / path.name
            if path.name in copied:
                shutil.copyfile(path, place)
            elif path.is_dir():
                place.mkdir()
                for inner in path.iterdir():
                    (place / inner.name).symlink_to(inner.absolute())
            elif not (left and path.name.endswith(left)):
                place.symlink_to(path.absolute())

    def remove(self) -> None:
        """Remove it."""
        self._end()
