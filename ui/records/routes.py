"""The addresses of the pages beside the chat.

Each is a plain GET, so that a link to it can be kept, and works without scripts. The forms' limits
are those of FastAPI; a day that is none is said on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from qa.api.html import load_style, load_templates, policy_of
from qa.api.pages import NO_STORE, current_library
from qa.api.schemas import MAX_QUESTION
from qa.papers import Standing
from qa.record.register import find_meeting
from qa.writing.labels import LATER_CHANGED, STANDING_LABELS, STATUS_LABELS, format_coverage
from ui.prompts.examples import first_of_each_kind
from ui.prompts.items import HeldItems
from ui.records.filters import cut, read_asked
from ui.records.matters import matter_view
from ui.records.meetings import (
    bodies_held,
    latest_meetings,
    meeting_row,
    meeting_view,
    meetings_asked,
)
from ui.records.papers import choices, paper_rows
from ui.records.tables import meeting_csv, papers_csv

if TYPE_CHECKING:
    from qa.answerer import Answering
    from qa.library import Library
    from ui.pages import Council

MAX_WORDS = 200
"""Characters of a field of a form."""
MOST_PAGES = 10_000
_MEANINGS = {
    Standing.DECIDED: "The meeting resolved or agreed it.",
    Standing.RECOMMENDED: "A body or a report asks another to decide it. It is not decided there.",
    Standing.PROPOSED: "A paper puts it forward. Nothing there shows that it was decided.",
    Standing.NOTED: "The meeting took note of it and changed nothing.",
    Standing.DEFERRED: "The meeting put it off.",
    Standing.LOST: "A motion or an amendment that was voted down or withdrawn.",
    Standing.RECORDED: "It stands in the minutes; whether it was decided is not sure.",
    Standing.DISCUSSED: "It was talked about; nothing shows a decision.",
    Standing.BACKGROUND: "What a paper tells, and nobody decided.",
    Standing.EXEMPT: "Business taken in private. Only what the public record says of it is shown.",
}
_CHANGED_MEANS = "It was decided, and a later decision that is held varies or rescinds it."

_Text = Annotated[str, Query(max_length=MAX_WORDS)]
_Day = Annotated[str, Query(max_length=40)]
_From = Annotated[str, Query(alias="from", max_length=40)]
_MeetingId = Annotated[str, Path(max_length=64)]

_TEMPLATES = load_templates("ui")
_TEMPLATES.filters["coverage"] = format_coverage
_STYLE = load_style("ui", "document.css", "records/records.css")
_POLICY = policy_of(_STYLE, forms=True)


def record_routes(answerer: Answering, council: Council) -> APIRouter:
    """Return the routes of the pages that show what is held."""
    routes = APIRouter(include_in_schema=False)
    items = HeldItems()

    def page(
        name: str,
        current: str,
        library: Library,
        *,
        up: str = "",
        status: int = 200,
        **shown: object,
    ) -> HTMLResponse:
        html = _TEMPLATES.get_template(f"records/{name}.html").render(
            council=council,
            current=current,
            held=library.coverage(),
            up=up,
            style=_STYLE,
            **shown,
        )
        return HTMLResponse(html, status, headers={"Content-Security-Policy": _POLICY})

    @routes.get("/papers")
    def papers(
        words: _Text = "",
        body: _Text = "",
        kind: _Text = "",
        council_: Annotated[str, Query(alias="council", max_length=MAX_WORDS)] = "",
        first: _From = "",
        to: _Day = "",
        page_: Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)] = 1,
    ) -> HTMLResponse:
        library = current_library(answerer)
        asked = read_asked(
            words=words, body=body, kind=kind, council=council_, first=first, last=to
        )
        offered = choices(library.papers())
        rows = cut(paper_rows(library, asked), asked, page_)
        status = 422 if asked.errors else 200
        return page(
            "papers", "papers", library, status=status, asked=asked, offered=offered, cut=rows
        )

    @routes.get("/papers.csv")
    def papers_as_csv(
        request: Request,
        words: _Text = "",
        body: _Text = "",
        kind: _Text = "",
        council_: Annotated[str, Query(alias="council", max_length=MAX_WORDS)] = "",
        first: _From = "",
        to: _Day = "",
    ) -> Response:
        library = current_library(answerer)
        asked = read_asked(
            words=words, body=body, kind=kind, council=council_, first=first, last=to
        )
        return _csv(papers_csv(paper_rows(library, asked), _root(request)), "papers")

    @routes.get("/meetings")
    def meetings(
        body: _Text = "",
        first: _From = "",
        to: _Day = "",
        paper: Annotated[str, Query(max_length=64)] = "",
        page_: Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)] = 1,
    ) -> Response:
        library = current_library(answerer)
        asked = read_asked(body=body, first=first, last=to, paper=paper)
        found = meetings_asked(library, asked)
        if asked.paper and len(found) == 1:  # the link of a citation to all of its meeting
            return RedirectResponse(f"meetings/{found[0].id}", 303)
        shown = cut(found, asked, page_)
        return page(
            "meetings",
            "meetings",
            library,
            status=422 if asked.errors else 200,
            asked=asked,
            bodies=bodies_held(library),
            cut=shown,
            rows=[meeting_row(library, meeting) for meeting in shown.rows],
        )

    @routes.get("/meetings/{meeting_id}.csv")
    def meeting_as_csv(meeting_id: _MeetingId, request: Request) -> Response:
        library = current_library(answerer)
        found = find_meeting(library, meeting_id)
        if found is None:
            return page("gone", "meetings", library, up="../", status=404)
        view = meeting_view(library, found)
        day = found.day.isoformat() if found.day else "no-day"
        return _csv(meeting_csv(view, _root(request)), f"meeting-{day}-{found.id}")

    @routes.get("/meetings/{meeting_id}")
    def meeting(meeting_id: _MeetingId) -> HTMLResponse:
        library = current_library(answerer)
        found = find_meeting(library, meeting_id)
        if found is None:
            return page("gone", "meetings", library, up="../", status=404)
        return page("meeting", "meetings", library, up="../", meeting=meeting_view(library, found))

    @routes.get("/matters")
    def matters(q: Annotated[str, Query(max_length=MAX_QUESTION)] = "") -> HTMLResponse:
        library = current_library(answerer)
        asked = " ".join(q.split())
        view = matter_view(library, asked) if asked else None
        return page("matter", "", library, matter=view, asked=asked)

    @routes.get("/help")
    def help_page() -> HTMLResponse:
        library = current_library(answerer)
        badges = [
            (STANDING_LABELS[standing], standing.value, means)
            for standing, means in _MEANINGS.items()
        ]
        badges.insert(1, (LATER_CHANGED, "changed", _CHANGED_MEANS))
        latest = latest_meetings(library, 1)
        return page(
            "help",
            "help",
            library,
            latest=latest[0].words if latest else "",
            examples=first_of_each_kind(items.of(library)),
            badges=badges,
            statuses=STATUS_LABELS,
        )

    return routes


def _csv(text: str, name: str) -> Response:
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _root(request: Request) -> str:
    """Return the address of the service, with a slash at its end."""
    return str(request.base_url).rstrip("/") + "/"
