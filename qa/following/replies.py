"""Answers that need no search: on which page the last answer stands, and a reply to thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answers import NOTHING_ASKED, Answer, Citation
from qa.language.dates import format_day
from qa.papers import Coverage
from qa.replies.reply import how_to_ask, without_quotes
from qa.writing.labels import name_lines, name_pages

if TYPE_CHECKING:
    from qa.library import Library

NOTHING_QUOTED = "nothing quoted"


def reply_to_courtesy(question: str, library: Library) -> Answer:
    """Say that nothing was asked, and how to go on."""
    line = "Nothing is asked here."
    text = f"**{line}** {how_to_ask(library)} What was asked before is still known."
    return without_quotes(question, line, text, NOTHING_ASKED, library.coverage())


def reply_with_place(question: str, answer: Answer, coverage: Coverage) -> Answer:
    """Say where each quote of the last answer stands."""
    if not answer.citations:
        line = "The answer before quotes no paper, so it stands on no page."
        return without_quotes(question, line, f"**{line}**", NOTHING_QUOTED, coverage)
    lead = answer.citations[0]
    line = f"{place_of(lead).capitalize()} of {lead.paper.title}."
    told = [f"**{line}**"]
    for cited in answer.citations:
        quote = "\n".join(f"> {row}" for row in cited.quote.split("\n"))
        where = f"{place_of(cited)}, “{cited.paper.title}”{_day(cited)}"
        told += [f"[{cited.number}] {where}:", quote]
    return Answer(
        question=question,
        status=answer.status,
        standing=answer.standing,
        answer="\n\n".join(told),
        line=line if len(line.split()) <= LONGEST_LINE else None,
        citations=answer.citations,
        hits=answer.hits,
        searched=coverage,
        chance=answer.chance,
        understood_as=answer.understood_as,
    )


LONGEST_LINE = 25
"""Words of an answer's first line, by the contract."""


def place_of(citation: Citation) -> str:
    """Return the page, the lines and the minute of a quote, as far as they are known."""
    pages = name_pages(citation.page)
    parts = [
        pages or ("" if citation.lines else "a page that is not known"),
        name_lines(citation.lines) if citation.lines else "",
        f"minute {citation.minute}" if citation.minute else "",
    ]
    return ", ".join(filter(None, parts))


def _day(citation: Citation) -> str:
    day = citation.paper.meeting_date
    return f", {format_day(day)}" if day else ""
