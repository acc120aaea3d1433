"""What the routes share: the library as it is now, and the papers and pages in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Path

from qa.errors import PaperNotFoundError

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.library import Library
    from qa.papers import Paper

NO_STORE = {"Cache-Control": "no-store"}
"""A paper may be withdrawn, so no cache keeps its text."""

PaperId = Annotated[str, Path(description="The paper's id, as in a citation.", max_length=200)]


def current(answerer: Answerer) -> Library:
    """Return the library as it is now: another process may have added papers or withdrawn some."""
    answerer.library.refresh()
    return answerer.library


def held_paper(library: Library, paper_id: str) -> Paper:
    """Return the paper with this very id; part of a name, which a person may type, is no id."""
    paper = library.paper(paper_id)
    if paper.id != paper_id:
        raise PaperNotFoundError(paper_id)
    return paper
