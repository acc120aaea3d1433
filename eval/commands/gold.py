"""Commands that make and check gold questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.progress import print_step
from eval.reports.printer import print_json

if TYPE_CHECKING:
    from eval.gold.questions import GoldQuestion

app = typer.Typer()


@app.command()
def validate(
    gold: Annotated[list[Path], typer.Argument(help="Gold files; each file is one split.")],
    library: Annotated[
        Path | None, typer.Option(help="A library of their papers, to check quotes and figures.")
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit with 1 also where something is only to be looked at."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Check gold questions: schema, quotes in their places, figures, repeats, leaks."""
    from eval.gold.validation import check_alone, read_placed, remark_json

    placed, remarks = read_placed(gold)
    remarks += check_alone(placed)
    if library:
        from eval.gold.validation import check_in_papers
        from qa.bootstrap import open_library

        remarks += check_in_papers(placed, open_library(library))
    else:
        print_step("without --library quotes and figures are not checked")
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


@app.command()
def draft(
    out: Annotated[Path, typer.Argument(help="The sheet to write, CSV.")],
    library: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    count: Annotated[int, typer.Option(min=1, help="Questions at most.")] = 50,
    seed: Annotated[int, typer.Option(help="Another number gives other questions.")] = 0,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only this kind of question; may be given again.")
    ] = None,
    besides: Annotated[
        list[Path] | None,
        typer.Option(help="Gold files; no question is drafted on evidence that they use."),
    ] = None,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="From what readers said of answers instead.")
    ] = False,
) -> None:
    """Propose gold questions from the papers, evenly over them, for a person to judge."""
    from eval.gold.draft_kinds import DRAFTERS
    from eval.gold.drafting import draft_questions, write_sheet
    from eval.gold.questions import load_gold
    from qa.bootstrap import open_library
    from qa.errors import GoldError
    from qa.settings import read_settings

    if unknown := sorted(set(kind or ()) - DRAFTERS.keys()):
        raise GoldError(
            f"there is no kind of question {unknown[0]!r}; the kinds are {', '.join(DRAFTERS)}"
        )
    if out.exists():
        raise GoldError(f"{out} is there already, perhaps with somebody's judgments; name another")
    folder = read_settings(library=library).library
    known = load_gold(besides) if besides else []
    if feedback:
        _draft_from_feedback(folder, out, count, known)
        return
    held = open_library(folder)
    kinds = tuple(kind or DRAFTERS)
    drafts = draft_questions(held, count, seed=seed, kinds=kinds, besides=known)
    write_sheet(drafts, out)
    typer.echo(
        f"{len(drafts)} questions in {out}: write yes or no in its first column, correct what is "
        "wrong, then townclerk eval accept"
    )


def _draft_from_feedback(folder: Path, out: Path, count: int, besides: list[GoldQuestion]) -> None:
    """Write a sheet of the questions on whose answers readers have said something."""
    from eval.gold.drafting import write_sheet
    from eval.gold.remarked import drafts_from_remarks
    from qa.bootstrap import open_answerer
    from qa.errors import GoldError
    from qa.feedback.store import remarks_of

    remarks = remarks_of(folder).read().records
    if not remarks:
        raise GoldError(f"{folder} holds nothing that readers said (see the setting feedback)")
    answerer = open_answerer(folder)
    made = drafts_from_remarks(remarks, answerer.ask, count, besides)
    write_sheet(made.drafts, out)
    typer.echo(
        f"{len(made.drafts)} questions in {out}: fill in what is empty, write yes or no in its "
        "first column, then townclerk eval accept"
    )
    if made.changed:
        typer.echo(f"{made.changed} called right have another answer now, and are left out")


@app.command()
def accept(
    sheet: Annotated[Path, typer.Argument(help="The sheet as judged, CSV.")],
    out: Annotated[Path, typer.Option(help="The gold file to write or to add to, JSON lines.")],
) -> None:
    """Take the accepted questions of a sheet into a gold file."""
    from eval.gold.drafting import read_sheet
    from eval.gold.questions import load_gold
    from qa.errors import GoldError

    lines, left = read_sheet(sheet)
    if not lines:
        raise GoldError(f"{sheet}: no question is accepted; write yes in its first column")
    before = out.read_text(encoding="utf-8") if out.exists() else ""
    if before:
        known = {question.id for question in load_gold([out])}
        lines = [line for line in lines if json.loads(line)["id"] not in known]
    kept = f"{before.rstrip()}\n" if before.strip() else ""
    out.write_text(kept + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    typer.echo(f"{len(lines)} questions added to {out}, {left} not accepted; now check them with")
    typer.echo(f"  townclerk eval validate {out} --library LIBRARY")
