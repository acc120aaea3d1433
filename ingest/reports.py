"""Read a report, appendix or decision record: its outline and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.cover import cover_length
from ingest.headings import Heading, count_labels, heading_of, is_of_rank
from ingest.limbs import OPEN_ENDED
from ingest.meeting import Particulars
from ingest.outline import ItemKey, Section, may_head, same_words
from ingest.paragraphs import Paragraph
from ingest.parts import Part
from ingest.plans import is_plan, part_tables
from ingest.proposal_tables import list_rows
from qa.papers import ItemKind, PaperKind, Standing

RECORDED = re.compile(
    r"(?:^|\s)decision(?: made| taken)?\s*:\s*(?:$|(?:as |the |i |cabinet|that|agree|to )\b)"
    r"|^\W*(?:\d{1,2}[.)]?\s+)?(?:the |details of (?:the )?)?decisions?(?:\(s\))?(?: made| taken)?\W*$",
    re.I,
)
NOT_RECORDED = re.compile(r"\W*(?:reasons?|reason\(s\)|title of|date of|key)\s", re.I)
ASKED_BODY = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:that )?(?:the )?(?:cabinet|executive|council|committee|[\w &,()-]{0,60}(?:committee|board|panel)|members)\s+"
    r"(?:is|are|be|members are)\s+(?:asked|recommended|requested|invited)\b",
    re.I,
)
ADDRESSEE = re.compile(
    r"\W*(?:that )?(?:the )?[\w &,()’'-]*(?:committee|cabinet|council|executive|board)\b.{0,60}$",
    re.I,
)
CONSULTED = re.compile(
    r"\b(?:has|have|was|were) been (?:fully )?(?:consulted|involved)\b|\bcomments? of the\b", re.I
)
IN_BRACKETS = re.compile(r"\(([^()]{4,20})\)")
"""The number under which a statutory officer has passed the report."""
BESIDE = re.compile(r"\b(?:risks?|implications?|reasons?|background|consult\w*)\b", re.I)
"""Headings under which a report speaks of a proposal and makes none."""
LONG = 15
"""Words from which an unnumbered paragraph below the limbs is taken for text."""
PROPOSING = re.compile(
    r"\b(?:it is (?:therefore |now |also )?proposed|(?:is|are) (?:being )?proposed|proposes? (?:to|that)|we propose|would be (?:reduced|deleted|closed|vacated))\b",
    re.I,
)
"""The words of one who proposes; "the proposal" and "the proposed scheme" only speak of it."""


def read_report(part: Part, *, listed: bool = True) -> list[Section]:
    """Return the sections of a report in order, its recommendations marked as such.

    `listed`: the rows of its tables that propose something are proposals of their own.
    """
    particulars = part.particulars
    item = _item(particulars, part)
    root: tuple[str, ...] = (particulars.title,) if particulars.title else ()
    counts = count_labels(part.paragraphs)
    cover = cover_length(part.paragraphs)
    stack: list[Heading] = []
    sections = [Section(root, Standing.BACKGROUND, particulars, item)]
    asking = False
    limbs = 0
    for index, (paragraph, heads) in enumerate(may_head(part.paragraphs)):
        entry = heading_of(paragraph, counts) if heads and index >= cover else None
        if entry and (
            (root and same_words(entry.text, particulars.title))
            or (particulars.title and entry.text.endswith(f" {particulars.title}"))
        ):
            entry = None
        if index >= cover and _begins_recommendations(paragraph, particulars):
            entry, asking, limbs = Heading(_label(particulars), 2), True, 0
        elif entry and asking and _opens(paragraph, sections[-1]):
            entry = None
        elif entry and asking and _interrupts(paragraph):
            asking = False
        elif asking and entry and not paragraph.bold:
            entry = None
        if entry and is_of_rank(entry.text, particulars.title):
            root = ()  # the next sheet of an appendix is no part of the first, whose title it was
        if entry:
            stack = [h for h in stack if h.level < entry.level] + [entry]
            path = (*root, *(h.text for h in stack))
            sections.append(Section(path, Standing.BACKGROUND, particulars, item))
        elif asking and _is_beside(sections[-1].paragraphs, paragraph, limbs):
            asking = False
            sections.append(
                Section(sections[-1].heading[:-1], Standing.BACKGROUND, particulars, item)
            )
        limbs += asking and paragraph.unit.number is not None
        if asking:
            sections[-1].standing, sections[-1].decision = _asked_standing(particulars), True
        sections[-1].paragraphs.append(paragraph)
    judged = _judge(sections, particulars)
    judged = list_rows(judged) if listed else judged
    if not is_plan(particulars, part.paragraphs):
        return judged
    appendix = particulars.kind is PaperKind.APPENDIX
    return [
        piece
        for section in judged
        for piece in (
            part_tables(section, appendix=appendix)
            if section.standing is Standing.BACKGROUND
            else [section]
        )
    ]


def _item(particulars: Particulars, part: Part) -> ItemKey | None:
    if not particulars.title or particulars.kind not in (
        PaperKind.REPORT,
        PaperKind.DECISION_RECORD,
    ):
        return None
    consulted = [
        match[1]
        for paragraph in part.paragraphs
        if CONSULTED.search(paragraph.plain)
        for match in IN_BRACKETS.finditer(paragraph.plain)
    ]
    own = [*particulars.references, *patterns.references(" ".join(consulted))]
    references = tuple(dict.fromkeys(own))
    return ItemKey(part.agenda_item, particulars.title, ItemKind.REPORT, references=references)


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


def _is_beside(asked: Sequence[Paragraph], paragraph: Paragraph, limbs: int) -> bool:
    """Whether a paragraph stands below what is asked and is no more a part of it."""
    text = paragraph.plain
    if paragraph.unit.number or paragraph.is_row or patterns.BULLET.match(paragraph.unit.text):
        return False
    if not asked or not asked[-1].plain.endswith(".") or not text[:1].isupper():
        return False
    if OPEN_ENDED.search(text):
        return False  # it introduces more of what is asked
    return paragraph.words >= LONG if limbs > 1 else asked[-1].words > 8


def _label(particulars: Particulars) -> str:
    if particulars.kind is PaperKind.DECISION_RECORD:
        return "Decision" if not particulars.proposed_decision else "Proposed decision"
    return "Recommendations"


def _opens(paragraph: Paragraph, asked: Section) -> bool:
    """Whether a line right below the label leads in to what is decided: "The Lead Member:"."""
    text = paragraph.plain
    ends = patterns.REASONS.match(text) or patterns.ALTERNATIVES.match(text)
    return len(asked.paragraphs) == 1 and text.endswith(":") and not ends


def _interrupts(paragraph: Paragraph) -> bool:
    """Whether a heading ends the recommendations: any but the name of the body asked."""
    if ADDRESSEE.match(paragraph.plain) and not paragraph.bold:
        return bool(patterns.REASONS.match(paragraph.plain))
    return not paragraph.is_row


def _judge(sections: list[Section], particulars: Particulars) -> list[Section]:
    """Tell proposals from background by their wording, where the paper's marks are silent."""
    if particulars.kind in (PaperKind.DECISION_RECORD, PaperKind.EQUALITY_ASSESSMENT):
        return sections
    for section in sections:
        if section.standing is not Standing.BACKGROUND or not section.paragraphs:
            continue
        beside = section.heading and BESIDE.search(section.heading[-1])
        if not beside and proposing_share(section.paragraphs, PROPOSING) > 0.5:
            section.standing = Standing.PROPOSED
    return sections


def proposing_share(
    paragraphs: Sequence[Paragraph], wording: re.Pattern[str] = patterns.PROPOSED
) -> float:
    """Return the share of words that stand in paragraphs worded as proposals."""
    total = sum(p.words for p in paragraphs)
    proposing = sum(p.words for p in paragraphs if wording.search(p.plain))
    return proposing / total if total else 0.0
