"""What a figure was each year: the lines that give it, in the order of the years.

A row whose columns bear the years gives them all; otherwise each paper gives what it says, and the
year is the one printed in the line or over it, else the day of the paper is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qa.language.dates import without_dates, without_days
from qa.language.numbers import MONEY, SUM
from qa.language.terms import term_set
from qa.papers import Paper, Passage, Standing, TableRow, Unit, UnitKind, is_sum
from qa.record.business import entry_of
from qa.record.entries import (
    Entry,
    Group,
    Listing,
    ListingKind,
    in_order,
    labelled,
    without_repeats,
)
from qa.record.register import passages_by_item

if TYPE_CHECKING:
    from qa.library import Library

YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
SPAN = re.compile(r"\b(?:19|20)\d\d(?:\s?[/–-]\s?(?:\d{4}|\d\d))?\b")
"""A year or a financial year."""
MOST_WORDS = 23
"""Words of the figures in a first line, of the 25 that it may have."""
LEAST_TOLD = 2
ENOUGH = 0.74
"""Share of the matter's terms that a line has with its headings."""


def figures_by_year(
    library: Library, papers: Iterable[Paper], terms: frozenset[str], years: Sequence[int]
) -> Listing | None:
    """Return the lines that give a figure in each of some years; None where none does."""
    wanted = range(min(years), max(years) + 1)
    by_row: list[Entry] = []
    of_a_year: list[Entry] = []
    by_line: list[tuple[bool, Entry]] = []
    for paper in papers:
        if paper.superseded_by:
            continue
        for passages in passages_by_item(library, paper).values():
            for passage in passages:
                for unit in passage.units:
                    if _names_a_year(unit, terms, wanted):
                        of_a_year.append(entry_of(unit, passage, paper, None, None))
                    if not _is_on(unit, passage, terms):
                        continue
                    columns = _years_of_row(unit, wanted)
                    entry = entry_of(unit, passage, paper, None, None)
                    if columns:
                        by_row.append(labelled(entry, ", ".join(columns)))
                    elif MONEY.search(unit.text):
                        by_line.append((passage.standing is Standing.DECIDED, entry))
    decided = [entry for sure, entry in by_line if sure]
    lines = _within(decided or [entry for _, entry in by_line], wanted)
    if by_row:
        best = max(by_row, key=lambda entry: entry.label.count(","))
        # What the same paper says of single years, such as the index by which they were raised.
        beside = [entry for entry in of_a_year if entry.paper.id == best.paper.id]
        left = set(wanted) - _years_in([best, *beside])
        # A later year is set, or told, in the papers of the year before it or of its own.
        later = [e for e in lines if e.day is None or {e.day.year, e.day.year + 1} & left]
        entries: tuple[Entry, ...] = (best, *beside, *(in_order(later) if left else ()))
    else:
        entries = in_order(lines)
    entries = without_repeats(entries)
    if not entries:
        return None
    missing = [str(year) for year in wanted if year not in _years_in(entries)]
    line = _figures_in_line(entries) or (
        f"What the papers held give for {wanted[0]} to {wanted[-1]}, in order:"
    )
    lacks = []
    if missing:
        told = ", ".join(missing)
        lacks.append(
            f"No line prints {told}; the day of the paper shows which line is for which year."
        )
    title = "By year" if by_row else "By the day of the paper"
    return Listing(ListingKind.FIGURES, line, (Group(title, entries),), tuple(lacks))


def _figures_in_line(entries: Sequence[Entry]) -> str | None:
    """Return each year with its figure, as far as a line has room; None where fewer than two have.

    A line has a figure where it names one sum of money. Its year is the one printed in it or in its
    item's title, if that was not over; else the month in which it was told stands there.
    """
    told: dict[str, str] = {}
    for entry in entries:
        pairs = [pair.rpartition(": ") for pair in entry.label.split(", ") if entry.row]
        if pairs:
            of_year = {YEAR.findall(column)[-1]: cell for column, _, cell in pairs if column}
            told = {**of_year, **told}
            continue
        sums = {" ".join(match[0].split()) for match in SUM.finditer(entry.text)}
        years = [match[0] for match in SPAN.finditer(without_days(entry.text))]
        years = years or [match[0] for match in SPAN.finditer(entry.item_title or "")]
        month = f"{entry.day:%B %Y}" if entry.day else ""
        named = years[0] if len(set(years)) == 1 else "" if years else month
        if named and entry.day and years and int(named[:4]) < entry.day.year:
            named = month  # A year that is over is one that was looked back at.
        if len(sums) == 1 and named:
            told.setdefault(named, sums.pop())
    kept: list[str] = []
    for year, figure in told.items():
        if len(" ".join([*kept, year, figure]).split()) <= MOST_WORDS:
            kept.append(f"{year} {figure}")
    if len(kept) < LEAST_TOLD:
        return None
    more = " (others below)" if len(kept) < len(entries) and not entries[0].row else ""
    return f"{'; '.join(kept)}{more}."


def _years_in(entries: Iterable[Entry]) -> set[int]:
    """Return the years that lines print; of a financial year that in which it begins."""
    told = (f"{entry.label} {entry.text}" for entry in entries)
    return {int(year) for text in told for year in YEAR.findall(text)}


def _is_on(unit: Unit, passage: Passage, terms: frozenset[str]) -> bool:
    if unit.kind in (UnitKind.HEADER, UnitKind.HEADING):
        return False
    own = term_set(unit.text) & terms
    row = unit.row
    over = " ".join([*passage.heading, *(_over(row) if row else ())])
    told = own | (term_set(f"{over} {passage.item_title or ''}") & terms)
    return bool(own) and len(told) >= ENOUGH * len(terms)


def _names_a_year(unit: Unit, terms: frozenset[str], wanted: range) -> bool:
    """Whether a sentence on half of the matter or more has exactly one of the years."""
    if unit.row is not None or unit.kind in (UnitKind.HEADER, UnitKind.HEADING):
        return False
    named = {int(year) for year in YEAR.findall(unit.text)} & set(wanted)
    if not re.search(r"\d", YEAR.sub(" ", without_dates(unit.text))):
        return False
    return len(named) == 1 and 2 * len(term_set(unit.text) & terms) >= len(terms)


def _over(row: TableRow) -> tuple[str, ...]:
    return (row.group or "", row.caption or "", *row.columns)


def _years_of_row(unit: Unit, wanted: range) -> list[str]:
    """Return `year: cell` for each wanted year that a row's columns name."""
    if unit.row is None:
        return []
    found = []
    for column, cell in zip(unit.row.columns, unit.row.cells, strict=False):
        named = [int(year) for year in YEAR.findall(column)]
        if cell and is_sum(cell) and any(year in wanted for year in named):
            found.append(f"{column}: {cell}")
    return found if len(found) > 1 else []


def _within(entries: Sequence[Entry], wanted: range) -> list[Entry]:
    """Return the lines of papers of the years, from the one in which the first year is set."""
    return [
        entry
        for entry in entries
        if entry.day is None or wanted[0] - 1 <= entry.day.year <= wanted[-1]
    ]
