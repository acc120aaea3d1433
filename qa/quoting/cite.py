"""Cite what is quoted: contiguous runs, each on its page and of one standing, verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.answers import Citation, shown_lines
from qa.library import Library
from qa.papers import FileFormat, ItemKind, PageKind, PageSpan, Paper, Passage, Unit, UnitKind
from qa.quoting.standing import standings_of
from qa.quoting.units import Quote

# --- Say on which page the units quoted of a passage stand, which may be less than all of its own.


def text_page(passage: Passage, units: Sequence[Unit]) -> PageSpan:
    """Return the printed pages of units of a text source: their own, else the passage's."""
    pages = [unit.page for unit in units if unit.page is not None]
    if not pages or len(pages) < len(units):
        return passage.page
    first, last = min(pages), max(pages)
    kind = PageKind.EXACT if first == last else PageKind.RANGE
    printed = str(first) if first == last else f"{first}–{last}"
    return PageSpan(kind, first, last, printed, passage.page.basis)


LEADS_ON = 6
"""Words up to which a line that ends on a colon says nothing by itself."""


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


def _page_of(paper: Paper, passage: Passage, units: Sequence[Unit], library: Library) -> PageSpan:
    """Return the exact PDF page of a run of units; of other sources what is known of them."""
    page = units[0].page
    if paper.format != FileFormat.PDF or page is None:
        return text_page(passage, units)
    printed = library.page(paper.id, page).printed
    return PageSpan(PageKind.EXACT, page, page, printed, passage.page.basis)


def runs(library: Library, quote: Quote) -> list[list[Unit]]:
    """Part a quote's units into contiguous runs, each on one page and of one standing."""
    parted: list[list[Unit]] = []
    follows = set(pairwise(quote.passage.units))
    standings = standings_of(quote.passage)
    for unit in quote.units:
        last = parted[-1][-1] if parted else None
        # Sentences of one paragraph share its lines, so their order in the passage counts too.
        joins = last is not None and (last, unit) in follows and standings[last] is standings[unit]
        if last and joins and _contiguous(library, quote.paper, last, unit):
            parted[-1].append(unit)
        else:
            parted.append([unit])
    told = [run for run in parted if not _only_leads_on(run)]
    return told or parted


def _only_leads_on(run: Sequence[Unit]) -> bool:
    """Whether a run is only the heading of what is quoted after it."""
    text = " ".join(unit.text for unit in run).strip()
    return len(text.split()) <= LEADS_ON and (
        text.endswith(":") or run[-1].kind == UnitKind.HEADING
    )


def cite(library: Library, quotes: Sequence[Quote]) -> list[list[Citation]]:
    """Return the citations of each quote, numbered through from 1."""
    number = 0
    cited = []
    for quote in quotes:
        citations = []
        for units in runs(library, quote):
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
                )
            )
        cited.append(citations)
    return cited


def block(citation: Citation) -> str:
    """Return a citation as a Markdown block quote with its marker."""
    lines = [line.strip() for line in citation.quote.split("\n")]
    shown: list[str] = []
    for line in lines:
        if shown and not re.match(r"[-•*(]|\d+[.)]|[A-Za-z][.)]\s", line) and "\t" not in line:
            shown[-1] = f"{shown[-1]} {line}"
        else:
            shown.append(re.sub(r"\t+", " | ", line))
    body = "  \n> ".join(shown)
    return f"> {body} [{citation.number}]"
