from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.measures import ALIKE, MEASURES, label_of
from eval.reports.answers import comparison_blocks, comparison_json, verdict
from eval.runs.compare import Comparison, compare_runs, settings_changed
from eval.runs.records import RunError, begin_run, open_run
from eval.statistics import Difference
from qa.papers import Standing
from tests.eval.kept import keep
from tests.eval.printed import printed
from tests.eval.scripted import CARE, FERRY, LIBRARY, QUESTIONS, declined, right_answers


def compared(folder: Path) -> Comparison:
    spoilt = right_answers()
    spoilt[FERRY.question] = declined()
    spoilt[LIBRARY.question] = replace(spoilt[LIBRARY.question], standing=Standing.DECIDED)
    first = keep(folder / "before", settings={"k": 10, "model": "small"})
    second = keep(folder / "after", spoilt, settings={"k": 5, "model": "small"}, code="abc")
    return compare_runs(first, second)


def test_every_measure_is_set_side_by_side(tmp_path: Path) -> None:
    made = compared(tmp_path)
    assert {measure.name for measure in (*MEASURES, *ALIKE)} <= set(made.measures)
    assert all(label_of(name) for name in made.measures)
    assert (made.measures["false refusals"].first, made.measures["false refusals"].second) == (
        0,
        pytest.approx(1 / 3),
    )
    # Facts: ferry 3 of 3 to 0, library 3 of 3 to 2 ("proposal only" is lost), of five questions.
    assert made.measures["key facts"].change == pytest.approx(-(1 + 1 / 3) / 5)
    assert made.measures["proposal as decision"].change == 1


def test_questions_that_changed_are_named_with_what_changed(tmp_path: Path) -> None:
    made = compared(tmp_path)
    ferry, library = made.changed
    assert (ferry.id, library.id) == ("ferry", "library")
    assert {"false refusals", "hit@1", "citation recall", "key facts"} <= set(ferry.worse)
    assert ferry.better == ()
    assert "declined, though the papers answer it" in ferry.new
    assert "proposal as decision" in library.worse
    assert library.mended == ()


def test_turned_round_what_was_lost_is_won(tmp_path: Path) -> None:
    made = compared(tmp_path)
    turned = compare_runs(open_run(tmp_path / "after"), open_run(tmp_path / "before"))
    assert turned.changed[0].better == made.changed[0].worse
    assert turned.changed[0].mended == made.changed[0].new
    assert turned.measures["key facts"].change == pytest.approx(
        -(made.measures["key facts"].change or 0)
    )


def test_what_was_set_otherwise_is_told_and_nothing_else(tmp_path: Path) -> None:
    assert compared(tmp_path).settings == {"settings.k": (10, 5), "code": (None, "abc")}
    same = {"made": "now", "machine": {"load": 1, "processors": 2}}
    assert settings_changed(same, {"made": "then", "machine": {"load": 3, "processors": 2}}) == {}


def test_runs_of_different_gold_are_refused(tmp_path: Path) -> None:
    first = keep(tmp_path / "a")
    second = keep(tmp_path / "b", questions=[*QUESTIONS[:4], replace(CARE, id="more")])
    with pytest.raises(RunError, match=r"different gold .*a: 5 questions, b: 5 questions"):
        compare_runs(first, second)


def test_a_file_renamed_is_the_same_gold(tmp_path: Path) -> None:
    renamed = [replace(question, gold="elsewhere") for question in QUESTIONS]
    made = compare_runs(keep(tmp_path / "a"), keep(tmp_path / "b", questions=renamed))
    assert made.changed == ()


def test_a_run_that_did_not_end_is_refused(tmp_path: Path) -> None:
    keep(tmp_path / "a")
    begin_run(tmp_path / "a")
    with pytest.raises(RunError, match="did not end; run it again"):
        open_run(tmp_path / "a")
    keep(tmp_path / "b")
    records = (tmp_path / "b" / "records.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "b" / "records.jsonl").write_text("\n".join(records[:2]), encoding="utf-8")
    with pytest.raises(RunError, match="did not end"):
        open_run(tmp_path / "b")
    with pytest.raises(RunError, match="holds no run; make one with: townclerk eval run"):
        open_run(tmp_path / "none")


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 2}'])
def test_circumstances_that_cannot_be_read_say_to_run_again(tmp_path: Path, text: str) -> None:
    keep(tmp_path)
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=r"run.json is spoilt, or of another version; run it again"):
        open_run(tmp_path)


def test_a_run_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="made by another version; run it again"):
        keep(tmp_path, format=1)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "q"}', "null"])
def test_a_record_that_cannot_be_read_is_named_by_line(tmp_path: Path, line: str) -> None:
    keep(tmp_path)
    with (tmp_path / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(RunError, match=r"records.jsonl:6: not a record"):
        open_run(tmp_path)


def test_a_kept_run_comes_to_the_same_figures(tmp_path: Path) -> None:
    run = keep(tmp_path)
    assert run.summary().overall.values["hit@1"].value == pytest.approx(2 / 3)
    assert run.summary().overall.latency["search"] == (2, 2)


def test_the_tables_say_what_is_worse(tmp_path: Path) -> None:
    made = compared(tmp_path)
    text = printed(comparison_blocks(made))
    assert "10,000 resamples each" in text
    assert "settings.k: 10 in A, 5 in B" in text
    assert "code: not set in A, abc in B" in text
    assert "B is worse on 2 questions and better on 0." in text
    assert "ferry  What of ferry?" in text
    shown = comparison_json(made)
    assert json.loads(json.dumps(shown))["measures"]["key facts"]["lower"] == 2
    assert shown["runs"] == ["before", "after"]


def test_a_verdict_needs_an_interval_on_one_side_and_knows_which_side_is_better() -> None:
    def made(change: float, low: float, high: float) -> Difference:
        return Difference(0.5, 0.5 + change, change, (low, high), 0.01, 50, 5, 5)

    assert verdict("key facts", made(0.2, 0.1, 0.3)) == "better"
    assert verdict("key facts", made(-0.2, -0.3, -0.1)) == "worse"
    assert verdict("key facts", made(0.2, -0.1, 0.3)) == "unsure"
    assert verdict("false refusals", made(0.2, 0.1, 0.3)) == "worse"
    assert verdict("answer words", made(2, 1, 3)) == "more"
    assert verdict("key facts", Difference(None, 0.5, None, None, None, 3, 0, 0)) == (
        "not comparable"
    )
