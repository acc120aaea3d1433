"""The chat's HTML: header, welcome, conversation, and the cited page beside it.

The templates in `ui/templates` escape all text of papers and of readers. The Markdown of an
answer is rendered without links, images and HTML, because a paper's own text comes through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as url_quote
from urllib.parse import urlencode

from markdown_it import MarkdownIt
from markupsafe import Markup

from qa.answers import (
    FOLD,
    Answer,
    AnswerStatus,
    Citation,
    as_numbered,
    paper_url,
    unfolded,
)
from qa.api.html import load_templates
from qa.language.alignment import find_quote
from qa.page_images.renderer import quote_top, why_not_shown
from qa.papers import Coverage, FileFormat, Lines, NoFile, PaperPage
from ui.conversation import Exchange, fingerprint
from ui.render import (
    STANDING_LABELS,
    format_coverage,
    format_meeting,
    format_page,
    format_place,
    matter_of,
    shows_coverage,
    standing_label,
)

if TYPE_CHECKING:
    from qa.library import Library

PICTURE_WIDTH = 1000
"""Pixels."""
MAX_QUOTE_IN_ADDRESS = 2000
"""Characters of a quote in the address of a picture; servers limit an address to 8 KB."""
CONTEXT_LINES = 8
"""Lines shown before and after the cited lines of a paper without pages."""
NO_PICTURE = "This page cannot be shown as a picture. Open the paper itself instead."
NO_PAGE_YET = "Choose a numbered source to see its page here, with the quote highlighted."
PAGE_GONE = "That paper is no longer held, or the page cannot be shown. Please ask again."
ASKED_AGAIN = "Asking again, to open the page…"
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


def render_problem(problem: str) -> str:
    """Return a message in place of an answer."""
    return _render("problem.html", problem=problem)


def render_welcome(
    questions: Sequence[str],
    *,
    holds_papers: bool,
    council: str | None = None,
    meetings: Sequence[object] = (),
) -> str:
    """Return the start of a conversation: example questions as buttons, the latest meetings."""
    return _render(
        "welcome.html",
        questions=questions,
        holds_papers=holds_papers,
        council=council,
        meetings=meetings,
    )


def render_answer(exchange: Exchange, turn: str) -> str:
    """Return the answer, or how far it has come, with what the browser's script must know of it.

    `turn` names this asking of the question.
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
        changed=CHANGED if exchange.changed else "",
    )


def render_again(exchange: str, number: int) -> str:
    """Return the place of the page while the answer that cites it is asked for again."""
    return _render("again.html", exchange=exchange, number=number, message=ASKED_AGAIN)


def render_no_page(message: str) -> str:
    """Return the place of the cited page, with a message in it."""
    return _render("no_page.html", message=message)


