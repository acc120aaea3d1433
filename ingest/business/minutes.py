"""Read minutes: numbered items, what was said, what was moved and what was resolved.

The items are those that a web page marks, or those that `ingest.numbering` finds by the paper's own
numbers and headings. What a meeting surely did above the first of them, or where none is found, is an
item without a number. Each item is parted into its resolutions (see `decisions`) and what stands
around them, by sub-heading and by standing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import wordings
from ingest.business.decisions import (
    DecisionBlock,
    carried_motions,
    decision_blocks,
    part_lead_ins,
    spoken_runs,
    with_judged,
)
from ingest.business.outline import SOFT, ItemKey, Section
from ingest.business.web_items import REPORT_LINE, opened_items
from ingest.exemption.pack_parts import DIVIDER_WORDS, names_private_part
from ingest.layout.headings import count_labels, heading_of
from ingest.layout.paragraphs import Paragraph
from ingest.numbering.captions import captioned_items
from ingest.numbering.headings import has_front
from ingest.numbering.items import FoundItem, find_items
from ingest.particulars.bodies import find_body
from ingest.particulars.particulars import Particulars
from ingest.particulars.parts import Part
from ingest.records.votes.figures import counts_in
from ingest.standing.features import Meeting
from ingest.standing.judging import ACTS, judge
from ingest.standing.rows import read_row
from ingest.standing.sentences import is_title
from qa.language.dates import first_date
from qa.papers import ItemKind, PaperKind, Standing, UnitKind

EXEMPT_MINUTES = re.compile(r"(?:exempt|restricted|confidential|part 2)\b.*\bminutes?\b", re.I)
IN_PRIVATE = re.compile(
    r"^(?!.*\b(?:notice|intention|exclusion)\b).*(?:\bin private\b|\bprivate (?:items?|business|session)\b|\((?:exempt|confidential)\b)",
    re.I,
)
"""A title that says of its business that it was taken in private."""
READMISSION = re.compile(
    r"\b(?:readmission|re-admission|return) of (?:the )?(?:press|public)", re.I
)
REPORT_NUMBER = re.compile(r"\breport\b[^.;()]{0,120}\(([^()]{4,20})\)", re.I)
"""A report's number, in brackets where the minute begins with the report."""
LABELS = {
    Standing.DEFERRED: "Resolution (deferred)",
    Standing.RECOMMENDED: "Recommendation",
}


SURELY = 0.8
"""Chance from which a sentence outside all items shows that business was done there."""
NO_HEADING = "Business under no heading"


def records_meeting(part: Part) -> bool:
    """Whether a paper of no known kind is the record of a meeting, by its front or its captions."""
    kind = part.particulars.kind
    recorded = (PaperKind.OTHER, PaperKind.REPORT, PaperKind.DECISION_RECORD)
    if kind in recorded and captioned_items(part.paragraphs):
        return True
    return kind is PaperKind.OTHER and has_front(part.paragraphs)


def read_minutes(part: Part) -> list[Section] | None:
    """Return the sections of a meeting's minutes, or None where no business is found."""
    paragraphs, found = _find(part)
    found = [*_unheaded(paragraphs, found, part.particulars), *found]
    if not found:
        return None
    part = replace(part, paragraphs=tuple(paragraphs))
    title = part.particulars.title or "Minutes"
    front = paragraphs[: found[0].start]
    sections = [Section((title,), Standing.BACKGROUND, part.particulars, None, front)]
    close = _close_of_meeting(paragraphs, found[-1])
    private = False
    filled_in = len(found) == 1 and part.particulars.kind is PaperKind.DECISION_RECORD
    above = 0
    for one, after in zip(found, [*found[1:], None], strict=True):
        end = after.start if after else close
        divided = any(map(_heads_private_part, paragraphs[above : one.start]))
        above = one.body
        opening = wordings.EXCLUSION.search(one.title) or names_private_part(one.title)
        if divided or (opening and not wordings.NOT_EXEMPT.search(one.title)):
            private = True
        elif READMISSION.search(one.title):
            private = False
        marked = EXEMPT_MINUTES.match(one.title) or IN_PRIVATE.match(one.title)
        closed = (private and not opening) or bool(marked)
        item = _item(paragraphs[:end], one, closed)
        one = _with_own_row(paragraphs, one, end)
        own = _of_meeting(part, one)
        sections.extend(_minute(own, item, one, end, filled_in=filled_in))
    closing = paragraphs[close:]
    return [*sections, Section((title,), Standing.BACKGROUND, part.particulars, None, closing)]


