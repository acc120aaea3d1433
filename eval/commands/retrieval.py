"""Commands that measure rankings: of other tools' files, of a public benchmark, of our ranker."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from eval.progress import print_step, progress_bar
from eval.reports.printer import print_blocks, print_json, write_json

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
    from eval.ranking.measures import USUAL
    from eval.ranking.trec import measure_files
    from eval.reports.rankings import measured_blocks, measured_json

    measured = measure_files(qrels, run, tuple(measures or USUAL))
    for note in measured.notes:
        print_step(note)
    if as_json:
        print_json(measured_json(measured, by_query=by_query))
    else:
        print_blocks(measured_blocks(measured, by_query=by_query))


@app.command()
def beir(
    folder: Annotated[Path, typer.Argument(help="A test collection in BEIR's layout.")],
    library: Annotated[
        Path | None, typer.Option(help="Where the indexed collection is kept for the next time.")
    ] = None,
    flat: Annotated[
        bool, typer.Option("--flat", help="Title and text as one text, not as heading and text.")
    ] = False,
    trec: Annotated[
        Path | None, typer.Option(help="Folder for one run file for each searcher.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Search a public collection (SciFact …) with our own searchers, beside published figures."""
    from eval.ranking.trec import write_trec
    from eval.reports.rankings import collection_blocks, collection_json
    from eval.tuning.beir import (
        index_collection,
        kept_in,
        measure_searcher,
        published_figures,
        rank_queries,
        read_collection,
        searchers,
    )
    from qa.backends.sentence_transformers import DEFAULT_MODEL
    from qa.bootstrap import load_embedder

    collection = read_collection(folder)
    print_step(
        f"{len(collection.documents)} documents, {len(collection.queries)} queries with judgments"
    )
    embedder = load_embedder(DEFAULT_MODEL)
    with progress_bar("embedding") as bar:
        kept = library or kept_in(collection, embedder.name, flat=flat)
        held = index_collection(collection, kept, embedder, flat=flat, progress=bar)
    rows = []
    for name, searcher in searchers(held, embedder).items():
        with progress_bar(name) as bar:
            rankings = rank_queries(collection, searcher, bar)
        published = published_figures(folder, name)
        rows.append(measure_searcher(name, rankings, collection.qrels, published))
        if trec:
            tag = "-".join(re.findall(r"\w+", name.lower()))
            write_trec(trec / tag, rankings, collection.qrels, tag=tag)
    if as_json:
        print_json(collection_json(rows))
    else:
        print_blocks(collection_blocks(rows))


@app.command()
def fit(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions.")],
    library: Annotated[list[Path], typer.Option(help="A library; may be given again.")],
    folds: Annotated[
        int, typer.Option(min=2, help="Number of parts into which the questions are divided.")
    ] = 5,
    seeds: Annotated[int, typer.Option(min=1, help="How often they are divided anew.")] = 3,
    penalty: Annotated[
        float, typer.Option(min=0, help="How firmly weights are held near those set by hand.")
    ] = 10.0,
    as_json: AsJson = False,
) -> None:
    """Fit the ranker's weights; show what they find out of fold, and what each part is worth."""
    from eval.gold.questions import load_gold
    from eval.reports.rankings import fit_blocks, fit_json
    from eval.tuning.fitting import Plan, fit_and_compare, pools_of

    questions = load_gold(gold)
    with progress_bar("finding candidates") as bar:
        pools = pools_of(questions, library, progress=bar)
    with progress_bar("fitting") as bar:
        fitted = fit_and_compare(pools, Plan(folds, seeds, penalty), bar)
    if as_json:
        print_json(fit_json(fitted))
    else:
        print_blocks(fit_blocks(fitted))


