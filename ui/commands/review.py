"""`townclerk review`: what was kept out of the library, and what the administrator says of it."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.ask import LibraryOption, load_settings, print_line

review_app = typer.Typer(
    no_args_is_help=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)
Key = Annotated[str, typer.Argument(help="The key that the list gives, or how it begins.")]
Note = Annotated[str, typer.Option(help="Why, for the log.")]


@review_app.callback()
def list_withheld(
    context: typer.Context,
    library: LibraryOption = None,
    show_all: Annotated[bool, typer.Option("--all", help="Also what has been decided on.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the papers and parts that were kept out as exempt, and why."""
    if context.invoked_subcommand is not None:
        context.obj = library
        return
    from ingest.commands import run_review
    from ui.commands.feedback import not_to_be_shown

    settings = load_settings(library)
    code = run_review(settings, show_all=show_all, as_json=as_json)
    if code == 0 and not as_json:
        for line in not_to_be_shown(settings.library):
            print_line(line)
    raise typer.Exit(code)


@review_app.command()
def admit(context: typer.Context, key: Key, note: Note = "", library: LibraryOption = None) -> None:
    """Let a paper or part in: it is public."""
    from ingest.commands import run_admit

    raise typer.Exit(run_admit(load_settings(library or context.obj), key, note=note))


@review_app.command("keep-out")
def keep_out(
    context: typer.Context,
    key: Annotated[
        str, typer.Argument(help="The key that the list gives; or a paper held, by file or id.")
    ],
    note: Note = "",
    library: LibraryOption = None,
) -> None:
    """Settle that a paper or part stays out; a paper that is held is withdrawn."""
    from ingest.commands import run_keep_out

    raise typer.Exit(run_keep_out(load_settings(library or context.obj), key, note=note))
