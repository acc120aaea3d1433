"""From a file as read to a paper as understood: the whole of reading, on one screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import PurePosixPath

from ingest import patterns
from ingest.council import most_named_council
from ingest.dates import first_date
from ingest.document import SourceDocument
from ingest.furniture import Furniture, find_furniture
from ingest.items import list_items
from ingest.pages import PageFinder
from ingest.paragraphs import Paragraph, join_lines
from ingest.parts import Part, find_parts
from ingest.passages import cut_passages
from ingest.restriction import is_restricted
from ingest.sections import Section, read_sections
from ingest.tables import describe_tables
from qa.errors import ReadError
from qa.papers import Item, Paper, PaperKind, PaperPage, Passage

APPENDIX_NAME = re.compile(r"(?:^|[\W_])(?:appendix|annexe?)[\W_]+[A-Z0-9]{1,2}(?=[\W_]|$)", re.I)
"""Exports of committee systems name an appendix in the file's name, often there alone."""
INDEX_PAGES = re.compile(r"\(\s*pages?\s+(\d+)\s*(?:[-–to]+\s*(\d+))?\s*\)\W*$", re.I)
INDEX_TITLE = re.compile(r"\W*(?:(\d{1,2})[.\s])?(.*)", re.S)
INDEX_LETTERS = 600
"""An entry of an agenda's index is no longer than this."""
MAX_LETTERS = 20_000_000
"""Some fifteen times a pack of 900 pages."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A paper with its items, passages and pages, ready for the library.

    `restricted` means that the paper is marked exempt: nothing of it may be stored.
    """

    paper: Paper
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]
    pages: tuple[PaperPage, ...]
    restricted: bool = False


def understand(document: SourceDocument, *, name: str, digest: str) -> Understood:
    """Read a paper as a clerk would: meeting, parts, items, standing, pages, passages.

    Raises ReadError where it holds more text than any paper does.
    """
    _check_length(document)
    furniture = find_furniture(document)
    kept = [line for line in document.lines if line.number not in furniture.lines]
    paragraphs = join_lines(kept, document.format, document.tables)
    # Document by document: nothing above a table may come from an exempt one bound before it.
    parts = [
        replace(part, paragraphs=tuple(describe_tables(part.paragraphs, document.tables)))
        for part in (find_parts(paragraphs) if paragraphs else [])
    ]
    if any(is_restricted(part.paragraphs) for part in parts[:1]):
        return restricted_paper(document.format, name, digest)
    open_parts = [part for part in parts if not is_restricted(part.paragraphs)]
    index = _agenda_index(paragraphs)
    open_parts = _match_agenda(open_parts, parts, index)
    sections = [section for part in open_parts for section in read_sections(part)]
    finder = PageFinder(document, furniture, _index_bounds(open_parts, parts, index, document))
    paper = _paper(document, parts, sections, name=name, digest=digest)
    if paper.council is None:
        public = [paragraph for part in open_parts for paragraph in part.paragraphs]
        paper = replace(paper, council=most_named_council(public))
    return Understood(
        paper,
        list_items(sections, finder, show_lines=document.format == "text"),
        tuple(_with_date(passage, paper) for passage in cut_passages(paper.id, sections, finder)),
        _pages(document, furniture, finder, _hidden_lines(parts, document)),
    )


def restricted_paper(format_: str, name: str, digest: str) -> Understood:
    """Return all that may be said of a paper that is marked exempt."""
    paper = Paper(digest[:16], name, "", PaperKind.OTHER, format_, digest)
    return Understood(paper, (), (), (), restricted=True)


def _check_length(document: SourceDocument) -> None:
    letters = sum(len(line.text) for line in document.lines)
    if letters > MAX_LETTERS:
        raise ReadError(
            f"its text has {letters / 1e6:,.0f} million letters, over the limit of "
            f"{MAX_LETTERS / 1e6:,.0f} million; split the file"
        )


def _with_date(passage: Passage, paper: Paper) -> Passage:
    if passage.meeting_date is None and passage.body is None:
        return replace(passage, meeting_date=paper.meeting_date, body=paper.body)
    return passage


def _paper(
    document: SourceDocument,
    parts: Sequence[Part],
    sections: Sequence[Section],
    *,
    name: str,
    digest: str,
) -> Paper:
    front = parts[0].particulars if parts else None
    kind = front.kind if front else PaperKind.OTHER
    title = front.title if front else None
    if kind is PaperKind.OTHER and APPENDIX_NAME.search(PurePosixPath(name).stem):
        kind = PaperKind.APPENDIX
    if kind is PaperKind.AGENDA and len(parts) > 1:
        kind, title = PaperKind.PACK, (title or "Agenda").replace("Agenda of", "Agenda pack of")
    if any(s.particulars.kind is PaperKind.BUDGET_PROPOSALS for s in sections) and kind in (
        PaperKind.OTHER,
        PaperKind.REPORT,
    ):
        kind = PaperKind.BUDGET_PROPOSALS
    return Paper(
        id=digest[:16],
        file=name,
        title=title or document.title or _readable(name),
        kind=kind,
        format=document.format,
        digest=digest,
        council=front.council if front else None,
        body=front.body if front else None,
        meeting_date=(front.meeting_date if front else None) or _date_in_name(name),
        venue=front.venue if front else None,
        pages=document.pages,
        notices=document.notices,
    )


