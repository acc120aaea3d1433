"""A conversation in a terminal: a question a line, each understood after those before it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from qa.errors import QuestionError

OPENING = "Ask a question; an empty line or `end` closes, `new` starts on another matter.\n"
PROMPT = "? "


def converse(
    answered: Callable[[str, Sequence[str]], str], show: Callable[[str], None]
) -> list[str]:
    """Answer questions from standard input until it ends. Return those since the last `new`.

    What is read is prompted for on stderr, so that stdout holds the answers alone.
    """
    typed = sys.stdin.isatty()
    previous: list[str] = []
    if typed:
        sys.stderr.write(OPENING)
    while True:
        if typed:
            sys.stderr.write(PROMPT)
            sys.stderr.flush()
        line = sys.stdin.readline()
        question = line.strip()
        if not line or question == "end" or (typed and not question):
            return previous
        if question == "new":
            previous.clear()
        elif question:
            _answer(question, previous, answered, show)


def _answer(
    question: str,
    previous: list[str],
    answered: Callable[[str, Sequence[str]], str],
    show: Callable[[str], None],
) -> None:
    """Answer one question; one that cannot be taken is told of, and the next may follow."""
    try:
        show(answered(question, previous))
        previous.append(question)
    except QuestionError as error:
        sys.stderr.write(f"townclerk: {error}\n")
