"""How far a long command is: lines and a bar on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int, int], None]
"""Called with (done, in all)."""
Step = Callable[[str], None]
"""Called with what is being done."""


def print_step(what: str) -> None:
    """Write on stderr what is being done, or what a reader must know."""
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()


@contextmanager
def progress_bar(what: str) -> Iterator[Advance]:
    """Show a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
