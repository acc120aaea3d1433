"""Tell a table from what only arranges a page's text: a form, a list of contents, minutes.

Minutes are often set in three columns that lines part: a number, what was said, and who is to act.
`arranged_rows` gives them back as lines of text. What is said stays together: the words of the
narrow column come behind it, or between two of its paragraphs where it goes on overleaf.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.columns import Columns, Line, by_place, is_figure, is_sum
from ingest.readers.pdf.headers import GRID_COLUMNS, LONG_CELL, SHORT_CELL, longest, squeezed
from ingest.readers.pdf.ruling import TOUCH, Rule
from ingest.readers.pdf.table_rows import Cell, Row, cell_text
from ingest.readers.pdf.words import Box, Word, from_top, printed_lines


def count_labels(rows: Sequence[Row], columns: Columns) -> int:
    """Return how many columns stand before the first one of figures."""
    filled = [row for row in rows if len(row) > 1]
    return next((c for c in range(len(columns)) if holds_figures(c, filled)), len(columns))


MOST_WORDS_RULED = 600
"""Words of a cell from which on this is no table, where lines close it."""
MOST_WORDS = 160


def is_table(rows: Sequence[Row], headers: int, columns: Columns, *, ruled: bool) -> bool:
    """Whether rows and columns are a table's and not those of a form or of a page's layout.

    `ruled`: lines close it on both sides.
    """
    filled = [row for row in rows[headers:] if len(row) > 1]
    figures = [column for column in range(len(columns)) if holds_figures(column, filled)]
    headed = headers > 0 and len(figures) > 1
    most = MOST_WORDS_RULED if ruled or headed else MOST_WORDS
    if not rows or max(map(longest, rows)) > most:
        return False
    if not filled:
        # Headings alone at a page's foot belong to rows on the next page.
        return ruled and headers == len(rows) and len(rows[0]) >= GRID_COLUMNS
    sums = sum(
        is_sum(squeezed(cell)) and not _leads(column, row)
        for row in filled
        for column, cell in row.items()
    )
    several = sums > 1 or (headers > 0 and columns.is_grid)
    enough = headers > 0 or len(filled) > 1 or len(figures) > 2 or columns.is_grid
    if figures and several and enough:
        return ruled or headed or _is_open_table(rows, filled, figures)
    numbered = 2 * sum(_leads(min(row), row) for row in filled) > len(filled)
    beside = sum(len(row) > GRID_COLUMNS for row in filled)
    if not ruled or (numbered and not (headers and 2 * beside > len(filled))):
        return False  # numbered paragraphs, set in a frame
    if len(columns.ruled) < GRID_COLUMNS - 1:
        return len(columns.ruled) == 1 and _is_list_of_pairs(rows, headers)
    wide = sum(len(row) > 2 for row in filled)
    short = max(map(longest, filled)) < LONG_CELL
    return len(filled) + headers >= 0.6 * len(rows) and (
        headers > 0 or wide >= 0.5 * len(filled) or short
    )


def holds_figures(column: int, rows: Sequence[Row]) -> bool:
    """Whether at least half of a column's cells are figures, and some of them sums."""
    cells = [squeezed(row[column]) for row in rows if column in row and not _leads(column, row)]
    sums = sum(map(is_sum, cells))
    return sums > 0 and 2 * sum(map(is_figure, cells)) >= len(cells) and sums > len(rows) / 8


NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[a-z]?\.?")


def _leads(column: int, row: Row) -> bool:
    """Whether a cell is the number of a row or paragraph."""
    return column == min(row) and len(row) > 1 and bool(NUMBER.fullmatch(squeezed(row[column])))


OPEN_WORDS = 15
"""Words a cell on average, below which columns that no line closes may be a table's."""


def _is_open_table(rows: Sequence[Row], filled: Sequence[Row], figures: Sequence[int]) -> bool:
    """Whether columns that no line closes are a table's and no list of contents."""
    words = sum(len(cell.words) for row in rows for cell in row.values())
    if words >= OPEN_WORDS * sum(len(row) for row in rows):
        return False
    if len(figures) > 1 or any(_is_money(row) for row in filled):
        return True
    places = [squeezed(row[figures[0]]) for row in filled if figures[0] in row]
    counts = [int(place) for place in places if place.isdigit()]
    return len(filled) > 2 and counts != sorted(counts)


