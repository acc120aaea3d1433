from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.commands.app import _warn_of_missing
from eval.gold.questions import load_gold
from tests.conftest import Samples
from tests.ui import command_line

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "samples" / "gold.jsonl"
PAPERS = ROOT / "samples" / "papers"


def townclerk(arguments: Sequence[str | Path], library: Path) -> subprocess.CompletedProcess[str]:
    return command_line.townclerk_here(*map(str, arguments), library=library)


@pytest.fixture
def library(samples: Samples) -> Path:
    return samples.folder


@pytest.fixture(scope="module")
def ran(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    out = tmp_path_factory.mktemp("eval") / "out"
    elsewhere = samples.folder.parent / "not-this-one"
    done = townclerk(
        ["eval", "run", GOLD, "--library", samples.folder, "--out", out, "--misses"], elsewhere
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, out


def test_a_run_prints_tables_and_keeps_what_they_are_made_of(ran: tuple[str, Path]) -> None:
    printed, out = ran
    asked = len(GOLD.read_text(encoding="utf-8").splitlines())
    records = [json.loads(line) for line in (out / "records.jsonl").read_text("utf-8").splitlines()]
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert printed.startswith(f"{asked} questions")
    assert summary["overall"]["questions"] == asked
    assert len(records) == summary["overall"]["asked"] == 3 * asked
    made_with = json.loads((out / "run.json").read_text("utf-8"))
    assert made_with["gold"]["questions"] == asked
    assert made_with["library"]["papers"] == 14
    assert "Not held" not in printed
    assert summary["not_held"] == []
    assert "\x1b" not in printed
    wanted = {record["id"] for record in records if record["faults"]}
    assert {miss["id"] for miss in summary["misses"]} == wanted
    assert f"{len(wanted)} of {len(records)} answers with a fault" in printed


def test_the_summary_is_what_the_records_come_to(ran: tuple[str, Path]) -> None:
    _, out = ran
    records = [json.loads(line) for line in (out / "records.jsonl").read_text("utf-8").splitlines()]
    overall = json.loads((out / "summary.json").read_text("utf-8"))["overall"]
    for name in ("hit@1", "quote@300", "citation recall", "key facts", "decline recall"):
        values = [r["measures"][name] for r in records if name in r["measures"]]
        defined = {r["wording_of"] or r["id"] for r in records if name in r["measures"]}
        assert overall["measures"][name]["questions"] == len(defined)
        assert overall["measures"][name]["value"] == pytest.approx(
            sum(values) / len(values), abs=1e-4
        )
    assert 0 < overall["latency_ms"]["asking"]["p50"] <= overall["latency_ms"]["asking"]["p95"]


def test_json_is_one_object_and_nothing_else(library: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(GOLD.read_text("utf-8").splitlines()[:2]), encoding="utf-8")
    done = command_line.townclerk(
        "eval", "run", str(few), "--json", "--first-wording", library=library
    )
    overall = json.loads(done.stdout)["overall"]
    assert (overall["questions"], overall["asked"]) == (2, 2)
    assert overall["alike"]["alike"]["value"] is None
    assert "misses" not in json.loads(done.stdout)


def test_a_slip_in_the_gold_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"id": "q"}\n', encoding="utf-8")
    done = townclerk(["eval", "run", wrong], tmp_path / "no-library")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "wrong.jsonl:1: missing key: answerable" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_library_a_run_says_what_to_do(tmp_path: Path) -> None:
    done = townclerk(["eval", "run", GOLD], tmp_path / "no-library")
    assert done.returncode == 1
    assert "townclerk ingest" in done.stderr


def test_a_benchmark_without_pdfs_says_so(tmp_path: Path) -> None:
    done = townclerk(["eval", "bench", tmp_path], tmp_path)
    assert done.returncode == 1
    assert "no papers (.pdf) in" in done.stderr


def test_papers_of_the_gold_that_are_not_compared_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    questions = load_gold([GOLD])
    _warn_of_missing(questions, [PAPERS / item.doc for q in questions for item in q.evidence])
    assert capsys.readouterr().err == ""
    _warn_of_missing(questions[:1], [])
    assert "counted as missed by all: cabinet-2024-01-18-minutes.pdf" in capsys.readouterr().err
