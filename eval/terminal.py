"""What the commands show: tables and bars on a terminal, one object for a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 180
"""Columns of a table that does not go to a terminal."""

Advance = Callable[[int, int], None]
"""Called with (done, in all)."""


def open_console() -> Console:
    """Return what tables are printed on."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    return Console(width=width, highlight=False)


@contextmanager
def progress_bar(what: str) -> Iterator[Advance]:
    """Show a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def say(what: str) -> None:
    """Tell on stderr what is being done."""
    typer.echo(what, err=True)


def print_json(value: dict[str, Any]) -> None:
    """Print one object."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write one object to a file."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
