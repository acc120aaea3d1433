"""The chat: a conversation, and beside it the page that an answer cites.

`ui.html` makes the HTML; Gradio shows it and reports which button was pressed. The answers stay
in the session on the server, so a citation button sends numbers and no text. A conversation
begins with example questions, made from the latest minutes held.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.errors import LibraryError, PaperNotFoundError, QuestionError
from qa.papers import Item, PaperKind, Standing
from qa.questions.follow_ups import TURNS
from ui.conversation import Conversation, Exchange
from ui.html import (
    NO_PAGE_YET,
    PAGE_GONE,
    render_conversation,
    render_header,
    render_no_page,
    render_page,
    render_problem,
    render_welcome,
)
from ui.render import standing_label

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.library import Library

THEME = gr.themes.Base(
    # Fonts of the reader's own system: a web font would be loaded from another host.
    font=["Arial", "Helvetica", "sans-serif"],
    font_mono=["ui-monospace", "Consolas", "monospace"],
)
MAX_QUESTION = 2000
"""Characters."""
_AT_ONCE = 4
"""Questions that are answered at the same time; the others wait."""
_EVENT = {"show_progress": "hidden", "api_visibility": "private"}
_SESSION_SECONDS = 4 * 3600
_CLOSED = "The papers cannot be searched just now. Try again in a minute."
_UNEXPECTED = "Something went wrong here, and the question was not answered."

MAX_EXAMPLES = 4
_MINUTES_USED = 8
"""Papers, latest first, from which the examples are taken."""
_TITLE_LENGTH = range(8, 90)
"""Characters of a title that makes a good question."""
# Every meeting has these items; nobody asks what was decided on them.
_ROUTINE = re.compile(
    r"apolog|declaration|minutes|exclusion|urgent|public question|announcement|membership|"
    r"webcast|substitut|date of next|exempt|chair",
    re.IGNORECASE,
)
# "24/00096 - " before a title, or "CAB/17: ".
_REFERENCE = re.compile(r"^\W*[\w/]*\d[\w/]*\s*[-–:]\s+")
_SMALL_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}

log = logging.getLogger(__name__)


def build_chat(answerer: Answerer, *, signs_out: bool = False) -> gr.Blocks:
    """Return the chat over this answerer, with a link to sign out if readers sign in here."""
    chat = Chat(answerer, signs_out=signs_out)
    blocks = gr.Blocks(title="Townclerk", analytics_enabled=False, fill_width=True)
    with blocks:
        head = gr.HTML(elem_id="tc-head", apply_default_css=False)
        conversation = gr.State(Conversation(), time_to_live=_SESSION_SECONDS)
        with gr.Row(elem_id="tc-columns"):
            with gr.Column(elem_id="tc-left"):
                shown = _html_part("tc-talk", "conversation.js")
                status = _html_part("tc-status", "status.js")
                with gr.Row(elem_id="tc-ask"):
                    question = gr.Textbox(
                        label="Your question", max_lines=4, max_length=MAX_QUESTION, scale=5
                    )
                    button = gr.Button("Ask", variant="primary", min_width=80, scale=1)
            with gr.Column(elem_id="tc-right"):
                page = _html_part("tc-panel", "page.js", render_no_page(NO_PAGE_YET))
        asked = [shown, question, status]
        quick: dict[str, Any] = {"queue": False, **_EVENT}
        slow: dict[str, Any] = {"concurrency_limit": _AT_ONCE, **_EVENT}
        blocks.load(chat.start, None, [head, shown], **quick)
        asks = gr.on(
            [question.submit, button.click], chat.begin, [question, conversation], asked, **quick
        )
        example = shown.select(chat.begin_example, conversation, asked, **quick)
        for begun in (asks, example):
            begun.then(chat.finish, conversation, [shown, status], **slow)
        for part in (shown, page):
            part.click(chat.open_page, conversation, page, **slow)
    return blocks


class Chat:
    """The events of the chat."""

    def __init__(self, answerer: Answerer, *, signs_out: bool = False) -> None:
        self._answerer = answerer
        self._signs_out = signs_out

    def start(self) -> tuple[str, str]:
        """Return the head of the page and the welcome, from the library as it is now."""
        try:
            library = self._answerer.library
            library.refresh()
            held, examples = library.coverage(), example_questions(library)
        except LibraryError as error:
            log.error("the library cannot be used: %s", error)
            return render_header(None, signs_out=self._signs_out), render_problem(_CLOSED)
        return render_header(held, signs_out=self._signs_out), render_welcome(
            examples, holds_papers=held.papers > 0
        )

    def begin(self, question: str, conversation: Conversation) -> tuple[Any, str, str]:
        """Show the question before its answer: return conversation, text box and status."""
        if not question.strip():
            return gr.skip(), question, "Type a question first."
        conversation.add(question.strip())
        return render_conversation(conversation.exchanges), "", "Looking through the papers held."

    def begin_example(
        self, conversation: Conversation, event: gr.EventData
    ) -> tuple[Any, str, str]:
        """Ask an example question."""
        return self.begin(str(event._data.get("question", ""))[:MAX_QUESTION], conversation)

    def finish(self, conversation: Conversation) -> Iterator[tuple[Any, Any]]:
        """Answer the questions that wait, and show each answer as it is written."""
        for exchange in conversation.waiting():
            for shown in self._answering(exchange, conversation.before(exchange)):
                conversation.replace(shown)
                status = gr.skip() if shown.waits else _status(shown)
                yield render_conversation(conversation.exchanges), status

    def open_page(self, conversation: Conversation, event: gr.EventData) -> str:
        """Return the page of the citation whose button was pressed."""
        try:
            asked, number = int(event._data["exchange"]), int(event._data["number"])
            page = int(event._data["page"]) if "page" in event._data else None
            citation = conversation.citation(asked, number)
            return render_page(self._answerer.library, asked, citation, page)
        except (KeyError, ValueError, PaperNotFoundError, LibraryError):
            return render_no_page(PAGE_GONE)

    def _answering(self, exchange: Exchange, previous: list[str]) -> Iterator[Exchange]:
        """Yield the exchange as its answer grows; the last one has the answer or the problem."""
        try:
            parts = self._answerer.stream(exchange.question, hits=0, previous=previous[-TURNS:])
            for part in parts:
                if isinstance(part, str):
                    exchange = replace(exchange, written=(*exchange.written, part))
                    yield exchange
                else:
                    yield replace(exchange, answer=part, written=())
        except QuestionError as error:
            yield replace(exchange, problem=str(error))
        except LibraryError as error:
            log.error("the library cannot be used: %s", error)
            yield replace(exchange, problem=_CLOSED)
        except Exception:
            # Whatever went wrong, the reader must not be left waiting.
            log.exception("a question could not be answered")
            yield replace(exchange, problem=_UNEXPECTED)


def _status(exchange: Exchange) -> str:
    """Return the text that a screen reader reads out when the answer is complete."""
    if exchange.answer is None:
        return "There is no answer."
    count = len(exchange.answer.citations)
    return f"Answer: {standing_label(exchange.answer)}. Sources: {count}."


def _html_part(name: str, script: str, value: str = "") -> gr.HTML:
    """Return a part of the page, with the script that handles its buttons."""
    code = (resources.files("ui") / "static" / script).read_text(encoding="utf-8")
    return gr.HTML(value, elem_id=name, js_on_load=code, apply_default_css=False)


def example_questions(library: Library) -> list[str]:
    """Return at most four questions about decisions in the latest minutes held."""
    minutes = [
        paper
        for paper in library.papers()
        if paper.kind is PaperKind.MINUTES and paper.meeting_date is not None
    ]
    minutes.sort(key=lambda paper: str(paper.meeting_date), reverse=True)
    found = [_decided_titles(library.items(paper.id)) for paper in minutes[:_MINUTES_USED]]
    # One of each meeting first, then the second of each, and so on.
    titles = [
        titles[place] for place in range(MAX_EXAMPLES) for titles in found if place < len(titles)
    ]
    different = list(dict.fromkeys(titles))
    return [f"What was decided on {title}?" for title in different[:MAX_EXAMPLES]]


def _decided_titles(items: tuple[Item, ...]) -> list[str]:
    """Return the titles of decided items, resolutions in parts first, then by length.

    An item taken in private is left out: its title is public, its decision is not. A resolution
    in parts is seldom a vote of thanks, and a short title reads best in a question.
    """
    decided = [
        item
        for item in items
        if item.standing is Standing.DECIDED
        and not item.private
        and len(item.title) in _TITLE_LENGTH
        and not _ROUTINE.search(item.title)
    ]
    decided.sort(key=lambda item: (len(item.limbs) < 2, len(item.title)))
    return [_mixed_case(_REFERENCE.sub("", item.title)) for item in decided]


def _mixed_case(title: str) -> str:
    """Return a title in capitals in mixed case, any other title as it is."""
    title = " ".join(title.split()).rstrip(".:")
    if not title.isupper():
        return title
    words = title.lower().split()
    return " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in words)
