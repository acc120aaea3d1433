"""What an answer's badges, places and papers are called: for the chat, the terminal and saved files."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answers import Answer, AnswerStatus, Citation
from qa.language.dates import format_day
from qa.papers import Coverage, Lines, PageBasis, PageKind, PageSpan, Standing

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
NOT_SEARCHED = "Not searched"
"""The label of a reply to what asks nothing of the papers."""
LATER_CHANGED = "Decided, later changed"
"""In place of "Decided" where a later meeting changed it (`Answer.later`)."""


def standing_label(answer: Answer) -> str:
    """Return the label of an answer: the standing of its evidence, or why there is none."""
    if answer.is_of_no_matter:
        return NOT_SEARCHED
    if answer.status in STATUS_LABELS or answer.standing is None:
        return STATUS_LABELS.get(answer.status, STANDING_LABELS[Standing.EXEMPT])
    if answer.later is not None and answer.standing is Standing.DECIDED:
        return LATER_CHANGED
    return STANDING_LABELS[answer.standing]


def name_pages(page: PageSpan) -> str:
    """Return the page or pages as the file counts them; empty where they are not known."""
    if page.kind is PageKind.UNKNOWN or page.first is None:
        return ""
    if page.last is not None and page.last != page.first:
        return f"pages {page.first} to {page.last}"
    return f"page {page.first}"


def name_lines(lines: Lines) -> str:
    """Return the line or lines of a text."""
    first, last = lines
    return f"line {first}" if first == last else f"lines {first} to {last}"


def format_page(page: PageSpan) -> str:
    """Return the page or pages with the number printed, or that the page is not known."""
    pages = name_pages(page)
    if pages.startswith("page ") and page.printed and page.printed != str(page.first):
        return f"{pages} (printed {page.printed})"
    return pages or "page not known"


def format_place(citation: Citation) -> str:
    """Return the place of a quote in its paper: page, lines, minute."""
    parts = []
    if citation.page.kind is not PageKind.UNKNOWN or citation.lines is None:
        parts.append(format_page(citation.page))
    if citation.page.basis == PageBasis.OCR:
        parts.append("read by OCR")
    if citation.lines:
        parts.append(name_lines(citation.lines))
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


def format_where(citations: Sequence[Citation], *, said: str | None = None) -> str:
    """Return where quotes of one paper stand, in a line: paper, council, body, day, minute, pages.

    What the paper's title says already is not said again, nor is the council that was `said`.
    """
    paper = citations[0].paper
    day = format_day(paper.meeting_date) if paper.meeting_date else None
    of_meeting = [
        part
        for part in (paper.council, paper.body, day)
        if part and part != said and part.casefold() not in paper.title.casefold()
    ]
    minutes = dict.fromkeys(cited.minute for cited in citations if cited.minute)
    named = [f"minute {minute}" for minute in minutes]
    return ", ".join([paper.title, *of_meeting, *named, *_places_of(citations)])


def _places_of(citations: Sequence[Citation]) -> list[str]:
    """Return the pages of quotes in words; of a text its lines; nothing where neither is known."""
    known = [cited.page for cited in citations if cited.page.kind is not PageKind.UNKNOWN]
    single = dict.fromkeys(page.first for page in known if page.first and page.last == page.first)
    if len(single) > 1 and len(known) == len(citations):
        *others, last = map(str, single)
        return [f"pages {', '.join(others)} and {last}"]
    told = (
        format_page(cited.page)
        if name_pages(cited.page)
        else name_lines(cited.lines)
        if cited.lines
        else ""
        for cited in citations
    )
    return [place for place in dict.fromkeys(told) if place]
