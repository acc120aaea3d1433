"""Example questions for the start of a conversation, made from the minutes that are held."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.papers import Item, PaperKind, Standing

if TYPE_CHECKING:
    from qa.library import Library

EXAMPLES = 4
_MINUTES_LOOKED_AT = 8
_TITLE_LENGTH = range(8, 90)
# Every meeting has these; nobody asks what was decided on them.
_ROUTINE = re.compile(
    r"apolog|declaration|minutes|exclusion|urgent|public question|announcement|membership|"
    r"webcast|substitut|date of next|exempt|chair",
    re.IGNORECASE,
)
# "24/00096 - " before a title, or "CAB/17: ".
_REFERENCE = re.compile(r"^\W*[\w/]*\d[\w/]*\s*[-–:]\s+")
_SMALL_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}


def example_questions(library: Library) -> list[str]:
    """Return at most four questions on what the latest minutes held decided."""
    minutes = [
        paper
        for paper in library.papers()
        if paper.kind is PaperKind.MINUTES and paper.meeting_date is not None
    ]
    minutes.sort(key=lambda paper: str(paper.meeting_date), reverse=True)
    found = [_titles(library.items(paper.id)) for paper in minutes[:_MINUTES_LOOKED_AT]]
    # One of each meeting first, then the second of each, and so on.
    titles = [titles[place] for place in range(EXAMPLES) for titles in found if place < len(titles)]
    unlike = list(dict.fromkeys(titles))
    return [f"What was decided on {title}?" for title in unlike[:EXAMPLES]]


def _titles(items: tuple[Item, ...]) -> list[str]:
    """Return the titles of matters decided, those with a resolution in parts and short ones first.

    What was taken in private is left out: its title is public, but no question invites to it.
    A resolution in parts is seldom a vote of thanks, and short titles read best as questions.
    """
    decided = [
        item
        for item in items
        if item.standing is Standing.DECIDED
        and not item.private
        and len(item.title) in _TITLE_LENGTH
        and not _ROUTINE.search(item.title)
    ]
    decided.sort(key=lambda item: (len(item.limbs) < 2, len(item.title)))
    return [_sentence_case(_REFERENCE.sub("", item.title)) for item in decided]


def _sentence_case(title: str) -> str:
    """Return a title that is all capitals in mixed case, any other as it is."""
    title = " ".join(title.split()).rstrip(".:")
    if not title.isupper():
        return title
    words = title.lower().split()
    return " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in words)
