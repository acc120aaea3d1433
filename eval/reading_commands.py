"""The command that measures reading, `townclerk eval reading`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.reports.printer import print_blocks, print_json

app = typer.Typer()

Truth = Annotated[list[Path], typer.Argument(help="Files or folders of truth, JSON.")]


@app.command()
def reading(
    truth: Truth,
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    papers: Annotated[
        list[Path] | None,
        typer.Option(help="Ingest these papers into a passing library and score that one."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead.")] = False,
) -> None:
    """Compare what was understood of the papers with what a person read in them."""
    from eval.reading.places import score_reading
    from eval.reading.truth import load_truth
    from eval.reading_held import library_or_passing
    from eval.reports.measurements import reading_blocks, reading_json
    from qa.settings import read_settings

    truths = load_truth(truth)
    with library_or_passing(read_settings(library=library).library, papers or ()) as held:
        score = score_reading(truths, held)
    if as_json:
        print_json(reading_json(score))
    else:
        print_blocks(reading_blocks(score))
