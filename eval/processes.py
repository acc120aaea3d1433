"""Work done in a process of its own, timed from outside, its peak memory taken.

Each system measured starts from nothing and shares no memory with the one beside it. A worker is
such a process that is given a task and gives a result, both as JSON files of pydantic models (see
`eval.workers.messages`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from qa.errors import TownclerkError

LAUNCHER = Path(__file__).parent / "workers" / "launcher.py"
ROOT = str(Path(__file__).resolve().parents[1])
SHOWN_OF_A_FAILURE = 2000
"""Characters of a failed process's last output that are shown."""

Task = TypeVar("Task", bound=BaseModel)
Result = TypeVar("Result", bound=BaseModel)


class BenchmarkError(TownclerkError):
    """A benchmark cannot be run; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that ended well."""

    seconds: float
    """Wall clock, from start to end."""
    peak_mib: float
    """Peak resident memory of its largest single process, its children's included."""
    output: str
    """What it wrote to stdout."""


def run_process(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None
) -> Finished:
    """Run a command to its end. Raises BenchmarkError with its last output where it fails."""
    with tempfile.TemporaryDirectory(prefix="townclerk-bench-") as folder:
        cost = Path(folder, "cost.json")
        ended = subprocess.run(
            [sys.executable, "-I", "-S", str(LAUNCHER), str(cost), *command],
            capture_output=True,
            check=False,
            env={**os.environ, **(environment or {})},
        )
        if ended.returncode:
            last = ended.stderr.decode(errors="replace").strip()[-SHOWN_OF_A_FAILURE:]
            raise BenchmarkError(f"{' '.join(command[:3])} failed:\n{last}")
        taken = json.loads(cost.read_text(encoding="utf-8"))
    output = ended.stdout.decode(errors="replace")
    return Finished(taken["seconds"], taken["peak_kib"] / 1024, output)


def ingest_papers(
    papers: Sequence[Path], library: Path, *, passage_words: int | None = None
) -> Finished:
    """Run `townclerk ingest` of files and folders into a library, with its usual settings."""
    return run_process(
        [
            *(sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())"),
            *("ingest", "--quiet", "--library", str(library)),
            *(("--passage-words", str(passage_words)) if passage_words else ()),
            *(str(paper.resolve()) for paper in papers),
        ],
        environment={"PYTHONPATH": ROOT},
    )


def run_worker(module: str, task: BaseModel, result: type[Result]) -> tuple[Finished, Result]:
    """Run `python -m module TASK RESULT`; return what it cost, and its result."""
    with tempfile.TemporaryDirectory(prefix="townclerk-bench-") as folder:
        task_file, result_file = Path(folder, "task.json"), Path(folder, "result.json")
        task_file.write_text(task.model_dump_json(), encoding="utf-8")
        path = os.pathsep.join(filter(None, (ROOT, os.environ.get("PYTHONPATH"))))
        finished = run_process(
            [sys.executable, "-m", module, str(task_file), str(result_file)],
            environment={"PYTHONPATH": path, "HF_HUB_OFFLINE": "1"},
        )
        return finished, result.model_validate_json(result_file.read_bytes())


def serve(task: type[Task], work: Callable[[Task], BaseModel]) -> None:
    """Be the worker that `run_worker` starts: read the task, do the work, write the result."""
    task_file, result_file = (Path(name) for name in sys.argv[1:3])
    result = work(task.model_validate_json(task_file.read_bytes()))
    result_file.write_text(result.model_dump_json(), encoding="utf-8")
