"""Tell what a paper is: by its heading, its labels, and many weak signs of how it is written.

What a heading says outright weighs most. Where none does, minutes are known by who was present, by
what was resolved, moved and seconded, by past verbs and the close of the meeting; an agenda by what
is "to" be done; a record of a decision by its labels; a report by its sections. Each sign gives points
to one kind, and the kind with the most is taken; with too few it is a paper.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.amendments import find_amendments
from ingest.particulars.cover import Cover
from ingest.particulars.evidence import confidence_of
from qa.language.names import titles
from qa.papers import PaperKind

FRONT = 45
NEAR = 14
"""Paragraphs at the front in which a paper says what it is."""
LONGEST_LINE = 10
LONGEST_HEADING = 20
"""Words of a line that says what the paper is; of one that is printed as a heading."""
APPENDIX = re.compile(
    r"(?:(?:19|20)\d\d[-/–]\d{2,4}\s+)?(?:appendix|annex(?:e)?)\s+[A-Z0-9]{1,3}\b", re.I
)
AGENDA = re.compile(
    r"\W*(?:public )?(?:agenda|document pack|notice of meeting|agenda a hysbysiad|hysbysiad o gyfarfod)\W*",
    re.I,
)
AGENDA_OF = re.compile(
    r"(?=\W*(?-i:[A-Z]))(?:\W*(?:(?:draft|public|the) )*agenda (?:for|of) (?:(?:the|a|an) )?(?:[\w&,'’().-]+ ){0,9}?(?:meeting|committee|council|cabinet|panel|board|forum|authority)\b(?!.*\b(?:was|were|had|has|is|are)\b).*"
    r"|\W*agenda ar gyfer\b.*"
    r"|\W*(?:[\w&,'’-]+ ){1,8}(?:council|committee|cabinet|panel|board|meeting) (?:draft )?agenda\W*)",
    re.I,
)
"""Heads an agenda with the meeting that it is of: "Agenda for the meeting of the Cabinet on …"."""
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
    r"\bminutes? of (?:the|a|an) (?:[\w-]+ ){0,3}(?:meeting|proceedings)|^meeting held at|^minutes\W*$"
    r"|^\W*(?:draft |unconfirmed |approved )?minutes? (?:of|for) (?:the |a |an )?(?:[\w-]+ ){0,3}meeting\b"
    r"|^\W*minutes? of (?:the )?[\w &,'’-]{0,60}?(?:committee|cabinet|council|executive|panel|board|forum|authority)\b"
    r"|^\W*(?:[\w&,'’-]+ ){1,8}(?:council|committee|cabinet|panel|board) (?:draft )?minutes\b(?! of\b)"
    r"|^\W*cofnodion\b",
    re.I | re.M,
)
PORTFOLIO = re.compile(
    r"(?:cabinet member|portfolio(?: holder)?(?:'s|’s)?|leader'?s?) (?:update )?report\b|period of report",
    re.I,
)
REPORT = re.compile(
    r"(?:final |interim |joint )?report (?:of|by)\b|[\w &,'’/-]{3,60} report$|(?:[\w-]+ ){0,2}report\s+[A-Z&]{1,5}/[\w/]+$",
    re.I,
)
ASKED = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:that )?(?:the )?(?:cabinet|executive|council|[\w &,’'-]{0,60}(?:committee|board|panel|forum)|members|mayor)\b[\w ,’']{0,40}"
    r"(?:\b(?:is|are) (?:asked|recommended|requested|invited)\b|:\W*$)",
    re.I,
)
"""Names the body that a report asks: "Cabinet is asked to:", "That the Committee:"."""
ASKED_WORDS = 40
HEADING_WORDS = 4


class Kind(NamedTuple):
    """What a paper is, the words that tell it, and how surely."""

    kind: PaperKind
    proposed: bool
    """Whether it is a record of a decision drawn up before the decision."""
    told_by: Paragraph | None
    words: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Front:
    """The front of a paper: its first paragraphs, the short ones, and every line of them."""

    text: str
    short: list[str]
    lines: list[str]


def kind_of(paragraphs: Sequence[Paragraph], cover: Cover) -> Kind:
    """Return a paper's kind, and what tells it."""
    front = [p for p in paragraphs[:FRONT] if p.plain]
    near = _near(front)
    outright = _outright(front, near, cover)
    meets = outright is not None and outright[0] in (PaperKind.AGENDA, PaperKind.MINUTES)
    if not meets and (filed := find_amendments(paragraphs)):
        heading = paragraphs[filed[0].heading]
        return Kind(PaperKind.AMENDMENT, False, heading, heading.plain, 0.95)
    kind, proposed, words = outright or (PaperKind.OTHER, False, "")
    surely = kind in SURE or bool(kind is PaperKind.REPORT and cover.subject)
    weighed = _Weighed({}, {}) if surely else _weigh(paragraphs, front)
    points = dict(weighed.points)
    sure = OUTRIGHT.get(kind, 4.0) - (
        1.5 if outright and outright[2] in (*near.short, *near.lines) else 0.0
    ) * (kind is PaperKind.REPORT)
    points[kind] = points.get(kind, 0.0) + sure * bool(outright)
    best = max(points, key=lambda each: points[each])
    if points[best] < LEAST:
        best = PaperKind.OTHER
    rival = max((value for each, value in points.items() if each is not best), default=0.0)
    least = LEAST if best is PaperKind.OTHER else points[best]
    told = (words if best is kind and words else weighed.words.get(best, "")) or ""
    place = next((p for p in front if told and told in (p.plain, *p.plain_lines)), None)
    place = place or next((p for p in paragraphs[:LOOKED_AT] if told and told in p.plain), None)
    return Kind(
        best,
        proposed and best is PaperKind.DECISION_RECORD,
        place or (front[0] if front else None),
        told or (front[0].plain if front else ""),
        confidence_of(least, rival),
    )


