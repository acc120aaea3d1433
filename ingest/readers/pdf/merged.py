"""Find the labels of a table that stand beside several rows, by ruled lines and by white space.

Where a line is ruled between two rows, but not through a column, that column's cell is one for
both rows. Where no line at all is ruled between rows, a label holds for the rows below it that
have none, as long as these have a label of their own in a column beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.columns import Columns, is_figure
from ingest.readers.pdf.ruling import Rule
from ingest.readers.pdf.table_rows import Cell, Row, cell_text

Span = tuple[int, int, int]
"""A column, and the first and the last of the rows beside which its cell stands."""


def merge_labels(
    rows: Sequence[Row], headers: int, columns: Columns, across: Sequence[Rule], labels: int
) -> tuple[list[Row], tuple[Span, ...]]:
    """Return the rows, each merged label in the first of its own, and the spans of the labels.

    `labels` are how many of the first columns hold labels. A row that held nothing but words of
    merged labels is left out. Spans count rows from 0, those of headings included. The words of a
    label that stands at the top of the table without any are to be looked for overleaf.
    """
    merger = _Merger([dict(row) for row in rows], headers, columns, across)
    spans: list[Span] = []
    for column in range(len(columns)):
        runs = [run for run in merger.ruled_runs(column) if merger.gather(column, *run)]
        if not runs and column < labels - 1:
            blank = merger.blank_runs(column, labels)
            runs = [run for run in blank if merger.gather(column, *run)]
        spans += [(column, first, last) for first, last in runs]
    return merger.left(spans)


COVERED = 0.6
"""Share of a width, at least, that a line must cross to be ruled through it."""
MOST_WORDS = 20
"""Words, at most, of a label."""
NEAR = 2.0
"""Points by which a ruled line may touch the print above or below it."""
TOTAL = re.compile(r"(?i)\b(?:sub-?\s?)?totals?\b|\bcyfanswm\b|^(?:net|gross|grand)\b")


@dataclass(frozen=True, slots=True)
class _Merger:
    """The rows of a table, changed in place, and the lines ruled across it."""

    rows: list[Row]
    headers: int
    columns: Columns
    across: Sequence[Rule]

    def ruled_runs(self, column: int) -> list[tuple[int, int]]:
        """Return the runs of rows that lines part beside a column, but not in it."""
        body = [i for i in range(self.headers, len(self.rows)) if self._beside(i, column)]
        if not body:
            return []
        left, right = self.columns.cuts[column], self.columns.cuts[column + 1]
        others = (right, self.columns.cuts[-1])
        if column == len(self.columns) - 1:
            others = (self.columns.cuts[0], left)
        runs: list[list[int]] = [[body[0]]]
        for above, below in pairwise(body):
            between = self._between(above, below, column)
            if _crosses(between, *others) and not _crosses(between, left, right):
                runs[-1].append(below)
            else:
                runs.append([below])
        closed = [self._closed(run, body, column) for run in runs]
        tall = [(run[0], run[-1]) for run, whole in zip(runs, closed, strict=True) if whole]
        found = [(first, last) for first, last in tall if last > first]
        top = runs[0]
        if found and len(top) == 1 and column not in self.rows[top[0]]:
            found.insert(0, (top[0], top[0]))  # the rest of a label overleaf
        return found

    def _beside(self, index: int, column: int) -> list[Cell]:
        """Return what a row holds beside a column."""
        return [cell for at, cell in self.rows[index].items() if at != column]

    def _between(self, above: int, below: int, column: int) -> list[Rule]:
        """Return the lines ruled between two rows, by what they hold beside a column."""
        top = max(w.box.bottom for cell in self._beside(above, column) for w in cell.words)
        foot = min(w.box.top for cell in self._beside(below, column) for w in cell.words)
        top, foot = min(top, foot) - NEAR, max(top, foot) + NEAR
        return [rule for rule in self.across if top <= rule.at <= foot]

    def _closed(self, run: Sequence[int], body: Sequence[int], column: int) -> bool:
        """Whether lines close a column's cell above and below a run, where rows go on there."""
        left, right = self.columns.cuts[column], self.columns.cuts[column + 1]
        place = body.index(run[0])
        if place and not _crosses(self._between(body[place - 1], run[0], column), left, right):
            return False
        place = body.index(run[-1])
        if place == len(body) - 1:
            return True
        return _crosses(self._between(run[-1], body[place + 1], column), left, right)

    def blank_runs(self, column: int, labels: int) -> Iterator[tuple[int, int]]:
        """Yield the runs of rows of which only the first has a label, and no line parts them."""
        first = last = self.headers
        for index in range(self.headers, len(self.rows)):
            if index > self.headers and self._goes_on(first, index, column, labels):
                last = index
                continue
            if last > first:
                yield first, last
            first = last = index
        if last > first:
            yield first, last

    def _goes_on(self, first: int, index: int, column: int, labels: int) -> bool:
        """Whether a row has no label of its own, but one in a column beside it, as the first."""
        above, row = self.rows[first], self.rows[index]
        if column in row or len(row) < 2 or not self._beside(index - 1, column):
            return False
        own = [cell_text(row[c]) for c in range(column + 1, labels) if c in row and c in above]
        names = [text for text in own if not is_figure(text.replace(" ", ""))]
        if not names or any(map(TOTAL.search, names)):
            return False
        if column in above and re.fullmatch(r"\W*[A-Z]{0,3}[\d./-]*\W*", cell_text(above[column])):
            return False  # the number of a row
        return not self._between(index - 1, index, column)

    def gather(self, column: int, first: int, last: int) -> bool:
        """Put a label's words into the first of its rows; false where it is no label."""
        held = [row[column] for row in self.rows[first : last + 1] if column in row]
        words = tuple(word for cell in held for word in cell.words)
        if not words:
            return first == self.headers
        whole = Cell(words, max(cell.last for cell in held))
        text = cell_text(whole).replace(" ", "")
        if len(words) > MOST_WORDS or (is_figure(text) and not (column == 0 and text.isdigit())):
            return False
        if len(held) > 1 and (
            not self.columns.is_grid or any(TOTAL.search(cell_text(c)) for c in held)
        ):
            return False
        for row in self.rows[first : last + 1]:
            row.pop(column, None)
        self.rows[first][column] = whole
        return True

    def left(self, spans: Sequence[Span]) -> tuple[list[Row], tuple[Span, ...]]:
        """Return the rows that still hold words, and the spans counted by these."""
        kept = [index for index, row in enumerate(self.rows) if row]
        number = {index: place for place, index in enumerate(kept)}
        counted = []
        for column, first, last in spans:
            places = [number[index] for index in range(first, last + 1) if index in number]
            counted.append((column, places[0], places[-1]))
        rows = [dict(sorted(self.rows[index].items())) for index in kept]
        return rows, tuple(counted)


def _crosses(rules: Sequence[Rule], left: float, right: float) -> bool:
    """Whether lines at one height together cross most of a width."""
    heights: dict[int, float] = {}
    for rule in rules:
        shared = min(rule.end, right) - max(rule.start, left)
        if shared > 0:
            place = round(rule.at)
            heights[place] = heights.get(place, 0.0) + shared
    return any(length >= COVERED * (right - left) for length in heights.values())
