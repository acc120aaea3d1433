"""The chat: a conversation, and beside it the page that an answer cites.

What a reader sees is HTML that `ui.markup` and `ui.panel` make; Gradio carries it and brings
back which button was pressed. The answers stay in the session on the server, so a button sends
two numbers and no text.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.conversation import TURNS
from qa.errors import LibraryError, PaperNotFoundError, QuestionError
from ui.conversation import Conversation, Exchange
from ui.examples import example_questions
from ui.markup import conversation_html, header_html, problem_html, welcome_html
from ui.panel import EMPTY_PANEL, LOST_PANEL, panel_html
from ui.render import standing_label

if TYPE_CHECKING:
    from qa.answerer import Answerer

THEME = gr.themes.Base(
    # The reader's own fonts: a named web font would be fetched.
    font=["Arial", "Helvetica", "sans-serif"],
    font_mono=["ui-monospace", "Consolas", "monospace"],
)
CSS_FILE = Path(__file__).with_name("chat.css")
MAX_QUESTION = 2000
_AT_ONCE = 4
"""Questions that are answered at the same time; the others wait their turn."""
_EVENT = {"show_progress": "hidden", "api_visibility": "private"}
_SESSION_SECONDS = 4 * 3600
_CLOSED = "The papers cannot be looked through just now. Try again in a minute."
_UNEXPECTED = "Something went wrong here, and the question was not answered."

log = logging.getLogger(__name__)


def build_chat(answerer: Answerer) -> gr.Blocks:
    """Return the chat over this answerer."""
    chat = Chat(answerer)
    blocks = gr.Blocks(title="Townclerk", analytics_enabled=False, fill_width=True)
    with blocks:
        head = gr.HTML(elem_id="tc-head", apply_default_css=False)
        talk = gr.State(Conversation(), time_to_live=_SESSION_SECONDS)
        with gr.Row(elem_id="tc-columns"):
            with gr.Column(elem_id="tc-left"):
                shown = _html("tc-talk", "talk.js")
                status = _html("tc-status", "status.js")
                with gr.Row(elem_id="tc-ask"):
                    question = gr.Textbox(
                        label="Your question", max_lines=4, max_length=MAX_QUESTION, scale=5
                    )
                    button = gr.Button("Ask", variant="primary", min_width=80, scale=1)
            with gr.Column(elem_id="tc-right"):
                panel = _html("tc-panel", "panel.js", EMPTY_PANEL)
        asked = [shown, question, status]
        quick: dict[str, Any] = {"queue": False, **_EVENT}
        slow: dict[str, Any] = {"concurrency_limit": _AT_ONCE, **_EVENT}
        blocks.load(chat.start, None, [head, shown], **quick)
        asks = gr.on([question.submit, button.click], chat.begin, [question, talk], asked, **quick)
        example = shown.select(chat.begin_example, talk, asked, **quick)
        for begun in (asks, example):
            begun.then(chat.finish, talk, [shown, status], **slow)
        for pages in (shown, panel):
            pages.click(chat.open_page, talk, panel, **slow)
    return blocks


class Chat:
    """What the chat's events do."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def start(self) -> tuple[str, str]:
        """Return the head and the welcome, from the library as it is now."""
        try:
            library = self._answerer.library
            library.refresh()
            searched, examples = library.coverage(), example_questions(library)
        except LibraryError as error:
            log.error("the library cannot be used: %s", error)
            return header_html(None), problem_html(_CLOSED)
        return header_html(searched), welcome_html(examples, searched.papers > 0)

    def begin(self, question: str, talk: Conversation) -> tuple[Any, str, str]:
        """Show the question at once, and that it is being looked into."""
        if not question.strip():
            return gr.skip(), question, "Type a question first."
        talk.add(question.strip())
        return conversation_html(talk.exchanges), "", "Looking through the papers held."

    def begin_example(self, talk: Conversation, event: gr.EventData) -> tuple[Any, str, str]:
        """Ask an example question."""
        return self.begin(str(event._data.get("question", ""))[:MAX_QUESTION], talk)

    def finish(self, talk: Conversation) -> Iterator[tuple[Any, Any]]:
        """Answer the questions that wait for an answer, and show each as it is written."""
        for exchange in talk.waiting():
            for shown in self._answering(exchange, talk.before(exchange)):
                talk.replace(shown)
                spoken = gr.skip() if shown.waits else _spoken(shown)
                yield conversation_html(talk.exchanges), spoken

    def open_page(self, talk: Conversation, event: gr.EventData) -> str:
        """Return the page that a citation button stands for."""
        try:
            asked, number = int(event._data["exchange"]), int(event._data["number"])
            page = int(event._data["page"]) if "page" in event._data else None
            citation = talk.citation(asked, number)
            return panel_html(self._answerer.library, asked, citation, page)
        except (KeyError, ValueError, PaperNotFoundError, LibraryError):
            return LOST_PANEL

    def _answering(self, exchange: Exchange, previous: list[str]) -> Iterator[Exchange]:
        """Yield the exchange as its answer grows, and at last with it or why there is none."""
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
            # The conversation must not be left waiting, whatever went wrong.
            log.exception("a question could not be answered")
            yield replace(exchange, problem=_UNEXPECTED)


def _spoken(exchange: Exchange) -> str:
    """Return what a screen reader says when an answer comes."""
    if exchange.answer is None:
        return "There is no answer."
    count = len(exchange.answer.citations)
    return f"Answer: {standing_label(exchange.answer)}. Sources: {count}."


def _html(name: str, script: str, value: str = "") -> gr.HTML:
    """Return a piece of HTML with the script that brings its buttons to life."""
    code = Path(__file__).with_name(script).read_text(encoding="utf-8")
    return gr.HTML(value, elem_id=name, js_on_load=code, apply_default_css=False)
