from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from eval.gold.evidence import HeldPapers
from eval.gold.questions import load_gold
from eval.marking.asking import ask_for_sheet, load_to_ask, only_held
from eval.marking.halves import Half
from qa.answers import Answer
from qa.errors import GoldError
from qa.papers import Standing
from tests.conftest import Samples
from tests.eval.sample_run import GOLD
from tests.eval.scripted import LIMB_1, Store, answered, cite_lines, minute_hit

EVIDENCE = {"doc": "m.txt", "quote": "the ferry runs on", "lines": [3, 4]}
TURN: dict[str, Any] = {
    **{"id": "c1-1", "turn": 1, "question": "The ferry?", "standalone": "What of the ferry?"},
    **{"answerable": True, "answer": "It runs on.", "key_facts": [], "must_not": ["It ended."]},
    **{"evidence": [EVIDENCE], "standing": "decided", "kind": "opening"},
    **{"inherits": [], "carries": []},
}
LATER = TURN | {"id": "c1-2", "turn": 2, "question": "Who moved it?", "kind": "who"}
CONVERSATION = {"id": "c1", "persona": "officer", "bodies": ["x"], "turns": [TURN, LATER]}
PREMISE = {
    **{"id": "p1", "question": "Why did it end?", "trap": "lost", "expected": "It runs on."},
    **{"must_contain": [], "must_not": [], "evidence": [EVIDENCE], "standing": "decided"},
    **{"variants": ["What ended it?"], "body": "x"},
}
LIST = {
    **{"id": "l1", "question": "All decisions?", "kind": "all-decisions", "note": "", "body": "x"},
    "complete_answer": [EVIDENCE | {"text": "the ferry runs on", "standing": "decided"}],
}


@dataclass
class Asked:
    previous: list[tuple[str, ...]] = field(default_factory=list)

    def ask(self, question: str, *, hits: int = 10, previous: Sequence[str] = ()) -> Answer:
        self.previous.append(tuple(previous))
        return answered(Standing.DECIDED, [cite_lines(LIMB_1, 5, 5)], [minute_hit(1, 5, 6)])


def written(folder: Path, *lines: dict[str, Any]) -> list[Path]:
    file = folder / "other.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return [file]


def test_a_conversation_is_asked_turn_by_turn_after_the_questions_before(tmp_path: Path) -> None:
    asker = Asked()
    first, later = ask_for_sheet(load_to_ask(written(tmp_path, CONVERSATION)), asker)
    assert asker.previous == [(), ("The ferry?",)]
    assert later.question == "(before) The ferry?\nWho moved it?"
    assert (first.kind, later.kind) == ("opening", "who")
    assert first.outcome == "answered, decided"
    assert first.quotes.startswith("[1] papers/ferry-minutes.txt, lines 5 to 5 (decided): (1)")
    assert "- m.txt, lines 3 to 4: the ferry runs on" in first.expected
    assert "It ended." not in first.expected


def test_of_a_file_only_the_lines_wanted_are_asked(tmp_path: Path) -> None:
    files = written(tmp_path, *(PREMISE | {"id": f"p{n}"} for n in range(1, 6)))
    assert [one.id for one in load_to_ask(files, Half.ODD)] == ["p1", "p3", "p5"]
    assert [one.id for one in load_to_ask(files, Half.EVEN)] == ["p2", "p4"]
    assert len(load_to_ask(files)) == 5


def test_a_false_premise_is_asked_in_every_wording_if_wanted(tmp_path: Path) -> None:
    files = written(tmp_path, PREMISE)
    assert [one.id for one in load_to_ask(files)] == ["p1"]
    both = load_to_ask(files, every_wording=True)
    assert [(one.id, one.question) for one in both] == [
        ("p1", "Why did it end?"),
        ("p1~2", "What ended it?"),
    ]
    assert {one.kind for one in both} == {"lost"}


def test_of_a_complete_list_every_entry_is_expected(tmp_path: Path) -> None:
    (one,) = load_to_ask(written(tmp_path, LIST))
    assert one.expected.startswith("- the ferry runs on (decided; m.txt, lines 3 to 4)")


def test_a_slip_is_named_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"other\.jsonl:1: unknown key: persons"):
        load_to_ask(written(tmp_path, CONVERSATION | {"persons": []}))


def test_the_sample_papers_are_asked_in_earnest(samples: Samples) -> None:
    asked = load_to_ask([GOLD])[:2]
    rows = list(ask_for_sheet(asked, samples.answerer))
    assert [row.id for row in rows] == [question.id for question in load_gold([GOLD])[:2]]
    assert all(row.outcome == "answered, decided" and ".pdf, page" in row.quotes for row in rows)


def test_what_rests_on_a_paper_that_is_not_held_is_left_out(tmp_path: Path) -> None:
    ferry = EVIDENCE | {"doc": "a-council/ferry-minutes.txt"}
    here = PREMISE | {"id": "p2", "evidence": [ferry]}
    talk = CONVERSATION | {"turns": [TURN | {"evidence": [ferry]}, LATER]}
    held = HeldPapers(Store())
    both = load_to_ask(written(tmp_path, PREMISE, here))
    assert [one.id for one in only_held(both, held)] == ["p2"]
    # One turn of the conversation rests on a paper that is not held, so none is asked.
    assert only_held(load_to_ask(written(tmp_path, talk)), held) == []