def _outright(
    front: Sequence[Paragraph], near: _Front, cover: Cover
) -> tuple[PaperKind, bool, str] | None:
    """Return the kind that a paper's heading says, whether only proposed, and the heading."""
    if found := _kind_of_meeting(near):
        return found[0], False, found[1]
    if record := RECORD.search(near.text):
        return PaperKind.DECISION_RECORD, bool(record["proposed"]), _line_of(near.text, record)
    if text := next((text for text in near.short[:4] if ASSESSMENT.search(text)), ""):
        return PaperKind.EQUALITY_ASSESSMENT, False, text
    if (minutes := _heading_of_minutes(front)) is not None:
        return PaperKind.MINUTES, False, minutes
    if portfolio := PORTFOLIO.search(near.text):
        return PaperKind.PORTFOLIO_REPORT, False, _line_of(near.text, portfolio)
    if heading := next((p.plain for p in front[:4] if heads_appendix(p)), ""):
        return PaperKind.APPENDIX, False, heading
    if cover.subject or cover.author:
        return PaperKind.REPORT, False, cover.subject or cover.author
    said = [
        *near.short[:6],
        *(line for line in near.lines[:8] if len(line.split()) <= LONGEST_LINE),
    ]
    if text := next((text for text in said if REPORT.match(text)), ""):
        return PaperKind.REPORT, False, text
    if text := next((p.plain for p in front if AGENDA_ALONE.fullmatch(p.plain)), ""):
        return PaperKind.AGENDA, False, text
    asked = _asks_a_body(front)
    return (PaperKind.REPORT, False, asked) if asked else None


def _line_of(text: str, match: re.Match[str]) -> str:
    start = text.rfind("\n", 0, match.start()) + 1
    return text[start:].split("\n", 1)[0]


def _heading_of_minutes(front: Sequence[Paragraph]) -> str | None:
    """Return the heading of minutes; an item that takes the minutes of a meeting is none."""
    for index, paragraph in enumerate(front[:NEAR]):
        for line in (paragraph.plain, *paragraph.plain_lines):
            match = MINUTES.search(line)
            if not match or (index and APPROVING.search(line)):
                continue
            item = wordings.MARKER.match(paragraph.unit.text) or re.match(r"\d{1,3}\s", line)
            if not item or index == 0:
                return line
    return None


