"""Choose the reader that a file's content asks for. This runs in a child process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.document import SourceDocument
from ingest.gate import check_file
from ingest.nursery import Watch
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.ocr import Recogniser
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text
from ingest.scans import ScanReading

READERS = {"docx": read_docx, "html": read_html, "text": read_text}


def read_by_content(path: Path, request: dict[str, Any], watch: Watch) -> SourceDocument:
    """Read a file as what its content says it is. Raises ReadError."""
    kind = check_file(path, request["file_size"])
    if kind == "pdf":
        recogniser = Recogniser(
            ScanReading(request["ocr"]),
            watch=watch,
            page_seconds=request["ocr_page"],
            paper_seconds=request["ocr_paper"],
        )
        return read_pdf(path, skip=frozenset(request["skip"]), watch=watch, recogniser=recogniser)
    return READERS[kind](path)
