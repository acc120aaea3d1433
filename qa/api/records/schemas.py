"""Meetings and matters as the HTTP API and the command line give them, with an invented example.

This module does not import FastAPI: `townclerk meetings --json` gives the same objects.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, Field

from qa.answers import page_json, paper_json, paper_url
from qa.api.paper_details import Vote, vote_json
from qa.api.schemas import LIMB_TEXT, PAGE_EXAMPLE, Page, lines_json, with_example
from qa.papers import FileFormat, Lines, Paper, Standing
from qa.record.business import Business
from qa.record.course.later import LaterChange
from qa.record.course.stages import Stage
from qa.record.entries import Entry, Group, Listing
from qa.record.register import Meeting

_PAPER_EXAMPLE: dict[str, Any] = {
    "id": "3f9a1c0b7d2e4856",
    "file": "cabinet-2024-03-14-minutes.pdf",
    "title": "Minutes of the Cabinet, 14 March 2024",
    "kind": "minutes",
    "council": "Ashcombe Borough Council",
    "body": "Cabinet",
    "meeting_date": "2024-03-14",
}
_MEETING_EXAMPLE: dict[str, Any] = {
    "id": "0b6c1d9e2f3a4857",
    "council": "Ashcombe Borough Council",
    "body": "Cabinet",
    "day": "2024-03-14",
    "minuted": True,
    "papers": [_PAPER_EXAMPLE],
}
_ENTRY_EXAMPLE: dict[str, Any] = {
    "text": LIMB_TEXT,
    "standing": "decided",
    "day": "2024-03-14",
    "item_number": "52",
    "item_title": "Lease of the Old Mill",
    "moved_by": None,
    "seconded_by": None,
    "votes": [],
    "note": "",
    "paper": _PAPER_EXAMPLE,
    "page": PAGE_EXAMPLE,
    "lines": None,
    "url": "/papers/3f9a1c0b7d2e4856#page=4",
}


class RecordPaper(BaseModel):
    """A paper of a meeting, or the one in which an entry stands."""

    id: str
    file: str
    title: str
    kind: str
    council: str | None
    body: str | None
    meeting_date: datetime.date | None


class MeetingEntry(BaseModel):
    """A sitting of a body on a day, with the papers held of it."""

    id: str
    council: str | None
    body: str | None
    day: datetime.date | None
    minuted: bool = Field(description="Whether minutes or a record of its decisions are held.")
    papers: list[RecordPaper]


class MeetingList(BaseModel):
    """Some of the meetings that the papers held show, and how many there are."""

    model_config = with_example({"total": 1, "meetings": [_MEETING_EXAMPLE]})

    total: int
    meetings: list[MeetingEntry]


class RecordEntry(BaseModel):
    """One thing that a paper records, verbatim, with its place."""

    text: str
    standing: Standing
    day: datetime.date | None
    item_number: str | None
    item_title: str | None
    moved_by: str | None
    seconded_by: str | None
    votes: list[Vote]
    note: str = Field(description="What was found out about it; empty if nothing.")
    paper: RecordPaper
    page: Page
    lines: Lines | None
    url: str


class MeetingDetail(BaseModel):
    """What one meeting did, in the order of its minutes."""

    model_config = with_example(
        {"meeting": _MEETING_EXAMPLE, "decisions": [_ENTRY_EXAMPLE], "private": [], "lacks": []}
    )

    meeting: MeetingEntry
    decisions: list[RecordEntry]
    private: list[RecordEntry] = Field(
        description="The public lines of what was taken with the public excluded."
    )
    lacks: list[str] = Field(description="In what the list may be incomplete, in sentences.")


class MatterStep(BaseModel):
    """What the papers of one day say of a matter."""

    title: str
    entries: list[RecordEntry]


class LaterDecision(BaseModel):
    """A later decision that varies or rescinds one."""

    meeting: str = Field(description="The later meeting's id.")
    day: datetime.date | None
    limbs: list[str] = Field(description="The limbs it changes; empty where it names the whole.")
    entries: list[RecordEntry]


class MatterStage(BaseModel):
    """What one item of one paper says of a matter; of an item that decided, all that it decided."""

    kind: str = Field(description="Proposal, Recommendation, Decision, Variation, Progress, ...")
    standing: Standing
    meeting: str | None = Field(description="The id of the meeting in whose minutes it stands.")
    entries: list[RecordEntry]
    motions: list[RecordEntry]
    changed_by: LaterDecision | None = Field(
        description="The decision, where it is held and certain, that changed this one later."
    )


class MatterCourse(BaseModel):
    """A matter in time order over the papers held."""

    model_config = with_example(
        {
            "matter": "the lease of the Old Mill",
            "line": "1 step, on 14 March 2024.",
            "steps": [{"title": "14 March 2024", "entries": [_ENTRY_EXAMPLE]}],
            "stages": [
                {
                    "kind": "Decision",
                    "standing": "decided",
                    "meeting": "0b6c1d9e2f3a4857",
                    "entries": [_ENTRY_EXAMPLE],
                    "motions": [],
                    "changed_by": None,
                }
            ],
            "lacks": [],
        }
    )

    matter: str
    line: str
    steps: list[MatterStep]
    stages: list[MatterStage]
    lacks: list[str] = Field(description="In what the course may be incomplete, in sentences.")


RECORD_MODELS: tuple[type[BaseModel], ...] = (MeetingList, MeetingDetail, MatterCourse)


def meeting_json(meeting: Meeting) -> dict[str, Any]:
    """Return a `MeetingEntry` as JSON."""
    return {
        "id": meeting.id,
        "council": meeting.council,
        "body": meeting.body,
        "day": meeting.day.isoformat() if meeting.day else None,
        "minuted": meeting.is_recorded(),
        "papers": [paper_json(paper) for paper in meeting.papers],
    }


def meeting_detail_json(business: Business, root: str = "") -> dict[str, Any]:
    """Return a `MeetingDetail` as JSON; `root` is the path below which the service is published."""
    return {
        "meeting": meeting_json(business.meeting),
        "decisions": [entry_json(entry, root) for entry in business.entries],
        "private": [entry_json(entry, root) for entry in business.private],
        "lacks": list(business.lacks),
    }


def matter_json(
    matter: str, listing: Listing | None, stages: Iterable[Stage] = (), root: str = ""
) -> dict[str, Any]:
    """Return a `MatterCourse` as JSON; without a listing one that has no steps."""
    groups: tuple[Group, ...] = listing.groups if listing else ()
    return {
        "matter": matter,
        "line": listing.line if listing else "Nothing was found on this matter.",
        "steps": [
            {"title": group.title, "entries": [entry_json(e, root) for e in group.entries]}
            for group in groups
        ],
        "stages": [_stage_json(stage, root) for stage in stages],
        "lacks": list(listing.lacks) if listing else [],
    }


def _stage_json(stage: Stage, root: str) -> dict[str, Any]:
    return {
        "kind": stage.kind.value,
        "standing": stage.standing.value,
        "meeting": stage.meeting.id if stage.meeting else None,
        "entries": [entry_json(entry, root) for entry in stage.entries],
        "motions": [entry_json(motion, root) for motion in stage.motions],
        "changed_by": _later_json(stage.change, root) if stage.change else None,
    }


def _later_json(change: LaterChange, root: str) -> dict[str, Any]:
    day = change.meeting.day
    return {
        "meeting": change.meeting.id,
        "day": day.isoformat() if day else None,
        "limbs": list(change.limbs),
        "entries": [entry_json(entry, root) for entry in change.entries],
    }


def entry_json(entry: Entry, root: str = "") -> dict[str, Any]:
    """Return a `RecordEntry` as JSON."""
    paper: Paper = entry.paper
    is_text = paper.format is FileFormat.TEXT
    return {
        "text": entry.text,
        "standing": entry.standing.value,
        "day": entry.day.isoformat() if entry.day else None,
        "item_number": entry.item_number,
        "item_title": entry.item_title,
        "moved_by": entry.moved_by,
        "seconded_by": entry.seconded_by,
        "votes": [vote_json(vote) for vote in entry.votes],
        "note": entry.note,
        "paper": paper_json(paper),
        "page": page_json(entry.page),
        "lines": lines_json(entry.lines, is_text),
        "url": root + paper_url(paper, entry.page, entry.lines if is_text else None),
    }
