"""Part a pack into the documents bound in it: front sheet, minutes, reports."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest import patterns
from ingest.cover import cover_fields
from ingest.meeting import Particulars, read_particulars
from ingest.paragraphs import Paragraph
from ingest.private_parts import (
    follows_sheet,
    opens_private_part,
    opens_restricted,
    says_public,
)
from ingest.restriction import is_restricted
from qa.papers import PaperKind

REPORT_START = re.compile(r"^\W*(?:report to|from|report of|committee|decision maker)\s*:", re.I)
COVER_LABEL = re.compile(
    r"\b(?:subject|report of|wards? affected|electoral division|date of meeting|key decision|classification|"
    r"title of decision|portfolio|report author|exempt/?\s?confidential|cabinet member|lead officer|report title)\b\W*[:?]",
    re.I,
)
MINUTES_START = re.compile(
    r"^\W*(?:(?:draft )?minutes of (?:the|a) (?:\w+ )?(?:meeting|proceedings)\b(?!.*\(pages?)|meeting held (?:at|in|on)\b)",
    re.I,
)
RECORD_START = re.compile(
    r"^.{0,60}\brecord of (?:[\w ]{0,30})?decision\b|^\W*decision notice\b", re.I
)
RECORD_LABEL = re.compile(
    r"\W*(?:decision (?:to be )?(?:taken|made)(?: by)?|decision (?:no|number|ref|maker|date)|title|subject|key decision|name of decision|date of decision|decision\s*:)",
    re.I,
)
ASSESSMENT_START = re.compile(
    r"\W*(?:(?:eqia|equality (?:impact )?(?:assessment|analysis))(?: submission)?(?: form| template)?\b(?! (?:is|was|has|will|of)\b))",
    re.I,
)
ASSESSMENT_LABEL = re.compile(
    r"\W*(?:eqia title|title of|name of|responsible (?:officer|service)|type of activity|approved by|assessment (?:author|date)|completed by|lead officer|directorate)\b",
    re.I,
)
LISTED = re.compile(r"\W*(?:appendix|annexe?)\b", re.I)
AGENDA = re.compile(r"\bagenda\b|\bminutes\b|\bpack\b", re.I)
TITLE_WORDS = 20
TITLE_PAGE_WORDS = 60
"""Words of a page in front of a report that bears no more than its title."""
COVER_SPAN = 14
"""Paragraphs within which the labels of a report's cover table stand."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document within a paper: its particulars and its paragraphs."""

    particulars: Particulars
    paragraphs: tuple[Paragraph, ...]
    withheld: bool = False
    """Whether it is marked as exempt or confidential, so that nothing of it may be shown."""
    agenda_item: str | None = None
    """The number of the agenda's item under which it is bound, where that is known."""


def _opens_report(paragraphs: Sequence[Paragraph], index: int) -> bool:
    if not REPORT_START.match(paragraphs[index].plain):
        return False
    window = paragraphs[index : index + COVER_SPAN]
    labels = {m[0].lower() for p in window for m in COVER_LABEL.finditer(p.plain)}
    named = any(re.match(r"(?:subject|title|report title)", label) for label in labels)
    return len(labels) >= 2 and named


def _opens_minutes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    text = paragraphs[index].plain
    held = MINUTES_START.match(text) or re.search(r"\bMEETING HELD (?:AT|IN|ON)\b", text)
    if not held or paragraphs[index].words > 40:
        return False
    return any(
        re.match(
            r"\W*(?:present|also present|in attendance|members present|attendance)\b", p.plain, re.I
        )
        for p in paragraphs[index : index + 8]
    )


