"""The command line. Each command imports what it needs only when it runs."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.errors import TownclerkError
from ui.ask_command import ask
from ui.papers_command import app as papers_app
from ui.terminal import LibraryOption, open_as_set, print_line, settings_of

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Answers questions from a council's own papers, with quote, page and standing.",
)
app.add_typer(papers_app, name="papers", help="List the papers held, or show one.")


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of papers.")],
    library: LibraryOption = None,
    prune: Annotated[
        bool, typer.Option(help="Drop every paper whose file is not among those given.")
    ] = False,
    rebuild: Annotated[bool, typer.Option(help="Read everything anew, unchanged or not.")] = False,
    quiet: Annotated[bool, typer.Option(help="No progress bar.")] = False,
    passage_words: Annotated[
        int | None,
        typer.Option(min=1, hidden=True, help="Words a passage may have, for trials of another."),
    ] = None,
) -> None:
    """Read papers into the library.

    PDF, text, Markdown, DOCX, HTML, e-mail with attachments, ZIP of papers.
    """
    from ingest.commands import run_ingest

    code = run_ingest(
        settings_of(library),
        paths,
        prune=prune,
        rebuild=rebuild,
        quiet=quiet,
        passage_words=passage_words,
    )
    raise typer.Exit(code)


app.command()(ask)


@app.command()
def serve(
    library: LibraryOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Start the service.

    The chat at /, the API under /api, its documentation at /docs.
    """
    settings = settings_of(library, host=host, port=port)
    from ui.service import check_address, run_service

    check_address(settings.host, settings.port)
    run_service(open_as_set(settings), host=settings.host, port=settings.port)


@app.command()
def doctor(library: LibraryOption = None) -> None:
    """Check the library and mend its indexes from the catalogue."""
    from qa.bootstrap import open_library

    held = open_library(settings_of(library).library, mend=True)
    with held.writing():
        done = held.repair()
    coverage = held.coverage()
    model = f", model {held.model_name}" if held.model_name else ""
    print_line(f"{coverage.papers} papers, {held.passage_count()} passages{model}")
    print_line("\n".join([*held.mended, *done]) or "nothing to mend")
    for paper in held.papers_without_file():
        print_line(f"the copy of {paper.file} is gone; run townclerk ingest --rebuild with it")
    held.close()


def _add_eval() -> None:
    """Mount `townclerk eval`, whose module imports nothing heavy."""
    from eval.commands import app as eval_app

    app.add_typer(eval_app, name="eval", help="Measure the answers against gold questions.")


def main(run: Callable[[], Any] | None = None) -> None:
    """Run the command line: errors in a sentence on stderr, and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever a terminal cannot show is spelt out
            stream.reconfigure(errors="backslashreplace")
    try:
        _add_eval()
        (run or app)()
    except TownclerkError as error:
        sys.stderr.write(f"townclerk: {error}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        sys.stderr.write("townclerk: stopped\n")
        raise SystemExit(130) from None
    except BrokenPipeError:  # as in `townclerk papers | head`; nothing more can be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"townclerk: {where}{error.strerror or error}\n")
        raise SystemExit(1) from None
