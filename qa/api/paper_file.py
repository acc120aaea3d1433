"""`/papers/{id}`: the paper itself, for the links in citations.

A PDF goes out as it is, so that the browser's viewer opens it at `#page=43`, unless pages of it
are withheld. Of that and of any other source only the text goes out, as numbered lines
(`#L1719`): a paper's own HTML is never served.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse

from qa.api.held import NO_STORE, PaperId, current, held_paper
from qa.page_image import why_not_shown

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.papers import Paper, PaperPage

_STYLE = """
body { font: 1rem/1.5 Arial, Helvetica, sans-serif; color: #0b0c0c; max-width: 60rem;
       margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; }
header p { color: #505a5f; margin-top: .25rem; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: flex; gap: 1rem; scroll-margin-top: 30vh; }
li a { flex: 0 0 3.5rem; text-align: right; color: #505a5f; text-decoration: none; }
li span { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
li:target { background: #fff2a8; outline: 2px solid #0b0c0c; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_TEXT_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
# A viewer is a plug-in to the browser and puts its own styles in the page.
_PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


def paper_routes(answerer: Answerer) -> APIRouter:
    """Return the route that opens a paper held."""
    routes = APIRouter()

    @routes.get("/papers/{paper_id}", include_in_schema=False)
    def open_paper(paper_id: PaperId) -> Response:
        library = current(answerer)
        paper = held_paper(library, paper_id)
        if paper.format == "pdf" and not library.withheld_pages(paper.id):
            return FileResponse(
                library.source(paper.id),
                media_type="application/pdf",
                filename=PurePath(paper.file).name,
                content_disposition_type="inline",
                headers={**NO_STORE, "Content-Security-Policy": _PDF_POLICY},
            )
        numbers = range(1, library.page_count(paper.id) + 1)
        page = paper_page(paper, [library.page(paper.id, number) for number in numbers])
        return HTMLResponse(page, headers={**NO_STORE, "Content-Security-Policy": _TEXT_POLICY})

    return routes


def paper_page(paper: Paper, pages: Sequence[PaperPage]) -> str:
    """Return the text of a paper as HTML, a numbered line each; its own markup is text here."""
    date = paper.meeting_date.isoformat() if paper.meeting_date else None
    about = ", ".join(filter(None, [paper.council, paper.body, date, paper.kind.value, paper.file]))
    title = escape(paper.title)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>{title}</h1><p>{escape(about)}</p></header>"
        f"<main>{''.join(_page(page, paged=paper.format == 'pdf') for page in pages)}</main>"
        "</body></html>\n"
    )


def _page(page: PaperPage, *, paged: bool) -> str:
    """Return one page; of a PDF under the anchor at which a viewer would open it."""
    lines = "\n".join(
        f'<li id="L{number}"><a href="#L{number}">{number}</a><span>{escape(line)}</span></li>'
        for number, line in enumerate(page.text.split("\n"), page.first_line)
    )
    shown = f"<ol>\n{lines}\n</ol>" if page.text.strip() else ""
    reason = why_not_shown(page) or ("" if shown else "No text of this page is held.")
    if reason:
        shown = f"<p>{escape(reason)}</p>{shown}"
    if not paged:
        return shown
    return f'<section id="page={page.number}"><h2>Page {page.number}</h2>{shown}</section>'