def _is_money(row: Row) -> bool:
    """Whether a figure of the row is more than a bare number."""
    return any(
        is_sum(text) and not text.isdigit() for text in (squeezed(cell) for cell in row.values())
    )


def _is_list_of_pairs(rows: Sequence[Row], headers: int) -> bool:
    """Whether two ruled columns are a table's: both have a heading, each row a name and a text.

    A form has no headings.
    """
    if headers != 1 or len(rows) < 3 or any(set(row) != {0, 1} for row in rows):
        return False
    if any(len(row[0].words) >= LONG_CELL for row in rows):
        return False
    # In a list of contents the second column counts up.
    begins = (re.match(r"\d+", squeezed(row[1])) for row in rows[1:])
    pages = [int(match[0]) for match in begins if match]
    return len(pages) < 0.6 * (len(rows) - 1) or pages != sorted(pages)


# Minutes in three columns


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text that ruled lines part into columns."""

    text: str
    words: tuple[Word, ...]
    apart: bool = False
    """Whether it begins a cell, so that no paragraph runs on into it."""


TextRow = tuple[TextLine, ...]

WHOLE = 0.8
"""Share of a frame's height, at least, of a line that parts its columns."""
TEXT_SHARE = 0.5
"""Share of a frame's width, at least, of the column that holds what was said."""
BESIDE_SHARE = 0.5
"""Words beside what was said, at most, as a share of its words."""
LONG_TEXT = 60
"""Words of a cell from which on it is what was said, though no second number counts up."""


def arranged_rows(
    lines: Sequence[Line], down: Sequence[Rule], across: Sequence[Rule], frame: Box
) -> list[TextRow] | None:
    """Return the rows of a text between a column of numbers and a narrow one; None for others.

    The numbers count up by one. `lines` are those printed in the frame.
    """
    cuts = _text_column(down, frame)
    if cuts is None:
        return None
    bands = _cut_bands([word for line in lines for word in line.words], across, frame, cuts)
    headed = bool(bands) and _heads(bands[0])
    if not _hold_text(bands[headed:]) or not _count_up(bands[headed:]):
        return None
    last = len(bands) - 1
    rows = [
        tuple(_text_lines(band, opens=at > headed, cut=at == last)) for at, band in enumerate(bands)
    ]
    if headed and not bands[1][0]:
        # Headings that are printed again overleaf must not cut the sentence that goes on there.
        rows[:2] = rows[1::-1]
    return rows


Band = tuple[list[Word], list[Word], list[Word]]
"""The words of the three columns between two lines that are ruled across, from the top."""


def _text_column(down: Sequence[Rule], frame: Box) -> tuple[float, float] | None:
    """Return where the middle one of three columns begins and ends; None without a wide one."""
    inner = [
        at
        for at, rules in by_place(down)
        if frame.left + TOUCH < at < frame.right - TOUCH
        and sum(min(r.end, frame.bottom) - max(r.start, frame.top) for r in rules)
        >= WHOLE * frame.height
    ]
    if len(inner) != 2 or inner[1] - inner[0] < TEXT_SHARE * (frame.right - frame.left):
        return None
    return inner[0], inner[1]


def _cut_bands(
    words: Iterable[Word], across: Sequence[Rule], frame: Box, cuts: tuple[float, float]
) -> list[Band]:
    """Return the words between each two lines that are ruled through the column of numbers.

    A table within the text has no line there.
    """
    levels = [
        rule.at
        for rule in across
        if min(rule.end, cuts[0]) - max(rule.start, frame.left) > WHOLE * (cuts[0] - frame.left)
    ]
    bands: dict[int, Band] = {}
    for word in from_top(words):
        band = bands.setdefault(sum(at < word.box.middle for at in levels), ([], [], []))
        band[sum(cut <= word.box.centre for cut in cuts)].append(word)
    return [bands[key] for key in sorted(bands)]


def _heads(band: Band) -> bool:
    """Whether what stands between two lines names the columns."""
    named = bool(band[0] and band[1]) and all(len(words) <= SHORT_CELL for words in band)
    return named and not any(char.isdecimal() for word in band[0] for char in word.text)


