"""A passage as it is compared with every question: its terms as numbers, read once and kept.

Terms are numbered as they are met (`Views`). What a passage holds of a question is then looked up
for all candidates of a search at once, in arrays (`Columns`), and not in a set for each.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

import numpy as np
from numpy.typing import NDArray

from qa.language.numbers import MONEY, Label, labels_among
from qa.language.terms import read_terms, term_set
from qa.library import Library
from qa.papers import Paper, Passage, UnitKind

Numbers = NDArray[np.int64]
VIEWS_KEPT = 20_000
BARE = 4
"""A passage with at most so many terms beside those of its heading is only a heading."""
OPENING = 400
"""Characters at the start of a passage in which it introduces its matter."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of numbers, one after the other: shape (sum of `lengths`,)."""

    numbers: Numbers
    lengths: Numbers
    """How many numbers each group has."""

    @classmethod
    def of(cls, parts: Sequence[Numbers]) -> Groups:
        """Join arrays, each a group."""
        lengths = np.fromiter(map(len, parts), np.int64, len(parts))
        return cls(np.concatenate(parts) if parts else lengths, lengths)

    @staticmethod
    def joined(parts: Sequence[Groups]) -> Owned:
        """Join the groups of several owners."""
        owner = np.repeat(np.arange(len(parts)), [len(part.lengths) for part in parts])
        groups = Groups(
            np.concatenate([part.numbers for part in parts]),
            np.concatenate([part.lengths for part in parts]),
        )
        return Owned(groups, owner)


@dataclass(frozen=True, slots=True)
class Owned:
    """Groups, and the place of the passage that each is of."""

    groups: Groups
    owner: Numbers

    def highest(self, values: NDArray[np.float64], owners: int) -> list[float]:
        """Return each owner's highest value, a value a group; 0 for one without groups."""
        best = np.zeros(owners)
        np.maximum.at(best, self.owner, values)
        return [float(value) for value in best]


@dataclass(frozen=True, slots=True)
class Columns:
    """The terms of a question, a column each."""

    column_of: Numbers
    """The column of each number; -1 for one that is not asked for."""
    width: int

    def held(self, groups: Groups) -> NDArray[np.bool_]:
        """Return which terms each group has, shape (groups, terms)."""
        columns = self.column_of[np.minimum(groups.numbers, len(self.column_of) - 1)]
        found = columns >= 0
        row = np.repeat(np.arange(len(groups.lengths)), groups.lengths)[found]
        held = np.zeros((len(groups.lengths), self.width), np.bool_)
        held[row, columns[found]] = True
        return held


@dataclass(frozen=True, slots=True)
class View:
    """The terms of a passage, of its headings, and of its paper; made once and kept."""

    text: frozenset[str]
    heading: Numbers
    paper: Numbers
    units: Groups
    """The terms of each unit; of a row, those of its columns too."""
    rows: Groups
    """The terms of the name of each row of its tables."""
    pairs: Numbers
    """Neighbouring terms of the text and the headings, stopwords left out."""
    bare: bool = False
    """Whether it says next to nothing beside its heading."""
    labels: frozenset[Label] = frozenset()
    """Bands, options, lots and the like that it or its headings name."""
    _looks: dict[re.Pattern[str], bool] = field(default_factory=dict)

    def has(self, pattern: re.Pattern[str], text: str) -> bool:
        """Whether a pattern is found in the passage's text, which is looked through once."""
        known = self._looks.get(pattern)
        if known is None:
            known = self._looks[pattern] = pattern.search(text) is not None
        return known


class Views:
    """The views of passages, kept for the questions to come. Safe from several threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._views: OrderedDict[str, View] = OrderedDict()
        self._titles: dict[str, Numbers] = {}
        self._numbers: dict[str, int] = {}
        self._next = count()

    def of(self, candidates: Iterable[tuple[Passage, Paper]]) -> list[View]:
        """Return the view of each passage, in order."""
        return [self._view(passage, paper) for passage, paper in candidates]

    def columns(self, terms: Sequence[str]) -> Columns:
        """Return a column for each term, in order; the terms differ."""
        # The last place stands for every number that was given later.
        column_of = np.full(len(self._numbers) + 1, -1, np.int64)
        for column, term in enumerate(terms):
            number = self._numbers.get(term)
            if number is not None and number < len(column_of) - 1:
                column_of[number] = column
        return Columns(column_of, len(terms))

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> Numbers:
        """Return a number for each pair of terms, as in `View.pairs`; each pair once."""
        return np.fromiter({self._pair(*pair) for pair in pairs}, np.int64)

    def _pair(self, first: str, second: str) -> int:
        return self._number(first) << 32 | self._number(second)

    def _number(self, term: str) -> int:
        number = self._numbers.get(term)
        # Of two threads that meet a term at once, the one that is later takes the other's number.
        return self._numbers.setdefault(term, next(self._next)) if number is None else number

    def _array(self, terms: Iterable[str]) -> Numbers:
        return np.fromiter({self._number(term) for term in terms}, np.int64)

    def _view(self, passage: Passage, paper: Paper) -> View:
        view = self._views.get(passage.id)
        if view is None:
            title = self._titles.get(paper.id)
            if title is None:
                title = self._array(term_set(Library.title_words(paper)))
                self._titles[paper.id] = title
            view = self._views[passage.id] = self._read(passage, title)
            if len(self._views) > VIEWS_KEPT:
                self._views.popitem(last=False)
        return view

    def _read(self, passage: Passage, title: Numbers) -> View:
        units = passage.units
        heading = " ".join([*passage.heading, *passage.references])
        columns = " ".join(unit.text for unit in units if unit.kind == UnitKind.HEADER)
        rows = [unit.text.split("\t")[:2] for unit in units if unit.kind == UnitKind.ROW]
        shared = [" ".join(unit.row.labels) if unit.row else "" for unit in units]
        read = read_terms(
            [heading, columns, *passage.heading]
            + [unit.text for unit in units]
            + [cell for row in rows for cell in row]
            + shared
        )
        above = read[columns].terms
        runs = [
            [term for unit in units for term in read[unit.text].matter],
            *(read[part].matter for part in passage.heading),
        ]
        by_unit = [
            {
                *read[unit.text].terms,
                *read[own].terms,
                *(above if unit.kind == UnitKind.ROW else ()),
            }
            for unit, own in zip(units, shared, strict=True)
        ]
        # A row's name is in its first cell, or in the second where the first has no words.
        # Labels that it shares with other rows are a part of it.
        beside = (own for unit, own in zip(units, shared, strict=True) if unit.kind == UnitKind.ROW)
        named = [
            [
                *read[own].matter,
                *next((m for c in row if c not in own and (m := read[c].matter)), ()),
            ]
            for row, own in zip(rows, beside, strict=True)
        ]
        text = frozenset[str]().union(*by_unit)
        bare = len(text.difference(read[heading].terms)) <= BARE
        return View(
            text=text,
            heading=self._array(read[heading].terms),
            paper=title,
            units=Groups.of([self._array(terms) for terms in by_unit]),
            rows=Groups.of([self._array(terms) for terms in named if terms]),
            pairs=self.pairs(pair for run in runs for pair in pairwise(run)),
            bare=bare and not MONEY.search(passage.text),
            labels=labels_among(units, heading),
        )
