"""The cells of a table's row, and their text as it stands on the page."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.readers.pdf_words import Word, printed_lines


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a row in one column, and the last column over which they run."""

    words: tuple[Word, ...]
    last: int

    @property
    def middle(self) -> float:
        """Half way down the first line."""
        return self.words[0].box.middle

    @property
    def centre(self) -> float:
        """Half way across."""
        left, right = min(w.box.left for w in self.words), max(w.box.right for w in self.words)
        return (left + right) / 2


Row = dict[int, Cell]
"""The cells of a row by their column."""


def cell_text(cell: Cell) -> str:
    """Return a cell's words on one line, as they stand on the page."""
    if len(cell.words) == 1:
        return cell.words[0].text
    text = ""
    before: Word | None = None
    for line in printed_lines(cell.words):
        for word in line:
            text += ("" if before is None or _touch(before, word) else " ") + word.text
            before = word
    return text


def _touch(before: Word, word: Word) -> bool:
    """Whether two words are the parts of one: a hyphen parts them, or nothing does."""
    if before.text.endswith("\ufffe"):
        return True
    gap = word.box.left - before.box.right
    return before.box.on_line_with(word.box) and abs(gap) < 0.04 * word.box.height
