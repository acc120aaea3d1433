from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.commands.app import app
from eval.gold.drafting import ACCEPT, COLUMNS
from eval.gold.questions import load_gold
from eval.ranking.measures import MeasureError
from qa.errors import GoldError
from tests.conftest import Samples

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "samples" / "gold.jsonl"


def eval_command(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "few.jsonl"
    path.write_text("\n".join(GOLD.read_text("utf-8").splitlines()[:8]), encoding="utf-8")
    return path


def test_the_run_files_of_a_run_measure_as_the_run_does(
    samples: Samples, few: Path, tmp_path: Path
) -> None:
    _, printed = eval_command(
        "run", few, "--library", samples.folder, "--trec", tmp_path, "--depth", "50", "--json"
    )
    ran = json.loads(printed)["overall"]["measures"]
    names = {"ndcg@10": "nDCG@10", "passage recall@5": "R(rel=2)@5", "success@1": "Success@1",
             "rr@10": "RR@10", "map@10": "AP(rel=2)@10"}  # fmt: skip
    arguments = [part for name in names.values() for part in ("--measure", name)]
    _, printed = eval_command(
        "measure", tmp_path / "qrels.trec", tmp_path / "run.trec", *arguments, "--json"
    )
    measured = json.loads(printed)["measures"]
    questions = load_gold([few])
    wordings = [text for one in questions for text in (one.question, *one.variants)]
    assert len(wordings) > len(questions)
    for ours, theirs in names.items():
        assert measured[theirs]["value"] == pytest.approx(ran[ours]["value"], abs=1e-4)
        assert measured[theirs]["queries"] == len(wordings)
        assert ran[ours]["questions"] == len(questions)
    depths = [line.split()[3] for line in (tmp_path / "run.trec").read_text().splitlines()]
    assert max(map(int, depths)) > 10


def test_a_run_of_another_tool_is_measured_and_what_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text("q1 0 a 1\nq1 0 b 0\nq2 0 c 2\n")
    (tmp_path / "run").write_text("q1 Q0 b 1 2.0 x\nq1 Q0 a 2 1.0 x\nq3 Q0 z 1 1.0 x\n")
    files = (tmp_path / "qrels", tmp_path / "run")
    code, printed = eval_command("measure", *files, "--measure", "RR@10", "--by-query", "--json")
    shown = json.loads(printed[printed.index("{") :])
    assert code == 0
    assert shown["measures"]["RR@10"]["value"] == 0.25
    assert shown["queries"]["RR@10"] == {"q1": 0.5, "q2": 0.0}
    assert shown["notes"] == [
        "1 judged queries are not in the run and count 0",
        "1 queries of the run have no judgments and are left out",
    ]
    with pytest.raises(MeasureError, match="no measure"):
        eval_command("measure", *files, "--measure", "Luck@1")


def test_validating_names_line_and_fails_only_where_something_is_wrong(
    samples: Samples, few: Path, tmp_path: Path
) -> None:
    code, printed = eval_command("validate", few, "--library", samples.folder)
    assert code == 0
    assert printed.endswith("8 questions: 0 wrong, 0 to look at\n")
    bad = tmp_path / "bad.jsonl"
    row = json.loads(few.read_text("utf-8").splitlines()[0])
    row["evidence"][0]["page"] = 1
    bad.write_text(json.dumps(row) + "\n{}\n")
    code, printed = eval_command("validate", bad, "--library", samples.folder)
    assert code == 1
    assert f"{bad}:1: bw-001: wrong: evidence 1: the quote is not on page 1" in printed
    assert "it stands on page 2" in printed
    assert f"{bad}:2:: wrong: missing key" in printed or f"{bad}:2: wrong: missing key" in printed
    row["evidence"][0]["page"] = 2
    row["difficulty"] = "odd"
    bad.write_text(json.dumps(row) + "\n")
    assert eval_command("validate", bad, "--library", samples.folder)[0] == 0
    assert eval_command("validate", bad, "--library", samples.folder, "--strict")[0] == 1


def test_drafts_are_judged_in_a_sheet_and_become_gold(samples: Samples, tmp_path: Path) -> None:
    sheet, gold = tmp_path / "sheet.csv", tmp_path / "gold.jsonl"
    eval_command("draft", sheet, "--library", samples.folder, "--count", "6", "--besides", GOLD)
    with pytest.raises(GoldError, match="is there already"):
        eval_command("draft", sheet, "--library", samples.folder)
    with pytest.raises(GoldError, match="no question is accepted"):
        eval_command("accept", sheet, "--out", gold)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(row | {ACCEPT: "yes" if n else "no"} for n, row in enumerate(rows))
    _, printed = eval_command("accept", sheet, "--out", gold)
    assert "5 questions added" in printed and "1 not accepted" in printed
    assert len(load_gold([gold])) == 5
    _, printed = eval_command("accept", sheet, "--out", gold)
    assert "0 questions added" in printed
    assert len(load_gold([gold])) == 5
    assert eval_command("validate", gold, "--library", samples.folder)[0] == 0
    with pytest.raises(GoldError, match="no kind of question 'gossip'"):
        eval_command("draft", tmp_path / "x.csv", "--library", samples.folder, "--kind", "gossip")


def test_asking_does_not_import_what_only_measuring_needs() -> None:
    script = (
        "import sys; from ui.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('scipy', 'ir_measures', 'pytrec_eval', 'numpy', 'torch') "
        "if m in sys.modules])"
    )
    for arguments in (["ask", "--help"], ["eval", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.splitlines()[-1] == "[]", arguments
