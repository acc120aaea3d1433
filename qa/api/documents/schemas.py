"""What is sent to have answers as a file."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from qa.api.schemas import AskRequest

MAX_QUESTIONS = 30


class FileKind(StrEnum):
    """The kinds of files that answers are saved as."""

    WORD = "docx"
    PDF = "pdf"
    TEXT = "txt"
    CSV = "csv"


MEDIA_TYPES = {
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.PDF: "application/pdf",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
}

_EXAMPLE: dict[str, Any] = {
    "format": "docx",
    "questions": [
        {"question": "What did Cabinet decide about the lease of the Old Mill?"},
        {
            "question": "Who moved it?",
            "previous": ["What did Cabinet decide about the lease of the Old Mill?"],
        },
    ],
}


class DocumentRequest(BaseModel):
    """Questions whose answers are wanted as one file. Each is asked again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    questions: list[AskRequest] = Field(
        min_length=1,
        max_length=MAX_QUESTIONS,
        description="As they would be sent to `/api/ask`, in the order in which they are to stand.",
    )
    format: FileKind = Field(description="The kind of file.")
