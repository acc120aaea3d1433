"""`townclerk ask`: one question, a file of questions, or a conversation in the terminal.

Also what the other commands share with it: the option of the library, the settings, opening the
library for questions, printing a line. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.errors import QuestionError

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="The library's folder (TOWNCLERK_LIBRARY; default: library)."),
]
OPENING = "Ask a question. `new` starts on another matter; `end` or an empty line stops.\n"
PROMPT = "? "


def load_settings(library: Path | None = None, **given: object) -> Any:
    """Return the settings; values from the command line come first.

    Raises:
        SettingsError: a setting is wrong.
    """
    from qa.settings import read_settings

    return read_settings(library=library, **given)


def open_for_questions(settings: Any) -> Any:
    """Open the library for questions, with the language model of the settings, if any.

    Raises:
        LibraryError: there is no library, or it cannot be used.
    """
    from qa.bootstrap import load_language_model, open_answerer

    # An embedder that is not set by name is the one that built the library.
    embedder = str(settings.embedder) if "embedder" in settings.model_fields_set else None
    return open_answerer(
        settings.library,
        embedder=embedder,
        language_model=load_language_model(settings),
        reranker=settings.reranker,
    )


def print_line(text: str) -> None:
    """Write a line to stdout at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    hits: Annotated[
        int,
        typer.Option(min=0, max=50, help="How many hits to add to the JSON."),
    ] = 0,
    questions: Annotated[
        Path | None,
        typer.Option(help="A file with one question on each line; one answer is printed for each."),
    ] = None,
    as_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Leave out papers of meetings after this day."),
    ] = None,
    body: Annotated[
        str | None, typer.Option(help="Ask only papers of this body, as they name it.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Ask only papers of this kind, such as minutes.")
    ] = None,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Ask only of meetings from this day on."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Ask only of meetings up to this day."),
    ] = None,
    council: Annotated[
        str | None, typer.Option(help="Ask only papers of this council, as they name it.")
    ] = None,
    interactive: Annotated[
        bool, typer.Option(help="A conversation: one question a line, follow-ups too.")
    ] = False,
) -> None:
    """Answer a question with quotes.

    Answers come from the papers held. If the papers have no answer, the reply says so.
    """
    if (question is not None) + (questions is not None) + interactive != 1:
        raise typer.BadParameter("give one of: a question, --questions FILE, --interactive")
    # An unusable question is refused before anything is loaded.
    texts: list[str] = []
    if questions is not None:
        texts = _read_questions_file(questions)
    elif question is not None:
        from qa.questions.question import read_question

        texts = [read_question(question).text]
    filters = _read_filters(body, kind, first, last, council)
    answerer = open_for_questions(load_settings(library))
    day = as_at.date() if as_at else None
    from qa.narrowing.choices import check_known

    check_known(filters, answerer.library)

    def answer_text(text: str, previous: Sequence[str] = ()) -> str:
        answer = answerer.ask(
            text, hits=max(hits, 10), previous=previous, as_at=day, filters=filters
        )
        if as_json:
            from qa.answers import to_json

            return json.dumps(to_json(answer, hits), ensure_ascii=False)
        from ui.render import render_terminal

        return render_terminal(answer)

    if interactive:
        _converse(answer_text, print_line)
    for text in texts:
        print_line(answer_text(text))


def _read_filters(
    body: str | None,
    kind: str | None,
    first: datetime | None,
    last: datetime | None,
    council: str | None,
) -> Any:
    """Return what the options narrow a question to. Raises BadParameter for an unknown kind."""
    from qa.papers import PaperKind
    from qa.protocols import Filter

    kinds = {one.value: one for one in PaperKind}
    if kind is not None and kind.lower() not in kinds:
        raise typer.BadParameter(f"--kind is one of: {', '.join(kinds)}")
    return Filter(
        body=body,
        kind=kinds[kind.lower()] if kind is not None else None,
        first=first.date() if first else None,
        last=last.date() if last else None,
        council=council,
    )


def _read_questions_file(path: Path) -> list[str]:
    """Return the questions of a UTF-8 file with one question a line; blank lines are left out.

    Every question is checked first, so that a run does not stop half-way.

    Raises:
        QuestionError: the file cannot be read, has no question, or has one that cannot be asked.
    """
    from qa.questions.question import read_question

    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark
    except OSError as error:
        raise QuestionError(f"the questions in {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    questions = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                read_question(line)
            except QuestionError as error:
                raise QuestionError(f"{path}, line {number}: {error}") from error
            questions.append(line)
    if not questions:
        raise QuestionError(f"{path} holds no question; write one question a line")
    return questions


def _converse(
    answer_text: Callable[[str, Sequence[str]], str], show: Callable[[str], None]
) -> None:
    """Answer questions from standard input until it ends.

    `answer_text` gets a question and the questions before it. A question that cannot be asked is
    reported on stderr, and the conversation goes on. Prompts go to stderr too, so that stdout has
    the answers alone.
    """
    in_terminal = sys.stdin.isatty()
    previous: list[str] = []
    if in_terminal:
        sys.stderr.write(OPENING)
    while True:
        if in_terminal:
            sys.stderr.write(PROMPT)
            sys.stderr.flush()
        line = sys.stdin.readline()
        question = line.strip()
        if not line or question == "end" or (in_terminal and not question):
            return
        if question == "new":
            previous.clear()
        elif question:
            try:
                show(answer_text(question, previous))
                previous.append(question)
            except QuestionError as error:
                sys.stderr.write(f"townclerk: {error}\n")
