"""Read minutes: numbered items, what was said, what was moved and what was resolved.

The items are the heaviest run of numbered titles that counts up by one (`_find_chain`), those that a
web page marks, or headings of one look where nothing is numbered. Each item is parted into its
resolutions (see `decisions`) and what stands around them, by sub-heading and by standing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
from ingest.business.web_items import REPORT_LINE, has_items, opened_items
from ingest.layout.headings import count_labels, heading_of, stands_alone
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.particulars import Particulars
from ingest.particulars.parts import Part
from ingest.standing.features import Meeting
from qa.papers import ItemKind, Standing, UnitKind

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


def read_minutes(part: Part) -> list[Section] | None:
    """Return the sections of a meeting's minutes, or None where no items are found."""
    chain = _find_chain(part.paragraphs)
    if not chain:
        return None
    title = part.particulars.title or "Minutes"
    front = list(part.paragraphs[: chain[0].index])
    sections = [Section((title,), Standing.BACKGROUND, part.particulars, None, front)]
    close = _close_of_meeting(part.paragraphs, chain[-1].index)
    private = False
    look = _look_of_titles(part.paragraphs, chain)
    for candidate, after in zip(chain, [*chain[1:], None], strict=True):
        end = after.index if after else close
        opening = wordings.EXCLUSION.search(candidate.title)
        if opening and not wordings.NOT_EXEMPT.search(candidate.title):
            private = True
        elif READMISSION.search(candidate.title):
            private = False
        marked = EXEMPT_MINUTES.match(candidate.title) or IN_PRIVATE.match(candidate.title)
        closed = (private and not opening) or bool(marked)
        starts = _unnumbered_business(part.paragraphs, candidate.index + 1, end, look)
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


def _item(paragraphs: Sequence[Paragraph], candidate: _Candidate, private: bool) -> ItemKey:
    below = paragraphs[candidate.index + 1 : candidate.index + 4]
    named = [candidate.title, *(p.plain for p in below if p.words <= REPORT_LINE)]
    numbers = [match[1] for p in below[:2] for match in REPORT_NUMBER.finditer(p.plain)]
    references = tuple(dict.fromkeys(wordings.references(" ".join([*named, *numbers]))))
    place = candidate.index
    lines = paragraphs[place].unit.lines
    return ItemKey(
        candidate.number, candidate.title, ItemKind.MINUTE, private, references, place, lines
    )


def _minute(part: Part, item: ItemKey, start: int, stop: int) -> list[Section]:
    body, blocks = _resolved(part.paragraphs[start + 1 : stop], part.particulars, item.title)
    title = f"{item.number}. {item.title}" if item.number else item.title
    sections: list[Section] = []
    position = 0
    for block in blocks:
        before = body[position : block.start]
        sections.extend(_narrative(part.particulars, item, title, before))
        label = LABELS.get(block.standing, "Resolution")
        sure = block.standing is not Standing.RECORDED
        heading = (title, label) if sure else (title,)
        resolution = Section(heading, block.standing, part.particulars, item, decision=sure)
        resolution.paragraphs = list(body[block.start : block.end])
        sections.append(resolution)
        position = block.end
    after = body[position:]
    sections.extend(_narrative(part.particulars, item, title, after))
    opening = part.paragraphs[start].of_kind(UnitKind.HEADING)
    if not sections:
        return [Section((title,), Standing.BACKGROUND, part.particulars, item, [opening])]
    # The title opens what was said, so that it can be quoted. A resolution that stands alone
    # bears it in its heading: there it would only count twice.
    if sections[0].standing in SOFT:
        sections[0].paragraphs.insert(0, opening)
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
        parted = [(Standing.BACKGROUND, run)] if reasons else spoken_runs(run)
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


# Numbered minutes

NUMBER = re.compile(
    r"^(?:\*\*)?\s*(?:(?:agenda )?item\s+|minute\s+(?:no\.?\s*)?)?"
    r"(?P<number>(?:[A-Z][A-Za-z]{0,4}/|(?-i:[A-Z]{1,5})[. -]?)?\d{1,4}(?:/\d{1,4})?)"
    r"(?:\.|\)|:|\s*[-–—])?\s+(?P<title>.+)$",
    re.I | re.S,
)
LONGEST_TITLE = 45
"""Words. The longest title of a minute met in nine councils had 38."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A paragraph that may open a minute: its place, number, title and how likely it is."""

    index: int
    number: str | None
    count: int
    """The part of the number that goes up from minute to minute: the 61 of 61/21."""
    frame: str
    """The rest of the number, which stays the same through a meeting: */21."""
    title: str
    weight: float


def _readings(number: str) -> Iterator[tuple[int, str]]:
    """Yield each part of a number that may count the minutes, with the frame around it."""
    for part in re.finditer(r"\d+", number):
        yield int(part[0]), f"{number[: part.start()]}*{number[part.end() :]}"


def _opening(paragraph: Paragraph) -> str | None:
    """Return the words in which a minute may open: a line, or a row of number and title."""
    if not paragraph.is_row:
        return None if wordings.BULLET.match(paragraph.unit.text) else paragraph.plain
    cells = [cell for cell in paragraph.plain_cells if cell]
    return " ".join(cells) if len(cells) == 2 and re.search(r"\d/?\d*\.?$", cells[0]) else None


