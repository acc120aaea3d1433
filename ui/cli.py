"""The command line. Each command imports what it needs only when it runs."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.errors import TownclerkError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Answers questions from a council's own papers, with quote, page and standing.",
)
papers_app = typer.Typer(no_args_is_help=False, invoke_without_command=True, rich_markup_mode=None)
app.add_typer(papers_app, name="papers", help="List the papers held, or show one.")

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="The library's folder (TOWNCLERK_LIBRARY; default: library)."),
]


def _settings(library: Path | None = None, **given: object) -> Any:
    from qa.settings import read_settings

    return read_settings(library=library, **given)


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of papers.")],
    library: LibraryOption = None,
    prune: Annotated[
        bool, typer.Option(help="Drop every paper whose file is not among those given.")
    ] = False,
    rebuild: Annotated[bool, typer.Option(help="Read everything anew, unchanged or not.")] = False,
    quiet: Annotated[bool, typer.Option(help="No progress bar.")] = False,
) -> None:
    """Read papers into the library.

    PDF, text, Markdown, DOCX, HTML, e-mail with attachments, ZIP of papers.
    """
    from ingest.commands import run_ingest

    code = run_ingest(_settings(library), paths, prune=prune, rebuild=rebuild, quiet=quiet)
    raise typer.Exit(code)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    hits: Annotated[
        int, typer.Option(min=0, max=50, help="Passages found, to show beside the answer.")
    ] = 0,
    questions: Annotated[
        Path | None, typer.Option(help="A file with a question a line; one answer a line.")
    ] = None,
    as_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Search no papers of meetings after this day."),
    ] = None,
    interactive: Annotated[
        bool, typer.Option(help="A conversation: a question a line, follow-ups too.")
    ] = False,
) -> None:
    """Answer a question with quotes.

    From the papers held; where they hold no answer, it says so.
    """
    if (question is not None) + (questions is not None) + interactive != 1:
        raise typer.BadParameter("give one of: a question, --questions FILE, --interactive")
    # An unusable question fails before anything is loaded.
    asked = [] if interactive else _asked(question, questions)
    settings = _settings(library)
    answerer = _open_answerer(settings)
    day = as_at.date() if as_at else None

    def answered(text: str, previous: Sequence[str] = ()) -> str:
        answer = answerer.ask(text, hits=max(hits, 10), previous=previous, as_at=day)
        return _shown(answer, as_json=as_json, hits=hits)

    if interactive:
        from ui.interactive import converse

        converse(answered, _print)
    for text in asked:
        _print(answered(text))


def _open_answerer(settings: Any) -> Any:
    """Open the library for questions, with the language model that is set, if one is."""
    from qa.bootstrap import load_language_model, open_answerer

    return open_answerer(
        settings.library,
        embedder=_named_embedder(settings),
        language_model=load_language_model(settings),
    )


def _asked(question: str | None, questions: Path | None) -> list[str]:
    if questions is not None:
        from ui.questions import read_questions

        return read_questions(questions)
    from qa.question import read_question

    return [read_question(question or "").text]


def _named_embedder(settings: Any) -> str | None:
    """Return the model that was set by name; None to take the one that built the library."""
    return str(settings.embedder) if "embedder" in settings.model_fields_set else None


def _shown(answer: Any, *, as_json: bool, hits: int) -> str:
    if as_json:
        from qa.answers import to_json

        return json.dumps(to_json(answer, hits), ensure_ascii=False)
    from ui.render import render_terminal

    return render_terminal(answer)


@app.command()
def serve(
    library: LibraryOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Start the service.

    The chat at /, the API under /api, its documentation at /docs.
    """
    settings = _settings(library, host=host, port=port)
    from ui.service import check_address, run_service

    check_address(settings.host, settings.port)
    run_service(_open_answerer(settings), host=settings.host, port=settings.port)


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
    from qa.papers_json import paper_entry_json

    held = open_library(_settings(library).library)
    if as_json:
        _print(json.dumps([paper_entry_json(p) for p in held.papers()], ensure_ascii=False))
        return
    for paper in held.papers():
        day = paper.meeting_date.isoformat() if paper.meeting_date else "no date"
        _print(f"{paper.id}  {day:10}  {paper.kind.value:18}  {paper.file}\n{'':18}{paper.title}")


@papers_app.command("show")
def papers_show(
    context: typer.Context,
    paper: Annotated[str, typer.Argument(help="The paper's file name, a part of it, or its id.")],
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show what was understood of a paper: meeting, kind, items, limbs, standing, pages."""
    from qa.bootstrap import open_library
    from qa.papers_json import paper_detail_json

    held = open_library(_settings(library or context.obj).library)
    found = held.paper(paper)
    detail = paper_detail_json(found, held.items(found.id))
    if as_json:
        _print(json.dumps(detail, ensure_ascii=False, indent=2))
        return
    _print(f"{found.title}\n{found.kind.value}, {found.body or 'no body'}, {found.meeting_date}")
    if found.superseded_by:
        _print(f"superseded by {held.paper(found.superseded_by).file}")
    for item in held.items(found.id):
        _print(f"{item.number or '-':>6}  {item.standing.value:12} {item.title}")
        for limb in item.limbs:
            text = " ".join(limb.text.removeprefix(limb.number).split())
            _print(f"{'':22}{limb.number} {text[:90]}")
        if item.missing_limbs:
            _print(f"{'':22}missing in the copy held: {', '.join(item.missing_limbs)}")


@papers_app.command("check")
def papers_check(path: Annotated[Path, typer.Argument(help="A file.")]) -> None:
    """Say what a file would be taken for, without storing anything."""
    from ingest.commands import run_check

    raise typer.Exit(run_check(_settings(), path))


@app.command()
def doctor(library: LibraryOption = None) -> None:
    """Check the library and mend its indexes from the catalogue."""
    from qa.bootstrap import open_library

    held = open_library(_settings(library).library, mend=True)
    with held.writing():
        done = held.repair()
    coverage = held.coverage()
    model = f", model {held.model_name}" if held.model_name else ""
    _print(f"{coverage.papers} papers, {held.passage_count()} passages{model}")
    _print("\n".join([*held.mended, *done]) or "nothing to mend")
    for paper in held.papers_without_file():
        _print(f"the copy of {paper.file} is gone; run townclerk ingest --rebuild with it")
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
