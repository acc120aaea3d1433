from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from runpy import run_path

import pytest
from typer.testing import CliRunner

from eval.commands.app import app
from eval.speed.walks import Walk, walk
from tests.conftest import Samples
from tests.eval.sample_run import GOLD, SAMPLES

CLERK = """
def minute(ask): return stamp(ask())
def stamp(answer): return answer
def quorum(): return stamp(3)
"""
CHAIR = """
def vote(minute): return minute(lambda: carried())
def carried(): return True
def sort(minute): return sorted([2, 1], key=lambda number: minute(lambda: number))
"""


@pytest.fixture
def walked(tmp_path: Path) -> Callable[[str], Walk]:
    for name, text in (("clerk.py", CLERK), ("chair.py", CHAIR)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    clerk, chair = (run_path(str(tmp_path / name)) for name in ("clerk.py", "chair.py"))
    flows: dict[str, Callable[[], object]] = {
        "vote": lambda: chair["vote"](clerk["minute"]),
        "quorum": clerk["quorum"],
        "sort": lambda: chair["sort"](clerk["minute"]),
    }
    return lambda flow: walk(flow, flows[flow], wings=[f"{tmp_path}/"])


def test_entering_one_module_from_another_is_counted(walked: Callable[[str], Walk]) -> None:
    # vote enters the clerk's module, which calls back into the chair's; stamp and carried do not.
    found = walked("vote")
    assert (found.changes, found.calls) == (2, 5)
    assert [Path(module).name for module in found.modules] == ["chair.py", "clerk.py"]


def test_calls_within_one_module_are_not(walked: Callable[[str], Walk]) -> None:
    found = walked("quorum")
    assert (found.changes, found.calls) == (0, 2)
    assert [Path(module).name for module in found.modules] == ["clerk.py"]


def test_a_call_that_comes_through_a_library_counts_from_the_module_that_called_it(
    walked: Callable[[str], Walk],
) -> None:
    # For each of two numbers: the key enters the clerk's module, which calls back.
    assert walked("sort").changes == 4


def test_the_command_walks_four_flows(samples: Samples) -> None:
    paper = SAMPLES / "papers" / "council-2024-02-29-minutes.pdf"
    arguments = ["walk", str(paper), "--gold", str(GOLD), "--library", str(samples.folder)]
    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    read, answered, scored, followed = json.loads(done.stdout)["walks"]
    assert {module.split("/")[0] for module in read["modules"]} <= {"ingest", "qa"}
    assert "ingest/understand.py" in read["modules"]
    assert {module.split("/")[0] for module in answered["modules"]} == {"qa"}
    assert "eval/runs/scoring.py" in scored["modules"]
    assert "qa/following/talk.py" in followed["modules"]
    assert all(0 < each["changes"] < each["calls"] for each in (read, answered, scored, followed))
