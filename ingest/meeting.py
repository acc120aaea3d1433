"""Read what a paper is: its kind, council, body, meeting date, venue and title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest import patterns
from ingest.council import find_council
from ingest.cover import cover_fields
from ingest.dates import find_dates, first_date
from ingest.headings import stands_alone
from ingest.paragraphs import Paragraph
from ingest.venue import find_venue
from qa.papers import PaperKind

FRONT = 45
"""Paragraphs at the front of a paper in which its particulars stand."""

HELD = re.compile(
    r"(?:minutes? of (?:the |a )?(?!previous|last)(?:\w+ )?(?:meeting|proceedings)|(?:meeting|held) (?:held )?(?:at|in|on)|minutes$|^minutes\b|present\s*:)",
    re.I,
)
APPENDIX = re.compile(
    r"(?:(?:19|20)\d\d[-/–]\d{2,4}\s+)?(?:appendix|annex(?:e)?)\s+[A-Z0-9]{1,3}\b", re.I
)
DECISION_LIST = re.compile(
    r"\W*(?:draft )?(?:decision (?:list|sheet|summary)|(?:list|summary|schedule) of decisions(?: (?:made|taken))?)\W*",
    re.I,
)
"""Heads the decisions of a meeting, published before its minutes: they are read as minutes."""
NOT_BODIES = {
    "district council",
    "borough council",
    "city council",
    "town council",
    "parish council",
}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the front of a paper, or of a report bound in a pack, says about itself."""

    kind: PaperKind
    title: str | None = None
    council: str | None = None
    body: str | None = None
    meeting_date: date | None = None
    venue: str | None = None
    references: tuple[str, ...] = ()
    proposed_decision: bool = False
    """A decision record drawn up before the decision: what it holds is a recommendation."""


def _is_body_line(text: str) -> bool:
    return len(text.split()) <= 9 and not re.search(r"[.;?]$", text)


def _names_body(line: str) -> bool:
    """Whether a line is a body's name (and perhaps a day), not a title that mentions one."""
    body = find_body(line)
    bare = patterns.LONG_DATE.sub(
        "", re.sub(r"(?i)\b(?:meeting|committee|date)\s*:|\([^)]*\)", "", line)
    )
    return (
        body is not None
        and 2 * len(body.split()) > len(re.findall(r"[A-Za-z]+", bare))
        and (len(re.findall(r"[A-Za-z]+", bare)) <= len(body.split()) + 1)
    )


def find_body(text: str) -> str | None:
    """Return the decision-making body that a short line names, in title case."""
    match = patterns.BODY.search(text.title() if text.isupper() else text)
    if not match:
        match = patterns.BODY.search(text.lower())
    if not match:
        return None
    body = re.sub(r"^(?:(?:The|A|Of|For|To|Report|Meeting|Minutes?)\s+)+", "", match[0].strip())
    body = body if not body.islower() else body.title()
    body = re.sub(r"\b(And|Of|For|The)\b", lambda m: m[0].lower(), body)
    return None if body.lower() in NOT_BODIES else body


def _body(front: Sequence[Paragraph], cover: dict[str, str], council: str | None) -> str | None:
    if "to" in cover and (body := find_body(cover["to"])):
        return body
    lines = [patterns.plain(line) for p in front for line in p.unit.text.split("\n")]
    candidates = [line for line in lines if _is_body_line(line) and _names_body(line)]
    for paragraph in front:
        if match := re.search(
            r"(?:minutes of (?:the|a) (?:(?:\w+ )?meeting of (?:the )?)?|decisions of the |meeting\s*:\s*|meeting of (?:the )?)(.{3,80})",
            paragraph.plain,
            re.I,
        ):
            candidates.insert(0, re.split(r"\s+(?:held|on|at)\s", match[1])[0])
    for text in candidates:
        body = find_body(text)
        if body and body.lower() not in (council or "").lower():
            return body
        if body and text.lower().strip(" *") == "council":
            return "Council"
    return None


def _meeting_date(
    front: Sequence[Paragraph], cover: dict[str, str], kind: PaperKind
) -> date | None:
    # The date of a supplement's covering letter is not the meeting's.
    for name in ("date", "to") if kind is not PaperKind.SUPPLEMENT else ():
        if name in cover and (day := first_date(cover[name])):
            return day
    for paragraph in front[:12]:
        if patterns.BODY_AND_DAY.match(paragraph.plain) and (day := first_date(paragraph.plain)):
            return day
    if kind in (PaperKind.AGENDA, PaperKind.PACK):
        return first_date(" \n ".join(p.plain for p in front[:15]))
    if kind is PaperKind.MINUTES and (alone := _day_alone(front[:4])):
        return alone
    if kind in (PaperKind.MINUTES, PaperKind.SUPPLEMENT, PaperKind.OTHER):
        # Below the heading, before the minutes of an earlier meeting are spoken of.
        for index, paragraph in enumerate(front[:8]):
            near = " ".join(p.plain for p in front[index : index + 3])
            if HELD.search(paragraph.plain) and paragraph.words <= 40 and (day := first_date(near)):
                return day
    if kind in (PaperKind.MINUTES, PaperKind.SUPPLEMENT):
        return first_date(" \n ".join(p.plain for p in front[:15]))
    if kind not in (PaperKind.REPORT, PaperKind.DECISION_RECORD, PaperKind.PORTFOLIO_REPORT):
        return None
    for paragraph in front[:12]:
        if paragraph.words <= 12 and (dates := find_dates(paragraph.plain)):
            return dates[0][1]
    return None


