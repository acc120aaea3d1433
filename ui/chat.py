"""The chat: a conversation, and beside it the page that an answer cites.

The conversation is the browser's: `static/talk.js` shows it, keeps it (encrypted, with the
library's secret) and asks its questions one after another. With each it sends the few questions
before, so that the server needs to know nothing; Gradio sends back the newest answer alone, made
by `ui.html`. The server keeps the quotes of a session (`ui.conversation`), so a citation button
sends two short strings and no text.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.answers import Answer
from qa.api.middleware.limits import reader_of
from qa.api.problems import describe_failure
from qa.errors import LibraryError, PaperNotFoundError, QuestionError, UnavailableError
from qa.narrowing.choices import check_known, choices_held
from qa.papers import Coverage
from qa.questions.follow_ups import TURNS
from ui.conversation import Exchange, Sessions, fingerprint
from ui.feedback.receiving import Pressed
from ui.html import (
    render_answer,
    render_examples,
    render_feedback,
    render_footer,
    render_header,
    render_problem,
    render_sidebar,
    render_told,
    render_welcome,
)
from ui.narrow.panel import render_panel
from ui.narrow.sent import read_narrowing
from ui.panel.rendering import (
    NO_PAGE_YET,
    PAGE_GONE,
    render_again,
    render_gone,
    render_no_page,
    show_page,
)
from ui.panel.wanted import Wanted
from ui.prompts.examples import Examples
from ui.prompts.further import further_questions
from ui.prompts.items import HeldItems
from ui.records.meetings import latest_meetings

if TYPE_CHECKING:
    from qa.answerer import Answering
    from ui.feedback.receiving import Feedback

THEME = gr.themes.Base(
    # Fonts of the reader's own system: a web font would be loaded from another host.
    font=["Arial", "Helvetica", "sans-serif"],
    font_mono=["ui-monospace", "Consolas", "monospace"],
)
MAX_QUESTION = 2000
"""Characters."""
MAX_KEY = 40
"""Characters of the name that the browser gives an exchange."""
SESSION_HOURS = 4.0
"""An idle session is forgotten after this, unless a setting says otherwise."""
_AT_ONCE = 16
"""Questions that are handed on at the same time; fewer are answered (see `qa.pool.crew`), and more
wait. So a language model that hangs on a few questions does not hold up the others."""
_EVENT: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_RESTORE = "(kept) => { window.townclerkKept = kept; window.townclerk?.restore(kept); return []; }"
KEY = re.compile(rf"[a-z0-9-]{{1,{MAX_KEY}}}")
_CLOSED = "The papers cannot be searched just now. Try again in a minute."
_UNEXPECTED = "Something went wrong here, and the question was not answered."

LATEST_MEETINGS = 3

log = logging.getLogger(__name__)


def build_chat(
    answerer: Answering,
    secret: str,
    *,
    council: str | None = None,
    email: str | None = None,
    sessions: Sessions | None = None,
    signs_out: bool = False,
    feedback: Feedback | None = None,
) -> gr.Blocks:
    """Return the chat over this answerer, with a link to sign out if readers sign in here.

    `secret` is the library's: with it the browser encrypts the conversations that it keeps, and
    by it those of another library at the same address are told apart.
    """
    sessions = sessions or Sessions(SESSION_HOURS)
    chat = Chat(answerer, sessions, council, email, signs_out=signs_out, feedback=feedback)
    title = f"Townclerk – {council}" if council else "Townclerk"
    blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with blocks:
        head = _html_part("tc-head")
        kept = gr.BrowserState({}, storage_key=_storage_key(secret), secret=secret)
        with gr.Row(elem_id="tc-columns"):
            _html_part("tc-side", "sidebar.js", render_sidebar())
            with gr.Column(elem_id="tc-left"):
                with gr.Column(elem_id="tc-talk"):
                    welcome = _html_part("tc-start", value=render_welcome([], holds_papers=True))
                    talk = _html_part("tc-log", "talk.js")
                newest = _html_part("tc-newest", "newest.js")
                more = _html_part("tc-more", "more.js")
                _html_part("tc-status", "status.js")
                narrow = _html_part("tc-narrow", "narrow.js")
                with gr.Row(elem_id="tc-ask"):
                    gr.Textbox(
                        label="Your question",
                        placeholder="A decision, a sum, a vote …",
                        max_lines=4,
                        max_length=MAX_QUESTION,
                        scale=5,
                    )
                    gr.Button("Ask", variant="primary", min_width=80, scale=1)
            with gr.Column(elem_id="tc-right"):
                page = _html_part("tc-panel", "page.js", render_no_page(NO_PAGE_YET))
        foot = _html_part("tc-foot", value=render_footer(email=email))
        quick: dict[str, Any] = {"queue": False, **_EVENT}
        slow: dict[str, Any] = {
            "concurrency_limit": _AT_ONCE,
            "trigger_mode": "multiple",
            **_EVENT,
        }
        blocks.load(chat.start, None, [head, narrow, foot], **quick)
        blocks.load(chat.welcome, None, [welcome, more], **quick)
        more.tick(chat.more_examples, None, more, **quick)
        # What the browser does by itself: nothing of it is sent.
        gr.on([blocks.load, kept.change], None, kept, None, js=_RESTORE, **_EVENT)
        talk.change(None, None, kept, js="() => [townclerk.keep()]", **_EVENT)
        asked = talk.submit(chat.ask, None, newest, **slow)
        for done in (asked.then, asked.failure):
            done(None, None, None, js="() => { townclerk.ended(); return []; }", **_EVENT)
        talk.clear(chat.forget, None, None, **quick)
        for part in (talk, page):
            part.click(chat.open_page, None, page, **slow)
        if chat.asks_right:
            told = _html_part("tc-told", "told.js")
            report = _html_part("tc-report", "report.js", render_feedback())
            report.like(chat.take_feedback, None, told, **quick)
        blocks.unload(chat.forget)
    return blocks


def _storage_key(secret: str) -> str:
    return f"townclerk-{hashlib.sha256(secret.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the browser sends it."""

    key: str
    turn: str
    """Names this asking; what comes back carries it, so that a late answer is known as one."""
    question: str
    previous: tuple[str, ...] = ()
    fingerprint: str = ""
    """Of the answer that it had before; empty where it had none."""
    was: str = ""
    """The fingerprint of the answer that a link was made for; empty where no link asked."""
    narrow: Mapping[str, Any] | None = None
    """What it is narrowed to; see `ui.narrow.sent`."""

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> Asked:
        """Check what was sent: short strings. Raises ValueError where it is anything else."""
        names = ("key", "turn", "question", "previous", "fingerprint")
        key, turn, question, previous, known = (str(sent.get(name, "")) for name in names)
        before = [text[:MAX_QUESTION] for text in previous.split("\n") if text.strip()][-TURNS:]
        if not KEY.fullmatch(key) or not KEY.fullmatch(turn) or len(known) > MAX_KEY:
            raise ValueError("the exchange is not named as it should be")
        was, narrow = str(sent.get("was", ""))[:MAX_KEY], sent.get("narrow")
        chosen = narrow if isinstance(narrow, Mapping) else None
        return cls(key, turn, question[:MAX_QUESTION], tuple(before), known, was, chosen)


