"""The pages of a paper as they may be shown, and what a page that was not read leaves unsure.

What is withheld is left out, with its whole pages. A decision is not taken to run on over a page
that nothing could read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from ingest.business.outline import SOFT, Section
from ingest.document import SourceDocument
from ingest.layout.furniture import Furniture
from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import Paragraph
from ingest.particulars.parts import Part
from qa.papers import ItemKind, PaperPage, Standing


def hidden_lines(parts: Sequence[Part], document: SourceDocument) -> frozenset[int]:
    """Lines of restricted documents bound in a public pack, to where the next begins.

    Kept from the page text too, and with whole pages: a scan in between has no lines.
    """
    last = document.lines[-1].number if document.lines else 0
    starts = [part.paragraphs[0].unit.lines[0] for part in parts] + [last + 1]
    return frozenset(
        number
        for part, (start, following) in zip(parts, pairwise(starts), strict=True)
        if part.withheld
        for number in range(start, following)
    )


def show_pages(
    document: SourceDocument, furniture: Furniture, finder: PageFinder, hidden: frozenset[int]
) -> tuple[PaperPage, ...]:
    """Return every page; a text without page breaks is one. Hidden lines show nothing."""
    if document.pages is None:
        text = "\n".join("" if line.number in hidden else line.text for line in document.lines)
        return (PaperPage(1, text),)
    by_page: dict[int, list[str]] = {page: [] for page in range(1, document.pages + 1)}
    first: dict[int, int] = {}
    withheld = _withheld_pages(document, hidden)
    for line in document.lines:
        if line.page is not None:
            by_page[line.page].append(line.text)
            first.setdefault(line.page, line.number)
    return tuple(
        PaperPage(
            page,
            "" if page in withheld else "\n".join(lines),
            finder.printed(page),
            first.get(page, 1),
            withheld=page in withheld or page in document.unread,
            words=() if page in withheld else document.words.get(page, ()),
            unread=None if page in withheld else document.unread.get(page),
            hidden=document.hidden.get(page, ()),
        )
        for page, lines in by_page.items()
    )


def _withheld_pages(document: SourceDocument, hidden: frozenset[int]) -> set[int]:
    """Pages from the first to the last of each run of hidden lines, empty ones between too."""
    pages = sorted({line.page for line in document.lines if line.number in hidden and line.page})
    shown = {line.page for line in document.lines if line.number not in hidden and line.page}
    withheld = set(pages)
    for page in pages:
        following = page + 1
        while following <= (document.pages or 0) and following not in shown:
            withheld.add(following)
            following += 1
    return withheld


# What stands beyond a page that nothing read


def part_at_unread(sections: Sequence[Section], document: SourceDocument) -> list[Section]:
    """Return the sections of a paper, split where an unread page lies within one.

    On that page a decision may end and another item begin. So of what follows the page only what
    says so itself, such as a resolution in its own words or the next item's title, is taken for one.
    """
    if not document.unread:
        return list(sections)
    pages = {line.number: line.page for line in document.lines}
    parted: list[Section] = []
    for section in sections:
        item = section.item
        if (
            item is not None
            and item.kind == ItemKind.MINUTE
            and item.title_lines
            and not item.private
        ):
            parted.extend(_part_minute(section, pages[item.title_lines[0]], document.unread))
        elif section.standing not in SOFT:
            parted.extend(_part_decision(section, document.unread))
        else:
            parted.append(section)
    return parted


def _part_minute(section: Section, page: int | None, unread: Collection[int]) -> Iterator[Section]:
    """Split a minute: of what stands beyond the gap, nobody knows to which item it belongs."""
    sure, beyond = _parted(section, page, unread)
    if sure:
        yield replace(section, paragraphs=sure)
    if beyond:
        title = section.particulars.title or "Minutes"
        if sure:
            standing = _soft_standing(section, Standing.DISCUSSED)
            yield Section((title,), standing, section.particulars, None, beyond)
        else:  # it opens in its own words
            heading = (title, *section.heading[1:])
            yield replace(section, heading=heading, item=None)


def _part_decision(section: Section, unread: Collection[int]) -> Iterator[Section]:
    """Split what a report asks for, or another decision, from what follows the gap."""
    sure, beyond = _parted(section, section.paragraphs[0].unit.page, unread)
    yield replace(section, paragraphs=sure)
    if beyond:
        heading = section.heading[:-1] or section.heading
        standing = _soft_standing(section, Standing.BACKGROUND)
        yield replace(
            section, heading=heading, standing=standing, paragraphs=beyond, decision=False
        )


def _soft_standing(section: Section, otherwise: Standing) -> Standing:
    return section.standing if section.standing in SOFT else otherwise


def _parted(
    section: Section, page: int | None, unread: Collection[int]
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Split paragraphs into those before the first unread page after a page, and those beyond."""
    last = min((number for number in unread if page and number > page), default=None)
    sure = list(takewhile(lambda p: last is None or (p.unit.page or 0) < last, section.paragraphs))
    return sure, section.paragraphs[len(sure) :]
