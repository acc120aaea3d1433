"""The command line. Each command imports what it needs only when it runs."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.errors import TownclerkError
from ui.ask import LibraryOption, ask, load_settings, print_line
from ui.commands.catalogue import catalogue_app
from ui.commands.keys import keys_app
from ui.commands.review import review_app

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Answers questions from a council's own papers, with quote, page and standing.",
)
papers_app = typer.Typer(no_args_is_help=False, invoke_without_command=True, rich_markup_mode=None)
app.add_typer(catalogue_app, name="catalogue", help="Copy the catalogue into another database.")
app.add_typer(keys_app, name="keys", help="Make, list and revoke the API's keys.")
app.add_typer(papers_app, name="papers", help="List the papers held, or show one.")
app.add_typer(review_app, name="review", help="List what was kept out as exempt; let it in or not.")


def _print_version(wanted: bool) -> None:
    if wanted:
        from qa.monitoring.version import installed_version

        print_line(f"townclerk {installed_version()}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Take what is said before a command."""


@app.command()
def settings(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the page of all settings.")
    ] = False,
) -> None:
    """Show every setting with its value; secrets are not shown."""
    if markdown:
        from ui.commands.settings_page import settings_page

        print_line(settings_page().rstrip("\n"))
        return
    for name, value in load_settings().model_dump().items():
        print_line(f"{name} = {value}")


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of papers.")],
    library: LibraryOption = None,
    prune: Annotated[
        bool, typer.Option(help="Remove every paper whose file is not among those given.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option(help="Read every file again, even if it has not changed.")
    ] = False,
    quiet: Annotated[bool, typer.Option(help="No progress bar.")] = False,
    passage_words: Annotated[
        int | None,
        typer.Option(min=1, hidden=True, help="Words a passage may have, for trials of another."),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Have papers read by the Ray cluster there: auto, HOST:PORT, ray://HOST:PORT; or "
            "local, for one of this machine alone.",
        ),
    ] = None,
) -> None:
    """Read papers into the library.

    PDF, text, Markdown, DOCX, HTML, e-mail with attachments, ZIP of papers.
    """
    from ingest.commands import run_ingest

    code = run_ingest(
        load_settings(library),
        paths,
        prune=prune,
        rebuild=rebuild,
        quiet=quiet,
        passage_words=passage_words,
        ray=ray,
    )
    raise typer.Exit(code)


app.command()(ask)


@app.command()
def serve(
    library: LibraryOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that answer questions.")] = None,
) -> None:
    """Start the service.

    The chat is at /, the API under /api, its documentation at /docs.
    """
    settings = load_settings(library, host=host, port=port, workers=workers)
    from qa.access.setup import access_from
    from ui.service import check_address, run_service

    check_address(settings.host, settings.port)
    run_service(settings, access_from(settings))


@app.command()
def doctor(
    library: LibraryOption = None,
    from_files: Annotated[
        bool,
        typer.Option(
            "--from-files",
            help="Read papers anew from the library's own copies, where their records are lost.",
        ),
    ] = False,
) -> None:
    """Check the library and repair its indexes from the catalogue."""
    from ui.commands.library import run_doctor

    settings = load_settings(library)
    if from_files:
        from ingest.commands import run_ingest_kept

        run_ingest_kept(settings)
    raise typer.Exit(run_doctor(settings.library))


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A new file (.tar), or a folder for it.")],
    library: LibraryOption = None,
) -> None:
    """Write a back-up of the library, also while others use it."""
    from ui.commands.library import run_backup

    raise typer.Exit(run_backup(load_settings(library).library, target))


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="A file that townclerk backup wrote.")],
    library: LibraryOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in place of the library that is there.")
    ] = False,
) -> None:
    """Make the library of a back-up."""
    from ui.commands.library import run_restore

    run_restore(backup, load_settings(library).library, replace=replace)


