"""`townclerk eval reading`, run as a reader would."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from eval.reports.measurements import reading_blocks
from tests.eval.printed import printed
from tests.eval.understood import FERRY, LIBRARY, Understood, score
from tests.ui.command_line import townclerk_here

ROOT = Path(__file__).parents[3]
MINUTES = """BRACKWATER COUNCIL

CABINET

Minutes of the meeting held on 4 July 2023 at the Town Hall, Brackwater

12. FERRY SERVICE

The Cabinet considered the report of the Head of Transport.

RESOLVED: That

(1) the ferry service be extended to 30 September 2025; and

(3) the Head of Transport be authorised to sign the agreement.

13. LIBRARY HOURS

The Leader reported that no decision was needed.
"""
TRUTH = {
    "file": "minutes.txt",
    "meeting": {"body": "Cabinet", "date": "2023-07-04", "kind": "minutes"},
    "items_complete": True,
    "items": [
        {
            "number": "12",
            "title": "FERRY SERVICE",
            "kind": "minute",
            "lines": [7, 15],
            "standing": "decided",
            "limbs": ["(1)", "(3)"],
            "missing_limbs": ["(2)"],
        },
        {"number": "14", "title": "LIBRARY HOURS", "kind": "minute", "lines": [17, 19]},
    ],
    "blocks": [{"lines": [13, 15], "standing": "decided"}],
}


def eval_reading(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = ("eval", "reading", *map(str, arguments))
    return townclerk_here(*words, library=ROOT / "no-such-library")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("reading")
    paper, truth = folder / "minutes.txt", folder / "truth.json"
    paper.write_text(MINUTES, encoding="utf-8")
    truth.write_text(json.dumps(TRUTH), encoding="utf-8")
    return paper, truth


def test_papers_are_ingested_and_scored_against_the_truth(files: tuple[Path, Path]) -> None:
    paper, truth = files
    done = eval_reading(truth, "--papers", paper, "--json")
    assert done.returncode == 0, done.stderr
    scored = json.loads(done.stdout)
    measures = scored["measures"]
    assert measures["limbs"] == {"found": 2, "there": 2, "share": 1.0, "false": 0}
    assert measures["missing limbs"]["found"] == 1
    assert measures["standing of blocks"]["share"] == 1.0
    assert measures["minutes"] == {"found": 1, "there": 2, "share": 0.5, "false": 1}
    assert measures["proposals"]["share"] is None
    assert scored["papers"]["minutes.txt"] == measures
    (miss,) = [miss for miss in scored["misses"] if miss["measure"] == "numbers"]
    assert miss["what"].endswith("read as 13")


def test_a_table_shows_every_measure_and_then_every_miss(tmp_path: Path) -> None:
    understood = Understood(found=(replace(FERRY, number="21"), LIBRARY))
    lines = printed(reading_blocks(score(tmp_path, understood))).splitlines()
    assert lines[0] == "papers read by eye: 1"
    assert [line.split()[-4:] for line in lines if line.startswith("numbers ")] == [
        ["1", "2", "0.500", "1"]
    ]
    assert [line.split()[-4:] for line in lines if line.startswith("proposals ")] == [
        ["0", "0", "–", "0"]
    ]
    assert lines[-1].startswith("numbers: wrong: ferry.txt: minute 12 Ferry Service")


def test_a_library_that_is_not_there_is_told(files: tuple[Path, Path]) -> None:
    done = eval_reading(files[1])
    assert done.returncode == 1
    assert done.stderr.startswith("townclerk: ")
    assert "Traceback" not in done.stderr


def test_cells_are_drawn_with_row_column_and_unit(tmp_path: Path) -> None:
    text = (
        "Cost of the ferries\n\nCrossing\tBudget £m\tForecast £m\nLong\t1.5\t1.7\nShort\t0.5\t0.7\n"
    )
    (tmp_path / "ferries.txt").write_text(MINUTES + "\n" + text, encoding="utf-8")
    asked = ("eval", "cells", str(tmp_path / "ferries.txt"), "--draw", "2")
    done = townclerk_here(*asked, "--json", library=tmp_path / "no-such-library")
    assert done.returncode == 0, done.stderr
    drawn = json.loads(done.stdout)["cells"]
    assert len(drawn) == 2
    known = {("Long", "1.5"), ("Long", "1.7"), ("Short", "0.5"), ("Short", "0.7")}
    assert {(*cell["labels"], cell["value"]) for cell in drawn} <= known
    assert {cell["unit"] for cell in drawn} == {"£m"}
    shown = townclerk_here(*asked, library=tmp_path / "no-such-library")
    assert shown.stdout.rstrip().endswith("figures: 2, papers: 1")
