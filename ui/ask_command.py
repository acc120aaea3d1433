"""The command that asks: a question, a file of them, or a conversation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.terminal import LibraryOption, open_as_set, print_line, settings_of


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
    settings = settings_of(library)
    answerer = open_as_set(settings)
    day = as_at.date() if as_at else None

    def answered(text: str, previous: Sequence[str] = ()) -> str:
        answer = answerer.ask(text, hits=max(hits, 10), previous=previous, as_at=day)
        return _shown(answer, as_json=as_json, hits=hits)

    if interactive:
        from ui.interactive import converse

        converse(answered, print_line)
    for text in asked:
        print_line(answered(text))


def _asked(question: str | None, questions: Path | None) -> list[str]:
    if questions is not None:
        from ui.questions import read_questions

        return read_questions(questions)
    from qa.question import read_question

    return [read_question(question or "").text]


def _shown(answer: Any, *, as_json: bool, hits: int) -> str:
    if as_json:
        from qa.answers import to_json

        return json.dumps(to_json(answer, hits), ensure_ascii=False)
    from ui.render import render_terminal

    return render_terminal(answer)