@app.command("fit-judgement")
def fit_judgement(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions.")],
    library: Annotated[list[Path], typer.Option(help="A library; may be given again.")],
    out: Annotated[Path | None, typer.Option(help="Folder for the fitted models.")] = None,
    as_json: AsJson = False,
) -> None:
    """Fit which unit answers and whether any does; show what is found in bodies and files left out.

    The product's own models are in qa/judgement/data.
    """
    from eval.gold.questions import load_gold
    from eval.reports.rankings import judging_blocks
    from eval.tuning.judgement import examples_of, fit_judgement, write_judgement

    with progress_bar("finding units") as bar:
        examples = examples_of(load_gold(gold), library, bar)
    judging = fit_judgement(examples)
    if out is not None:
        write_judgement(judging, out, gold, examples)
    if as_json:
        print_json(dict(judging.measured))
    else:
        print_blocks(judging_blocks(judging))


@app.command("fit-outcome")
def fit_outcome(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions.")],
    library: Annotated[list[Path], typer.Option(help="A library; may be given again.")],
    reader: Annotated[
        list[Path],
        typer.Option(help="Folder of a reader that was trained with some of the files left out."),
    ],
    out: Annotated[Path | None, typer.Option(help="Folder for the fitted model.")] = None,
    as_json: AsJson = False,
) -> None:
    """Fit whether what a reader read answers, by readers that have not seen the questions.

    The product's own model is in qa/judgement/data.
    """
    from eval.gold.questions import load_gold
    from eval.reports.rankings import outcome_blocks
    from eval.tuning.judgement import examples_of
    from eval.tuning.outcome import fit_read, fold_readers, read_unseen, write_outcome

    folds = fold_readers(reader)
    with progress_bar("finding units") as bar:
        examples = examples_of(load_gold(gold), library, bar)
    read = read_unseen(examples, folds)
    outcome = fit_read(read)
    if out is not None:
        write_outcome(outcome, out, gold, read)
    if as_json:
        print_json(outcome.measured)
    else:
        print_blocks(outcome_blocks("readers' files left out", outcome.least, outcome.measured))


@app.command()
def sweep(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions.")],
    library: Annotated[list[Path], typer.Option(help="A library; may be given again.")],
    out: Annotated[Path, typer.Option(help="Folder for the cells, the figures and the plot.")],
    passage_words: Annotated[
        list[int] | None,
        typer.Option(min=30, max=1000, help="Ingest anew with passages of so many words."),
    ] = None,
    pool: Annotated[
        list[int] | None, typer.Option(min=5, max=1000, help="Candidates from each index.")
    ] = None,
    weights: Annotated[
        list[str] | None, typer.Option(help="shipped, fitted, by hand or summed.")
    ] = None,
    by: Annotated[str, typer.Option(help="Measure by which to choose.")] = "quote@300",
    folds: Annotated[int, typer.Option(min=2)] = 5,
    seeds: Annotated[int, typer.Option(min=1)] = 3,
    as_json: AsJson = False,
) -> None:
    """Score a small grid of settings, and choose among them out of fold. Goes on if cut off."""
    from eval.gold.questions import load_gold
    from eval.reports.plots import sweep_plot
    from eval.reports.rankings import sweep_blocks, sweep_json
    from eval.tuning.fitting import Plan
    from eval.tuning.sweep import check_choices, grid, run_sweep

    chosen = check_choices(weights or ["shipped", "fitted", "summed"], by)
    questions = load_gold(gold)
    cells = grid(passage_words or [None], pool or [30, 60, 120], chosen)
    with progress_bar(f"{len(cells)} cells") as bar:
        swept = run_sweep(
            cells,
            questions,
            library,
            out,
            plan=Plan(folds, seeds),
            by=by,
            progress=bar,
            step=print_step,
        )
    write_json(out / "sweep.json", sweep_json(swept))
    (out / "sweep.svg").write_text(sweep_plot(swept), encoding="utf-8")
    if as_json:
        print_json(sweep_json(swept))
    else:
        print_blocks(sweep_blocks(swept))
    print_step(f"figures and plot are in {out}")
