"""Tell the day of the meeting, or of the decision, among all the days that a paper names.

The meeting's own line comes before any other: "held on", a label, the day alone in the heading.
Days of other things (the meeting before, the next one, when it was published or received) count
for nothing. A year that is not printed is had from the day of the week and the years that the
paper, its file's name and its properties name; else the day stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import PurePosixPath

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.bodies import ITEM, find_body, first_item, names_body
from ingest.particulars.cover import Cover
from ingest.particulars.evidence import Sign, sign_in
from qa.language.dates import (
    FULL_YEAR,
    ISO,
    FoundDay,
    day_in_name,
    find_days,
    find_partial_days,
    first_date,
    without_days,
)
from qa.papers import PaperKind

FRONT = 45
"""Paragraphs at the front of a paper in which its day stands."""
LETTERS = 600
"""Letters of a paragraph in which a meeting's day is looked for."""
LONGEST_HEAD = 14
"""Words of a line that may be a heading."""
CLOSE = 16
"""Paragraphs in which a day without a label may be the meeting's."""
HELD = re.compile(
    r"\b(?:decisions? (?:made|taken)|held|met|meeting|convened|cynhaliwyd|gynhaliwyd|cyfarfod|minutes?|proceedings|agenda|cofnodion"
    r"|summon(?:ed|s)|adjourned)\b",
    re.I,
)
"""Before a day: it is that of a meeting."""
LABEL = re.compile(
    r"(?:\bdate(?: (?:and|&) time)?(?: of (?:the )?(?:meeting|cabinet|committee|council|board|panel))?|\b(?:meeting|committee|cabinet|council) date"
    r"|\bmade at meeting|\bmeeting|\bdyddiad|\bwhen|\bday)\s*[:\t–-]\s*\W{0,3}(?:on )?$",
    re.I,
)
DECISION_DAY = re.compile(
    r"\b(?:date (?:of )?(?:the )?(?:decision|delegated decision)(?: (?:was )?(?:made|taken|signed))?|decision date|date (?:decision )?(?:made|taken|signed)"
    r"|date of (?:signature|signing)|signed(?: (?:by|on))?\b[^:\n]{0,60}?(?:date(?:d)?)?|decision (?:made|taken)(?: on)?)\s*[:\t.…_–-]*\s*$",
    re.I,
)
"""Before a day: it is that on which the decision was taken or signed."""
DATED = re.compile(r"\b(?:dated?|date of (?:this )?report|report date)\s*[:\t–-]?\s*$", re.I)
OTHER_DAY = re.compile(
    r"\b(?:publi(?:shed|cation)|effective|issued?|posted|print(?:ed)?|updated?|received|valid(?:ated)?|registered|expir\w+"
    r"|deadline|due|target|next|future|forthcoming|previous\w*|last|earlier|dispatch\w*|despatch\w*"
    r"|submitted|application|appeal|ending|ended|year|april to|call[- ]?in|comes? into|implement\w*|nesaf|diwethaf|blaenorol"
    r"|announcement|born|died|consultation|adopted|granted|permission|inspection|letter|email|order|act|regulations?)\b[^.;]{0,40}$"
    r"|\b(?:since|until|by|before|after|from|between)\s+(?:the\s+)?(?:\w+day,?\s+)?$",
    re.I,
)
"""Before a day: it is that of something else."""
OTHER_MEETING = re.compile(
    r"\b(?:at|from|following|since|to|by) (?:its|their|the|a|an) (?:[\w-]+ ){0,3}meetings?\b|\b(?:its|their) (?:[\w-]+ ){0,2}meetings?\b(?! at\b)",
    re.I,
)
"""In a sentence: a meeting that it tells of, which is another one."""
APPROVING = re.compile(
    r"\b(?:approv|confirm|sign(?:ed|ature)\b|correct record|true record|matters arising|taken as read|accepted as|cadarnhau|derbyn|adopt)|\b(?:was|were|be|been) (?:noted|received|circulated|submitted|presented|read|considered|deferred|discussed)\b",
    re.I,
)
"""How the minutes of an earlier meeting are spoken of."""
CLOCK = re.compile(
    r"\b(?:at|from|commencing|am|starting)?\s*\d{1,2}(?:[.:]\d{2})?\s*(?:[ap]\.?\s?m\b\.?|noon|hours|hrs|o'clock|yh|yp)",
    re.I,
)
"""A time of day, at which a meeting begins."""
SIZES = {
    "label": 5.0,
    "decided": 6.0,
    "held": 4.6,
    "head": 4.0,
    "alone": 3.6,
    "cover": 5.2,
    "dated": 2.4,
    "near": 1.6,
    "name": 1.5,
    "partial": 0.8,
}
"""Points of each sign; what a partial day loses is `partial`."""
MEETS = frozenset({PaperKind.MINUTES, PaperKind.AGENDA, PaperKind.PACK, PaperKind.SUPPLEMENT})
REPORTS = frozenset({PaperKind.REPORT, PaperKind.DECISION_RECORD, PaperKind.PORTFOLIO_REPORT})