def _hold_text(bands: Sequence[Band]) -> bool:
    """Whether the middle column holds sentences, and the last one a few words beside them."""
    said = [len(band[1]) for band in bands]
    beside = [band[2] for band in bands if band[2]]
    figures = sum(is_figure("".join(word.text for word in words)) for words in beside)
    few = sum(map(len, beside)) <= BESIDE_SHARE * sum(said)
    return max(said, default=0) >= LONG_CELL and few and 2 * figures <= len(beside)


LAST_NUMBER = re.compile(r"(?P<before>(?:.*\D)?)(?P<count>\d{1,4})(?P<behind>\D{0,2})")


def _count_up(bands: Sequence[Band]) -> bool:
    """Whether the first column holds numbers alone that differ in their last part, by one."""
    texts = ["".join(word.text for word in band[0]) for band in bands if band[0]]
    numbers = [LAST_NUMBER.fullmatch(text) for text in texts]
    found = [number for number in numbers if number is not None]
    if not found or len(found) < len(numbers) or max(map(len, texts)) > NUMBER_LETTERS:
        return False
    rising = all(
        (one["before"], one["behind"]) == (other["before"], other["behind"])
        and int(other["count"]) == int(one["count"]) + 1
        for one, other in pairwise(found)
    )
    return rising and (len(found) > 1 or max(len(band[1]) for band in bands) >= LONG_TEXT)


NUMBER_LETTERS = 14
"""Letters and digits of an item's number, at most."""


def _text_lines(band: Band, *, opens: bool, cut: bool) -> Iterator[TextLine]:
    """Yield the lines between two ruled lines: number and text, then what stands beside them.

    `opens`: a line is ruled above. `cut`: the text may go on overleaf.
    """
    number, said, beside = band
    lines = _whole_words(printed_lines(said))
    place = _last_break(lines) if cut and beside else len(lines)
    apart = opens or bool(number)
    if number:
        # The number may stand lower than the first line.
        yield _text_line(number, *lines[:1], apart=apart)
    for at, line in enumerate(lines[:place]):
        if at or not number:
            yield _text_line(line, apart=at == 0 and apart)
    for at, line in enumerate(_whole_words(printed_lines(beside))):
        yield _text_line(line, apart=at == 0)
    for at, line in enumerate(lines[place:]):
        yield _text_line(line, apart=at == 0)


def _text_line(*parts: Sequence[Word], apart: bool) -> TextLine:
    text = " ".join(cell_text(Cell(tuple(words), 0)) for words in parts)
    return TextLine(text, tuple(word for words in parts for word in words), apart)


def _whole_words(lines: Sequence[list[Word]]) -> list[list[Word]]:
    """Return the lines, the end of a word that a hyphen parts in the line where it begins."""
    whole: list[list[Word]] = []
    for line in lines:
        rest = line
        if whole and whole[-1][-1].text.endswith("\ufffe"):
            whole[-1].append(line[0])
            rest = line[1:]
        if rest:
            whole.append(list(rest))
    return whole


ENDS = (".", "?", "!")


def _last_break(lines: Sequence[Sequence[Word]]) -> int:
    """Return where the last paragraph begins that goes on overleaf; the end if none does."""
    if not lines or lines[-1][-1].text.endswith(ENDS):
        return len(lines)
    margin = max(line[-1].box.right for line in lines)
    breaks = (
        at
        for at in range(len(lines) - 1, 0, -1)
        if lines[at - 1][-1].text.endswith(ENDS) or _is_apart(lines[at - 1], lines[at], margin)
    )
    return next(breaks, len(lines))


SPACE_ABOVE = 0.4
"""White space above a paragraph, at least, as a share of the type's height."""


def _is_apart(above: Sequence[Word], line: Sequence[Word], margin: float) -> bool:
    """Whether white space parts two lines, or the one above had room for the next word."""
    foot, head = max(word.box.bottom for word in above), min(word.box.top for word in line)
    height = min(word.box.height for word in line)
    first = line[0].box
    room = margin - above[-1].box.right - (first.right - first.left)
    return head - foot > SPACE_ABOVE * height or room > height
