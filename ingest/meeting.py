"""Read what a paper is: its kind, council, body, meeting date, venue and title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest import patterns
from ingest.dates import find_dates, first_date
from ingest.paragraphs import Paragraph
from qa.papers import PaperKind

FRONT = 45
"""Paragraphs at the front of a paper in which its particulars stand."""

COUNCIL = re.compile(
    r"\b((?:London Borough of |Royal Borough of |City of |Comhairle )?[A-Z][\w'’.-]*(?:[ -](?:and|upon|of|the|on|with|&|in)?\s?[A-Z][\w'’.-]*){0,4}\s"
    r"(?:(?:County|Borough|City|District|Metropolitan|Parish|Town|Unitary)\s)*(?:Council|COUNCIL))\b|\b((?:London|Royal) Borough of [A-Z]\w+(?: (?:and|&) \w+)?)|\bL B ([A-Z]\w+)"
)
LABELS = {
    "subject": re.compile(
        r"^(?:subject(?: matter)?(?:\s*/\s*title of decision)?|title(?: of (?:decision|report))?|report title|name of (?:report|paper))(?:\s*/\s*title)?\s*[:\t]\s*(.+)",
        re.I,
    ),
    "to": re.compile(
        r"^(?:report )?to\s*[:\t]\s*(.+)|^decision (?:to be )?(?:taken by|maker)\s*[:\t]?\s*(.+)|^committee\s*[:\t]\s*(.+)|^meeting\s*[:\t]\s*(.+)",
        re.I,
    ),
    "date": re.compile(
        r"^(?:date(?: of (?:meeting|decision|cabinet|committee|council))?|meeting date|decision date)\s*[:\t]\s*(.+)",
        re.I,
    ),
    "venue": re.compile(r"^(?:venue|place|location)\s*[:\t]\s*(.+)", re.I),
    "number": re.compile(
        r"^(?:decision (?:no|number|ref(?:erence)?)|report (?:no|number|ref(?:erence)?)|ref(?:erence)?(?: no)?)\.?\s*[:\t]?\s*(.+)",
        re.I,
    ),
}
HELD = re.compile(
    r"(?:minutes of (?:the|a) (?:\w+ )?(?:meeting|proceedings)|(?:meeting|held) (?:held )?(?:at|in|on)|minutes$|^minutes\b|present\s*:)",
    re.I,
)
NOT_COUNCILS = frozenset(
    ["the", "at", "by", "in", "for", "and", "that", "of", "one", "full", "each", "every", "our", "other", "local", "this", "year", "arts", "budget", "care", "research", "sport", "school", "youth", "works", "a", "to", "members", "all", "both", "either", "some", "such", "agree"]
)
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


def _cells(paragraph: Paragraph) -> list[str]:
    return [patterns.plain(cell) for cell in paragraph.unit.text.split("\t") if cell.strip()]


def cover_fields(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """Return the cover table's subject, to, date, venue and number, each as printed."""
    found: dict[str, str] = {}
    for index, paragraph in enumerate(paragraphs[:FRONT]):
        for text in _label_value_pairs(paragraph):
            for name, pattern in LABELS.items():
                if name not in found and (match := pattern.match(text)):
                    value = next(group for group in match.groups() if group)
                    found[name] = value.strip(" \t|")
        if "to" not in found and re.match(r"^decision to be taken by:?$", paragraph.plain, re.I):
            found["to"] = paragraphs[index + 1].plain if index + 1 < len(paragraphs) else ""
    return found


def _label_value_pairs(paragraph: Paragraph) -> list[str]:
    if "\t" not in paragraph.unit.text:
        return [paragraph.plain]
    cells = _cells(paragraph)
    pairs = []
    for index, cell in enumerate(cells):
        if cell.endswith((":", "?")) and index + 1 < len(cells):
            # A cell may be cut in two by the extraction: the longest repeats the whole.
            values = [c for c in cells[index + 1 :] if not c.endswith((":", "?"))]
            run = []
            for value in cells[index + 1 :]:
                if value.endswith((":", "?")):
                    break
                run.append(value)
            pairs.append(f"{cell} {max(run or values or [''], key=len)}")
    return pairs


def _is_body_line(text: str) -> bool:
    return len(text.split()) <= 9 and not re.search(r"[.;?]$", text)


def find_body(text: str) -> str | None:
    """Return the decision-making body that a short line names, in title case."""
    match = patterns.BODY.search(text.title() if text.isupper() else text)
    if not match:
        match = patterns.BODY.search(text.lower())
    if not match:
        return None
    body = re.sub(r"^(?:The|A|Of|For)\s+", "", match[0].strip())
    body = body if not body.islower() else body.title()
    body = re.sub(r"\b(And|Of|For|The)\b", lambda m: m[0].lower(), body)
    return None if body.lower() in NOT_BODIES else body