def _readable(name: str) -> str:
    return re.sub(r"[_\s]+", " ", PurePosixPath(name).stem).strip()


def _date_in_name(name: str) -> date | None:
    """A whole ISO date in a file's name is how exports of committee systems date a meeting."""
    match = patterns.ISO_DATE.search(PurePosixPath(name).name.replace("_", " "))
    return first_date(match[0]) if match else None


# --- the agenda's own index of pages -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the agenda's index: item number, title as far as it is on the line, pages."""

    number: str | None
    title: str
    first: int
    last: int


def _agenda_index(paragraphs: Sequence[Paragraph]) -> list[IndexEntry]:
    entries: list[IndexEntry] = []
    for paragraph in paragraphs[:120]:
        for text in {paragraph.plain, patterns.plain(paragraph.unit.text.replace("\n", " "))}:
            pages = INDEX_PAGES.search(text) if len(text) <= INDEX_LETTERS else None
            if pages:
                first, last = int(pages[1]), int(pages[2] or pages[1])
                named = INDEX_TITLE.match(text[: pages.start()].replace("\t", " "))
                if named and last >= first and (not entries or first >= entries[-1].first):
                    entries.append(IndexEntry(named[1], named[2].strip(" ."), first, last))
                break
    return entries


def _pairs(parts: Sequence[Part], index: Sequence[IndexEntry]) -> dict[int, IndexEntry]:
    """Match bound documents to the agenda by order: one for one, or not at all."""
    bound = [i for i, part in enumerate(parts) if i > 0]
    return dict(zip(bound, index, strict=True)) if len(bound) == len(index) else {}


def _match_agenda(
    open_parts: Sequence[Part], parts: Sequence[Part], index: Sequence[IndexEntry]
) -> list[Part]:
    """Give a bound report the agenda's title where its own was damaged in extraction."""
    pairs = _pairs(parts, index)
    matched = []
    for part in open_parts:
        entry = pairs.get(next(i for i, other in enumerate(parts) if other is part))
        title = part.particulars.title
        wards = re.sub(r"\s+(?:All Wards|[A-Z][a-z]+(?:;.*)?)$", "", entry.title) if entry else ""
        if (
            entry
            and part.particulars.kind is PaperKind.REPORT
            and len(wards) > 8
            and _damaged(title, wards)
        ):
            part = replace(part, particulars=replace(part.particulars, title=wards))
        matched.append(part)
    return matched


def _damaged(title: str | None, agenda: str) -> bool:
    if not title:
        return True
    words, full = title.lower().split(), agenda.lower()
    cut = sum(1 for word in words if word not in full.split() and word in full)
    return cut >= 2


def _index_bounds(
    open_parts: Sequence[Part],
    parts: Sequence[Part],
    index: Sequence[IndexEntry],
    document: SourceDocument,
) -> list[tuple[int, int, int, int]]:
    """Return (first line, last line, first page, last page) of each bound document."""
    bounds = []
    for position, entry in _pairs(parts, index).items():
        paragraphs = parts[position].paragraphs
        bounds.append(
            (paragraphs[0].unit.lines[0], paragraphs[-1].unit.lines[1], entry.first, entry.last)
        )
    return bounds if document.pages is None else []


def _hidden_lines(parts: Sequence[Part], document: SourceDocument) -> frozenset[int]:
    """Lines of restricted documents bound in a public pack, to where the next begins.

    Kept from the page text too, and with whole pages: a scan in between has no lines.
    """
    last = document.lines[-1].number if document.lines else 0
    starts = [part.paragraphs[0].unit.lines[0] for part in parts] + [last + 1]
    return frozenset(
        number
        for part, (start, following) in zip(parts, pairwise(starts), strict=True)
        if is_restricted(part.paragraphs)
        for number in range(start, following)
    )


def _pages(
    document: SourceDocument, furniture: Furniture, finder: PageFinder, hidden: frozenset[int]
) -> tuple[PaperPage, ...]:
    if document.pages is None:
        text = "\n".join("" if line.number in hidden else line.text for line in document.lines)
        return (PaperPage(1, text),)
    by_page: dict[int, list[str]] = {page: [] for page in range(1, document.pages + 1)}
    first: dict[int, int] = {}
    withheld = _withheld_pages(document, hidden)
    for line in document.lines:
        if line.page is not None:
            by_page[line.page].append(line.text)
            first.setdefault(line.page, line.number)
    return tuple(
        PaperPage(
            page,
            "" if page in withheld else "\n".join(lines),
            finder.printed(page),
            first.get(page, 1),
            withheld=page in withheld or page in document.unread,
            words=() if page in withheld else document.words.get(page, ()),
            unread=None if page in withheld else document.unread.get(page),
        )
        for page, lines in by_page.items()
    )


def _withheld_pages(document: SourceDocument, hidden: frozenset[int]) -> set[int]:
    """Pages from the first to the last of each run of hidden lines, empty ones between too."""
    pages = sorted({line.page for line in document.lines if line.number in hidden and line.page})
    shown = {line.page for line in document.lines if line.number not in hidden and line.page}
    withheld = set(pages)
    for page in pages:
        following = page + 1
        while following <= (document.pages or 0) and following not in shown:
            withheld.add(following)
            following += 1
    return withheld
