"""Read minutes: numbered items, what was said, what was moved and what was resolved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ingest import patterns, resolving, restricting
from ingest.chain import Candidate, find_chain
from ingest.decisions import decision_blocks
from ingest.headings import count_labels, heading_of, stands_alone
from ingest.meeting import Particulars
from ingest.outline import SOFT, ItemKey, Section
from ingest.paragraphs import Paragraph
from ingest.parts import Part
from ingest.spoken import settle, spoken_runs
from qa.papers import Standing

EXEMPT_MINUTES = re.compile(r"(?:exempt|restricted|confidential|part 2)\b.*\bminutes?\b", re.I)
READMISSION = re.compile(
    r"\b(?:readmission|re-admission|return) of (?:the )?(?:press|public)", re.I
)
WITHHELD = re.compile(
    r"\bin (?:confidence|private|committee)\b|\b(?:exempt|confidential|restricted|not for publication)\b",
    re.I,
)
"""A line below a title that marks its business as private; it opens none of its own."""
CLOSING = re.compile(
    r"\W*(?:the )?meeting (?:was )?(?:declared )?(?:closed|ended|finished|concluded|adjourned|terminated|rose)\b"
    r"|\W*(?:chair(?:man|person|woman)?|convener|(?:lord )?mayor|provost|signed)\W*$",
    re.I,
)
REPORT_TOLD = re.compile(r"\breport\b[^.;()]{0,120}\(([^()]{4,20})\)", re.I)
"""A report's number, in brackets where the minute begins by telling of the report."""
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
    close = _close(part.paragraphs, chain[-1].index)
    private = False
    look = _look(part.paragraphs, chain)
    for candidate, after in zip(chain, [*chain[1:], None], strict=True):
        end = after.index if after else close
        opening = restricting.EXCLUSION.search(candidate.title)
        if opening and not restricting.EXEMPT_NEGATED.search(candidate.title):
            private = True
        elif READMISSION.search(candidate.title):
            private = False
        closed = (private and not opening) or bool(EXEMPT_MINUTES.match(candidate.title))
        starts = _unnumbered(part.paragraphs, candidate.index + 1, end, look)
        item = _item(part.paragraphs[:end], candidate, closed)
        bounds = [candidate.index, *starts, end]
        for start, stop in pairwise(bounds):
            if start != candidate.index:
                heading = part.paragraphs[start].plain
                lines = part.paragraphs[start].unit.lines
                item = ItemKey(None, heading, "minute", closed, place=start, title_lines=lines)
            sections.extend(_minute(part, item, start, stop))
    closing = list(part.paragraphs[close:])
    return [*sections, Section((title,), Standing.BACKGROUND, part.particulars, None, closing)]


def _close(paragraphs: Sequence[Paragraph], last: int) -> int:
    """Return where the words that close the meeting begin, behind the last minute."""
    return next(
        (i for i in range(last + 1, len(paragraphs)) if CLOSING.match(paragraphs[i].plain)),
        len(paragraphs),
    )


def _look(paragraphs: Sequence[Paragraph], chain: Sequence[Candidate]) -> tuple[float, bool] | None:
    """Return the size and case that set the minutes' titles apart from the text, if any do."""
    looks = Counter(
        (round(paragraphs[c.index].size, 1), c.title.isupper())
        for c in chain
        if paragraphs[c.index].bold
    )
    if not looks:
        return None
    look, count = looks.most_common(1)[0]
    body = Counter(round(p.size, 1) for p in paragraphs if p.words > 12).most_common(1)
    apart = look[1] or (body and look[0] > body[0][0] + 0.5)
    return look if apart and look[0] > 0 and count >= 0.8 * len(chain) else None


def _unnumbered(
    paragraphs: Sequence[Paragraph], start: int, end: int, look: tuple[float, bool] | None
) -> list[int]:
    """Return where business without a number begins: a heading that looks like a minute's."""
    if look is None:
        return []
    return [
        index
        for index in range(start, end - 1)
        if paragraphs[index].bold
        and (round(paragraphs[index].size, 1), paragraphs[index].plain.isupper()) == look
        and stands_alone(paragraphs[index])
        and not resolving.RESOLUTION.match(paragraphs[index].plain)
        and not resolving.DECISION_END.match(paragraphs[index].plain)
        and not WITHHELD.search(paragraphs[index].plain)
    ]


def _item(paragraphs: Sequence[Paragraph], candidate: Candidate, private: bool) -> ItemKey:
    below = paragraphs[candidate.index + 1 : candidate.index + 4]
    named = [candidate.title, *(p.plain for p in below if p.words <= REPORT_LINE)]
    told = [match[1] for p in below[:2] for match in REPORT_TOLD.finditer(p.plain)]
    references = tuple(dict.fromkeys(patterns.references(" ".join([*named, *told]))))
    place = candidate.index
    lines = paragraphs[place].unit.lines
    return ItemKey(candidate.number, candidate.title, "minute", private, references, place, lines)


def _minute(part: Part, item: ItemKey, start: int, stop: int) -> list[Section]:
    body = part.paragraphs[start + 1 : stop]
    title = f"{item.number}. {item.title}" if item.number else item.title
    sections: list[Section] = []
    position = 0
    blocks = decision_blocks(body, part.particulars.body)
    for block in blocks:
        before = body[position : block.start]
        sections.extend(_narrative(part.particulars, item, title, before, settles=False))
        label = "Resolution" if block.standing is not Standing.DEFERRED else "Resolution (deferred)"
        resolution = Section((title, label), block.standing, part.particulars, item, decision=True)
        resolution.paragraphs = list(body[block.start : block.end])
        sections.append(resolution)
        position = block.end
    after = body[position:]
    sections.extend(_narrative(part.particulars, item, title, after, settles=not blocks))
    opening = part.paragraphs[start].of_kind("heading")
    if not sections:
        return [Section((title,), Standing.BACKGROUND, part.particulars, item, [opening])]
    # The title opens what was said, so that it can be quoted. A resolution that stands alone
    # bears it in its heading: there it would only count twice.
    if sections[0].standing in SOFT:
        sections[0].paragraphs.insert(0, opening)
    return sections


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
