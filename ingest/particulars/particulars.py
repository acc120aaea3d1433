"""Read what a paper is: its kind, council, body, meeting date, venue and title.

All of it stands in the first `FRONT` paragraphs, on a cover or in lines of their own. What is not
there stays None: nothing is guessed from the file's name here (see `understand`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ingest import wordings
from ingest.layout.headings import stands_alone
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.bodies import body_of, find_council, names_body
from ingest.particulars.cover import Cover, read_cover
from qa.language.dates import PRINTED_DAY, WEEKDAY, find_dates, first_date
from qa.language.sentences import FULL_STOPS
from qa.papers import PaperKind

FRONT = 45
"""Paragraphs at the front of a paper in which its particulars stand."""
MEETING_HELD = re.compile(
    r"(?:minutes? of (?:the |a )?(?!previous|last)(?:\w+ )?(?:meeting|proceedings)|(?:meeting|held) (?:held )?(?:at|in|on)|minutes$|^minutes\b|present\s*:)",
    re.I,
)
NUMBER = re.compile(r"(?=.*\d)(?=.*[A-Z/-])[A-Z\d][A-Z\d/.-]{3,19}")
"""A decision's or report's number, where a label says so: "2024/118"."""
NUMBERED = re.compile(
    r"\breport (?:no|number|ref(?:erence)?)\b\.?\s*:?\s*(?P<number>(?=\S*\d)[A-Z\d][A-Z\d/.-]{2,18}[A-Z\d])",
    re.I,
)
"""A report's number, in its front beside other things: "(Report no. AB/25/61)"."""
NUMBER_NEAR = 8
"""Paragraphs of a report's front in which it gives its number."""
SIGNED = re.compile(
    r"\b(?:was|were|be) (?:taken as read|agreed|approved|confirmed|accepted|signed)\b", re.I
)
"""How the minutes of an earlier meeting are spoken of."""
TIME = re.compile(
    r"[,\s]*(?:at |from )?\d{1,2}(?:[.:]\d{2})?\s*(?:[ap]\.?m\.?|noon|hours)?\W*$", re.I
)


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


def read_particulars(paragraphs: Sequence[Paragraph]) -> Particulars:
    """Read a paper's particulars from its front; what is not there stays None."""
    front = [p for p in paragraphs[:FRONT] if p.plain]
    cover = read_cover(front)
    kind, proposed = _kind_of(front, cover)
    council = find_council(paragraphs[:400])
    body = body_of(front[:20], cover, council, record=kind is PaperKind.DECISION_RECORD)
    day = _meeting_date(front, cover, kind)
    title = title_of(kind, front, cover, body, day)
    meets = kind in (PaperKind.AGENDA, PaperKind.MINUTES, PaperKind.SUPPLEMENT)
    # "Town Hall. The meeting began at 2 pm.": the place ends with the sentence.
    venue = FULL_STOPS.split(cover.venue)[0] or (find_venue(front) if meets else None)
    number = cover.number
    if not number and kind is PaperKind.REPORT:
        numbered = (NUMBERED.search(p.plain) for p in front[:NUMBER_NEAR])
        number = next((match["number"] for match in numbered if match), "")
    own = [number] if NUMBER.fullmatch(number) else wordings.references(number)
    references = tuple(dict.fromkeys([*own, *wordings.references(title or "")]))
    return Particulars(kind, title, council, body, day, venue, references, proposed)


def _meeting_date(front: Sequence[Paragraph], cover: Cover, kind: PaperKind) -> date | None:
    # The date of a supplement's covering letter is not the meeting's.
    for value in (cover.date, cover.to) if kind is not PaperKind.SUPPLEMENT else ():
        if day := first_date(value):
            return day
    for paragraph in front[:12]:
        if wordings.BODY_AND_DAY.match(paragraph.plain) and (day := first_date(paragraph.plain)):
            return day
    if kind in (PaperKind.AGENDA, PaperKind.PACK):
        return first_date(" \n ".join(p.plain for p in front[:15]))
    if kind is PaperKind.MINUTES and (alone := _day_alone(front[:4])):
        return alone
    if kind in (PaperKind.MINUTES, PaperKind.SUPPLEMENT, PaperKind.OTHER):
        # Below the heading, before the minutes of an earlier meeting are spoken of.
        for index, paragraph in enumerate(front[:8]):
            near = " ".join(p.plain for p in front[index : index + 3])
            if (
                MEETING_HELD.search(paragraph.plain)
                and not SIGNED.search(paragraph.plain)
                and paragraph.words <= 40
                and (day := first_date(near))
            ):
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
    for line in [line for p in front for line in p.plain_lines]:
        match = PRINTED_DAY.match(line)
        if match and not TIME.sub("", line[match.end() :]).strip(" .,"):
            return first_date(line)
    return None


# The kind

