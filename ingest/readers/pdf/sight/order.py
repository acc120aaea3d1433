"""Put the words of a page in the order of reading: down each column, and notes in their place.

Pdfium gives words as they were drawn, and joins what stands level. So columns that were drawn line
by line across the page come out spliced. Here a strip of white paper between two columns of running
text is looked for; where there is one, each column is read down. Columns of a table hold no running
text: they stay as they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from ingest.readers.pdf.ruling import Rules
from ingest.readers.pdf.sight.runs import Run
from ingest.readers.pdf.words import Box, Characters, View, Word, find_words, printed_lines
from qa.papers import Frame

Row = list[Word]


@dataclass(frozen=True, slots=True, eq=False)
class Addition:
    """A line of words that a note or a field adds to a page, and where it stands as shown."""

    words: str
    box: Box


LINE = 14.0
"""Points; the height of a line of a field that has room for several."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Words that a note or a field adds to a page, a line each; there is one at least."""

    lines: tuple[str, ...]
    frame: Frame
    """Where they stand, in points of the page's own space."""
    is_field: bool = False

    def additions(self, view: View) -> Iterator[Addition]:
        """Yield its lines from the top of its frame, each with its place on the page as shown."""
        box = view.seen(*self.frame)
        each = box.height / len(self.lines)
        if len(self.lines) > 1 or box.height > 2 * LINE:
            each = min(each, LINE)
        for number, words in enumerate(self.lines):
            top = box.top + number * each
            yield Addition(words, Box(box.left, top, box.right, top + each))


FEW_STARTS = 5
"""Words drawn in one go that begin at one place across, of as many lines, may begin a column."""
MORE_THAN_CHANCE = 3.0
PLACES = 225
"""Places two points apart across a page. Where each word is drawn by itself, as many begin at one
place by chance as at any other; a column has several times that."""
NEAREST = 60.0
"""Points from a line's begin, at least, to that of another column."""


def may_have_columns(runs: Sequence[Run]) -> bool:
    """Whether words begin at one place across the page on many lines that begin further left."""
    lines: dict[int, float] = {}
    placed = []
    for run in runs:
        if run.shown:
            continue
        if run.angle:
            cos, sin = math.cos(run.angle), math.sin(run.angle)
            along, level = run.x * cos + run.y * sin, round(run.y * cos - run.x * sin)
        else:
            along, level = run.x, round(run.y)
        placed.append((along, level))
        if along < lines.get(level, math.inf):
            lines[level] = along
    starts = Counter(
        place
        for place, _ in {
            (round(along / 2), level) for along, level in placed if along > lines[level] + NEAREST
        }
    )
    if not starts:
        return False
    most = max(count + starts.get(place + 1, 0) for place, count in starts.items())
    return most >= max(FEW_STARTS, MORE_THAN_CHANCE * 2 * starts.total() / PLACES)


def in_order(
    text: str,
    chars: Characters,
    view: View,
    rules: Rules,
    additions: Sequence[Addition] = (),
    *,
    by_place: bool = False,
) -> tuple[str, Characters, list[Word] | None]:
    """Return the text with its words in the order of reading, those added among them.

    Returns its words too, where nothing changes.

    With `by_place`, all lines are put together by their places on the page, as those of a form are;
    else lines stay as pdfium gives them, but for spliced columns.
    """
    words = find_words(chars.textpage, text, chars.index, view, chars.added)
    if by_place:
        added = [word for one in additions for word in _words_of(one)]
        lines = _ordered(printed_lines([*words, *added]), rules, spliced=False)
        return *_written(lines, chars), None
    ordered = _ordered(printed_lines(words), rules, spliced=True)
    moved = any(line.moved for line in ordered)
    if not (moved or additions):
        return text, chars, words
    lines = list(_unmoved_as_drawn(ordered))
    for one in additions:
        _insert(one, lines)
    return *_written(lines, chars), None


@dataclass(slots=True)
class _Line:
    words: Row
    moved: bool = False
    """Whether it was taken out of a longer line."""


