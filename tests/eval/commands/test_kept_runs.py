from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.commands.app import app
from eval.runs.records import RunError, begin_run
from qa.papers import Standing
from tests.eval.kept import keep
from tests.eval.scripted import LIBRARY, right_answers


def called(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    script = right_answers()
    script[LIBRARY.question] = replace(script[LIBRARY.question], standing=Standing.DECIDED)
    keep(tmp_path / "good")
    keep(tmp_path / "worse", script)
    return tmp_path / "good", tmp_path / "worse"


def test_two_runs_are_compared_in_tables_or_as_one_object(runs: tuple[Path, Path]) -> None:
    shown = called("compare", *runs)
    assert shown.exit_code == 0
    assert "A is good, B is worse" in shown.stdout
    made = json.loads(called("compare", *runs, "--json").stdout)
    assert made["measures"]["proposal as decision"]["change"] == 1
    assert made["changed"][0]["id"] == "library"


def test_the_gate_passes_and_fails_by_its_exit_code(
    runs: tuple[Path, Path], tmp_path: Path
) -> None:
    good, worse = runs
    baseline = tmp_path / "baseline.json"
    assert called("baseline", good, "--out", baseline).exit_code == 0
    passed = called("gate", good, "--baseline", baseline)
    assert (passed.exit_code, passed.stdout.splitlines()[-1]) == (0, "PASSED")
    failed = called("gate", worse, "--baseline", baseline)
    assert failed.exit_code == 1
    assert failed.stdout.splitlines()[-1].startswith("FAILED: proposal as decision")
    told = called("gate", worse, "--baseline", baseline, "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["failed"] == {
        name: "may never get worse"
        for name in ("proposal as decision", "worst wording: proposal as decision")
    }


def test_a_report_is_written_beside_its_run_or_where_it_is_wanted(
    runs: tuple[Path, Path], tmp_path: Path
) -> None:
    good, _ = runs
    assert called("report", good).stdout.split() == [
        str(good / name) for name in ("report.html", "report.md", "report.json")
    ]
    assert (good / "report.html").exists()
    called("report", good, "--out", tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere" / "report.json").exists()


def test_a_run_that_begins_anew_takes_away_what_was_made_of_the_old_one(
    runs: tuple[Path, Path],
) -> None:
    good, _ = runs
    called("report", good)
    begin_run(good)
    assert [path.name for path in good.iterdir()] == ["records.jsonl"]
    begin_run(None)


@pytest.mark.parametrize("command", ["compare", "report", "gate", "baseline"])
def test_without_a_run_a_command_says_how_to_make_one(command: str, tmp_path: Path) -> None:
    more = {
        "compare": [tmp_path],
        "report": [],
        "gate": ["--baseline", tmp_path / "b.json"],
        "baseline": ["--out", tmp_path / "b.json"],
    }[command]
    failed = called(command, tmp_path / "none", *more)
    assert isinstance(failed.exception, RunError)
    assert "make one with: townclerk eval run" in str(failed.exception)
