"""Cut lines that no paper has, so that what looks at a paragraph takes a bounded time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qa.passages import SourceLine

LONGEST = 6_000
"""Letters of a line or paragraph. Of 45 real papers (1.5 million letters) the longest line has
2,592 and the longest paragraph 5,066."""


def cut_long_lines(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """Yield the lines, one that is too long as several of the same number, cut between words."""
    for line in lines:
        if len(line.text) <= LONGEST:
            yield line
        else:
            yield from (replace(line, text=piece) for piece in _pieces(line.text))


def is_full(held: Sequence[SourceLine], letters: int, line: SourceLine) -> bool:
    """Whether a paragraph of the lines held, of so many letters, has no room for another line."""
    return bool(held) and letters + len(line.text) + len(held) > LONGEST


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + LONGEST
        if end < len(text):
            space = text.rfind(" ", start + 1, end)
            end = space if space > 0 else end
        yield text[start:end]
        start = end
