"""Figures and dates, and when an answer's is the wanted one.

£0.5m, £500k and £500,000 are one amount; 30.9.2020 and 30th September 2020 one date. A
table gives its figures bare ("97.5 124.9 27.4" under a heading of £m), so a number in a row
of figures may stand for an amount in pounds, thousands or millions, or for a percentage.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FigureKind(StrEnum):
    """What a figure counts."""

    AMOUNT = "amount"
    PERCENT = "percent"
    NUMBER = "number"
    DATE = "date"
    YEARS = "years"
    CODE = "code"


Value = Decimal | tuple[int | None, ...] | str
"""Pounds, percents or a count; (year, month, day), None where not given; a code as written."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as read. `start` and `end` are its place in the text as `readable`."""

    kind: FigureKind
    value: Value
    start: int
    end: int
    sign: str = ""
    in_row: bool = False
    """It stands bare in a row of figures, as in a table."""


def same_figure(wanted: Figure, given: Figure) -> bool:
    """Say whether a figure of an answer is the wanted one, exactly.

    Signs must agree only where both are written: papers show savings with and without one.
    """
    if wanted.sign and given.sign and wanted.sign != given.sign:
        return False
    if wanted.kind is FigureKind.DATE and given.kind is FigureKind.DATE:
        return _date_within(wanted.value, given.value)
    if wanted.kind is given.kind:
        return wanted.value == given.value
    if wanted.kind is FigureKind.NUMBER and given.kind is FigureKind.DATE:
        return isinstance(given.value, tuple) and wanted.value == given.value[0]
    return given.in_row and _same_in_row(wanted, given)


def _same_in_row(wanted: Figure, given: Figure) -> bool:
    if not isinstance(given.value, Decimal) or not isinstance(wanted.value, Decimal):
        return False
    if wanted.value == given.value:
        return wanted.kind in (FigureKind.AMOUNT, FigureKind.PERCENT)
    # One digit is too little to go by: a 3 in a row is rarely £3m.
    digits = str(given.value).replace(".", "").strip("0")
    scales = (given.value * 1_000, given.value * 1_000_000)
    return wanted.kind is FigureKind.AMOUNT and len(digits) > 1 and wanted.value in scales


def _date_within(wanted: Value, given: Value) -> bool:
    if not isinstance(wanted, tuple) or not isinstance(given, tuple):
        return False
    return all(part is None or part == other for part, other in zip(wanted, given, strict=True))
