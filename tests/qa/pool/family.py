"""The processes that a process has started, by /proc."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PATIENCE = 60.0
"""Seconds; only a test that fails waits so long."""


def children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
    return found


def nursery(pid: int) -> int:
    [found] = [child for child in children(pid) if "qa.pool.nursery" in command(child)]
    return found


def workers(pid: int) -> list[int]:
    return [worker for worker in children(nursery(pid)) if runs(worker)]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def runs(pid: int) -> bool:
    """Whether there is such a process, and not only what is left of it."""
    return bool(command(pid))


def eventually(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)
