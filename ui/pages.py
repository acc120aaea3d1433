"""The pages beside the chat: accessibility, privacy, robots.txt; and the head of the chat's own.

A council has to publish the first two. It fills in its name and who to write to by settings; a
page says plainly where that has not been done yet.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse
from jinja2 import ChoiceLoader, DictLoader, Environment

from qa.api.html import load_style, load_templates, policy_of
from qa.language.dates import format_day
from qa.settings import Settings
from qa.writing.labels import format_coverage
from ui.feedback.receiving import Switches

FAVICON = Path(str(resources.files("ui") / "static" / "favicon.png"))
ROBOTS = "User-agent: *\nDisallow: /\n"
CHAT_PAGE = "frontend/index.html"
"""Gradio's name for the page of the chat."""
ABOUT = (
    "Questions answered from the council’s own papers, with the quote, the page and the standing."
)

# What Gradio's page says of Gradio: for link previews, and for installing it as an app.
_OTHERS = re.compile(
    r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*?/?>|\s*<link rel="manifest"[^>]*>', re.DOTALL
)
_BODY = re.compile(r"<body\b[^>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Council:
    """What a council says of itself on its pages; None where it has not filled it in yet."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    northern_ireland: bool = False
    """Other bodies enforce the law on accessibility there."""
    prepared: datetime.date | None = None
    """When the accessibility statement was prepared."""
    controller: str | None = None
    """Who answers for personal data; the council itself where nobody else is named."""
    privacy_contact: str | None = None
    """How to reach the data protection officer."""

    @classmethod
    def from_settings(cls, settings: Settings) -> Council:
        """Return what the administrator has filled in."""
        return cls(
            name=settings.council_name,
            email=settings.council_email,
            phone=settings.council_phone,
            northern_ireland=settings.council_nation == "northern ireland",
            prepared=settings.accessibility_prepared,
            controller=settings.privacy_controller,
            privacy_contact=settings.privacy_contact,
        )


_TEMPLATES = load_templates("ui")
_TEMPLATES.filters["coverage"] = format_coverage
_STYLE = load_style("ui", "document.css")
_POLICY = policy_of(_STYLE, forms=False)


def page_routes(council: Council, session_hours: float, keeps: Switches | None = None) -> APIRouter:
    """Return the routes of the pages, filled in for a council and for what it keeps."""
    routes = APIRouter(include_in_schema=False)

    def page(template: str) -> HTMLResponse:
        html = _TEMPLATES.get_template(template).render(
            council=council,
            current="",
            held=None,
            up="",
            prepared=format_day(council.prepared) if council.prepared else None,
            hours=f"{session_hours:g}",
            keeps=keeps or Switches(),
            style=_STYLE,
        )
        return HTMLResponse(html, headers={"Content-Security-Policy": _POLICY})

    @routes.get("/accessibility")
    def accessibility() -> HTMLResponse:
        return page("accessibility.html")

    @routes.get("/privacy")
    def privacy() -> HTMLResponse:
        return page("privacy.html")

    @routes.get("/robots.txt")
    def robots() -> PlainTextResponse:
        return PlainTextResponse(ROBOTS)

    return routes


class _OwnHead(ChoiceLoader):
    """A loader that has been given the chat's page with a head of our own."""


def with_own_head(templates: Environment) -> None:
    """Give the chat's page a head of our own, in Gradio's templates.

    Gradio's has the name and a picture of Gradio, for whoever shares a link, at addresses of
    others. Raises RuntimeError where its page is not as this expects.
    """
    if isinstance(templates.loader, _OwnHead):
        return
    assert templates.loader is not None
    source, _, _ = templates.loader.get_source(templates, CHAT_PAGE)
    head = _TEMPLATES.get_template("chat_head.html").render(about=ABOUT)
    without = _TEMPLATES.get_template("no_script.html").render()
    made, removed = _OTHERS.subn("", source)
    body = _BODY.search(made)
    if not removed or body is None or "</head>" not in made:
        raise RuntimeError("the page of this version of gradio is not known; see ui/pages.py")
    made = f"{made[: body.end()]}\n{without}{made[body.end() :]}".replace(
        "</head>", f"{head}</head>", 1
    )
    templates.loader = _OwnHead([DictLoader({CHAT_PAGE: made}), templates.loader])
