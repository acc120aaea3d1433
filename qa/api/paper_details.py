"""What was understood of a paper, as the HTTP API and `townclerk papers show --json` give it.

Items with their limbs, decisions, motions and votes; records; what tells the paper's identity.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from pydantic import BaseModel, Field

from qa import papers
from qa.answers import page_json
from qa.api.schemas import (
    ENTRY_EXAMPLE,
    LIMB_TEXT,
    PAGE_EXAMPLE,
    Page,
    PaperEntry,
    lines_json,
    paper_entry_json,
    with_example,
)
from qa.papers import Lines, Standing
from qa.retrieval.amendments import Joined

VOTE_EXAMPLE: dict[str, Any] = {
    "for": 7,
    "against": 2,
    "abstain": 0,
    "result": "carried",
    "names": {"for": [], "against": [], "abstain": [], "not_voting": []},
    "casting": None,
    "on": None,
    "manner": None,
}
_PAPER_DETAIL_EXAMPLE: dict[str, Any] = {
    "paper": ENTRY_EXAMPLE,
    "items": [
        {
            "number": "52",
            "title": "Lease of the Old Mill",
            "kind": "minute",
            "standing": "decided",
            "page": PAGE_EXAMPLE,
            "lines": None,
            "limbs": [{"number": "(1)", "text": LIMB_TEXT, "limbs": []}],
            "missing_limbs": [],
            "references": ["CAB/24/017"],
            "moved_by": None,
            "seconded_by": None,
            "votes": [VOTE_EXAMPLE],
            "decisions": [
                {
                    "text": LIMB_TEXT,
                    "standing": "decided",
                    "confidence": 1.0,
                    "page": PAGE_EXAMPLE,
                    "lines": None,
                    "moved_by": None,
                    "seconded_by": None,
                    "votes": [VOTE_EXAMPLE],
                }
            ],
            "motions": [],
            "records": [],
            "blocks": [{"standing": "decided", "lines": None, "page": PAGE_EXAMPLE}],
        }
    ],
    "identity": [
        {
            "field": "body",
            "value": "Cabinet",
            "words": "Minutes of the meeting of the Cabinet",
            "page": 1,
            "line": 2,
            "confidence": 0.98,
        }
    ],
    "records": [],
}


class Limb(BaseModel):
    """One numbered part of a resolution or recommendation, verbatim, with its own parts."""

    number: str
    text: str
    limbs: list[Limb] = Field(default=[], description="Its own numbered parts, one by one.")


class VoteNames(BaseModel):
    """Who voted how, as printed; empty where the paper gives no names."""

    for_: list[str] = Field(alias="for")
    against: list[str]
    abstain: list[str]
    not_voting: list[str]


class Vote(BaseModel):
    """A recorded vote; null where the paper gives no count."""

    for_: int | None = Field(alias="for")
    against: int | None
    abstain: int | None
    result: str | None
    names: VoteNames
    casting: str | None = Field(description="Who gave the casting vote.")
    on: str | None = Field(description="The motion or amendment that was put to the vote.")
    manner: str | None = Field(
        description="How it was agreed where nobody was counted, as printed: unanimously, nem. con."
    )


class Decision(BaseModel):
    """A sentence or a limb by which the meeting did something, verbatim."""

    text: str
    standing: Standing
    confidence: float = Field(description="How sure the standing is, from 0 to 1.")
    page: Page
    lines: Lines | None
    moved_by: str | None
    seconded_by: str | None
    votes: list[Vote] = Field(description="The votes on the motion that it settles.")


class Elsewhere(BaseModel):
    """The same amendment in another paper: in the minutes, or in the notice given of it."""

    paper: str = Field(description="The file's name.")
    paper_id: str
    kind: str
    page: Page
    outcome: str | None


class Motion(BaseModel):
    """A motion or an amendment, and what came of it.

    Of an amendment filed before a meeting, outcome and votes are those in the meeting's minutes.
    """

    kind: str
    number: str | None
    text: str
    page: Page
    lines: Lines | None
    moved_by: str | None
    seconded_by: str | None
    outcome: str | None
    amends: str | None = Field(description="Of an amendment: the motion that it would change.")
    votes: list[Vote]
    elsewhere: Elsewhere | None = Field(
        default=None, description="Where the minutes record it, or where notice of it was given."
    )


class Record(BaseModel):
    """Somebody's presence, interest, question or answer, as the paper records it."""

    kind: str
    who: str
    other: str | None
    text: str
    page: Page
    lines: Lines | None


class Basis(BaseModel):
    """What tells one field of a paper's identity, and how surely."""

    field: str
    value: str
    words: str
    page: int | None
    line: int | None
    confidence: float


class Block(BaseModel):
    """Successive lines with the same standing."""

    standing: Standing
    lines: Lines | None
    page: Page


