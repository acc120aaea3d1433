"""Cite what is quoted: contiguous runs of units, word for word, each on its page and of one standing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.answers import Citation, shown_lines
from qa.library import Library
from qa.papers import (
    FileFormat,
    ItemKind,
    PageKind,
    PageSpan,
    Paper,
    Passage,
    Unit,
    UnitKind,
)
from qa.quoting.lines import parts_of_rows, quote_lines
from qa.quoting.standing import standings_of
from qa.quoting.units import Quote

MOST_OF_A_LEAD = 6
"""Words up to which a line that ends on a colon says nothing by itself."""


def cite(library: Library, quotes: Sequence[Quote]) -> list[list[Citation]]:
    """Return the citations of each quote, numbered through from 1."""
    number = 0
    cited = []
    for quote in quotes:
        citations = []
        for units in _runs(library, quote):
            number += 1
            passage, paper = quote.passage, quote.paper
            lines = (units[0].lines[0], max(u.lines[1] for u in units))
            citations.append(
                Citation(
                    number=number,
                    quote="\n".join(unit.text for unit in units),
                    paper=paper,
                    page=_page_of(paper, passage, units, library),
                    lines=lines if shown_lines(paper, passage) else None,
                    heading=passage.heading,
                    minute=passage.item_number if passage.item_kind == ItemKind.MINUTE else None,
                    standing=standings_of(passage)[units[0]],
                    parts=parts_of_rows((unit.text, unit.row) for unit in units),
                    at=units[0].lines[0],
                )
            )
        cited.append(citations)
    return cited


def _runs(library: Library, quote: Quote) -> list[list[Unit]]:
    """Part a quote's units into contiguous runs, each on one page and of one standing.

    A run that is only the heading of what is quoted after it is left out.
    """
    runs: list[list[Unit]] = []
    follows = set(pairwise(quote.passage.units))
    standings = standings_of(quote.passage)
    for unit in quote.units:
        last = runs[-1][-1] if runs else None
        # Sentences of one paragraph share its lines, so their order in the passage counts too.
        joins = last is not None and (last, unit) in follows and standings[last] is standings[unit]
        if last and joins and _contiguous(library, quote.paper, last, unit):
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return [run for run in runs if not _only_leads_in(run)] or runs


def _contiguous(library: Library, paper: Paper, a: Unit, b: Unit) -> bool:
    """Whether unit b follows a in the source with nothing but white space between."""
    if paper.format == FileFormat.PDF and a.page != b.page:
        return False
    if a.lines == b.lines or b.lines[0] == a.lines[1] + 1:
        return b.lines >= a.lines
    if paper.format == FileFormat.PDF or b.lines[0] <= a.lines[1]:
        return False
    lines = library.lines(paper.id)
    return not any(line.strip() for line in lines[a.lines[1] : b.lines[0] - 1])


def _only_leads_in(run: Sequence[Unit]) -> bool:
    text = " ".join(unit.text for unit in run).strip()
    return len(text.split()) <= MOST_OF_A_LEAD and (
        text.endswith(":") or run[-1].kind == UnitKind.HEADING
    )


def _page_of(paper: Paper, passage: Passage, units: Sequence[Unit], library: Library) -> PageSpan:
    """Return the exact PDF page of a run of units; of other sources what is known of them."""
    page = units[0].page
    if paper.format != FileFormat.PDF or page is None:
        return text_page(passage, units)
    printed = library.page(paper.id, page).printed
    return PageSpan(PageKind.EXACT, page, page, printed, passage.page.basis)


def text_page(passage: Passage, units: Sequence[Unit]) -> PageSpan:
    """Return the printed pages of units of a text source: their own, else the passage's."""
    pages = [unit.page for unit in units if unit.page is not None]
    if not pages or len(pages) < len(units):
        return passage.page
    first, last = min(pages), max(pages)
    kind = PageKind.EXACT if first == last else PageKind.RANGE
    printed = str(first) if first == last else f"{first}–{last}"
    return PageSpan(kind, first, last, printed, passage.page.basis)


def block(citation: Citation) -> str:
    """Return a citation as a Markdown block quote with its marker."""
    lines = [re.sub(r"\t+", " | ", line) for line in quote_lines(citation.quote)]
    body = "  \n> ".join(lines)
    return f"> {body} [{citation.number}]"
