"""The objects that the HTTP API takes and returns, with an invented example of each.

`AnswerReply` is `qa/answer.schema.json` in types. `paper_entry_json` builds the same object for
`townclerk papers --json`, so this module does not import FastAPI. What was understood of a paper
is in `qa.api.paper_details`.
"""

from __future__ import annotations

import datetime
import json
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from qa import papers
from qa.answers import AnswerStatus, paper_json
from qa.narrowing.choices import LONGEST_NAME
from qa.papers import Lines, PageKind, PaperKind, Standing
from qa.protocols import Filter
from qa.questions.follow_ups import TURNS

MAX_QUESTION = 2000
"""Characters."""
MAX_HITS = 50
MAX_PREVIOUS = TURNS
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_PAPER_EXAMPLE: dict[str, Any] = {
    "id": "3f9a1c0b7d2e4856",
    "file": "cabinet-2024-03-14-minutes.pdf",
    "title": "Minutes of the Cabinet, 14 March 2024",
    "kind": "minutes",
    "council": "Ashcombe Borough Council",
    "body": "Cabinet",
    "meeting_date": "2024-03-14",
}
ENTRY_EXAMPLE = {
    **_PAPER_EXAMPLE,
    "venue": "Council Chamber, Town Hall",
    "pages": 9,
    "supersedes": None,
    "superseded_by": None,
    "same_as": [],
}
PAGE_EXAMPLE = {"kind": "exact", "first": 4, "last": 4, "printed": "4", "basis": "pdf page"}
LIMB_TEXT = "The lease of the Old Mill be renewed for five years from 1 June 2024."
_QUESTION = "What did Cabinet decide about the lease of the Old Mill?"

_ASK_EXAMPLE: dict[str, Any] = {
    "question": _QUESTION,
    "hits": 0,
    "previous": ["Who holds the lease of the Old Mill?"],
    "as_at": "2024-12-31",
    "filters": {"body": "Cabinet", "kind": "minutes", "from": "2024-01-01", "to": None},
}
_ANSWER_EXAMPLE: dict[str, Any] = {
    "question": _QUESTION,
    "status": "answered",
    "standing": "decided",
    "chance": 0.93,
    "line": "Cabinet decided: the lease of the Old Mill be renewed for five years from June 2024.",
    "line_of": [1],
    "answer": "As at 31 December 2024: 3 papers of later meetings were not searched.\n\n"
    f"Cabinet, 14 March 2024, minute 52:\n\n> {LIMB_TEXT} [1]",
    "citations": [
        {
            "number": 1,
            "quote": LIMB_TEXT,
            "paper": _PAPER_EXAMPLE,
            "page": PAGE_EXAMPLE,
            "lines": None,
            "heading": ["52. Lease of the Old Mill"],
            "minute": "52",
            "standing": "decided",
            "url": f"/papers/{_PAPER_EXAMPLE['id']}#page=4",
        }
    ],
    "searched": {"papers": 41, "from": "2016-09-14", "to": "2024-12-12"},
    "timings_ms": {"search": 8.1, "compose": 3.0, "total": 11.4},
}
STREAM_EXAMPLE = (
    "event: sentence\n"
    'data: {"text": "Cabinet renewed the lease of the Old Mill for five years [1]."}\n\n'
    f"event: answer\ndata: {json.dumps(_ANSWER_EXAMPLE)}\n\n"
)
_PAGE_TEXT_EXAMPLE: dict[str, Any] = {
    "number": 4,
    "printed": "4",
    "text": f"52. LEASE OF THE OLD MILL\nRESOLVED that:\n(1) {LIMB_TEXT}",
    "first_line": 131,
}
_HEALTH_EXAMPLE: dict[str, Any] = {
    "status": "ok",
    "version": "0.1.0",
    "papers": 44,
    "model": "all-MiniLM-L6-v2",
}
_READY_EXAMPLE: dict[str, Any] = {
    "status": "degraded",
    "parts": {
        "catalogue": {"ok": True, "needed": True, "detail": "44 papers"},
        "workers": {"ok": True, "needed": True, "detail": "2 of 2 ready, 1 answering, 0 waiting"},
        "disk": {"ok": False, "needed": False, "detail": "0.2 GB free; papers need room"},
    },
}
PROBLEM_EXAMPLE: dict[str, Any] = {
    "type": "about:blank",
    "title": "Not Found",
    "status": 404,
    "detail": "The library holds no such paper, or the paper no such page.",
    "instance": "/api/papers/0000000000000000",
}


