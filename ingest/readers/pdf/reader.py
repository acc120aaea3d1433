"""Read a PDF with pdfium, page by page; the notices name each page that was not read, and why.

Pages without sound text go to OCR. Sensitivity labels are looked for in the file itself, among its
properties and in the XML that describes it (XMP): pdfium gives a property only by its name, and
the name of a label has a number of the council's own in it. Text found there is only ever taken as
a name or a label.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SourceDocument
from ingest.exemption.names import is_marked_name, label_marks
from ingest.readers.ocr.recogniser import Recogniser
from ingest.readers.pdf.page import PageState, PageText, read_page
from qa.errors import ReadError
from qa.papers import FileFormat, SourceLine, Unread

LOCKED = "the PDF asks for a password; save it without one"
REASONS = {raw.FPDF_ERR_PASSWORD: LOCKED, raw.FPDF_ERR_SECURITY: LOCKED}
DAMAGED = "the PDF is damaged beyond reading; download it again, or open it and save it anew"
UNREAD = {
    PageState.SCANNED: Unread.SCANNED,
    PageState.GARBLED: Unread.GARBLED,
    PageState.FAILED: Unread.FAILED,
}


def read_pdf(
    path: Path,
    *,
    skip: Mapping[int, str] = MappingProxyType({}),
    watch: PageWatch | None = None,
    recogniser: Recogniser | None = None,
) -> SourceDocument:
    """Read a PDF, without the pages to skip ({page: why}, for the notices).

    Pages without sound text are read from their pictures where a recogniser is given.
    Raises ReadError where it is locked, damaged beyond reading or of more than 5,000 pages.
    """
    pages: dict[int, PageText] = {}
    labels: list[str | None] = []
    lines: list[SourceLine] = []
    try:
        opened = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise ReadError(REASONS.get(error.err_code, DAMAGED)) from error
    with opened as pdf:
        count = _count_pages(pdf, watch)
        for number in range(1, count + 1):
            if watch is not None:
                watch.at(number)
            pages[number] = _page_text(pdf, number, len(lines) + 1, skip, recogniser)
            lines.extend(pages[number].lines)
            labels.append(pdf.get_page_label(number - 1) or None)
        title = pdf.get_metadata_value("Title") or None
        subjects = filter(None, map(pdf.get_metadata_value, ("Subject", "Keywords")))
        marks = (*subjects, *_read_labels(path, pdf))
        marked = _marked_by_bookmarks(pdf)
    states: dict[PageState, list[int]] = {}
    for number, page in pages.items():
        states.setdefault(page.state, []).append(number)
    why_not = recogniser.why_not if recogniser is not None else None
    covered = [number for number, page in pages.items() if page.covered]
    return SourceDocument(
        FileFormat.PDF,
        tuple(lines),
        count,
        labels=tuple(labels),
        title=title,
        notices=_notices(states, covered, bool(lines), why_not, skip),
        recognised=frozenset(states.get(PageState.RECOGNISED, ())),
        words={number: page.words for number, page in pages.items() if page.words},
        tables=tuple(table for page in pages.values() for table in page.tables),
        unread={page: why for state, why in UNREAD.items() for page in states.get(state, ())},
        marks=marks,
        marked=marked,
        hidden={number: page.hidden for number, page in pages.items() if page.hidden},
    )


class PageWatch(Protocol):
    """Hears how far the reading has come."""

    def counted(self, pages: int) -> None:
        """There are so many pages."""
        ...

    def at(self, page: int) -> None:
        """This page, counted from 1, is next."""
        ...


MAX_PAGES = 5_000


def _count_pages(pdf: pdfium.PdfDocument, watch: PageWatch | None) -> int:
    pages = len(pdf)
    if pages == 0:
        raise ReadError("the PDF has no pages; download it again, or leave it out")
    if pages > MAX_PAGES:
        raise ReadError(f"the PDF has {pages:,} pages, over the limit of {MAX_PAGES:,}; split it")
    if watch is not None:
        watch.counted(pages)
    return pages


NEEDS_OCR = frozenset({PageState.SCANNED, PageState.GARBLED})


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


KNOWN = (
    "Classification",
    "Sensitivity",
    "ProtectiveMarking",
    "SecurityClassification",
    "DocumentClassification",
    "ClassificationContentMarkingHeaderText",
    "ClassificationContentMarkingFooterText",
    "ClassificationWatermarkText",
    "bjDocumentSecurityLabel",
)


def _read_labels(path: Path, pdf: pdfium.PdfDocument) -> tuple[str, ...]:
    """Return the sensitivity labels of a PDF, as marks."""
    with path.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as data:
        names = {*KNOWN, *_names(data)}
        described = list(_described(data))
    held = [(name, pdf.get_metadata_value(name)) for name in sorted(names)]
    return tuple(dict.fromkeys((*label_marks(held), *label_marks(described))))


LABEL_NAME = re.compile(rb"MSIP_Label_[0-9A-Za-z-]{1,64}_(?:Name|Enabled)")
MAX_ALL_PACKED = 60_000_000
"""Bytes that are unpacked in all to look for labels."""
PACKED = re.compile(rb"/Type\s*/ObjStm\b")
"""The head of a stream of packed objects; from PDF 1.5 on, properties may be among them."""
STREAM = re.compile(rb"stream\r?\n")
HEAD = 400
"""Bytes from a stream's type to its beginning, at most."""
STREAM_END = b"endstream"
MAX_PACKED = 2_000_000


