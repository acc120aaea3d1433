"""The conversation as HTML. All text of papers and of readers is data here: it is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt

from qa.answers import Answer, AnswerStatus, Citation, as_numbered
from qa.papers import Coverage, Standing
from qa.quote_places import find_quote
from ui.conversation import Exchange
from ui.render import (
    STANDING_LABELS,
    meeting_words,
    page_words,
    place_words,
    searched_words,
    standing_label,
    tells_searched,
)

# Markdown with nothing in it that could load, link or run: a paper's own text comes through it.
_markdown = MarkdownIt("zero", {"breaks": True}).enable(
    ["blockquote", "list", "emphasis", "newline", "escape"]
)
_MARKER = re.compile(r"\[(\d{1,3})\]")


def header_html(searched: Coverage | None) -> str:
    """Return the head of the page, with what is held where that is known."""
    held = f" Answers come from {searched_words(searched)}." if searched and searched.papers else ""
    return (
        '<header class="tc-header"><h1>Townclerk</h1>'
        f"<p>Questions answered from the council’s own papers.{escape(held)}</p></header>"
    )


def problem_html(problem: str) -> str:
    """Return what went wrong, in place of an answer."""
    return f'<p class="tc-problem">{escape(problem)}</p>'


def welcome_html(examples: Sequence[str], holds_papers: bool) -> str:
    """Return what stands where the conversation will be: example questions, as buttons."""
    if not holds_papers:
        return (
            '<div class="tc-welcome"><h2>No papers are held yet</h2>'
            "<p>Add some with <code>townclerk ingest</code>, then reload this page.</p></div>"
        )
    buttons = "".join(
        f'<li><button type="button" class="tc-example" data-question="{escape(question)}">'
        f"{escape(question)}</button></li>"
        for question in examples
    )
    tried = f"<p>For example:</p><ul>{buttons}</ul>" if buttons else ""
    return (
        '<div class="tc-welcome"><h2>Ask what was decided, by whom and when</h2>'
        "<p>Each answer quotes the papers, says whether the matter was decided or only proposed, "
        f"and opens the page.</p>{tried}</div>"
    )


def conversation_html(exchanges: Sequence[Exchange]) -> str:
    """Return the conversation, oldest question first."""
    return "".join(_exchange(exchange) for exchange in exchanges)


def badge_html(label: str, kind: str) -> str:
    """Return a badge; the words carry its meaning, the colour only repeats it."""
    return f'<strong class="tc-badge tc-{escape(kind)}">{escape(label)}</strong>'


def standing_badge(standing: Standing) -> str:
    """Return the badge of one source."""
    return badge_html(STANDING_LABELS[standing], standing.value)


def _exchange(exchange: Exchange) -> str:
    """Return one question and what came of it."""
    if exchange.answer:
        reply = _answer(exchange.number, exchange.answer)
    elif exchange.problem:
        reply = problem_html(exchange.problem)
    elif exchange.written:
        reply = _writing(exchange.written)
    else:
        reply = '<p class="tc-waiting">Looking through the papers held…</p>'
    return (
        '<article class="tc-exchange"><h2 class="tc-question">'
        f'<span class="tc-hidden">You asked: </span>{escape(exchange.question)}</h2>'
        f'<div class="tc-answer">{reply}</div></article>'
    )


def _writing(sentences: Sequence[str]) -> str:
    """Return the sentences that are there already; their sources come with the whole answer."""
    return (
        f'<div class="tc-body">{_markdown.render(" ".join(sentences))}</div>'
        '<p class="tc-waiting">Writing, and checking each sentence against the papers…</p>'
    )


def _answer(exchange: int, answer: Answer) -> str:
    """Return an answer: badge, text with citation buttons, sources, what was searched."""
    numbers = {citation.number for citation in answer.citations}

    def marker(match: re.Match[str]) -> str:
        number = int(match[1])
        return _citation_button(exchange, number, answer) if number in numbers else match[0]

    body = _MARKER.sub(marker, _markdown.render(as_numbered(answer.answer)))
    sources = "".join(_source(exchange, answer, citation) for citation in answer.citations)
    searched = escape(searched_words(answer.searched)) if tells_searched(answer) else ""
    kind = answer.status.value if answer.status is not AnswerStatus.ANSWERED else answer.standing
    return (
        f"<p>{badge_html(standing_label(answer), str(kind))}</p>"
        f'<div class="tc-body">{body}</div>'
        + (f'<h3>Sources</h3><ol class="tc-sources">{sources}</ol>' if sources else "")
        + (f'<p class="tc-searched">Looked through {searched}.</p>' if searched else "")
    )


def _citation_button(exchange: int, number: int, answer: Answer) -> str:
    """Return the button that opens a source's page beside the conversation."""
    citation = next(citation for citation in answer.citations if citation.number == number)
    label = f"Source {number}: open {page_words(citation.page)} of {citation.paper.title}"
    return (
        f'<button type="button" class="tc-cite" data-exchange="{exchange}" data-number="{number}" '
        f'aria-label="{escape(label)}">{number}</button>'
    )


def _source(exchange: int, answer: Answer, citation: Citation) -> str:
    """Return a source: where it is from, and its quote unless the answer already shows it."""
    told = bool(find_quote(answer.answer, citation.quote))
    quote = "" if told else f"<blockquote>{escape(citation.quote)}</blockquote>"
    about = escape(", ".join(filter(None, [place_words(citation), meeting_words(citation)])))
    return (
        f"<li>{_citation_button(exchange, citation.number, answer)}<div>{quote}"
        f'<p><span class="tc-title">{escape(citation.paper.title)}</span> '
        f'{standing_badge(citation.standing)}<br><span class="tc-place">{about}</span></p>'
        "</div></li>"
    )
