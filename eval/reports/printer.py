"""How the commands print: lines and tables on a terminal, one object for a program.

A report is a plain function from a record to blocks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from eval.measures import Form

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from rich.console import Console

WIDTH = 180
"""Columns of a table that does not go to a terminal."""
UNDEFINED = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """Text printed as it is, with no mark-up; it may itself have several lines."""

    text: str
    style: str = ""
    """Of rich, such as "bold red"."""


@dataclass(frozen=True, slots=True)
class Table:
    """Words in the first column, figures in the others."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


Blocks = Sequence[Line | Table]


def figure(
    value: float | None, form: Form = Form.SHARE, *, sign: bool = False, places: int | None = None
) -> str:
    """Write a value as the tables do: a number by one place, all else by three; None as a dash."""
    if value is None:
        return UNDEFINED
    if places is None:
        places = 1 if form is Form.NUMBER else 3
    return format(value, f"{'+' if sign else ''}.{places}f")


def interval(
    ends: Sequence[float] | None,
    form: Form = Form.SHARE,
    *,
    sign: bool = False,
    places: int | None = None,
) -> str:
    """Write the two ends of an interval; nothing where there is none."""
    return " to ".join(figure(end, form, sign=sign, places=places) for end in ends or ())


def as_object(record: DataclassInstance, *, places: int | None = None) -> dict[str, Any]:
    """Show a record as plain JSON, its figures rounded if `places` says so; None is null."""
    shown: dict[str, Any] = _plain(asdict(record), places)
    return shown


def _plain(value: Any, places: int | None) -> Any:
    if isinstance(value, float) and places is not None:
        return round(value, places)
    if isinstance(value, Mapping):
        return {name: _plain(item, places) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item, places) for item in value]
    return value


def print_blocks(blocks: Blocks, console: Console | None = None) -> None:
    """Print lines and tables, by default on stdout."""
    from rich import table as rich_table
    from rich.console import Console
    from rich.text import Text

    if console is None:
        console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    for block in blocks:
        if isinstance(block, Line):
            console.print(Text(block.text, block.style), soft_wrap=True)
            continue
        shown = rich_table.Table(box=None, pad_edge=False, header_style="bold")
        for index, column in enumerate(block.columns):
            shown.add_column(Text(column), justify="right" if index else "left", no_wrap=True)
        for row in block.rows:
            shown.add_row(*(Text(cell) for cell in row))
        console.print(shown)


def print_json(value: Mapping[str, Any]) -> None:
    """Print one object."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write one object to a file."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
