"""`/papers/{id}`: the paper itself, for the links in citations.

A PDF goes out as it is, so that the browser's viewer opens it at `#page=43`. One whose file holds
what is not seen on its pages goes out as a copy without that. Of one of which pages are withheld,
or of which no copy can be had, and of any other source only the text goes out, as numbered lines
(`#L1719`): a paper's own HTML is never served.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse

from qa.api.held import NO_STORE, PaperId, current, held_paper
from qa.page_drawer import PageImageError
from qa.page_image import shown_copy, why_not_shown
from qa.papers import FileFormat

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.library import Library
    from qa.pages import PaperPage
    from qa.papers import Paper

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
NOT_LOOKED_AT = (
    "Only the text of this paper is shown: it was read before papers were searched for words that "
    "a redaction left in the file. Run townclerk ingest --rebuild with the papers, and it opens."
)
NO_COPY = (
    "Only the text of this paper is shown: its file holds what is not seen on its pages, and no "
    "copy without that could be made in the time and size allowed. Its pages can be had as "
    "pictures, at /api/papers/{paper}/pages/1.png and so on."
)


def paper_routes(answerer: Answerer) -> APIRouter:
    """Return the route that opens a paper held."""
    routes = APIRouter()

    @routes.get("/papers/{paper_id}", include_in_schema=False)
    def open_paper(paper_id: PaperId) -> Response:
        library = current(answerer)
        paper = held_paper(library, paper_id)
        if paper.format != FileFormat.PDF or library.withheld_pages(paper.id):
            return _text(library, paper)
        hidden = library.hidden_places(paper.id)
        if hidden is None:
            return _text(library, paper, NOT_LOOKED_AT)
        if not hidden:
            return _file(library.source(paper.id), paper)
        try:
            return _copy(shown_copy(library.source(paper.id), hidden), paper)
        except PageImageError:
            return _text(library, paper, NO_COPY.format(paper=paper.id))

    return routes


def _text(library: Library, paper: Paper, why: str = "") -> Response:
    """Return the text of a paper, and why it is no more than that."""
    numbers = range(1, library.page_count(paper.id) + 1)
    shown = paper_page(paper, [library.page(paper.id, number) for number in numbers], why)
    return HTMLResponse(shown, headers={**NO_STORE, "Content-Security-Policy": _TEXT_POLICY})


def _file(path: Path, paper: Paper) -> Response:
    """Return a PDF as it is."""
    return FileResponse(
        path,
        media_type="application/pdf",
        filename=PurePath(paper.file).name,
        content_disposition_type="inline",
        headers={**NO_STORE, "Content-Security-Policy": _PDF_POLICY},
    )


def _copy(copied: bytes, paper: Paper) -> Response:
    """Return a copy of a PDF under a name that says that it is one."""
    name = quote(f"{PurePath(paper.file).stem} (redacted copy).pdf")
    headers = {"Content-Disposition": f"inline; filename*=utf-8''{name}", **NO_STORE}
    headers["Content-Security-Policy"] = _PDF_POLICY
    return Response(copied, media_type="application/pdf", headers=headers)


def paper_page(paper: Paper, pages: Sequence[PaperPage], why: str = "") -> str:
    """Return the text of a paper as HTML, a numbered line each; its own markup is text here."""
    told = "".join(f"<p>{escape(words)}</p>" for words in (why, *paper.notices) if words)
    date = paper.meeting_date.isoformat() if paper.meeting_date else None
    about = ", ".join(filter(None, [paper.council, paper.body, date, paper.kind.value, paper.file]))
    title = escape(paper.title)
    paged = paper.format == FileFormat.PDF
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>{title}</h1><p>{escape(about)}</p>{told}</header>"
        f"<main>{''.join(_page(page, paged=paged) for page in pages)}</main>"
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
