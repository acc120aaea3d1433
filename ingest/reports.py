"""Read a report, appendix or decision record: its outline and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.cover import cover_length
from ingest.headings import Heading, count_labels, heading_of
from ingest.meeting import Particulars
from ingest.outline import ItemKey, Section, may_head, same_words
from ingest.paragraphs import Paragraph
from ingest.parts import Part
from qa.papers import PaperKind, Standing

RECORDED = re.compile(
    r"(?:^|\s)decision(?: made| taken)?\s*:\s*(?:$|(?:as |the |i |cabinet|that|agree|to )\b)", re.I
)
NOT_RECORDED = re.compile(r"\W*(?:reason|title of|date of|key) ", re.I)
ASKED_BODY = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:that )?(?:the )?(?:cabinet|executive|council|committee|[\w &,()-]{0,60}(?:committee|board|panel)|members)\s+"
    r"(?:is|are|be|members are)\s+(?:asked|recommended|requested|invited)\b",
    re.I,
)
ADDRESSEE = re.compile(
    r"\W*(?:that )?(?:the )?[\w &,()’'-]*(?:committee|cabinet|council|executive|board)\b.{0,60}$",
    re.I,
)
DRAFT = re.compile(
    r"\b(?:draft|proposed)\b.{0,40}\b(?:budget|programme|capital|charges|tariff)\b", re.I
)
REASONS_ASKED = re.compile(r"reasons? for (?:the )?recommendation", re.I)


def read_report(part: Part) -> list[Section]:
    """Return the sections of a report in order, its recommendations marked as such."""
    particulars = part.particulars
    item = _item(particulars)
    root = (particulars.title,) if particulars.title else ()
    counts = count_labels(part.paragraphs)
    cover = cover_length(part.paragraphs)
    stack: list[Heading] = []
    sections = [Section(root, Standing.BACKGROUND, particulars, item)]
    asking = False
    for index, (paragraph, heads) in enumerate(may_head(part.paragraphs)):
        entry = heading_of(paragraph, counts) if heads and index >= cover else None
        if entry and same_words(entry.text, particulars.title):
            entry = None
        if index >= cover and _begins_recommendations(paragraph, particulars):
            entry, asking = Heading(_label(particulars), 2), True
        elif entry and asking and _interrupts(paragraph):
            asking = False
        elif asking and entry and not paragraph.bold:
            entry = None
        if entry:
            stack = [h for h in stack if h.level < entry.level] + [entry]
            path = (*root, *(h.text for h in stack))
            sections.append(Section(path, Standing.BACKGROUND, particulars, item))
        if asking:
            sections[-1].standing, sections[-1].decision = _asked_standing(particulars), True
        sections[-1].paragraphs.append(paragraph)
    return _judge(sections, particulars)


def _item(particulars: Particulars) -> ItemKey | None:
    if not particulars.title or particulars.kind not in (
        PaperKind.REPORT,
        PaperKind.DECISION_RECORD,
    ):
        return None
    number = particulars.references[0] if particulars.references else None
    return ItemKey(number, particulars.title, "report", references=particulars.references)


def _asked_standing(particulars: Particulars) -> Standing:
    if particulars.kind is PaperKind.DECISION_RECORD and not particulars.proposed_decision:
        return Standing.DECIDED
    return Standing.RECOMMENDED


def _begins_recommendations(paragraph: Paragraph, particulars: Particulars) -> bool:
    text = paragraph.plain
    if paragraph.is_row:
        return False
    if particulars.kind is PaperKind.DECISION_RECORD:
        return bool(RECORDED.search(text)) and not NOT_RECORDED.match(text)
    if patterns.RECOMMENDATION.match(text) and paragraph.words <= 60:
        return True
    return paragraph.words <= 40 and bool(ASKED_BODY.match(text))


def _label(particulars: Particulars) -> str:
    if particulars.kind is PaperKind.DECISION_RECORD:
        return "Decision" if not particulars.proposed_decision else "Proposed decision"
    return "Recommendations"


def _interrupts(paragraph: Paragraph) -> bool:
    """Whether a heading ends the recommendations: any but the name of the body asked."""
    if ADDRESSEE.match(paragraph.plain) and not paragraph.bold:
        return bool(patterns.REASONS.match(paragraph.plain))
    return not paragraph.is_row


def _judge(sections: list[Section], particulars: Particulars) -> list[Section]:
    """Tell proposals from background by their wording, where the paper's marks are silent."""
    draft = bool(DRAFT.search(particulars.title or ""))
    for section in sections:
        if section.standing is not Standing.BACKGROUND or not section.paragraphs:
            continue
        if section.heading and REASONS_ASKED.match(section.heading[-1]):
            section.standing = Standing.RECOMMENDED
        elif draft or proposing_share(section.paragraphs) > 0.5:
            section.standing = Standing.PROPOSED
    return sections


def proposing_share(paragraphs: Sequence[Paragraph]) -> float:
    """Return the share of words that stand in paragraphs worded as proposals."""
    total = sum(p.words for p in paragraphs)
    proposing = sum(p.words for p in paragraphs if patterns.PROPOSED.search(p.plain))
    return proposing / total if total else 0.0