class Chat:
    """The events of the chat."""

    def __init__(
        self,
        answerer: Answering,
        sessions: Sessions,
        council: str | None = None,
        email: str | None = None,
        *,
        signs_out: bool = False,
        feedback: Feedback | None = None,
    ) -> None:
        self._answerer, self._sessions, self._council = answerer, sessions, council
        self._email = email
        self._signs_out, self._feedback = signs_out, feedback
        self.asks_right = feedback is not None and feedback.switches.remarks
        """Whether readers are asked if an answer is right."""
        self._items = HeldItems()
        self._examples = Examples(getattr(answerer, "unobserved", answerer), self._items)

    def start(self) -> tuple[str, str, str]:
        """Return the head, what may be chosen, and the foot, from the library as it is now."""
        try:
            library = self._answerer.library
            library.refresh()
            held = library.coverage()
            return (
                self._head(held),
                render_panel(choices_held(library)),
                render_footer(held, self._email),
            )
        except LibraryError as error:
            log.error("the library cannot be used: %s", error)
            return self._head(None), render_panel(None), render_footer(email=self._email)

    def welcome(self) -> tuple[str, str]:
        """Return the start of a conversation, and what tells the browser that examples will come.

        The second is empty where all are ready, or there are none.
        """
        try:
            library = self._answerer.library
            ready = self._examples.of(library)
            start = render_welcome(
                ready.questions,
                room=ready.room,
                holds_papers=library.coverage().papers > 0,
                council=self._council,
                meetings=latest_meetings(library, LATEST_MEETINGS),
            )
            return start, render_examples(ready.questions, coming=True) if ready.room else ""
        except LibraryError as error:
            log.error("the library cannot be used: %s", error)
            return render_problem(_CLOSED), ""

    def more_examples(self) -> str:
        """Return the examples that are ready by now."""
        ready = self._examples.now()
        return render_examples(ready.questions, coming=bool(ready.room))

    def _head(self, held: Coverage | None) -> str:
        return render_header(held, self._council, signs_out=self._signs_out)

    def ask(self, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        """Answer a question, and give the answer as it is written.

        Raises ValueError where the browser sent no question of the chat.
        """
        asked, session = Asked.read(event._data), str(request.session_hash)
        self._sessions.begin(session)
        exchange = Exchange(asked.key, asked.question)
        for shown in self._answering(exchange, asked):
            if shown.answer is not None:
                opened = (*shown.answer.citations, *shown.answer.nearest)
                self._sessions.keep(session, asked.key, opened)
                if self._feedback:
                    self._feedback.note(
                        session,
                        asked.key,
                        asked.question,
                        shown.answer,
                        again=bool(asked.fingerprint),
                        narrowing={k: str(v) for k, v in (asked.narrow or {}).items() if v},
                    )
                now = fingerprint(shown.answer)
                shown = replace(
                    shown,
                    changed=asked.fingerprint not in ("", now),
                    linked=asked.was not in ("", now),
                    further=self._next(shown.answer),
                )
            yield render_answer(shown, asked.turn, asks_right=self.asks_right)

    def take_feedback(self, event: gr.EventData, request: gr.Request) -> str:
        """Keep what a reader says of an answer. Raises ValueError where it is not that."""
        assert self._feedback is not None
        sent = event._data
        pressed = Pressed.model_validate({**sent, "key": str(sent["key"])[:MAX_KEY]})
        session = str(request.session_hash)
        reader = reader_of(request.request.scope) if request.request else session
        told = self._feedback.take(session, reader, pressed)
        return render_told(str(sent["turn"])[:MAX_KEY], told.text, kept=told.kept)

    def open_page(self, event: gr.EventData, request: gr.Request) -> str:
        """Return a page of the paper whose citation was pressed, or another place of it."""
        try:
            wanted = Wanted.read(event._data)
        except (KeyError, ValueError):
            return render_gone(PAGE_GONE)
        try:
            session = str(request.session_hash)
            citation = self._sessions.citation(session, wanted.exchange, wanted.number)
        except KeyError:
            return render_again(wanted.exchange, wanted.number)
        return show_page(self._answerer.library, citation, wanted)

    def forget(self, request: gr.Request) -> None:
        """Forget a session, when its tab is closed or its conversation deleted."""
        self._sessions.end(str(request.session_hash))
        if self._feedback:
            self._feedback.forget(str(request.session_hash))

    def _next(self, answer: Answer) -> tuple[str, ...]:
        """Return what may be asked next; nothing where the library cannot be read just now."""
        try:
            return further_questions(answer, self._items.of(self._answerer.library))
        except (LibraryError, PaperNotFoundError):
            return ()

    def _answering(self, exchange: Exchange, asked: Asked) -> Iterator[Exchange]:
        """Yield the exchange as its answer grows; the last one has the answer or the problem."""
        try:
            filters, as_at = read_narrowing(asked.narrow)
            check_known(filters, self._answerer.library)
            parts = self._answerer.stream(
                exchange.question, hits=0, previous=asked.previous, as_at=as_at, filters=filters
            )
            for part in parts:
                if isinstance(part, Answer):
                    yield replace(exchange, answer=part, written=())
                else:
                    exchange = replace(exchange, written=(*exchange.written, part))
                    yield exchange
        except (QuestionError, UnavailableError) as error:
            yield replace(exchange, problem=str(error))
        except LibraryError as error:
            log.error("the library cannot be used: %s", error)
            yield replace(exchange, problem=_CLOSED)
        except Exception as error:
            # Whatever went wrong, the reader must not be left waiting. The log has no question.
            log.error("a question could not be answered: %s", describe_failure(error))
            yield replace(exchange, problem=_UNEXPECTED)


def _html_part(name: str, script: str = "", value: str = "") -> gr.HTML:
    """Return a part of the page, with the script that handles its buttons."""
    code = ""
    if script:
        code = (resources.files("ui") / "static" / script).read_text(encoding="utf-8")
    return gr.HTML(value, elem_id=name, js_on_load=code, apply_default_css=False)