NEAR = 14
"""Paragraphs at the front in which a paper says what it is."""
LONGEST_LINE = 10
LONGEST_HEADING = 20
"""Words of a line that says what the paper is; of one that is printed as a heading."""
APPENDIX = re.compile(
    r"(?:(?:19|20)\d\d[-/–]\d{2,4}\s+)?(?:appendix|annex(?:e)?)\s+[A-Z0-9]{1,3}\b", re.I
)
AGENDA = re.compile(r"\W*(?:public )?(?:agenda|document pack|notice of meeting)\W*", re.I)
AGENDA_ALONE = re.compile(r"\W*agenda\W*", re.I)
DECISION_LIST = re.compile(
    r"\W*(?:draft )?(?:decision (?:list|sheet|summary)|(?:list|summary|schedule) of decisions(?: (?:made|taken))?)\W*",
    re.I,
)
"""Heads the decisions of a meeting, published before its minutes: they are read as minutes."""
SUPPLEMENT = re.compile(
    r"unavailable when the agenda was published|\bnow able to enclose\b|supplementary (?:agenda|pack|papers)|^supplement\b|\bto follow\b.*\benclosed\b",
    re.I,
)
RECORD = re.compile(
    r"^.{0,60}?\b(?P<proposed>proposed )?(?:record of (?:[\w ]{0,30})decision|decision (?:notice|record|form)|notice of (?:[\w ]{0,30})decision)\b(?!\W{0,3}pending)",
    re.I | re.M,
)
ASSESSMENT = re.compile(r"\bequality (?:impact )?(?:assessment|analysis)\b|\beqia\b", re.I)
MINUTES = re.compile(
    r"\bminutes of (?:the|a) (?:\w+ )?(?:meeting|proceedings)|^meeting held at|^minutes\W*$"
    r"|^\W*(?:draft )?minutes? of (?:the |a )?(?:\w+ )?meeting\b"
    r"|^\W*minutes of (?:the )?[\w &,'’-]{0,60}?(?:committee|cabinet|council|executive|panel|board|forum)\b",
    re.I | re.M,
)
PORTFOLIO = re.compile(
    r"(?:cabinet member|portfolio(?: holder)?(?:'s|’s)?|leader'?s?) (?:update )?report\b|period of report",
    re.I,
)
REPORT = re.compile(
    r"(?:final |interim |joint )?report (?:of|by)\b|[\w &,'’/-]{3,60} report$", re.I
)
ASKED = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:that )?(?:the )?(?:cabinet|executive|council|[\w &,’'-]{0,60}(?:committee|board|panel|forum)|members)\b[\w ,’']{0,40}"
    r"(?:\b(?:is|are) (?:asked|recommended|requested|invited)\b|:\W*$)",
    re.I,
)
"""Names the body that a report asks: "Cabinet is asked to:", "That the Committee:"."""
ASKED_WORDS = 40
HEADING_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Front:
    """The front of a paper: its first paragraphs, the short ones, and every line of them."""

    text: str
    short: list[str]
    lines: list[str]


def _kind_of(front: Sequence[Paragraph], cover: Cover) -> tuple[PaperKind, bool]:
    """Return a paper's kind, and whether it is a decision record drawn up before the decision."""
    near = _near(front)
    if kind := _kind_of_meeting(near):
        return kind, False
    if record := RECORD.search(near.text):
        return PaperKind.DECISION_RECORD, bool(record["proposed"])
    if any(ASSESSMENT.search(text) for text in near.short[:4]):
        return PaperKind.EQUALITY_ASSESSMENT, False
    if MINUTES.search(near.text):
        return PaperKind.MINUTES, False
    if PORTFOLIO.search(near.text):
        return PaperKind.PORTFOLIO_REPORT, False
    if any(_heads_appendix(paragraph) for paragraph in front[:4]):
        return PaperKind.APPENDIX, False
    if cover.subject or cover.author or any(REPORT.match(text) for text in near.short[:6]):
        return PaperKind.REPORT, False
    if any(AGENDA_ALONE.fullmatch(p.plain) for p in front):
        return PaperKind.AGENDA, False
    return (PaperKind.REPORT if _asks_a_body(front) else PaperKind.OTHER), False


def _asks_a_body(front: Sequence[Paragraph]) -> bool:
    """Whether a paper's heading "Recommendations" stands above what a body is asked to do."""
    for index, paragraph in enumerate(front):
        headed = paragraph.words <= HEADING_WORDS and wordings.RECOMMENDATION.match(paragraph.plain)
        below = front[index + 1 : index + 3]
        if headed and any(ASKED.match(p.plain) and p.words <= ASKED_WORDS for p in below):
            return True
    return False


def _heads_appendix(paragraph: Paragraph) -> bool:
    """Whether a paragraph is an appendix's own heading: short, or printed as a heading."""
    if not APPENDIX.match(paragraph.plain) or paragraph.is_row:
        return False
    printed = paragraph.bold or paragraph.plain.isupper()
    return paragraph.words <= (LONGEST_HEADING if printed else LONGEST_LINE)


def _near(front: Sequence[Paragraph]) -> _Front:
    head = [p.plain for p in front[:NEAR]]
    lines = [line for p in front[:NEAR] for line in p.plain_lines]
    return _Front(
        "\n".join(head), [text for text in head if len(text.split()) <= LONGEST_LINE], lines
    )


def _kind_of_meeting(near: _Front) -> PaperKind | None:
    """Return the kind that a line of its own gives to a meeting's own papers."""
    if any(AGENDA.fullmatch(text) for text in [*near.short, *near.lines]):
        return PaperKind.AGENDA
    if any(DECISION_LIST.fullmatch(line) for line in near.lines):
        return PaperKind.MINUTES
    return PaperKind.SUPPLEMENT if SUPPLEMENT.search(near.text) else None


# The title

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
        return cover.subject
    if word := OF_MEETINGS.get(kind):
        when = f"{day.day} {day:%B %Y}" if day else None
        return ", ".join(part for part in (f"{word} of {body}" if body else word, when) if part)
    titles = [p for p in front[:10] if _may_be_title(p)]
    if kind is PaperKind.EQUALITY_ASSESSMENT and (assessed := _assessed(front)):
        return assessed
    named = [p for p in titles if _heads_appendix(p) and _names_subject(p.plain)]
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
        or PRINTED_DAY.fullmatch(text)
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
        if find_dates(day) and _is_place(line):
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
