"""A reader's word on an answer, and a question that was declined."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

MAX_WORDS = 500
"""Characters that a reader may add."""
MAX_CITED = 100
"""Citations of an answer that are kept."""


class Verdict(StrEnum):
    """Whether an answer is right."""

    YES = "yes"
    NO = "no"


class Reason(StrEnum):
    """What is wrong with it."""

    WRONG_PAGE = "wrong page"
    WRONG_STANDING = "wrong standing"
    MISSING = "something is missing"
    NOT_TO_BE_SHOWN = "should not be shown"
    OTHER = "something else"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    time: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    question: Annotated[str, Field(max_length=2000)]
    narrowing: dict[str, str] = {}
    """What the question was narrowed to, by name; empty where it was not."""
    status: str
    version: str
    """Of Townclerk."""

    @property
    def day(self) -> date:
        """The day in the server's own time zone."""
        return self.time.astimezone().date()


class Cited(BaseModel):
    """A page that an answer cited."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    paper: Annotated[str, Field(max_length=64)]
    """Its id."""
    page: int | None = None
    """None where it has no pages, or the page is not known."""


class Remark(_Record):
    """A press on Yes or No under an answer."""

    standing: str | None = None
    citations: tuple[Cited, ...] = ()
    fingerprint: str
    """Of the answer; another one means another answer."""
    verdict: Verdict
    reason: Reason | None = None
    words: Annotated[str, Field(max_length=MAX_WORDS)] = ""


class Declined(_Record):
    """A question that got no answer from the papers held."""
