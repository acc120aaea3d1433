"""`POST /api/answers/document`: questions asked again, and their answers as one file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from qa.answers import Answer
from qa.api.asking import ClientGoneError, Waiting, asked_of, filters_of
from qa.api.documents.contents import Saved, saved
from qa.api.documents.schemas import MEDIA_TYPES, DocumentRequest, FileKind
from qa.api.middleware.limits import count_question
from qa.api.pages import NO_STORE
from qa.api.problems import problem_responses

if TYPE_CHECKING:
    from qa.answerer import Answering

_CLIENT_GONE = 499
"""For the log alone: nobody is there to read it."""


def add_document_routes(routes: APIRouter, answerer: Answering, council: str | None) -> None:
    """Add the route that saves answers as a file; `council` is named in it."""
    waiting = Waiting()

    @routes.post(
        "/answers/document",
        summary="Answers as a Word file, a PDF, a text or a table",
        tags=["Questions"],
        response_class=Response,
        responses={
            200: {
                "description": "The file. It holds the questions, each answer with its standing, "
                "all quotes with their place and link, and when it was made.",
                "content": {
                    kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                    for kind in MEDIA_TYPES.values()
                },
            },
            **problem_responses(400, 413, 422, 429, 503),
        },
    )
    async def document(asked: DocumentRequest, request: Request) -> Response:
        """Ask each question again and return the answers as one file.

        Each question counts as one in the limits. Nothing of it is kept.
        """
        answers: list[Answer] = []
        for at, question in enumerate(asked.questions):
            if at and (seconds := count_question(request.scope)):
                detail = "You ask too many questions in a minute."
                raise HTTPException(429, detail, {"Retry-After": str(seconds)})
            filters = await run_in_threadpool(filters_of, answerer, question)
            parts = asked_of(answerer, question.model_copy(update={"hits": 0}), filters)
            try:
                answers.append(await waiting.answer(parts, request))
            except ClientGoneError:
                return Response(status_code=_CLIENT_GONE)
        now = datetime.now().astimezone()
        address = str(request.base_url).rstrip("/")
        file = await waiting.work(
            lambda: write_file(saved(answers, council, address, now), asked.format, now)
        )
        what = "conversation" if len(answers) > 1 else "answer"
        name = f"Townclerk {what} {now:%Y-%m-%d}.{asked.format.value}"
        headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(file, media_type=MEDIA_TYPES[asked.format], headers=headers)


def write_file(held: Saved, kind: FileKind, now: datetime) -> bytes:
    """Return a file of answers. Raises UnavailableError where a PDF cannot show a quote."""
    # The writers are loaded when they are first wanted.
    if kind is FileKind.WORD:
        from qa.api.documents.word import as_word

        return as_word(held, now)
    if kind is FileKind.PDF:
        from qa.api.documents.pdf import as_pdf

        return as_pdf(held)
    from qa.api.documents.text import as_csv, as_text

    return as_text(held) if kind is FileKind.TEXT else as_csv(held)
