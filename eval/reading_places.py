"""Measuring what stands where: standing of blocks, printed pages."""

from __future__ import annotations

from eval.reading.truth import TrueBlock, TruePage, TruePaper
from eval.reading_found import FoundPaper, ReadingStore, bare, pages_of, printed_page
from eval.reading_tally import Findings, Outcome
from qa.pages import PageKind, PageSpan
from qa.pages_cited import text_page
from qa.papers import Standing
from qa.passages import Passage, Unit

DECIDED = Standing.DECIDED.value


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
    right = given <= block.standings if given else "exempt" in block.standings
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
    told = Outcome.RIGHT if pages else Outcome.MISSED
    findings.add("pages told", told, what)
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