def _names(data: mmap) -> Iterator[str]:
    for match in LABEL_NAME.finditer(data):
        yield match[0].decode("ascii")
    left = MAX_ALL_PACKED
    for packed in PACKED.finditer(data):
        if left <= 0:
            return
        stream = STREAM.search(data, packed.end(), packed.end() + HEAD)
        if stream is None:
            continue
        end = data.find(STREAM_END, stream.end(), stream.end() + MAX_PACKED)
        end = end if end >= 0 else stream.end() + MAX_PACKED
        left -= end - stream.end()
        with suppress(zlib.error):
            content = zlib.decompressobj().decompress(data[stream.end() : end], MAX_PACKED)
            left -= len(content)
            for match in LABEL_NAME.finditer(content):
                yield match[0].decode("ascii")


XMP_BEGIN = b"<x:xmpmeta"
XMP_END = b"</x:xmpmeta"
MAX_XMP = 2_000_000
IN_XMP = re.compile(
    rb"[:<\s](?P<name>(?:MSIP_Label_[0-9A-Za-z-]{1,64}_(?:Name|Enabled)|%s))"
    rb"\s*(?:>|=\s*[\"'])(?P<value>[^<>\"']{1,400})[<\"']" % "|".join(KNOWN).encode()
)


def _described(data: mmap) -> Iterator[tuple[str, str]]:
    """Yield the labels of the last XMP description that has any; it supersedes earlier ones."""
    found: list[tuple[str, str]] = []
    start = data.find(XMP_BEGIN)
    while start >= 0:
        end = data.find(XMP_END, start, start + MAX_XMP)
        here = [
            (match["name"].decode(), html.unescape(match["value"].decode("utf-8", "replace")))
            for match in IN_XMP.finditer(data, start, end if end > 0 else start + MAX_XMP)
        ]
        found = here or found
        start = data.find(XMP_BEGIN, start + 1)
    yield from found


MAX_BOOKMARKS = 20_000


def _marked_by_bookmarks(pdf: pdfium.PdfDocument) -> frozenset[int]:
    """Return the pages to which bookmarks such as "Exempt Appendix B" lead."""
    found = set()
    for mark in islice(pdf.get_toc(), MAX_BOOKMARKS):
        if is_marked_name(mark.get_title().replace("/", " ")):
            place = mark.get_dest()
            index = place.get_index() if place is not None else None
            if index is not None and 0 <= index < len(pdf):
                found.add(index + 1)
    return frozenset(found)


NOTICES = {
    PageState.SCANNED: ("is a scan and was not read", "are scans and were not read"),
    PageState.RECOGNISED: (
        "was read by OCR, so its text may be wrong",
        "were read by OCR, so their text may be wrong",
    ),
    PageState.PICTURE: (
        "is a picture in which OCR found no text",
        "are pictures in which OCR found no text",
    ),
    PageState.GARBLED: (
        "has type that does not say which letters it shows, so its text is not sound",
        "have type that does not say which letters it shows, so their text is not sound",
    ),
    PageState.FAILED: ("could not be read", "could not be read"),
}
COVERED = (
    "words that cannot be seen on the page, as under a redaction that left them in the file; "
    "they were not read"
)


def _notices(
    states: dict[PageState, list[int]],
    covered: Sequence[int],
    any_text: bool,
    why_not: str | None,
    skipped: Mapping[int, str],
) -> tuple[str, ...]:
    """Return the notices for the pages of each state, with the reasons, and for covered words."""
    notices = []
    for state, (singular, plural) in NOTICES.items():
        found = states.get(state, [])
        reasons = [skipped.get(page, (state in NEEDS_OCR and why_not) or "") for page in found]
        for why in dict.fromkeys(reasons):
            pages = [page for page, reason in zip(found, reasons, strict=True) if reason == why]
            named = f"{name_pages(pages)} {singular if len(pages) == 1 else plural}"
            notices.append(f"{named} ({why})" if why else named)
    if not any_text:
        notices.append("none of its pages holds text that can be read")
    if covered:
        holds = "holds" if len(covered) == 1 else "hold"
        notices.append(f"{name_pages(covered)} {holds} {COVERED}")
    return tuple(notices)


def name_pages(pages: Sequence[int]) -> str:
    """Name pages in words: `page 3`, or `pages 1 to 4, 7 and 9`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    words = []
    for run in runs:
        joined = f"{run[0]} to {run[-1]}" if len(run) > 2 else None
        words.extend([joined] if joined else [str(page) for page in run])
    named = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"page {named}" if len(pages) == 1 else f"pages {named}"