APPROVING = re.compile(
    r"\b(?:to (?:approve|confirm|agree|receive|sign|consider|adopt|note)|be (?:approved|confirmed|signed|agreed)|correct record|true record|previous meeting|last meeting)\b",
    re.I,
)


def _asks_a_body(front: Sequence[Paragraph]) -> str | None:
    """Return the heading "Recommendations" that stands above what a body is asked to do."""
    for index, paragraph in enumerate(front):
        headed = paragraph.words <= HEADING_WORDS and wordings.RECOMMENDATION.match(paragraph.plain)
        below = front[index + 1 : index + 3]
        if headed and any(ASKED.match(p.plain) and p.words <= ASKED_WORDS for p in below):
            return paragraph.plain
    return None


def heads_appendix(paragraph: Paragraph) -> bool:
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


def _kind_of_meeting(near: _Front) -> tuple[PaperKind, str] | None:
    """Return the kind that a line of its own gives to a meeting's own papers, and the line."""
    for line in [*near.short, *near.lines]:
        if AGENDA.fullmatch(line) or AGENDA_OF.fullmatch(line):
            return PaperKind.AGENDA, line
    if line := next((line for line in near.lines if DECISION_LIST.fullmatch(line)), ""):
        return PaperKind.MINUTES, line
    if supplement := SUPPLEMENT.search(near.text):
        return PaperKind.SUPPLEMENT, _line_of(near.text, supplement)
    return None


# Weak signs

OUTRIGHT = {
    PaperKind.AGENDA: 6.0,
    PaperKind.MINUTES: 7.0,
    PaperKind.SUPPLEMENT: 9.0,
    PaperKind.DECISION_RECORD: 7.0,
    PaperKind.EQUALITY_ASSESSMENT: 9.0,
    PaperKind.PORTFOLIO_REPORT: 7.0,
    PaperKind.APPENDIX: 7.0,
    PaperKind.REPORT: 4.0,
}
"""Points of a heading that says it outright; a report's heading is the least sure of them."""
SURE = frozenset(
    {
        *(PaperKind.MINUTES, PaperKind.SUPPLEMENT, PaperKind.EQUALITY_ASSESSMENT),
        *(PaperKind.DECISION_RECORD, PaperKind.PORTFOLIO_REPORT, PaperKind.APPENDIX),
    }
)
"""Kinds whose heading no weak sign outweighs."""
LEAST = 2.5
"""Points below which the kind is not known."""
LOOKED_AT = 200
"""Paragraphs of a paper in which weak signs are looked for."""


class _Sign(NamedTuple):
    """Wording that speaks for a kind: points for each place, and points at most."""

    kind: PaperKind
    pattern: re.Pattern[str]
    each: float
    most: float
    front: int = 0
    """Only among so many first paragraphs; 0 for anywhere."""


def _sign(kind: PaperKind, words: str, each: float, most: float, front: int = 0) -> _Sign:
    return _Sign(kind, re.compile(words, re.I | re.M), each, most, front)


