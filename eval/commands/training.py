"""The command that trains the embedded reader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.progress import print_step, progress_bar

app = typer.Typer()


@app.command("train-reader")
def train_reader(
    out: Annotated[Path, typer.Option(help="Folder for the reader.")],
    gold: Annotated[list[Path] | None, typer.Argument(help="Files of gold questions.")] = None,
    library: Annotated[
        list[Path] | None, typer.Option(help="A library; may be given again.")
    ] = None,
    public: Annotated[
        Path | None, typer.Option(help="Public questions with passages, learned from first.")
    ] = None,
    begin: Annotated[
        Path | None,
        typer.Option(help="Folder of a reader trained before, to go on from in place of that."),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(help="A file of gold questions to leave out, with the papers of its bodies."),
    ] = None,
    epochs: Annotated[
        int, typer.Option(min=1, help="How often the gold questions are gone over.")
    ] = 1,
    minutes: Annotated[float, typer.Option(min=0.01, help="For each of the two trainings.")] = 600,
    seed: Annotated[int, typer.Option(help="Of all draws.")] = 0,
) -> None:
    """Train the reader on public questions, then on gold questions, and write it in int8.

    The product's own is in qa/backends/encoders/reader. With --leave-out, measure what comes out
    on that file: TOWNCLERK_RERANKER=OUT townclerk eval run FILE.
    """
    from eval.gold.questions import load_gold
    from eval.training.export import begin_with, export, keep
    from eval.training.fitting import Plan, fit
    from eval.training.groups import gold_groups, public_groups, without
    from eval.training.model import Pairs
    from eval.tuning.judgement import examples_of
    from qa.backends.encoders.pairs import LEFT_OUT

    model, encoder = begin_with(begin)
    pairs = Pairs(encoder)
    made: dict[str, object] = {"seed": seed, LEFT_OUT: leave_out or []}
    if public is not None:
        groups = public_groups(public, seed)
        made["public questions"] = len(groups)
        fit(model, pairs, groups, Plan(RATE, minutes, seed), print_step)
    if gold:
        with progress_bar("finding units") as bar:
            examples = examples_of(load_gold(gold), library or [], bar)
        groups = list(gold_groups(without(examples, leave_out or [])))
        made["wordings of gold questions"] = len(groups)
        fit(model, pairs, groups * epochs, Plan(RATE, minutes, seed), print_step)
    keep(model, out)
    export(model, encoder, out, made)
    print_step(f"written to {out}")


RATE = 1e-4
"""Of learning, at its highest."""
