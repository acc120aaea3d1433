"""Commands on runs that were kept: compare two, hold one to a baseline, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.reports.printer import print_blocks, print_json, progress_bar, say, write_json

app = typer.Typer()

RunFolder = Annotated[Path, typer.Argument(help="A folder that `eval run --out` made.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")]


@app.command()
def compare(run_a: RunFolder, run_b: RunFolder, as_json: AsJson = False) -> None:
    """Compare two runs on the same gold: every measure, every question, every setting."""
    from eval.compare import compare_runs
    from eval.reports.answers import comparison_blocks, comparison_json
    from eval.runs import open_run

    comparison = compare_runs(open_run(run_a), open_run(run_b))
    if as_json:
        print_json(comparison_json(comparison))
    else:
        print_blocks(comparison_blocks(comparison))


@app.command()
def baseline(
    run: RunFolder,
    out: Annotated[Path, typer.Option(help="The file to write, such as samples/baseline.json.")],
) -> None:
    """Write a run as the baseline that later runs are held to."""
    from eval.gate import write_baseline
    from eval.runs import open_run

    write_baseline(open_run(run), out)
    say(f"written to {out}; later: townclerk eval gate RUN --baseline {out}")


@app.command()
def gate(
    run: RunFolder,
    against: Annotated[Path, typer.Option("--baseline", help="A file that `eval baseline` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Fail (exit 1) where a run is worse than the baseline by more than chance allows."""
    from eval.gate import gate_blocks, gate_json, hold_to, read_baseline
    from eval.runs import open_run

    held = hold_to(open_run(run), read_baseline(against))
    if as_json:
        print_json(gate_json(held))
    else:
        print_blocks(gate_blocks(held))
    raise typer.Exit(0 if held.passed else 1)


@app.command()
def report(
    run: RunFolder,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the files; the run's own without it.")
    ] = None,
) -> None:
    """Write a run as a page that an officer can read, and the same as Markdown and JSON."""
    from eval.judge_run import read_judge, read_judged
    from eval.report_files import write_report
    from eval.runs import open_run

    for path in write_report(open_run(run), out or run, read_judged(run), read_judge(run)):
        typer.echo(path)


@app.command()
def judge(
    run: RunFolder,
    labels: Annotated[
        Path | None, typer.Option(help="A sheet that a person filled in, to compare with.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(help="Write a sheet for a person to fill in, and end.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Have a language model judge the answers: faithful to their quotes, and correct.

    It sends questions, answers, quotes and the gold's right answers to the server that the
    setting judge_url names, and to none where it is not set.
    """
    from eval.judge import open_judge
    from eval.judge_labels import agreements, read_labels, write_sheet
    from eval.judge_run import JUDGE, judge_run
    from eval.reports.answers import judged_blocks, judged_json
    from eval.runs import open_run
    from qa.settings import read_settings

    kept = open_run(run)
    if sheet:
        write_sheet(kept, sheet)
        say(f"written to {sheet}; put yes or no in its last two columns")
        return
    said = read_labels(labels, kept) if labels else None
    asked = open_judge(read_settings())
    with progress_bar("judging") as progress:
        judged = judge_run(kept, asked, run, progress=progress)
    agreed = agreements(judged, said) if said is not None else None
    write_json(run / JUDGE, judged_json(judged, agreed))
    if as_json:
        print_json(judged_json(judged, agreed))
    else:
        print_blocks(judged_blocks(judged, agreed))
