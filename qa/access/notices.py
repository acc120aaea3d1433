"""What a visitor is told: text only. `qa.api.notices` shows it as a page or as problem details."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Notice:
    """A status with a few sentences, and perhaps one step that leads on."""

    status: int
    text: str
    title: str = ""
    """Of the page; empty for the name of the status."""
    headers: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    """The words of a link, or of a button if `posts`; empty for none."""
    address: str = ""
    """Where the step leads, as a path of the site."""
    posts: bool = False
    posts_on_to: str = ""
    """The origin to which a button's answer may lead on, for the page's policy."""


Show = Callable[[Request, Notice], Response]
"""How a notice becomes a response."""
