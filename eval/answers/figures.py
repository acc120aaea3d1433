"""Figures and dates in a text, and when an answer's is the wanted one.

£0.5m, £500k and £500,000 are one amount; 30.9.2020 and 30th September 2020 one date. A
table gives its figures bare ("97.5 124.9 27.4" under a heading of £m), so a number in a row
of figures may stand for an amount in pounds, thousands or millions, or for a percentage.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from qa.language.dates import FULL_YEAR, MONTH, OF_DAY, month_number
from qa.language.numbers import NUMBER_WORDS, SCALE, SCALES, either_of, up_to


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


_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]*\d)|\d+(?:\.\d+)?"
_SCALES = {**{word: int(value) for word, value in SCALE.items()}, "mn": 1_000_000}
_SIGN = r"(?<![\w.,)£])[-+](?=[\d£])"
_PATTERN = re.compile(
    rf"""
    (?P<iso>\b{FULL_YEAR}-\d\d-\d\d\b)
  | (?P<dotted>\b\d{{1,2}}[./]\d{{1,2}}[./](?:{FULL_YEAR}|\d\d)\b)
  | (?P<day>\b\d{{1,2}})\s{{0,2}}{OF_DAY}?\s+(?:of\s+)?(?P<month>{MONTH})\b\.?
      (?:,?\s+(?P<dayyear>{FULL_YEAR})\b)?
  | (?P<alone>{MONTH})\b\.?,?\s+(?P<monthyear>{FULL_YEAR})\b
  | (?P<years>\b(?P<from>{FULL_YEAR})\s?[/-]\s?(?P<to>(?:19|20)?\d\d)\b(?![/.-]\d))
  | (?P<code>\b(?:\d+(?:\.\d+){{2,}}|\d\d+/\d{{3,}}|\d+:\d+
      |\d*[a-z]+\d[a-z\d]*|\d+(?!(?:k|mn?|bn|yrs?|st|nd|rd|th|s|p)\b)[a-z]+)\b)
  | (?P<psign>{_SIGN})?(?P<percent>{_NUMBER})\s?(?:%|per\s?cent\b)
  | (?P<asign>{_SIGN})?£\s?(?P<minus>-\s?)?(?P<amount>{_NUMBER})
      \s?(?P<scale>(?:{SCALES}|mn)\b)?
  | (?P<ksign>{_SIGN})?(?P<scaled>{_NUMBER})(?P<kscale>(?:k|mn?|bn)\b)
  | (?P<nsign>{_SIGN})?(?P<number>{_NUMBER})
  | (?P<word>\b(?:{either_of(up_to("twelve"))})\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN_CELLS = re.compile(r"[\s|()]+")


def readable(text: str) -> str:
    """Return the text with one kind of dash and space, its lines and tabs kept."""
    dashed = re.sub("[‐‑‒–—―−]", "-", text)
    return unicodedata.normalize("NFKC", dashed).replace("*", "")


def read_figures(text: str) -> list[Figure]:
    """Return the figures of a readable text in order."""
    figures = [
        figure for match in _PATTERN.finditer(text) if (figure := _figure(match)) is not None
    ]
    return _mark_rows(text, figures)


def _figure(found: re.Match[str]) -> Figure | None:
    kind, value, sign = _parts(found.groupdict())
    if value is None:
        return None
    return Figure(kind, value, found.start(), found.end(), (sign or "").strip())


def _parts(given: Mapping[str, str | None]) -> tuple[FigureKind, Value | None, str | None]:
    """Return the kind, the value (None where it is no figure) and the sign of what matched."""
    if iso := given["iso"]:
        return FigureKind.DATE, tuple(int(part) for part in iso.split("-")), None
    if dotted := given["dotted"]:
        day, month, year = (int(part) for part in re.split("[./]", dotted))
        return FigureKind.DATE, (year if year > 99 else 2000 + year, month, day), None
    if (number := given["day"]) and (name := given["month"]):
        full = int(given["dayyear"]) if given["dayyear"] else None
        return FigureKind.DATE, (full, month_number(name), int(number)), None
    if (name := given["alone"]) and (number := given["monthyear"]):
        return FigureKind.DATE, (int(number), month_number(name), None), None
    if (first := given["from"]) and (last := given["to"]):
        return FigureKind.YEARS, (int(first), int((first[:2] + last)[-4:])), None
    if code := given["code"]:
        return FigureKind.CODE, code.lower(), None
    if percent := given["percent"]:
        return FigureKind.PERCENT, _decimal(percent), given["psign"]
    if amount := given["amount"]:
        sign = given["asign"] or given["minus"]
        if set(amount) == {"0"} and len(amount) > 1:
            return FigureKind.AMOUNT, None, sign  # A column headed £000.
        scale = _SCALES.get((given["scale"] or "").lower(), 1)
        return FigureKind.AMOUNT, _decimal(amount) * scale, sign
    if scaled := given["scaled"]:
        value = _decimal(scaled) * _SCALES[(given["kscale"] or "").lower()]
        return FigureKind.AMOUNT, value, given["ksign"]
    if number := given["number"]:
        return FigureKind.NUMBER, _decimal(number), given["nsign"]
    return FigureKind.NUMBER, Decimal(NUMBER_WORDS[(given["word"] or "").lower()]), None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _mark_rows(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Mark the numbers that have only white space, or a cell's edge, towards another."""
    rows: set[int] = set()
    for index, (left, right) in enumerate(itertools.pairwise(figures)):
        if _BETWEEN_CELLS.fullmatch(text[left.end : right.start]):
            rows |= {index, index + 1}
    for index, figure in enumerate(figures):
        before = text[max(figure.start - 1, 0) : figure.start]
        after = text[figure.end : figure.end + 1]
        if before and before in "\t|" and after in ("", "\t", "|", "\n", "\r"):
            rows.add(index)
    return [
        replace(figure, in_row=index in rows and figure.kind is FigureKind.NUMBER)
        for index, figure in enumerate(figures)
    ]


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
