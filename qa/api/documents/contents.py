"""What stands in a file of answers, in the order in which every kind of file has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from qa.answers import Answer, Citation, QuotedTable, Shown, paper_url, unfolded
from qa.language.dates import format_day
from qa.papers import Coverage
from qa.quoting.lines import Lines, parts_shown
from qa.writing.labels import STANDING_LABELS, format_coverage, format_where, standing_label
from qa.writing.languages import language_of

MORE = "Found as well"
CAUTION = "Check the page before you rely on it."
# What XML, and so a Word file, cannot hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_MARKUP = re.compile(r"\*\*|`|\\(?=[^\w\s])")
_QUOTED = re.compile(r"^>.*$", re.M)


@dataclass(frozen=True, slots=True)
class Source:
    """A quote with where it stands."""

    number: int
    parts: tuple[str | QuotedTable, ...]
    """Lines of text, and tables."""
    where: str
    standing: str
    link: str
    language: str
    """The tag of its language."""
    text: str
    """The quote as one text."""


@dataclass(frozen=True, slots=True)
class Section:
    """Quotes that stand together."""

    heading: str
    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """A question with its answer."""

    question: str
    understood_as: str | None
    standing: str
    line: str | None
    """The line, with the numbers of the quotes that it is made of."""
    later: str | None
    notes: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """All that a file holds."""

    title: str
    council: str | None
    made: str
    """When it was asked, in words."""
    answers: tuple[SavedAnswer, ...]
    origin: str
    """What made it, and from what."""


def saved(answers: Sequence[Answer], council: str | None, address: str, now: datetime) -> Saved:
    """Return what a file of these answers holds; `address` is that of the service."""
    several = len(answers) > 1
    searched = answers[-1].searched
    return Saved(
        title=f"{len(answers)} answers from the papers held"
        if several
        else "Answer from the papers held",
        council=council or _councils(answers),
        made=f"{format_day(now.date())}, {now:%H:%M}",
        answers=tuple(_answer(answer, address) for answer in answers),
        origin=_origin(searched, address, now),
    )


def _councils(answers: Iterable[Answer]) -> str | None:
    """Return the councils whose papers are quoted; None where none is known."""
    cited = (cited.paper.council for answer in answers for cited in answer.citations)
    return " and ".join(dict.fromkeys(filter(None, cited))) or None


def _origin(searched: Coverage, address: str, now: datetime) -> str:
    held = f"the {format_coverage(searched)} held on {format_day(now.date())}"
    return f"Made by Townclerk at {address}, from {held}. {CAUTION}"


def _answer(answer: Answer, address: str) -> SavedAnswer:
    cited = {citation.number: citation for citation in answer.citations}
    line = answer.line
    if line is not None:
        line = " ".join([line, *(f"[{number}]" for number in answer.line_of)])
    return SavedAnswer(
        question=clean(answer.question),
        understood_as=clean(answer.understood_as) if answer.understood_as else None,
        standing=standing_label(answer),
        line=clean(line) if line else None,
        later=clean(answer.later) if answer.later else None,
        notes=tuple(map(_plain, _notes(answer))),
        sections=tuple(_sections(answer, cited, address)),
    )


def _notes(answer: Answer) -> list[str]:
    """Return what is said beside line and quotes; of an answer without a card, its text."""
    if answer.shown:
        as_at = answer.opening.split("\n\n")
        understood = f"Understood as: {answer.understood_as}"
        return [*(part for part in as_at if part and part != understood), *answer.notes]
    text = _QUOTED.sub("", unfolded(answer.answer))
    return [part for part in text.split("\n\n") if part.strip() and part.strip() != answer.line]


def _sections(answer: Answer, cited: dict[int, Citation], address: str) -> list[Section]:
    shown = answer.shown or tuple(Shown((number,)) for number in cited)
    sections: list[Section] = []
    heading, more = "", False
    for each in shown:
        sources = tuple(_source(cited[number], address) for number in each.citations)
        if not sources:
            continue
        told = " – ".join(filter(None, (each.heading, each.label, each.title)))
        if each.folded and not more:
            told, more = MORE, True
        sections.append(
            Section(clean(told) if told != heading else "", sources, tuple(map(_plain, each.notes)))
        )
        heading = told
    return sections


def _source(citation: Citation, address: str) -> Source:
    parts: list[str | QuotedTable] = []
    for part in parts_shown(citation):
        if isinstance(part, Lines):
            parts += [clean("".join(text for text, _ in line)) for line in part.lines]
        else:
            parts.append(_clean_table(part))
    return Source(
        number=citation.number,
        parts=tuple(parts),
        where=clean(format_where([citation])),
        standing=STANDING_LABELS[citation.standing],
        link=address.rstrip("/") + paper_url(citation.paper, citation.page, citation.lines),
        language=language_of(citation.quote),
        text=clean(" ".join(citation.quote.split())),
    )


def _clean_table(table: QuotedTable) -> QuotedTable:
    return QuotedTable(
        tuple(map(clean, table.columns)),
        tuple(tuple(map(clean, row)) for row in table.rows),
        clean(table.caption) if table.caption else None,
        table.unit,
        clean(table.group) if table.group else None,
    )


def name_table(table: QuotedTable) -> str:
    """Return what stands above a table: its caption, its group, what its figures are counted in."""
    name = ": ".join(filter(None, (table.caption, table.group)))
    return f"{name} ({table.unit})" if table.unit and table.unit not in name else name


def clean(text: str) -> str:
    """Return a text without the characters that a file cannot hold."""
    return _CONTROLS.sub("", text)


def _plain(markdown: str) -> str:
    """Return a paragraph of an answer's Markdown as plain text."""
    return clean(_MARKUP.sub("", markdown)).strip()
