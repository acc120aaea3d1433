"""Commands that make and check gold questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.terminal import print_json, say

app = typer.Typer()


@app.command()
def validate(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions, a split each.")],
    library: Annotated[
        Path | None, typer.Option(help="A library of their papers, to check quotes and figures.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail on what is to be looked at.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Check gold questions: schema, quotes in their places, figures, repeats, leaks."""
    from eval.validation import check_alone, read_placed, remark_json

    placed, remarks = read_placed(gold)
    remarks += check_alone(placed)
    if library:
        from eval.gold_in_papers import check_in_papers
        from qa.bootstrap import open_library

        remarks += check_in_papers(placed, open_library(library))
    else:
        say("without --library quotes and figures are not checked")
    remarks.sort(key=lambda remark: (gold.index(remark.path), remark.line, not remark.wrong))
    wrong = sum(remark.wrong for remark in remarks)
    if as_json:
        print_json(
            {
                "questions": len(placed),
                "wrong": wrong,
                "look_at": len(remarks) - wrong,
                "remarks": [remark_json(remark) for remark in remarks],
            }
        )
    else:
        for remark in remarks:
            kind = "wrong" if remark.wrong else "look"
            name = f" {remark.identity}" if remark.identity else ""
            typer.echo(f"{remark.path}:{remark.line}:{name}: {kind}: {remark.message}")
        typer.echo(f"{len(placed)} questions: {wrong} wrong, {len(remarks) - wrong} to look at")
    if wrong or (strict and remarks):
        raise typer.Exit(1)
