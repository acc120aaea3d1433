"""Minutes as a person read them are checked on reading, and a slip is told with its place."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.reading.minutes import load_minutes
from eval.reading.truth import load_truth
from qa.errors import GoldError
from qa.papers import Standing

SHARED = Path(os.environ.get("TOWNCLERK_SHARED", Path(__file__).parents[4] / "shared"))
VOTES: dict[str, Any] = {
    "for": 9,
    "against": 1,
    "abstain": None,
    "on": "the amendment",
    "names_for": None,
    "names_against": ["Councillor Stow"],
    "names_abstain": None,
    "declined_to_vote": None,
    "casting_vote": None,
    "recorded": True,
}
DECISION: dict[str, Any] = {
    "text": "That the ferry run on at £40 a day.",
    "standing": "decided",
    "proposed_by": "Councillor Stow",
    "seconded_by": None,
    "vote": "unanimous",
    "votes": None,
    "sums": ["£40"],
    "lines": [3, 4],
}
ITEM: dict[str, Any] = {
    "number": "12",
    "title": "Ferry",
    "page": None,
    "decisions": [DECISION, DECISION | {"standing": "lost", "votes": VOTES}],
    "undertakings": [{"text": "The Clerk will write.", "who": "Clerk", "lines": [5, 5]}],
    "look_alikes": [{"text": "The county agreed.", "why_not": "another body", "lines": [6, 6]}],
}
MINUTES: dict[str, Any] = {
    "doc": "brackwater/minutes.txt",
    "council": "Brackwater Council",
    "body": "Cabinet",
    "kind": "minutes",
    "chair": None,
    "meeting_date": "2023-07-04",
    "exempt": False,
    "items": [ITEM],
}


def written(folder: Path, minutes: dict[str, Any]) -> Path:
    file = folder / "minutes.json"
    file.write_text(json.dumps(minutes), encoding="utf-8")
    return file


def test_minutes_are_read_with_every_field(tmp_path: Path) -> None:
    (minutes,) = load_minutes([written(tmp_path, MINUTES)])
    assert minutes.meeting_date == date(2023, 7, 4)
    (item,) = minutes.items
    made, lost = item.decisions
    assert (made.lines, made.sums, made.seconded_by) == ((3, 4), ("£40",), None)
    assert lost.standing is Standing.LOST
    assert lost.votes is not None and (lost.votes.votes_for, lost.votes.abstain) == (9, None)
    assert item.look_alikes[0].why_not == "another body"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"chairs": []}, "unknown key: chairs; correct its name, or leave it out"),
        ({"meeting_date": "4 July"}, "meeting_date "),
        ({"items": [ITEM, ITEM | {"motion": []}]}, "item 2: unknown key: motion"),
        (
            {"items": [ITEM | {"decisions": [DECISION | {"standing": "agreed"}]}]},
            "item 1: decision 1: standing 'agreed' is none of decided",
        ),
        (
            {"items": [ITEM | {"decisions": [DECISION | {"votes": VOTES | {"for": -1}}]}]},
            "item 1: decision 1: votes: for must be a whole number from 0, not -1",
        ),
        (
            {"items": [ITEM | {"look_alikes": [{"text": "Agreed.", "why_not": "a hope"}]}]},
            "item 1: needs lines or page: 'Agreed.'",
        ),
    ],
)
def test_a_slip_in_minutes_is_told_with_its_place(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(GoldError, match=rf"minutes\.json: {message}"):
        load_minutes([written(tmp_path, MINUTES | change)])


def test_minutes_given_for_a_file_of_truth_are_named_as_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"this is a file of minutes as read .*load_minutes"):
        load_truth([written(tmp_path, MINUTES)])


@pytest.mark.skipif(not (SHARED / "truth").is_dir(), reason="no ../shared with real papers")
def test_the_real_minutes_are_in_order_and_their_papers_are_there() -> None:
    folders = sorted(path for path in (SHARED / "truth").iterdir() if path.is_dir())
    minutes = load_minutes(folders)
    assert len(minutes) >= 60
    for each in minutes:
        assert (SHARED / "corpus/bodies" / each.doc).is_file(), each.doc
