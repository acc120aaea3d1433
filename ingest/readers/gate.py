"""The gate: find what a file is by its content, and refuse what cannot be read.

A file's suffix only matters where it promises another kind than the content. Zip packages are
checked for bombs before anything in them is unpacked. Messages do not name the file; whoever
shows them does.
"""

from __future__ import annotations

import re
import stat
import zipfile
from pathlib import Path

from ingest.readers.decoding import decode, looks_like_text
from qa.errors import ReadError
from qa.papers import FileFormat

MAX_BYTES = 300_000_000
HEAD = 65_536
PDF_MARK = re.compile(rb"%PDF-\d")
PDF_MARK_WITHIN = 1_024
"""Readers of PDF accept the mark this far into the file (ISO 32000-1, annex H)."""
TAIL = 2_048
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_ANEW = "save it as PDF or .docx"
RICH_TEXT = b"{\\rtf"
MARKED_UP: tuple[tuple[bytes, str], ...] = (
    (b"%!PS", "is PostScript, which Townclerk does not read; save it as PDF"),
)
PROGRAM = "is a program, not a document; leave it out"
PICTURE = "is a picture, not a document; save it as a PDF with its text recognised"
ARCHIVE = "is an archive; unpack it and give the papers inside"
BINARY_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\x89PNG\r\n\x1a\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"BM", PICTURE),
    (b"RIFF", "is a picture or a recording, not a document; leave it out"),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ\x00", ARCHIVE),
)
NO_KNOWN_KIND = "is no PDF, Word document, web page or text; save it as PDF, .docx or .txt"


def check_file(path: Path, max_bytes: int = MAX_BYTES) -> FileFormat:
    """Return what a file is by its content.

    Raises ReadError, which says what to do, for whatever cannot be taken in. A PDF's password
    and a DOCX's XML are left to their readers, which run in a child process.
    """
    check_place(path, max_bytes)
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(0, 2)
        file.seek(max(0, file.tell() - HEAD))
        tail = file.read(HEAD)
    suffix = path.suffix.lower()
    if PDF_MARK.search(head, 0, PDF_MARK_WITHIN):
        # Some servers pad a download with NULs or blank lines, which harms no reader.
        if b"%%EOF" not in tail.rstrip(b"\x00\r\n\t ")[-TAIL:]:
            raise ReadError(
                "the PDF is cut short (its end mark is missing), so pages may be lost; "
                "download it again, or open it and save it anew"
            )
        return FileFormat.PDF
    if head.startswith(b"PK"):
        return _zip_kind(path, suffix)
    if head.startswith(OLE_MARK):
        raise ReadError(_office_reason(path))
    written = looks_like_text(head)
    for mark, reason in MARKED_UP if written else BINARY_KINDS:
        if head.startswith(mark):
            raise ReadError(f"the file {reason}")
    if not written:
        raise ReadError(f"the file {NO_KNOWN_KIND}")
    if head.lstrip().startswith(RICH_TEXT):
        return FileFormat.RTF
    return _written_kind(head, suffix)


def check_place(path: Path, max_bytes: int = MAX_BYTES) -> None:
    """Raise ReadError where a file is missing, empty, too large, unreadable or no regular file.

    Pipes and devices are not opened.
    """
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise ReadError("the file does not exist; check its name") from error
    except (OSError, ValueError) as error:
        raise ReadError("the file cannot be reached; check its name and permissions") from error
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("it is no regular file (a folder, pipe or device); give a document")
    if status.st_size == 0:
        raise ReadError("the file is empty; download or save it again")
    if status.st_size > max_bytes:
        raise ReadError(
            f"the file has {status.st_size / 1e6:,.0f} MB, over the limit of "
            f"{max_bytes / 1e6:,.0f} MB; split it, or save it with smaller pictures"
        )
    try:
        path.open("rb").close()
    except OSError as error:
        raise ReadError("the file cannot be opened; give permission to read it") from error


EXPECTED = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".eml": "an e-mail",
    ".zip": "an archive",
}


