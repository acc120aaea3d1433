"""What the index files hold, as checksums, so that damage is noticed before they are opened.

Chroma changes its database on mere opening: it adds a row to the table `acquire_write`, by which
it finds out whether it may write. So the pages of its database are summed up one by one, and those
that an opening may change are looked at apart. Files that Chroma makes anew whenever it opens them
(a graph that is not written yet), and locks, are left out.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from qa.backends.chroma import DATABASE

VECTORS, WORDS = "chroma", "words"
"""The folders of the indexes in the library's."""
_GRAPH_WRITTEN = "index_metadata.pickle"
"""Lies beside a graph of Chroma's that has been written to its files."""
_SUM = struct.Struct("<QI")
"""Of any other file: its size in bytes, and its CRC-32."""
_HEADER = struct.Struct("<III")
"""Of the database: bytes a page, pages in all, the page that an opening changes."""
_CHUNK = 1 << 22

Sums = dict[str, bytes]
_Pages = NDArray[np.uint32]


def sum_up(library: Path, indexes: Iterable[str] = (VECTORS, WORDS)) -> Sums:
    """Return {file: its checksums} of indexes, which nobody writes to meanwhile."""
    names = list(_files(library, indexes))
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(names, pool.map(lambda name: _sum(library / name), names), strict=True))


Known = dict[str, tuple[tuple[int, ...], bytes]]
"""{file: its state, and its checksums then}: inode, size, and the times of both kinds of change."""


def damaged(library: Path, sealed: Mapping[str, bytes], known: Known | None = None) -> set[str]:
    """Return the folders of the indexes whose files are not as they were sealed.

    With `known`, what this process has summed up before is not read again while the file's state
    is the same; the time of its inode's last change cannot be set back.
    """
    known = {} if known is None else known

    def sum_of(name: str, path: Path) -> bytes:
        found = path.stat()
        state = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        if name not in known or known[name][0] != state:
            known[name] = (state, _sum(path))
        return known[name][1]

    def differs(name: str) -> bool:
        try:
            path = library / name
            if path.name == DATABASE:
                return not _same_database(path, sealed[name])
            return sum_of(name, path) != sealed[name]
        except (OSError, sqlite3.Error):
            return True

    with ThreadPoolExecutor(2) as pool:
        names = sorted(sealed)
        found = zip(names, pool.map(differs, names), strict=True)
        return {Path(name).parts[0] for name, bad in found if bad}


def _files(library: Path, indexes: Iterable[str]) -> Iterator[str]:
    for index in indexes:
        for path in sorted((library / index).rglob("*")):
            if not path.is_file() or path.name.endswith((".lock", "-journal")):
                continue
            if path.parent.name != index and not (path.parent / _GRAPH_WRITTEN).exists():
                continue
            yield path.relative_to(library).as_posix()


def _sum(path: Path) -> bytes:
    if path.name == DATABASE:
        return _sum_database(path)
    value = size = 0
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            value, size = crc32(data, value), size + len(data)
    return _SUM.pack(size, value)


# Chroma's database, page by page


PAUSES = (0.1, 0.3, 1.0)
"""Seconds after each try but the last."""


def forget_openings(library: Path) -> None:
    """Remove the rows that openings left in Chroma's database, so that they stay on one page.

    Chroma must not have it open in this process. Another may open it at this very moment, which
    SQLite tells as an error of the disk now and then; so it is tried a few times.
    """
    for pause in (*PAUSES, None):
        try:
            with closing(sqlite3.connect(library / VECTORS / DATABASE)) as db, db:
                db.execute("DELETE FROM acquire_write")
            return
        except sqlite3.OperationalError:
            if pause is None:
                raise
            time.sleep(pause)


def _sum_database(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as db:
        row = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'acquire_write'"
        ).fetchone()
    size, pages = _page_sums(path)
    free = _free_pages(path, size)
    passing = [int(row[0]) if row else 0, *free]
    head = _HEADER.pack(size, len(pages), len(passing))
    return head + np.asarray(passing, "<u4").tobytes() + pages.tobytes()


def _same_database(path: Path, sealed: bytes) -> bool:
    size, count, passing = _HEADER.unpack_from(sealed)
    numbers = np.frombuffer(sealed, "<u4", offset=_HEADER.size)
    may_change, were = set(numbers[:passing].tolist()), numbers[passing:]
    size_now, pages = _page_sums(path)
    if size_now != size or len(pages) < count:
        return False
    changed = set((np.flatnonzero(pages[:count] != were) + 1).tolist())
    if changed - may_change:
        return False
    if not changed and len(pages) == count:
        return True
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("PRAGMA quick_check(acquire_write)")] == ["ok"]


def _page_sums(path: Path) -> tuple[int, _Pages]:
    """Return how long a page is, and the checksum of each page, without the counters of changes."""
    with path.open("rb") as file:
        first = bytearray(file.read(100))
        size = int.from_bytes(first[16:18], "big") if len(first) == 100 else 0
        size = 65_536 if size == 1 else size
        if size < 512:
            return 0, np.zeros(0, "<u4")
        file.seek(0)
        sums: list[int] = []
        while data := file.read(size * 1024):
            block = memoryview(data)
            sums += [crc32(block[at : at + size]) for at in range(0, len(data), size)]
        file.seek(0)
        first = bytearray(file.read(size))
        first[24:40] = bytes(16)
        first[92:100] = bytes(8)
        sums[0] = crc32(first)
    return size, np.asarray(sums, "<u4")


def _free_pages(path: Path, size: int) -> list[int]:
    """Return the numbers of the pages that are in no use (SQLite's file format, section 1.5)."""
    found: list[int] = []
    with path.open("rb") as file:
        trunk = int.from_bytes(file.read(100)[32:36], "big")
        while trunk:
            file.seek((trunk - 1) * size)
            page = file.read(size)
            following, count = struct.unpack_from(">II", page)
            found += [trunk, *struct.unpack_from(f">{count}I", page, 8)]
            trunk = following
    return found
