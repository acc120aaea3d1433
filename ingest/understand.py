"""From a file as read to a paper as understood: the whole of understanding, on one screen.

`understand` leaves out the page's own lines, joins the others into paragraphs, parts a pack into
its documents, leaves out what is withheld, reads each document's outline (agenda, minutes,
proposals or report), and cuts it into items and passages, each with its standing and its pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import Field

from ingest.business.agenda import read_agenda
from ingest.business.agenda_index import index_bounds, match_agenda, number_reports, read_index
from ingest.business.items import list_items, list_records
from ingest.business.minutes import read_minutes, records_meeting
from ingest.business.outline import Section
from ingest.business.proposals import are_proposals, read_amendments, read_proposals
from ingest.business.reports import read_report
from ingest.business.shown_pages import hidden_lines, part_at_unread, show_pages
from ingest.business.web_items import (
    add_page_facts,
    has_items,
    mark_paragraphs,
    one_page,
    read_page_agenda,
)
from ingest.document import SourceDocument
from ingest.exemption.names import marked_by_name, marked_outside
from ingest.exemption.pages import marked_pages, standing_lines
from ingest.exemption.statements import keeps_itself_back
from ingest.exemption.withholding import MAX_WITHHELD, Marking, Withholding
from ingest.file_names import MAX_SHOWN
from ingest.layout.furniture import find_furniture
from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import join_lines
from ingest.layout.tables import describe_tables
from ingest.particulars.outside import weigh_outside
from ingest.particulars.parts import Part, find_parts
from ingest.passages import PASSAGE_WORDS, cut_passages
from qa.errors import ReadError
from qa.papers import Basis, FileFormat, Item, Paper, PaperKind, PaperPage, Passage

APPENDIX_NAME = re.compile(r"(?:^|[\W_])(?:appendix|annexe?)[\W_]+[A-Z0-9]{1,2}(?=[\W_]|$)", re.I)
"""Exports of committee systems name an appendix in the file's name, often there alone."""
MAX_LETTERS = 20_000_000
"""Some fifteen times what a pack of 900 pages holds."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A paper with its items, passages and pages, ready for the library.

    `restricted` means that the paper is marked exempt: nothing of it may be stored. `withheld` says
    of each part that is kept out what decided; it is for the administrator alone.
    """

    paper: Paper
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]
    pages: tuple[PaperPage, ...]
    restricted: bool = False
    withheld: Annotated[tuple[Withholding, ...], Field(max_length=MAX_WITHHELD)] = ()


def understand(
    document: SourceDocument,
    *,
    name: str,
    digest: str,
    passage_words: int = PASSAGE_WORDS,
    admitted: frozenset[str] = frozenset(),
) -> Understood:
    """Return what a clerk would read in a paper: meeting, items, standing, pages, passages.

    `name` is the file's name and `digest` the SHA-256 of its bytes, in hex; a passage has about
    `passage_words` words at most. `admitted` are the keys (`Withholding.key`) of parts that are let
    in although they are marked. Raises ReadError where the file holds more text than any paper.
    """
    letters = sum(len(line.text) for line in document.lines)
    if letters > MAX_LETTERS:
        raise ReadError(
            f"its text has {letters / 1e6:,.0f} million letters, over the limit of "
            f"{MAX_LETTERS / 1e6:,.0f} million; split the file"
        )
    outside = marked_by_name(name) or marked_outside(document) or _too_much(document)
    told = (
        Withholding(outside.words[:MAX_SHOWN], outside.place, certain=outside.certain)
        if outside
        else None
    )
    if told is not None and told.key(digest) not in admitted:
        return restricted_paper(document.format, name, digest, (told,))
    furniture = find_furniture(document)
    kept = [line for line in document.lines if line.number not in furniture.lines]
    marked = marked_pages(document)
    standing = standing_lines(document, kept)
    # No paragraph runs on into what is withheld, or out of it, or over a marking.
    paragraphs = [
        paragraph
        for _, run in groupby(
            kept, key=lambda line: (line.page in marked, standing.get(line.number))
        )
        for paragraph in join_lines(list(run), document.format, document.tables)
    ]
    paragraphs = mark_paragraphs(paragraphs, document)
    # Document by document: nothing above a table may come from an exempt one bound before it.
    parts = [
        replace(part, paragraphs=tuple(describe_tables(part.paragraphs, document.tables)))
        for part in (find_parts(paragraphs, marked) if paragraphs else [])
    ]
    parts, kept_back, lines = _keep_back(parts, digest, admitted)
    parts, withheld = _let_in(parts, digest, admitted)
    if parts and parts[0].withheld:
        return restricted_paper(document.format, name, digest, withheld[:1])
    withheld = (*withheld, *kept_back)[:MAX_WITHHELD]
    parts = add_page_facts(one_page(parts), document.says)
    parts = weigh_outside(parts, document, name)
    open_parts = [part for part in parts if not part.withheld]
    index = read_index(paragraphs)
    open_parts = match_agenda(open_parts, parts, index)
    open_parts = number_reports(open_parts, index, document, furniture.printed)
    sections = [section for part in open_parts for section in _read_sections(part)]
    sections = part_at_unread(sections, document)
    finder = PageFinder(document, furniture, index_bounds(open_parts, parts, index, document))
    paper = _paper(document, parts, sections, name=name, digest=digest)
    paper = replace(paper, records=list_records(sections, finder))
    passages = cut_passages(paper.id, sections, finder, max_words=passage_words)
    passages = [
        passage
        if passage.meeting_date or passage.body
        else replace(passage, meeting_date=paper.meeting_date, body=paper.body)
        for passage in passages
    ]
    return Understood(
        paper,
        list_items(sections, finder, show_lines=document.format == FileFormat.TEXT),
        tuple(passages),
        show_pages(document, furniture, finder, hidden_lines(parts, document) | lines),
        withheld=withheld,
    )


