"""A file of questions, one a line, as `townclerk ask --questions` takes it."""

from __future__ import annotations

from pathlib import Path

from qa.errors import QuestionError
from qa.question import read_question


def read_questions(path: Path) -> list[str]:
    """Return the questions of a file; blank lines are passed over.

    Raises QuestionError where the file cannot be read, holds no question, or holds one that
    cannot be taken, so that a run does not stop half-way.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a mark before the text
    except OSError as error:
        raise QuestionError(f"the questions in {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is no UTF-8 text; save it as UTF-8") from error
    questions = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                read_question(line)
            except QuestionError as error:
                raise QuestionError(f"{path}, line {number}: {error}") from error
            questions.append(line)
    if not questions:
        raise QuestionError(f"{path} holds no question; write one a line")
    return questions
