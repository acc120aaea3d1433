"""What `qa.access` tells a visitor, as a page or as problem details."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from qa.access.notices import Notice
from qa.api.html import load_style, load_templates
from qa.api.problems import problem_response

_TEMPLATES = load_templates("qa.api")
_STYLE = load_style("qa.api", "notice.css")
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept",
}


def notice_response(request: Request, notice: Notice) -> Response:
    """Return a notice as a page if the request takes HTML and is none of the API's, else as JSON.

    It carries its own headers, because it may be sent before other middleware is reached.
    """
    headers = {**_HEADERS, **notice.headers}
    of_api = "/api/" in request.url.path
    if of_api or "text/html" not in request.headers.get("accept", ""):
        return problem_response(request, notice.status, notice.text or notice.title, headers)
    forms = f"'self' {notice.posts_on_to}".strip() if notice.posts else "'none'"
    headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {_STYLE.policy_source}; base-uri 'none'; "
        f"form-action {forms}; frame-ancestors 'none'"
    )
    title = notice.title or HTTPStatus(notice.status).phrase
    page = _TEMPLATES.get_template("notice.html").render(notice=notice, title=title, style=_STYLE)
    return HTMLResponse(page, notice.status, headers)
