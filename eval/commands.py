"""The `townclerk eval` commands. Nothing heavy is imported until one of them runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval import gold_commands, reading_commands, retrieval_commands, run_commands, speed_commands
from eval.reports.printer import print_blocks, print_json, progress_bar, say, write_json

if TYPE_CHECKING:
    from eval.gold.questions import GoldQuestion

app = typer.Typer(no_args_is_help=True, help="Measure answers against gold questions.")
app.add_typer(gold_commands.app)
app.add_typer(retrieval_commands.app)
app.add_typer(run_commands.app)
app.add_typer(reading_commands.app)
app.add_typer(speed_commands.app)

Gold = Annotated[list[Path], typer.Argument(help="Files of gold questions, JSON lines.")]
Papers = Annotated[list[Path], typer.Argument(help="Papers, or folders of papers.")]
LibraryFolder = Annotated[Path | None, typer.Option(help="The library's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the result and its records.")]
Questions = Annotated[list[Path], typer.Option("--gold", help="A file of gold questions.")]


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
        int, typer.Option(min=10, max=100, help="Hits a question in the run file.")
    ] = 10,
    withheld: Annotated[
        Path | None,
        typer.Option(help="A file of wordings, one a line, that no answer may hold."),
    ] = None,
) -> None:
    """Ask every gold question and print how well the answers did."""
    from eval.circumstances import circumstances
    from eval.gold.questions import load_gold
    from eval.held import HeldPapers
    from eval.reports.answers import miss_blocks, misses_json, run_blocks, run_json
    from eval.runner import run_gold
    from eval.runs import begin_run, end_run
    from eval.summary import summarise
    from eval.trec_of_runs import write_run_files
    from eval.withheld import load_withheld
    from qa.bootstrap import open_answerer
    from qa.settings import read_settings

    questions = load_gold(gold)
    wordings = load_withheld(withheld) if withheld else ()
    settings = read_settings(library=library)
    named = settings.embedder if "embedder" in settings.model_fields_set else None
    answerer = open_answerer(settings.library, embedder=named)
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
        print_blocks([*run_blocks(summary), *(miss_blocks(records) if misses else ())])


@app.command()
def baselines(
    papers: Papers,
    gold: Questions,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Find with llama-index, four ways, on the same papers (and with a library beside it)."""
    from eval.baselines import compare_baselines, find_with_townclerk, papers_in
    from eval.gold.questions import load_gold
    from eval.reports.measurements import finding_blocks, finding_json

    questions, found = load_gold(gold), papers_in(papers)
    _warn_of_missing(questions, found)
    findings = compare_baselines(questions, found, step=say)
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
    repeats: Annotated[int, typer.Option(min=1, help="Ingests by each side.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Time ingest and asking beside llama-index on the same PDFs, in the same run."""
    from eval.baselines import papers_in
    from eval.bench import run_benchmark
    from eval.gold.questions import load_gold
    from eval.reports.measurements import benchmark_blocks, benchmark_json

    questions = load_gold(gold) if gold else []
    found = papers_in(papers, (".pdf",))
    _warn_of_missing(questions, found)
    benchmark = run_benchmark(found, questions, repeats=repeats, step=say)
    if as_json:
        print_json(benchmark_json(benchmark))
    else:
        print_blocks(benchmark_blocks(benchmark))


def _warn_of_missing(questions: Sequence[GoldQuestion], papers: Sequence[Path]) -> None:
    from eval.rankings import holder
    from eval.summary import papers_not_held

    missing = papers_not_held(questions, holder([str(paper) for paper in papers]))
    if missing:
        say(f"not among the papers, so counted as missed by all: {', '.join(missing)}")
