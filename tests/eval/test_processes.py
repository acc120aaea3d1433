from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eval.processes import BenchmarkError, run_process, run_worker
from eval.workers.messages import Limit, LimitTask, Part

ROOT = Path(__file__).parents[2]


def test_time_output_and_peak_memory_are_taken() -> None:
    small = run_process([sys.executable, "-c", "import time; time.sleep(0.2); print('done')"])
    large = run_process([sys.executable, "-c", "block = bytearray(96 << 20)"])
    assert 0.2 <= small.seconds < 10
    assert small.output == "done\n"
    assert 2 < small.peak_mib < 64
    assert 96 < large.peak_mib < 160


def test_the_environment_reaches_the_process() -> None:
    code = "import os; print(os.environ['CLERK'])"
    assert run_process([sys.executable, "-c", code], environment={"CLERK": "town"}).output == (
        "town\n"
    )


def test_a_process_that_fails_gives_its_last_words() -> None:
    with pytest.raises(BenchmarkError, match=r"failed:\n.*no such paper"):
        run_process([sys.executable, "-c", "raise SystemExit('no such paper')"])


def test_much_output_does_not_block_a_process() -> None:
    finished = run_process([sys.executable, "-c", "print('x' * 1_000_000)"])
    assert len(finished.output) == 1_000_001


def test_a_worker_takes_a_task_and_gives_a_result(tmp_path: Path) -> None:
    paper = ROOT / "samples" / "papers" / "council-2024-02-29-minutes.pdf"
    task = LimitTask(part=Part.PDFIUM, papers=(paper,))
    finished, limit = run_worker("eval.workers.limits", task, Limit)
    assert limit.count >= 1
    assert limit.per_second > 0
    assert finished.seconds > limit.count / limit.per_second


def test_the_commands_import_nothing_heavy_until_one_runs() -> None:
    heavy = ("torch", "chromadb", "llama_index", "numpy", "tantivy", "pydantic", "pypdfium2")
    code = (
        "import sys, json, eval.commands.app; "
        f"print(json.dumps([name for name in {heavy!r} if name in sys.modules]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout) == []
