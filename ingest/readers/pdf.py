"""Read PDFs with pdfium: text by line, with the type's size, weight and the gap above."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SourceDocument, SourceTable
from ingest.marked_names import is_marked_name
from ingest.readers.ocr import Recogniser
from ingest.readers.pdf_labels import read_labels
from ingest.readers.pdf_notices import NEEDS_OCR, covered_notices, page_notices
from ingest.readers.pdf_page import PageState, PageText, read_page
from qa.errors import ReadError
from qa.pages import Frame, Unread, WordPlace
from qa.papers import FileFormat
from qa.passages import SourceLine

MAX_PAGES = 5_000
MAX_BOOKMARKS = 20_000
LOCKED = "the PDF asks for a password; save it without one"
DAMAGED = "the PDF is damaged beyond reading; download it again, or open it and save it anew"
REASONS = {raw.FPDF_ERR_PASSWORD: LOCKED, raw.FPDF_ERR_SECURITY: LOCKED}
UNREAD = {
    PageState.SCANNED: Unread.SCANNED,
    PageState.GARBLED: Unread.GARBLED,
    PageState.FAILED: Unread.FAILED,
}


class PageWatch(Protocol):
    """Is told how far the reading has come."""

    def counted(self, pages: int) -> None:
        """There are so many pages."""
        ...

    def at(self, page: int) -> None:
        """This page, counted from 1, is next."""
        ...


def read_pdf(
    path: Path,
    *,
    skip: Mapping[int, str] = MappingProxyType({}),
    watch: PageWatch | None = None,
    recogniser: Recogniser | None = None,
) -> SourceDocument:
    """Read a PDF, leaving out the pages to skip; the notices name each page not read, and why.

    Pages without sound text are read from their pictures where a recogniser is given.
    Raises ReadError where it is locked, damaged beyond reading or of more than 5,000 pages.
    """
    lines: list[SourceLine] = []
    labels: list[str | None] = []
    states: dict[PageState, list[int]] = {}
    words: dict[int, tuple[WordPlace, ...]] = {}
    tables: list[SourceTable] = []
    covered: list[int] = []
    hidden: dict[int, tuple[Frame, ...]] = {}
    with _open(path) as pdf:
        pages = _count_pages(pdf, watch)
        for number in range(1, pages + 1):
            if watch is not None:
                watch.at(number)
            page = _page_text(pdf, number, len(lines) + 1, skip, recogniser)
            if page.words:
                words[number] = page.words
            if page.covered:
                covered.append(number)
            if page.hidden:
                hidden[number] = page.hidden
            lines.extend(page.lines)
            tables.extend(page.tables)
            states.setdefault(page.state, []).append(number)
            labels.append(pdf.get_page_label(number - 1) or None)
        title = pdf.get_metadata_value("Title") or None
        said = tuple(filter(None, map(pdf.get_metadata_value, ("Subject", "Keywords"))))
        marks = (*said, *read_labels(path, pdf))
        marked = _marked_by_bookmarks(pdf)
    why_not = recogniser.why_not if recogniser is not None else None
    return SourceDocument(
        FileFormat.PDF,
        tuple(lines),
        pages,
        tuple(labels),
        title,
        page_notices(states, bool(lines), why_not, skip) + covered_notices(covered),
        frozenset(states.get(PageState.RECOGNISED, ())),
        words,
        tables=tuple(tables),
        unread={page: why for state, why in UNREAD.items() for page in states.get(state, ())},
        marks=marks,
        marked=marked,
        hidden=hidden,
    )


def _marked_by_bookmarks(pdf: pdfium.PdfDocument) -> frozenset[int]:
    """Return the pages to which bookmarks lead that name an exempt paper: "Exempt Appendix B"."""
    found = set()
    for mark in islice(pdf.get_toc(), MAX_BOOKMARKS):
        if is_marked_name(mark.get_title().replace("/", " ")):
            place = mark.get_dest()
            index = place.get_index() if place is not None else None
            if index is not None and 0 <= index < len(pdf):
                found.add(index + 1)
    return frozenset(found)


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise ReadError(REASONS.get(error.err_code, DAMAGED)) from error


def _count_pages(pdf: pdfium.PdfDocument, watch: PageWatch | None) -> int:
    pages = len(pdf)
    if pages == 0:
        raise ReadError("the PDF has no pages; download it again, or leave it out")
    if pages > MAX_PAGES:
        raise ReadError(f"the PDF has {pages:,} pages, over the limit of {MAX_PAGES:,}; split it")
    if watch is not None:
        watch.counted(pages)
    return pages


def _page_text(
    pdf: pdfium.PdfDocument,
    number: int,
    first_line: int,
    skip: Collection[int],
    recogniser: Recogniser | None,
) -> PageText:
    if number in skip:
        return PageText([], PageState.FAILED)
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        return PageText([], PageState.FAILED)
    try:
        read = read_page(page, number, first_line)
        if recogniser is not None and read.state in NEEDS_OCR:
            seen = recogniser.read(page, number, first_line) or read
            return replace(seen, covered=read.covered, hidden=read.hidden)
        return read
    except pdfium.PdfiumError:
        return PageText([], PageState.FAILED)
    finally:
        page.close()
