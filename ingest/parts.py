"""Part a pack into the documents bound in it: front sheet, minutes, reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import patterns
from ingest.cover import cover_fields
from ingest.meeting import Particulars, read_particulars
from ingest.paragraphs import Paragraph
from ingest.restriction import follows_sheet, opens_restricted
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
COVER_SPAN = 14
"""Paragraphs within which the labels of a report's cover table stand."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document within a paper: its particulars and its paragraphs."""

    particulars: Particulars
    paragraphs: tuple[Paragraph, ...]


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


def _starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    starts = [0]
    for index in range(1, len(paragraphs)):
        record = _opens_record(paragraphs, index)
        if _opens_minutes(paragraphs, index):
            # The body's name stands on the line above.
            back = (
                index - 1 if paragraphs[index - 1].words <= 5 and index - 1 > starts[-1] else index
            )
            starts.append(back)
        elif _opens_report(paragraphs, index) or record:
            if index - starts[-1] > 3 and not follows_sheet(paragraphs, index, starts[-1]):
                starts.append(index)
        elif (_opens_assessment(paragraphs, index) and index - starts[-1] > 3) or opens_restricted(
            paragraphs, index, starts[-1]
        ):
            starts.append(index)
    return starts


def find_parts(paragraphs: Sequence[Paragraph]) -> list[Part]:
    """Return the documents bound in a paper, in order; a plain paper is one part."""
    starts = _starts(paragraphs)
    parts = []
    for start, end in zip(starts, [*starts[1:], len(paragraphs)], strict=True):
        chunk = tuple(paragraphs[start:end])
        if chunk:
            parts.append(Part(read_particulars(chunk), chunk))
    if len(parts) == 1 or (len(parts) == 2 and len(parts[0].paragraphs) < 4):
        return [Part(read_particulars(paragraphs), tuple(paragraphs))]
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
