"""`townclerk catalogue`: copy the catalogue of a library into another database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.ask import LibraryOption, load_settings, print_line

catalogue_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@catalogue_app.callback()
def about() -> None:
    """Take what is said before a command."""


@catalogue_app.command("copy")
def catalogue_copy(
    to: Annotated[
        str | None,
        typer.Option(
            "--to", help="The address of an empty PostgreSQL database; its password in ~/.pgpass."
        ),
    ] = None,
    to_folder: Annotated[
        Path | None,
        typer.Option("--to-folder", help="A folder without a catalogue, for one of SQLite."),
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Copy the catalogue into PostgreSQL, or back into a folder: all of it or nothing, compared.

    Nothing of the library changes. Nobody may write to it meanwhile; it may be read.
    """
    if (to is None) == (to_folder is None):
        raise typer.BadParameter("give either --to or --to-folder")
    from qa.bootstrap import name_engines
    from qa.library.moving import copy_to_folder, copy_to_postgresql

    settings = load_settings(library)
    engines, folder = name_engines(settings), settings.library
    if to is not None:
        copied = copy_to_postgresql(folder, engines, to)
    else:
        assert to_folder is not None
        copied = copy_to_folder(folder, engines, to_folder)
    print_line(f"copied and compared: {copied.papers} papers, {copied.passages} passages")
    if to is not None:
        print_line(
            "to use it, set TOWNCLERK_CATALOGUE_URL to that address and move catalogue.sqlite out "
            f"of {folder}"
        )
    else:
        print_line("to use it, unset TOWNCLERK_CATALOGUE_URL")
