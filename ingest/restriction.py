"""Recognise what may not be indexed: documents exempt under Schedule 12A (7A in Scotland).

An agenda that announces exempt items, minutes that record the exclusion of the public, forms
that explain the rule and a public report with an exempt appendix are not themselves exempt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest import patterns, restricting
from ingest.paragraphs import Paragraph

FRONT = 16
"""Paragraphs at a document's front in which its cover says whether it is exempt."""
SHEET = 8
"""Paragraphs at a document's front in which the words of a restriction stand."""
PLACEHOLDER_WORDS = 40
OPENING_WORDS = 60
"""Words in which a sheet says what it withholds; its paragraph may run on over the page."""
PARTLY = re.compile(r"\b(?:appendi|annex|in part|partly)", re.I)
NOT_A_SHEET = re.compile(r"\b(?:items?|business|agenda|proceedings)\b", re.I)


def _fields(paragraph: Paragraph) -> Iterator[str]:
    """Yield "label: value" texts of a paragraph or row in which a cover's field may stand."""
    yield paragraph.plain
    yield from (cell for cell in paragraph.unit.text.split("\t") if ":" in cell)
    cells = [patterns.plain(cell) for cell in paragraph.unit.text.split("\t") if cell.strip()]
    for label, value in pairwise(cells):
        yield f"{label} {value}"


def _says_exempt(text: str) -> bool:
    match = restricting.EXEMPT_COVER.match(text)
    if not match or not restricting.EXEMPT_VALUE.match(match["value"]):
        return False
    # "Yes - Appendix B only" restricts the appendix; "Yes / No" is a form not filled in.
    partly = PARTLY.search(match["value"])
    blank = re.search(r"\byes\b\W{0,5}\bno\b", match["value"], re.I)
    return not partly and not blank


def _opening(paragraph: Paragraph) -> str:
    return " ".join(paragraph.plain.split()[:OPENING_WORDS])


def _opens_a_sheet(paragraph: Paragraph) -> bool:
    """Whether a paragraph begins with the words of a sheet; a long one must name the schedule."""
    opening = _opening(paragraph)
    if not restricting.RESTRICTED_SHEET.match(opening):
        return False
    named = restricting.SCHEDULE.search(opening) and not PARTLY.search(opening)
    return paragraph.words <= OPENING_WORDS or bool(named)


def is_restricted(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document is marked exempt or confidential and so must not be indexed.

    It is where a line near its front says so in the words of a restriction, or where the
    cover table's exempt field says yes.
    """
    for position, paragraph in enumerate(paragraphs[:FRONT]):
        text = _opening(paragraph)
        if restricting.EXEMPT_NEGATED.search(text):
            continue
        if any(_says_exempt(field) for field in _fields(paragraph)):
            return True
        if restricting.EXEMPT_COVER.match(text) and position != 0:
            continue  # the field is there, and says no
        if position >= SHEET:
            continue
        if _opens_a_sheet(paragraph):
            return True
        if position <= 2 and restricting.RESTRICTED_APPENDIX.match(text):
            return True
        if restricting.VIRTUE.match(text) and restricting.SCHEDULE.search(text):
            return True
    return False


def opens_restricted(paragraphs: Sequence[Paragraph], index: int, start: int) -> bool:
    """Whether an exempt document begins here, in the middle of a public pack.

    In a PDF it begins at the top of a page; in a text source the words must stand alone. The
    sheet that takes the place of an exempt report in the public pack counts as one. `start` is
    where the document before began: a sheet right below its title makes that one exempt.
    """
    paragraph = paragraphs[index]
    text = _opening(paragraph)
    near = index - start < SHEET and paragraph.unit.page == paragraphs[start].unit.page
    if near and is_restricted(paragraphs[start : index + 1]):
        return False
    if paragraph.is_row or restricting.EXEMPT_NEGATED.search(text):
        return False
    page, before = paragraph.unit.page, paragraphs[index - 1].unit.page
    if paragraph.words > PLACEHOLDER_WORDS:
        # Its last line may run on into what it withholds, but not where a page is unknown.
        return page is not None and page != before and _opens_a_sheet(paragraph)
    if NOT_A_SHEET.search(text):
        return False
    if restricting.PLACEHOLDER.match(text):
        return True
    standing_alone = text.isupper() or paragraph.bold
    if not (standing_alone if page is None else page != before):
        return False
    if restricting.VIRTUE.match(text):
        return bool(restricting.SCHEDULE.search(text))
    return bool(
        restricting.RESTRICTED_SHEET.match(text) or restricting.RESTRICTED_APPENDIX.match(text)
    )


def follows_sheet(paragraphs: Sequence[Paragraph], index: int, start: int) -> bool:
    """Whether a cover right below a restricted sheet belongs to what the sheet withholds.

    It does unless its own exempt field says no.
    """
    sheet, cover = paragraphs[start].unit.page, paragraphs[index].unit.page
    apart = index - start >= SHEET if sheet is None or cover is None else cover > sheet + 1
    if apart or not is_restricted(paragraphs[start:index]):
        return False
    fields = [field for p in paragraphs[index : index + FRONT] for field in _fields(p)]
    said = [field for field in fields if restricting.EXEMPT_COVER.match(field)]
    return not said or any(_says_exempt(field) for field in said)
