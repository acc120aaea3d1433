"""List what was understood of a paper: its minutes, reports and proposals, limb by limb.

Each item has the strongest standing of its blocks, its limbs, its pages and, where it is a minute,
its movers and the votes of which the counts are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, takewhile

from ingest import wordings
from ingest.business.limbs import order_of, read_limbs
from ingest.business.outline import ItemKey, Section
from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.amendments import Filed, find_amendments
from ingest.records.motions.moved import Names
from ingest.records.motions.reading import read_business
from ingest.records.motions.ties import tie_votes
from ingest.records.notes import read_records
from ingest.records.people import read_initials
from ingest.standing.features import Meeting
from ingest.standing.judging import ACTS
from ingest.standing.listing import BY_STRUCTURE, Resolved, list_decisions
from qa.papers import (
    Block,
    Decision,
    Item,
    ItemKind,
    Limb,
    Lines,
    Motion,
    MotionKind,
    PaperKind,
    Record,
    Standing,
)

WEIGHT = (
    Standing.DECIDED,
    Standing.DEFERRED,
    Standing.NOTED,
    Standing.RECOMMENDED,
    Standing.LOST,
    Standing.PROPOSED,
    Standing.RECORDED,
    Standing.DISCUSSED,
    Standing.BACKGROUND,
)
"""An item has the strongest standing of its blocks.

Where none of these did anything, it has that of its surest decisions: a row of a table may decide.
"""


RECORDING = frozenset({PaperKind.MINUTES, PaperKind.DECISION_RECORD})
"""The papers that tell what was done at a meeting."""

FILING = frozenset({PaperKind.AMENDMENT})
"""The papers that give notice of what will be moved."""


def list_items(
    sections: Sequence[Section], pages: PageFinder, *, show_lines: bool
) -> tuple[Item, ...]:
    """Return a paper's items in order. Lines are shown for text sources only."""

    @cache
    def names() -> dict[str, str]:
        return read_initials(p.plain for section in sections for p in section.paragraphs)

    items = []
    proposals: set[ItemKey] = set()
    for key, group in groupby(sections, key=lambda section: section.item):
        if key is not None and key not in proposals:
            if key.kind == ItemKind.PROPOSAL:
                proposals.add(key)  # further words about it do not list it a second time
            items.append(_item(list(group), pages, names, show_lines=show_lines))
    return tuple(items)


def list_records(sections: Sequence[Section], pages: PageFinder) -> tuple[Record, ...]:
    """Return who was present and so on by what stands outside the items of minutes."""
    front = [
        paragraph
        for section in sections
        if section.item is None and section.particulars.kind in RECORDING
        for paragraph in section.paragraphs
    ]
    return read_records(front, pages)


def _item(
    sections: Sequence[Section], pages: PageFinder, names: Names, *, show_lines: bool
) -> Item:
    key = sections[0].item
    assert key is not None
    every = [p for section in sections for p in section.paragraphs]
    limbs, missing = _limbs(sections, minute=key.kind == ItemKind.MINUTE)
    minute = key.kind == ItemKind.MINUTE
    business = read_business(every if minute else (), names)
    main = business.main()
    filed = find_amendments(every)[:1] if sections[0].particulars.kind in FILING else []
    motions = tuple(_filed_motion(one, every, pages) for one in filed) or business.motions(pages)
    decisions = tie_votes(_decisions(sections, pages), business, pages)
    standing = _strongest([section.standing for section in sections])
    if standing not in ACTS:
        sure = [d.standing for d in decisions if d.confidence >= BY_STRUCTURE]
        standing = _strongest([standing, *(s for s in sure if s is not Standing.LOST)])
    lines = _span(every)
    if key.title_lines:
        lines = (min(lines[0], key.title_lines[0]), lines[1])
    return Item(
        number=key.number,
        title=key.title,
        kind=key.kind,
        standing=standing,
        page=pages.span(lines),
        lines=lines if show_lines else None,
        limbs=limbs,
        missing_limbs=missing,
        references=key.references,
        moved_by=main.mover if main else filed[0].mover if filed else None,
        seconded_by=main.seconder if main else filed[0].seconder if filed else None,
        votes=business.votes(),
        blocks=tuple(
            Block(
                section.standing,
                _span(section.paragraphs) if show_lines else None,
                pages.span(_span(section.paragraphs)),
                section.heading,
            )
            for section in sections
        ),
        private=key.private,
        decisions=decisions,
        motions=motions,
        records=read_records(every, pages, key.title) if minute else (),
    )


def _strongest(standings: Sequence[Standing]) -> Standing:
    return min(standings, key=WEIGHT.index)


def _decisions(sections: Sequence[Section], pages: PageFinder) -> tuple[Decision, ...]:
    """Return what was done in an item; in a record of a decision that is the decision alone."""
    key, record = sections[0].item, sections[0].particulars.kind is PaperKind.DECISION_RECORD
    if key is not None and key.kind == ItemKind.MINUTE:
        return find_decisions(sections, pages)
    made = [
        replace(s, paragraphs=list(takewhile(_is_decision, s.paragraphs)))
        for s in sections
        if record and s.decision and s.standing is Standing.DECIDED
    ]
    return find_decisions(made, pages) if made else ()


def _is_decision(paragraph: Paragraph) -> bool:
    """Whether a paragraph below the label of a decision gives no reasons for it."""
    text = paragraph.plain
    return not (wordings.REASONS.match(text) or wordings.ALTERNATIVES.match(text))


def _filed_motion(one: Filed, paragraphs: Sequence[Paragraph], pages: PageFinder) -> Motion:
    """Return an amendment of which a paper gives notice; what became of it no such paper says."""
    first, last = one.words
    lines = (paragraphs[first].unit.lines[0], paragraphs[last].unit.lines[1])
    text = " ".join(one.text.split())
    return Motion(
        MotionKind.AMENDMENT, text, lines, pages.span(lines), one.number, one.mover, one.seconder
    )


def find_decisions(sections: Sequence[Section], pages: PageFinder) -> tuple[Decision, ...]:
    """Return the sentences and limbs by which a meeting did something, in order."""
    front, key = sections[0].particulars, sections[0].item
    alone = key is not None and key.kind == ItemKind.REPORT
    parts = [Resolved(s.paragraphs, s.standing, s.decision, alone) for s in sections]
    meeting = Meeting.of(front.council, front.body)
    return list_decisions(parts, meeting, key.title if key else "", pages)


def _limbs(
    sections: Sequence[Section], *, minute: bool
) -> tuple[tuple[Limb, ...], tuple[str, ...]]:
    """Return an item's limbs and the missing ones.

    A minute may hold several resolutions. A report asks once: what it asks again at its end,
    or what a document bound in it asked, adds limbs only where the numbers go on.
    """
    limbs: list[Limb] = []
    missing: list[str] = []
    for section in (s for s in sections if s.decision):
        found, gone = read_limbs(section.paragraphs)
        if not minute and limbs and not _goes_on(limbs[-1], found):
            continue
        limbs.extend(limb for limb in found if limb not in limbs)
        missing.extend(gone)
    return tuple(limbs), tuple(missing)


def _goes_on(last: Limb, found: Sequence[Limb]) -> bool:
    before, after = order_of(last.number), order_of(found[0].number) if found else None
    return bool(before and after and before[0] == after[0] and before[1] < after[1])


def _span(paragraphs: Sequence[Paragraph]) -> Lines:
    return (
        min(p.unit.lines[0] for p in paragraphs),
        max(p.unit.lines[1] for p in paragraphs),
    )
