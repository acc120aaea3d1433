"""An answer in words: the labels that every surface shares, and the answer for a terminal."""

from __future__ import annotations

import re
from datetime import date

from qa.answers import Answer, AnswerStatus, Citation
from qa.pages import PageBasis, PageKind, PageSpan
from qa.papers import Coverage, Standing

STANDING_LABELS = {
    Standing.DECIDED: "Decided",
    Standing.RECOMMENDED: "Recommended – not yet decided",
    Standing.PROPOSED: "Proposed only",
    Standing.NOTED: "Noted",
    Standing.DEFERRED: "Deferred",
    Standing.DISCUSSED: "Discussed",
    Standing.BACKGROUND: "Background",
    Standing.EXEMPT: "Not published",
}
NOT_FOUND_LABEL = "Not in the papers held"

# Line feed and tab are layout; the rest could move a terminal's cursor or change its state.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")


def standing_label(answer: Answer) -> str:
    """Return the badge of an answer: the standing of its evidence, or why there is none."""
    if answer.status is AnswerStatus.NOT_FOUND:
        return NOT_FOUND_LABEL
    if answer.status is AnswerStatus.EXEMPT or answer.standing is None:
        return STANDING_LABELS[Standing.EXEMPT]
    return STANDING_LABELS[answer.standing]


def date_words(day: date) -> str:
    """Write a date as minutes do: 14 March 2024."""
    return f"{day.day} {day:%B %Y}"


def page_words(page: PageSpan) -> str:
    """Say on which page, as surely as it is known."""
    if page.kind is PageKind.UNKNOWN or page.first is None:
        return "page not known"
    if page.last is not None and page.last != page.first:
        return f"pages {page.first} to {page.last}"
    if page.printed and page.printed != str(page.first):
        return f"page {page.first} (printed {page.printed})"
    return f"page {page.first}"


def place_words(citation: Citation) -> str:
    """Say where in its paper a quote stands: page, lines, minute."""
    parts = []
    if citation.page.kind is not PageKind.UNKNOWN or citation.lines is None:
        parts.append(page_words(citation.page))
    if citation.page.basis == PageBasis.OCR:
        parts.append("read by OCR")
    if citation.lines:
        first, last = citation.lines
        parts.append(f"line {first}" if first == last else f"lines {first} to {last}")
    if citation.minute:
        parts.append(f"minute {citation.minute}")
    return ", ".join(parts)


def meeting_words(citation: Citation) -> str:
    """Say whose meeting of what day the paper was for; empty where neither is known."""
    paper = citation.paper
    day = date_words(paper.meeting_date) if paper.meeting_date else None
    return ", ".join(part for part in (paper.council, paper.body, day) if part)


def searched_words(searched: Coverage) -> str:
    """Say what was looked through."""
    papers = "1 paper" if searched.papers == 1 else f"{searched.papers:,} papers"
    if searched.first is None or searched.last is None:
        return papers
    if searched.first == searched.last:
        return f"{papers}, of {date_words(searched.first)}"
    return f"{papers}, of {date_words(searched.first)} to {date_words(searched.last)}"


def tells_searched(answer: Answer) -> bool:
    """Whether what was searched has to be told besides; of what is not found, the answer does."""
    return answer.status is not AnswerStatus.NOT_FOUND


def render_terminal(answer: Answer) -> str:
    """Return an answer as plain text: standing, answer, numbered sources, what was searched."""
    parts = [standing_label(answer).upper(), _BOLD.sub(r"\1", answer.answer.strip())]
    if answer.citations:
        sources = "\n".join(_source_lines(citation) for citation in answer.citations)
        parts.append(f"Sources\n{sources}")
    if tells_searched(answer):
        parts.append(f"Looked through {searched_words(answer.searched)}.")
    return _CONTROLS.sub("", "\n\n".join(parts))


def _source_lines(citation: Citation) -> str:
    """Return a source: file and place, then the meeting and the way there, indented."""
    indent = " " * 4
    head = f"[{citation.number}] {citation.paper.file}, {place_words(citation)}"
    below = [STANDING_LABELS[citation.standing], meeting_words(citation)]
    heading = " > ".join(citation.heading)
    return "\n".join([head, *(f"{indent}{line}" for line in [*below, heading] if line)])
