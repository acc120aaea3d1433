"""What is noted of persons in an item of minutes, or before the first: presence, interests, questions."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import Paragraph
from ingest.records.attendance import find_attendance
from ingest.records.interests import find_interests
from ingest.records.pieces import Noted, lines_apart
from ingest.records.questions import find_questions
from ingest.records.votes.rolls import text_of
from qa.papers import Record


def read_records(
    paragraphs: Sequence[Paragraph], pages: PageFinder, title: str | None = None
) -> tuple[Record, ...]:
    """Return what paragraphs note of persons, in order; `title` is that of their item."""
    paragraphs = [piece for paragraph in paragraphs for piece in lines_apart(paragraph)]
    texts = [text_of(paragraph) for paragraph in paragraphs]
    noted: list[Noted] = [
        *find_attendance(paragraphs, texts, title),
        *find_interests(texts, title),
        *find_questions(paragraphs, texts, title),
    ]
    noted.sort(key=lambda one: one.first)
    return tuple(dict.fromkeys(_record(one, paragraphs, pages) for one in noted))


def _record(one: Noted, paragraphs: Sequence[Paragraph], pages: PageFinder) -> Record:
    lines = (paragraphs[one.first].unit.lines[0], paragraphs[one.last].unit.lines[1])
    text = " ".join(one.text.split())
    return Record(one.kind, one.who, text, lines, pages.span(lines), one.other)