def _zip_kind(path: Path, suffix: str) -> FileFormat:
    kind = _check_zip(path)
    if kind == FileFormat.ZIP and suffix in EXPECTED and suffix != ".zip":
        raise ReadError(
            f"its content is an archive, not {EXPECTED[suffix]}: download it again, or rename "
            "it to .zip"
        )
    return kind


ENCRYPTED = 0x1


def _check_zip(path: Path) -> FileFormat:
    """Return what a zip is: docx, or zip for an archive of papers.

    Raises ReadError where it is of another kind, is damaged, or is a DOCX that is locked or would
    unpack to too much. The members of an archive are judged one by one. Sizes are those that the
    directory declares: `zipfile` never unpacks more, and packages inside a DOCX are not unpacked.
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


NOT_WORD = {
    "xl/workbook": "the file is a spreadsheet; save the part that matters as PDF",
    "ppt/presentation": "the file is a presentation; save it as PDF",
    "content.xml": "the file is an OpenDocument; save it as PDF or .docx",
    "Index/Document.iwa": "the file is of Apple's Pages; save it as PDF or .docx",
    "Index/": "the file is of Apple's Pages, Numbers or Keynote; save it as PDF",
    "FixedDocSeq": "the file is an XPS document; save it as PDF",
    "META-INF/container.xml": "the file is an e-book; save it as PDF",
    "META-INF/MANIFEST.MF": "the file is a program, not a document; leave it out",
}


def _kind(names: set[str]) -> FileFormat:
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return FileFormat.DOCX
    for start, reason in NOT_WORD.items():
        if any(name.startswith(start) for name in names):
            raise ReadError(reason)
    return FileFormat.ZIP


MAX_ENTRIES = 5_000
BOMB = "the package would unpack to far more than a document holds; it looks like a zip bomb"
RATIO_MATTERS_FROM = 10_000_000
"""Bytes from which the ratio counts: short repetitive parts may well shrink 200-fold."""
MAX_RATIO = 200
MAX_XML = 100_000_000
"""Bytes of one XML part; lxml's tree takes about ten times that."""
MAX_UNPACKED = 500_000_000


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


ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps a document that is locked with a password."""


def _office_reason(path: Path) -> str:
    with path.open("rb") as file:
        seen = b""
        while block := file.read(1 << 20):
            if ENCRYPTED_PACKAGE in seen[-len(ENCRYPTED_PACKAGE) :] + block:
                return "the document is locked with a password; remove the password and save it"
            seen = block
    return f"the file is in Office's old format (.doc, .xls, .ppt or .msg); {SAVE_ANEW}"


HTML_TAG = re.compile(rb"<(?:[a-z][a-z0-9]*[\s/>]|!--)", re.I)
HTML_START = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml.*?\?>)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
MESSAGE_START = re.compile(rb"\s*(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n]")
MAILED = re.compile(rb"^(?:MIME-Version|Message-ID|Received|Return-Path):", re.I | re.M)
"""What only the systems that carry mail write; "From", "To" and "Subject" head reports too."""
CONTENT = {
    FileFormat.TEXT: ("text", ".txt"),
    FileFormat.HTML: ("a web page", ".html"),
    FileFormat.EMAIL: ("an e-mail", ".eml"),
}


def _written_kind(head: bytes, suffix: str) -> FileFormat:
    """Return text, HTML or e-mail; refuse a file whose suffix promises another kind."""
    page = decode(head)[0].encode("utf-8", "replace")
    named_html = suffix in {".html", ".htm"} and HTML_TAG.search(page)
    kind = FileFormat.HTML if HTML_START.match(page) or named_html else FileFormat.TEXT
    if MESSAGE_START.match(page) and (suffix == ".eml" or MAILED.search(page.split(b"\n\n")[0])):
        kind = FileFormat.EMAIL
    if suffix in EXPECTED and not (suffix == ".eml" and kind == FileFormat.EMAIL):
        content, ending = CONTENT[kind]
        raise ReadError(
            f"its content is {content}, not {EXPECTED[suffix]}: download it again, "
            f"rename it to {ending}, or save it as {EXPECTED[suffix]}"
        )
    return kind
