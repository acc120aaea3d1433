"""What goes in and comes out of the HTTP API; the answer is `qa/answer.schema.json` in types."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.answers import AnswerStatus
from qa.api import examples
from qa.conversation import TURNS
from qa.pages import PageKind
from qa.papers import PaperKind, Standing

MAX_QUESTION = 2000
MAX_HITS = 50
MAX_PREVIOUS = TURNS

Lines = tuple[int, int]


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [value]})


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
        "a follow-up was understood is the first line of the answer.",
    )
    as_at: datetime.date | None = Field(
        None, description="Search no papers of meetings after this day."
    )


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
    """The answer contract, version 1."""

    model_config = _example(examples.ANSWER)

    question: str
    status: AnswerStatus
    standing: Standing | None
    answer: str = Field(
        description="Markdown, with [1] markers that match the citations. The numbers that lines "
        "of a quote begin with are the paper's: see that no list counts them anew."
    )
    citations: list[Citation]
    searched: Searched
    timings_ms: dict[str, float]
    hits: list[Hit] = Field(default=[], description="There only where the request asks for hits.")


class PaperEntry(CitedPaper):
    """A paper held."""

    venue: str | None
    pages: int | None = Field(description="Of a PDF; null for a source without pages.")
    supersedes: str | None = Field(description="Id of the earlier version of it that is held.")
    superseded_by: str | None = Field(description="Id of the next version of it that is held.")
    same_as: list[str] = Field(description="Other names under which the same bytes are filed.")


class PaperList(BaseModel):
    """Some of the papers held, in the library's order."""

    model_config = _example(examples.PAPERS)

    total: int = Field(description="How many papers match, of which this is a part.")
    papers: list[PaperEntry]


class Limb(BaseModel):
    """One numbered part of a resolution or recommendation, verbatim, its own parts included."""

    number: str
    text: str
    limbs: list[Limb] = Field(default=[], description="Its own numbered parts, one by one.")


class Vote(BaseModel):
    """A recorded vote; null where the paper gives no count."""

    for_: int | None = Field(alias="for")
    against: int | None
    abstain: int | None
    result: str | None


class Block(BaseModel):
    """A run of lines of one standing."""

    standing: Standing
    lines: Lines | None
    page: Page


class Item(BaseModel):
    """A minute, agenda item, report or proposal found in the paper."""

    number: str | None
    title: str
    kind: str
    standing: Standing
    page: Page
    lines: Lines | None
    limbs: list[Limb]
    missing_limbs: list[str]
    references: list[str]
    moved_by: str | None
    seconded_by: str | None
    votes: list[Vote]
    blocks: list[Block]


class PaperDetail(BaseModel):
    """A paper and what was understood of it."""

    model_config = _example(examples.PAPER)

    paper: PaperEntry
    items: list[Item]


class PageText(BaseModel):
    """One page as read. A source without pages is one page, number 1."""

    model_config = _example(examples.PAGE)

    number: int
    printed: str | None
    text: str
    first_line: int = Field(description="Where the page starts in the paper's line count.")


class Health(BaseModel):
    """That the service answers, and what from."""

    model_config = _example(examples.HEALTH)

    status: Literal["ok"]
    version: str
    papers: int
    model: str = Field(description="The embedding model that the library was built with.")


class Problem(BaseModel):
    """Problem details (RFC 9457): what is wrong, in words for whoever asked."""

    model_config = _example(examples.PROBLEM)

    type: str
    title: str
    status: int
    detail: str
    instance: str


MODELS_WITH_EXAMPLES: tuple[type[BaseModel], ...] = (
    AskRequest,
    AnswerReply,
    PaperList,
    PaperDetail,
    PageText,
    Health,
    Problem,
)
