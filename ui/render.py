"""An answer as the terminal shows it; its badge's colour, and what its matter is called."""

from __future__ import annotations

import re

from qa.answers import Answer, AnswerStatus, Citation
from qa.language.terms import term_set
from qa.papers import Standing
from qa.writing.labels import (
    STANDING_LABELS,
    format_coverage,
    format_meeting,
    format_place,
    standing_label,
)

# All but line feed and tab: they could move the cursor of a terminal or change its state.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
MOST_TITLES = 4
"""Titles of items from which on an answer is a list, and on no one matter."""
LEAST_SHARED = 2
"""Terms that two titles share, to be on one matter."""
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")


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


def badge_kind(answer: Answer) -> str:
    """Return the part of the badge's CSS class that gives its colour."""
    if answer.is_of_no_matter:
        return str(Standing.BACKGROUND)
    if answer.status is not AnswerStatus.ANSWERED:
        return answer.status.value
    if answer.later is not None and answer.standing is Standing.DECIDED:
        return "changed"
    return str(answer.standing)


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
