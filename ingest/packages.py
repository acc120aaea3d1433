"""Check a zip package before anything in it is unpacked: is it a DOCX, and is it a bomb?"""

from __future__ import annotations

import zipfile
from pathlib import Path

from qa.errors import ReadError
from qa.papers import FileFormat

MAX_ENTRIES = 5_000
MAX_UNPACKED = 500_000_000
MAX_XML = 100_000_000
"""Bytes of one XML part; lxml's tree takes about ten times that."""
MAX_RATIO = 200
RATIO_MATTERS_FROM = 10_000_000
"""Bytes from which the ratio counts: short repetitive parts may well shrink 200-fold."""
ENCRYPTED = 0x1
BOMB = "the package would unpack to far more than a document holds; it looks like a zip bomb"
NOT_WORD = {
    "xl/workbook": "the file is a spreadsheet; save the part that matters as PDF",
    "ppt/presentation": "the file is a presentation; save it as PDF",
    "content.xml": "the file is an OpenDocument; save it as PDF or .docx",
    "META-INF/MANIFEST.MF": "the file is a program, not a document; leave it out",
}


def check_zip(path: Path) -> FileFormat:
    """Return what a zip is: docx, or zip for an archive of papers.

    Refuse one that is of another kind, is damaged, or is a DOCX that is locked or would unpack
    to too much; what an archive holds is judged member by member. Sizes are those the directory
    declares; `zipfile` never unpacks more than that, and packages inside a DOCX are not unpacked
    at all. Raises ReadError.
    """
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            if _kind({entry.filename for entry in entries}) == FileFormat.ZIP:
                return FileFormat.ZIP
            _check_sizes(entries, path.stat().st_size)
            if any(entry.flag_bits & ENCRYPTED for entry in entries):
                raise ReadError("the package is locked with a password; save it without one")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(
            "the Word document or archive is damaged or cut short; download it again, or open "
            "it and save it anew"
        ) from error
    return FileFormat.DOCX


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise ReadError(f"the package has {len(entries):,} parts, over {MAX_ENTRIES:,}; {BOMB}")
    total = sum(entry.file_size for entry in entries)
    over_ratio = total > RATIO_MATTERS_FROM and total > packed * MAX_RATIO
    big_xml = any(
        entry.file_size > MAX_XML and entry.filename.endswith((".xml", ".rels"))
        for entry in entries
    )
    if total > MAX_UNPACKED or over_ratio or big_xml:
        raise ReadError(f"{BOMB} ({packed / 1e6:,.1f} MB to {total / 1e6:,.0f} MB)")


def _kind(names: set[str]) -> FileFormat:
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return FileFormat.DOCX
    for start, reason in NOT_WORD.items():
        if any(name.startswith(start) for name in names):
            raise ReadError(reason)
    return FileFormat.ZIP
