"""Gather what a reader sees of a paper beside its lines, within bounds.

Every reader of a format hands over such words: notes, form fields, running heads, properties. What
is beyond the bounds is left out, and `SeenGatherer.full` says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.document import MAX_SEEN, SeenAt, SeenWords
from ingest.file_names import MAX_SHOWN

MAX_LETTERS = 400_000
"""Of all words together: some two hundred pages of print."""
OVERLAP = 200
"""Letters that pieces of one line have in common, so that no marking is cut in two."""
MORE_THAN_LOOKED_AT = (
    "it holds more notes, fields, heads, properties or the like than could be looked at"
)


@dataclass(slots=True)
class SeenGatherer:
    """Takes words as they are found; says nothing twice of one page."""

    full: bool = False
    """Whether something was left out."""
    _found: dict[SeenWords, None] = field(default_factory=dict)
    _letters: int = 0

    def add(self, text: str | None, where: SeenAt, page: int | None = None) -> None:
        """Take a text, each of its lines by itself; pages count from 1."""
        for line in (text or "").splitlines():
            for piece in _pieces(_in_print(line)):
                self._take(SeenWords(piece, where, page))

    def add_named(
        self, name: str, value: str | None, where: SeenAt, page: int | None = None
    ) -> None:
        """Take a value with the name of its field or property: "Status: Exempt"."""
        for line in (value or "").splitlines():
            if line.strip():
                self.add(f"{name}: {line}" if name.strip() else line, where, page)

    def found(self) -> tuple[SeenWords, ...]:
        """Return what was found, in order."""
        return tuple(self._found)

    def _take(self, words: SeenWords) -> None:
        if words in self._found:
            return
        if len(self._found) >= MAX_SEEN or self._letters + len(words.words) > MAX_LETTERS:
            self.full = True
            return
        self._letters += len(words.words)
        self._found[words] = None


BLANK_LINE = re.compile(r"\n[ \t]*\n")


def flowing(text: str) -> str:
    """Return a text in which line breaks have no meaning, a line a paragraph."""
    paragraphs = BLANK_LINE.split("\n".join(text.splitlines()))
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _in_print(line: str) -> str:
    """Return a line with single spaces, without characters that are not seen in print."""
    spaced = " ".join(line.split())
    if spaced.isprintable():
        return spaced
    return "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for char in spaced
        if char.isprintable() or unicodedata.category(char) == "Zs"
    ).strip()


def _pieces(line: str) -> Iterator[str]:
    """Yield a line in pieces that may be shown; those of a long line overlap."""
    start = 0
    while start < len(line):
        yield line[start : start + MAX_SHOWN]
        if start + MAX_SHOWN >= len(line):
            return
        start += MAX_SHOWN - OVERLAP
