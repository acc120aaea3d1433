"""The routes under `/api`: ask, the papers held, one paper, one page, health."""

from __future__ import annotations

import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from starlette.exceptions import HTTPException

from qa.answers import to_json
from qa.api.models import (
    AnswerReply,
    AskRequest,
    Health,
    PageText,
    PaperDetail,
    PaperList,
)
from qa.api.problems import problem_responses
from qa.page_image import MAX_WIDTH, MIN_WIDTH, render_page
from qa.papers import Paper, PaperKind
from qa.papers_json import paper_detail_json, paper_entry_json

if TYPE_CHECKING:
    from qa.answerer import Answerer

NO_STORE = {"Cache-Control": "no-store"}
"""A paper may be withdrawn, so no cache keeps its text."""
MAX_QUOTE = 4000

PaperId = Annotated[str, Path(description="The paper's id, as in a citation.", max_length=200)]
PageNumber = Annotated[int, Path(ge=1, le=1_000_000, description="From 1; of the PDF.")]


def api_routes(answerer: Answerer) -> APIRouter:
    """Return the routes that ask this answerer and show its library."""
    routes = APIRouter(prefix="/api")
    _add_asking(routes, answerer)
    _add_papers(routes, answerer)
    _add_pages(routes, answerer)
    return routes


def _add_asking(routes: APIRouter, answerer: Answerer) -> None:
    @routes.post(
        "/ask",
        summary="Ask a question of the papers held",
        tags=["Questions"],
        response_model=AnswerReply,
        # `hits` is a key of the reply only where the request asks for some.
        response_model_exclude_unset=True,
        responses=problem_responses(422, 503),
    )
    def ask(asked: AskRequest) -> dict[str, Any]:
        """Answer with quotes and their standing, or say that the papers held do not."""
        return to_json(answerer.ask(asked.question, hits=asked.hits), asked.hits)

    @routes.get(
        "/health",
        summary="Whether the service can answer",
        tags=["Service"],
        response_model=Health,
        responses=problem_responses(503),
    )
    def health() -> dict[str, Any]:
        """Say which version answers, from how many papers and with which embedding model."""
        library = answerer.library
        papers = library.coverage().papers
        return {
            "status": "ok",
            "version": _version(),
            "papers": papers,
            "model": library.model_name,
        }


def _add_papers(routes: APIRouter, answerer: Answerer) -> None:
    @routes.get(
        "/papers",
        summary="List the papers held",
        tags=["Papers"],
        response_model=PaperList,
        responses=problem_responses(422, 503),
    )
    def papers(
        body: Annotated[
            str | None, Query(description="Of this body; case does not matter.")
        ] = None,
        kind: PaperKind | None = None,
        first: Annotated[
            datetime.date | None, Query(alias="from", description="Of meetings from this day on.")
        ] = None,
        last: Annotated[
            datetime.date | None, Query(alias="to", description="Of meetings up to this day.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> dict[str, Any]:
        """List papers, a page of the list at a time. A date leaves out the undated."""
        chosen = [
            paper
            for paper in answerer.library.papers()
            if (body is None or (paper.body or "").casefold() == body.casefold())
            and (kind is None or paper.kind is kind)
            and _within(paper, first, last)
        ]
        shown = chosen[offset : offset + limit]
        return {"total": len(chosen), "papers": [paper_entry_json(paper) for paper in shown]}

    @routes.get(
        "/papers/{paper_id}",
        summary="One paper and what was understood of it",
        tags=["Papers"],
        response_model=PaperDetail,
        responses=problem_responses(404, 422, 503),
    )
    def paper(paper_id: PaperId) -> dict[str, Any]:
        """Show the paper's minutes, items, resolutions and recommendations."""
        held = answerer.library.paper(paper_id)
        return paper_detail_json(held, answerer.library.items(held.id))


def _add_pages(routes: APIRouter, answerer: Answerer) -> None:
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
        library = answerer.library
        held = library.paper(paper_id)
        if held.format != "pdf":
            raise HTTPException(404, "This paper has no pages to draw: it is not a PDF.")
        page = library.page(held.id, number)
        png = render_page(library.source(held.id), page.number, quote=quote, width=width)
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
        held = answerer.library.paper(paper_id)
        page = answerer.library.page(held.id, number)
        return {
            "number": page.number,
            "printed": page.printed,
            "text": page.text,
            "first_line": page.first_line,
        }


def _within(paper: Paper, first: datetime.date | None, last: datetime.date | None) -> bool:
    if first is None and last is None:
        return True
    date = paper.meeting_date
    return date is not None and (first or date) <= date <= (last or date)


@cache
def _version() -> str:
    try:
        return version("townclerk")
    except PackageNotFoundError:
        return "not installed"