def render_page(library: Library, exchange: str, citation: Citation, number: int | None) -> str:
    """Return the page of a citation: a picture for a PDF, numbered lines for any other paper.

    `number` asks for another page of the same PDF.

    Raises:
        PaperNotFoundError: the paper is no longer held, or has no such page.
    """
    paper = citation.paper
    picture, lines = None, []
    if paper.format == FileFormat.PDF:
        picture = _picture(library, citation, number or citation.page.first or 1)
    else:
        lines = cut_excerpt(library.page(paper.id, 1), citation.quote, citation.lines)
    return _render(
        "page.html",
        exchange=exchange,
        citation=citation,
        paper=paper,
        path=" › ".join(part for part in citation.heading if part != paper.title),
        link=paper_url(paper, citation.page, citation.lines).lstrip("/"),
        picture=picture,
        lines=lines,
        no_picture=NO_PICTURE,
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a PDF's page, as the template shows it."""

    page: int
    last: int
    """The number of the PDF's last page."""
    address: str | None
    """None if the page may not be shown."""
    quote_top: float | None
    """How far down the page the quote begins, from 0 to 1; None if it is not on this page."""
    notice: str | None


def _picture(library: Library, citation: Citation, number: int) -> Picture:
    """Return page `number` of the cited PDF."""
    paper = citation.paper
    page = library.page(paper.id, number)
    last = library.page_count(paper.id)
    if page.withheld:
        return Picture(number, last, None, None, why_not_shown(page) or NO_PICTURE)
    if library.why_no_file(paper.id) in (NoFile.NO_COPY, NoFile.GONE):
        return Picture(number, last, None, None, NO_PICTURE)
    query = urlencode({"width": PICTURE_WIDTH, "quote": citation.quote[:MAX_QUOTE_IN_ADDRESS]})
    address = f"api/papers/{url_quote(paper.id)}/pages/{page.number}.png?{query}"
    words = library.word_places(paper.id, number)
    top = quote_top(library.source(paper.id), number, citation.quote, words, page.hidden)
    notice = "The quote cannot be marked on this page." if top is None else None
    return Picture(number, last, address, top, notice)


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """A numbered line in parts, each with whether it belongs to the quote."""

    number: int
    parts: tuple[tuple[str, bool], ...]


def cut_excerpt(
    page: PaperPage, quote: str, lines: Lines | None, *, context: int = CONTEXT_LINES
) -> list[ExcerptLine]:
    """Return the cited lines of a paper without pages, with `context` lines before and after.

    The quote is marked only within the cited lines: the same words may also stand elsewhere.
    Without cited lines, return the lines of the quote; without the quote, the first lines.
    """
    texts = page.text.split("\n")
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    first, last = 0, len(texts) - 1
    if lines is not None:
        first, last = (min(max(line - page.first_line, 0), len(texts) - 1) for line in lines)
        last = max(first, last)
    low, high = starts[first], starts[last] + len(texts[last])
    spans = [(low + start, low + end) for start, end in find_quote(page.text[low:high], quote)]
    if lines is None:
        first, last = _rows_of(spans, starts)
    shown = range(max(first - context, 0), min(last + context + 1, len(texts)))
    return [
        ExcerptLine(page.first_line + row, tuple(_parts(texts[row], starts[row], spans)))
        for row in shown
    ]


def _rows_of(spans: Sequence[tuple[int, int]], starts: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last row that the spans touch; row 0 if there are no spans."""
    if not spans:
        return 0, 0
    first = max(row for row, start in enumerate(starts) if start <= spans[0][0])
    return first, max(row for row, start in enumerate(starts) if start < spans[-1][1])


def _parts(text: str, start: int, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Cut a line, which begins at `start` of the page, where the quote begins and ends."""
    done = 0
    for first, last in spans:
        first, last = max(first - start, done), min(last - start, len(text))
        if first < last:
            if done < first:
                yield text[done:first], False
            yield text[first:last], True
            done = last
    if done < len(text):
        yield text[done:], False


def _render_markdown(text: str) -> Markup:
    """Return Markdown as HTML that cannot load, link or run anything."""
    return Markup(_markdown.render(text))


def _answer_body(exchange: Exchange) -> Markup:
    """Return the text of an answer as HTML, its markers as buttons that open the sources.

    A marker without a citation stays text.
    """
    assert exchange.answer is not None
    answer = exchange.answer
    macros: Any = _templates.get_template("macros.html").module
    buttons = {
        citation.number: str(macros.citation_button(exchange.key, citation))
        for citation in answer.citations
    }
    shown = unfolded(answer.answer)
    html = _render_markdown(as_numbered(shown))
    if folded := answer.answer[len(shown) :].strip().removeprefix(FOLD):
        more = _render_markdown(as_numbered(folded))
        html += Markup('<details class="tc-more"><summary>More</summary>{}</details>').format(more)
    return Markup(_MARKER.sub(lambda match: buttons.get(int(match[1]), match[0]), html))


def _badge_kind(answer: Answer) -> str:
    """Return the part of the badge's CSS class that gives its colour."""
    return str(answer.standing if answer.status is AnswerStatus.ANSWERED else answer.status.value)


def _is_quoted_in(citation: Citation, answer: Answer) -> bool:
    """Return whether the answer's text already shows the quote."""
    return bool(find_quote(answer.answer.replace("**", ""), citation.quote))


_templates = load_templates("ui")
_templates.globals["standing_labels"] = STANDING_LABELS
_templates.filters.update(
    {
        "answer_body": _answer_body,
        "badge_kind": _badge_kind,
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
