"""Tell a paper's title, and the place of its meeting, from its front."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from ingest.layout.headings import stands_alone
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.amendments import calling_line, find_amendments
from ingest.particulars.bodies import names_body
from ingest.particulars.cover import Cover
from ingest.particulars.kinds import APPENDIX, NEAR, heads_appendix
from qa.language.dates import WEEKDAY, find_days, without_days
from qa.papers import PaperKind

OF_MEETINGS = {
    PaperKind.MINUTES: "Minutes",
    PaperKind.AGENDA: "Agenda",
    PaperKind.PACK: "Agenda pack",
    PaperKind.SUPPLEMENT: "Supplement",
}
"""Papers that are named by their meeting."""
ASSESSED = re.compile(
    r"\W*(?:(?:eqia|eia|assessment) (?:title|name)|(?:title|name) of (?:the )?(?:policy|proposal|project|service|activity|function|decision|strategy|eqia)[\w /,()]{0,60}?)\W*(?:[:\t?]\s*(?P<value>\S.*))?$",
    re.I,
)
ASSESSED_BESIDE = re.compile(r"\W*(?:eqia|eia) (?:title|name)\s+(?P<value>\w.{3,200})$", re.I)
NO_TITLE = re.compile(
    r"(?:final |interim )?report of\b|chapter \w+$|(?:agenda )?item (?:no\.? ?)?\d+[a-z]?\W*$", re.I
)
LONGEST = 40
"""Words of a title at most."""


def title_of(
    kind: PaperKind,
    front: Sequence[Paragraph],
    cover: Cover,
    body: str | None,
    day: date | None,
) -> str | None:
    """Return a paper's title: as printed, or the meeting whose paper it is; None without one."""
    if cover.subject and kind is not PaperKind.AGENDA:
        return shortened(cover.subject)
    if word := OF_MEETINGS.get(kind):
        when = f"{day.day} {day:%B %Y}" if day else None
        return ", ".join(part for part in (f"{word} of {body}" if body else word, when) if part)
    if kind is PaperKind.AMENDMENT and (filed := find_amendments(front)):
        return shortened(
            filed[0].title if len(filed) == 1 else calling_line(front[filed[0].heading])
        )
    titles = [p for p in front[:10] if _may_be_title(p)]
    if kind is PaperKind.EQUALITY_ASSESSMENT and (assessed := _assessed(front)):
        return assessed
    named = [p for p in titles if heads_appendix(p) and _names_subject(p.plain)]
    if kind is PaperKind.APPENDIX and named:
        return named[0].plain
    if not titles:
        return None
    # "Appendix G" above "Reserves Policy": the larger type, then the fuller words.
    # Capitals count for as much as four points.
    best = (
        max(titles[:3], key=lambda p: (round(p.size) + 4 * p.plain.isupper(), len(p.plain)))
        if titles[0].size
        else titles[0]
    )
    title = re.sub(r"^\d{1,2}\s*[|.]\s*", "", best.plain)
    if kind is PaperKind.PORTFOLIO_REPORT and (portfolio := _portfolio(front)):
        return f"{title}: {portfolio}"
    return title


MOST_WORDS = 27
"""Words of a subject that is taken for the title as it stands; few are as long."""
KEPT_WORDS = 15
"""Words that are kept of a longer one, where it has no clause to end with."""
CLAUSE = re.compile(r"(?<=\w)[.;:](?=\s)|\s[-–—]\s|\s\(")


def shortened(subject: str) -> str:
    """Return a subject as a title: of a long text its first clause, or its first words."""
    words = subject.split()
    if len(words) <= MOST_WORDS:
        return subject
    for match in CLAUSE.finditer(subject):
        clause = subject[: match.start()].strip()
        if 1 < len(clause.split()) <= MOST_WORDS:
            return clause
    return " ".join(words[:KEPT_WORDS]).rstrip(" ,;:-–—") + "…"


