"""Answers as plain text, and as a table of their quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from qa.answers import QuotedTable
from qa.api.documents.contents import Saved, SavedAnswer, Source, name_table
from qa.sheets import as_text as as_cell

COLUMNS = ("question", "standing", "line", "number", "quote", "where", "quote's standing", "link")


def as_text(saved: Saved) -> bytes:
    """Return the file as plain text."""
    heads = [saved.title, *([saved.council] if saved.council else []), f"Asked on {saved.made}"]
    parts = ["\n".join(heads), *(_answer_text(answer) for answer in saved.answers), saved.origin]
    return ("\n\n\n".join(parts) + "\n").encode()


def _answer_text(answer: SavedAnswer) -> str:
    parts = [f"{answer.question}\n{'-' * min(len(answer.question), 72)}"]
    if answer.understood_as:
        parts.append(f"Understood as: {answer.understood_as}")
    parts.append(
        f"Standing: {answer.standing}."
        + (f" Later changed: {answer.later}" if answer.later else "")
    )
    parts += [*([answer.line] if answer.line else []), *answer.notes]
    for section in answer.sections:
        parts += [*([f"{section.heading}:"] if section.heading else [])]
        parts += [*(_source_text(source) for source in section.sources), *section.notes]
    return "\n\n".join(parts)


def _source_text(source: Source) -> str:
    quoted = "\n".join(line for part in source.parts for line in _lines(part))
    return f"[{source.number}] “{quoted}” ({source.where}). {source.standing}. {source.link}"


def _lines(part: str | QuotedTable) -> Iterator[str]:
    if isinstance(part, str):
        yield part
        return
    if name := name_table(part):
        yield name
    if any(part.columns):
        yield "\t".join(part.columns)
    yield from ("\t".join(row) for row in part.rows)


def as_csv(saved: Saved) -> bytes:
    """Return a row for each quote, or one for an answer without quotes."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for answer in saved.answers:
        told = (answer.question, answer.standing, answer.line or " ".join(answer.notes))
        sources = [source for section in answer.sections for source in section.sources]
        for source in sources:
            row = (source.number, source.text, source.where, source.standing, source.link)
            writer.writerow(as_cell(str(cell)) for cell in (*told, *row))
        if not sources:
            writer.writerow(as_cell(cell) for cell in (*told, "", "", "", "", ""))
    return ("\ufeff" + out.getvalue()).encode()