def _body(front: Sequence[Paragraph], cover: dict[str, str], council: str | None) -> str | None:
    if "to" in cover and (body := find_body(cover["to"])):
        return body
    lines = [patterns.plain(line) for p in front for line in p.unit.text.split("\n")]
    candidates = [line for line in lines if _is_body_line(line)]
    for paragraph in front:
        if match := re.search(
            r"(?:minutes of (?:the|a) meeting of (?:the )?|meeting\s*:\s*|meeting of (?:the )?)(.{3,80})",
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
    for name in ("date", "to"):
        if name in cover and (day := first_date(cover[name])):
            return day
    for paragraph in front[:12]:
        if patterns.BODY_AND_DAY.match(paragraph.plain) and (day := first_date(paragraph.plain)):
            return day
    if kind in (PaperKind.AGENDA, PaperKind.PACK):
        return first_date(" \n ".join(p.plain for p in front[:15]))
    for paragraph in front:
        if paragraph.words > 40 or kind not in (
            PaperKind.MINUTES,
            PaperKind.SUPPLEMENT,
            PaperKind.OTHER,
        ):
            continue
        if HELD.search(paragraph.plain) and (day := first_date(paragraph.plain)):
            return day
    joined = " ".join(p.plain for p in front[:8])
    if HELD.search(joined) and (day := first_date(joined)):
        return day
    if kind in (PaperKind.MINUTES, PaperKind.SUPPLEMENT):
        return first_date(" \n ".join(p.plain for p in front[:15]))
    if kind not in (PaperKind.REPORT, PaperKind.DECISION_RECORD, PaperKind.PORTFOLIO_REPORT):
        return None
    for paragraph in front[:12]:
        if paragraph.words <= 12 and (dates := find_dates(paragraph.plain)):
            return dates[0][1]
    return None


def find_council(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the council whose paper this is: named in a line of its own, or far the most.

    A council that is merely mentioned (a neighbour, a partner) is not taken: None is better.
    """
    counts: Counter[str] = Counter()
    heads: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        for match in COUNCIL.finditer(paragraph.unit.text.replace("\n", " ")):
            name = _council_name(match)
            if name is None:
                continue
            counts[name] += 1
            line = next(
                (x for x in paragraph.unit.text.split("\n") if name.lower() in x.lower()), ""
            )
            alone = line and len(line.split()) <= len(name.split()) + 5
            if index < FRONT and alone and not paragraph.is_row:
                heads.append(name)
    if heads:
        return Counter(heads).most_common(1)[0][0]
    ranked = counts.most_common(2)
    if ranked and ranked[0][1] >= 4 and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]):
        return ranked[0][0]
    return None


def _council_name(match: re.Match[str]) -> str | None:
    if match[3]:
        return f"London Borough of {match[3]}"
    name = re.sub(r"\s+", " ", next(group for group in match.groups() if group))
    name = name.title() if name.isupper() else name
    words = name.split()
    if len(words) < 2 or "." in name or words[0].lower() in NOT_COUNCILS:
        return None
    if words[0].lower() in {"county", "district", "borough", "city", "parish", "town"}:
        return None
    return name


def _kind(front: Sequence[Paragraph], cover: dict[str, str]) -> tuple[PaperKind, bool]:
    head = [p.plain for p in front[:14]]
    first = "\n".join(head)
    short = [text for text in head if len(text.split()) <= 10]
    if any(
        re.fullmatch(r"(?i)\W*(?:public )?(?:agenda|document pack|notice of meeting)\W*", t)
        for t in short
    ):
        return PaperKind.AGENDA, False
    if re.search(
        r"(?i)unavailable when the agenda was published|supplementary (?:agenda|pack|papers)|^supplement\b|\bto follow\b.*\benclosed\b",
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
        r"(?i)\bminutes of (?:the|a) (?:\w+ )?(?:meeting|proceedings)|^meeting held at|^minutes\W*$",
        first,
        re.M,
    ):
        return PaperKind.MINUTES, False
    if re.search(
        r"(?i)(?:cabinet member|portfolio(?: holder)?(?:'s|’s)?|leader'?s?) (?:update )?report\b|period of report",
        first,
    ):
        return PaperKind.PORTFOLIO_REPORT, False
    if any(re.match(r"(?:appendix|annex(?:e)?)\s+[A-Z0-9]{1,3}\b", t, re.I) for t in short[:4]):
        return PaperKind.APPENDIX, False
    if "subject" in cover:
        return PaperKind.REPORT, False
    if any(re.fullmatch(r"(?i)\W*agenda\W*", p.plain) for p in front):
        return PaperKind.AGENDA, False
    return PaperKind.OTHER, False


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
        and (p.bold or p.plain.isupper())
        and not re.search(r"[.:;]$", p.plain)
    ]
    if not titles:
        return None
    # "Appendix G" above "Reserves Policy": the larger type, then the fuller words.
    best = max(titles[:3], key=lambda p: (round(p.size), len(p.plain)))
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
    references = tuple(
        dict.fromkeys(patterns.REFERENCE.findall(cover.get("number", "") + " " + (title or "")))
    )
    return Particulars(kind, title, council, body, day, cover.get("venue"), references, proposed)
