from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.gold.questions import GoldQuestion, worded
from eval.reports.gate import Gate, gate_blocks, gate_json, hold_to, read_baseline, write_baseline
from eval.runs.records import RunError
from qa.answers import Answer
from qa.papers import Standing
from tests.eval.kept import keep
from tests.eval.printed import printed
from tests.eval.scripted import CARE, FERRY, LIBRARY, QUESTIONS, declined, right_answers

MANY: list[GoldQuestion] = [
    replace(FERRY, id=f"ferry-{number}", question=f"What of ferry {number}?")
    for number in range(30)
]


def answers(declines: int) -> dict[str, Answer]:
    right = right_answers()[FERRY.question]
    return {
        question.question: declined() if number < declines else right
        for number, question in enumerate(MANY)
    }


def held(folder: Path, declines: int) -> Gate:
    write_baseline(keep(folder / "good", answers(0), MANY), folder / "baseline.json")
    return hold_to(
        keep(folder / "now", answers(declines), MANY), read_baseline(folder / "baseline.json")
    )


def test_the_same_run_passes(tmp_path: Path) -> None:
    gate = held(tmp_path, 0)
    assert gate.passed
    assert {change.change for change in gate.changes.values()} <= {0, None}


def test_one_question_worse_in_thirty_may_be_chance(tmp_path: Path) -> None:
    gate = held(tmp_path, 1)
    assert gate.passed
    assert gate.changes["false refusals"].change == pytest.approx(1 / 30)


def test_six_questions_worse_in_thirty_are_not(tmp_path: Path) -> None:
    gate = held(tmp_path, 6)
    assert not gate.passed
    assert gate.failed["false refusals"] == "worse by more than chance"
    assert {"key facts", "citation recall", "hit@1"} <= set(gate.failed)


def test_a_better_run_passes(tmp_path: Path) -> None:
    write_baseline(keep(tmp_path / "poor", answers(6), MANY), tmp_path / "baseline.json")
    gate = hold_to(
        keep(tmp_path / "now", answers(0), MANY), read_baseline(tmp_path / "baseline.json")
    )
    assert gate.passed
    assert gate.changes["key facts"].change == pytest.approx(0.2)


def test_what_is_promised_may_never_get_worse_not_even_once(tmp_path: Path) -> None:
    write_baseline(keep(tmp_path / "good"), tmp_path / "baseline.json")
    script = right_answers()
    script[LIBRARY.question] = replace(script[LIBRARY.question], standing=Standing.DECIDED)
    gate = hold_to(keep(tmp_path / "now", script), read_baseline(tmp_path / "baseline.json"))
    assert gate.failed["proposal as decision"] == "may never get worse"


def test_a_measure_with_nothing_left_to_measure_fails(tmp_path: Path) -> None:
    write_baseline(keep(tmp_path / "good", answers(0), MANY), tmp_path / "baseline.json")
    gate = hold_to(keep(tmp_path / "now", {}, MANY), read_baseline(tmp_path / "baseline.json"))
    assert gate.failed["quotes verbatim"] == "nothing left to measure"


def test_other_questions_are_refused(tmp_path: Path) -> None:
    write_baseline(keep(tmp_path / "a"), tmp_path / "baseline.json")
    with pytest.raises(RunError, match="asked other questions than the baseline"):
        hold_to(
            keep(tmp_path / "b", questions=[*QUESTIONS[:4], replace(CARE, id="more")]),
            read_baseline(tmp_path / "baseline.json"),
        )


def test_a_measure_that_the_baseline_lacks_is_named_and_not_held(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(keep(tmp_path / "a"), path)
    kept = json.loads(path.read_text("utf-8"))
    del kept["measures"]["hit@1"]
    path.write_text(json.dumps(kept), encoding="utf-8")
    gate = hold_to(keep(tmp_path / "b"), read_baseline(path))
    assert gate.unknown == ("hit@1",)
    assert gate.passed


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', '{"format": 1}'])
def test_a_spoilt_baseline_says_how_to_write_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match="write one with: townclerk eval baseline"):
        read_baseline(path)
    with pytest.raises(RunError, match="write one with"):
        read_baseline(tmp_path / "none.json")


def test_the_table_shows_what_changed_and_the_verdict(tmp_path: Path) -> None:
    gate = held(tmp_path, 6)
    text = printed(gate_blocks(gate))
    row = next(line for line in text.splitlines() if line.startswith("key facts found")).split()
    assert row[3:6] == ["1.000", "0.800", "-0.200"]
    assert "worse by more than chance" in text
    assert "FAILED: " in text
    assert gate_json(gate)["passed"] is False


def test_a_baseline_has_a_line_a_measure(tmp_path: Path) -> None:
    write_baseline(keep(tmp_path / "a"), tmp_path / "baseline.json")
    lines = (tmp_path / "baseline.json").read_text("utf-8").splitlines()
    assert sum(line.startswith('  "key facts": ') for line in lines) == 1


def test_the_gate_holds_the_worst_wording_and_whether_wordings_fare_alike(tmp_path: Path) -> None:
    twice = [replace(one, variants=(f"Tell me of {one.id}.",)) for one in MANY]
    asked, right = worded(twice), right_answers()[FERRY.question]
    good = {question.question: right for question in asked}
    spoilt = good | {question.question: declined() for question in asked[1:12:2]}
    write_baseline(keep(tmp_path / "good", good, asked), tmp_path / "baseline.json")
    gate = hold_to(keep(tmp_path / "now", spoilt, asked), read_baseline(tmp_path / "baseline.json"))
    worse = {"same status", "alike", "worst wording: key facts", "worst wording: false refusals"}
    assert worse <= set(gate.failed)
    # Six of thirty questions, each in one of its two wordings.
    assert gate.changes["key facts"].change == pytest.approx(-0.1)
    assert gate.changes["worst wording: key facts"].change == pytest.approx(-0.2)
    assert gate.changes["alike"].change == pytest.approx(-0.2)
    assert "worst wording: key facts found" in printed(gate_blocks(gate))
