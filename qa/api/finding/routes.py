"""`/api/papers/{id}/find`: where words stand in a paper."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from qa.api.finding.words import find_in_paper
from qa.api.pages import MAX_FIND, NO_STORE, PaperId, current_library, find_paper
from qa.api.problems import problem_responses
from qa.api.schemas import with_example

if TYPE_CHECKING:
    from qa.answerer import Answering

MOST_MATCHES = 50
_EXAMPLE: dict[str, Any] = {
    "total": 1,
    "matches": [
        {
            "page": 4,
            "line": None,
            "nth": 1,
            "before": "RESOLVED that the lease of the ",
            "words": "Old Mill",
            "after": " be renewed for five years",
        }
    ],
    "not_searched": 0,
}


class WordsFound(BaseModel):
    """One place where the words stand. Join `before`, `words` and `after` to show it on a line."""

    page: int | None = Field(description="Of a PDF, from 1; null for a paper without pages.")
    line: int | None = Field(description="Of a paper without pages, from 1; null for a PDF.")
    nth: int = Field(
        description="Which of the places on its page it is, from 1; without pages, in the paper."
    )
    before: str
    words: str = Field(description="As they stand there.")
    after: str


class PaperMatches(BaseModel):
    """Where words stand in a paper, in its order: the first places, and how many there are."""

    model_config = with_example(_EXAMPLE)

    total: int
    matches: list[WordsFound]
    not_searched: int = Field(
        description="How many pages were not looked through, because they may not be shown."
    )


def add_find_routes(routes: APIRouter, answerer: Answering) -> None:
    """Add the route that finds words in a paper."""

    @routes.get(
        "/papers/{paper_id}/find",
        summary="Where words stand in a paper",
        tags=["Papers"],
        response_model=PaperMatches,
        responses=problem_responses(404, 422, 429, 503),
    )
    def find(
        paper_id: PaperId,
        response: Response,
        q: Annotated[
            str,
            Query(
                min_length=1,
                max_length=MAX_FIND,
                description="The words. Case, white space and hyphens do not matter; they stand "
                "where a word begins.",
                examples=["Old Mill"],
            ),
        ],
        limit: Annotated[int, Query(ge=1, le=MOST_MATCHES)] = MOST_MATCHES,
    ) -> dict[str, Any]:
        """Find words in the text held of a paper; pages that may not be shown are left out."""
        response.headers.update(NO_STORE)
        library = current_library(answerer)
        found = find_in_paper(library, find_paper(library, paper_id), q, limit)
        return {
            "total": found.total,
            "matches": [asdict(match) for match in found.shown],
            "not_searched": found.not_searched,
        }
