"""Where words stand in a paper, over the text that the library holds of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.language.alignment import find_words
from qa.papers import FileFormat, Paper

if TYPE_CHECKING:
    from qa.library import Library

AROUND = 60
"""Characters shown before and after the words found, at most."""
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Match:
    """One place where the words stand."""

    page: int | None
    """Of a PDF."""
    line: int | None
    """Of a paper without pages."""
    nth: int
    """Which of those on its page it is, from 1; in a paper without pages, of the whole paper."""
    before: str
    """Ends with a space where one stands there; so `before`, `words` and `after` can be joined."""
    words: str
    """As they stand there."""
    after: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The first places where the words stand, and how many there are in all."""

    total: int
    shown: tuple[Match, ...]
    not_searched: int
    """Pages that may not be shown, and so are not looked through."""


def find_in_paper(library: Library, paper: Paper, words: str, most: int) -> Matches:
    """Return where words stand in a paper, in its order, `most` places at most.

    Case, white space and hyphens do not matter. The words stand where a word begins. Pages that
    may not be shown are not looked through.
    """
    withheld = library.withheld_pages(paper.id)
    total = 0
    shown: list[Match] = []
    for number in range(1, library.page_count(paper.id) + 1):
        if number in withheld:
            continue
        page = library.page(paper.id, number)
        spans = find_words(page.text, words)
        total += len(spans)
        if len(shown) < most:
            for match in _matches(page.text, spans[: most - len(shown)]):
                nth, line, parts = match
                paged = paper.format == FileFormat.PDF
                shown.append(
                    Match(
                        number if paged else None,
                        None if paged else page.first_line + line,
                        nth,
                        *parts,
                    )
                )
    return Matches(total, tuple(shown), len(withheld))


def _matches(
    text: str, spans: list[tuple[int, int]]
) -> Iterator[tuple[int, int, tuple[str, str, str]]]:
    """Yield for each span its number from 1, its line from 0, and the words there and around."""
    ends = [place for place, char in enumerate(text) if char == "\n"]
    for nth, (start, end) in enumerate(spans, 1):
        before = text[max(start - AROUND, 0) : start]
        after = text[end : end + AROUND]
        if start > AROUND:  # not in the middle of a word
            before = before.partition(" ")[2] if " " in before else ""
        if end + AROUND < len(text):
            after = after.rpartition(" ")[0]
        parts = (
            _on_one_line(before).lstrip(),
            _on_one_line(text[start:end]),
            _on_one_line(after).rstrip(),
        )
        yield nth, bisect_right(ends, start), parts


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", text.replace("\ufffe", ""))