def _unheaded(
    paragraphs: Sequence[Paragraph], found: Sequence[FoundItem], particulars: Particulars
) -> list[FoundItem]:
    """Return the business above the first item as an item; none where the meeting did nothing there.

    It begins at the heading above what was done, or with the sentences that lead up to it.
    """
    above = paragraphs[: found[0].start] if found else paragraphs
    judged = judge(above, Meeting.of(particulars.council, particulars.body))
    first = next(
        (j.sentence.paragraph for j in judged if j.standing in ACTS and j.chance >= SURELY), None
    )
    if first is None:
        return []
    start = first
    while start and above[start - 1].plain.rstrip().endswith((".", ":", ";", ",")):
        start -= 1
    if start and is_title(above[start - 1]):
        return [FoundItem(start - 1, start, None, above[start - 1].plain)]
    return [FoundItem(start, start, None, NO_HEADING)]


def _heads_private_part(paragraph: Paragraph) -> bool:
    """Whether a heading between two items names the private part of the minutes."""
    return (
        not paragraph.is_row
        and paragraph.words <= DIVIDER_WORDS
        and names_private_part(paragraph.plain)
    )


def _with_own_row(paragraphs: Sequence[Paragraph], found: FoundItem, stop: int) -> FoundItem:
    """Return an item that is one row of a table with the row as its body, if a column decides."""
    alone = found.start + 1 == found.body == stop
    decides = alone and read_row(paragraphs[found.start], None) is not None
    return replace(found, body=found.start) if decides else found


def _of_meeting(part: Part, found: FoundItem) -> Part:
    """Return the part as that of an item's own meeting, where a page records several."""
    if found.meeting is None:
        return part
    particulars = replace(
        part.particulars,
        body=find_body(found.meeting) or part.particulars.body,
        meeting_date=first_date(found.meeting) or part.particulars.meeting_date,
    )
    return replace(part, particulars=particulars)


def _find(part: Part) -> tuple[list[Paragraph], list[FoundItem]]:
    """Return the paragraphs and the items in them: those that a page marks are all there are.

    A line of votes ("5 for, 0 against") begins with a number too, and opens nothing.
    """
    if marked := opened_items(part.paragraphs):
        items = [FoundItem(i, i + 1, number, title) for i, number, title in marked]
        return list(part.paragraphs), items
    paragraphs, found = find_items(part.paragraphs)
    return paragraphs, [one for one in found if len(counts_in(f"{one.number} {one.title}")) < 2]


def _item(paragraphs: Sequence[Paragraph], found: FoundItem, private: bool) -> ItemKey:
    below = paragraphs[found.body : found.body + 3]
    named = [found.title, *(p.plain for p in below if p.words <= REPORT_LINE)]
    numbers = [match[1] for p in below[:2] for match in REPORT_NUMBER.finditer(p.plain)]
    references = tuple(dict.fromkeys(wordings.references(" ".join([*named, *numbers]))))
    place = found.start
    lines = paragraphs[place].unit.lines
    return ItemKey(found.number, found.title, ItemKind.MINUTE, private, references, place, lines)


