"""The commands on the papers held: list them, show what was understood of one, check a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ui.terminal import LibraryOption, print_line, settings_of

app = typer.Typer(no_args_is_help=False, invoke_without_command=True, rich_markup_mode=None)


@app.callback()
def papers(
    context: typer.Context,
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the papers held."""
    if context.invoked_subcommand is not None:
        context.obj = library
        return
    from qa.bootstrap import open_library
    from qa.api.schemas import paper_entry_json

    held = open_library(settings_of(library).library)
    if as_json:
        print_line(json.dumps([paper_entry_json(p) for p in held.papers()], ensure_ascii=False))
        return
    for paper in held.papers():
        day = paper.meeting_date.isoformat() if paper.meeting_date else "no date"
        print_line(
            f"{paper.id}  {day:10}  {paper.kind.value:18}  {paper.file}\n{'':18}{paper.title}"
        )


@app.command("show")
def papers_show(
    context: typer.Context,
    paper: Annotated[str, typer.Argument(help="The paper's file name, a part of it, or its id.")],
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show what was understood of a paper: meeting, kind, items, limbs, standing, pages."""
    from qa.bootstrap import open_library
    from qa.api.schemas import paper_detail_json

    held = open_library(settings_of(library or context.obj).library)
    found = held.paper(paper)
    detail = paper_detail_json(found, held.items(found.id))
    if as_json:
        print_line(json.dumps(detail, ensure_ascii=False, indent=2))
        return
    print_line(
        f"{found.title}\n{found.kind.value}, {found.body or 'no body'}, {found.meeting_date}"
    )
    if found.superseded_by:
        print_line(f"superseded by {held.paper(found.superseded_by).file}")
    for item in held.items(found.id):
        print_line(f"{item.number or '-':>6}  {item.standing.value:12} {item.title}")
        for limb in item.limbs:
            text = " ".join(limb.text.removeprefix(limb.number).split())
            print_line(f"{'':22}{limb.number} {text[:90]}")
        if item.missing_limbs:
            print_line(f"{'':22}missing in the copy held: {', '.join(item.missing_limbs)}")


@app.command("check")
def papers_check(path: Annotated[Path, typer.Argument(help="A file.")]) -> None:
    """Say what a file would be taken for, without storing anything."""
    from ingest.commands import run_check

    raise typer.Exit(run_check(settings_of(), path))