def _names_subject(heading: str) -> bool:
    """Whether an appendix's heading goes on to what it is about: "Appendix C - New Projects"."""
    rest = APPENDIX.sub("", heading, count=1)
    return len(re.findall(r"[A-Za-z]{3,}", rest)) >= 2


def _portfolio(front: Sequence[Paragraph]) -> str | None:
    """Return the portfolio and period that the table of a member's report gives."""
    for labels, values in pairwise(front):
        if not (labels.is_row and values.is_row):
            continue
        cells = zip(labels.plain_cells, values.plain_cells, strict=False)
        row = {label.lower(): value for label, value in cells}
        if row.get("portfolio"):
            parts = (row["portfolio"], row.get("period of report", ""))
            return ", ".join(part for part in parts if part)
    return None


def _assessed(front: Sequence[Paragraph]) -> str | None:
    """Return what an equality assessment assesses: beside or below the label that asks for it."""
    for paragraph, below in pairwise(front):
        if match := ASSESSED.match(paragraph.plain):
            if match["value"]:
                return match["value"] if len(match["value"].split()) <= LONGEST else None
            return below.plain if below.words <= LONGEST else None
        if run_in := ASSESSED_BESIDE.match(paragraph.plain_lines[0]):
            return run_in["value"]
    return None


def _may_be_title(paragraph: Paragraph) -> bool:
    prominent = paragraph.bold or paragraph.plain.isupper()
    return (
        2 <= paragraph.words <= 16
        and not paragraph.is_row
        and (prominent or (paragraph.size == 0 and stands_alone(paragraph)))
        and not re.search(r"[.:;]$", paragraph.plain)
        and not _is_no_title(paragraph.plain)
    )


def _is_no_title(text: str) -> bool:
    """A council, a body, a day, or "report of" someone: not what a paper is about."""
    return bool(
        names_body(text)
        or re.fullmatch(r"(?:[\w'’.&-]+ ){1,4}council", text, re.I)
        or not re.search(r"[A-Za-z]{3}", without_days(text))
        or NO_TITLE.match(text)
    )


# The place of the meeting

HELD_AT = re.compile(
    rf"\b(?:held|meeting)\b.{{0,160}}?\b(?:at|in)\s+(?:the\s+)?(?P<venue>(?-i:[A-Z])[^.;:]{{3,120}}?)"
    rf"(?=\s*,?\s+on\s+(?:the\s+)?(?:{WEEKDAY}|\d)|\s*,?\s+(?:commencing|starting|at)\s+(?:at\s+)?\d|[.;]|$)",
    re.I,
)
ROOM = re.compile(
    r"\b(?:chambers?|rooms?|hall|house|centre|offices?|guildhall|suite|buildings?|school|library|church|theatre|pavilion|virtual|online|microsoft teams|zoom)\b",
    re.I,
)
NOT_A_PLACE = re.compile(r"[@£]|\b(?:telephone|tel|ask for|contact|e-?mail|councillors?)\b", re.I)
"""What a line has that names an officer to ask, or a price, and no place."""


def find_venue(front: Sequence[Paragraph]) -> str | None:
    """Return the place of the meeting: in the words of its heading, or below its day."""
    for paragraph in front[:NEAR]:
        match = HELD_AT.search(paragraph.plain) if paragraph.words <= 60 else None
        if match and ROOM.search(match["venue"]) and not NOT_A_PLACE.search(match["venue"]):
            return _shown(match["venue"])
    lines = [line for p in front[:NEAR] for line in p.plain_lines]
    for day, line, follows in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
        if find_days(day) and _is_place(line):
            more = line.endswith(",") and not NOT_A_PLACE.search(follows)
            return _shown(f"{line} {follows}" if more else line)
    return None


def _is_place(line: str) -> bool:
    return (
        len(line.split()) <= 12
        and bool(ROOM.search(line))
        and not NOT_A_PLACE.search(line)
        and not line.endswith((".", ":"))
    )


def _shown(venue: str) -> str:
    venue = venue.strip(" ,")
    return venue.title() if venue.isupper() else venue
