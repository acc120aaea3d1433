"""How the documents bound in a pack begin: reports, minutes, records, assessments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.paragraphs import Paragraph

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


def opens_report(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a report begins: with its cover's labels, its subject among them."""
    if not REPORT_START.match(paragraphs[index].plain):
        return False
    window = paragraphs[index : index + COVER_SPAN]
    labels = {m[0].lower() for p in window for m in COVER_LABEL.finditer(p.plain)}
    named = any(re.match(r"(?:subject|title|report title)", label) for label in labels)
    return len(labels) >= 2 and named


def opens_minutes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether minutes begin: a meeting that was held, and who was there."""
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


def opens_record(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a record of a decision begins: not where a list of appendices names one."""
    paragraph = paragraphs[index]
    if paragraph.words > 12 or not RECORD_START.match(paragraph.plain):
        return False
    if patterns.BULLET.match(paragraph.unit.text) or LISTED.match(paragraph.plain):
        return False
    return any(RECORD_LABEL.match(p.plain) for p in paragraphs[index + 1 : index + 10])


def opens_assessment(paragraphs: Sequence[Paragraph], index: int) -> bool:
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
