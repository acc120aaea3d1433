"""`/feedback`: what readers said of answers and which questions were declined, as pages and CSV.

For the administrator alone (`qa.access.scopes`).
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from qa.api.html import load_style, load_templates, policy_of
from qa.api.problems import problem_responses
from qa.errors import PaperNotFoundError
from qa.feedback.records import Reason, Verdict
from qa.feedback.store import FeedbackError, Held, Kept, KeptFile, declined_of, remarks_of
from qa.writing.labels import STANDING_LABELS, STATUS_LABELS
from ui.feedback.receiving import Switches
from ui.feedback.table import (
    DECLINED_COLUMNS,
    REMARK_COLUMNS,
    Filter,
    cited_in_words,
    count,
    declined_csv,
    narrowed,
    remarks_csv,
)

if TYPE_CHECKING:
    from qa.library import Library

A_PAGE = 50
_TEMPLATES = load_templates("ui")
_TEMPLATES.filters["narrowed"] = narrowed
_STYLE = load_style("ui", "feedback/page.css")
_POLICY = policy_of(_STYLE, forms=True)
_CSV = "text/csv"
_LABELS = {kind.value: label for kind, label in [*STATUS_LABELS.items(), *STANDING_LABELS.items()]}

Words = Annotated[str, Query(max_length=200, description="Words of the question.")]
# A form sends what is left open as an empty text.
Open = Annotated[str, Query(max_length=40)]


def feedback_routes(library: Callable[[], Library], switches: Switches) -> APIRouter:
    """Return the routes; `library` gives the papers held, whose files are named."""
    routes = APIRouter()

    def file_of(paper: str) -> str | None:
        try:
            return library().paper(paper).file
        except PaperNotFoundError:
            return None

    def shown(template: str, held: Held[Kept], asked: Filter, page: int, **more: Any) -> Response:
        found = asked.of(held.records)
        pages = max(1, math.ceil(len(found) / A_PAGE))
        page = min(page, pages)
        html = _TEMPLATES.get_template(template).render(
            style=_STYLE,
            switches=switches,
            asked=asked,
            found=len(found),
            spoilt=held.spoilt,
            records=found[(page - 1) * A_PAGE : page * A_PAGE],
            page=page,
            pages=pages,
            query=_query(asked),
            reasons=list(Reason),
            verdicts=list(Verdict),
            **more,
        )
        return HTMLResponse(html, headers={"Content-Security-Policy": _POLICY})

    @routes.get("/feedback", include_in_schema=False)
    def remarks_page(
        asked: Annotated[Filter, Depends(_filter)], page: Annotated[int, Query(ge=1)] = 1
    ) -> Response:
        held = _read(remarks_of(library().folder))
        return shown(
            "feedback/remarks.html",
            held,
            asked,
            page,
            counts=count(asked.of(held.records)),
            labels=_LABELS,
            cited=lambda remark: cited_in_words(remark, file_of),
        )

    @routes.get("/feedback/declined", include_in_schema=False)
    def declined_page(
        asked: Annotated[Filter, Depends(_filter)], page: Annotated[int, Query(ge=1)] = 1
    ) -> Response:
        held = _read(declined_of(library().folder))
        return shown("feedback/declined.html", held, asked, page, labels=_LABELS)

    @routes.get("/feedback/remarks.csv", **_described("what readers said", REMARK_COLUMNS))
    def remarks_table(asked: Annotated[Filter, Depends(_filter)]) -> Response:
        """Give what readers said of answers, the latest first, where the council keeps it."""
        held = _read(remarks_of(library().folder))
        return _table(remarks_csv(asked.of(held.records), file_of), "remarks.csv")

    @routes.get("/feedback/declined.csv", **_described("declined questions", DECLINED_COLUMNS))
    def declined_table(asked: Annotated[Filter, Depends(_filter)]) -> Response:
        """Give the questions that were declined, the latest first, where the council keeps them."""
        held = _read(declined_of(library().folder))
        return _table(declined_csv(asked.of(held.records)), "declined.csv")

    return routes


def _filter(
    words: Words = "",
    verdict: Open = "",
    reason: Open = "",
    first: Annotated[str, Query(alias="from", max_length=10, description="First day.")] = "",
    last: Annotated[str, Query(alias="to", max_length=10, description="Last day.")] = "",
) -> Filter:
    """Read the filter of a form. Raises HTTPException where a value is none of those offered."""
    try:
        return Filter(
            verdict=Verdict(verdict) if verdict else None,
            reason=Reason(reason) if reason else None,
            first=datetime.date.fromisoformat(first) if first else None,
            last=datetime.date.fromisoformat(last) if last else None,
            words=words.strip(),
        )
    except ValueError:
        raise HTTPException(
            422,
            f"verdict: {', '.join(Verdict)}. reason: {', '.join(Reason)}. from, to: a day, such as "
            "2026-01-31.",
        ) from None


def _query(asked: Filter) -> str:
    """Return a filter as it stands in an address."""
    given = {
        "words": asked.words,
        "verdict": asked.verdict,
        "reason": asked.reason,
        "from": asked.first,
        "to": asked.last,
    }
    return urlencode({name: str(value) for name, value in given.items() if value})


def _read(file: KeptFile[Kept]) -> Held[Kept]:
    """Read a file. Raises HTTPException where that is not possible."""
    try:
        return file.read()
    except FeedbackError:
        raise HTTPException(503, "What was kept cannot be read just now.") from None


def _table(text: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(text.encode(), media_type=f"{_CSV}; charset=utf-8", headers=headers)


def _described(what: str, columns: tuple[str, ...]) -> dict[str, Any]:
    """Return what the API's documentation says of a table."""
    return {
        "summary": f"Feedback: {what}, as CSV",
        "tags": ["Service"],
        "response_class": Response,
        "responses": {
            200: {
                "description": "A table with a row of names.",
                "content": {_CSV: {"schema": {"type": "string"}, "example": ",".join(columns)}},
            },
            **problem_responses(422, 429, 503),
        },
    }