def day_signs(paragraphs: Sequence[Paragraph], cover: Cover, kind: PaperKind) -> list[Sign[date]]:
    """Return what tells the day of a paper's meeting or decision, in its front and signature."""
    front = [p for p in paragraphs[:FRONT] if p.plain]
    items = first_item(front)
    # A title that ends in a day, with a body beside it, tells the day of the body's meeting.
    heads = [
        line for p in front[:3] for line in p.plain_lines[:3] if len(line.split()) <= LONGEST_HEAD
    ]
    headed = any(find_body(line) for line in heads)
    signs: list[Sign[date]] = []
    # The date of a supplement's covering letter is not the meeting's.
    for value, weight in ((cover.date, "cover"), (cover.to, "label")):
        if front and value and kind is not PaperKind.SUPPLEMENT:
            place = next((p for p in front if value[:30] in p.plain), front[0])
            found = find_days(value)[:1]
            signs += [sign_in(place, each.day, SIZES[weight], value) for each in found]
    for index, (paragraph, below) in enumerate(pairwise([*front, None])):
        if paragraph is None:
            continue
        signs += _in_paragraph(paragraph, below, index, kind, within=index >= items, headed=headed)
    if kind is PaperKind.DECISION_RECORD:
        signs += _signed(paragraphs)
    return [*signs, *_without_a_year(front, items, kind, paragraphs)]


def _in_paragraph(
    paragraph: Paragraph,
    below: Paragraph | None,
    index: int,
    kind: PaperKind,
    *,
    within: bool,
    headed: bool,
) -> Iterator[Sign[date]]:
    """Yield the days of a paragraph that may be the meeting's, each as its words weigh it."""
    text = "\n".join(paragraph.plain_lines)
    if paragraph.is_row and len(paragraph.plain_cells) > 1:
        text = "\t".join(paragraph.plain_cells)
    text = text[:LETTERS]
    for found in find_days(text):
        weight = _weight(text, found, paragraph, index, kind, within=within, headed=headed)
        if weight > 0:
            agreed = {True: 0.3, False: -0.6, None: 0.0}[found.agrees]
            line = _line_at(text, found.start)
            yield sign_in(paragraph, found.day, weight + agreed - 0.05 * index, line)
    # "… held at the Town Hall on" above "26 February 2020".
    opens = HELD.search(text) and not find_days(text) and not APPROVING.search(text)
    if below and opens and index < CLOSE and paragraph.words <= 60 and not within:
        plain = below.plain_lines[0]
        for found in find_days(f"{text}\n{plain}")[:1]:
            ahead = plain[: max(0, found.start - len(text) - 1)]
            if found.end > len(text) and len(ahead.split()) <= 8 and not OTHER_DAY.search(ahead):
                yield sign_in(below, found.day, SIZES["held"] - 0.4 - 0.05 * index, plain)


