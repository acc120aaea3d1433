"""Gold questions: what is asked, what a right answer must contain, and where it stands.

The format is one JSON object a line (see `docs/evaluation.md`). Everything is checked on
loading, by pydantic, because a gold file with a slip in it makes every figure printed from it
wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter

from eval.gold.slips import (
    CHECKED,
    AnyStanding,
    Count,
    FirstAndLast,
    NeverWritten,
    Text,
    load_lines,
    numbered_lines,
    parse_json,
    read_model,
    slip,
)
from qa.errors import GoldError
from qa.papers import Lines

PLACED = (".pdf", ".txt")
"""Endings of the formats that have pages or lines to point at. The others have neither: there
the evidence is wherever its quote stands."""
OTHER_KINDS = {
    "turns": ("conversations", "load_conversations"),
    "trap": ("questions with a false premise", "load_premises"),
    "complete_answer": ("questions with a complete list", "load_complete_lists"),
}
"""A key that only a file of another kind has, what that file holds, and the reader of it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a paper that bears on a gold question."""

    __pydantic_config__ = CHECKED

    doc: Text
    """Name of the file."""
    quote: Text
    lines: FirstAndLast | None = None
    """1-based and inclusive, for text sources."""
    page: Count | None = None
    """1-based PDF page; for a text source the printed number, where one is known."""
    section: Text = ""
    alt: bool = False
    """Another passage that also answers."""
    near_miss: bool = False
    """Close, but not an answer."""
    out_of_split: bool = False
    """In a paper that need not be held."""
    why_not: Text = ""
    """Of a near miss: what it lacks."""
    span: Text = ""
    """The words of the quote that answer."""
    span_start: Annotated[int, Field(ge=0)] | None = None
    """Letters of the quote before the span."""


@dataclass(frozen=True, slots=True)
class HardNegative:
    """A passage that a search is likely to give, and that does not answer."""

    __pydantic_config__ = CHECKED

    doc: Text
    quote: Text
    lines: FirstAndLast | None = None
    page: Count | None = None
    why_not: Text = ""


def check_place(doc: str, lines: Lines | None, page: int | None) -> None:
    """Raise a slip where nothing says where a quote stands, in a format that has such places."""
    if lines is None and page is None and doc.endswith(PLACED):
        raise slip("needs lines or page")


def _placed(item: Evidence) -> Evidence:
    check_place(item.doc, item.lines, item.page)
    start = item.span_start
    if item.span and start is not None and not item.quote.startswith(item.span, start):
        raise slip(f"the span does not begin at letter {start} of the quote")
    return item


PlacedEvidence = Annotated[Evidence, AfterValidator(_placed)]
"""Evidence that says where it stands, if its paper has lines or pages."""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the answer that the papers give."""

    __pydantic_config__ = CHECKED

    id: Text
    question: Text
    category: Text
    answerable: bool
    key_facts: tuple[Text, ...]
    evidence: tuple[PlacedEvidence, ...]
    standing: AnyStanding | None
    answer: Text = ""
    standing_alt: tuple[AnyStanding | None, ...] = ()
    must_not: tuple[Text, ...] = ()
    difficulty: Text = ""
    variants: tuple[Text, ...] = ()
    """The same question in other words."""
    answer_span: Text = ""
    """The words of the first evidence that answer."""
    answer_spans: tuple[Text, ...] = ()
    """The words that answer, where they stand in more than one place."""
    hard_negatives: tuple[HardNegative, ...] = ()
    lacks: Text = ""
    """Of a question that is not answerable: what the near miss lacks."""
    kind: Text = ""
    register: Text = ""
    """How it is asked: formal, everyday …"""
    style: Text = ""
    """Who asks so: officer, resident …"""
    reworded: bool = False
    """It avoids the paper's own words."""
    body: Text = ""
    """Council or body whose papers answer."""
    language: Text = ""
    about_language: Text = ""
    gold: NeverWritten = ""
    """Name of the gold file, without its ending."""
    wording_of: NeverWritten = ""
    """Of another wording (see `worded`): the id of the question."""

    @property
    def standings(self) -> tuple[AnyStanding | None, ...]:
        """Every standing that an answer may defensibly carry."""
        return (self.standing, *self.standing_alt)


def _makes_sense(question: GoldQuestion) -> GoldQuestion:
    answers = [item for item in question.evidence if not item.near_miss]
    if question.answerable and not answers:
        raise slip("answerable, but no evidence answers it")
    if question.answerable and question.standing is None:
        raise slip("answerable, but its evidence has no standing")
    if answers and all(item.alt for item in answers):
        raise slip("every evidence is an alternative; one must be the first choice")
    return question


_QUESTION: TypeAdapter[GoldQuestion] = TypeAdapter(
    Annotated[GoldQuestion, AfterValidator(_makes_sense)]
)


def worded(questions: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    """Return every wording of the questions as a question, those of one question together.

    The first keeps the id; of the others it ends in "~2", "~3" and so on.
    """
    return [
        replace(
            question,
            id=question.id if number == 1 else f"{question.id}~{number}",
            question=wording,
            variants=(),
            wording_of="" if number == 1 else question.id,
        )
        for question in questions
        for number, wording in enumerate((question.question, *question.variants), start=1)
    ]


def load_gold(paths: Sequence[Path]) -> list[GoldQuestion]:
    """Read gold files in order. Raises GoldError naming file and line at the first slip."""
    return load_lines(paths, check_line, "questions")


def read_lines(path: Path) -> list[tuple[int, GoldQuestion | GoldError]]:
    """Read a gold file line by line: each line's number with its question, or what is wrong."""
    checked: list[tuple[int, GoldQuestion | GoldError]] = []
    for number, line in numbered_lines(path):
        try:
            checked.append((number, check_line(line, f"{path}:{number}", path.stem)))
        except GoldError as error:
            checked.append((number, error))
    return checked


def check_line(line: str, where: str, gold: str = "") -> GoldQuestion:
    """Read one line of a gold file. Raises GoldError that begins with `where`."""
    raw = parse_json(line, where)
    for key, (kind, reader) in OTHER_KINDS.items() if isinstance(raw, dict) else ():
        if key in raw:
            raise GoldError(
                f"{where}: this is a file of {kind}, not of gold questions; leave it out here "
                f"({reader} of eval.gold.other_kinds reads it)"
            )
    return replace(read_model(_QUESTION, line, where), gold=gold)
