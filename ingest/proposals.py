"""Read a paper that sets out budget proposals, each under the same standing sub-headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.cover import cover_length
from ingest.headings import Heading, count_labels, heading_of
from ingest.listed_proposals import find_listed
from ingest.meeting import Particulars
from ingest.outline import ItemKey, Section, may_head, same_words
from ingest.paragraphs import Paragraph
from ingest.parts import Part
from ingest.proposal_titles import CLOSING, find_proposals
from ingest.reports import proposing_share, read_report
from qa.papers import ItemKind, PaperKind, Standing

PROPOSAL_WORDS = re.compile(
    r"\b(?:saving|staffing|redundanc|vacanc|change|impact|proposal|risks?|mitigat|equality|consultation|outcomes?|income|service users?)",
    re.I,
)
FIRM = re.compile(
    r"£\s?\d|\b(?:will|would|may|propos|reduc|saving|redundan|delet|ceas|vacat|clos|increase|fte|staff in scope|n/?a|none|nil|introduc|implement|restructur)",
    re.I,
)
FACTS = re.compile(
    r"\b(?:rationale|legislation|background|current (?:service|position|provision)|context|why)\b",
    re.I,
)
MANY_LABELS = 8
"""Uses of standing sub-headings from which a paper is one of proposals."""


def are_proposals(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether standing sub-headings about savings, staff and impact run through a paper."""
    counts = count_labels(paragraphs)
    marks = {key: n for key, n in counts.items() if n >= 4 and PROPOSAL_WORDS.search(key)}
    money = any(re.search(r"saving|propos|redundanc|staffing", key) for key in marks)
    return money and len(marks) >= 3 and sum(marks.values()) >= MANY_LABELS


def read_proposals(part: Part) -> list[Section]:
    """Return the sections of a paper of proposals; a report's cover and request come first."""
    particulars = replace(part.particulars, kind=PaperKind.BUDGET_PROPOSALS)
    counts = count_labels(part.paragraphs)
    marked = may_head(part.paragraphs)
    opens = find_proposals(marked, counts)
    opens = dict(sorted((find_listed(marked, counts, opens) | opens).items()))
    front = min([*opens, len(marked)]) if cover_length(part.paragraphs) else 0
    while front and (head := heading_of(part.paragraphs[front - 1], counts)) and head.level == 1:
        front -= 1
    above = replace(part, paragraphs=part.paragraphs[:front])
    sections = read_report(above, listed=False) if front else []
    for section in sections:
        section.particulars = particulars
    root = (particulars.title,) if particulars.title else ()
    chapter: Heading | None = None
    proposal: ItemKey | None = None
    stack: list[Heading] = []
    closed = False
    sections.append(Section(root, Standing.PROPOSED, particulars))
    first = len(sections) - 1
    for index, (paragraph, heads) in enumerate(marked):
        if index < front:
            continue
        entry = heading_of(paragraph, counts) if heads else None
        # A table within a proposal is a part of it, until its saving has been given.
        table = (closed or not proposal) and entry and re.match(r"Table \d", entry.text)
        chaptered = entry and (entry.level == 1 or table)
        if chaptered:
            chapter, proposal, stack = entry, None, []
        if index in opens:
            title = opens[index]
            proposal = ItemKey(None, title, ItemKind.PROPOSAL, place=index) if title else None
            stack, closed = ([] if title or not entry else [entry]), False
        elif entry and not chaptered and not (proposal and same_words(entry.text, proposal.title)):
            entry = replace(entry, level=max(3, entry.level)) if proposal else entry
            stack = [h for h in stack if h.level < entry.level] + [entry]
        if entry or index in opens:
            sections.append(_section(particulars, chapter, proposal, stack))
        closed = closed or bool(CLOSING.match(paragraph.plain))
        sections[-1].paragraphs.append(paragraph)
    for section in sections[first:]:
        section.standing = _standing(section)
    return sections


def _section(
    particulars: Particulars,
    chapter: Heading | None,
    proposal: ItemKey | None,
    stack: Sequence[Heading],
) -> Section:
    names = [
        chapter.text if chapter else "",
        proposal.title if proposal else "",
        *(h.text for h in stack),
    ]
    heading = tuple(text for text in names if text)
    return Section(heading, Standing.PROPOSED, particulars, proposal)


def _standing(section: Section) -> Standing:
    text = " ".join(p.plain for p in section.paragraphs)
    last = " ".join(section.heading[-1:])
    if section.item is None:
        money = re.search(r"saving|budget planning", last + text[:200], re.I)
        proposed = proposing_share(section.paragraphs) > 0.4 or money
        return Standing.PROPOSED if proposed else Standing.BACKGROUND
    if FACTS.search(last) or not FIRM.search(text):
        return Standing.BACKGROUND
    return Standing.PROPOSED