HEADS = re.compile(r"\W*(?:[\w-]+ (?:of )?){0,3}?(?:decisions?|minutes?|notes|agenda)\b", re.I)
"""Opens a heading that tells of its own meeting: "Notice of decisions of the Cabinet at its"."""
APPROVED = re.compile(r"^\W*(?:un)?(?:approved|confirmed|signed|adopted)(?= minutes\b)", re.I)


def _line_at(text: str, place: int) -> str:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    return text[start : end if end >= 0 else None]


def _weight(
    text: str,
    found: FoundDay,
    paragraph: Paragraph,
    index: int,
    kind: PaperKind,
    *,
    within: bool,
    headed: bool,
) -> float:
    """Return the points of a day by the words around it; 0 where it is that of something else."""
    before = text[: found.start]
    line = _line_at(text, found.start)
    ahead = before[before.rfind("\n") + 1 :]
    record = kind is PaperKind.DECISION_RECORD
    if DECISION_DAY.search(before):
        return SIZES["decided"] if record else SIZES["dated"]
    if LABEL.search(before) or re.search(r"(?i)\bmade at meeting\s*:", ahead):
        if re.search(r"(?i)\b(?:next|last|previous)\b", ahead):
            return 0.0
        if kind is PaperKind.SUPPLEMENT and re.search(r"(?i)(?:^|\n)\W*date\W*$", before):
            return SIZES["near"] - 0.2  # of its covering letter
        several = kind not in MEETS | REPORTS and len(find_days(line)) > 1
        return SIZES["near"] if several or (within and kind in MEETS) else SIZES["label"]
    sentence = re.split(r"[.;]\s", before)[-1]
    spoken = sentence.replace("\n", " ")
    heads = index < CLOSE and not within and HEADS.match(spoken)
    if OTHER_DAY.search(spoken) or (OTHER_MEETING.search(spoken) and not heads):
        return 0.0
    listed = paragraph.plain_lines.index(line) > 0 if line in paragraph.plain_lines else False
    if (index or listed) and ITEM.match(line) and ahead.strip():
        return 0.0
    if APPROVING.search(APPROVED.sub("", text)) or (
        within and wordings.MARKER.match(paragraph.unit.text)
    ):
        return 0.0
    if wordings.BODY_AND_DAY.match(line):
        return SIZES["label"] - 0.2
    if kind is PaperKind.MINUTES and re.search(
        r"(?i)\b(?:will|to|that|would) .{0,60}\bbe held\b|\bbe held on\W*$", sentence
    ):
        return 0.0
    if _opens_an_entry(before, line, found):
        return 0.0
    rest = without_days(line)
    rest = CLOCK.sub(" ", rest).strip(" ,.-–—|()*#")
    close = index < CLOSE and not within
    if close and HELD.search(sentence) and paragraph.words <= 70:
        return SIZES["held"] + (0.3 if CLOCK.search(line) else 0.0)
    if close and (names_body(rest) or HELD.search(line)) and len(line.split()) <= 16:
        return SIZES["head"] + (0.3 if CLOCK.search(line) else 0.0)
    if close and not re.search(r"[A-Za-z]{2}", rest):
        return (
            SIZES["alone"]
            + (0.4 if CLOCK.search(line) else 0.0)
            - (0.0 if kind in MEETS | REPORTS else 1.0)
        )
    if DATED.search(before):
        return SIZES["dated"] if kind in REPORTS else 0.0
    if close and kind in MEETS and len(line.split()) <= 30:
        return SIZES["near"] + (1.0 if CLOCK.search(line) else 0.0)
    if close and kind in REPORTS and len(line.split()) <= 12:
        return SIZES["near"] + 0.4
    if (
        close
        and headed
        and index < 3
        and len(line.split()) <= 14
        and line.rstrip(" .)").endswith(text[found.start : found.end].strip(" .)"))
    ):
        return SIZES["near"]
    return 0.0


