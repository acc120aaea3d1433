"""What the commands share: the library's option, the settings, the answerer, a line of output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="The library's folder (TOWNCLERK_LIBRARY; default: library)."),
]


def settings_of(library: Path | None = None, **given: object) -> Any:
    """Return the settings, with what the command line gives in their stead."""
    from qa.settings import read_settings

    return read_settings(library=library, **given)


def print_line(text: str) -> None:
    """Write a line to stdout at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def open_as_set(settings: Any) -> Any:
    """Open the library for questions, with the language model that is set, if one is."""
    from qa.bootstrap import load_language_model, open_answerer

    return open_answerer(
        settings.library,
        embedder=_named_embedder(settings),
        language_model=load_language_model(settings),
    )


def _named_embedder(settings: Any) -> str | None:
    """Return the model that was set by name; None to take the one that built the library."""
    return str(settings.embedder) if "embedder" in settings.model_fields_set else None
