"""Recognise what may not be indexed: documents exempt under Schedule 12A (7A in Scotland).

An agenda that announces exempt items, minutes that record the exclusion of the public, forms
that explain the rule and a public report with an exempt appendix are not themselves exempt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from ingest import patterns, restricting
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
SHEET_WORDS = 150
"""More words are no sheet, but a report of their own."""
OPENING_WORDS = 60
"""Words in which a sheet says what it withholds; its paragraph may run on over the page."""
PARTLY = re.compile(r"\b(?:appendi|annex|in part|partly)", re.I)
AGENDA = re.compile(r"\W*(?:public )?agenda\b(?!.*\bitem)", re.I)
AGENDA_WORDS = 6
LISTED = 3
"""Paragraphs of an agenda behind which it lists its items."""
ONE_MINUTE = re.compile(r"\W*this minute\b", re.I)
MINUTES_WORDS = 20
MAY_RESTRICT = re.compile(
    r"publication|publi[cs]|exempt|confiden|restrict|privat|schedule|virtue|papers?\b|closed|sensitive|"
    r"eithr|cyfrin|preifat|gyhoeddi|in camera|"
    r"\b[A-Z] [A-Z] [A-Z] [A-Z]\b|[^\x00-\u02ff\u2010-\u2030]",
    re.I,
)
"""Without one of these no paragraph says that anything is withheld: most are told by it."""
SPLIT_WORDS = 8
"""Words of a marking that stands on two lines."""
DIVIDER = 3
DIVIDER_WORDS = 16
VALUE_WORDS = 20
LABEL_LETTERS = 120
SEPARATOR = re.compile(r"[:?]\s*|\s[-–]\s")
"""What parts a label from its value."""
NOT_A_SHEET = re.compile(r"\b(?:items?|business|agenda|proceedings)\b", re.I)


def _fields(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """Yield the (label, value) of a paragraph or row in which a cover's field may stand."""
    cells = [patterns.plain(cell) for cell in paragraph.unit.text.split("\t") if cell.strip()]
    lines = map(patterns.plain, paragraph.unit.text.split("\n"))
    for text in dict.fromkeys([paragraph.plain, *lines, *cells]):
        for mark in islice(SEPARATOR.finditer(text[:LABEL_LETTERS]), 2):
            yield text[: mark.end()], text[mark.end() :]
    yield from pairwise(cells)


def _is_field(field: tuple[str, str]) -> bool:
    label, value = field
    if re.fullmatch(r"\W*part \w+\W*", label, re.I):
        return False  # a heading: "Part B: Private Sector Housing"
    return bool(value.strip()) and bool(
        restricting.EXEMPT_LABEL.match(label) or restricting.OPEN_LABEL.match(label)
    )


def _says_exempt(field: tuple[str, str]) -> bool:
    """Whether a field of a cover says that its report is exempt, all of it.

    "Yes - Appendix B only" restricts the appendix; "Yes / No" is a form not filled in.
    """
    label, value = field[0], " ".join(field[1].split()[:VALUE_WORDS])
    if not _is_field(field) or PARTLY.search(value) or "appendi" in label.lower():
        return False
    if restricting.OPEN_LABEL.match(label):
        return bool(re.match(r"\W*no\b", value, re.I))
    if re.match(r"\W*closed\b", value, re.I) and "open" not in label.lower():
        return False  # the status of a project
    if restricting.EXEMPT_VALUE.match(value):
        return True
    asks = restricting.SAYS_WITHHELD.search(label) and not restricting.EITHER.search(label)
    if not asks or not restricting.EXEMPT_YES.match(value):
        return False
    blank = re.search(r"\byes\b\W{0,5}\bno\b", value, re.I)
    return not blank or bool(restricting.TICKED.match(value))


def _opening(paragraph: Paragraph) -> str:
    return " ".join(paragraph.plain.split()[:OPENING_WORDS])


def _opens_a_sheet(paragraph: Paragraph) -> bool:
    """Whether a paragraph begins with the words of a sheet; a long one must name the schedule."""
    opening = _opening(paragraph)
    if states_restriction(opening):
        return True
    if not restricting.RESTRICTED_SHEET.match(opening) or ONLY_A_PART.match(opening):
        return False
    named = restricting.SCHEDULE.search(opening) and not PARTLY.search(opening)
    return paragraph.words <= OPENING_WORDS or bool(named)


def is_restricted(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document is marked exempt or confidential and so must not be indexed.

    It is where a line near its front says so in the words of a restriction, or where the
    cover table's exempt field says yes.
    """
    agenda = body = False
    for position, paragraph in enumerate(paragraphs[:FRONT]):
        text, following = _opening(paragraph), _following(paragraphs, position)
        agenda = agenda or bool(paragraph.words <= AGENDA_WORDS and AGENDA.match(text))
        if restricting.EXEMPT_NEGATED.search(text):
            continue
        fields = [*_fields(paragraph), *_label_above(paragraph, following)]
        if any(_says_exempt(field) for field in fields):
            return True
        if any(_is_field(field) and restricting.OPEN_VALUE.match(field[1]) for field in fields) or (
            position != 0
            and any(_is_field(field) for field in _fields(paragraph))
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


def _label_above(paragraph: Paragraph, following: Paragraph | None) -> Iterator[tuple[str, str]]:
    """Yield a label with the value that stands below it."""
    if following is None or paragraph.is_row or paragraph.words > SPLIT_WORDS:
        return
    if not following.plain.endswith((":", "?")):  # the label goes on
        yield paragraph.plain, following.plain


def _restricts(paragraph: Paragraph, following: Paragraph | None, position: int) -> bool:
    """Whether a paragraph at a document's front is, or says, that it is withheld."""
    text = _opening(paragraph)
    if position > 2 and ONE_MINUTE.match(text):
        return False
    if _opens_a_sheet(paragraph) or _is_standing(paragraph, position):
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
    if not MAY_RESTRICT.search(text):
        return False
    above = paragraphs[index - 1]
    page, before = paragraph.unit.page, (above.pieces or (above.unit,))[-1].page
    if paragraph.words > PLACEHOLDER_WORDS:
        # Its last line may run on into what it withholds, but not where a page is unknown.
        return page is not None and page != before and _opens_a_sheet(paragraph)
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
    fields = [field for p in paragraphs[index : index + FRONT] for field in _fields(p)]
    said = [field for field in fields if _is_field(field)]
    return not said or any(_says_exempt(field) for field in said)


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
    fields = [f for p in paragraphs[:FRONT] for f in _fields(p) if _is_field(f)]
    return any(restricting.OPEN_VALUE.match(value) for _, value in fields) and not any(
        _says_exempt(field) for field in fields
    )
