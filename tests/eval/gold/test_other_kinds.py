"""Gold of other kinds is read by models of its own, and a slip in it is told with its place."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from eval.gold.other_kinds import load_complete_lists, load_conversations, load_premises
from qa.errors import GoldError

SHARED = Path(os.environ.get("TOWNCLERK_SHARED", Path(__file__).parents[4] / "shared"))
FERRY: dict[str, Any] = {"doc": "m.txt", "lines": [3, 4], "quote": "be agreed"}
TURN: dict[str, Any] = {
    "id": "c1-1",
    "turn": 1,
    "question": "What of the ferry?",
    "standalone": "What did Brackwater's Cabinet decide of the ferry?",
    "answerable": True,
    "answer": "It runs on.",
    "key_facts": ["runs on"],
    "must_not": [],
    "evidence": [FERRY],
    "standing": "decided",
    "kind": "opening",
    "inherits": [],
    "carries": [],
}
THANKS: dict[str, Any] = TURN | {
    "id": "c1-2",
    "turn": 2,
    "question": "Thanks!",
    "answerable": None,
    "key_facts": [],
    "evidence": [],
    "standing": None,
    "kind": "thanks",
    "inherits": [1],
    "carries": ["matter"],
    "lang": "en",
}
CONVERSATION = {"id": "c1", "persona": "officer", "bodies": ["brackwater"], "turns": [TURN, THANKS]}
PREMISE: dict[str, Any] = {
    "id": "p1",
    "question": "Why was the ferry stopped?",
    "trap": "opposite",
    "expected": "It was not stopped.",
    "must_contain": ["runs on"],
    "must_not": ["stopped"],
    "evidence": [FERRY],
    "standing": "decided",
    "variants": ["Who stopped the ferry?"],
    "body": "brackwater",
}
LIST: dict[str, Any] = {
    "id": "l1",
    "question": "What was decided on 4 July?",
    "kind": "all-decisions",
    "complete_answer": [FERRY | {"text": "the ferry runs on", "standing": "decided"}],
    "note": "",
    "body": "brackwater",
}


def written(folder: Path, *lines: dict[str, Any]) -> list[Path]:
    file = folder / "other.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return [file]


def test_a_conversation_is_read_with_what_each_turn_takes_over(tmp_path: Path) -> None:
    (conversation,) = load_conversations(written(tmp_path, CONVERSATION))
    first, thanks = conversation.turns
    assert first.evidence[0].lines == (3, 4)
    assert (thanks.inherits, thanks.carries, thanks.answerable) == ((1,), ("matter",), None)


def test_a_false_premise_and_a_complete_list_are_read(tmp_path: Path) -> None:
    (premise,) = load_premises(written(tmp_path, PREMISE))
    assert premise.must_contain == ("runs on",)
    (listing,) = load_complete_lists(written(tmp_path, LIST))
    assert [entry.text for entry in listing.complete_answer] == ["the ferry runs on"]


@pytest.mark.parametrize(
    ("turns", "message"),
    [
        ([TURN, TURN], "turn 2: turn must be 2, not 1"),
        ([TURN | {"inherits": [1]}], "turn 1: inherits must name earlier turns"),
        ([TURN | {"carried": []}], "turn 1: unknown key: carried"),
        ([TURN | {"evidence": [{"doc": "m.txt", "quote": "q"}]}], "turn 1: evidence 1: needs l"),
    ],
)
def test_a_slip_in_a_conversation_is_told_with_its_turn(
    tmp_path: Path, turns: list[Any], message: str
) -> None:
    files = written(tmp_path, CONVERSATION, CONVERSATION | {"id": "c2", "turns": turns})
    with pytest.raises(GoldError, match=rf"other\.jsonl:2: {message}"):
        load_conversations(files)


def test_a_slip_in_a_complete_list_is_told_with_its_entry(tmp_path: Path) -> None:
    entry = {"text": "x", "doc": "m.pdf", "quote": "q", "standing": "decided"}
    with pytest.raises(GoldError, match=r"jsonl:1: complete answer 1: needs lines or page"):
        load_complete_lists(written(tmp_path, LIST | {"complete_answer": [entry]}))


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no ../shared with real papers")
def test_the_real_files_of_other_kinds_are_in_order() -> None:
    gold = SHARED / "gold"
    assert len(load_conversations([gold / "dev-conversations.jsonl"])) >= 40
    assert len(load_premises([gold / "dev-premises.jsonl"])) >= 50
    assert len(load_complete_lists([gold / "dev-record.jsonl"])) >= 40
