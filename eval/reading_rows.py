"""Measuring the rows of tables: their cells, and what is known to stand over and above them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from eval.reading.truth import TruePaper, TrueRow
from eval.reading_found import FoundPaper, bare, joined
from eval.reading_tally import Findings
from eval.wording import plain
from qa.passages import Passage, Unit, UnitKind
from qa.table_rows import TableRow, is_sum

SIGN = re.compile(r"[£%]|\w+")
NOTHING = TableRow(())
"""What is known of a row whose columns are not known."""

Held = tuple[Passage, Unit]
"""A row, in a passage that holds it."""


def measure_rows(truth: TruePaper, found: FoundPaper, findings: Findings) -> None:
    """Compare each row: exactly its cells in one unit, and what is known of it in its table.

    A row may stand in several passages: each must know all of it, since any may be quoted.
    """
    for row in truth.rows:
        units = found.at(row.place)
        right = [held for held in units if _is_row(held[1], row)]
        what = f"{row.place} {' | '.join(row.cells)}"
        findings.compare("rows", what, right=bool(right), given=_nearest(row, units))
        _measure_headers(row, right, what, findings)
        _measure_table(row, right, what, findings)


def _is_row(unit: Unit, row: TrueRow) -> bool:
    """Whether a unit is the row, as printed.

    Of one that a page's end cuts, words are printed overleaf: its known cells must be the row's,
    and what stands printed must be of them, in order.
    """
    if unit.kind != UnitKind.ROW or bare(unit.text) == joined(row.cells):
        return unit.kind == UnitKind.ROW
    known = unit.row.cells if unit.row else ()
    rest = iter(" ".join(row.cells).split())
    return joined(known) == joined(row.cells) and all(word in rest for word in unit.text.split())


def _measure_headers(row: TrueRow, right: Sequence[Held], what: str, findings: Findings) -> None:
    """Compare the names of a row's columns, and of each cell's own where the truth pins them."""
    if not row.headers:
        return
    known = [unit.row or NOTHING for _, unit in right]
    wanted = f"{what}; {' | '.join(row.headers)}"
    given = " | ".join(known[0].columns) if known else None
    named = bool(known) and all(_is_headed(row, each) for each in known)
    findings.compare("rows with headers", wanted, right=named, given=given)
    if len(row.headers) >= len(row.cells) - 1:
        over = bool(known) and all(_over(row.headers, each) for each in known)
        findings.compare("cells under their headers", wanted, right=over, given=given)


def _is_headed(row: TrueRow, known: TableRow) -> bool:
    """Whether the columns bear all headers; totals in fewer columns, those over their cells."""
    if all(known.cells) and 1 < len(known.cells) < len(row.headers):
        return _over(row.headers, known)
    return _names(row.headers, known.columns)


def _over(headers: Sequence[str], row: TableRow) -> bool:
    """Whether each cell stands under a header of its own, in order; the label may have none.

    Where a row fills all columns and each has a header, that leaves each cell one only.
    """
    filled = [place for place, cell in enumerate(row.cells) if cell]
    if not row.columns or filled[-1] >= len(row.columns):
        return False
    left = list(headers)
    nameless: list[int] = []
    for place in filled:
        column = row.columns[place]
        under = [n for n, header in enumerate(left) if _holds(column, header, headers)]
        left = left[under[0] + 1 :] if under else left
        if not under and not (row.unit and _unit(row.unit) in _unit(column)):
            nameless.append(place)
    whole = all(row.cells) and len(headers) >= len(filled)
    label = len(nameless) == 1 and not is_sum(row.cells[nameless[0]])
    return not nameless or (label and not whole)


def _names(headers: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether columns bear the headers, in their order."""
    left = iter(columns)
    return all(any(_holds(column, header, headers) for column in left) for header in headers)


def _holds(column: str, header: str, headers: Sequence[str]) -> bool:
    """Whether a column's name has all words of a header, and none that only other headers have.

    What stands over several columns may come before it, and a unit behind it.
    """
    own, named = Counter(_words(header)), Counter(_words(column))
    others = {word for other in headers for word in _words(other)}
    return not own - named and not others & (named - own).keys()


def _words(text: str) -> list[str]:
    return SIGN.findall(re.sub(r"\s*-\s*", "", plain(text)))


def _measure_table(row: TrueRow, right: Sequence[Held], what: str, findings: Findings) -> None:
    """Compare the title above the table and what its figures are counted in."""
    if row.caption:
        titled = bool(right) and all(_is_titled(row.caption, *held) for held in right)
        findings.compare(
            "rows with caption", f"{what}; {row.caption}", right=titled, given=_caption(right)
        )
    units = {unit.row.unit for _, unit in right if unit.row is not None and unit.row.unit}
    if row.unit:
        told = bool(right) and all(_is_counted(row.unit, unit.row) for _, unit in right)
        given = " and ".join(sorted(units)) or None
        findings.compare("rows with unit", f"{what}; {row.unit}", right=told, given=given)
    elif row.headers and not any(_unit(unit) in printed(row) for unit in units):
        for unit in units:
            findings.absent("rows with unit", what, unit)


def printed(row: TrueRow) -> str:
    """Return all that the truth says to be printed of a row's table, as `_unit` has it."""
    return _unit(" ".join([row.caption, *row.headers, *row.cells]))


def _is_titled(caption: str, passage: Passage, unit: Unit) -> bool:
    """Whether a row is known to be of the table, by its caption or what heads it or its label."""
    row = unit.row or NOTHING
    return bare(caption) in joined([*passage.heading, row.caption or "", *row.columns])


def _caption(right: Sequence[Held]) -> str | None:
    return next((unit.row.caption for _, unit in right if unit.row is not None), None)


def _is_counted(wanted: str, row: TableRow | None) -> bool:
    """Whether a unit is known of all figures of a row, or stands in a column's name."""
    if row is None:
        return False
    if row.unit:
        return _unit(row.unit) == _unit(wanted)
    return any(_unit(wanted) in _unit(column) for column in row.columns)


def _unit(text: str) -> str:
    """Return a unit without the marks in which its spellings differ: `£’m` is `£m`."""
    return re.sub(r"[\s'’`]", "", text).casefold()


def _nearest(row: TrueRow, units: Sequence[Held]) -> str | None:
    """Show the unit that begins as the row does, whatever it was taken for."""
    first = bare(row.cells[0])
    for _, unit in units:
        if first in bare(unit.text):
            return f"{unit.kind}: {' '.join(unit.text.split())[:120]}"
    return None