def with_example(example: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a model that is documented with this example."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class Page(BaseModel):
    """The page of a passage. An exact page is never guessed."""

    kind: PageKind
    first: int | None = Field(
        description="Counted from 1: of the PDF, or as printed in a text source."
    )
    last: int | None
    printed: str | None = Field(description="The number printed on the page, if there is one.")
    basis: str = Field(
        description="How the page is known. `pdf page, read by OCR` means that the text was "
        "recognised in a picture, so letters may be wrong.",
        examples=["pdf page"],
    )


class CitedPaper(BaseModel):
    """A paper, as a citation names it."""

    id: str
    file: str = Field(description="The name of the file when it was ingested.")
    title: str
    kind: PaperKind
    council: str | None
    body: str | None = Field(description="The body that met.", examples=["Cabinet"])
    meeting_date: datetime.date | None


def _written_as_a_day(value: object) -> object:
    """Refuse all but YYYY-MM-DD: a number would count as seconds since 1970."""
    if isinstance(value, datetime.date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date", "Input should be a valid date, such as 2024-12-31")


Day = Annotated[datetime.date, BeforeValidator(_written_as_a_day)]
"""A day in a request, as YYYY-MM-DD."""
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
"""The name of a body or a council in a request."""


class Filters(BaseModel):
    """What of the papers held a question is asked of. What is left out asks for nothing."""

    model_config = ConfigDict(extra="forbid")

    body: Name | None = Field(
        None, description="Of this body, as its papers name it; case does not matter."
    )
    kind: PaperKind | None = Field(
        None, description="Of this kind; a part of a pack has a kind of its own."
    )
    first: Day | None = Field(
        None, alias="from", description="Of meetings from this day on; none without a date."
    )
    last: Day | None = Field(
        None, alias="to", description="Of meetings up to this day; none without a date."
    )
    council: Name | None = Field(None, description="Of this council, as its papers name it.")

    def as_filter(self) -> Filter:
        """Return it as the filter that a search applies."""
        return Filter(
            body=self.body,
            kind=self.kind,
            first=self.first,
            last=self.last,
            council=self.council,
        )


class AskRequest(BaseModel):
    """A question in plain words."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ASK_EXAMPLE]})

    question: str = Field(
        min_length=1, max_length=MAX_QUESTION, description="The question, as one would ask a clerk."
    )
    hits: int = Field(
        0, ge=0, le=MAX_HITS, description="How many of the passages found to show as well."
    )
    previous: list[Annotated[str, Field(max_length=MAX_QUESTION)]] = Field(
        default=[],
        max_length=MAX_PREVIOUS,
        description="The questions asked before this one, oldest first, if it may be a "
        "follow-up. The first line of the answer, and `understood_as`, say how it was understood.",
    )
    as_at: Day | None = Field(None, description="Leave out papers of meetings after this day.")
    filters: Filters | None = Field(
        None,
        description="Ask only some of the papers held. The answer quotes no other, and opens with "
        "a line on what was asked. A body or a council of which no paper is held is refused.",
    )


class Table(BaseModel):
    """Rows of a table that are quoted, cell by cell, with what stands above them."""

    columns: list[str]
    rows: list[list[str]] = Field(description="One cell a column.")
    caption: str | None
    unit: str | None = Field(description="What the figures are counted in, if it is said once.")
    group: str | None = Field(description="The title in the table under which the rows stand.")


class Citation(BaseModel):
    """A quote, verbatim except for white space, and its place in a paper."""

    number: int = Field(description="The number of the marker in the answer: 1 for [1].")
    quote: str
    paper: CitedPaper
    page: Page
    lines: Lines | None = Field(
        description="Of a text source: first and last line, counted from 1."
    )
    heading: list[str]
    minute: str | None
    standing: Standing
    url: str = Field(description="Path on this service that opens the paper at the quote.")
    tables: list[Table] = Field(
        default=[], description="Present only where rows of a table with known columns are quoted."
    )


class Hit(BaseModel):
    """A passage that was found, whether the answer quotes it or not."""

    rank: int
    score: float = Field(description="Larger is better. Comparable only within one answer.")
    file: str
    page: Page
    lines: Lines | None
    heading: list[str]
    standing: Standing
    text: str


class Searched(BaseModel):
    """The papers that were searched."""

    papers: int
    from_: datetime.date | None = Field(alias="from", description="The earliest meeting held.")
    to: datetime.date | None = Field(description="The latest meeting held.")


class Part(BaseModel):
    """What became of one part of a question that has several."""

    question: str
    status: AnswerStatus
    citations: list[int] = Field(
        description="Numbers of the citations that answer it, or come nearest."
    )
    lacks: str | None = Field(default=None, description="What the papers found do not say.")


class AnswerReply(BaseModel):
    """The answer contract, version 2.1."""

    model_config = with_example(_ANSWER_EXAMPLE)

    question: str
    status: AnswerStatus = Field(
        description="`answered`; `nearest`: the papers found are on the matter and do not say what "
        "is asked for, and the nearest is quoted; `not_found`: the search found nothing on the "
        "matter; `not_held`: the register of papers shows that it is not held; `exempt`."
    )
    standing: Standing | None
    answer: str = Field(
        description="Markdown, with [1] markers that match the citations. It holds no HTML, links, "
        "images or code: where a paper's words would be one of these, they are escaped. A line of "
        "a quote may begin with a number of the paper's own: do not let a Markdown list renumber "
        "it. All other texts of an answer are plain, with the paper's characters as they are: "
        "escape them where you show them."
    )
    chance: float | None = Field(
        default=None,
        description="That the papers held answer the question, 0 to 1, calibrated. Absent where it "
        "was not judged.",
    )
    line: str | None = Field(
        default=None,
        description="Present only where there is an answer: the answer in one line of plain text, "
        "which `answer` opens with.",
    )
    line_of: list[int] = Field(
        default=[],
        description="Present only where the line is made of quotes: their citations' numbers.",
    )
    later: str | None = Field(
        default=None,
        description="Present only where a later meeting changed what was decided: which one.",
    )
    lacks: str | None = Field(
        default=None,
        description="Present only where something is lacking: what the papers found do not say.",
    )
    parts: list[Part] = Field(
        default=[],
        description="Present only for a question of several parts: what became of each.",
    )
    nearest: list[Citation] = Field(
        default=[],
        description="Present only where nothing was found: what came nearest, and is no answer. "
        "No marker has their numbers.",
    )
    understood_as: str | None = Field(
        default=None,
        description="There only for a follow-up: the question put in full, as the answer shows it. "
        "One without the questions that it rests on is declined, and this says what is missing.",
    )
    citations: list[Citation]
    searched: Searched
    timings_ms: dict[str, float]
    hits: list[Hit] = Field(default=[], description="Present only if the request asks for hits.")


class PaperEntry(CitedPaper):
    """A paper held."""

    venue: str | None
    pages: int | None = Field(description="Number of pages of a PDF; null for any other source.")
    supersedes: str | None = Field(description="Id of the previous version of this paper, if held.")
    superseded_by: str | None = Field(description="Id of the next version of this paper, if held.")
    same_as: list[str] = Field(description="Names of other files with exactly the same content.")


class PaperList(BaseModel):
    """Some of the papers held, in the library's order."""

    model_config = with_example({"total": 1, "papers": [ENTRY_EXAMPLE]})

    total: int = Field(description="How many papers match; `papers` is a part of them.")
    papers: list[PaperEntry]


class PageText(BaseModel):
    """One page as it was read. A source without pages is one page, number 1."""

    model_config = with_example(_PAGE_TEXT_EXAMPLE)

    number: int
    printed: str | None
    text: str
    first_line: int = Field(
        description="Number of the page's first line, counted through the paper."
    )


class Health(BaseModel):
    """That the service can answer, with its version, papers and model."""

    model_config = with_example(_HEALTH_EXAMPLE)

    status: Literal["ok"]
    version: str
    papers: int
    model: str = Field(description="The embedding model that the library was built with.")


class Live(BaseModel):
    """That the process runs."""

    model_config = with_example({"status": "live"})

    status: Literal["live"]


class PartState(BaseModel):
    """How one part of the service is."""

    ok: bool
    needed: bool = Field(
        description="Whether questions cannot be answered rightly, or pages opened, without it."
    )
    detail: str


class Readiness(BaseModel):
    """How each part of the service is, by name."""

    model_config = with_example(_READY_EXAMPLE)

    status: Literal["ready", "degraded", "not ready"] = Field(
        description="`degraded` where only parts that are not needed are out of order."
    )
    parts: dict[str, PartState]


class Problem(BaseModel):
    """Problem details (RFC 9457): what is wrong, for the person who sent the request."""

    model_config = with_example(PROBLEM_EXAMPLE)

    type: str
    title: str
    status: int
    detail: str
    instance: str


MODELS_WITH_EXAMPLES: tuple[type[BaseModel], ...] = (
    AskRequest,
    AnswerReply,
    PaperList,
    PageText,
    Health,
    Live,
    Readiness,
    Problem,
)


def paper_entry_json(paper: papers.Paper) -> dict[str, Any]:
    """Return a `PaperEntry` as JSON: a paper with its venue, pages, versions and copies."""
    return {
        **paper_json(paper),
        "venue": paper.venue,
        "pages": paper.pages,
        "supersedes": paper.supersedes,
        "superseded_by": paper.superseded_by,
        "same_as": list(paper.same_as),
    }


def lines_json(lines: Lines | None, is_text: bool) -> list[int] | None:
    """Return the lines of a text source; None for any other, whose lines mean nothing."""
    return list(lines) if lines and is_text else None
