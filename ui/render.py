"""An answer in words: labels and phrases for the chat and the terminal, and the terminal's text."""

from __future__ import annotations

import re

from qa.answers import Answer, AnswerStatus, Citation
from qa.language.dates import format_day
from qa.language.terms import term_set
from qa.papers import Coverage, PageBasis, PageKind, PageSpan, Standing

STANDING_LABELS = {
    Standing.DECIDED: "Decided",
    Standing.RECOMMENDED: "Recommended – not yet decided",
    Standing.PROPOSED: "Proposed only",
    Standing.NOTED: "Noted",
    Standing.DEFERRED: "Deferred",
    Standing.LOST: "Not carried",
    Standing.RECORDED: "Recorded in the minutes",
    Standing.DISCUSSED: "Discussed",
    Standing.BACKGROUND: "Background",
    Standing.EXEMPT: "Not published",
}
STATUS_LABELS = {
    AnswerStatus.NEAREST: "The papers found do not say",
    AnswerStatus.NOT_FOUND: "Nothing found",
    AnswerStatus.NOT_HELD: "Not in the papers held",
    AnswerStatus.EXEMPT: STANDING_LABELS[Standing.EXEMPT],
}

# All but line feed and tab: they could move the cursor of a terminal or change its state.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
MOST_TITLES = 4
"""Titles of items from which on an answer is a list, and on no one matter."""
LEAST_SHARED = 2
"""Terms that two titles share, to be on one matter."""
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")


NOT_SEARCHED = "Not searched"
"""The label of a reply to what asks nothing of the papers."""


def standing_label(answer: Answer) -> str:
    """Return the label of an answer: the standing of its evidence, or why there is none."""
    if answer.is_of_no_matter:
        return NOT_SEARCHED
    if answer.status in STATUS_LABELS or answer.standing is None:
        return STATUS_LABELS.get(answer.status, STANDING_LABELS[Standing.EXEMPT])
    return STANDING_LABELS[answer.standing]


def matter_of(answer: Answer) -> str | None:
    """Return the matter of an answer, as the titles of the items quoted name it; None for several.

    Where it quotes two items, what their titles share is the matter.
    """
    titles: dict[str, None] = {}
    for citation in answer.citations:
        if citation.heading and citation.heading[0] != citation.paper.title:
            title = citation.heading[0]
            if citation.minute:
                title = title.removeprefix(citation.minute).lstrip(" .:–-")
            titles.setdefault(title)
    if not titles or len(titles) > MOST_TITLES:
        return None
    first, *others = titles
    shared = [term_set(other) & term_set(first) for other in others]
    wide = [terms for terms in shared if len(terms) >= LEAST_SHARED]
    words = [word for word in first.split() if all(term_set(word) & terms for terms in wide)]
    return " ".join(words).strip(" -–:,") or first


def format_page(page: PageSpan) -> str:
    """Return the page or pages, or that the page is not known."""
    if page.kind is PageKind.UNKNOWN or page.first is None:
        return "page not known"
    if page.last is not None and page.last != page.first:
        return f"pages {page.first} to {page.last}"
    if page.printed and page.printed != str(page.first):
        return f"page {page.first} (printed {page.printed})"
    return f"page {page.first}"


def format_place(citation: Citation) -> str:
    """Return the place of a quote in its paper: page, lines, minute."""
    parts = []
    if citation.page.kind is not PageKind.UNKNOWN or citation.lines is None:
        parts.append(format_page(citation.page))
    if citation.page.basis == PageBasis.OCR:
        parts.append("read by OCR")
    if citation.lines:
        first, last = citation.lines
        parts.append(f"line {first}" if first == last else f"lines {first} to {last}")
    if citation.minute:
        parts.append(f"minute {citation.minute}")
    return ", ".join(parts)


def format_meeting(citation: Citation) -> str:
    """Return the council, body and day of the paper's meeting, as far as they are known."""
    paper = citation.paper
    day = format_day(paper.meeting_date) if paper.meeting_date else None
    return ", ".join(part for part in (paper.council, paper.body, day) if part)


def format_coverage(searched: Coverage) -> str:
    """Return how many papers there are, and the days of their first and last meetings."""
    papers = "1 paper" if searched.papers == 1 else f"{searched.papers:,} papers"
    if searched.first is None or searched.last is None:
        return papers
    if searched.first == searched.last:
        return f"{papers}, of {format_day(searched.first)}"
    return f"{papers}, of {format_day(searched.first)} to {format_day(searched.last)}"


def shows_coverage(answer: Answer) -> bool:
    """Return whether to show what was searched; an answer that found nothing already says it."""
    return answer.status not in (AnswerStatus.NOT_FOUND, AnswerStatus.NOT_HELD)


def render_terminal(answer: Answer) -> str:
    """Return an answer as plain text: standing, answer, numbered sources, what was searched."""
    parts = [standing_label(answer).upper(), _BOLD.sub(r"\1", answer.answer.strip())]
    if answer.citations:
        sources = "\n".join(_format_source(citation) for citation in answer.citations)
        parts.append(f"Sources\n{sources}")
    if shows_coverage(answer):
        parts.append(f"Looked through {format_coverage(answer.searched)}.")
    return _CONTROLS.sub("", "\n\n".join(parts))


def _format_source(citation: Citation) -> str:
    """Return a source: file and place, then indented its standing, meeting and headings."""
    indent = " " * 4
    head = f"[{citation.number}] {citation.paper.file}, {format_place(citation)}"
    below = [STANDING_LABELS[citation.standing], format_meeting(citation)]
    heading = " > ".join(citation.heading)
    return "\n".join([head, *(f"{indent}{line}" for line in [*below, heading] if line)])
