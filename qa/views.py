"""What a passage says, as sets of terms: made once, kept, and compared with each question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from qa.language.quantities import Label, labels_among, labels_in
from qa.language.terms import analyse, content_terms, term_set, terms_and_matter
from qa.papers import Paper
from qa.passages import Passage, Unit, UnitKind

INTRODUCES = re.compile(
    r"\b(?:considered|received) (?:the|a|an) (?:joint )?(?:report|item)\b|\bconsideration was given to\b"
    r"|\breport (?:of|from|by) the\b|\b(?:approval|agreement) was sought\b|\bthe purpose of (?:this|the) report\b",
    re.I,
)
"""How a passage begins that says what came before the meeting, and not what came of it."""
SIGNATURE = re.compile(r"(?:[._…]\s?){12,}\s*(?:signed|signature|date|name)\b", re.I)
"""Where a form is signed; what stands above it is found by itself."""
OPENING = 400
"""Characters at the start of a passage in which it introduces its matter."""


@dataclass(frozen=True, slots=True)
class View:
    """The terms of a passage, of its headings, and of its paper; made once and kept."""

    text: frozenset[str]
    heading: frozenset[str]
    paper: frozenset[str]
    units: tuple[frozenset[str], ...]
    pairs: frozenset[tuple[str, str]]
    """Neighbouring terms of the text and the headings, stopwords left out."""
    introduces: bool = False
    """Whether it begins with what came before the meeting, and not with what came of it."""
    signed: bool = False
    """Whether it is where a form is signed."""
    labels: frozenset[Label] = frozenset()
    """Bands, options, lots and the like that it or its headings speak of."""
    rows: tuple[frozenset[str], ...] = ()
    """The terms of what names each row of its tables."""


def view_of(passage: Passage, paper: Paper, title: str) -> View:
    """Return the term sets of a passage."""
    heading = " ".join([*passage.heading, *passage.references])
    columns = frozenset(
        analyse(" ".join(u.text for u in passage.units if u.kind == UnitKind.HEADER))
    )
    read = [terms_and_matter(unit.text) for unit in passage.units]
    units = tuple(
        frozenset(terms) | (columns if unit.kind == UnitKind.ROW else frozenset())
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
        introduces=bool(INTRODUCES.search(passage.text[:OPENING])),
        signed=bool(SIGNATURE.search(passage.text)),
        labels=labels_among(passage.units) | labels_in(heading),
        rows=tuple(filter(None, map(_named_by, passage.units))),
    )


def _named_by(unit: Unit) -> frozenset[str]:
    """Return the terms of a row's first cell that has any; none of another unit."""
    cells = unit.text.split("\t") if unit.kind == UnitKind.ROW else []
    named = (frozenset(content_terms(cell)) for cell in cells[:2])
    return next((terms for terms in named if terms), frozenset())
