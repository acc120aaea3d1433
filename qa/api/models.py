"""What the HTTP API says of itself, and all its models that are shown with an example."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from qa.api import examples
from qa.api.answer_models import AnswerReply, AskRequest
from qa.api.paper_models import PageText, PaperDetail, PaperList


class Health(BaseModel):
    """That the service answers, and what from."""

    model_config = examples.with_example(examples.HEALTH)

    status: Literal["ok"]
    version: str
    papers: int
    model: str = Field(description="The embedding model that the library was built with.")


class Problem(BaseModel):
    """Problem details (RFC 9457): what is wrong, in words for whoever asked."""

    model_config = examples.with_example(examples.PROBLEM)

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
