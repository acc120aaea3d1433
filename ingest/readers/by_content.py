"""Choose the reader that a file's content asks for. This runs in a child process."""

from __future__ import annotations

from pathlib import Path

from ingest.document import SourceDocument
from ingest.gate import check_file
from ingest.readers.archive import member_chunks, read_archive
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.message import attachment_chunks, read_message
from ingest.readers.ocr import Recogniser
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text
from ingest.sandbox.wire import ReadRequest
from ingest.watch import Watch
from qa.papers import FileFormat

READERS = {
    FileFormat.DOCX: read_docx,
    FileFormat.HTML: read_html,
    FileFormat.TEXT: read_text,
    FileFormat.EMAIL: read_message,
}


def read_by_content(request: ReadRequest, watch: Watch) -> SourceDocument:
    """Read a file as what its content says it is. Raises ReadError."""
    path, limits = request.path, request.limits
    kind = check_file(path, limits.file_size)
    if request.member is not None:
        return _send_member(path, kind, request.member, watch)
    if kind == FileFormat.ZIP:
        return read_archive(path, max_member=limits.file_size)
    if kind == FileFormat.PDF:
        recogniser = Recogniser(
            request.scans,
            watch=watch,
            page_seconds=limits.ocr_per_page,
            paper_seconds=limits.ocr,
            kept=request.kept,
        )
        return read_pdf(path, skip=request.skip, watch=watch, recogniser=recogniser)
    return READERS[kind](path)


def _send_member(path: Path, kind: FileFormat, number: int, watch: Watch) -> SourceDocument:
    """Send the bytes of what lies within an archive or message; then a document of no lines."""
    for chunk in (member_chunks if kind == FileFormat.ZIP else attachment_chunks)(path, number):
        watch.send(chunk)
    return SourceDocument(FileFormat.ZIP, ())
