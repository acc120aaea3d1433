"""Recognise what may not be indexed: documents exempt under Schedule 12A (7A in Scotland).

An agenda that announces exempt items, minutes that record the exclusion of the public, forms
that explain the rule and a public report with an exempt appendix are not themselves exempt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns, restricting
from ingest.exempt_field import PARTLY, SPLIT_WORDS, fields_of, is_field, label_above, says_exempt
from ingest.markings import (
    MINUTES,
    ONLY_A_PART,
    ends_in_marking,
    is_marking,
    stands_out,
    states_restriction,
)
from ingest.paragraphs import Paragraph

FRONT = 16
"""Paragraphs at a document's front in which its cover says whether it is exempt."""
SHEET = 8
"""Paragraphs at a document's front in which the words of a restriction stand."""
PLACEHOLDER_WORDS = 40
OPENING_WORDS = 60
"""Words in which a sheet says what it withholds; its paragraph may run on over the page."""
AGENDA = re.compile(r"\W*(?:public )?agenda\b(?!.*\bitem)", re.I)
AGENDA_WORDS = 6
LISTED = 3
"""Paragraphs of an agenda behind which it lists its items."""
ONE_MINUTE = re.compile(r"\W*this minute\b", re.I)
MINUTES_WORDS = 20


def opening(paragraph: Paragraph) -> str:
    """Return the words in which a paragraph would say that something is withheld."""
    return " ".join(paragraph.plain.split()[:OPENING_WORDS])


def opens_a_sheet(paragraph: Paragraph) -> bool:
    """Whether a paragraph begins with the words of a sheet; a long one must name the schedule."""
    words = opening(paragraph)
    if states_restriction(words):
        return True
    if not restricting.RESTRICTED_SHEET.match(words) or ONLY_A_PART.match(words):
        return False
    named = restricting.SCHEDULE.search(words) and not PARTLY.search(words)
    return paragraph.words <= OPENING_WORDS or bool(named)


def is_restricted(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document is marked exempt or confidential and so must not be indexed.

    It is where a line near its front says so in the words of a restriction, or where the
    cover table's exempt field says yes.
    """
    agenda = body = False
    for position, paragraph in enumerate(paragraphs[:FRONT]):
        text, following = opening(paragraph), _following(paragraphs, position)
        agenda = agenda or bool(paragraph.words <= AGENDA_WORDS and AGENDA.match(text))
        if restricting.EXEMPT_NEGATED.search(text):
            continue
        fields = [*fields_of(paragraph), *label_above(paragraph, following)]
        if any(says_exempt(field) for field in fields):
            return True
        if any(is_field(field) and restricting.OPEN_VALUE.match(field[1]) for field in fields) or (
            position != 0
            and any(is_field(field) for field in fields_of(paragraph))
            and not is_marking(paragraph.plain)
        ):
            continue  # the field is there, and says no
        # An agenda says of the items that it lists that they are exempt.
        listed = position >= SHEET or (agenda and position >= LISTED)
        # What is bound in behind a text does not make that text exempt.
        behind = body and restricting.APPENDIX.match(text)
        if not listed and not behind and _restricts(paragraph, following, position):
            return True
        body = body or paragraph.words > PLACEHOLDER_WORDS
    return False


def _following(paragraphs: Sequence[Paragraph], position: int) -> Paragraph | None:
    return paragraphs[position + 1] if position + 1 < len(paragraphs) else None


def _restricts(paragraph: Paragraph, following: Paragraph | None, position: int) -> bool:
    """Whether a paragraph at a document's front is, or says, that it is withheld."""
    text = opening(paragraph)
    if position > 2 and ONE_MINUTE.match(text):
        return False
    if opens_a_sheet(paragraph) or _is_standing(paragraph, position):
        return True
    if position <= 3 and _heads_minutes(paragraph):
        return True
    if position <= 2 and restricting.RESTRICTED_APPENDIX.match(text):
        return True
    if position <= 3 and paragraph.words <= PLACEHOLDER_WORDS and ends_in_marking(text):
        return not patterns.MARKER.match(paragraph.unit.text)
    if restricting.VIRTUE.match(text) and restricting.SCHEDULE.search(text):
        return not PARTLY.search(text)
    if following is None or paragraph.words + following.words > SPLIT_WORDS:
        return False
    joined = f"{text} {following.plain}"
    return is_marking(joined) and stands_out(joined)


def _heads_minutes(paragraph: Paragraph) -> bool:
    return paragraph.words <= MINUTES_WORDS and bool(MINUTES.match(paragraph.plain))


def _is_standing(paragraph: Paragraph, position: int) -> bool:
    if paragraph.is_row or not is_marking(paragraph.plain):
        return False
    return position <= 2 or paragraph.bold or stands_out(paragraph.plain)
