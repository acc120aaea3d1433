"""How well papers are understood: what a library holds of them, against what a person read.

Here are the whole score, and the measures of standing, printed pages and rows of tables; those of
meetings and items are in `eval.reading.items`. All are defined in `docs/reading.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eval.gold.evidence import pages_of
from eval.reading.found import (
    Finding,
    Findings,
    FoundPaper,
    Outcome,
    ReadingStore,
    Tally,
    bare,
    find_paper,
    joined,
    printed_page,
    tallies,
)
from eval.reading.items import measure_items, measure_meeting
from eval.reading.truth import MEETING, TrueBlock, TruePage, TruePaper, TrueRow
from eval.wording import plain
from qa.papers import PageKind, PageSpan, Passage, Standing, TableRow, Unit, UnitKind, is_sum
from qa.quoting.cite import text_page

DECIDED, DISCUSSED = Standing.DECIDED.value, Standing.DISCUSSED.value
UNSURE = frozenset({Standing.RECORDED.value})
SIGN = re.compile(r"[£%]|\w+")
NOTHING = TableRow(())
"""What is known of a row whose columns are not known."""

Held = tuple[Passage, Unit]
"""A row, in a passage that holds it."""

MEASURES = (
    *(f"meeting: {field}" for field in MEETING),
    *("minutes", "agenda items", "reports", "proposals", "numbers", "titles", "proposal titles"),
    *("places of items", "limbs", "sub-limbs", "missing limbs", "votes", "movers and seconders"),
    *("references", "standing of items", "standing of blocks", "standing, one right"),
    *("not decided, nor read so", "rows", "rows with headers"),
    *("cells under their headers", "rows with caption"),
    *("rows with unit", "exact pages", "exact pages, not wrong", "exact pages not founded"),
    *("page ranges that hold it", "pages told", "unknown pages", "printed numbers"),
)
"""Every measure, in the order of the report."""


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """What came of comparing: all findings, and the papers of the truth that are not held."""

    papers: tuple[str, ...]
    findings: tuple[Finding, ...]
    not_held: tuple[str, ...]

    def overall(self) -> list[Tally]:
        """Return every measure over all the papers held."""
        return tallies(self.findings, MEASURES)

    def of(self, file: str) -> list[Tally]:
        """Return every measure over one paper."""
        return tallies((each for each in self.findings if each.file == file), MEASURES)

    def misses(self) -> list[Finding]:
        """Return what went wrong, in the order of measures and papers."""
        wrong = [each for each in self.findings if each.outcome is not Outcome.RIGHT]
        return sorted(wrong, key=lambda each: MEASURES.index(each.measure))


def score_reading(truths: Sequence[TruePaper], store: ReadingStore) -> ReadingScore:
    """Compare each paper of the truth with what the store holds of it.

    A paper that is not held is named and not counted.
    """
    findings: list[Finding] = []
    held: list[str] = []
    not_held: list[str] = []
    for truth in truths:
        about = score_paper(truth, store)
        (not_held if about is None else held).append(truth.file)
        findings += about or ()
    return ReadingScore(tuple(held), tuple(findings), tuple(not_held))


def score_paper(truth: TruePaper, store: ReadingStore) -> list[Finding] | None:
    """Compare one paper, measure by measure; None where it is not held."""
    found = find_paper(store, truth)
    if found is None:
        return None
    findings = Findings(truth.file)
    measure_meeting(truth, found.paper, findings)
    measure_items(truth, found, findings)
    measure_blocks(truth, found, findings)
    measure_rows(truth, found, findings)
    measure_pages(truth, found, store, findings)
    return findings.all


def measure_blocks(truth: TruePaper, found: FoundPaper, findings: Findings) -> None:
    """Compare the standing of each block with that of every unit held of it."""
    for block in truth.blocks:
        given = {passage.standing.value for passage, _ in block_units(block, found)}
        _measure_block(block, given, findings)


def block_units(block: TrueBlock, found: FoundPaper) -> list[tuple[Passage, Unit]]:
    """Return the units of a block: all on its lines, or those on its page with its words.

    Where a unit begins with the words, those that only have them within are left out.
    """
    units = found.at(block.place)
    words = bare(block.words)
    if not words:
        return units
    within = [(passage, unit) for passage, unit in units if words in bare(unit.text)]
    return [pair for pair in within if bare(pair[1].text).startswith(words)] or within


def _measure_block(block: TrueBlock, given: set[str], findings: Findings) -> None:
    expected = " or ".join(sorted(block.standings))
    where = f'{block.place} "{block.words}"' if block.words else str(block.place)
    trap = f" ({block.trap})" if block.trap else ""
    what = f"{where}{trap}: {expected}"
    read = " and ".join(sorted(given)) or None
    # "Recorded in the minutes" says that it is not sure, and claims no more than "discussed" does.
    accepted = block.standings | (UNSURE if DISCUSSED in block.standings else set())
    right = given <= accepted if given else "exempt" in block.standings
    findings.compare("standing of blocks", what, right=right, given=read)
    if len(block.standings) == 1:
        findings.compare("standing, one right", what, right=right, given=read)
    if DECIDED not in block.standings:
        outcome = Outcome.WRONG if DECIDED in given else Outcome.RIGHT
        findings.add("not decided, nor read so", outcome, f"{what}; read as {read}")


def measure_pages(
    truth: TruePaper, found: FoundPaper, store: ReadingStore, findings: Findings
) -> None:
    """Compare the pages given for lines, and the numbers printed on a PDF's pages."""
    for page in truth.pages:
        if page.page is not None:
            given = printed_page(store, found.paper, page.page)
            what = f"page {page.page} bears {page.printed or 'no number'}"
            findings.compare("printed numbers", what, right=given == page.printed, given=given)
        elif page.line is not None:
            _measure_line(page.line, page, found, findings)


