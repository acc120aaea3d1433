"""Where what is withheld begins in the middle of a public pack, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import restricting
from ingest.exempt_field import fields_of, is_field, says_exempt
from ingest.markings import ends_in_marking, is_marking, states_restriction
from ingest.paragraphs import Paragraph
from ingest.restriction import (
    FRONT,
    ONE_MINUTE,
    PLACEHOLDER_WORDS,
    SHEET,
    is_restricted,
    opening,
    opens_a_sheet,
)

SHEET_WORDS = 150
"""More words are no sheet, but a report of their own."""
MAY_RESTRICT = re.compile(
    r"publication|publi[cs]|exempt|confiden|restrict|privat|schedule|virtue|papers?\b|closed|sensitive|"
    r"eithr|cyfrin|preifat|gyhoeddi|in camera|"
    r"\b[A-Z] [A-Z] [A-Z] [A-Z]\b|[^\x00-\u02ff\u2010-\u2030]",
    re.I,
)
"""Without one of these no paragraph says that anything is withheld: most are told by it."""
DIVIDER = 3
DIVIDER_WORDS = 16
NOT_A_SHEET = re.compile(r"\b(?:items?|business|agenda|proceedings)\b", re.I)


def opens_restricted(paragraphs: Sequence[Paragraph], index: int, start: int) -> bool:
    """Whether an exempt document begins here, in the middle of a public pack.

    In a PDF it begins at the top of a page; in a text source the words must stand alone. The
    sheet that takes the place of an exempt report in the public pack counts as one. `start` is
    where the document before began: a sheet right below its title makes that one exempt.
    """
    paragraph = paragraphs[index]
    text = opening(paragraph)
    near = index - start < SHEET and paragraph.unit.page == paragraphs[start].unit.page
    if near and is_restricted(paragraphs[start : index + 1]):
        return False
    if paragraph.is_row or restricting.EXEMPT_NEGATED.search(text):
        return False
    if not MAY_RESTRICT.search(text):
        return False
    above = paragraphs[index - 1]
    page, before = paragraph.unit.page, (above.pieces or (above.unit,))[-1].page
    if paragraph.words > PLACEHOLDER_WORDS:
        # Its last line may run on into what it withholds, but not where a page is unknown.
        return page is not None and page != before and opens_a_sheet(paragraph)
    if NOT_A_SHEET.search(text):
        return False
    if restricting.PLACEHOLDER.match(text):
        return True
    if ONE_MINUTE.match(text) and states_restriction(text):
        return True
    standing_alone = text.isupper() or paragraph.bold
    if not (standing_alone if page is None else page != before):
        return False
    if restricting.VIRTUE.match(text):
        return bool(restricting.SCHEDULE.search(text))
    return bool(
        restricting.RESTRICTED_SHEET.match(text)
        or restricting.RESTRICTED_APPENDIX.match(text)
        or (restricting.APPENDIX.match(text) and ends_in_marking(text))
        or is_marking(text)
        or states_restriction(text)
    )


def follows_sheet(paragraphs: Sequence[Paragraph], index: int, start: int) -> bool:
    """Whether a cover right below a restricted sheet belongs to what the sheet withholds.

    It does unless its own exempt field says no.
    """
    sheet, cover = paragraphs[start].unit.page, paragraphs[index].unit.page
    apart = index - start >= SHEET if sheet is None or cover is None else cover > sheet + 1
    apart = apart or sum(paragraph.words for paragraph in paragraphs[start:index]) > SHEET_WORDS
    if apart or not is_restricted(paragraphs[start:index]):
        return False
    fields = [field for p in paragraphs[index : index + FRONT] for field in fields_of(p)]
    said = [field for field in fields if is_field(field)]
    return not said or any(says_exempt(field) for field in said)


def opens_private_part(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the private part of a pack begins here: "Part 2 - Exempt Items" as a divider."""
    some = paragraphs[index : index + DIVIDER]
    page = paragraphs[index].unit.page
    if page is not None and paragraphs[index - 1].unit.page == page:
        return False
    alone = [p for p in some if p.unit.page == page and p.words <= DIVIDER_WORDS and not p.is_row]
    if not alone or alone[0] is not paragraphs[index]:
        return False
    text = " ".join(p.plain for p in alone) if page is not None else alone[0].plain
    standing = alone[0].bold or alone[0].plain.isupper()
    return standing and bool(restricting.PRIVATE_PART.match(text))


def says_public(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document's own cover says that it is open."""
    fields = [f for p in paragraphs[:FRONT] for f in fields_of(p) if is_field(f)]
    return any(restricting.OPEN_VALUE.match(value) for _, value in fields) and not any(
        says_exempt(field) for field in fields
    )