class Item(BaseModel):
    """A minute, agenda item, report or proposal found in the paper."""

    number: str | None
    title: str
    kind: str
    standing: Standing
    page: Page
    lines: Lines | None
    limbs: list[Limb]
    missing_limbs: list[str]
    references: list[str]
    moved_by: str | None
    seconded_by: str | None
    votes: list[Vote]
    decisions: list[Decision] = []
    motions: list[Motion] = []
    records: list[Record] = []
    blocks: list[Block]


class PaperDetail(BaseModel):
    """A paper and what was understood of it."""

    model_config = with_example(_PAPER_DETAIL_EXAMPLE)

    paper: PaperEntry
    items: list[Item]
    identity: list[Basis] = Field(
        default=[], description="What tells the council, body, date, kind and title."
    )
    records: list[Record] = Field(
        default=[], description="Who was present and so on, where it stands outside the items."
    )


Join = Callable[[papers.Motion], Joined | None]
"""Gives where else an amendment of the paper stands."""


def paper_detail_json(
    paper: papers.Paper, items: Iterable[papers.Item], join: Join = lambda _: None
) -> dict[str, Any]:
    """Return a `PaperDetail` as JSON: a paper and the items found in it."""
    return {
        "paper": paper_entry_json(paper),
        "items": [_item_json(item, paper, join) for item in items],
        "identity": [dataclasses.asdict(basis) for basis in paper.identity],
        "records": [_record_json(record, paper) for record in paper.records],
    }


def _item_json(item: papers.Item, paper: papers.Paper, join: Join) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "kind": item.kind,
        "standing": item.standing.value,
        **_place_json(item, paper),
        "limbs": [_limb_json(limb) for limb in item.limbs],
        "missing_limbs": list(item.missing_limbs),
        "references": list(item.references),
        "moved_by": item.moved_by,
        "seconded_by": item.seconded_by,
        "votes": [vote_json(vote) for vote in item.votes],
        "decisions": [_decision_json(decision, paper) for decision in item.decisions],
        "motions": [_motion_json(motion, paper, join) for motion in item.motions],
        "records": [_record_json(record, paper) for record in item.records],
        "blocks": [
            {"standing": block.standing.value, **_place_json(block, paper)} for block in item.blocks
        ],
    }


def _limb_json(limb: papers.Limb) -> dict[str, Any]:
    parts = [_limb_json(part) for part in limb.limbs]
    return {"number": limb.number, "text": limb.text, "limbs": parts}


def vote_json(vote: papers.Vote) -> dict[str, Any]:
    """Return a `Vote` as JSON."""
    return {
        "for": vote.votes_for,
        "against": vote.against,
        "abstain": vote.abstain,
        "result": vote.result,
        "names": {
            "for": list(vote.names_for),
            "against": list(vote.names_against),
            "abstain": list(vote.names_abstain),
            "not_voting": list(vote.names_not_voting),
        },
        "casting": vote.casting,
        "on": vote.on,
        "manner": vote.manner,
    }


def _decision_json(decision: papers.Decision, paper: papers.Paper) -> dict[str, Any]:
    return {
        "text": decision.text,
        "standing": decision.standing.value,
        "confidence": decision.confidence,
        **_place_json(decision, paper),
        "moved_by": decision.moved_by,
        "seconded_by": decision.seconded_by,
        "votes": [vote_json(vote) for vote in decision.votes],
    }


def _motion_json(motion: papers.Motion, paper: papers.Paper, join: Join) -> dict[str, Any]:
    other = join(motion) if motion.kind is papers.MotionKind.AMENDMENT else None
    filed = paper.kind is papers.PaperKind.AMENDMENT
    told = other.motion if other and filed else motion
    return {
        "kind": motion.kind,
        "number": motion.number,
        "text": motion.text,
        **_place_json(motion, paper),
        "moved_by": motion.moved_by,
        "seconded_by": motion.seconded_by,
        "outcome": told.outcome,
        "amends": motion.amends or told.amends,
        "votes": [vote_json(vote) for vote in told.votes],
        "elsewhere": _elsewhere_json(other) if other else None,
    }


def _elsewhere_json(other: Joined) -> dict[str, Any]:
    return {
        "paper": other.paper.file,
        "paper_id": other.paper.id,
        "kind": other.paper.kind,
        "page": page_json(other.motion.page),
        "outcome": other.motion.outcome,
    }


def _record_json(record: papers.Record, paper: papers.Paper) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "who": record.who,
        "other": record.other,
        "text": record.text,
        **_place_json(record, paper),
    }


class _Placed(Protocol):
    """Whatever stands at a place of a paper."""

    @property
    def page(self) -> papers.PageSpan: ...

    @property
    def lines(self) -> Lines | None: ...


def _place_json(placed: _Placed, paper: papers.Paper) -> dict[str, Any]:
    is_text = paper.format == papers.FileFormat.TEXT
    return {"page": page_json(placed.page), "lines": lines_json(placed.lines, is_text)}