def _day_alone(front: Sequence[Paragraph]) -> date | None:
    """Return the day that stands on a line of its own in a paper's heading."""
    for line in (patterns.plain(line) for p in front for line in p.unit.text.split("\n")):
        if patterns.LONG_DATE.fullmatch(line.strip(" .,")) and (day := first_date(line)):
            return day
    return None


def _kind(front: Sequence[Paragraph], cover: dict[str, str]) -> tuple[PaperKind, bool]:
    head = [p.plain for p in front[:14]]
    first = "\n".join(head)
    short = [text for text in head if len(text.split()) <= 10]
    lines = [patterns.plain(line) for p in front[:14] for line in p.unit.text.split("\n")]
    if any(
        re.fullmatch(r"(?i)\W*(?:public )?(?:agenda|document pack|notice of meeting)\W*", t)
        for t in [*short, *lines]
    ):
        return PaperKind.AGENDA, False
    if any(DECISION_LIST.fullmatch(line) for line in lines):
        return PaperKind.MINUTES, False
    if re.search(
        r"(?i)unavailable when the agenda was published|\bnow able to enclose\b|supplementary (?:agenda|pack|papers)|^supplement\b|\bto follow\b.*\benclosed\b",
        first,
    ):
        return PaperKind.SUPPLEMENT, False
    if match := re.search(
        r"(?im)^.{0,60}?\b(proposed )?(?:record of (?:[\w ]{0,30})decision|decision (?:notice|record))\b",
        first,
    ):
        return PaperKind.DECISION_RECORD, bool(match[1])
    if any(
        re.search(r"\bequality (?:impact )?(?:assessment|analysis)\b|\beqia\b", t, re.I)
        for t in short[:4]
    ):
        return PaperKind.EQUALITY_ASSESSMENT, False
    if re.search(
        r"(?i)\bminutes of (?:the|a) (?:\w+ )?(?:meeting|proceedings)|^meeting held at|^minutes\W*$"
        r"|^\W*(?:draft )?minutes? of (?:the |a )?(?:\w+ )?meeting\b"
        r"|^\W*minutes of (?:the )?[\w &,'’-]{0,60}?(?:committee|cabinet|council|executive|panel|board|forum)\b",
        first,
        re.M,
    ):
        return PaperKind.MINUTES, False
    if re.search(
        r"(?i)(?:cabinet member|portfolio(?: holder)?(?:'s|’s)?|leader'?s?) (?:update )?report\b|period of report",
        first,
    ):
        return PaperKind.PORTFOLIO_REPORT, False
    if any(APPENDIX.match(text) for text in short[:4]):
        return PaperKind.APPENDIX, False
    if (
        "subject" in cover
        or "author" in cover
        or any(
            re.match(r"(?:final |interim |joint )?report of\b|[\w &,'’/-]{3,60} report$", t, re.I)
            for t in short[:6]
        )
    ):
        return PaperKind.REPORT, False
    if any(re.fullmatch(r"(?i)\W*agenda\W*", p.plain) for p in front):
        return PaperKind.AGENDA, False
    return PaperKind.OTHER, False


def _is_no_title(text: str) -> bool:
    """A council, a body, a day, or "report of" someone: not what a paper is about."""
    return bool(
        _names_body(text)
        or re.fullmatch(r"(?:[\w'’.&-]+ ){1,4}council", text, re.I)
        or patterns.LONG_DATE.fullmatch(text)
        or re.match(r"(?:final |interim )?report of\b|chapter \w+$", text, re.I)
    )


def _title(
    kind: PaperKind,
    front: Sequence[Paragraph],
    cover: dict[str, str],
    body: str | None,
    day: date | None,
) -> str | None:
    if "subject" in cover and kind is not PaperKind.AGENDA:
        return cover["subject"]
    when = f"{day.day} {day:%B %Y}" if day else None
    if kind in (PaperKind.MINUTES, PaperKind.AGENDA, PaperKind.PACK, PaperKind.SUPPLEMENT):
        word = {
            PaperKind.MINUTES: "Minutes",
            PaperKind.AGENDA: "Agenda",
            PaperKind.PACK: "Agenda pack",
        }.get(kind, "Supplement")
        return ", ".join(part for part in (f"{word} of {body}" if body else word, when) if part)
    titles = [
        p
        for p in front[:10]
        if 2 <= p.words <= 16
        and not p.is_row
        and (p.bold or p.plain.isupper() or (p.size == 0 and stands_alone(p)))
        and not re.search(r"[.:;]$", p.plain)
        and not _is_no_title(p.plain)
    ]
    if not titles:
        return None
    # "Appendix G" above "Reserves Policy": the larger type, then the fuller words.
    # Capitals count for as much as four points.
    best = (
        max(titles[:3], key=lambda p: (round(p.size) + 4 * p.plain.isupper(), len(p.plain)))
        if titles[0].size
        else titles[0]
    )
    return re.sub(r"^\d{1,2}\s*[|.]\s*", "", best.plain)


def read_particulars(paragraphs: Sequence[Paragraph]) -> Particulars:
    """Read a paper's particulars from its front; what is not there stays None."""
    front = [p for p in paragraphs[:FRONT] if p.plain]
    cover = cover_fields(front)
    kind, proposed = _kind(front, cover)
    council = find_council(paragraphs[:400])
    body = _body(front[:20], cover, council)
    day = _meeting_date(front, cover, kind)
    title = _title(kind, front, cover, body, day)
    meets = kind in (PaperKind.AGENDA, PaperKind.MINUTES, PaperKind.SUPPLEMENT)
    venue = cover.get("venue") or (find_venue(front) if meets else None)
    references = tuple(
        dict.fromkeys(patterns.references(cover.get("number", "") + " " + (title or "")))
    )
    return Particulars(kind, title, council, body, day, venue, references, proposed)
