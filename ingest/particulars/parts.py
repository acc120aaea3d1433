"""Part a pack into the documents bound in it: front sheet, minutes, reports.

Where a document begins is found by `headings.find_openings` and, for what is withheld, by
`pack_parts`. A plain paper is one part. A bound report takes over the pack's council, and its body
and day where it names none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.exemption.pack_parts import (
    find_withheld,
    follows_sheet,
    may_open_restricted,
    opens_private_part,
    opens_restricted,
    own_marking,
    page_top,
)
from ingest.exemption.withholding import Marking
from ingest.layout.headings import Opening, find_openings
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.cover import read_cover
from ingest.particulars.particulars import Particulars, read_particulars
from qa.papers import PaperKind

FEW = 3
"""So few paragraphs are no document of their own, but the head of the next."""
NAME_WORDS = 5
"""Words, at most, of the body's name above the heading of its minutes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document within a paper: its particulars and its paragraphs."""

    particulars: Particulars
    paragraphs: tuple[Paragraph, ...]
    marking: Marking | None = None
    """What marks it as exempt or confidential, so that nothing of it may be shown."""
    agenda_item: str | None = None
    """The number of the agenda's item under which it is bound, where that is known."""
    inherits: bool = True
    """Whether it belongs to the meeting of the front where it names none itself."""

    @property
    def withheld(self) -> bool:
        """Whether it is marked as exempt or confidential."""
        return self.marking is not None


def find_parts(
    paragraphs: Sequence[Paragraph], marked: Mapping[int, Marking] | None = None
) -> list[Part]:
    """Return the documents bound in a paper, in order; a plain paper is one part.

    `marked` are the pages of a PDF that say of themselves that they are not for the public, each
    with what marks it.
    """
    marked = marked or {}
    starts = _starts(paragraphs, marked)
    found = find_withheld(paragraphs, starts, marked)
    tops = [
        page_top(paragraphs, start, before) if marking else start
        for start, before, marking in zip(starts, [0, *starts], found, strict=False)
    ]
    if tops != starts:
        starts, found = tops, find_withheld(paragraphs, tops, marked)
    parts = [
        Part(read_particulars(chunk), chunk, marking)
        for (start, end), marking in zip(pairwise([*starts, len(paragraphs)]), found, strict=True)
        if (chunk := tuple(paragraphs[start:end]))
    ]
    if len(parts) == 1:
        return parts
    if meetings := _other_meetings(paragraphs):
        apart = {paragraphs[index] for index in meetings}
        rest = (_of_other_meeting(p, parts[0], p.paragraphs[0] in apart) for p in parts[1:])
        return [parts[0], *rest]
    few = len(parts) == 2 and len(parts[0].paragraphs) <= FEW
    if few and parts[0].withheld == parts[1].withheld:
        # One document, with a few lines in front of its cover.
        marking = parts[0].marking or parts[1].marking or own_marking(paragraphs)
        return [Part(read_particulars(paragraphs), tuple(paragraphs), marking)]
    return [parts[0], *(_bound_in(part, parts[0]) for part in parts[1:])]


def _starts(paragraphs: Sequence[Paragraph], marked: Mapping[int, Marking]) -> list[int]:
    """Return where each document begins."""
    starts = [0]
    meetings = _other_meetings(paragraphs)
    openings = {} if meetings else find_openings(paragraphs)
    restricted = may_open_restricted(paragraphs)
    reports = private = False  # an agenda has a private part of its own, before any report
    for index in range(1, len(paragraphs)):
        before, opening = starts[-1], openings.get(index)
        above, page = paragraphs[index - 1].unit.page, paragraphs[index].unit.page
        if index in meetings:
            starts.append(index)
        elif opening is Opening.MINUTES:
            # The body's name may stand on the line above.
            named = paragraphs[index - 1].words <= NAME_WORDS and index - 1 > before
            starts.append(index - 1 if named else index)
        elif opening is Opening.JOINED_MINUTES:
            # Where anything from here on is marked, what the mark covers is not parted.
            if not (private or marked or own_marking(paragraphs[before:])):
                starts.append(index)
        elif opening in (Opening.REPORT, Opening.RECORD):
            reports = True
            if _is_apart(paragraphs, index, before, marked, private=private):
                starts.append(index)
        elif reports and opens_private_part(paragraphs, index):
            private = True
            starts.append(index)
        elif (
            (opening is Opening.ASSESSMENT and index - before > FEW)
            or (index in restricted and opens_restricted(paragraphs, index, before))
            or (page in marked and above not in marked)
        ):
            starts.append(index)
    return starts


MET = re.compile(r"\W*meeting\s*:\s*\d{1,2}[/.]\d{1,2}[/.]\d{4}\s*[-–—]\s*\w.{2,120}$", re.I)
"""Heads what one meeting did of a matter that several took: "Meeting: 21/09/2011 - Council (Item 62)"."""
ENTRY = re.compile(
    r"\W*\d{1,2}[/.]\d{1,2}[/.]\d{4}\s*[-–—]\s*(?P<title>\S.{2,200}?)\s+ref\.?\s*:\s*\d+\b.{0,80}$",
    re.I,
)
"""Heads a decision in a list of those that were published."""


def _other_meetings(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Return where a page goes on to another meeting, or to another decision that it lists."""
    for heading in (ENTRY, MET):
        found = [i for i, p in enumerate(paragraphs) if heading.match(p.plain_lines[0])]
        if len(found) > 1:
            return frozenset(found[1:])
    return frozenset()


def _of_other_meeting(part: Part, front: Part, heads: bool) -> Part:
    """Give what another meeting did the page's council and kind, and nothing of the first one's."""
    own, first = part.particulars, front.particulars
    entry = ENTRY.match(part.paragraphs[0].plain_lines[0])
    kind = first.kind if own.kind is PaperKind.OTHER else own.kind
    title = entry["title"].strip(" -–—") if entry else own.title
    council = first.council or own.council
    own = replace(own, kind=kind, title=title, council=council)
    return replace(part, particulars=own, inherits=not heads)


def _is_apart(
    paragraphs: Sequence[Paragraph],
    index: int,
    before: int,
    marked: Mapping[int, Marking],
    *,
    private: bool,
) -> bool:
    """Whether the cover of a report begins a document: it does not where a sheet stands before it."""
    above, page = paragraphs[index - 1].unit.page, paragraphs[index].unit.page
    apart = index - before > FEW or above in marked or (private and above != page)
    return apart and not follows_sheet(paragraphs, index, before)


def _bound_in(part: Part, front: Part) -> Part:
    """Give a bound report the pack's council, and its meeting where the report names none."""
    own = part.particulars
    kind = own.kind
    if kind not in (PaperKind.MINUTES, PaperKind.DECISION_RECORD, PaperKind.REPORT):
        kind = PaperKind.REPORT if read_cover(part.paragraphs).subject else own.kind
    minutes = kind is PaperKind.MINUTES
    return replace(
        part,
        particulars=replace(
            own,
            kind=kind,
            council=front.particulars.council or own.council,
            body=own.body or (None if minutes else front.particulars.body),
            meeting_date=own.meeting_date
            if minutes
            else own.meeting_date or front.particulars.meeting_date,
        ),
    )
