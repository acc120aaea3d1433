"""Commands that measure rankings: of other tools' files, of a public benchmark, of our ranker."""

from __future__ import annotations

import re
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


@app.command()
def beir(
    folder: Annotated[Path, typer.Argument(help="A test collection in BEIR's layout.")],
    library: Annotated[
        Path | None, typer.Option(help="Where the indexed collection is kept for the next time.")
    ] = None,
    flat: Annotated[
        bool, typer.Option("--flat", help="Title and text as one text, not as heading and text.")
    ] = False,
    trec: Annotated[Path | None, typer.Option(help="Folder for a run file a searcher.")] = None,
    as_json: AsJson = False,
) -> None:
    """Search a public collection (SciFact …) with our own searchers, beside published figures."""
    from eval.beir import index_collection, kept_in, rank_queries, read_collection, searchers
    from eval.beir_report import Row, published, rows_json, show_rows
    from eval.terminal import progress_bar
    from eval.trec import write_trec
    from qa.backends.sentence_transformers import DEFAULT_MODEL
    from qa.bootstrap import load_embedder

    collection = read_collection(folder)
    say(f"{len(collection.documents)} documents, {len(collection.queries)} queries with judgments")
    embedder = load_embedder(DEFAULT_MODEL)
    with progress_bar("embedding") as bar:
        kept = library or kept_in(collection, embedder.name, flat=flat)
        held = index_collection(collection, kept, embedder, flat=flat, progress=bar)
    rows = []
    for name, searcher in searchers(held, embedder).items():
        with progress_bar(name) as bar:
            rankings = rank_queries(collection, searcher, bar)
        rows.append(Row.of(name, rankings, collection.qrels, published(folder, name)))
        if trec:
            tag = "-".join(re.findall(r"\w+", name.lower()))
            write_trec(trec / tag, rankings, collection.qrels, tag=tag)
    if as_json:
        print_json(rows_json(rows))
    else:
        show_rows(rows, open_console())


@app.command()
def fit(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions.")],
    library: Annotated[list[Path], typer.Option(help="A library; may be given again.")],
    folds: Annotated[int, typer.Option(min=2, help="Parts of the questions.")] = 5,
    seeds: Annotated[int, typer.Option(min=1, help="Times that they are parted anew.")] = 3,
    penalty: Annotated[
        float, typer.Option(min=0, help="How firmly weights are held near those set by hand.")
    ] = 10.0,
    as_json: AsJson = False,
) -> None:
    """Fit the ranker's weights; show what they find out of fold, and what each part is worth."""
    from eval.ablation import fit_and_compare
    from eval.fit_report import fit_json, show_fit
    from eval.fitting import Plan
    from eval.gold import load_gold
    from eval.opened_libraries import pools_of
    from eval.terminal import progress_bar

    questions = load_gold(gold)
    with progress_bar("finding candidates") as bar:
        pools = pools_of(questions, library, progress=bar)
    with progress_bar("fitting") as bar:
        fitted = fit_and_compare(pools, Plan(folds, seeds, penalty), bar)
    if as_json:
        print_json(fit_json(fitted))
    else:
        show_fit(fitted, open_console())
