"""Read minutes: numbered items, what was said, what was moved and what was resolved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ingest import patterns, restricting
from ingest.business import close_of_meeting, look_of_titles, unnumbered_business
from ingest.chain import Candidate, find_chain
from ingest.decisions import DecisionBlock, decision_blocks
from ingest.headings import count_labels, heading_of
from ingest.meeting import Particulars
from ingest.motions import carried_motions
from ingest.outline import SOFT, ItemKey, Section
from ingest.paragraphs import Paragraph
from ingest.parts import Part
from ingest.sentences import part_lead_ins, part_outcomes
from ingest.spoken import settle, spoken_runs
from qa.papers import ItemKind, Standing
from qa.passages import UnitKind

EXEMPT_MINUTES = re.compile(r"(?:exempt|restricted|confidential|part 2)\b.*\bminutes?\b", re.I)
IN_PRIVATE = re.compile(
    r"^(?!.*\b(?:notice|intention|exclusion)\b).*(?:\bin private\b|\bprivate (?:items?|business|session)\b|\((?:exempt|confidential)\b)",
    re.I,
)
"""A title that says of its business that it was taken in private."""
READMISSION = re.compile(
    r"\b(?:readmission|re-admission|return) of (?:the )?(?:press|public)", re.I
)
REPORT_TOLD = re.compile(r"\breport\b[^.;()]{0,120}\(([^()]{4,20})\)", re.I)
"""A report's number, in brackets where the minute begins by telling of the report."""
LABELS = {
    Standing.DEFERRED: "Resolution (deferred)",
    Standing.RECOMMENDED: "Recommendation",
}
REPORT_LINE = 14
"""Words of a line, right below a minute's title, that may give the report's number."""


def read_minutes(part: Part) -> list[Section] | None:
    """Return the sections of a meeting's minutes, or None where no items can be told apart."""
    chain = find_chain(part.paragraphs)
    if not chain:
        return None
    title = part.particulars.title or "Minutes"
    front = list(part.paragraphs[: chain[0].index])
    sections = [Section((title,), Standing.BACKGROUND, part.particulars, None, front)]
    close = close_of_meeting(part.paragraphs, chain[-1].index)
    private = False
    look = look_of_titles(part.paragraphs, chain)
    for candidate, after in zip(chain, [*chain[1:], None], strict=True):
        end = after.index if after else close
        opening = restricting.EXCLUSION.search(candidate.title)
        if opening and not restricting.EXEMPT_NEGATED.search(candidate.title):
            private = True
        elif READMISSION.search(candidate.title):
            private = False
        marked = EXEMPT_MINUTES.match(candidate.title) or IN_PRIVATE.match(candidate.title)
        closed = (private and not opening) or bool(marked)
        starts = unnumbered_business(part.paragraphs, candidate.index + 1, end, look)
        item = _item(part.paragraphs[:end], candidate, closed)
        bounds = [candidate.index, *starts, end]
        for start, stop in pairwise(bounds):
            if start != candidate.index:
                heading = part.paragraphs[start].plain
                lines = part.paragraphs[start].unit.lines
                item = ItemKey(
                    None, heading, ItemKind.MINUTE, closed, place=start, title_lines=lines
                )
            sections.extend(_minute(part, item, start, stop))
    closing = list(part.paragraphs[close:])
    return [*sections, Section((title,), Standing.BACKGROUND, part.particulars, None, closing)]


def _item(paragraphs: Sequence[Paragraph], candidate: Candidate, private: bool) -> ItemKey:
    below = paragraphs[candidate.index + 1 : candidate.index + 4]
    named = [candidate.title, *(p.plain for p in below if p.words <= REPORT_LINE)]
    told = [match[1] for p in below[:2] for match in REPORT_TOLD.finditer(p.plain)]
    references = tuple(dict.fromkeys(patterns.references(" ".join([*named, *told]))))
    place = candidate.index
    lines = paragraphs[place].unit.lines
    return ItemKey(
        candidate.number, candidate.title, ItemKind.MINUTE, private, references, place, lines
    )


def _minute(part: Part, item: ItemKey, start: int, stop: int) -> list[Section]:
    body, blocks = _resolved(part.paragraphs[start + 1 : stop], part.particulars.body)
    title = f"{item.number}. {item.title}" if item.number else item.title
    sections: list[Section] = []
    position = 0
    for block in blocks:
        before = body[position : block.start]
        sections.extend(_narrative(part.particulars, item, title, before, settles=False))
        label = LABELS.get(block.standing, "Resolution")
        resolution = Section((title, label), block.standing, part.particulars, item, decision=True)
        resolution.paragraphs = list(body[block.start : block.end])
        sections.append(resolution)
        position = block.end
    after = body[position:]
    sections.extend(_narrative(part.particulars, item, title, after, settles=not blocks))
    opening = part.paragraphs[start].of_kind(UnitKind.HEADING)
    if not sections:
        return [Section((title,), Standing.BACKGROUND, part.particulars, item, [opening])]
    # The title opens what was said, so that it can be quoted. A resolution that stands alone
    # bears it in its heading: there it would only count twice.
    if sections[0].standing in SOFT:
        sections[0].paragraphs.insert(0, opening)
    return sections


def _resolved(
    body: Sequence[Paragraph], meeting: str | None
) -> tuple[Sequence[Paragraph], list[DecisionBlock]]:
    """Return a minute's paragraphs, parted where it resolves, and what of them it resolves.

    A minute that states no resolution may say that a motion was carried, or in a sentence
    behind what was reported what the meeting did.
    """
    body = part_lead_ins(body, meeting)
    if blocks := decision_blocks(body, meeting):
        return body, blocks
    if blocks := carried_motions(body):
        return body, blocks
    if settle(body, meeting):
        return body, []
    parted = part_outcomes(body, meeting)
    return parted, decision_blocks(parted, meeting)


def _narrative(
    particulars: Particulars,
    item: ItemKey,
    title: str,
    paragraphs: Sequence[Paragraph],
    *,
    settles: bool,
) -> Iterator[Section]:
    """Yield what stands around the resolutions, parted by sub-heading and by standing.

    `settles`: without any resolution, what was said may itself settle the business.
    """
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
            patterns.REASONS.match(heading[1]) or patterns.ALTERNATIVES.match(heading[1])
        )
        told = (
            [(Standing.BACKGROUND, run)]
            if reasons
            else _standings(run, particulars.body, settles=settles)
        )
        for standing, some in told:
            if some:
                yield Section(heading, standing, particulars, item, list(some))


def _standings(
    run: Sequence[Paragraph], meeting: str | None, *, settles: bool
) -> Sequence[tuple[Standing, Sequence[Paragraph]]]:
    settled = settle(run, meeting) if settles else None
    if settled is None:
        return spoken_runs(run)
    pairs = zip(settled, run, strict=True)
    return [(s, [p for _, p in group]) for s, group in groupby(pairs, key=lambda pair: pair[0])]


def _sub_heading(paragraph: Paragraph, counts: Counter[str]) -> str | None:
    if patterns.REASONS.match(paragraph.plain) or patterns.ALTERNATIVES.match(paragraph.plain):
        return paragraph.plain.split(":")[0].strip(" -–:")[:80]
    entry = heading_of(paragraph, counts)
    if entry and not entry.rest and paragraph.bold and not paragraph.is_row:
        return None if re.fullmatch(r"minutes|decision", entry.text, re.I) else entry.text
    return None
