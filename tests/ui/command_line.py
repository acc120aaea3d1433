"""Run the command line, as a process or within this one, and check how it fails."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from ui.cli import app, main

PROJECT = Path(__file__).parents[2]
MAIN = "from ui.cli import main; main()"


def townclerk(
    *words: str,
    library: Path | None = None,
    settings: Sequence[tuple[str, str]] = (),
    typed: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command line as the console script does."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith("TOWNCLERK_")}
    environment = {**outside, "PYTHONPATH": str(PROJECT), **dict(settings)}
    if library is not None:
        environment["TOWNCLERK_LIBRARY"] = str(library)
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", MAIN, *words],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=PROJECT / "tests",
        timeout=120,
        check=False,
    )


def townclerk_here(*words: str, library: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line within this process, which has imported already what is slow to."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.dict(os.environ, {"TOWNCLERK_LIBRARY": str(library)}),
        patch("sys.stdin", io.StringIO(typed)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main(lambda: app(list(words), prog_name="townclerk"))
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def assert_says(done: subprocess.CompletedProcess[str], reason: str, code: int = 1) -> None:
    """The command failed with one sentence on stderr, and nothing on stdout."""
    assert done.returncode == code
    assert done.stdout == ""
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert done.stderr.startswith("townclerk: ")
        assert len(done.stderr.strip().splitlines()) == 1
