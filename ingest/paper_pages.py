"""The pages of a paper as they may be shown: what is withheld is left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.document import SourceDocument
from ingest.furniture import Furniture
from ingest.pages import PageFinder
from ingest.parts import Part
from qa.pages import PaperPage


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
