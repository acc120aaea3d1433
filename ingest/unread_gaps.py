"""What stands beyond a page that nothing read: a decision is not taken to run on over it.

On that page the decision may end and another item begin. So of what follows it only what says so
itself, such as a resolution in its own words or the next item's title, is taken for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.document import SourceDocument
from ingest.outline import SOFT, Section
from ingest.paragraphs import Paragraph
from qa.papers import ItemKind, Standing


def part_at_unread(sections: Sequence[Section], document: SourceDocument) -> list[Section]:
    """Return the sections of a paper, those parted over which an unread page lies."""
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
    """Part a minute whose title stands on a page: beyond the gap nobody knows what it is of."""
    sure, beyond = _parted(section, page, unread)
    if sure:
        yield replace(section, paragraphs=sure)
    if beyond:
        title = section.particulars.title or "Minutes"
        if sure:
            told = _told(section, Standing.DISCUSSED)
            yield Section((title,), told, section.particulars, None, beyond)
        else:  # it opens in its own words
            heading = (title, *section.heading[1:])
            yield replace(section, heading=heading, item=None)


def _part_decision(section: Section, unread: Collection[int]) -> Iterator[Section]:
    """Part what a report asks for, or another decision, from what follows the gap."""
    sure, beyond = _parted(section, section.paragraphs[0].unit.page, unread)
    yield replace(section, paragraphs=sure)
    if beyond:
        heading = section.heading[:-1] or section.heading
        told = _told(section, Standing.BACKGROUND)
        yield replace(section, heading=heading, standing=told, paragraphs=beyond, decision=False)


def _told(section: Section, otherwise: Standing) -> Standing:
    return section.standing if section.standing in SOFT else otherwise


def _parted(
    section: Section, page: int | None, unread: Collection[int]
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Part paragraphs in those up to the first unread page after a page, and those beyond."""
    last = min((number for number in unread if page and number > page), default=None)
    sure = list(takewhile(lambda p: last is None or (p.unit.page or 0) < last, section.paragraphs))
    return sure, section.paragraphs[len(sure) :]