@papers_app.callback()
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

    held = open_library(load_settings(library).library)
    if as_json:
        from qa.api.schemas import paper_entry_json

        print_line(json.dumps([paper_entry_json(p) for p in held.papers()], ensure_ascii=False))
        return
    for paper in held.papers():
        day = paper.meeting_date.isoformat() if paper.meeting_date else "no date"
        print_line(
            f"{paper.id}  {day:10}  {paper.kind.value:18}  {paper.file}\n{'':18}{paper.title}"
        )


@papers_app.command("show")
def papers_show(
    context: typer.Context,
    paper: Annotated[str, typer.Argument(help="The paper's file name, a part of it, or its id.")],
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show what was understood of a paper: its meeting, and items with what was decided."""
    from qa.bootstrap import open_library

    held = open_library(load_settings(library or context.obj).library)
    found = held.paper(paper)
    if as_json:
        from qa.api.paper_details import paper_detail_json
        from qa.retrieval.amendments import joined

        join = partial(joined, held, found)
        detail = paper_detail_json(found, held.items(found.id), join)
        print_line(json.dumps(detail, ensure_ascii=False, indent=2))
        return
    from qa.retrieval.amendments import with_outcomes
    from ui.commands.papers import describe_paper

    for line in describe_paper(found, with_outcomes(held, found)):
        print_line(line)
    if found.superseded_by:
        print_line(f"superseded by {held.paper(found.superseded_by).file}")


@papers_app.command("check")
def papers_check(
    path: Annotated[Path, typer.Argument(help="A file.")],
    as_json: Annotated[bool, typer.Option("--json", help="All that was understood.")] = False,
) -> None:
    """Show how a file would be understood, without storing anything."""
    from ingest.commands import run_check

    raise typer.Exit(run_check(load_settings(), path, as_json=as_json))


@app.command()
def meetings(
    meeting: Annotated[
        str | None, typer.Argument(help="A meeting's id: show what it decided.")
    ] = None,
    library: LibraryOption = None,
    body: Annotated[str | None, typer.Option(help="Of this body, or a part of its name.")] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="From this day on.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Up to this day.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the meetings of which papers are held, or show what one decided."""
    from qa.bootstrap import open_library
    from ui.commands.records import show_meeting, show_meetings

    held = open_library(load_settings(library).library)
    days = (first.date() if first else None, last.date() if last else None)
    lines = (
        show_meetings(held, body, *days, as_json=as_json)
        if meeting is None
        else show_meeting(held, meeting, as_json=as_json)
    )
    for line in lines:
        print_line(line)


@app.command()
def matter(
    words: Annotated[str, typer.Argument(help="The matter, in quotes; name a council to narrow.")],
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show a matter in time order over the papers held."""
    from qa.bootstrap import open_library
    from ui.commands.records import show_matter

    for line in show_matter(open_library(load_settings(library).library), words, as_json=as_json):
        print_line(line)


@app.command()
def feedback(
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    before: Annotated[
        datetime | None,
        typer.Option(
            "--delete-before", formats=["%Y-%m-%d"], help="Delete what is of before this day."
        ),
    ] = None,
) -> None:
    """Show what readers said of answers and which questions were declined, or delete it."""
    from ui.commands.feedback import delete_feedback, feedback_lines

    folder = load_settings(library).library
    if before is not None:
        print_line(delete_feedback(folder, before.date()))
        return
    for line in feedback_lines(folder, as_json=as_json):
        print_line(line)


def main(run: Callable[[], Any] | None = None) -> None:
    """Run the command line; an error is one sentence on stderr, with exit code 1."""
    os.umask(0o077)  # whatever a command writes is its owner's alone
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may not have every character
            stream.reconfigure(errors="backslashreplace")
    try:
        from eval.commands.app import app as eval_app  # imports nothing heavy

        app.add_typer(eval_app, name="eval", help="Measure the answers against gold questions.")
        (run or app)()
    except TownclerkError as error:
        sys.stderr.write(f"townclerk: {error}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        sys.stderr.write("townclerk: stopped\n")
        raise SystemExit(130) from None
    except BrokenPipeError:  # as in `townclerk papers | head`: nothing more can be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"townclerk: {where}{error.strerror or error}\n")
        raise SystemExit(1) from None