def is_marked_outside(document: SourceDocument) -> bool:
    """Whether a paper is marked exempt outside its text: title, properties, label, page heads."""
    return marked_outside(document) is not None


def withheld_by_name(name: str) -> Withholding | None:
    """Return what withholds a file by its name or its folders' names; None where nothing does."""
    marking = marked_by_name(name)
    return Withholding(marking.words[:MAX_SHOWN], marking.place) if marking else None


def restricted_paper(
    format_: FileFormat, name: str, digest: str, withheld: tuple[Withholding, ...] = ()
) -> Understood:
    """Return all that may be kept of a paper that is marked exempt."""
    paper = Paper(digest[:16], name, "", PaperKind.OTHER, format_, digest)
    return Understood(paper, (), (), (), restricted=True, withheld=withheld)


def _too_much(document: SourceDocument) -> Marking | None:
    """Return why a paper is withheld of which not all could be looked at: it may be marked."""
    if not document.unseen:
        return None
    words = "more notes, fields and properties than can be looked at for a marking"
    return Marking(words, "the file beside its text", certain=False)


def _keep_back(
    parts: Sequence[Part], digest: str, admitted: frozenset[str]
) -> tuple[list[Part], list[Withholding], frozenset[int]]:
    """Leave out what public documents tell and at once say is not for the public.

    Returns the parts without these paragraphs, what is told of each, and their lines.
    """
    open_parts, told, lines = list[Part](), list[Withholding](), set[int]()
    for part in parts:
        kept: dict[int, Withholding] = {}
        for place, paragraph in enumerate(() if part.withheld else part.paragraphs):
            if words := keeps_itself_back(paragraph.plain):
                marking = Marking(words, "sentence that keeps itself back", certain=False)
                one = _withholding(replace(part, paragraphs=(paragraph,)), marking, whole=False)
                if one.key(digest) not in admitted:
                    kept[place] = one
        if kept and len(kept) == len(part.paragraphs):  # nothing else is in it
            first = next(iter(kept.values()))
            marking = Marking(first.words, first.place, certain=False)
            open_parts.append(replace(part, marking=marking))
            continue
        told += kept.values()
        lines |= {
            number
            for place in kept
            for unit in (part.paragraphs[place].unit, *part.paragraphs[place].pieces)
            for number in range(unit.lines[0], unit.lines[1] + 1)
        }
        rest = tuple(p for place, p in enumerate(part.paragraphs) if place not in kept)
        open_parts.append(replace(part, paragraphs=rest) if kept else part)
    return open_parts, told, frozenset(lines)


def _let_in(
    parts: Sequence[Part], digest: str, admitted: frozenset[str]
) -> tuple[list[Part], tuple[Withholding, ...]]:
    """Return the parts, those admitted as public, and what is told of those still withheld."""
    let_in, told = [], []
    for index, part in enumerate(parts):
        one = _withholding(part, part.marking, whole=index == 0) if part.marking else None
        if one is not None and one.key(digest) in admitted:
            let_in.append(replace(part, marking=None))
            continue
        let_in.append(part)
        told += [one] if one is not None else []
    return let_in, tuple(told[:MAX_WITHHELD])


def _withholding(part: Part, marking: Marking, *, whole: bool) -> Withholding:
    """Return what is told of a part that is withheld."""
    first, last = part.paragraphs[0], part.paragraphs[-1]
    words = " ".join(marking.words.split())[:MAX_SHOWN]
    if whole:
        return Withholding(words, marking.place, certain=marking.certain)
    return Withholding(
        words,
        marking.place,
        first.unit.page,
        (last.pieces or (last.unit,))[-1].page,
        None if first.unit.page else first.unit.lines[0],
        whole=False,
        certain=marking.certain,
    )


def _read_sections(part: Part) -> list[Section]:
    """Read one document's outline. Order is the order of the paper."""
    sections = None
    if part.particulars.kind is PaperKind.AMENDMENT:
        sections = read_amendments(part)
    elif part.particulars.kind is PaperKind.AGENDA and has_items(part.paragraphs):
        sections = read_page_agenda(part)
    elif part.particulars.kind is PaperKind.MINUTES or records_meeting(part):
        sections = read_minutes(part)
    elif part.particulars.kind in (PaperKind.AGENDA, PaperKind.SUPPLEMENT):
        sections = read_agenda(part)
    elif are_proposals(part.paragraphs):
        sections = read_proposals(part)
    return [section for section in sections or read_report(part) if section.paragraphs]


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
        title=title or document.title or re.sub(r"[_\s]+", " ", PurePosixPath(name).stem).strip(),
        kind=kind,
        format=document.format,
        digest=digest,
        council=front.council if front else None,
        body=front.body if front else None,
        meeting_date=front.meeting_date if front else None,
        venue=front.venue if front else None,
        pages=document.pages,
        notices=document.notices,
        identity=_identity(front.identity if front else (), kind, title),
    )


def _identity(told: Sequence[Basis], kind: PaperKind, title: str | None) -> tuple[Basis, ...]:
    """Return what tells a paper's identity, kind and title as they are held at last."""
    held = {"kind": kind.value, "title": title}
    return tuple(
        replace(basis, value=held.get(basis.field) or basis.value)
        for basis in told
        if basis.field != "title" or title
    )
