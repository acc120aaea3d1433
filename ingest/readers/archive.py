"""List the members of a ZIP of papers, and unpack one of them. Runs in a child process."""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.document import SourceDocument
from ingest.file_names import list_members
from ingest.readers.gate import BOMB, ENCRYPTED, MAX_ENTRIES, MAX_RATIO, RATIO_MATTERS_FROM
from qa.errors import ReadError
from qa.papers import FileFormat

MAX_UNPACKED = 4_000_000_000
"""Bytes of all members together, as the archive declares them."""


def read_archive(path: Path, *, max_member: int) -> SourceDocument:
    """List an archive's members. Raises ReadError where it is damaged or is a zip bomb."""
    with _opened(path) as archive:
        entries = _files(archive)
        refusals = [_refusal(entry, max_member) for entry in entries]
        admitted = zip(entries, refusals, strict=True)
        total = sum(entry.file_size for entry, refusal in admitted if refusal is None)
        if len(entries) > MAX_ENTRIES:
            raise ReadError(
                f"the archive has {len(entries):,} files, over {MAX_ENTRIES:,}; "
                "unpack it and give the papers inside"
            )
        if total > MAX_UNPACKED or _over_ratio(total, path.stat().st_size):
            raise ReadError(
                f"{BOMB} ({path.stat().st_size / 1e6:,.1f} MB to {total / 1e6:,.0f} MB)"
            )
        names = [entry.filename for entry in entries]
        members = list_members(zip(names, refusals, strict=True))
    return SourceDocument(FileFormat.ZIP, (), members=members)


DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(OSError, ValueError, NotImplementedError, EOFError),
)
DAMAGED = "the archive is damaged or cut short; download it again, or pack it anew"
LOCKED = "it is locked with a password; unpack the archive and give the papers inside"


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except DAMAGES as error:
        raise ReadError(DAMAGED) from error
    except RuntimeError as error:  # what zipfile raises for want of a password
        raise ReadError(LOCKED) from error


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [entry for entry in archive.infolist() if not entry.is_dir()]


LINK = "it is a link, not a document; give the paper itself"
SOUND_METHODS = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
)
PACKED_ODDLY = "it is packed in a way that cannot be read; pack the archive anew as a plain ZIP"


def _refusal(entry: zipfile.ZipInfo, max_member: int) -> str | None:
    if entry.flag_bits & ENCRYPTED:
        return LOCKED
    if stat.S_ISLNK(entry.external_attr >> 16):
        return LINK
    if entry.file_size > max_member or _over_ratio(entry.file_size, entry.compress_size):
        return f"{BOMB} ({entry.compress_size / 1e6:,.1f} MB to {entry.file_size / 1e6:,.0f} MB)"
    return None if entry.compress_type in SOUND_METHODS else PACKED_ODDLY


def _over_ratio(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_MATTERS_FROM and unpacked > packed * MAX_RATIO


CHUNK = 1 << 20


def member_chunks(path: Path, number: int) -> Iterator[bytes]:
    """Yield the bytes of a member, counted from 0, in chunks. Raises ReadError."""
    with _opened(path) as archive:
        entry = _files(archive)[number]
        with archive.open(entry) as packed:
            left = entry.file_size
            while left > 0 and (chunk := packed.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk
