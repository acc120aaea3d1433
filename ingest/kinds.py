"""Tell a paper's kind by its front: agenda, minutes, report, decision record, appendix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.papers import PaperKind

NEAR = 14
"""Paragraphs at the front in which a paper says what it is."""
LONGEST_LINE = 10
LONGEST_HEADING = 20
"""Words of a line that says what the paper is; of one that is printed as a heading."""
APPENDIX = re.compile(
    r"(?:(?:19|20)\d\d[-/–]\d{2,4}\s+)?(?:appendix|annex(?:e)?)\s+[A-Z0-9]{1,3}\b", re.I
)
AGENDA = re.compile(r"\W*(?:public )?(?:agenda|document pack|notice of meeting)\W*", re.I)
AGENDA_ALONE = re.compile(r"\W*agenda\W*", re.I)
DECISION_LIST = re.compile(
    r"\W*(?:draft )?(?:decision (?:list|sheet|summary)|(?:list|summary|schedule) of decisions(?: (?:made|taken))?)\W*",
    re.I,
)
"""Heads the decisions of a meeting, published before its minutes: they are read as minutes."""
SUPPLEMENT = re.compile(
    r"unavailable when the agenda was published|\bnow able to enclose\b|supplementary (?:agenda|pack|papers)|^supplement\b|\bto follow\b.*\benclosed\b",
    re.I,
)
RECORD = re.compile(
    r"^.{0,60}?\b(?P<proposed>proposed )?(?:record of (?:[\w ]{0,30})decision|decision (?:notice|record|form)|notice of (?:[\w ]{0,30})decision)\b(?!\W{0,3}pending)",
    re.I | re.M,
)
ASSESSMENT = re.compile(r"\bequality (?:impact )?(?:assessment|analysis)\b|\beqia\b", re.I)
MINUTES = re.compile(
    r"\bminutes of (?:the|a) (?:\w+ )?(?:meeting|proceedings)|^meeting held at|^minutes\W*$"
    r"|^\W*(?:draft )?minutes? of (?:the |a )?(?:\w+ )?meeting\b"
    r"|^\W*minutes of (?:the )?[\w &,'’-]{0,60}?(?:committee|cabinet|council|executive|panel|board|forum)\b",
    re.I | re.M,
)
PORTFOLIO = re.compile(
    r"(?:cabinet member|portfolio(?: holder)?(?:'s|’s)?|leader'?s?) (?:update )?report\b|period of report",
    re.I,
)
REPORT = re.compile(
    r"(?:final |interim |joint )?report (?:of|by)\b|[\w &,'’/-]{3,60} report$", re.I
)
ASKED = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:that )?(?:the )?(?:cabinet|executive|council|[\w &,’'-]{0,60}(?:committee|board|panel|forum)|members)\b[\w ,’']{0,40}"
    r"(?:\b(?:is|are) (?:asked|recommended|requested|invited)\b|:\W*$)",
    re.I,
)
"""Names the body that a report asks: "Cabinet is asked to:", "That the Committee:"."""
ASKED_WORDS = 40
HEADING_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Front:
    """The front of a paper: its first paragraphs, the short ones, and every line of them."""

    text: str
    short: list[str]
    lines: list[str]


def kind_of(front: Sequence[Paragraph], cover: dict[str, str]) -> tuple[PaperKind, bool]:
    """Return a paper's kind, and whether it is a decision record drawn up before the decision."""
    near = _near(front)
    if kind := _kind_of_meeting(near):
        return kind, False
    if record := RECORD.search(near.text):
        return PaperKind.DECISION_RECORD, bool(record["proposed"])
    if any(ASSESSMENT.search(text) for text in near.short[:4]):
        return PaperKind.EQUALITY_ASSESSMENT, False
    if MINUTES.search(near.text):
        return PaperKind.MINUTES, False
    if PORTFOLIO.search(near.text):
        return PaperKind.PORTFOLIO_REPORT, False
    if any(heads_appendix(paragraph) for paragraph in front[:4]):
        return PaperKind.APPENDIX, False
    if {"subject", "author"} & set(cover) or any(REPORT.match(text) for text in near.short[:6]):
        return PaperKind.REPORT, False
    if any(AGENDA_ALONE.fullmatch(p.plain) for p in front):
        return PaperKind.AGENDA, False
    return (PaperKind.REPORT if _asks_a_body(front) else PaperKind.OTHER), False


def _asks_a_body(front: Sequence[Paragraph]) -> bool:
    """Whether a paper's heading "Recommendations" stands above what a body is asked to do."""
    for index, paragraph in enumerate(front):
        headed = paragraph.words <= HEADING_WORDS and patterns.RECOMMENDATION.match(paragraph.plain)
        below = front[index + 1 : index + 3]
        if headed and any(ASKED.match(p.plain) and p.words <= ASKED_WORDS for p in below):
            return True
    return False


def heads_appendix(paragraph: Paragraph) -> bool:
    """Whether a paragraph is an appendix's own heading: short, or printed as a heading."""
    if not APPENDIX.match(paragraph.plain) or paragraph.is_row:
        return False
    printed = paragraph.bold or paragraph.plain.isupper()
    return paragraph.words <= (LONGEST_HEADING if printed else LONGEST_LINE)


def _near(front: Sequence[Paragraph]) -> _Front:
    head = [p.plain for p in front[:NEAR]]
    lines = [patterns.plain(line) for p in front[:NEAR] for line in p.unit.text.split("\n")]
    return _Front(
        "\n".join(head), [text for text in head if len(text.split()) <= LONGEST_LINE], lines
    )


def _kind_of_meeting(near: _Front) -> PaperKind | None:
    """Return the kind that a line of its own gives to a meeting's own papers."""
    if any(AGENDA.fullmatch(text) for text in [*near.short, *near.lines]):
        return PaperKind.AGENDA
    if any(DECISION_LIST.fullmatch(line) for line in near.lines):
        return PaperKind.MINUTES
    return PaperKind.SUPPLEMENT if SUPPLEMENT.search(near.text) else None
