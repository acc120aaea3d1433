"""Commands that measure rankings: of other tools' files, of a public benchmark, of our ranker."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.terminal import open_console, print_json, say

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]


@app.command()
def measure(
    qrels: Annotated[Path, typer.Argument(help="Judgments, TREC's layout or BEIR's.")],
    run: Annotated[Path, typer.Argument(help="Rankings, TREC's layout.")],
    measures: Annotated[
        list[str] | None,
        typer.Option("--measure", help="Such as nDCG@10 or AP(rel=2); may be given again."),
    ] = None,
    by_query: Annotated[bool, typer.Option("--by-query", help="Each query's values too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure any system's run file against a qrels file."""
    from eval.ranked import USUAL
    from eval.run_files import measure_files, measured_json, show_measured

    measured = measure_files(qrels, run, tuple(measures or USUAL))
    for note in measured.notes:
        say(note)
    if as_json:
        print_json(measured_json(measured, by_query=by_query))
    else:
        show_measured(measured, open_console(), by_query=by_query)