def _unmoved_as_drawn(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Yield the lines; those between columns are as pdfium gives them."""
    for moved, some in groupby(lines, key=lambda line: line.moved):
        if moved:
            yield from some
            continue
        rows: dict[int, Row] = {}
        words = (word for line in some for word in line.words)
        for word in sorted(words, key=lambda word: word.start):
            rows.setdefault(word.line, []).append(word)
        yield from map(_Line, rows.values())


ADDED = -1
"""Stands for the place in pdfium's text of a word that is not in it."""


def _words_of(one: Addition) -> Row:
    """Return the words of an addition, spread over its place."""
    texts = one.words.split()
    letters = max(sum(map(len, texts)) + len(texts) - 1, 1)
    each = min((one.box.right - one.box.left) / letters, 0.6 * one.box.height)
    left, row = one.box.left, []
    for text in texts:
        right = left + each * len(text)
        row.append(Word(text, ADDED, Box(left, one.box.top, right, one.box.bottom), ADDED))
        left = right + each
    return row


def _insert(one: Addition, lines: list[_Line]) -> None:
    """Put an addition into the line that it stands level with, or else between two lines."""
    row = _words_of(one)
    if not row:
        return
    best, apart = None, math.inf
    for line in lines:
        level = [word for word in line.words if word.box.on_line_with(one.box)]
        if level:
            gap = min(
                max(word.box.left - one.box.right, one.box.left - word.box.right) for word in level
            )
            if gap < apart:
                best, apart = line, gap
    if best is not None:
        # Words that overlap keep the order of their middles.
        at = next(
            (n for n, word in enumerate(best.words) if word.box.centre > row[0].box.centre),
            len(best.words),
        )
        best.words[at:at] = row
        return
    above = [
        (one.box.middle - max(word.box.middle for word in line.words), index)
        for index, line in enumerate(lines)
        if all(word.box.middle < one.box.middle for word in line.words)
    ]
    at = min(above)[1] + 1 if above else 0
    lines.insert(at, _Line(row))


# Columns

GUTTER = 6.0
"""Points of white paper between two columns, at least."""
FEW_ROWS = 4
"""Lines of a column, at least."""
TOUCH = 0.5
SHARED = 0.5
"""Share of the shorter column that stands beside the other, at least."""
WORDS_A_ROW = 2.7
RUNNING_ON = 0.3
"""Share of a column's lines that begin in the middle of a sentence, at least."""
LETTERS = 0.75
"""Share of a column's words that are no figures, at least."""
CHANGES = 4
"""How often pdfium goes from one column to the other where they are spliced, at least."""
DEPTH = 6


def _ordered(rows: Sequence[Row], rules: Rules, *, spliced: bool, depth: int = 0) -> list[_Line]:
    """Return printed lines, given from the top, in the order of reading.

    With `spliced`, columns are only read down where pdfium does not do so by itself.
    """
    block = _find_block(rows, rules, spliced=spliced) if depth < DEPTH else None
    if block is None:
        return [_Line(row, depth > 0) for row in rows]
    first, last, at = block
    found = _ordered(rows[:first], rules, spliced=spliced, depth=depth)
    for band in _bands(rows[first:last], at):
        left = [part for row in band if (part := [w for w in row if w.box.centre < at])]
        right = [part for row in band if (part := [w for w in row if w.box.centre >= at])]
        found += _ordered(left, rules, spliced=False, depth=depth + 1)
        found += _ordered(right, rules, spliced=False, depth=depth + 1)
    return found + _ordered(rows[last:], rules, spliced=spliced, depth=depth)


def _find_block(
    rows: Sequence[Row], rules: Rules, *, spliced: bool
) -> tuple[int, int, float] | None:
    """Return the first and one past the last of the lines that two columns share, and their border.

    That is the place across the page at which the second one begins. None where there are none.
    """
    starts: Counter[int] = Counter()
    begun: Counter[int] = Counter()
    for row in rows:
        for before, word in pairwise(row):
            if word.box.left - before.box.right >= GUTTER:
                starts[round(word.box.left)] += 1
                begun[round(word.box.left)] += word.text[0].islower()
    places = [at for at in starts if _around(starts, at) > 1 and _around(begun, at) > 1]
    if not places:
        return None  # most tables
    heads = [min([w.box.middle for w in row]) for row in rows]
    for at in sorted(places, key=lambda at: (-_around(starts, at), at))[:MOST_PLACES]:
        edge = at - 1.0
        for first, last in _clear_runs(rows, edge):
            if last - first < FEW_ROWS:
                continue
            first, last = _trimmed(rows, heads, first, last, edge)
            block = rows[first:last]
            edge = _before_bullets(block, edge)
            if _are_columns(block, edge) and not _is_ruled(block, edge, rules):
                if spliced and _changes(block, edge) < CHANGES:
                    continue
                return first, last, edge
    return None


MOST_PLACES = 6
"""Places across the page that are tried as the border of two columns."""


BULLETS = frozenset("•●▪■◦○o-–*✓➢☐☒☑")
INDENT = 40.0
"""Points from a bullet to its text, at most."""


def _before_bullets(rows: Sequence[Row], at: float) -> float:
    """Return where a column begins whose lines may begin with bullets."""
    bullets = [
        word.box.left
        for row in rows
        for word, after in pairwise(row)
        if word.text in BULLETS and word.box.right <= at <= after.box.left + GUTTER
    ]
    near = [left for left in bullets if at - left < INDENT]
    return min(near) - 1.0 if near else at


def _around(counts: Counter[int], at: int) -> int:
    return counts.get(at, 0) + counts.get(at - 1, 0) + counts.get(at + 1, 0)


def _clear_runs(rows: Sequence[Row], at: float) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines of which no word stands in the strip left of a place."""
    start: int | None = None
    begin, reach = at - GUTTER + 1, at - TOUCH
    for index, row in enumerate(rows):
        clear = True
        for word in row:
            if word.box.left >= reach:
                break
            if word.box.right > begin:
                clear = False
                break
        if clear and start is None:
            start = index
        if not clear and start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(rows)


LONE_GAP = 1.5
"""White space, as a multiple of the usual pitch, that parts a line from the columns beside."""


def _trimmed(
    rows: Sequence[Row], heads: Sequence[float], first: int, last: int, at: float
) -> tuple[int, int]:
    """Leave out lines above and below that stand on one side only, and off the columns."""

    def both(row: Row) -> bool:
        return row[0].box.left < at <= row[-1].box.right

    pitches = [b - a for a, b in pairwise(heads[first:last]) if b - a > 1]
    pitch = median(pitches) if pitches else 0.0
    while last - first > 1 and not both(rows[last - 1]):
        tail = heads[last - 1] - heads[last - 2] <= LONE_GAP * pitch
        if tail and any(both(row) for row in rows[first:last]):
            break
        last -= 1
    while last - first > 1 and not both(rows[first]):
        if rows[first][0].box.left >= at and heads[first + 1] - heads[first] <= LONE_GAP * pitch:
            break
        first += 1
    return first, last


def _are_columns(rows: Sequence[Row], at: float) -> bool:
    """Whether both sides of a place are columns of running text, side by side."""
    sides = [
        [part for row in rows if (part := [w for w in row if (w.box.centre >= at) == right])]
        for right in (False, True)
    ]
    if any(len(side) < FEW_ROWS for side in sides):
        return False
    spans = [(side[0][0].box.top, side[-1][0].box.bottom) for side in sides]
    shared = min(spans[0][1], spans[1][1]) - max(spans[0][0], spans[1][0])
    if shared < SHARED * min(bottom - top for top, bottom in spans):
        return False
    return all(map(_is_running_text, sides))


def _is_running_text(rows: Sequence[Row]) -> bool:
    words = [word for row in rows for word in row]
    if len(words) < WORDS_A_ROW * len(rows):
        return False
    if sum(word.text[0].isalpha() or word.text[-1].isalpha() for word in words) < LETTERS * len(
        words
    ):
        return False
    running = sum(row[0].text[0].islower() for row in rows[1:])
    return running >= max(2, RUNNING_ON * (len(rows) - 1))


def _is_ruled(rows: Sequence[Row], at: float, rules: Rules) -> bool:
    """Whether lines run across from one column into the other, as those of a table do."""
    top, bottom = rows[0][0].box.top, rows[-1][0].box.bottom
    crossing = sum(
        top < rule.at < bottom and rule.start < at - GUTTER and rule.end > at + GUTTER
        for rule in rules.across
    )
    return crossing > 1


def _changes(rows: Sequence[Row], at: float) -> int:
    """Return how often pdfium's order goes from one side of a place to the other."""
    words = sorted((word for row in rows for word in row), key=lambda word: word.start)
    sides = [word.box.centre >= at for word in words]
    return sum(before != after for before, after in pairwise(sides))


PARAGRAPH = 1.35
"""White space between two lines, as a multiple of the usual pitch, that parts paragraphs."""


def _bands(rows: Sequence[Row], at: float) -> Iterator[Sequence[Row]]:
    """Yield the parts of two columns that stand beside one another, as two languages often do.

    They are parted where white space runs through both columns, if most of it does.
    """
    gaps = [_gaps([(n, row) for n, row in enumerate(rows) if _on(row, at, right)], at, right)
            for right in (False, True)]  # fmt: skip
    both = sorted(gaps[0] & gaps[1])
    if not both or 2 * len(both) < min(map(len, gaps)):
        yield rows
        return
    for start, end in pairwise([0, *both, len(rows)]):
        yield rows[start:end]


def _on(row: Row, at: float, right: bool) -> bool:
    return any((word.box.centre >= at) == right for word in row)


def _gaps(rows: Sequence[tuple[int, Row]], at: float, right: bool) -> set[int]:
    heads = [
        (n, next(w.box.middle for w in row if (w.box.centre >= at) == right)) for n, row in rows
    ]
    pitches = [below - above for (_, above), (_, below) in pairwise(heads)]
    if not pitches:
        return set()
    pitch = median(pitches)
    return {n for (_, above), (n, below) in pairwise(heads) if below - above > PARAGRAPH * pitch}


# Back to text

JOINED = "\ufffe"
"""Ends a part of a word whose rest pdfium joined to it from the next printed line."""


@dataclass(slots=True)
class _Writer:
    text: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    added: dict[int, Box] = field(default_factory=dict)

    def put(self, letters: str, places: Sequence[int]) -> None:
        self.text.extend(letters)
        self.places.extend(places)


def _written(lines: Sequence[_Line], chars: Characters) -> tuple[str, Characters]:
    """Return lines of words as text, with pdfium's number of each letter."""
    out = _Writer()
    boxes: Mapping[int, Box] = chars.added
    for line in lines:
        for number, word in enumerate(line.words):
            joined = bool(out.text) and out.text[-1] == JOINED
            if out.text and not joined:
                between = " " if number else "\r\n"
                out.put(between, [-1] * len(between))
            if word.start == ADDED or word.start in boxes:
                out.added[len(out.text)] = word.box
                out.put(word.text, [-1] * len(word.text))
            else:
                places = range(word.start, word.start + len(word.text))
                out.put(word.text, [chars.index(at) for at in places])
    return "".join(out.text), chars.of_places(out.places, out.added)
