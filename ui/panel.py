"""The cited page beside the conversation: a picture for a PDF, numbered lines for the rest."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote as url_quote
from urllib.parse import urlencode

from qa.answers import Citation, paper_url
from qa.page_image import quote_top, why_not_shown
from qa.pages import PaperPage
from qa.papers import FileFormat
from ui.excerpt import excerpt
from ui.markup import standing_badge
from ui.render import meeting_words, page_words, place_words

if TYPE_CHECKING:
    from qa.library import Library

PICTURE_WIDTH = 1000
QUOTE_IN_ADDRESS = 2000
"""Characters of a quote that the picture's address carries; servers limit an address to 8 KB."""

NO_PICTURE = "This page cannot be shown as a picture. Open the paper itself instead."
EMPTY_PANEL = (
    '<section class="tc-page tc-empty"><h2>The page</h2>'
    "<p>Choose a numbered source to see its page here, with the quote highlighted.</p></section>"
)
LOST_PANEL = (
    '<section class="tc-page tc-empty"><h2>The page</h2>'
    "<p>That answer is no longer here, or its paper is no longer held. Please ask again.</p>"
    "</section>"
)


def panel_html(library: Library, exchange: int, citation: Citation, number: int | None) -> str:
    """Return a citation's page; `number` turns to another page of the same PDF."""
    paper = citation.paper
    if paper.format == FileFormat.PDF:
        shown = _picture(library, exchange, citation, number or citation.page.first or 1)
    else:
        shown = _lines(library.page(paper.id, 1), citation)
    about = [place_words(citation), meeting_words(citation), paper.file]
    path = " › ".join(part for part in citation.heading if part != paper.title)
    link = paper_url(paper, citation.page, citation.lines).lstrip("/")
    notices = "".join(f'<p class="tc-notice">{escape(notice)}</p>' for notice in paper.notices)
    return (
        '<section class="tc-page" aria-labelledby="tc-page-title">'
        '<button type="button" class="tc-back">Back to the answer</button>'
        f'<h2 id="tc-page-title" tabindex="-1"><span class="tc-hidden">Source {citation.number}: '
        f"</span>{escape(paper.title)}</h2><p>{standing_badge(citation.standing)}</p>"
        f'<p class="tc-place">{escape(", ".join(part for part in about if part))}</p>'
        f'<p class="tc-path">{escape(path)}</p>{notices}'
        f'<p><a href="{escape(link)}" target="_blank" rel="noopener">'
        'Open the paper<span class="tc-hidden"> in a new tab</span></a></p>'
        f"{shown}</section>"
    )


def _picture(library: Library, exchange: int, citation: Citation, number: int) -> str:
    """Return a page's picture, the quote in words for those who cannot see it, and page turns."""
    paper = citation.paper
    page = library.page(paper.id, number)
    query = urlencode({"width": PICTURE_WIDTH, "quote": citation.quote[:QUOTE_IN_ADDRESS]})
    address = f"api/papers/{url_quote(paper.id)}/pages/{page.number}.png?{query}"
    last = library.page_count(paper.id)
    turns = (
        '<nav class="tc-turns" aria-label="Pages of this paper">'
        f"{_turn(exchange, citation, number - 1, 'Previous page', number > 1)}"
        f"<span>Page {number} of {last}</span>"
        f"{_turn(exchange, citation, number + 1, 'Next page', number < last)}</nav>"
    )
    if page.withheld:
        reason = why_not_shown(page) or NO_PICTURE
        return f'{turns}<p class="tc-notice">{escape(reason)}</p>'
    words = library.word_places(paper.id, number)
    source = library.source(paper.id)
    top = quote_top(source, number, citation.quote, words, page.hidden)
    # Where the quote begins, for the script that brings it into view.
    place = f'<span class="tc-at" style="top: {top:.1%}"></span>' if top is not None else ""
    missing = "" if place else '<p class="tc-notice">The quote cannot be marked on this page.</p>'
    return (
        f'{turns}{missing}<figure>{place}<img src="{escape(address)}" '
        f'alt="Page {number} of {escape(paper.title)}">'
        f'<figcaption class="tc-hidden">The quote, from {escape(page_words(citation.page))}: '
        f"{escape(citation.quote)}</figcaption></figure>"
        f'<p class="tc-problem" hidden>{NO_PICTURE}</p>'
    )


def _turn(exchange: int, citation: Citation, number: int, label: str, possible: bool) -> str:
    return (
        f'<button type="button" class="tc-turn" data-exchange="{exchange}" '
        f'data-number="{citation.number}" data-page="{number}"{"" if possible else " disabled"}>'
        f"{label}</button>"
    )


def _lines(page: PaperPage, citation: Citation) -> str:
    """Return the lines around a quote, numbered, the quote marked."""
    rows = []
    for line in excerpt(page, citation.quote, citation.lines):
        text = "".join(
            f"<mark>{escape(part)}</mark>" if marked else escape(part)
            for part, marked in line.parts
        )
        rows.append(f'<li><span class="tc-number">{line.number}</span><span>{text}</span></li>')
    return f'<ol class="tc-lines">{"".join(rows)}</ol>'
