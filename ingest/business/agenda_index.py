"""Read the agenda's own index: which pages each of its items takes, and what is bound there.

It gives a bound report its title where the report's own was damaged in extraction
(`match_agenda`), the number of its item (`number_reports`), and in a text source the pages on which
it stands (`index_bounds`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.document import SourceDocument
from ingest.layout.pages import BoundDocument
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.parts import Part
from qa.papers import PaperKind

INDEX_PAGES = re.compile(r"\(\s*pages?\s+(\d+)\s*(?:[-–to]+\s*(\d+))?\s*\)\W*$", re.I)
ENTRY_END = re.compile(r"(?<=\d\))\s+(?=\d{1,2}[.\s]\s*[^\W\d])")
"""Where the pages of one entry are followed by the number of the next."""
INDEX_TITLE = re.compile(r"\W*(?:(\d{1,2})[.\s])?(.*)", re.S)
ITEM_MARK = re.compile(r"\bagenda item\s*(?:no\.?|number)?\s*:?\s*(\d{1,2}[a-z]?)\W*$", re.I)
"""What committee systems print at the head or foot of the first page of what they bind."""
MARK_WORDS = 7
"""Words of a line that holds such a mark, a page number beside it among them."""
INDEX_LETTERS = 600
"""An entry of an agenda's index is no longer than this."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the agenda's index: item number, title as far as it is on the line, pages."""

    number: str | None
    title: str
    first: int
    last: int


def read_index(paragraphs: Sequence[Paragraph]) -> list[IndexEntry]:
    """Return the entries of the index at the front of a pack, in order; none without one."""
    entries: list[IndexEntry] = []
    for paragraph in paragraphs[:120]:
        for text in _run_together(paragraph.plain) or [paragraph.plain]:
            pages = INDEX_PAGES.search(text) if len(text) <= INDEX_LETTERS else None
            if pages:
                first, last = int(pages[1]), int(pages[2] or pages[1])
                named = INDEX_TITLE.match(text[: pages.start()].replace("\t", " "))
                if named and last >= first and (not entries or first >= entries[-1].first):
                    entries.append(IndexEntry(named[1], named[2].strip(" ."), first, last))
    return entries


def _run_together(text: str) -> list[str]:
    """Return the entries of an index that has no white space between them; none of one alone."""
    pieces = [piece.strip() for piece in ENTRY_END.split(text) if piece.strip()]
    numbered = all(re.match(r"\d{1,2}[.\s]", piece) for piece in pieces)
    return pieces if numbered and len(pieces) > 1 else []


def _pairs(parts: Sequence[Part], index: Sequence[IndexEntry]) -> dict[int, IndexEntry]:
    """Match bound documents to the agenda by order: one for one, or not at all."""
    bound = [i for i, part in enumerate(parts) if i > 0]
    return dict(zip(bound, index, strict=True)) if len(bound) == len(index) else {}


def match_agenda(
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


def number_reports(
    open_parts: Sequence[Part],
    index: Sequence[IndexEntry],
    document: SourceDocument,
    printed: Mapping[int, str],
) -> list[Part]:
    """Give each report bound behind an agenda the number of its item, where its page shows it.

    The page on which it begins is marked with the number, or has a printed number (`printed`,
    by the PDF's page) that one item of the agenda's index takes, however many papers it brings:
    a report re-issued, or sent in a second despatch, stands beside its appendices.
    """
    marks: dict[int, set[str]] = {}
    for line in document.lines:
        found = ITEM_MARK.search(line.text) if len(line.text.split()) <= MARK_WORDS else None
        if found and line.page is not None:
            marks.setdefault(line.page, set()).add(found[1])
    numbered = []
    for place, part in enumerate(open_parts):
        page = part.paragraphs[0].unit.page
        if place and page is not None:
            items = marks.get(page) or _items_on(printed.get(page), index)
            part = replace(part, agenda_item=next(iter(items))) if len(items) == 1 else part
        numbered.append(part)
    return numbered


def _items_on(printed: str | None, index: Sequence[IndexEntry]) -> set[str]:
    page = int(printed) if printed and printed.isdecimal() else 0
    return {entry.number for entry in index if entry.number and entry.first <= page <= entry.last}


def _damaged(title: str | None, agenda: str) -> bool:
    if not title:
        return True
    words, full = title.lower().split(), agenda.lower()
    cut = sum(1 for word in words if word not in full.split() and word in full)
    return cut >= 2


def index_bounds(
    open_parts: Sequence[Part],
    parts: Sequence[Part],
    index: Sequence[IndexEntry],
    document: SourceDocument,
) -> list[BoundDocument]:
    """Return the lines and the pages of each document bound in a text source, in order."""
    bounds = []
    for position, entry in _pairs(parts, index).items():
        paragraphs = parts[position].paragraphs
        lines = paragraphs[0].unit.lines[0], paragraphs[-1].unit.lines[1]
        bounds.append(BoundDocument(*lines, entry.first, entry.last))
    return bounds if document.pages is None else []
