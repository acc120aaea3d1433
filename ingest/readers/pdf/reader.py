"""Read a PDF with pdfium, page by page; the notices name each page that was not read, and why.

Pages without sound text go to OCR. What a reader sees beside the text of the pages, and the files
within a PDF, are found in `beside`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SeenAt, SourceDocument
from ingest.exemption.names import is_marked_name, label_marks
from ingest.file_names import Member
from ingest.readers.ocr.recogniser import Recogniser
from ingest.readers.pdf.beside.attached import see_attached
from ingest.readers.pdf.beside.handles import form_of
from ingest.readers.pdf.beside.notes import frames_struck, see_notes
from ingest.readers.pdf.beside.properties import has_layers_off, see_properties
from ingest.readers.pdf.page import Beside, LeftOut, PageState, PageText, read_page
from ingest.readers.pdf.sight.order import Placed
from ingest.readers.seen import MORE_THAN_LOOKED_AT, SeenGatherer
from qa.errors import ReadError
from qa.papers import FileFormat, SourceLine, Unread, WordPlace

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
    seen = SeenGatherer()
    layered = has_layers_off(path)
    with opened as pdf, form_of(pdf) as form:
        count = _count_pages(pdf, watch)
        for number in range(1, count + 1):
            if watch is not None:
                watch.at(number)
            if number in skip:
                pages[number] = PageText([], PageState.FAILED)
            else:
                first = len(lines) + 1
                pages[number] = _page_text(pdf, form, number, first, recogniser, seen, layered)
            lines.extend(pages[number].lines)
            labels.append(pdf.get_page_label(number - 1) or None)
        title = pdf.get_metadata_value("Title") or None
        xfa = pdf.get_formtype() in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)
        subjects = [*filter(None, map(pdf.get_metadata_value, ("Subject", "Keywords")))]
        marked = _see_bookmarks(pdf, seen)
    _see_labels(labels, seen)
    members = see_attached(path, seen)
    held, described = see_properties(path, seen)
    marks = dict.fromkeys((*subjects, *label_marks(held), *label_marks(described)))
    states: dict[PageState, list[int]] = {}
    for number, page in pages.items():
        states.setdefault(page.state, []).append(number)
    why_not = recogniser.why_not if recogniser is not None else None
    left_out: dict[LeftOut, list[int]] = {}
    for number, page in pages.items():
        for reason in page.left_out:
            left_out.setdefault(reason, []).append(number)
    return SourceDocument(
        FileFormat.PDF,
        tuple(lines),
        count,
        labels=tuple(labels),
        title=title,
        notices=(
            *_notices(states, left_out, _any_text(pages), why_not, skip),
            *_other_notices(members, seen, xfa=xfa),
        ),
        recognised=frozenset(states.get(PageState.RECOGNISED, ())),
        words={number: page.words for number, page in pages.items() if page.words},
        tables=tuple(table for page in pages.values() for table in page.tables),
        unread={page: why for state, why in UNREAD.items() for page in states.get(state, ())},
        marks=tuple(marks),
        marked=marked,
        hidden={number: page.hidden for number, page in pages.items() if page.hidden},
        members=members or None,
        seen=seen.found(),
        unseen=seen.full,
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
    form: Any,
    number: int,
    first_line: int,
    recogniser: Recogniser | None,
    seen: SeenGatherer,
    layered: bool,
) -> PageText:
    """Read a page and what stands on it as notes; `form` is that of the file, if it has one."""
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        return PageText([], PageState.FAILED)

    def notes() -> Sequence[Placed]:
        with _counting_as_unseen(seen):
            return see_notes(pdf, page, form, number, seen, layered=layered)
        return ()

    def recognise() -> Sequence[WordPlace]:
        found = recogniser.read(page, number, first_line) if recogniser is not None else None
        return found.words if found is not None else ()

    try:
        beside = Beside(layered, tuple(frames_struck(page)), notes, recognise)
        read = read_page(page, number, first_line, seen, beside)
        if recogniser is not None and read.state in NEEDS_OCR:
            recognised = recogniser.read(page, number, first_line) or read
            read = replace(recognised, left_out=read.left_out, hidden=read.hidden)
    except pdfium.PdfiumError:
        return PageText([], PageState.FAILED)
    finally:
        page.close()
    return read


@contextmanager
def _counting_as_unseen(seen: SeenGatherer) -> Iterator[None]:
    """Let a page stand whose notes cannot be read; `seen` says that not all was seen."""
    try:
        yield
    except pdfium.PdfiumError:
        seen.full = True


MAX_BOOKMARKS = 20_000


def _see_bookmarks(pdf: pdfium.PdfDocument, seen: SeenGatherer) -> frozenset[int]:
    """Hand over the bookmarks; return the pages to which such as "Exempt Appendix B" lead."""
    found = set()
    for count, mark in enumerate(pdf.get_toc(), start=1):
        if count > MAX_BOOKMARKS:
            seen.full = True
            break
        place = mark.get_dest()
        index = place.get_index() if place is not None else None
        page = index + 1 if index is not None and 0 <= index < len(pdf) else None
        seen.add(mark.get_title(), SeenAt.BOOKMARK, page)
        if page is not None and is_marked_name(mark.get_title().replace("/", " ")):
            found.add(page)
    return frozenset(found)


LETTERS = re.compile(r"[^\W\d_]{3}")
"""In a page's label that is more than a number."""


