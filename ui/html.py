"""The chat's HTML: header, welcome and conversation. The page beside it is made by `ui.panel`.

The templates in `ui/templates` escape all text of papers and of readers. The Markdown of an
answer is rendered without links, images and HTML, because a paper's own text comes through it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from qa.answers import (
    FOLD,
    Answer,
    Citation,
    as_numbered,
    paper_url,
    unfolded,
)
from qa.api.html import load_templates
from qa.feedback.records import MAX_WORDS, Reason
from qa.language.alignment import find_quote
from qa.papers import Coverage, is_sum
from qa.quoting.lines import parts_shown
from qa.writing.labels import (
    STANDING_LABELS,
    format_coverage,
    format_meeting,
    format_page,
    format_place,
    format_where,
    standing_label,
)
from qa.writing.languages import is_welsh
from qa.writing.nearest import NEAREST
from ui.cards.card import card_of
from ui.conversation import Exchange, fingerprint
from ui.render import badge_kind, matter_of, shows_coverage

CHANGED_SINCE_LINK = (
    "This answer is not the one that the link was made for: the papers held have changed since, "
    "or the link was made over other papers."
)
CHANGED = "This answer is not the one that you had before: the papers held have changed since."

_MARKER = re.compile(r"\[(\d{1,3})\]")
_markdown = MarkdownIt("zero", {"breaks": True}).enable(
    ["blockquote", "list", "emphasis", "newline", "escape"]
)


def render_header(
    held: Coverage | None, council: str | None = None, *, signs_out: bool = False
) -> str:
    """Return the head of the page, with what is held; None where that is not known."""
    return _render(
        "header.html", held=held, council=council, signs_out=signs_out, current="ask", up=""
    )


def render_footer(held: Coverage | None = None, email: str | None = None) -> str:
    """Return the foot: the pages that a council must have, what is held, whom to write to."""
    return _render("footer.html", held=held, email=email, up="")


def render_sidebar() -> str:
    """Return the place of the list of conversations; the browser's script fills it."""
    return _render("sidebar.html")


def render_problem(problem: str) -> str:
    """Return a message in place of an answer."""
    return _render("problem.html", problem=problem)


def render_welcome(
    questions: Sequence[str],
    *,
    holds_papers: bool,
    room: Sequence[str] = (),
    council: str | None = None,
    meetings: Sequence[object] = (),
) -> str:
    """Return the start of a conversation: example questions as buttons, the latest meetings.

    Where more examples may come, `room` is questions of the length of all: their room is kept.
    """
    return _render(
        "welcome.html",
        questions=questions,
        room=room,
        coming=bool(room),
        holds_papers=holds_papers,
        council=council,
        meetings=meetings,
    )


def render_examples(questions: Sequence[str], *, coming: bool) -> str:
    """Return examples for a page that is shown already; `coming` where more may come."""
    return _render("examples.html", questions=questions, coming=coming)


def render_feedback() -> str:
    """Return the form that opens under an answer that is said to be wrong."""
    return _render("feedback/form.html", reasons=list(Reason), most=MAX_WORDS)


def render_told(turn: str, text: str, *, kept: bool) -> str:
    """Return what a reader is told who has said whether an answer is right."""
    return _render("feedback/told.html", turn=turn, text=text, kept=kept)


def render_answer(exchange: Exchange, turn: str, *, asks_right: bool = False) -> str:
    """Return the answer, or how far it has come, with what the browser's script must know of it.

    `turn` names this asking of the question; `asks_right` adds *Right? Yes / No*.
    """
    answer = exchange.answer
    said = "" if exchange.waits else "There is no answer."
    if answer is not None:
        said = f"Answer: {standing_label(answer)}. Sources: {len(answer.citations)}."
    return _render(
        "answer.html",
        exchange=exchange,
        turn=turn,
        said=said,
        fingerprint=fingerprint(answer) if answer is not None else "",
        changed=CHANGED_SINCE_LINK if exchange.linked else CHANGED if exchange.changed else "",
        asks_right=asks_right,
    )


def _render_markdown(text: str) -> Markup:
    """Return Markdown as HTML that cannot load, link or run anything."""
    return Markup(_markdown.render(text))


def _answer_body(exchange: Exchange) -> Markup:
    """Return the text of an answer as HTML, its markers as buttons that open the sources.

    A marker without a citation stays text.
    """
    assert exchange.answer is not None
    text = without_nearest(exchange.answer)
    shown = unfolded(text)
    html = _marked(exchange, shown)
    if folded := text[len(shown) :].strip().removeprefix(FOLD):
        more = _marked(exchange, folded)
        html += Markup('<details class="tc-more"><summary>More</summary>{}</details>').format(more)
    return html


def _marked(exchange: Exchange, text: str) -> Markup:
    """Return Markdown of an answer as HTML, its markers as buttons."""
    assert exchange.answer is not None
    macros: Any = _templates.get_template("macros.html").module
    buttons = {
        citation.number: str(macros.citation_button(exchange.key, citation))
        for citation in exchange.answer.citations
    }
    html = _render_markdown(as_numbered(text))
    return Markup(_MARKER.sub(lambda match: buttons.get(int(match[1]), match[0]), html))


def without_nearest(answer: Answer) -> str:
    """Return an answer's text without the line on what came nearest, if buttons show it."""
    parts = answer.answer.split("\n\n")
    named = answer.nearest and not answer.citations
    return "\n\n".join(part for part in parts if not (named and part.startswith(NEAREST)))


def _is_quoted_in(citation: Citation, answer: Answer) -> bool:
    """Return whether the answer's text already shows the quote."""
    return bool(find_quote(answer.answer.replace("**", ""), citation.quote))


_templates = load_templates("ui")
_templates.globals["standing_labels"] = STANDING_LABELS
_templates.filters.update(
    {
        "answer_body": _answer_body,
        "badge_kind": badge_kind,
        "card": card_of,
        "is_figure": is_sum,
        "is_welsh": lambda citation: is_welsh(citation.quote),
        "link": lambda cited: paper_url(cited.paper, cited.page, cited.lines).lstrip("/"),
        "marked": _marked,
        "parts_shown": parts_shown,
        "where": format_where,
        "coverage": format_coverage,
        "is_quoted_in": _is_quoted_in,
        "markdown": _render_markdown,
        "matter": matter_of,
        "meeting": format_meeting,
        "page": format_page,
        "place": format_place,
        "shows_coverage": shows_coverage,
        "standing_label": standing_label,
    }
)


def _render(template: str, **values: object) -> str:
    return _templates.get_template(template).render(values)
