"""One page of a paper: its text, or its picture with a quote highlighted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from starlette.exceptions import HTTPException

from qa.api.held import NO_STORE, PaperId, current, held_paper
from qa.api.paper_models import PageText
from qa.api.problems import NOT_HELD, problem_responses
from qa.page_drawer import MAX_WIDTH, MIN_WIDTH
from qa.page_image import render_page, why_not_shown
from qa.papers import FileFormat

if TYPE_CHECKING:
    from qa.answerer import Answerer

MAX_QUOTE = 4000

PageNumber = Annotated[int, Path(ge=1, le=1_000_000, description="From 1; of the PDF.")]


def add_pages(routes: APIRouter, answerer: Answerer) -> None:
    """Add the routes of a page."""

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
            **problem_responses(404, 422, 503),
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
        width: Annotated[int, Query(ge=MIN_WIDTH, le=MAX_WIDTH, description="In pixels.")] = 1000,
    ) -> Response:
        """Draw a page of a PDF."""
        library = current(answerer)
        held = held_paper(library, paper_id)
        if held.format != FileFormat.PDF:
            raise HTTPException(404, "This paper has no pages to draw: it is not a PDF.")
        page = library.page(held.id, number)
        if page.withheld:
            raise HTTPException(404, why_not_shown(page) or NOT_HELD)
        words = library.word_places(held.id, number) if quote else ()
        png = render_page(
            library.source(held.id),
            number,
            quote=quote,
            width=width,
            words=words,
            hidden=page.hidden,
        )
        return Response(png, media_type="image/png", headers=NO_STORE)

    @routes.get(
        "/papers/{paper_id}/pages/{number}",
        summary="One page as text",
        tags=["Papers"],
        response_model=PageText,
        responses=problem_responses(404, 422, 503),
    )
    def page_text(paper_id: PaperId, number: PageNumber, response: Response) -> dict[str, Any]:
        """Show a page as it was read. A source without pages is one page, number 1."""
        response.headers.update(NO_STORE)
        library = current(answerer)
        page = library.page(held_paper(library, paper_id).id, number)
        return {
            "number": page.number,
            "printed": page.printed,
            "text": page.text,
            "first_line": page.first_line,
        }
