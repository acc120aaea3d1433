"""Gold questions: what is asked, what a right answer must contain, and where it stands.

The format is one JSON object a line (see `docs/evaluation.md`). Everything is checked on
loading, because a gold file with a slip in it makes every figure printed from it wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.fields import Fields
from qa.errors import GoldError
from qa.pages import Lines
from qa.papers import Standing

REQUIRED_KEYS = frozenset(
    {"id", "question", "category", "answerable", "key_facts", "evidence", "standing"}
)
QUESTION_KEYS = REQUIRED_KEYS | {"answer", "must_not", "difficulty", "standing_alt"}
EVIDENCE_KEYS = frozenset(
    {"doc", "quote", "section", "lines", "page", "alt", "near_miss", "out_of_split"}
)
PLACED = (".pdf", ".txt")
"""Endings of the formats that have pages or lines to point at. The others have neither: there
the evidence is wherever its quote stands."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a paper that bears on a gold question."""

    doc: str
    """Name of the file."""
    quote: str
    lines: Lines | None
    """1-based and inclusive, for text sources."""
    page: int | None
    """1-based PDF page; for a text source the printed number, where one is known."""
    section: str = ""
    alt: bool = False
    """Another passage that also answers."""
    near_miss: bool = False
    """Close, but not an answer."""
    out_of_split: bool = False
    """In a paper that need not be held."""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the answer that the papers give."""

    id: str
    question: str
    category: str
    answerable: bool
    answer: str
    key_facts: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    standing: Standing | None
    standing_alt: tuple[Standing | None, ...] = ()
    must_not: tuple[str, ...] = ()
    difficulty: str = ""
    gold: str = ""
    """Name of the gold file, without its ending."""

    @property
    def standings(self) -> tuple[Standing | None, ...]:
        """Every standing that an answer may defensibly carry."""
        return (self.standing, *self.standing_alt)


def load_gold(paths: Sequence[Path]) -> list[GoldQuestion]:
    """Read gold files in order. Raises GoldError naming file and line at the first slip."""
    questions: list[GoldQuestion] = []
    seen: dict[str, str] = {}
    for path in paths:
        for number, line in _lines(path):
            where = f"{path}:{number}"
            question = check_line(line, where, path.stem)
            if question.id in seen:
                raise GoldError(f"{where}: id {question.id} is already used at {seen[question.id]}")
            seen[question.id] = where
            questions.append(question)
    if not questions:
        raise GoldError(f"no questions in {', '.join(str(path) for path in paths) or 'no file'}")
    return questions


def read_lines(path: Path) -> list[tuple[int, GoldQuestion | GoldError]]:
    """Read a gold file line by line: each line's number with its question, or what is wrong."""
    read: list[tuple[int, GoldQuestion | GoldError]] = []
    for number, line in _lines(path):
        where = f"{path}:{number}"
        try:
            read.append((number, check_line(line, where, path.stem)))
        except GoldError as error:
            read.append((number, error))
    return read


def check_line(line: str, where: str, gold: str = "") -> GoldQuestion:
    """Read one line of a gold file. Raises GoldError that begins with `where`."""
    return _question(_object(line, where), where, gold)


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    # Not splitlines(): a quote may carry a form feed or a line separator.
    numbered = enumerate(text.split("\n"), start=1)
    return [(number, line) for number, line in numbered if line.strip()]


def _object(line: str, where: str) -> object:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise GoldError(f"{where}: key given twice: {', '.join(twice)}")
        return dict(pairs)

    try:
        return json.loads(line, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise GoldError(f"{where}: not JSON: {error}") from error


def _question(raw: object, where: str, gold: str) -> GoldQuestion:
    fields = Fields(raw, where, QUESTION_KEYS, REQUIRED_KEYS)
    question = GoldQuestion(
        id=fields.text("id"),
        question=fields.text("question"),
        category=fields.text("category"),
        answerable=fields.flag("answerable"),
        answer=fields.text("answer", default=""),
        key_facts=fields.texts("key_facts"),
        evidence=tuple(
            _evidence(item, f"{where}: evidence {number}")
            for number, item in enumerate(fields.items("evidence"), start=1)
        ),
        standing=_standing(fields.value("standing"), where),
        standing_alt=tuple(_standing(value, where) for value in fields.items("standing_alt")),
        must_not=fields.texts("must_not"),
        difficulty=fields.text("difficulty", default=""),
        gold=gold,
    )
    _check_sense(question, where)
    return question


def _check_sense(question: GoldQuestion, where: str) -> None:
    answers = [item for item in question.evidence if not item.near_miss]
    if question.answerable and not answers:
        raise GoldError(f"{where}: answerable, but no evidence answers it")
    if question.answerable and question.standing is None:
        raise GoldError(f"{where}: answerable, but its evidence has no standing")
    if answers and all(item.alt for item in answers):
        raise GoldError(f"{where}: every evidence is an alternative; one must be the first choice")


def _evidence(raw: object, where: str) -> Evidence:
    fields = Fields(raw, where, EVIDENCE_KEYS, frozenset({"doc", "quote"}))
    evidence = Evidence(
        doc=fields.text("doc"),
        quote=fields.text("quote"),
        lines=fields.lines("lines"),
        page=fields.count("page"),
        section=fields.text("section", default=""),
        alt=fields.flag("alt", default=False),
        near_miss=fields.flag("near_miss", default=False),
        out_of_split=fields.flag("out_of_split", default=False),
    )
    if evidence.lines is None and evidence.page is None and evidence.doc.endswith(PLACED):
        raise GoldError(f"{where}: needs lines or page")
    return evidence


def _standing(value: object, where: str) -> Standing | None:
    if value is None:
        return None
    try:
        return Standing(str(value))
    except ValueError as error:
        known = ", ".join(standing.value for standing in Standing)
        raise GoldError(f"{where}: standing {value!r} is none of {known}") from error