def _opens_an_entry(before: str, line: str, found: FoundDay) -> bool:
    """Whether a day opens a line that goes on to something else, as in a diary or a register.

    "1/03/24 - Minutes" is an item's number; a heading that wraps ends its line in a small word.
    """
    above, _, ahead = before.rpartition("\n")
    if ahead.strip(" *-–—("):
        return False
    after = CLOCK.sub(" ", line[found.end - found.start + len(ahead) :])
    if CLOCK.match(line[found.end - found.start + len(ahead) :].strip(" ,-–—")):
        return False
    wraps = re.search(r"(?:\b(?:on|at|the|of|held|day)|,|[-–—])\W*$", above)
    return (
        not wraps
        and len(re.findall(r"[A-Za-z]{3,}", after)) > 2
        and not re.match(r"\W*(?:at|in|via)\b", after)
    )


def _signed(paragraphs: Sequence[Paragraph]) -> Iterator[Sign[date]]:
    """Yield the day beside the signature at the end of a record of a decision."""
    last = paragraphs[-40:]
    for index, paragraph in enumerate(last):
        near = " ".join(p.plain for p in last[max(0, index - 2) : index + 1])
        signed = re.search(r"\b(?:signed|signature)\b", near, re.I)
        found = find_days(paragraph.plain) if signed and paragraph.words <= 30 else []
        for each in found[:1]:
            if re.search(r"\b(?:dated?|signed)\b", near, re.I) and not OTHER_DAY.search(
                paragraph.plain[: each.start]
            ):
                yield sign_in(paragraph, each.day, SIZES["decided"] - 0.5)


# Days without a year, and what stands beside the text


def _without_a_year(
    front: Sequence[Paragraph], items: int, kind: PaperKind, paragraphs: Sequence[Paragraph]
) -> Iterator[Sign[date]]:
    """Yield the days of headings that print no year, in the one year that fits."""
    if kind not in MEETS:
        return
    heads = [
        (index, paragraph, line, partial)
        for index, paragraph in enumerate(front[: min(items, CLOSE)])
        for line in paragraph.plain_lines
        for partial in find_partial_days(line)
        if len(line.split()) <= 16
        and not APPROVING.search(line)
        and not OTHER_DAY.search(line[: partial.start])
    ]
    if not heads or any(find_days(p.plain) for p in front[: min(items, 6)]):
        return
    text = " ".join(p.plain for p in paragraphs[:200])
    years = {int(year) for year in re.findall(rf"(?<![\w/£.-]){FULL_YEAR}(?![\w/£-])", text)}
    for index, paragraph, line, partial in heads:
        near = {year + more for year in years for more in (-1, 0, 1)}
        day = partial.in_years(years) or (
            partial.in_years(near) if partial.weekday is not None else None
        )
        held = HELD.search(line) or names_body(without_days(line[: partial.start]))
        if day:
            weight = SIZES["held" if held else "alone"] - SIZES["partial"] - 0.05 * index
            yield sign_in(paragraph, day, weight, line)


def partial_with_name(front: Sequence[Paragraph], years: frozenset[int]) -> list[Sign[date]]:
    """Return the day of a heading without a year, in the one of these years that fits it.

    The years are those that stand beside the text: in the file's name, folder and properties.
    """
    signs = []
    for index, paragraph in enumerate(front[:CLOSE]):
        for line in paragraph.plain_lines:
            for partial in find_partial_days(line)[:1]:
                day = partial.in_years(years) if len(line.split()) <= 16 else None
                if (
                    day
                    and not OTHER_DAY.search(line[: partial.start])
                    and not APPROVING.search(line)
                ):
                    weight = SIZES["alone"] - SIZES["partial"] - 0.05 * index
                    signs.append(sign_in(paragraph, day, weight, line))
    return signs


def day_in_file_name(name: str, kind: PaperKind) -> Sign[date] | None:
    """Return the day that a file's name gives; exports of committee systems date a meeting so.

    The name of what is no meeting's paper must give it whole, year first.
    """
    file = PurePosixPath(name).name
    whole = ISO.search(file.replace("_", " "))
    day = first_date(whole[0]) if whole else None
    if day is None and kind in MEETS | REPORTS:
        day = day_in_name(file)
    return Sign(day, SIZES["name"] + 0.4 * bool(whole), file) if day else None
