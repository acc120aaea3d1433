"""Checking gold files: whatever makes a figure printed from them wrong, told by file and line.

The schema is checked by `eval.gold.questions`; here is what needs more lines, or the papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.gold.questions import GoldQuestion, read_lines
from eval.likeness import leaks, repeats
from qa.errors import GoldError
from qa.papers import Standing

CATEGORIES = (
    *("decision", "recommendation", "proposal", "discussion", "status", "vote", "who", "when"),
    *("reason", "figure", "table", "multi", "unanswerable", "exempt"),
    *("list", "yesno", "comparison", "definition", "mover", "amendment", "planning", "policy"),
    *("process", "risk", "equality"),
)
"""What a question is about; figures are broken down by it."""
WITHOUT_ANSWER = ("unanswerable", "exempt")
DIFFICULTIES = ("easy", "medium", "hard", "")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to put right (`wrong`) or to look at, at a line of a gold file."""

    path: Path
    line: int
    identity: str
    """Of the question; empty where the line is none."""
    check: str
    """schema, category, quote, figure, repeated or leak."""
    wrong: bool
    message: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A gold question and where it is written."""

    path: Path
    line: int
    question: GoldQuestion

    def remark(self, check: str, message: str, *, wrong: bool) -> Remark:
        """Say something about the question."""
        return Remark(self.path, self.line, self.question.id, check, wrong, message)

    @property
    def where(self) -> str:
        """Name the place, for a remark on another line."""
        return f"{self.path.name}:{self.line} ({self.question.id})"


def read_placed(paths: Sequence[Path]) -> tuple[list[Placed], list[Remark]]:
    """Read gold files; return the questions, and a remark for each line that is none."""
    placed: list[Placed] = []
    remarks: list[Remark] = []
    for path in paths:
        for number, read in read_lines(path):
            if isinstance(read, GoldError):
                message = str(read).removeprefix(f"{path}:{number}: ")
                remarks.append(Remark(path, number, "", "schema", True, message))
            else:
                placed.append(Placed(path, number, read))
    return placed, remarks


def check_alone(placed: Sequence[Placed]) -> Iterator[Remark]:
    """Check what the gold files themselves can show, without the papers."""
    yield from _ids_used_twice(placed)
    for item in placed:
        yield from _categories(item)
    for later, earlier, alike in repeats([item.question for item in placed]):
        other, item = placed[earlier], placed[later]
        if alike == 1:
            message = f"asks the same as {other.where}; drop one"
        else:
            message = f"asks nearly the same as {other.where} ({alike:.0%} of the words)"
        yield item.remark("repeated", message, wrong=alike == 1)
    splits = [str(item.path) for item in placed]
    for later, earlier, doc in leaks([item.question for item in placed], splits):
        message = f"rests on the same passage of {doc} as {placed[earlier].where}, another split"
        yield placed[later].remark("leak", message, wrong=False)


def _ids_used_twice(placed: Sequence[Placed]) -> Iterator[Remark]:
    first: dict[str, Placed] = {}
    for item in placed:
        other = first.setdefault(item.question.id, item)
        if other is not item:
            yield item.remark("schema", f"the id is already used at {other.where}", wrong=True)


def _categories(item: Placed) -> Iterator[Remark]:
    question = item.question
    if question.category not in CATEGORIES:
        known = ", ".join(CATEGORIES)
        yield item.remark(
            "category", f"category {question.category!r} is none of {known}", wrong=True
        )
    elif question.answerable is (question.category in WITHOUT_ANSWER):
        told = "answerable" if question.answerable else "not answerable"
        # Why or whether a matter was taken in private is exempt business that papers do tell.
        wrong = question.category != "exempt"
        yield item.remark("category", f"category {question.category}, but {told}", wrong=wrong)
    if question.difficulty not in DIFFICULTIES:
        known = ", ".join(filter(None, DIFFICULTIES))
        message = f"difficulty {question.difficulty!r} is none of {known}"
        yield item.remark("category", message, wrong=False)
    if not question.key_facts:
        yield item.remark("schema", "no key facts: no answer can be told right", wrong=False)
    private = question.category == "exempt" and not question.answerable
    if private and question.standing is not Standing.EXEMPT:
        yield item.remark("category", "an exempt matter whose standing is not exempt", wrong=False)


def remark_json(remark: Remark) -> dict[str, Any]:
    """Show a remark as plain JSON."""
    return {
        "file": str(remark.path),
        "line": remark.line,
        "id": remark.identity or None,
        "check": remark.check,
        "wrong": remark.wrong,
        "message": remark.message,
    }
