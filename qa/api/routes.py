"""The routes under `/api`: ask, the papers held, one paper, one page, health."""

from __future__ import annotations

import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from qa.answers import to_json
from qa.api.answer_models import AnswerReply, AskRequest
from qa.api.held import PaperId, current, held_paper
from qa.api.models import Health
from qa.api.pages import add_pages
from qa.api.paper_models import PaperDetail, PaperList
from qa.api.problems import problem_responses
from qa.api.streaming import add_streaming
from qa.papers import Paper, PaperKind
from qa.papers_json import paper_detail_json, paper_entry_json

if TYPE_CHECKING:
    from qa.answerer import Answerer


def api_routes(answerer: Answerer) -> APIRouter:
    """Return the routes that ask this answerer and show its library."""
    routes = APIRouter(prefix="/api")
    _add_asking(routes, answerer)
    add_streaming(routes, answerer)
    _add_papers(routes, answerer)
    add_pages(routes, answerer)
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
        answer = answerer.ask(
            asked.question, hits=asked.hits, previous=asked.previous, as_at=asked.as_at
        )
        return to_json(answer, asked.hits)

    @routes.get(
        "/health",
        summary="Whether the service can answer",
        tags=["Service"],
        response_model=Health,
        responses=problem_responses(503),
    )
    def health() -> dict[str, Any]:
        """Say which version answers, from how many papers and with which embedding model."""
        library = current(answerer)
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
            for paper in current(answerer).papers()
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
        library = current(answerer)
        held = held_paper(library, paper_id)
        return paper_detail_json(held, library.items(held.id))


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
