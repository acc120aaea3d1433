"""The reply to a message that needs no search: what can be asked, with an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answers import ASKS_FOR_HELP, NOT_ENGLISH, Answer, AnswerStatus
from qa.language.dates import format_day
from qa.papers import Coverage, Paper, PaperKind
from qa.replies.messages import talk_of
from qa.writing.languages import WELSH, foreign_language, is_script, is_welsh

if TYPE_CHECKING:
    from qa.library import Library

_PASSAGES_READ = 5
"""Of a paper, to tell whether it is in Welsh."""
"""Whether one in Welsh is among the papers with these ids: all of them are looked at once."""


def needs_no_search(text: str) -> bool:
    """Whether a message asks for help or is abuse, and so is no question among others."""
    return talk_of(text) is not None


def reply_without_search(text: str, library: Library) -> Answer | None:
    """Return the reply to a message that asks nothing that papers can answer; None to all others.

    A question in Welsh is left to the search where a paper in Welsh is held.
    """
    if talk_of(text) is not None:
        line = "Ask about the council’s papers."
        said = f"**{line}** {how_to_ask(library)}"
        return without_quotes(text, line, said, ASKS_FOR_HELP, library.coverage())
    language = foreign_language(text)
    if language is None or (language == WELSH and holds_welsh(library)):
        return None
    seems = f"in {language} script" if is_script(language) else f"in {language}"
    line = "Ask in English, please."
    said = (
        f"**{line}** This seems to be {seems}; the papers held are in English, and are searched by "
        f"their words. {how_to_ask(library)}"
    )
    return without_quotes(text, line, said, NOT_ENGLISH, library.coverage())


def how_to_ask(library: Library) -> str:
    """Return what can be asked, with an example of the latest minutes held."""
    latest = library.once(_latest_minutes)
    examples = ["“What papers do you hold?”"]
    if latest is not None and latest.meeting_date is not None:
        day = format_day(latest.meeting_date)
        examples.insert(0, f"“What was decided at {latest.body} on {day}?”")
    return (
        "Name the matter, the meeting or the day: what was decided, who voted, how much it costs, "
        "when it begins. Each answer comes with its quote, its page, and whether it was decided. "
        f"For example: {' or '.join(examples)}"
    )


def holds_welsh(library: Library) -> bool:
    """Whether a paper in Welsh is held, by the first passages of each paper."""
    return library.once(_holds_welsh)


def _holds_welsh(library: Library) -> bool:
    return any(
        is_welsh(" ".join(passage.text for passage in library.passages_of(id_)[:_PASSAGES_READ]))
        for id_ in library.papers_by_id()
    )


def _latest_minutes(library: Library) -> Paper | None:
    """Return the latest minutes in sight of which body and day are known."""
    minutes = [
        paper
        for paper in library.papers()
        if paper.kind is PaperKind.MINUTES and paper.body and paper.meeting_date
    ]
    return max(minutes, key=lambda paper: str(paper.meeting_date), default=None)


def without_quotes(
    question: str, line: str, said: str, declined_by: str, searched: Coverage
) -> Answer:
    """Return a reply that quotes no paper; `declined_by` says why none was needed."""
    return Answer(
        question=question,
        status=AnswerStatus.NOT_FOUND,
        standing=None,
        answer=said,
        line=line,
        citations=(),
        hits=(),
        searched=searched,
        declined_by=declined_by,
    )
