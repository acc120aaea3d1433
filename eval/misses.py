"""The questions that went wrong: what is wrong, what was expected and what came first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from eval.summary import Record
from qa.papers import FileFormat


def show_misses(records: Sequence[Record], console: Console) -> None:
    """Print every question with a fault: what was expected, and what came first."""
    missed = [record for record in records if record.score.faults]
    console.print(f"{len(missed)} of {len(records)} questions with a fault", highlight=False)
    for record in missed:
        for line in _miss(record):
            console.print(Text(line), soft_wrap=True)


def misses_json(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Show the questions with a fault."""
    return [
        {
            "id": record.question.id,
            "question": record.question.question,
            "faults": list(record.score.faults),
            "expected": _expected(record),
            "first": _first(record),
        }
        for record in records
        if record.score.faults
    ]


def _miss(record: Record) -> list[str]:
    lines = [f"{record.question.id}  {record.question.question}"]
    lines += [f"    ! {fault}" for fault in record.score.faults]
    return [*lines, f"    expected  {_expected(record)}", f"    first     {_first(record)}", ""]


def _expected(record: Record) -> str:
    question = record.question
    places = "; ".join(
        f"{item.doc} {_place(item.lines, item.page)}"
        for item in question.evidence
        if not (item.near_miss or item.alt)
    )
    return f"{question.answer or '; '.join(question.key_facts)} ({places or 'no evidence'})"


def _first(record: Record) -> str:
    answer = record.answer
    standing = f", {answer.standing.value}" if answer.standing else ""
    if not answer.hits:
        return f"{answer.status.value}{standing}; no hits"
    hit = answer.hits[0]
    lines = hit.passage.lines if hit.paper.format == FileFormat.TEXT else None
    words = " ".join(hit.passage.text.split()[:25])
    where = _place(lines, hit.passage.page.first)
    return f"{answer.status.value}{standing}; {hit.paper.file} {where}: {words}"


def _place(lines: tuple[int, int] | None, page: int | None) -> str:
    if lines:
        return f"lines {lines[0]} to {lines[1]}"
    return f"page {page}" if page else "page not known"