def _candidates(index: int, paragraph: Paragraph) -> Iterator[_Candidate]:
    opening = _opening(paragraph)
    match = NUMBER.match(opening) if opening else None
    if not match or not re.match(r"[A-Z‘'\"“*(\d]", match["title"]):
        return
    title = match["title"].strip(" *")
    words = len(title.split())
    if words > LONGEST_TITLE or title.endswith((";", ",", ":")) or wordings.RESOLUTION.match(title):
        return
    letters = re.sub(r"[^A-Za-z]", "", title)
    capitals = sum(c.isupper() for c in letters) / max(1, len(letters))
    weight = 0.3 if title.endswith(".") and words > 8 else 1.0
    weight += 2.0 * (capitals > 0.7) + 2.0 * paragraph.bold + 1.0 * ("/" in match["number"])
    weight *= 0.5 if paragraph.is_row else 1.0
    for count, frame in _readings(match["number"]):
        yield _Candidate(index, match["number"], count, frame, title, weight)


def _follows(earlier: _Candidate, later: _Candidate) -> bool:
    step = later.count - earlier.count
    if step not in (1, 2) or earlier.frame != later.frame or earlier.index == later.index:
        return False
    # Two of a kind: a bold title does not follow on an unmarked point.
    return earlier.weight - later.weight <= 2.5


def _find_chain(paragraphs: Sequence[Paragraph]) -> list[_Candidate]:
    """Return the heaviest run of candidates whose numbers go up by one (a gap of two costs).

    Numbered points inside a minute start again at 1 and lose against the minutes' own run.
    Where a web page says itself what its items are, it is they.
    """
    if marked := opened_items(paragraphs):
        return [_Candidate(i, number, 0, "", title, 1.0) for i, number, title in marked]
    candidates = [c for i, p in enumerate(paragraphs) for c in _candidates(i, p)]
    best: list[tuple[float, int | None]] = []
    for position, candidate in enumerate(candidates):
        score, before = candidate.weight, None
        for earlier in range(position):
            if not _follows(candidates[earlier], candidate):
                continue
            gap = candidate.count - candidates[earlier].count - 1
            total = best[earlier][0] + candidate.weight - 1.5 * gap
            if total > score:
                score, before = total, earlier
        best.append((score, before))
    if not best:
        return _headed(paragraphs)
    at: int | None = max(range(len(best)), key=lambda i: best[i][0])
    chain: list[_Candidate] = []
    while at is not None:
        chain.append(candidates[at])
        at = best[at][1]
    chain.reverse()
    return chain if len(chain) >= 2 or (chain and chain[0].weight >= 3) else _headed(paragraphs)


# Minutes without numbers: each item begins with a heading of one look

NO_BUSINESS = re.compile(
    r"\W*(?:(?:(?:also|members?|councillors?|those|officers?) )*(?:present|(?:in )?attendance)"
    r"|minutes|items?|agenda|attendees|councillors|officers|contents"
    r"|discussion|decisions?|decision made|(?:recorded )?vot(?:e|ing)|motion|amendment|actions?"
    r"|background(?: papers?)?|(?:draft )?minutes of .*|.*\bminutes\W*(?:of\b.*|[-–—].*)?)\W*$",
    re.I,
)
"""Headings above the business, and those that part one item."""
LEAST = 2
"""Headings of one look from which they are the items of a meeting."""


def _headed_business(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Return where the items of a web page or Word document begin; none where no look sets them apart.

    Its heading is larger than the text, or the text's own size in bold; the largest look that
    stands over several stretches of text is that of the items. Only formats that know headings
    are read so.
    """
    if any(p.unit.page is not None or not p.size for p in paragraphs):
        return []
    heads = [i for i, p in enumerate(paragraphs) if _may_head(p)]
    repeated = Counter(paragraphs[i].plain.lower() for i in heads)
    looks: dict[float, list[int]] = {}
    for i in heads:
        followed = i + 1 < len(paragraphs) and not paragraphs[i + 1].bold
        if followed and repeated[paragraphs[i].plain.lower()] == 1:
            looks.setdefault(round(paragraphs[i].size, 1), []).append(i)
    return next(
        (looks[size] for size in sorted(looks, reverse=True) if len(looks[size]) >= LEAST), []
    )


def _may_head(paragraph: Paragraph) -> bool:
    text = paragraph.plain
    if not paragraph.bold or not stands_alone(paragraph) or NO_BUSINESS.match(text):
        return False
    within = (
        wordings.RESOLUTION,
        wordings.RECOMMENDING,
        wordings.RECOMMENDATION,
        wordings.REASONS,
        wordings.ALTERNATIVES,
    )
    return not any(pattern.match(text) for pattern in within)


def _headed(paragraphs: Sequence[Paragraph]) -> list[_Candidate]:
    """Return the items of minutes that number none, by their headings."""
    return [
        _Candidate(i, None, 0, "", paragraphs[i].plain, 1.0) for i in _headed_business(paragraphs)
    ]


# Business without a number among numbered minutes, and the end of the meeting

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


def _look_of_titles(
    paragraphs: Sequence[Paragraph], chain: Sequence[_Candidate]
) -> tuple[float, bool] | None:
    """Return the size and case that set the minutes' titles apart from the text, if any do."""
    if has_items(paragraphs):
        return None  # Nothing else in a page that marks its items is one.
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


def _unnumbered_business(
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
        and not wordings.RESOLUTION.match(paragraphs[index].plain)
        and not wordings.DECISION_END.match(paragraphs[index].plain)
        and not WITHHELD.search(paragraphs[index].plain)
    ]


def _close_of_meeting(paragraphs: Sequence[Paragraph], last: int) -> int:
    """Return where the words that close the meeting begin, behind the last minute."""
    marked = paragraphs[last].role is not None
    return next(
        (
            i
            for i in range(last + 1, len(paragraphs))
            if CLOSING.match(paragraphs[i].plain) or (marked and paragraphs[i].role is None)
        ),
        len(paragraphs),
    )
