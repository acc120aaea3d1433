"""The paragraphs of an item as its records are read from them: a line a line where they were apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import wordings
from ingest.layout.paragraphs import Paragraph, marker_of
from qa.papers import RecordKind

OFFICES_HEAD = re.compile(r"\bPropose[rd]\s+Seconde[rd]\W*$")
"""What stands over columns of which the reader lost the bounds."""
LONG_LINE = 120
"""A line of a text source that has more letters was not broken at a margin."""


def lines_apart(paragraph: Paragraph) -> list[Paragraph]:
    """Return the lines of a text that was exported a paragraph a line, each as a paragraph."""
    unit = paragraph.unit
    lines = unit.text.split("\n")
    whole = unit.lines[1] - unit.lines[0] + 1 == len(lines)
    offices = any(OFFICES_HEAD.search(line) for line in lines)
    if len(lines) == 1 or not whole or (paragraph.size and not offices):
        return [paragraph]
    apart = (
        offices
        or max(map(len, lines)) > LONG_LINE
        or all(_ENDED.search(line) for line in lines[:-1])
    )
    runs: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(lines, unit.lines[0]):
        if not re.search(r"\w", line) or apart:
            runs.append([])
        if re.search(r"\w", line):
            runs[-1].append((number, line))
    runs = [run for run in runs if run]
    if len(runs) < 2:
        return [paragraph]
    return [_piece(paragraph, run, first=run is runs[0]) for run in runs]


_ENDED = re.compile(r"[.:;)”\"]\W{0,2}$")


def _piece(paragraph: Paragraph, run: Sequence[tuple[int, str]], *, first: bool) -> Paragraph:
    """Return some lines of a paragraph as one of their own."""
    text = "\n".join(line for _, line in run)
    number = paragraph.unit.number if first else marker_of(text)
    unit = replace(paragraph.unit, text=text, lines=(run[0][0], run[-1][0]), number=number)
    return replace(paragraph, unit=unit, plain=wordings.plain(text.replace("\n", " ")))


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of a person in paragraphs [first, last]."""

    kind: RecordKind
    who: str
    text: str
    first: int
    last: int
    other: str | None = None
