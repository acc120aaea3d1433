"""Read what a paper is: its kind, council, body, meeting date, venue and title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest import patterns
from ingest.bodies import body_of
from ingest.council import find_council
from ingest.cover import cover_fields
from ingest.kinds import kind_of
from ingest.paragraphs import Paragraph
from ingest.titles import title_of
from ingest.venue import find_venue
from qa.language.dates import PRINTED_DAY, find_dates, first_date
from qa.language.sentences import FULL_STOPS
from qa.papers import PaperKind

FRONT = 45
"""Paragraphs at the front of a paper in which its particulars stand."""
HELD = re.compile(
    r"(?:minutes? of (?:the |a )?(?!previous|last)(?:\w+ )?(?:meeting|proceedings)|(?:meeting|held) (?:held )?(?:at|in|on)|minutes$|^minutes\b|present\s*:)",
    re.I,
)
NUMBER = re.compile(r"(?=.*\d)(?=.*[A-Z/-])[A-Z\d][A-Z\d/.-]{3,19}")
"""A decision's or report's number, where a label says so: "2024/118"."""
NUMBERED = re.compile(
    r"\breport (?:no|number|ref(?:erence)?)\b\.?\s*:?\s*(?P<number>(?=\S*\d)[A-Z\d][A-Z\d/.-]{2,18}[A-Z\d])",
    re.I,
)
"""A report's number, told in its front beside other things: "(Report no. AB/25/61)"."""
NUMBER_NEAR = 8
"""Paragraphs of a report's front in which it gives its number."""
SIGNED = re.compile(
    r"\b(?:was|were|be) (?:taken as read|agreed|approved|confirmed|accepted|signed)\b", re.I
)
"""What is said of the minutes of an earlier meeting."""
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
            if (
                HELD.search(paragraph.plain)
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


def _place(told: str | None) -> str | None:
    """Leave out what a line tells besides the place: "Town Hall. The meeting began at 2 pm."."""
    return FULL_STOPS.split(told)[0] if told else None


def _day_alone(front: Sequence[Paragraph]) -> date | None:
    """Return the day that stands on a line of its own in a paper's heading."""
    for line in (patterns.plain(line) for p in front for line in p.unit.text.split("\n")):
        match = PRINTED_DAY.match(line)
        if match and not TIME.sub("", line[match.end() :]).strip(" .,"):
            return first_date(line)
    return None


def read_particulars(paragraphs: Sequence[Paragraph]) -> Particulars:
    """Read a paper's particulars from its front; what is not there stays None."""
    front = [p for p in paragraphs[:FRONT] if p.plain]
    cover = cover_fields(front)
    kind, proposed = kind_of(front, cover)
    council = find_council(paragraphs[:400])
    body = body_of(front[:20], cover, council, record=kind is PaperKind.DECISION_RECORD)
    day = _meeting_date(front, cover, kind)
    title = title_of(kind, front, cover, body, day)
    meets = kind in (PaperKind.AGENDA, PaperKind.MINUTES, PaperKind.SUPPLEMENT)
    venue = _place(cover.get("venue")) or (find_venue(front) if meets else None)
    number = cover.get("number", "")
    if not number and kind is PaperKind.REPORT:
        told = (NUMBERED.search(p.plain) for p in front[:NUMBER_NEAR])
        number = next((match["number"] for match in told if match), "")
    own = [number] if NUMBER.fullmatch(number) else patterns.references(number)
    references = tuple(dict.fromkeys([*own, *patterns.references(title or "")]))
    return Particulars(kind, title, council, body, day, venue, references, proposed)