def _see_labels(labels: Sequence[str | None], seen: SeenGatherer) -> None:
    for page, label in enumerate(labels, start=1):
        if label and LETTERS.search(label):
            seen.add(label, SeenAt.PAGE_LABEL, page)


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
LEFT_OUT = {
    LeftOut.COVERED: "words that cannot be seen on the page, as under a redaction that left them "
    "in the file; they were not read",
    LeftOut.LAYER: "words on a layer that is switched off; they were not read",
    LeftOut.BEYOND: "words beyond the edge of the page; they were not read",
    LeftOut.STRUCK: "words that are struck through; they were not read",
    LeftOut.UNNAMED: "words in type that does not say which letters it shows; they were not read",
    LeftOut.RECOGNISED: "words in type that does not say which letters it shows; they were read by "
    "OCR, so they may be wrong",
}


def _any_text(pages: Mapping[int, PageText]) -> bool:
    """Whether a page that could be read holds text."""
    return any(page.lines and page.state not in UNREAD for page in pages.values())


def _notices(
    states: dict[PageState, list[int]],
    left_out: Mapping[LeftOut, Sequence[int]],
    any_text: bool,
    why_not: str | None,
    skipped: Mapping[int, str],
) -> tuple[str, ...]:
    """Return the notices for the pages of each state, with the reasons, and for words left out."""
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
    for reason, what in LEFT_OUT.items():
        if held := left_out.get(reason, ()):
            named = f"{name_pages(held)} {'holds' if len(held) == 1 else 'hold'} {what}"
            told = why_not if reason is LeftOut.UNNAMED else None
            notices.append(f"{named} ({told})" if told else named)
    return tuple(notices)


XFA = (
    "it is a form of a kind (XFA) that few programs show, so what is filled in may not have been "
    "read; open it in Adobe Reader, print it to a new PDF, and give that"
)
MAX_NAMED = 5
"""Files within a PDF that are named in a notice."""


def _other_notices(members: Sequence[Member], seen: SeenGatherer, *, xfa: bool) -> Iterator[str]:
    """Yield the notices for a form, for files within the PDF, and for what was not seen."""
    if xfa:
        yield XFA
    if others := [member.name for member in members if member.ignored]:
        files, are = ("file", "is") if len(others) == 1 else ("files", "are")
        # A name may say what is exempt.
        names = [name for name in others if not is_marked_name(name)][:MAX_NAMED]
        more = len(others) - len(names)
        told = f": {', '.join(names)}{f' and {more} more' if more else ''}" if names else ""
        yield f"{len(others)} {files} attached to it {are} of a kind that is not read{told}"
    if seen.full:
        yield MORE_THAN_LOOKED_AT


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
