"""A paper and its pages as every reply names them."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, Field

from qa.pages import PageKind
from qa.papers import PaperKind


class Page(BaseModel):
    """Where a passage stands; an exact page is never guessed."""

    kind: PageKind
    first: int | None = Field(description="From 1; of the PDF, or printed for a text source.")
    last: int | None
    printed: str | None = Field(description="The number printed on the page, where there is one.")
    basis: str = Field(
        description="How the page is known; `pdf page, read by OCR` where a machine recognised "
        "the text in a picture, so that letters may be wrong.",
        examples=["pdf page"],
    )


class CitedPaper(BaseModel):
    """A paper, as a citation names it."""

    id: str
    file: str = Field(description="The file's name as ingested.")
    title: str
    kind: PaperKind
    council: str | None
    body: str | None = Field(description="The meeting's body.", examples=["Cabinet"])
    meeting_date: datetime.date | None
