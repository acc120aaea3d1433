"""Quotes joined, and what may be quoted of a passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qa.passages import Passage, Unit, UnitKind
from qa.quoting import Quote, said_by


def quotable(passage: Passage) -> Iterator[Unit]:
    """Return the units of a passage that say something by themselves."""
    return (unit for unit in passage.units if unit.kind not in (UnitKind.HEADER, UnitKind.HEADING))


def added(quotes: list[Quote], new: Quote) -> list[Quote]:
    """Add a quote; units of a passage that is quoted already join it, in their order."""
    for index, quote in enumerate(quotes):
        if quote.passage.id == new.passage.id:
            held = {*quote.units, *new.units}
            units = tuple(unit for unit in quote.passage.units if unit in held)
            return [*quotes[:index], replace(quote, units=units), *quotes[index + 1 :]]
    return [*quotes, new]


def told_by(unit: Unit) -> str:
    """Return what a quoted unit tells: a row with its columns and the caption of its table."""
    return f"{said_by(unit)} {unit.row.caption or ''}" if unit.row is not None else unit.text