def _minute(
    part: Part, item: ItemKey, found: FoundItem, stop: int, *, filled_in: bool
) -> list[Section]:
    body, blocks = _resolved(part.paragraphs[found.body : stop], part.particulars, item.title)
    title = f"{item.number}. {item.title}" if item.number else item.title
    sections: list[Section] = []
    position = 0
    for block in blocks:
        before = body[position : block.start]
        sections.extend(_narrative(part.particulars, item, title, before, filled_in))
        label = LABELS.get(block.standing, "Resolution")
        sure = block.standing is not Standing.RECORDED
        heading = (title, label) if sure else (title,)
        resolution = Section(heading, block.standing, part.particulars, item, decision=sure)
        resolution.paragraphs = list(body[block.start : block.end])
        sections.append(resolution)
        position = block.end
    after = body[position:]
    sections.extend(_narrative(part.particulars, item, title, after, filled_in))
    titled = part.paragraphs[found.start : found.body]
    opening = [p.of_kind(UnitKind.HEADING) for p in titled]
    if not sections:
        return [Section((title,), Standing.BACKGROUND, part.particulars, item, opening)]
    # The title opens what was said, so that it can be quoted. A resolution that stands alone
    # bears it in its heading: there it would only count twice.
    if sections[0].standing in SOFT:
        sections[0].paragraphs[:0] = opening
    return sections


def _resolved(
    body: Sequence[Paragraph], particulars: Particulars, title: str
) -> tuple[Sequence[Paragraph], list[DecisionBlock]]:
    """Return a minute's paragraphs, parted where it resolves, and what of them it resolves.

    A minute that states no resolution may say that a motion was carried. Of all else each
    sentence is judged.
    """
    body = part_lead_ins(body, particulars.body)
    blocks = decision_blocks(body, particulars.body) or carried_motions(body)
    return with_judged(body, blocks, Meeting.of(particulars.council, particulars.body), title)


def _narrative(
    particulars: Particulars,
    item: ItemKey,
    title: str,
    paragraphs: Sequence[Paragraph],
    filled_in: bool,
) -> Iterator[Section]:
    """Yield what stands around the resolutions, parted by sub-heading and by standing."""
    counts = count_labels(paragraphs)
    runs: list[tuple[tuple[str, ...], list[Paragraph]]] = [((title,), [])]
    for paragraph in paragraphs:
        label = _sub_heading(paragraph, counts)
        if label:
            runs.append(((title, label), [paragraph]))
        else:
            runs[-1][1].append(paragraph)
    for heading, run in runs:
        reasons = len(heading) > 1 and (
            wordings.REASONS.match(heading[1]) or wordings.ALTERNATIVES.match(heading[1])
        )
        parted = [(Standing.BACKGROUND, run)] if reasons else spoken_runs(run, filled_in=filled_in)
        for standing, some in parted:
            if some:
                yield Section(heading, standing, particulars, item, list(some))


def _sub_heading(paragraph: Paragraph, counts: Counter[str]) -> str | None:
    if wordings.REASONS.match(paragraph.plain) or wordings.ALTERNATIVES.match(paragraph.plain):
        return paragraph.plain.split(":")[0].strip(" -–:")[:80]
    entry = heading_of(paragraph, counts)
    if entry and not entry.rest and paragraph.bold and not paragraph.is_row:
        return None if re.fullmatch(r"minutes|decision", entry.text, re.I) else entry.text
    return None


# The end of the meeting

CLOSING = re.compile(
    r"\W*(?:the )?meeting (?:was )?(?:declared )?(?:closed|ended|finished|concluded|adjourned|terminated|rose)\b"
    r"|\W*(?:chair(?:man|person|woman)?|convener|(?:lord )?mayor|provost|signed)\W*$",
    re.I,
)


def _close_of_meeting(paragraphs: Sequence[Paragraph], last: FoundItem) -> int:
    """Return where the words that close the meeting begin, behind the last minute."""
    marked = paragraphs[last.start].role is not None
    return next(
        (
            i
            for i in range(max(last.start + 1, last.body), len(paragraphs))
            if (CLOSING.match(paragraphs[i].plain) and not _resumes(paragraphs, i))
            or (marked and paragraphs[i].role is None)
        ),
        len(paragraphs),
    )


RESUMED = re.compile(r"\b(?:resumed|reconvened|restarted|re-convened)\b", re.I)


def _resumes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a meeting that was adjourned went on the same day."""
    return any(RESUMED.search(p.plain) for p in paragraphs[index : index + 3])
