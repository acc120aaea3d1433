"""The `townclerk eval` commands. Nothing heavy is imported until one of them runs.

Here are those that ask gold questions, that use a run that was kept, and that compare with
llama-index; the others stand in the modules beside this one, by theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands import faults, marking, retrieval, timing, training
from eval.commands import gold as gold_commands
from eval.progress import print_step, progress_bar
from eval.reports.printer import print_blocks, print_json, write_json

if TYPE_CHECKING:
    from eval.gold.questions import GoldQuestion

app = typer.Typer(no_args_is_help=True, help="Measure answers against gold questions.")

Gold = Annotated[list[Path], typer.Argument(help="Files of gold questions, JSON lines.")]
Papers = Annotated[list[Path], typer.Argument(help="Papers, or folders of papers.")]
LibraryFolder = Annotated[Path | None, typer.Option(help="The library's folder.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the result and its records.")]
Questions = Annotated[list[Path], typer.Option("--gold", help="A file of gold questions.")]
RunFolder = Annotated[Path, typer.Argument(help="A folder that `eval run --out` made.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")]


@app.command()
def run(
    gold: Gold,
    library: LibraryFolder = None,
    out: Out = None,
    as_json: AsJson = False,
    misses: Annotated[
        bool, typer.Option("--misses", help="List the questions that went wrong, and how.")
    ] = False,
    trec: Annotated[
        Path | None, typer.Option(help="Folder for run and qrels files in TREC's layout.")
    ] = None,
    depth: Annotated[
        int, typer.Option(min=10, max=100, help="Hits of each question in the run file.")
    ] = 10,
    first_wording: Annotated[
        bool, typer.Option("--first-wording", help="Ask each question in its first wording alone.")
    ] = False,
    by_file: Annotated[
        bool, typer.Option("--by-paper", help="Show the figures by the paper of the evidence too.")
    ] = False,
    withheld: Annotated[
        Path | None,
        typer.Option(help="Wordings of exempt papers, one on each line, that no answer may hold."),
    ] = None,
) -> None:
    """Ask every gold question, in every wording, and print how well the answers did."""
    from eval.gold.evidence import HeldPapers
    from eval.gold.questions import load_gold, worded
    from eval.reports.answers import miss_blocks, misses_json, run_blocks, run_json
    from eval.runs.records import begin_run, circumstances, end_run, write_run_files
    from eval.runs.runner import run_gold
    from eval.runs.scoring import load_withheld
    from eval.runs.summary import summarise
    from qa.bootstrap import open_answerer
    from qa.settings import read_settings

    loaded = load_gold(gold)
    questions = [replace(q, variants=()) for q in loaded] if first_wording else worded(loaded)
    wordings = load_withheld(withheld) if withheld else ()
    settings = read_settings(library=library)
    named = settings.embedder if "embedder" in settings.model_fields_set else None
    answerer = open_answerer(settings.library, embedder=named, reranker=settings.reranker)
    held = HeldPapers(answerer.library)
    made_with = circumstances(settings, answerer, questions)
    begin_run(out)
    with progress_bar("asking") as progress:
        records = run_gold(
            questions, answerer, held, out=out, withheld=wordings, progress=progress, hits=depth
        )
    if trec:
        write_run_files(trec, records, held)
    summary = summarise(records, held)
    shown = run_json(summary) | ({"misses": misses_json(records)} if misses else {})
    if out:
        write_json(out / "summary.json", shown)
        end_run(out, made_with, summary.not_held)
    if as_json:
        print_json(shown)
    else:
        print_blocks(
            [*run_blocks(summary, by_file=by_file), *(miss_blocks(records) if misses else ())]
        )


@app.command()
def compare(run_a: RunFolder, run_b: RunFolder, as_json: AsJson = False) -> None:
    """Compare two runs on the same gold: every measure, every question, every setting."""
    from eval.reports.answers import comparison_blocks, comparison_json
    from eval.runs.compare import compare_runs
    from eval.runs.records import open_run

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
    from eval.reports.gate import write_baseline
    from eval.runs.records import open_run

    write_baseline(open_run(run), out)
    print_step(f"written to {out}; later: townclerk eval gate RUN --baseline {out}")


@app.command()
def gate(
    run: RunFolder,
    against: Annotated[Path, typer.Option("--baseline", help="A file that `eval baseline` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Fail (exit 1) where a run is worse than the baseline by more than chance allows."""
    from eval.reports.gate import gate_blocks, gate_json, hold_to, read_baseline
    from eval.runs.records import open_run

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
    from eval.judging import read_judge, read_judged
    from eval.reports.page import write_report
    from eval.runs.records import open_run

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
    from eval.judging import (
        JUDGE,
        judge_figures,
        judge_run,
        open_judge,
        read_labels,
        write_sheet,
    )
    from eval.reports.answers import judge_blocks
    from eval.runs.records import open_run
    from qa.settings import read_settings

    kept = open_run(run)
    if sheet:
        write_sheet(kept, sheet)
        print_step(f"written to {sheet}; put yes or no in its last two columns")
        return
    by_person = read_labels(labels, kept) if labels else None
    asked = open_judge(read_settings())
    with progress_bar("judging") as progress:
        judged = judge_run(kept, asked, run, progress=progress)
    figures = judge_figures(judged, by_person)
    write_json(run / JUDGE, figures.model_dump())
    if as_json:
        print_json(figures.model_dump())
    else:
        print_blocks(judge_blocks(figures))


@app.command()
def baselines(
    papers: Papers,
    gold: Questions,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Find with llama-index, four ways, on the same papers (and with a library beside it)."""
    from eval.gold.questions import load_gold
    from eval.reports.measurements import finding_blocks, finding_json
    from eval.tuning.baselines import compare_baselines, find_with_townclerk, papers_in

    questions, found = load_gold(gold), papers_in(papers)
    _warn_of_missing(questions, found)
    findings = compare_baselines(questions, found, step=print_step)
    if library:
        findings.append(find_with_townclerk(questions, library))
    if as_json:
        print_json({"finding": [finding_json(finding) for finding in findings]})
    else:
        print_blocks(finding_blocks(findings))


@app.command()
def bench(
    papers: Papers,
    gold: Annotated[
        list[Path] | None, typer.Option("--gold", help="Gold questions to time asking with.")
    ] = None,
    repeats: Annotated[
        int, typer.Option(min=1, help="How often each side ingests the papers.")
    ] = 3,
    as_json: AsJson = False,
) -> None:
    """Time ingest and asking beside llama-index on the same PDFs, in the same run."""
    from eval.gold.questions import load_gold
    from eval.reports.measurements import benchmark_blocks, benchmark_json
    from eval.speed.bench import run_benchmark
    from eval.tuning.baselines import papers_in

    questions = load_gold(gold) if gold else []
    found = papers_in(papers, (".pdf",))
    _warn_of_missing(questions, found)
    benchmark = run_benchmark(found, questions, repeats=repeats, step=print_step)
    if as_json:
        print_json(benchmark_json(benchmark))
    else:
        print_blocks(benchmark_blocks(benchmark))


def _warn_of_missing(questions: Sequence[GoldQuestion], papers: Sequence[Path]) -> None:
    from eval.runs.summary import holder, papers_not_held

    missing = papers_not_held(questions, holder([str(paper) for paper in papers]))
    if missing:
        print_step(f"not among the papers, so counted as missed by all: {', '.join(missing)}")


for theme in (gold_commands, faults, marking, retrieval, timing, training):
    app.add_typer(theme.app)
