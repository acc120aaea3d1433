"""Text made to be slow to understand: each is understood, or refused, in seconds."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest

from ingest.document import SourceDocument
from ingest.layout.furniture import find_furniture
from ingest.layout.paragraphs import LONGEST, cut_long_lines
from ingest.understand import MAX_LETTERS, understand
from qa.errors import ReadError
from qa.papers import FileFormat, SourceLine
from tests.ingest.written import text_paper

SECONDS = 20.0
"""Ten times what the slowest takes on an idle core; quadratic time is a hundred times and more."""


def document(lines: Sequence[str], format_: str) -> SourceDocument:
    if format_ == "text":
        return SourceDocument(
            FileFormat.TEXT, tuple(SourceLine(n, t) for n, t in enumerate(lines, 1))
        )
    placed = tuple(SourceLine(n, t, 1 + n // 40, 11.0) for n, t in enumerate(lines, 1))
    return SourceDocument(FileFormat.PDF, placed, 1 + len(lines) // 40)


HOSTILE: dict[str, Sequence[str]] = {
    "20,000 page marks": [f"Page {number % 1000}" for number in range(20_000)],
    "20,000 falling page marks": [f"Page {20_000 - number}" for number in range(20_000)],
    "10,000 page marks glued to text": [f"and so on Page {n % 9_999}" for n in range(10_000)],
    "unfinished index entries": ["1. " + "( pages 1 " * 4_000] * 10,
    "index entries of dots": ["1. " + "." * 20_000 + " (pages 3"] * 10,
    "a hundred thousand words on a line": ["word " * 100_000],
    "one word of half a million letters": ["a" * 500_000],
    "open brackets": ["(" * 60_000],
    "open links": ["[a](b" * 15_000],
    "dashes": ["- " * 40_000],
    "number signs": ["#" * 60_000],
    "stars": ["*" * 300_000],
    "tabs": ["a\t" * 60_000],
    "bodies": ["Council Committee " * 6_000],
    "movers": ["moved by Councillor A " * 5_000],
    "sums": ["£1," * 100_000],
    "resolutions": ["RESOLVED that it be."] * 5_000,
    "votes": ["For (41)", "Against (10)", "Motion carried."] * 4_000,
    "limbs": [f"({number % 30}) that a thing be done;" for number in range(8_000)],
    "lines never ended": ["word here"] * 30_000,
    "minutes of minutes": ["MINUTES OF A MEETING", "MEETING HELD AT HALL", "Present: A"] * 1_000,
    "covers": ["Report to: Cabinet", "Subject: x", "Wards affected: all", "x"] * 1_000,
    "restricted sheets": ["NOT FOR PUBLICATION"] * 10_000,
}


@pytest.mark.parametrize("format_", ["text", "pdf"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_understood_in_seconds(name: str, format_: str) -> None:
    started = time.process_time()
    understood = understand(document(HOSTILE[name], format_), name="paper", digest="0" * 64)
    assert time.process_time() - started < SECONDS
    assert understood.restricted or understood.passages or "marks" in name


def test_text_beyond_any_paper_is_refused() -> None:
    with pytest.raises(ReadError, match="over the limit of 20 million; split the file"):
        understand(document(["a" * (MAX_LETTERS + 1)], "text"), name="paper", digest="0" * 64)


def test_a_line_too_long_is_cut_between_words_and_nothing_of_it_is_lost() -> None:
    chance = random.Random(3)
    text = " ".join("x" * chance.randrange(1, 40) for _ in range(3_000))
    cut = list(cut_long_lines([SourceLine(7, text), SourceLine(8, "short")]))
    assert "".join(line.text for line in cut[:-1]) == text
    assert all(len(line.text) <= LONGEST for line in cut)
    assert [line.number for line in cut] == [7] * (len(cut) - 1) + [8]
    assert all(line.text.startswith(" ") for line in cut[1:-1])


def test_every_word_of_an_endless_line_is_in_a_passage() -> None:
    words = [f"word{number}" for number in range(20_000)]
    understood = understand(document([" ".join(words)], "text"), name="paper", digest="0" * 64)
    held = " ".join(passage.text for passage in understood.passages).split()
    assert held == words
    assert {passage.lines for passage in understood.passages} == {(1, 1)}


def test_the_longest_rising_run_of_page_marks_is_kept() -> None:
    def rising_by_trying(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        runs: list[list[tuple[int, int]]] = []
        for mark in marks:
            before = [run for run in runs if run[-1][1] <= mark[1]]
            runs.append([*max(before, key=len, default=[]), mark])
        return tuple(max(runs, key=len, default=[]))

    chance = random.Random(11)
    for _ in range(200):
        pages = [chance.randrange(1, 10) for _ in range(chance.randrange(15))]
        paper = text_paper("\n".join(f"Page {page}" for page in pages) or "x")
        marks = list(enumerate(pages, start=1))
        assert find_furniture(paper).marks == rising_by_trying(marks)
