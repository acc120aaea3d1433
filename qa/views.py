"""What a passage says, as sets of terms: made once, kept, and compared with each question."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from qa.papers import Paper, Passage
from qa.terms import analyse, content_terms, term_set, terms_and_matter


@dataclass(frozen=True, slots=True)
class View:
    """The terms of a passage, of its headings, and of its paper; made once and kept."""

    text: frozenset[str]
    heading: frozenset[str]
    paper: frozenset[str]
    units: tuple[frozenset[str], ...]
    pairs: frozenset[tuple[str, str]]
    """Neighbouring terms of the text and the headings, stopwords left out."""


def view_of(passage: Passage, paper: Paper, title: str) -> View:
    """Return the term sets of a passage."""
    heading = " ".join([*passage.heading, *passage.references])
    columns = frozenset(analyse(" ".join(u.text for u in passage.units if u.kind == "header")))
    read = [terms_and_matter(unit.text) for unit in passage.units]
    units = tuple(
        frozenset(terms) | (columns if unit.kind == "row" else frozenset())
        for unit, (terms, _) in zip(passage.units, read, strict=True)
    )
    text = [term for _, matter in read for term in matter]
    runs = [text, *map(content_terms, passage.heading)]
    return View(
        frozenset().union(*units),
        term_set(heading),
        term_set(title),
        units,
        frozenset(pair for run in runs for pair in pairwise(run)),
    )
