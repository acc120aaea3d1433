"""What is asked of the HTTP API and what it answers: `qa/answer.schema.json` in types."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qa.answers import AnswerStatus
from qa.api import examples
from qa.api.places import CitedPaper, Page
from qa.conversation import TURNS
from qa.pages import Lines
from qa.papers import Standing

MAX_QUESTION = 2000
MAX_HITS = 50
MAX_PREVIOUS = TURNS


class AskRequest(BaseModel):
    """A question in plain words."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.ASK]})

    question: str = Field(
        min_length=1, max_length=MAX_QUESTION, description="The question, as one would ask a clerk."
    )
    hits: int = Field(
        0, ge=0, le=MAX_HITS, description="How many of the passages found to show besides."
    )
    previous: list[Annotated[str, Field(max_length=MAX_QUESTION)]] = Field(
        default=[],
        max_length=MAX_PREVIOUS,
        description="The questions asked before it, oldest first, if it may be a follow-up. How "
        "a follow-up was understood is shown by the answer and told by `understood_as`.",
    )
    as_at: datetime.date | None = Field(
        None, description="Search no papers of meetings after this day."
    )


class Citation(BaseModel):
    """A quote, verbatim (white space apart), and where it stands."""

    number: int = Field(description="The [1] of the answer.")
    quote: str
    paper: CitedPaper
    page: Page
    lines: Lines | None = Field(description="For text sources: first and last line, from 1.")
    heading: list[str]
    minute: str | None
    standing: Standing
    url: str = Field(description="Path on this service that opens the paper at the place.")


class Hit(BaseModel):
    """A passage that was found, whether or not the answer quotes it."""

    rank: int
    score: float = Field(description="Larger is better; comparable within one answer only.")
    file: str
    page: Page
    lines: Lines | None
    heading: list[str]
    standing: Standing
    text: str


class Searched(BaseModel):
    """What was looked through."""

    papers: int
    from_: datetime.date | None = Field(alias="from", description="The earliest meeting held.")
    to: datetime.date | None = Field(description="The latest meeting held.")


class AnswerReply(BaseModel):
    """The answer contract, version 1.1."""

    model_config = examples.with_example(examples.ANSWER)

    question: str
    status: AnswerStatus
    standing: Standing | None
    answer: str = Field(
        description="Markdown, with [1] markers that match the citations. The numbers that lines "
        "of a quote begin with are the paper's: see that no list counts them anew."
    )
    understood_as: str | None = Field(
        default=None,
        description="There only for a follow-up: the question put in full, as the answer shows it.",
    )
    citations: list[Citation]
    searched: Searched
    timings_ms: dict[str, float]
    hits: list[Hit] = Field(default=[], description="There only where the request asks for hits.")
