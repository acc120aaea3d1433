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
    partly = re.search(r"\b(?:appendi|annex|in part|partly)", match["value"], re.I)
    blank = re.search(r"\byes\b\W{0,5}\bno\b", match["value"], re.I)
    return not partly and not blank


def is_restricted(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document is marked exempt or confidential and so must not be indexed.

    It is where a line near its front says so in the words of a restriction, or where the
    cover table's exempt field says yes.
    """
    for position, paragraph in enumerate(paragraphs[:FRONT]):
        text = paragraph.plain
        if restricting.EXEMPT_NEGATED.search(text):
            continue
        if any(_says_exempt(field) for field in _fields(paragraph)):
            return True
        if restricting.EXEMPT_COVER.match(text) and position != 0:
            continue  # the field is there, and says no
        if position >= SHEET:
            continue
        if paragraph.words <= 60 and restricting.RESTRICTED_SHEET.match(text):
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
    text = paragraph.plain
    near = index - start < SHEET and paragraph.unit.page == paragraphs[start].unit.page
    if near and is_restricted(paragraphs[start : index + 1]):
        return False
    if paragraph.is_row or paragraph.words > PLACEHOLDER_WORDS or NOT_A_SHEET.search(text):
        return False
    if restricting.EXEMPT_NEGATED.search(text):
        return False
    if restricting.PLACEHOLDER.match(text):
        return True
    page, before = paragraph.unit.page, paragraphs[index - 1].unit.page
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
