"""Papers and their pages as a reader opens them.

- `/api/papers/{id}/pages/{n}`: one page as text.
- `/api/papers/{id}/pages/{n}.png`: one page as a picture, with a quote highlighted.
- `/papers/{id}`: the paper itself, for the links in citations.

Of a PDF the library keeps a copy that may be handed out, with blank pages for those that may not
be shown; the browser's viewer opens it at `#page=43`. Only the text is sent, as numbered lines
(`#L1719`), if there is no such copy, or if the paper is not a PDF. A paper's own HTML is never
sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.exceptions import HTTPException

from qa.api.html import load_style, load_templates
from qa.api.problems import NOT_HELD, problem_responses
from qa.api.schemas import PageText
from qa.errors import PaperNotFoundError
from qa.page_images.renderer import MAX_WIDTH, MIN_WIDTH, render_page, why_not_shown
from qa.papers import FileFormat, NoFile

if TYPE_CHECKING:
    from qa.answerer import Answering
    from qa.library import Library
    from qa.papers import Paper, PaperPage

NO_STORE = {"Cache-Control": "no-store"}
"""A paper may be withdrawn, so no cache may keep its text."""
MAX_QUOTE = 4000
"""Characters of a quote to highlight."""
MAX_FIND = 200
"""Characters of words to find."""

PaperId = Annotated[str, Path(description="The paper's id, as in a citation.", max_length=200)]
PageNumber = Annotated[int, Path(ge=1, le=1_000_000, description="From 1; of the PDF.")]

_TEMPLATES = load_templates("qa.api")
_STYLE = load_style("qa.api", "paper.css")
_TEXT_POLICY = (
    f"default-src 'none'; style-src {_STYLE.policy_source}; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
# The browser shows a PDF with a plug-in, which adds its own styles to the page.
_PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
_WHY_TEXT_ALONE = {
    NoFile.NO_COPY: "Only the text of this paper is shown. No copy of its file could be made that "
    "holds nothing but what is seen on its pages. Print the paper to a new PDF and run townclerk "
    "ingest with that to open it here.",
    NoFile.NOT_SEARCHED: "Only the text of this paper is shown. It was read before papers were "
    "searched for words that a redaction left in the file. Run townclerk ingest --rebuild with the "
    "papers to open it.",
    NoFile.OLD: "Only the text of this paper is shown. Its file was kept by an earlier version of "
    "Townclerk. Run townclerk doctor to open it.",
    NoFile.GONE: "Only the text of this paper is shown. The library's copy of its file is gone "
    "or damaged. Run townclerk doctor, then townclerk ingest with the paper, to open it.",
}
NO_PICTURE = "There is no picture of this page: the library has no copy of the file to show."
"""What is said in place of a page of a PDF of which no copy is kept, or none that is whole."""


def current_library(answerer: Answering) -> Library:
    """Return the library as it is now: another process may have added or withdrawn papers."""
    library = answerer.library
    library.refresh()
    return library


def find_paper(library: Library, paper_id: str) -> Paper:
    """Return the paper with this id.

    The library also accepts part of a file name, for the command line; the API does not.

    Raises:
        PaperNotFoundError: no paper has this id.
    """
    paper = library.paper(paper_id)
    if paper.id != paper_id:
        raise PaperNotFoundError(paper_id)
    return paper


def add_page_routes(routes: APIRouter, answerer: Answering) -> None:
    """Add the routes that give one page, as a picture or as text."""

    @routes.get(
        "/papers/{paper_id}/pages/{number}.png",
        summary="One page as a picture, with a quote highlighted",
        tags=["Papers"],
        response_class=Response,
        responses={
            200: {
                "description": "The page.",
                "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
            },
            **problem_responses(404, 422, 429, 503),
        },
    )
    def page_picture(
        paper_id: PaperId,
        number: PageNumber,
        quote: Annotated[
            str | None,
            Query(
                max_length=MAX_QUOTE,
                description="Text to highlight; white space and line breaks do not matter.",
                examples=["be renewed for five years"],
            ),
        ] = None,
        find: Annotated[
            str | None,
            Query(
                max_length=MAX_FIND,
                description="Words to highlight each time that they stand there, in place of a "
                "quote.",
                examples=["Old Mill"],
            ),
        ] = None,
        width: Annotated[int, Query(ge=MIN_WIDTH, le=MAX_WIDTH, description="In pixels.")] = 1000,
    ) -> Response:
        """Draw a page of a PDF."""
        library = current_library(answerer)
        paper = find_paper(library, paper_id)
        if paper.format != FileFormat.PDF:
            raise HTTPException(404, "This paper has no pages to draw: it is not a PDF.")
        page = library.page(paper.id, number)
        if page.withheld:
            raise HTTPException(404, why_not_shown(page) or NOT_HELD)
        if library.why_no_file(paper.id) in (NoFile.NO_COPY, NoFile.GONE):
            raise HTTPException(404, NO_PICTURE)
        marked = find or quote
        words = library.word_places(paper.id, number) if marked else ()
        png = render_page(
            library.source(paper.id),
            number,
            quote=marked,
            width=width,
            words=words,
            hidden=page.hidden,
            every=bool(find),
        )
        return Response(png, media_type="image/png", headers=NO_STORE)

    @routes.get(
        "/papers/{paper_id}/pages/{number}",
        summary="One page as text",
        tags=["Papers"],
        response_model=PageText,
        responses=problem_responses(404, 422, 429, 503),
    )
    def page_text(paper_id: PaperId, number: PageNumber, response: Response) -> dict[str, Any]:
        """Show a page as it was read. A source without pages is one page, number 1."""
        response.headers.update(NO_STORE)
        library = current_library(answerer)
        page = library.page(find_paper(library, paper_id).id, number)
        return {
            "number": page.number,
            "printed": page.printed,
            "text": page.text,
            "first_line": page.first_line,
        }


def paper_routes(answerer: Answering) -> APIRouter:
    """Return the route that opens a paper."""
    routes = APIRouter()

    @routes.get("/papers/{paper_id}", include_in_schema=False)
    def open_paper(paper_id: PaperId, request: Request) -> Response:
        library = current_library(answerer)
        paper = find_paper(library, paper_id)
        why = NoFile.TEXT_ONLY if paper.format != FileFormat.PDF else library.why_no_file(paper.id)
        if why is not None:
            return _text_response(library, paper, _WHY_TEXT_ALONE.get(why, ""))
        return FileResponse(
            library.source(paper.id),
            media_type="application/pdf",
            filename=PurePath(paper.file).name,
            content_disposition_type="inline",
            headers={**NO_STORE, "Content-Security-Policy": _PDF_POLICY},
        )

    return routes


def _text_response(library: Library, paper: Paper, reason: str = "") -> Response:
    """Return the text of a paper, with the reason why only the text is shown."""
    numbers = range(1, library.page_count(paper.id) + 1)
    html = render_paper(paper, [library.page(paper.id, number) for number in numbers], reason)
    return HTMLResponse(html, headers={**NO_STORE, "Content-Security-Policy": _TEXT_POLICY})


@dataclass(frozen=True, slots=True)
class _TextPage:
    """A page as the template shows it."""

    number: int
    notice: str | None
    lines: list[tuple[int, str]]
    """Numbers through the paper, from 1, and texts; none for a page without text."""


def render_paper(paper: Paper, pages: Sequence[PaperPage], reason: str = "") -> str:
    """Return the text of a paper as HTML, one numbered line each, its own markup as text.

    Each page of a PDF has the anchor at which a viewer would open it (`#page=43`). `reason` says
    why only the text is shown.
    """
    date = paper.meeting_date.isoformat() if paper.meeting_date else None
    about = [paper.council, paper.body, date, paper.kind.value, paper.file]
    return _TEMPLATES.get_template("paper.html").render(
        paper=paper,
        style=_STYLE,
        about=", ".join(part for part in about if part),
        notices=[notice for notice in (reason, *paper.notices) if notice],
        paged=paper.format == FileFormat.PDF,
        pages=[_text_page(page) for page in pages],
    )


def _text_page(page: PaperPage) -> _TextPage:
    lines = list(enumerate(page.text.split("\n"), page.first_line)) if page.text.strip() else []
    notice = why_not_shown(page) or (None if lines else "No text of this page is held.")
    return _TextPage(page.number, notice, lines)
