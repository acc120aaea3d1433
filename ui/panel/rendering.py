"""The page beside the answer as HTML: a paper's page, or why there is none.

The templates in `ui/templates/panel` escape all text of papers and of readers.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answers import Citation
from qa.api.html import load_templates
from qa.api.pages import MAX_FIND
from qa.errors import LibraryError, PaperNotFoundError
from qa.papers import FileFormat
from qa.writing.labels import STANDING_LABELS, format_meeting, format_page, format_place
from ui.panel.file import PaperFile, why_no_file
from ui.panel.views import NO_PICTURE, check_held, view_lines, view_page
from ui.panel.wanted import Wanted

if TYPE_CHECKING:
    from qa.library import Library

NO_PAGE_YET = "Choose a numbered source to see its page here, with the quote highlighted."
PAGE_GONE = "This page cannot be shown. Please ask again."
PAPER_GONE = "That paper is no longer held. Please ask again."
NO_SUCH_PAGE = "This paper has no such page. Press the number of the source again."
CLOSED = "The papers cannot be opened just now. Try again in a minute."
ASKED_AGAIN = "Asking again, to open the page…"


def render_no_page(message: str) -> str:
    """Return the place of the page before one was opened."""
    return _render("none.html", message=message)


def render_gone(message: str) -> str:
    """Return the place of a page that cannot be shown, with the reason and a way back."""
    return _render("gone.html", message=message)


def render_again(exchange: str, number: int) -> str:
    """Return the place of the page while the answer that cites it is asked for again."""
    return _render("again.html", exchange=exchange, number=number, message=ASKED_AGAIN)


def show_page(library: Library, citation: Citation, wanted: Wanted) -> str:
    """Return the page that is wanted of a cited paper, or in plain words why it is not there."""
    try:
        return render_page(library, citation, wanted)
    except PaperNotFoundError:
        message = NO_SUCH_PAGE
    except LibraryError:
        message = CLOSED
    try:
        check_held(library, citation.paper.id)
    except PaperNotFoundError:
        message = PAPER_GONE
    except LibraryError:
        message = CLOSED
    return render_gone(message)


def render_page(library: Library, citation: Citation, wanted: Wanted) -> str:
    """Return a page of the cited paper: picture and text of a PDF, numbered lines of any other.

    Raises:
        PaperNotFoundError: the paper is no longer held, or has no such page.
        LibraryError: the library cannot be read.
    """
    paper = citation.paper
    no_file = why_no_file(library, paper)
    paged = paper.format == FileFormat.PDF
    page = view_page(library, citation, wanted, no_file) if paged else None
    portion = None if paged else view_lines(library, citation, wanted)
    view = page or portion
    assert view is not None
    placed = citation
    if portion and citation.lines is None:
        placed = replace(citation, lines=portion.quoted_in)
    file = PaperFile.of(citation, no_file)
    return _render(
        "page.html",
        wanted=wanted,
        citation=citation,
        paper=paper,
        path=" › ".join(part for part in citation.heading if part != paper.title),
        placed=placed,
        file=file,
        page=page,
        portion=portion,
        cited=view.cited,
        notices=[notice for notice in (view.notice, *paper.notices, file.why_not) if notice],
        no_picture=NO_PICTURE,
        max_find=MAX_FIND,
    )


_templates = load_templates("ui")
_templates.globals["standing_labels"] = STANDING_LABELS
_templates.filters.update({"meeting": format_meeting, "page": format_page, "place": format_place})


def _render(template: str, **values: object) -> str:
    """Return a template as HTML. Each time another one, so that the browser sees it come."""
    made = _templates.get_template(f"panel/{template}")
    return made.render({**values, "opened": secrets.token_hex(4)})
