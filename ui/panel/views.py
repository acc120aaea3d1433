"""What is shown of a paper: a page of a PDF, or a portion of a paper without pages."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote as url_quote
from urllib.parse import urlencode

from qa.answers import Citation
from qa.errors import PaperNotFoundError
from qa.page_images.renderer import Marked, find_marks, why_not_shown
from qa.papers import Lines, NoFile, PageKind, PaperPage
from ui.panel.marking import MarkedLine, mark_quote, mark_words, marked_lines

if TYPE_CHECKING:
    from qa.library import Library
    from ui.panel.wanted import Wanted

PICTURE_WIDTH = 1000
"""Pixels, before a reader zooms."""
MAX_QUOTE_IN_ADDRESS = 2000
"""Characters of a quote in the address of a picture; servers limit an address to 8 KB."""
PORTION = 300
"""Lines of a paper without pages that are shown at a time."""
LEAD = 100
"""Lines of a portion before the one that is to be in sight."""
NO_PICTURE = "This page cannot be shown as a picture."
NOT_PUBLISHED = "This page is not published, so it is not shown."
NO_TEXT = "No text of this page is held."
NOT_MARKED = "The quote cannot be marked on this page."
NOT_FOUND = "These words cannot be marked on this page."


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a PDF, as a picture and as text."""

    number: int
    last: int
    """The number of the PDF's last page."""
    cited: bool
    """Whether this is the page of the quote, or may be."""
    quoted_on: int | None
    """The page on which the quote begins; None where that is not known."""
    picture: str | None
    """Its address; None if there is none."""
    marked: Marked
    """The shape of the picture, and the one mark that is to be in sight."""
    lines: tuple[MarkedLine, ...]
    """Its text; empty if none may be shown or none is held."""
    notice: str | None
    """Why something is not there."""


def view_page(
    library: Library, citation: Citation, wanted: Wanted, no_file: NoFile | None
) -> PageView:
    """Return the page that is wanted of the cited PDF.

    Raises PaperNotFoundError: the paper is no longer held, or has no such page.
    """
    paper, span = citation.paper, citation.page
    number = wanted.page or span.first or 1
    page, last = library.page(paper.id, number), library.page_count(paper.id)
    known = span.kind is not PageKind.UNKNOWN and span.first is not None
    cited = not known or (span.first or 1) <= number <= (span.last or span.first or 1)
    quoted_on = span.first if known else None
    notice: str | None
    if page.withheld:
        notice = why_not_shown(page) or NOT_PUBLISHED
        return PageView(number, last, cited, quoted_on, None, Marked(), (), notice)

    quote = citation.quote if cited else ""
    lines: tuple[MarkedLine, ...] = ()
    if page.text.strip():
        marked = mark_words(page, wanted.find, wanted.nth) if wanted.find else None
        lines = tuple(marked or mark_quote(page, quote))
    if no_file in (NoFile.NO_COPY, NoFile.GONE, NoFile.NOTHING_SHOWN):
        notice = f"{NO_PICTURE} {'' if lines else NO_TEXT}".strip()
        return PageView(number, last, cited, quoted_on, None, Marked(), lines, notice)
    found = _on_picture(library, paper.id, page, wanted, quote)
    notice = None
    if not found.marks and wanted.find:
        notice = NOT_FOUND
    elif not found.marks and quote and number == (span.first or number):
        notice = NOT_MARKED
    address = f"api/papers/{url_quote(paper.id)}/pages/{number}.png?"
    shown = {"find": wanted.find} if wanted.find else {"quote": quote[:MAX_QUOTE_IN_ADDRESS]}
    address += urlencode({"width": PICTURE_WIDTH, **{k: v for k, v in shown.items() if v}})
    return PageView(number, last, cited, quoted_on, address, found, lines, notice)


def _on_picture(
    library: Library, paper_id: str, page: PaperPage, wanted: Wanted, quote: str
) -> Marked:
    """Return the shape of a page's picture, and the mark on it that is to be in sight."""
    sought = wanted.find or quote
    words = library.word_places(paper_id, page.number) if sought else ()
    found = find_marks(
        library.source(paper_id),
        page.number,
        sought or None,
        words,
        page.hidden,
        every=bool(wanted.find),
    )
    nth = min(wanted.nth, len(found.marks)) if wanted.find else 1
    return Marked(found.shape, found.marks[nth - 1 : nth])


@dataclass(frozen=True, slots=True)
class LinesView:
    """A portion of the lines of a paper without pages."""

    lines: tuple[MarkedLine, ...]
    last: int
    """The number of the paper's last line."""
    quoted_in: Lines | None
    """The lines of the quote; None where they are not known."""
    cited: bool
    """Whether the quote is in this portion, or may be."""
    headings: frozenset[int]
    """The numbers of lines that are headings."""
    notice: str | None

    @property
    def shown(self) -> Lines:
        """The numbers of the first and the last line shown."""
        return (self.lines[0].number, self.lines[-1].number) if self.lines else (0, 0)

    @property
    def earlier(self) -> int | None:
        """The first line of the portion before; None at the start."""
        first = self.shown[0]
        return max(first - PORTION, 1) if first > 1 else None

    @property
    def later(self) -> int | None:
        """The first line of the portion behind; None at the end."""
        last = self.shown[1]
        return last + 1 if 0 < last < self.last else None


def view_lines(library: Library, citation: Citation, wanted: Wanted) -> LinesView:
    """Return a portion of the cited paper: the one that is wanted, or round the quote.

    Raises PaperNotFoundError: the paper is no longer held.
    """
    paper = citation.paper
    page = library.page(paper.id, 1)
    if page.withheld:
        return LinesView((), 0, None, True, frozenset(), why_not_shown(page) or NOT_PUBLISHED)
    lines = mark_quote(page, citation.quote, citation.lines)
    quoted_in = citation.lines or marked_lines(lines)
    found = marked_lines(lines) is not None
    if wanted.find:
        lines = mark_words(page, wanted.find, wanted.nth)
        found = marked_lines(lines) is not None
    seen = next((line.number for line in lines if line.here), (quoted_in or (1, 1))[0])
    at = seen - LEAD if wanted.find or wanted.line is None else wanted.line
    start = min(max(at - page.first_line, 0), max(len(lines) - 1, 0))
    if wanted.line is None or wanted.find:
        start = max(min(start, len(lines) - PORTION), 0)
    shown = tuple(lines[start : start + PORTION])
    first, last = shown[0].number, shown[-1].number
    cited = quoted_in is None or (quoted_in[0] <= last and quoted_in[1] >= first)
    notice = None
    if not found:
        notice = NOT_FOUND if wanted.find else NOT_MARKED
    return LinesView(
        shown, lines[-1].number, quoted_in, cited, _headings(library, paper.id, shown), notice
    )


def _headings(library: Library, paper_id: str, lines: tuple[MarkedLine, ...]) -> frozenset[int]:
    """Return which of the lines are headings of the paper, as it was understood."""
    known: Set[str] = {
        _plain(heading) for passage in library.passages_of(paper_id) for heading in passage.heading
    }
    known = known - {""}
    return frozenset(line.number for line in lines if _plain(line.text) in known)


def _plain(text: str) -> str:
    """Return the letters and digits of a heading; a stop behind its number may be left out."""
    return "".join(char for char in text.casefold() if char.isalnum())


def check_held(library: Library, paper_id: str) -> None:
    """Raise PaperNotFoundError where a paper is no longer held."""
    if library.page_count(paper_id) == 0:
        raise PaperNotFoundError(f"no paper {paper_id[:80]!r} is held")
