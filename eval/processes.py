"""Work done in a process of its own, timed from outside, its peak memory taken.

Each system measured starts from nothing and shares no memory with the one beside it.
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
from typing import Any

from qa.errors import TownclerkError

LAUNCHER = Path(__file__).parent / "speed" / "workers" / "launcher.py"
SHOWN_OF_A_FAILURE = 2000
"""Characters of a failed process's last words that are shown."""


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
    """Run a command to its end. Raises BenchmarkError with its last words where it fails."""
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
        told = json.loads(cost.read_text(encoding="utf-8"))
    output = ended.stdout.decode(errors="replace")
    return Finished(told["seconds"], told["peak_kib"] / 1024, output)


def run_worker(module: str, task: Mapping[str, Any]) -> tuple[Finished, dict[str, Any]]:
    """Run `python -m module TASK RESULT`, both JSON files; return its result beside its cost."""
    with tempfile.TemporaryDirectory(prefix="townclerk-bench-") as folder:
        asked, told = Path(folder, "task.json"), Path(folder, "result.json")
        asked.write_text(json.dumps(task), encoding="utf-8")
        root = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        finished = run_process(
            [sys.executable, "-m", module, str(asked), str(told)],
            environment={"PYTHONPATH": path, "HF_HUB_OFFLINE": "1"},
        )
        result: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return finished, result


def serve(work: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Be the other end of `run_worker`: read the task, do the work, write the result."""
    asked, told = (Path(name) for name in sys.argv[1:3])
    result = work(json.loads(asked.read_text(encoding="utf-8")))
    told.write_text(json.dumps(result), encoding="utf-8")
