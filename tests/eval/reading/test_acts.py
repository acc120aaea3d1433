"""What a meeting did is compared with what a person read. Every council here is invented."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.reading.acts import ActsScore, score_acts
from eval.reading.minutes import load_minutes
from qa.papers import (
    Decision,
    FileFormat,
    Item,
    ItemKind,
    Motion,
    MotionKind,
    MotionOutcome,
    PageKind,
    PageSpan,
    Paper,
    PaperKind,
    PaperPage,
    Passage,
    Standing,
    Vote,
)

NO_PAGE = PageSpan(PageKind.UNKNOWN)
RESOLVED = "RESOLVED that the ferry run on Sundays at a charge of £2."
MOVED = "That the ferry run on Sundays at a charge of £2."
TRUTH: dict[str, Any] = {
    "doc": "brackwater/minutes.txt",
    "council": "Brackwater Town Council",
    "body": "Council",
    "kind": "minutes",
    "chair": None,
    "meeting_date": "2023-07-04",
    "exempt": False,
    "items": [
        {
            "number": "12",
            "title": "Sunday ferry",
            "page": None,
            "motions": [
                {
                    "text": MOVED,
                    "kind": "motion",
                    "moved_by": "Councillor Ada Stow",
                    "seconded_by": "Councillor Ince",
                    "outcome": "carried",
                    "lines": [8, 8],
                }
            ],
            "decisions": [
                {
                    "text": RESOLVED,
                    "standing": "decided",
                    "proposed_by": "Councillor Ada Stow",
                    "seconded_by": "Councillor Ince",
                    "vote": "9 for, 1 against",
                    "votes": {
                        "on": "the motion",
                        "for": 9,
                        "against": 1,
                        "abstain": None,
                        "names_for": None,
                        "names_against": ["Councillor Ludd"],
                        "names_abstain": None,
                        "declined_to_vote": None,
                        "casting_vote": None,
                        "recorded": False,
                    },
                    "sums": ["£2"],
                    "lines": [9, 9],
                }
            ],
            "look_alikes": [
                {
                    "text": "The county had agreed to close the pier.",
                    "why_not": "another body",
                    "lines": [7, 7],
                }
            ],
        },
        {"number": "13", "title": "Lamps", "page": None, "decisions": []},
    ],
}
VOTE = Vote(9, 1, None, None, names_against=("Cllr Ludd",))
DECISION = Decision(
    RESOLVED, Standing.DECIDED, (9, 9), NO_PAGE, 0.9, "Cllr Stow", "Cllr Ince", (VOTE,)
)
MOTION = Motion(
    MotionKind.MOTION,
    MOVED,
    (8, 8),
    NO_PAGE,
    moved_by="Cllr Stow",
    outcome=MotionOutcome.CARRIED,
)
FERRY = Item(
    "12",
    "Sunday ferry",
    ItemKind.MINUTE,
    Standing.DECIDED,
    NO_PAGE,
    (6, 9),
    decisions=(DECISION,),
    motions=(MOTION,),
)
LAMPS = Item("13", "Lamps", ItemKind.MINUTE, Standing.DISCUSSED, NO_PAGE, (10, 12))
PAPER = Paper(
    "p",
    "brackwater/minutes.txt",
    "Minutes",
    PaperKind.MINUTES,
    FileFormat.TEXT,
    "p",
    council="Brackwater Town Council",
    body="Brackwater Town Council",
    meeting_date=date(2023, 7, 4),
)


class Held:
    """A store that holds one paper."""

    def __init__(self, paper: Paper, *items: Item) -> None:
        self.paper, self.its_items = paper, items
        self.printed = "Minutes of Brackwater Town Council"

    def papers(self) -> Sequence[Paper]:
        return [self.paper]

    def items(self, paper_id: str) -> Sequence[Item]:
        return self.its_items

    def passages_of(self, paper_id: str) -> Sequence[Passage]:
        return []

    def page(self, paper_id: str, number: int) -> PaperPage:
        return PaperPage(number, self.printed)


def scored(folder: Path, *items: Item, paper: Paper = PAPER) -> ActsScore:
    (folder / "minutes.json").write_text(json.dumps(TRUTH))
    return score_acts(load_minutes([folder]), Held(paper, *items))


def figures(score: ActsScore) -> dict[str, tuple[int, int, int]]:
    """Return found, there and false by measure, of the measures that have any."""
    return {
        each.measure: (each.found, each.there, each.false)
        for each in score.overall()
        if each.there or each.false
    }


def test_minutes_that_are_understood_have_every_measure_whole(tmp_path: Path) -> None:
    score = scored(tmp_path, FERRY, LAMPS)
    assert not score.misses()
    assert figures(score) == {
        "meeting: council": (1, 1, 0),
        "meeting: body": (1, 1, 0),
        "meeting: date": (1, 1, 0),
        "meeting: kind": (1, 1, 0),
        "items": (2, 2, 0),
        "deciding sentences": (1, 1, 0),
        "standing of decisions": (1, 1, 0),
        "not decided, nor read so": (1, 1, 0),
        "movers": (1, 1, 0),
        "seconders": (1, 1, 0),
        "counts of votes": (1, 1, 0),
        "names of voters": (1, 1, 0),
        "motions": (1, 1, 0),
        "outcomes of motions": (1, 1, 0),
    }
    assert list(score.by_body()) == ["brackwater"]


@pytest.mark.parametrize(
    ("change", "measure", "expected"),
    [
        ({"standing": Standing.NOTED}, "standing of decisions", (0, 1, 1)),
        ({"text": "The ferry was painted in June."}, "deciding sentences", (0, 1, 1)),
        ({"lines": (90, 91)}, "deciding sentences", (0, 1, 1)),
        ({"text": RESOLVED + " All spoke at length of it." * 9}, "deciding sentences", (1, 1, 1)),
        ({"moved_by": None}, "movers", (0, 1, 0)),
        ({"seconded_by": "Cllr Moss"}, "seconders", (0, 1, 1)),
        ({"votes": ()}, "counts of votes", (0, 1, 0)),
        ({"votes": (replace(VOTE, against=4),)}, "counts of votes", (0, 1, 1)),
        ({"votes": (replace(VOTE, names_against=()),)}, "names of voters", (0, 1, 0)),
    ],
)  # fmt: skip
def test_a_decision_that_is_misread_is_counted(
    tmp_path: Path, change: dict[str, Any], measure: str, expected: tuple[int, int, int]
) -> None:
    item = replace(FERRY, decisions=(replace(DECISION, **change),))
    assert figures(scored(tmp_path, item, LAMPS))[measure] == expected


def test_another_bodys_act_that_is_read_as_decided_is_counted(tmp_path: Path) -> None:
    county = replace(DECISION, text="The county had agreed to close the pier.", lines=(7, 7))
    found = figures(scored(tmp_path, replace(FERRY, decisions=(county, DECISION)), LAMPS))
    assert found["not decided, nor read so"] == (0, 1, 1)
    assert found["deciding sentences"] == (1, 1, 1)


def test_items_missed_and_made_up_are_counted(tmp_path: Path) -> None:
    made_up = replace(LAMPS, number="2", title="per cent of the precept")
    assert figures(scored(tmp_path, FERRY, made_up))["items"] == (1, 2, 1)
    assert figures(scored(tmp_path, FERRY))["items"] == (1, 2, 0)


def test_a_paper_that_is_not_held_is_named(tmp_path: Path) -> None:
    score = scored(tmp_path, paper=replace(PAPER, file="other.txt"))
    assert score.not_held == ("brackwater/minutes.txt",)
    assert not score.findings


def test_a_council_that_the_paper_does_not_print_is_not_missed(tmp_path: Path) -> None:
    (tmp_path / "minutes.json").write_text(json.dumps(TRUTH))
    held = Held(replace(PAPER, council=None), FERRY, LAMPS)
    assert figures(score_acts(load_minutes([tmp_path]), held))["meeting: council"] == (0, 1, 0)
    held.printed = "Minutes of the Council held on 4 July"
    assert figures(score_acts(load_minutes([tmp_path]), held))["meeting: council"] == (1, 1, 0)
