"""Commands that measure the parts: reading, cells, OCR, speed, a crowd, walks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.progress import print_step
from eval.reports.printer import as_object, print_blocks, print_json

if TYPE_CHECKING:
    from qa.library import Library

app = typer.Typer()

Papers = Annotated[list[Path], typer.Argument(help="PDFs, or folders of PDFs.")]
Truth = Annotated[list[Path], typer.Argument(help="Files or folders of truth, JSON.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")]


@app.command()
def speed(
    papers: Papers,
    repeats: Annotated[int, typer.Option(min=1, help="How often all is read.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Time reading alone, stage by stage, beside pdfium's bare text in the same run."""
    from eval.reports.measurements import reading_speed_blocks
    from eval.speed.reading import measure_reading
    from eval.tuning.baselines import papers_in

    measured = measure_reading(papers_in(papers, (".pdf",)), repeats=repeats, step=print_step)
    if as_json:
        print_json(as_object(measured))
    else:
        print_blocks(reading_speed_blocks(measured))


@app.command()
def catalogues(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions, JSON lines.")],
    to: Annotated[str, typer.Option(help="The address of an empty PostgreSQL database.")],
    library: Annotated[Path | None, typer.Option(help="A library to copy, in SQLite.")] = None,
    stored: Annotated[int, typer.Option(min=1, help="How many papers are stored anew.")] = 10,
    repeats: Annotated[int, typer.Option(min=1, help="How often all is done.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Ask a library with its catalogue in SQLite and in PostgreSQL; compare answers and times."""
    from eval.gold.questions import load_gold
    from eval.reports.measurements import catalogue_blocks
    from eval.speed.catalogues import compare_catalogues
    from qa.settings import read_settings

    measured = compare_catalogues(
        [question.question for question in load_gold(gold)],
        read_settings(library=library).library,
        to,
        stored=stored,
        repeats=repeats,
        step=print_step,
    )
    if as_json:
        print_json(as_object(measured))
    else:
        print_blocks(catalogue_blocks(measured))


@app.command()
def unchanged(
    files: Annotated[int, typer.Option(min=1, help="How many papers are invented.")] = 1000,
    repeats: Annotated[int, typer.Option(min=1, help="How often they are given again.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Time an ingest that finds nothing new, start-up included."""
    from eval.reports.measurements import unchanged_blocks
    from eval.speed.unchanged import measure_unchanged

    measured = measure_unchanged(files, repeats=repeats, step=print_step)
    if as_json:
        print_json(as_object(measured))
    else:
        print_blocks(unchanged_blocks(measured))


@app.command()
def ocr(
    papers: Papers,
    languages: Annotated[str, typer.Option(help="Tesseract's languages, joined by +.")] = "eng",
    as_json: AsJson = False,
) -> None:
    """Read scanned PDFs by OCR; compare each with the .md of the same name where there is one."""
    from eval.reports.measurements import ocr_blocks, ocr_json
    from eval.speed.reading import measure_ocr
    from eval.tuning.baselines import papers_in

    result = measure_ocr(papers_in(papers, (".pdf",)), languages)
    if as_json:
        print_json(ocr_json(result))
    else:
        print_blocks(ocr_blocks(result))


@app.command()
def scale(
    gold: Annotated[list[Path], typer.Option("--gold", help="A file of gold questions.")],
    papers: Annotated[
        list[Path] | None, typer.Argument(help="Papers, or folders of papers, to ingest.")
    ] = None,
    library: Annotated[
        Path | None, typer.Option(help="A library to copy, in place of papers to ingest.")
    ] = None,
    passages: Annotated[int, typer.Option(min=1, help="How many other passages.")] = 100_000,
    repeats: Annotated[
        int, typer.Option(min=1, help="How often all questions are asked of each library.")
    ] = 3,
    keep: Annotated[
        Path | None, typer.Option(help="Where both libraries are kept for the next time.")
    ] = None,
    words_from: Annotated[
        Path | None,
        typer.Option(help="Text files that the invented papers imitate; else the samples."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Time asking, stage by stage, alone and among many thousand passages of other papers."""
    from eval.gold.questions import load_gold
    from eval.reports.measurements import scale_blocks, scale_json
    from eval.speed.scale import ask_in_turns, kept_in, make_libraries

    questions = load_gold(gold)
    with kept_in(keep) as folder:
        made = make_libraries(
            papers or (),
            folder,
            passages=passages,
            library=library,
            words_from=words_from,
            step=print_step,
        )
        measured = ask_in_turns(questions, *made, repeats=repeats, step=print_step)
    if as_json:
        print_json(scale_json(measured))
    else:
        print_blocks(scale_blocks(measured))


@app.command()
def growth(
    gold: Annotated[list[Path], typer.Option("--gold", help="A file of gold questions.")],
    papers: Annotated[
        list[Path] | None, typer.Argument(help="Papers, or folders of papers, to begin with.")
    ] = None,
    library: Annotated[
        Path | None, typer.Option(help="A library to begin with, in place of papers.")
    ] = None,
    sizes: Annotated[
        list[int] | None,
        typer.Option("--size", min=1, help="Passages of a library; may be given several times."),
    ] = None,
    questions: Annotated[int, typer.Option(min=1, help="How many questions are asked.")] = 100,
    keep: Annotated[
        Path | None, typer.Option(help="Where the libraries are kept for the next time.")
    ] = None,
    plainly: Annotated[
        bool, typer.Option("--llama-index", help="Search by llama-index with Chroma beside it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure what grows with a library: asking, filters, memory, start, one more paper."""
    from eval.gold.questions import load_gold
    from eval.reports.growth import growth_blocks, growth_json
    from eval.speed.growth import SIZES, make_sizes, measure_growth
    from eval.speed.scale import kept_in

    asked = load_gold(gold)[:questions]
    with kept_in(keep) as folder:
        made = make_sizes(papers or (), folder, sizes or SIZES, library=library, step=print_step)
        measured = measure_growth(asked, made, plainly=plainly, step=print_step)
    if as_json:
        print_json(growth_json(measured))
    else:
        print_blocks(growth_blocks(measured))


@app.command()
def load(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions, JSON lines.")],
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    clients: Annotated[int, typer.Option(min=1, help="Clients that ask at once.")] = 32,
    seconds: Annotated[float, typer.Option(min=1, help="How long each server is asked.")] = 120,
    workers: Annotated[str, typer.Option(help="Numbers of workers to try, by commas.")] = "1,2",
    ingest: Annotated[
        list[Path] | None, typer.Option(help="Papers to ingest beside the asking.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(help="Another checkout of Townclerk, served as it is, to compare with."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the real server over HTTP with many clients, beside an ingest; print what it stood."""
    from eval.gold.questions import load_gold
    from eval.reports.measurements import load_blocks
    from eval.speed.load import measure_load, sides_of
    from qa.settings import read_settings

    try:
        counts = [int(count) for count in workers.split(",") if count]
    except ValueError as error:
        raise typer.BadParameter(
            "give numbers by commas, as 1,2", param_hint="--workers"
        ) from error
    questions = load_gold(gold)
    measured = [
        measure_load(
            side,
            questions,
            read_settings(library=library).library,
            clients=clients,
            seconds=seconds,
            ingest=ingest or (),
            step=print_step,
        )
        for side in sides_of(counts, baseline)
    ]
    if as_json:
        print_json({"load": [{**as_object(m), "per_second": m.per_second} for m in measured]})
    else:
        print_blocks(load_blocks(measured))


@app.command()
def chat(
    gold: Annotated[list[Path], typer.Argument(help="Files of gold questions, JSON lines.")],
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    readers: Annotated[int, typer.Option(min=1, help="Readers that ask at once.")] = 4,
    count: Annotated[int, typer.Option("--questions", min=1, help="Of each reader.")] = 20,
    baseline: Annotated[
        Path | None,
        typer.Option(help="Another checkout of Townclerk, served as it is, to compare with."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask in the chat with several readers in Chromium; print times and bytes a question."""
    from eval.gold.questions import load_gold
    from eval.reports.measurements import chat_blocks
    from eval.speed.chat import measure_chat
    from eval.speed.load import sides_of
    from qa.settings import read_settings

    questions = [question.question for question in load_gold(gold)]
    measured = [
        measure_chat(
            side,
            questions,
            read_settings(library=library).library,
            readers=readers,
            count=count,
            step=print_step,
        )
        for side in sides_of([1], baseline)
    ]
    if as_json:
        print_json({"chat": [as_object(one) for one in measured]})
    else:
        print_blocks(chat_blocks(measured))


@app.command()
def reading(
    truth: Truth,
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    papers: Annotated[
        list[Path] | None,
        typer.Option(help="Ingest these papers into a temporary library and measure that."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare what was understood of the papers with what a person read in them."""
    from eval.reading.acts import score_acts
    from eval.reading.minutes import load_minutes
    from eval.reading.places import score_reading
    from eval.reading.truth import load_truth, part_truth
    from eval.reports.measurements import acts_blocks, acts_json, reading_blocks, reading_json
    from qa.settings import read_settings

    of_papers, of_minutes = part_truth(truth)
    truths, minutes = load_truth(of_papers), load_minutes(of_minutes)
    with library_or_passing(read_settings(library=library).library, papers or ()) as held:
        score = score_reading(truths, held) if truths else None
        acts = score_acts(minutes, held) if minutes else None
    if as_json:
        print_json({**(reading_json(score) if score else {}), **(acts_json(acts) if acts else {})})
    else:
        print_blocks(
            [*(reading_blocks(score) if score else []), *(acts_blocks(acts) if acts else [])]
        )


@app.command()
def walk(
    paper: Annotated[Path, typer.Argument(help="A PDF to read and understand.")],
    gold: Annotated[list[Path], typer.Option("--gold", help="A file of gold questions.")],
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count the modules that four flows enter, and how often a call changes the module."""
    from eval.gold.questions import load_gold
    from eval.reports.measurements import walk_blocks, walks_json
    from eval.speed.walks import walk_flows
    from qa.settings import read_settings

    walks = walk_flows(paper, load_gold(gold), read_settings(library=library).library)
    if as_json:
        print_json(walks_json(walks))
    else:
        print_blocks(walk_blocks(walks))


@app.command()
def cells(
    papers: Annotated[
        list[Path] | None, typer.Argument(help="Papers, or folders of papers, to ingest.")
    ] = None,
    library: Annotated[
        Path | None, typer.Option(help="A library to draw from, in place of papers to ingest.")
    ] = None,
    draw: Annotated[int, typer.Option(min=1, help="How many figures are drawn.")] = 100,
    seed: Annotated[int, typer.Option(help="Another number draws others.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Draw figures from the tables of papers, with row and column, to read beside the page."""
    from eval.reading.cells import draw_cells
    from eval.reports.measurements import cell_blocks
    from qa.settings import read_settings

    with library_or_passing(read_settings(library=library).library, papers or ()) as held:
        drawn = draw_cells(held, draw, seed)
    if as_json:
        print_json({"cells": [as_object(cell) for cell in drawn]})
    else:
        print_blocks(cell_blocks(drawn))


@contextmanager
def library_or_passing(folder: Path, papers: Sequence[Path]) -> Iterator[Library]:
    """Open the library in a folder; where papers are given, one made of them alone.

    The papers are ingested by the command itself, in a process of its own.
    """
    from qa.bootstrap import open_library

    with tempfile.TemporaryDirectory(prefix="townclerk-reading-") as name:
        if papers:
            from eval.processes import ingest_papers

            folder = Path(name) / "library"
            ingest_papers(papers, folder)
        library = open_library(folder)
        try:
            yield library
        finally:
            library.close()
