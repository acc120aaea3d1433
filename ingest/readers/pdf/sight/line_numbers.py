"""Leave out the numbers that count a page's lines at the margin.

They rise by one with each printed line, or stand at each fifth, whatever the lines say: also where
a line is the middle of a sentence. The numbers of items and of limbs do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.sight.edits import Edits, leaving_out
from ingest.readers.pdf.words import Characters

AHEAD = re.compile(r"(\d{1,4})(?=[ \t]|\r|\n|$)")
BEHIND = re.compile(r"(?<=[ \t])(\d{1,4})$")
LEAST = 6
"""Numbers that tell that lines are counted."""
LEAST_BY_FIVE = 3
STEPS = (1, 2, 5, 10)
MOST_BETWEEN = 1.6
"""How many lines may stand between two numbers, for each by which they rise."""
RUNNING_ON = 0.2
"""Share of the counted lines that go on with a sentence of the line before, at least."""
FULL = 0.75
"""Share of the longest line that a line has that was broken at the margin."""
ENDED = re.compile(r"[.:;?!)]$")
LEAST_OF_ALL = 8
FIGURE = re.compile(r"(?:\d[\d,.]*[%)mk]?|[-–])$")
ROWS = 0.25
"""Share of the counted lines that end in a figure, from which on they are the rows of a table."""
ALIGNED = 4.0
"""Points within which the numbers begin, or end, at one place across the page."""


@dataclass(frozen=True, slots=True)
class _Number:
    line: int
    value: int
    start: int
    end: int
    rest: str
    """What else the line says."""


def find_line_numbers(text: str, chars: Characters) -> Edits:
    """Return the edits that leave out the numbers of lines; most pages have none."""
    lines = list(_lines(text))
    for pattern in (AHEAD, BEHIND):
        numbers = list(_numbers(lines, pattern))
        if len(numbers) < LEAST_BY_FIVE:
            continue
        counted = _counted(numbers, lines, chars)
        if counted:
            return leaving_out(at for one in counted for at in range(one.start, one.end))
    return {}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for piece in text.split("\r\n"):
        if content := piece.strip():
            yield position + len(piece) - len(piece.lstrip()), content
        position += len(piece) + 2


def _numbers(lines: Sequence[tuple[int, str]], pattern: re.Pattern[str]) -> Iterator[_Number]:
    for index, (start, content) in enumerate(lines):
        match = pattern.match(content) if pattern is AHEAD else pattern.search(content)
        if match:
            rest = (content[: match.start()] + content[match.end() :]).strip()
            begin, end = start + match.start(), start + match.end()
            yield _Number(index, int(match[1]), begin, end, rest)


def _counted(
    numbers: Sequence[_Number], lines: Sequence[tuple[int, str]], chars: Characters
) -> list[_Number]:
    """Return the numbers that count lines: the longest rising run, if it tells."""
    best: list[_Number] = []
    for step in STEPS:
        run: list[_Number] = []
        for number in numbers:
            if run and not _follows(run[-1], number, step):
                best = max(best, run, key=len)
                run = []
            run.append(number)
        best = max(best, run, key=len)
    if len(best) < 2:
        return []
    step = best[1].value - best[0].value
    if step in (5, 10) and best[0].value == step and best[0].line >= 1:
        best = _with_first(best, numbers)
    covered = best[-1].line - best[0].line + 1
    texts = {n: lines[n][1] for n in range(best[0].line, best[-1].line + 1) if step > 1}
    texts |= {one.line: one.rest for one in best}
    told = [text for _, text in sorted(texts.items()) if text]
    if sum(FIGURE.search(rest) is not None for rest in told) > ROWS * len(told):
        return []  # the rows of a table
    running_on = sum(rest[:1].islower() for rest in told)
    if step == 1 and len(best) == len(lines) >= LEAST_OF_ALL:
        # All that is printed is counted, the title too, as no list is.
        full = FULL * max(map(len, told), default=0)
        broken = sum(
            len(before) >= full and not ENDED.search(before) for before, _ in pairwise(told)
        )
        running_on += broken if broken > 1 else 0
    least = LEAST if step == 1 else LEAST_BY_FIVE - 1
    if len(best) < least or covered < LEAST or running_on < RUNNING_ON * max(len(told), 1):
        return []
    return best if _is_aligned(best, chars) else []


def _follows(before: _Number, after: _Number, step: int) -> bool:
    between = after.line - before.line
    if step == 1:
        return after.value == before.value + 1 and between <= 2
    return after.value == before.value + step and step <= between <= MOST_BETWEEN * step


def _with_first(run: list[_Number], numbers: Sequence[_Number]) -> list[_Number]:
    """Return the run with the number 1 before it, where lines are counted 1, 5, 10."""
    ahead = [one for one in numbers if one.line < run[0].line and one.value == 1]
    return [*ahead[-1:], *run]


def _is_aligned(numbers: Sequence[_Number], chars: Characters) -> bool:
    boxes = []
    for one in numbers:
        first, last = chars.index(one.start), chars.index(one.end - 1)
        if first >= 0 and last >= 0:
            left = chars.textpage.get_charbox(first, loose=True)
            right = chars.textpage.get_charbox(last, loose=True)
            boxes.append((min(left[0], right[0]), max(left[2], right[2])))
    if len(boxes) < len(numbers):
        return False
    return any(max(edge) - min(edge) < ALIGNED for edge in zip(*boxes, strict=True)) and _sinks(
        numbers
    )


def _sinks(numbers: Sequence[_Number]) -> bool:
    return all(before.line < after.line for before, after in pairwise(numbers))