def _opens_record(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a record of a decision begins: not where a list of appendices names one."""
    paragraph = paragraphs[index]
    if paragraph.words > 12 or not RECORD_START.match(paragraph.plain):
        return False
    if patterns.BULLET.match(paragraph.unit.text) or LISTED.match(paragraph.plain):
        return False
    return any(RECORD_LABEL.match(p.plain) for p in paragraphs[index + 1 : index + 10])


def _opens_assessment(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the form of an equality assessment begins, on a page of its own."""
    paragraph = paragraphs[index]
    page = paragraph.unit.page
    heads = paragraph.words <= 12 and ASSESSMENT_START.match(paragraph.plain)
    if not heads or page is None or paragraphs[index - 1].unit.page == page:
        return False
    labels = {
        match[0].lower()
        for p in paragraphs[index + 1 : index + COVER_SPAN]
        for match in (ASSESSMENT_LABEL.match(p.plain),)
        if match
    }
    return len(labels) >= 2


def _starts(paragraphs: Sequence[Paragraph], marked: Collection[int]) -> list[int]:
    starts = [0]
    reports = private = False  # an agenda has a private part of its own, before any report
    for index in range(1, len(paragraphs)):
        record = _opens_record(paragraphs, index)
        if _opens_minutes(paragraphs, index):
            # The body's name stands on the line above.
            back = (
                index - 1 if paragraphs[index - 1].words <= 5 and index - 1 > starts[-1] else index
            )
            starts.append(back)
        elif _opens_report(paragraphs, index) or record:
            reports = True
            before = paragraphs[index - 1].unit.page
            turned = before != paragraphs[index].unit.page
            apart = index - starts[-1] > 3 or before in marked or (private and turned)
            if apart and not follows_sheet(paragraphs, index, starts[-1]):
                starts.append(index)
        elif (_opens_assessment(paragraphs, index) and index - starts[-1] > 3) or (
            opens_restricted(paragraphs, index, starts[-1])
            or (reports and opens_private_part(paragraphs, index))
            or _opens_marked(paragraphs, index, marked)
        ):
            starts.append(index)
            private = private or (reports and opens_private_part(paragraphs, index))
    return starts


def _opens_marked(paragraphs: Sequence[Paragraph], index: int, marked: Collection[int]) -> bool:
    page, before = paragraphs[index].unit.page, paragraphs[index - 1].unit.page
    return page in marked and before not in marked


def _withheld(
    paragraphs: Sequence[Paragraph], starts: Sequence[int], marked: Collection[int]
) -> list[bool]:
    """Tell for each document whether it is withheld: marked itself, or in a pack's private part."""
    flags, private = [], False
    for place, (start, end) in enumerate(pairwise([*starts, len(paragraphs)])):
        some = paragraphs[start:end]
        private = private or (place > 0 and opens_private_part(paragraphs, start))
        page = some[0].unit.page
        top = page is None or (start > 0 and paragraphs[start - 1].unit.page != page)
        private = private and not (top and says_public(some))
        bears = any(paragraph.unit.page in marked for paragraph in some)
        flags.append(private or bears or is_restricted(some))
    title_page = starts[1:2] and paragraphs[0].unit.page != paragraphs[starts[1]].unit.page
    if title_page and all(flags[1:]) and _is_title_page(paragraphs[: starts[1]]):
        flags[0] = True
    return flags


def _page_top(paragraphs: Sequence[Paragraph], start: int, before: int) -> int:
    """Return where the page begins on which an exempt document does: its title may stand there."""
    page, top = paragraphs[start].unit.page, start
    while page is not None and top - 1 > before and paragraphs[top - 1].unit.page == page:
        if start - top == COVER_SPAN or paragraphs[top - 1].words > TITLE_WORDS:
            return start
        top -= 1
    return top


def _is_title_page(paragraphs: Sequence[Paragraph]) -> bool:
    short = all(p.words <= TITLE_WORDS and not p.plain.endswith(".") for p in paragraphs)
    words = sum(paragraph.words for paragraph in paragraphs)
    named = any(AGENDA.search(p.plain) for p in paragraphs)
    return short and words <= TITLE_PAGE_WORDS and not named


def find_parts(paragraphs: Sequence[Paragraph], marked: Collection[int] = ()) -> list[Part]:
    """Return the documents bound in a paper, in order; a plain paper is one part.

    `marked` are the pages of a PDF that say of themselves that they are not for the public.
    """
    starts = _starts(paragraphs, marked)
    starts = [
        _page_top(paragraphs, start, before) if held else start
        for start, before, held in zip(
            starts, [0, *starts], _withheld(paragraphs, starts, marked), strict=False
        )
    ]
    flags = _withheld(paragraphs, starts, marked)
    parts = []
    for (start, end), withheld in zip(pairwise([*starts, len(paragraphs)]), flags, strict=True):
        chunk = tuple(paragraphs[start:end])
        if chunk:
            parts.append(Part(read_particulars(chunk), chunk, withheld))
    alike = len({part.withheld for part in parts}) == 1
    if len(parts) == 1 or (len(parts) == 2 and alike and len(parts[0].paragraphs) < 4):
        whole = Part(read_particulars(paragraphs), tuple(paragraphs), parts[0].withheld)
        return [replace(whole, withheld=whole.withheld or is_restricted(paragraphs))]
    return [parts[0], *(_bound_in(part, parts[0]) for part in parts[1:])]


def _bound_in(part: Part, front: Part) -> Part:
    """Give a bound report the pack's council, and its meeting where the report names none."""
    own = part.particulars
    kind = own.kind
    if kind not in (PaperKind.MINUTES, PaperKind.DECISION_RECORD, PaperKind.REPORT):
        kind = PaperKind.REPORT if "subject" in cover_fields(part.paragraphs) else own.kind
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
