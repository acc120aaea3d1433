"""What the reader learns from: a question with texts that answer it and texts that do not.

Public questions come with passages, which are cut into sentences and rows as papers are. Gold
questions are asked of a library: the units of the hits that hold the words that answer are right,
all others are not, and what a person gave as a hard negative is not either.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from eval.gold.questions import GoldQuestion
from eval.tuning.fitting import folder_or_file
from eval.tuning.judgement import Example
from eval.wording import plain
from qa.backends.encoders.pairs import with_head
from qa.errors import GoldError
from qa.judgement.reading import shown
from qa.language.sentences import PARTS_HELD

WANTED: Mapping[str, int] = {"squad": 6000, "wtq": 1500, "tatqa": 900, "policyqa": 500}
"""Public questions that are drawn of each source; the others have passages too long to be units."""
MOST_WORDS = 40
"""Of a text that stands for a unit."""
MOST_WRONG = 8
"""Texts of a public question that do not answer."""
NEAR = 8
"""Units of a gold question's hits, the likeliest first, that are hard to tell from what answers."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question in one wording, with what it is learned from."""

    question: str
    right: tuple[tuple[str, str], ...]
    """Texts that answer, each with the words of it that do; empty words where none are known."""
    hard: tuple[str, ...]
    """Texts that look as if they answered."""
    other: tuple[str, ...] = ()
    """Further texts that do not answer."""


# Public questions


def public_groups(path: Path, seed: int) -> list[Group]:
    """Return groups of a draw of the public questions in a file, JSON lines compressed by xz."""
    chance = random.Random(seed)
    with lzma.open(path, "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    groups = []
    for source, count in WANTED.items():
        own = [line for line in lines if line["source"] == source]
        chance.shuffle(own)
        groups += [group for line in own[:count] if (group := _public(line, chance)) is not None]
    return groups


def _public(line: Mapping[str, object], chance: random.Random) -> Group | None:
    """Return the group of a public question; None where it cannot be cut into units."""
    positive, negative = (
        [str(text) for text in found] if isinstance(found := line[name], list) else []
        for name in ("positive", "negative")
    )
    answer = line.get("answer") or ""
    words = str(answer[0] if isinstance(answer, list) else answer)
    if line["source"] == "wtq":
        right, wrong = _of_tables(positive, negative)
    else:
        right, wrong = _of_texts(positive, negative[:2], words)
    if not wrong or (positive and not right):
        return None
    chance.shuffle(wrong)
    return Group(
        str(line["question"]),
        tuple((text, words) for text in right[:2]),
        tuple(wrong[:MOST_WRONG]),
    )


def _of_texts(
    positive: Sequence[str], negative: Sequence[str], words: str
) -> tuple[list[str], list[str]]:
    """Return the sentences that answer and those that do not."""
    right: list[str] = []
    wrong: list[str] = []
    for passage in positive:
        if words:
            for sentence in _sentences(passage):
                (right if plain(words) in plain(sentence) else wrong).append(sentence)
        elif len(passage.split()) <= MOST_WORDS * 1.5:
            right.append(passage)
    for passage in negative:
        wrong += _rows(passage)[:4] if "|" in passage[:200] else _sentences(passage)[:6]
    return right, wrong


def _of_tables(positive: Sequence[str], negative: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the rows that only the answering table has, and all rows of the others."""
    other = {row: None for table in negative for row in _rows(table)}
    right = [row for table in positive for row in _rows(table) if row not in other]
    return (right if len(right) <= 2 else []), list(other)


def _rows(table: str) -> list[str]:
    """Return the rows of a table in words, with its title where it has one."""
    lines = table.split("\n")
    title = "" if lines[0].startswith("|") else f"{lines[0]}: "
    cells = [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in lines
        if line.startswith("|")
    ]
    rows = []
    for row in cells[1:]:
        pairs = zip(cells[0][1:], row[1:], strict=False)
        told = "; ".join(f"{column} {cell}".strip() for column, cell in pairs if cell)
        rows.append(title + " ".join(f"{cells[0][0]} {row[0]}: {told}".split()[:MOST_WORDS]))
    return rows


def _sentences(text: str) -> list[str]:
    return [" ".join(part.split()[:MOST_WORDS]) for part in PARTS_HELD.split(text) if part.strip()]


# Gold questions


def without(examples: Sequence[Example], left_out: Sequence[str]) -> list[Example]:
    """Return the examples that are of none of some files, nor on papers of the same bodies.

    A file is named as it begins. Raises GoldError where no question is of one that is named.
    """
    for name in left_out:
        if not any(example.question.gold.startswith(name) for example in examples):
            raise GoldError(f"no question is of a file whose name begins with {name!r}")
    left = [e for e in examples if e.question.gold.startswith(tuple(left_out))]
    bodies = {body for example in left for body in _bodies(example)}
    gone = {id(example) for example in left}
    return [e for e in examples if id(e) not in gone and bodies.isdisjoint(_bodies(e))]


def _bodies(example: Example) -> set[str]:
    """Return whose papers a question is on: their folder, or else the council of the papers found.

    Of a question without evidence it is every council of which a paper was found.
    """
    docs = [item.doc for item in example.question.evidence]
    councils = {c.hit.paper.council or c.hit.paper.file for c in example.scored.candidates}
    in_folders = [doc for doc in docs if len(PurePosixPath(doc).parts) > 1]
    of_folders = {folder_or_file(doc) for doc in in_folders}
    return of_folders if docs and len(in_folders) == len(docs) else of_folders | councils


def gold_groups(examples: Sequence[Example]) -> Iterator[Group]:
    """Yield a group for each wording; none of one that is answerable, but by no unit found."""
    for example in examples:
        question, scored = example.question, example.scored
        if question.answerable and not example.told:
            continue
        units = [shown(c.hit.passage, c.hit.paper, c.unit) for c in scored.candidates]
        texts = [with_head(*unit) for unit in units]
        order = scored.in_order()
        wrong = [texts[place] for place in order if not example.right[place]]
        # Behind a head too: else a text without one would be known as wrong by that alone.
        head = units[order[0]][0] if order else ""
        yield Group(
            question.question,
            tuple(
                (text, _span_in(text, question))
                for text, right in zip(texts, example.right, strict=True)
                if right
            ),
            (
                *wrong[:NEAR],
                *(with_head(head, " ".join(h.quote.split())) for h in question.hard_negatives),
            ),
            tuple(wrong[NEAR:]),
        )


def _span_in(text: str, question: GoldQuestion) -> str:
    """Return the longest span of a question's that stands in a text; empty where none does."""
    spans = sorted((question.answer_span, *question.answer_spans), key=len, reverse=True)
    return next((span for span in spans if span and span.lower() in text.lower()), "")