_MINUTES, _AGENDA, _RECORD, _REPORT = (
    PaperKind.MINUTES,
    PaperKind.AGENDA,
    PaperKind.DECISION_RECORD,
    PaperKind.REPORT,
)
SIGNS = (
    # Who was there, and when
    _sign(
        _MINUTES,
        r"^[^\w\n]*(?:also )?(?:present|members present|in attendance|attending|attendance|attendees|sederunt|presennol|yn bresennol)\b(?!\w)",
        1.6,
        2.4,
        20,
    ),
    _sign(
        _MINUTES,
        r"\bapolog(?:y|ies)\b.{0,60}\b(?:was|were|had been|have been) (?:received|submitted|given|reported|noted|recorded|accepted)|\bapologies\s*(?:received\b|(?:for absence )?[:–-]\s*\w)|\bderbyniwyd ymddiheuriadau|\bapologised for\b",
        1.4,
        2.0,
        40,
    ),
    _sign(
        _MINUTES,
        r"\b(?:held (?:their|its|a|an) (?:\w+ )?meeting|meeting (?:was )?held (?:on|at|in|via)|^[^\w\n]*(?:held|meeting) (?:on|at|in|via) |^[^\w\n]*held\s*:|g?cynhaliwyd (?:y )?cyfarfod|cynhaliwyd)\b",
        1.2,
        1.4,
        12,
    ),
    _sign(
        _MINUTES,
        r"^[^\w\n]*(?:(?:annual|extraordinary|special|ordinary|general|monthly) ){1,3}meeting\b|^[^\w\n]*(?:meeting|cyfarfod)\s+\d",
        1.0,
        1.2,
        8,
    ),
    _sign(
        _MINUTES,
        r"^[^\w\n]*(?:minutes?|minute secretary|minute taker|minutes taken by)\s*:?[^\w\n]*$|^[^\w\n]*minutes? (?:secretary|taker|clerk)\b",
        1.3,
        4.0,
    ),
    # What was done
    _sign(
        _MINUTES,
        r"(?-i:\bRESOLVED\b|\bAGREED\b|\bNOTED\b)|\b(?:committee|council|cabinet|members|it was|was|were)\s+(?:\w+ ){0,2}(?:resolved|agreed)\b|\bit was noted\b|^[^\w\n]*(?:resolved|agreed)\b",
        0.6,
        3.0,
    ),
    _sign(
        _MINUTES,
        r"\b(?:moved|proposed)\b.{0,80}\bseconded\b|\bseconded by\b|\bcynigiwyd\b|\beiliwyd\b|\bput to the vote\b|\b(?:motion|amendment) (?:was )?(?:carried|lost)\b|\bvoting for\b|\bmoved as correct\b",
        1.1,
        3.3,
    ),
    _sign(
        _MINUTES,
        r"^[^\w\n]*(?:it was )?(?-i:RESOLVED|AGREED)\b|(?-i:\bRESOLVED)[ :–-]+(?:that|to)\b|\b(?:committee|cabinet|council|members|panel|board) (?-i:AGREED|RESOLVED|NOTED)\b",
        1.8,
        3.0,
    ),
    _sign(_MINUTES, r"\bpenderfynwyd\b|\bcytunwyd\b|\bnodwyd\b|\badroddodd\b", 0.6, 2.4),
    _sign(
        _MINUTES,
        rf"\b(?:{titles()}|the (?:chair(?:man|person)?|clerk|convener|mayor|leader|officer|committee|cabinet|panel|board)|members?)\b[^.\n]{{0,60}}\b(?:reported|thanked|welcomed|advised|asked|informed|explained|declared|expressed|queried|considered|summari[sz]ed|left the meeting|joined the meeting|took the chair|confirmed|noted|stated|proposed|apologised)\b",
        0.4,
        2.4,
    ),
    _sign(
        _MINUTES,
        r"\b(?:meeting|business) (?:was )?(?:closed|ended|finished|concluded|terminated|commenced|began|started|opened) (?:at|with)\b|\bno (?:further|other) business\b|\bchaired (?:the|by)\b|\bmembers of the public (?:attended|were present)|\bwere no (?:declarations|items|apologies|questions)\b|\bcaewyd\b",
        1.0,
        2.0,
    ),
    # What is to be done
    _sign(
        _AGENDA,
        r"\b(?:hereby summoned|summoned to attend|notice is hereby given (?:that|of) a? ?(?:the )?(?:\w+ ){0,4}meeting|you are (?:invited|requested|asked) to attend|will be held (?:on|at|in))\b",
        2.0,
        3.0,
        20,
    ),
    _sign(
        _AGENDA,
        r"^[^\w\n]*(?:\d{1,3}[.)]?\s+)?(?:\(?\w{1,3}[.)]\s+)?to (?:receive|consider|approve|note|confirm|agree|discuss|resolve|elect|appoint|review|sign|report|decide|accept|adopt)\b",
        0.4,
        2.4,
    ),
    _sign(
        _AGENDA,
        r"\((?:pages? \d|attached|to follow|enclosed|herewith)[^)]{0,20}\)|\bask for\s*:",
        0.5,
        1.5,
    ),
    # Records of decisions
    _sign(
        _RECORD,
        r"^[^\w\n]*decisions? (?:published|details?)\b|^[^\w\n]*(?:officer|delegated|executive|cabinet member|portfolio holder) (?:executive )?(?:delegated )?decisions?\b",
        2.2,
        3.0,
        25,
    ),
    _sign(
        _RECORD,
        r"^[^\w\n]*(?:decision[- ]?(?:maker|taker|status|number|ref(?:erence)?|made by|taken by|date)|made at meeting|is key decision|is subject to call[- ]?in|date of decision|decision published|effective from|key decision\?)\s*[:?]",
        1.3,
        4.6,
        60,
    ),
    _sign(
        _RECORD,
        r"^[^\w\n]*(?:reasons? for (?:the )?(?:decision|urgency)|(?:any )?alternative options|options considered|publication date|implementation date|call[- ]?in (?:date|deadline|expiry))\b",
        0.7,
        2.0,
    ),
    # Reports
    _sign(
        _REPORT,
        r"^[^\w\n]*(?:\d{1,2}[.)]?\d?\s+)?(?:purpose of (?:the |this )?report|reason for (?:the |this )?report|report (?:to|of|by|for|title|author)|executive summary|background papers?|(?:legal|financial|equality|risk|climate|human resources|corporate)(?: \w+){0,3} implications|implications)\b",
        1.0,
        3.0,
    ),
    _sign(
        _REPORT,
        r"^[^\w\n]*(?:\d{1,2}[.)]?\d?\s+)?(?:officer(?:['’]s)? )?recommendations?(?: summary)?[^\w\n]*$|\b(?:is|are) (?:recommended|asked|invited|requested) to (?:approve|agree|note|consider|endorse)\b",
        0.9,
        2.2,
    ),
    _sign(
        _REPORT,
        r"^[^\w\n]*(?:strategic )?planning application (?:no\b|stage)|^[^\w\n]*(?:representation hearing|planning|committee|delegated|hearing) report\b|\bthis report (?:sets out|seeks|provides|asks|presents|recommends)",
        1.6,
        3.2,
        40,
    ),
)
UNSUITED = re.compile(
    r"^\W*(?:contents|table of contents|foreword|glossary|copyright|introduction)\W*$", re.I
)
"""Headings of plans, strategies and books, which no meeting's paper has."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    points: dict[PaperKind, float]
    words: dict[PaperKind, str]


LETTERS_A_WORD = 6
LETTERS = 24_000
"""Letters of a paper in which weak signs are looked for."""


def _weigh(paragraphs: Sequence[Paragraph], front: Sequence[Paragraph]) -> _Weighed:
    """Return the points of each kind by its weak signs, and what told it most."""
    points: dict[PaperKind, float] = {}
    told: dict[PaperKind, tuple[float, str]] = {}
    looked = paragraphs[:LOOKED_AT]
    text = "\n".join(line for p in looked for line in p.plain_lines)[:LETTERS]
    # A long book has some of everything.
    long = max(1.0, math.log10(max(10.0, len(text) / LETTERS_A_WORD) / 1000) + 1)
    for sign in SIGNS:
        within = text
        if sign.front:
            within = "\n".join(line for p in looked[: sign.front] for line in p.plain_lines)
        scale = 1.0 if sign.front else 1 / long
        enough = math.ceil(sign.most / (sign.each * scale))
        found = list(islice(sign.pattern.finditer(within), enough))
        if found and sign.each > told.get(sign.kind, (0.0, ""))[0]:
            told[sign.kind] = (sign.each, _line_of(within, found[0]))
        gained = min(sign.most, sign.each * len(found) * scale)
        points[sign.kind] = points.get(sign.kind, 0.0) + gained
    if any(UNSUITED.match(p.plain) for p in front):
        points = {kind: value - 1.5 for kind, value in points.items()}
    return _Weighed(points, {kind: words for kind, (_, words) in told.items()})
