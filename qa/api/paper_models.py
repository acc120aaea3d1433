"""What the HTTP API tells of the papers held: a list, one paper as understood, a page."""

from __future__ import annotations

from pydantic import BaseModel, Field

from qa.api import examples
from qa.api.places import CitedPaper, Page
from qa.pages import Lines
from qa.papers import Standing


class PaperEntry(CitedPaper):
    """A paper held."""

    venue: str | None
    pages: int | None = Field(description="Of a PDF; null for a source without pages.")
    supersedes: str | None = Field(description="Id of the earlier version of it that is held.")
    superseded_by: str | None = Field(description="Id of the next version of it that is held.")
    same_as: list[str] = Field(description="Other names under which the same bytes are filed.")


class PaperList(BaseModel):
    """Some of the papers held, in the library's order."""

    model_config = examples.with_example(examples.PAPERS)

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

    model_config = examples.with_example(examples.PAPER)

    paper: PaperEntry
    items: list[Item]


class PageText(BaseModel):
    """One page as read. A source without pages is one page, number 1."""

    model_config = examples.with_example(examples.PAGE)

    number: int
    printed: str | None
    text: str
    first_line: int = Field(description="Where the page starts in the paper's line count.")