def _measure_line(line: int, page: TruePage, found: FoundPaper, findings: Findings) -> None:
    for passage in found.passages:
        units = [unit for unit in passage.units if unit.lines[0] <= line <= unit.lines[1]]
        if units:
            _measure_span(line, page, text_page(passage, units), findings)


def _measure_span(line: int, truth: TruePage, given: PageSpan, findings: Findings) -> None:
    """Compare the pages cited for a line; an exact page is never to be guessed."""
    pages, exact = pages_of(given), given.kind is PageKind.EXACT
    read = _shown(pages)
    what = f"line {line} is on {_shown(truth.span) or 'an unknown page'}"
    if truth.span is None:
        findings.compare("unknown pages", what, right=pages is None, given=read)
        if exact:
            findings.add("exact pages not founded", Outcome.FALSE, f"{what}; read as {read}")
        return
    findings.add("pages told", Outcome.RIGHT if pages else Outcome.MISSED, what)
    if truth.span[0] == truth.span[1]:
        right = exact and pages == truth.span
        findings.compare("exact pages", what, right=right, given=read if exact else None)
    if exact and pages:
        sound = _within(pages, truth.span)
        findings.compare("exact pages, not wrong", what, right=sound, given=read)
        if sound and pages != truth.span:
            findings.add("exact pages not founded", Outcome.FALSE, f"{what}; read as {read}")
    elif pages:
        right = _within(truth.span, pages)
        findings.compare("page ranges that hold it", what, right=right, given=read)


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _shown(pages: tuple[int, int] | None) -> str | None:
    if pages is None:
        return None
    return f"page {pages[0]}" if pages[0] == pages[1] else f"pages {pages[0]}-{pages[1]}"


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
        known = bool(right) and all(_is_counted(row.unit, unit.row) for _, unit in right)
        given = " and ".join(sorted(units)) or None
        findings.compare("rows with unit", f"{what}; {row.unit}", right=known, given=given)
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
