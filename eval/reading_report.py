"""Showing how well papers were read: a table and the misses, or one object for a program."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.reading.places import ReadingScore
from eval.reading_tally import Tally

UNDEFINED = "–"


def show_reading(score: ReadingScore, console: Console) -> None:
    """Print every measure over all papers, then every miss."""
    console.print(f"papers read by eye: {len(score.papers)}", highlight=False)
    if score.not_held:
        names = ", ".join(score.not_held)
        console.print(Text(f"Not held, so not counted: {names}", "bold red"), soft_wrap=True)
    table = Table("measure", box=None, pad_edge=False)
    for heading in ("found", "there", "share", "false"):
        table.add_column(heading, justify="right")
    for tally in score.overall():
        table.add_row(*_cells(tally))
    console.print(table)
    for miss in score.misses():
        line = f"{miss.measure}: {miss.outcome.value}: {miss.file}: {miss.what}"
        console.print(Text(line), soft_wrap=True)


def reading_json(score: ReadingScore) -> dict[str, Any]:
    """Show the score as one object. What is not defined is null."""
    return {
        "papers": {file: _tallies_json(score.of(file)) for file in score.papers},
        "measures": _tallies_json(score.overall()),
        "not_held": list(score.not_held),
        "misses": [
            {"measure": m.measure, "outcome": m.outcome.value, "file": m.file, "what": m.what}
            for m in score.misses()
        ],
    }


def _cells(tally: Tally) -> tuple[str, ...]:
    share = UNDEFINED if tally.share is None else f"{tally.share:.3f}"
    return tally.measure, str(tally.found), str(tally.there), share, str(tally.false)


def _tallies_json(tallies: list[Tally]) -> dict[str, Any]:
    return {
        tally.measure: {
            "found": tally.found,
            "there": tally.there,
            "share": tally.share,
            "false": tally.false,
        }
        for tally in tallies
    }
