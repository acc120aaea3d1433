"""Commands for what a person marks by reading."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.marking.halves import Half
from eval.progress import print_step, progress_bar
from eval.reports.printer import print_blocks, print_json

app = typer.Typer()

Sheet = Annotated[Path, typer.Option(help="The sheet to write, CSV.")]


@app.command()
def sheet(
    gold: Annotated[
        list[Path],
        typer.Argument(help="Gold questions, conversations, false premises or complete lists."),
    ],
    out: Sheet,
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    only: Annotated[
        Half | None, typer.Option(help="Only the 1st, 3rd … or the 2nd, 4th … line of each file.")
    ] = None,
    every_wording: Annotated[
        bool, typer.Option("--every-wording", help="Ask every wording, not the first alone.")
    ] = False,
) -> None:
    """Ask gold of any kind and write the answers for a person to mark: right, partly, wrong."""
    from eval.gold.evidence import HeldPapers
    from eval.marking.asking import ask_for_sheet, load_to_ask, only_held
    from eval.marking.sheet import write_rows
    from qa.bootstrap import open_answerer
    from qa.errors import GoldError
    from qa.settings import read_settings

    loaded = load_to_ask(gold, only, every_wording=every_wording)
    answerer = open_answerer(read_settings(library=library).library)
    asked = only_held(loaded, HeldPapers(answerer.library))
    if left := len(loaded) - len(asked):
        print_step(f"{left} of {len(loaded)} are left out: the library does not hold their papers")
    if not asked:
        raise GoldError("nothing is left to ask; name the library that holds the papers")
    with progress_bar("asking") as progress:
        rows = list(ask_for_sheet(asked, answerer, progress))
    write_rows(rows, out)
    print_step(f"{len(rows)} answers in {out}; mark them, then: townclerk eval marks {out}")


@app.command()
def record(
    gold: Annotated[list[Path], typer.Argument(help="Questions with complete lists.")],
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    only: Annotated[
        Half | None, typer.Option(help="Only the 1st, 3rd … or the 2nd, 4th … line of each file.")
    ] = None,
    misses: Annotated[
        bool, typer.Option("--misses", help="Show of each question what is missing or too much.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Score the lists that answers give beside complete lists, in every wording."""
    from eval.gold.evidence import HeldPapers
    from eval.gold.other_kinds import load_complete_lists
    from eval.marking.halves import half_of
    from eval.marking.lists import list_blocks, list_misses, score_lists
    from eval.reports.printer import as_object
    from qa.bootstrap import open_answerer
    from qa.settings import read_settings

    loaded = [one for path in gold for one in half_of(load_complete_lists([path]), only)]
    answerer = open_answerer(read_settings(library=library).library)
    with progress_bar("asking") as progress:
        scored = list(score_lists(loaded, answerer, HeldPapers(answerer.library), progress))
    if as_json:
        print_json({"lists": [as_object(one) for one in scored]})
    else:
        print_blocks([*list_blocks(scored), *(list_misses(scored) if misses else ())])


@app.command()
def denials(
    run: Annotated[Path, typer.Argument(help="A folder that `eval run --out` made.")],
    out: Sheet,
    draw: Annotated[int, typer.Option(min=1, help="Answers to draw.")] = 60,
    seed: Annotated[int, typer.Option(help="Another number draws others.")] = 0,
) -> None:
    """Draw answers of a run, those that decline first, to mark what they deny: true or untrue."""
    from eval.marking.denials import draw_denials
    from eval.marking.sheet import write_rows
    from eval.runs.records import open_run

    rows = draw_denials(open_run(run).records, draw, seed)
    write_rows(rows, out)
    print_step(f"{len(rows)} answers in {out}; mark them, then: townclerk eval marks {out}")


@app.command()
def marks(
    sheets: Annotated[list[Path], typer.Argument(help="Sheets that a person marked, CSV.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Count the marks on sheets, by kind."""
    from eval.marking.sheet import count_marks, mark_blocks

    counts = count_marks(sheets)
    if as_json:
        print_json({kind: dict(given) for kind, given in counts.items()})
    else:
        print_blocks(mark_blocks(counts))
