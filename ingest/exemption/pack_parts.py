"""Find what is withheld in the middle of a public pack: where it begins, and what belongs to it.

`parts` asks at each paragraph whether an exempt document begins (`opens_restricted`) or the pack's
private part (`opens_private_part`), and at the end which documents are withheld (`find_withheld`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.exemption.fronts import (
    NUMBERED,
    cover_fields,
    foot_marking,
    front_marking,
    lists_business,
    opens_field,
    stated_marking,
    states_marking,
)
from ingest.exemption.marks import CERTAIN, OUTRIGHT, Form
from ingest.exemption.others import are_classes, heads_a_section, is_notice, runs_on
from ingest.exemption.phrases import read_label
from ingest.exemption.withholding import Marking
from ingest.exemption.words import Does, may_mark, words_of
from ingest.layout.headings import COVER_SPAN
from ingest.layout.paragraphs import Paragraph

SHEET = 8
"""Paragraphs, at most, from a sheet to the cover that it withholds."""
SHEET_WORDS = 150
"""Words of a sheet, at most; more are a report of their own."""
PLACEHOLDER_WORDS = 40
"""Words, at most, of a paragraph that is a marking and nothing else."""
TITLES = 3
"""Paragraphs at a document's head that tell in which sense it speaks of exemption."""
DIVIDER = 3
DIVIDER_WORDS = 16
ONE_MINUTE = re.compile(r"\W*this minute\b", re.I)


def find_withheld(
    paragraphs: Sequence[Paragraph], starts: Sequence[int], marked: Mapping[int, Marking]
) -> list[Marking | None]:
    """Return for each document what withholds it: its own mark, or its place in a pack."""
    found: list[Marking | None] = []
    private: Marking | None = None
    for place, (start, end) in enumerate(pairwise([*starts, len(paragraphs)])):
        some = paragraphs[start:end]
        if place > 0 and opens_private_part(paragraphs, start):
            private = Marking(paragraphs[start].plain[:200], "divider before the private part")
        page = some[0].unit.page
        top = page is None or (start > 0 and paragraphs[start - 1].unit.page != page)
        if private and top and opens_field(some):
            private = None
        pages = (marked.get(p.unit.page or 0) for p in some)
        bears = next((marking for marking in pages if marking is not None), None)
        found.append(bears or own_marking(some) or private)
    title_page = starts[1:2] and paragraphs[0].unit.page != paragraphs[starts[1]].unit.page
    if title_page and all(found[1:]) and _is_title_page(paragraphs[: starts[1]]):
        found[0] = found[0] or found[1]
    return found


def own_marking(paragraphs: Sequence[Paragraph]) -> Marking | None:
    """Return what marks a document in its own words; None where nothing does."""
    found = front_marking(paragraphs)
    if found is not None and found.certain:
        return found
    return stated_marking(paragraphs) or foot_marking(paragraphs) or found


def may_open_restricted(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Return the paragraphs with whose words an exempt document may begin; these are few.

    `opens_restricted` says of each of these whether one does.
    """
    return frozenset(
        index
        for index, paragraph in enumerate(paragraphs)
        if not paragraph.is_row and may_mark(paragraph.opening)
    )


def opens_restricted(paragraphs: Sequence[Paragraph], index: int, start: int) -> bool:
    """Whether an exempt document begins here, in the middle of a public pack.

    In a PDF it begins at the top of a page; in a text source the words must stand alone. The
    sheet that takes the place of an exempt report in the public pack counts as one. `start` is
    where the document before began: a sheet right below its title makes that one exempt.
    """
    paragraph = paragraphs[index]
    text = paragraph.opening
    near = index - start < SHEET and paragraph.unit.page == paragraphs[start].unit.page
    if near and front_marking(paragraphs[start : index + 1]):
        return False
    above = paragraphs[index - 1]
    page, before = paragraph.unit.page, (above.pieces or (above.unit,))[-1].page
    if paragraph.words > PLACEHOLDER_WORDS and page is None:
        return False
    if ONE_MINUTE.match(text) and states_marking(text):
        return True
    reading = read_label(text)
    if not reading and page is not None and page != before:
        lines = [line for line in paragraph.plain_lines if line][:3]
        reading = max((read_label(line) for line in lines), key=lambda one: one.strength)
        if not reading or reading.form is not Form.LABEL or reading.strength < CERTAIN:
            return states_marking(text)
    if reading.strength < CERTAIN or reading.topical:
        return False
    if NUMBERED.match(text) or text.rstrip().endswith((":", "?")) or _is_listed(paragraphs, index):
        return False
    if reading.form is Form.BESIDE and not reading.of_thing:
        return False
    below = paragraphs[index + 1 : index + 2]
    around = [one.plain for one in paragraphs[max(start, index - SHEET) : index + SHEET]]
    if below and (
        heads_a_section(
            text,
            [*(p.plain for p in paragraphs[start : start + TITLES]), above.plain],
            below[0].plain,
        )
        or runs_on(text, below[0].plain)
        or are_classes(around)
        or is_notice([one.plain for one in paragraphs[start : start + SHEET]])
    ):
        return False
    heads_items = bool(below) and NUMBERED.match(below[0].plain) and below[0].words <= 20
    if (heads_items or ":" in text) and lists_business(paragraphs[start : start + SHEET]):
        return False
    if page is not None:
        return page != before or _is_placeholder(paragraph)
    return (
        text.isupper()
        or paragraph.bold
        or reading.strength >= OUTRIGHT
        or _is_placeholder(paragraph)
    )


def _is_placeholder(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands in the place of a paper: "Document is Restricted"."""
    words = words_of(paragraph.plain)
    reading = read_label(paragraph.plain)
    if reading.of_thing or reading.form is not Form.LABEL:
        return False
    named = words[0].does & Does.DOCUMENT or words[0].does & Does.MARKING
    of_paper = (
        bool(named) and any(word.does & Does.DOCUMENT for word in words[:3]) and len(words) <= 5
    )
    virtue = words[0].text in ("by virtue", "yn rhinwedd", "by") and any(
        word.does & Does.SCHEDULE for word in words
    )
    return of_paper or virtue


def _is_listed(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the paragraph above numbers an item, of which this one then speaks."""
    above = paragraphs[index - 1]
    listed = NUMBERED.match(above.plain) is not None and above.words <= 20
    return (
        listed
        and not paragraphs[index].plain.isupper()
        and above.unit.page == paragraphs[index].unit.page
    )


def follows_sheet(paragraphs: Sequence[Paragraph], index: int, start: int) -> bool:
    """Whether a cover right below a restricted sheet belongs to what the sheet withholds.

    It does unless its own exempt field says no.
    """
    sheet, cover = paragraphs[start].unit.page, paragraphs[index].unit.page
    apart = index - start >= SHEET if sheet is None or cover is None else cover > sheet + 1
    apart = apart or sum(paragraph.words for paragraph in paragraphs[start:index]) > SHEET_WORDS
    if apart or not front_marking(paragraphs[start:index]):
        return False
    fields = cover_fields(paragraphs[index:])
    return not fields or any(field.withholds() for field in fields)


PRIVATE_PART = re.compile(
    r"^\W*(?:agenda )?(?:part|section) (?:2|ii|two|b)\b|^\W*rhan (?:2|ii|b)\b", re.I
)


def names_private_part(text: str) -> bool:
    """Whether a heading names the private part of an agenda: "Part 2 - Exempt Items"."""
    if not may_mark(text) or len(text.split()) > DIVIDER_WORDS:
        return False
    reading, words = read_label(text), words_of(text)
    of_items = any(word.text in _PRIVATE_BUSINESS for word in words)
    if PRIVATE_PART.match(text):
        return any(word.does & (Does.MARKING | Does.OUTRIGHT | Does.EXCLUDE) for word in words) or (
            "not" in text.lower() and any(word.does & Does.PUBLISH for word in words)
        )
    return bool(reading) and of_items and reading.form is Form.LABEL and not reading.verb


_PRIVATE_BUSINESS = frozenset(
    {
        "items",
        "item",
        "business",
        "agenda",
        "session",
        "part",
        "section",
        "reports",
        "papers",
        "appendices",
        "eitemau",
    }
    | {
        "private session",
        "closed session",
        "private part",
        "closed part",
        "private business",
        "busnes",
    }
)


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
    return standing and (names_private_part(text) or names_private_part(alone[0].plain))


# Which documents are withheld, and where they begin

NAMES_MEETING = re.compile(r"\bagenda\b|\bminutes\b|\bpack\b", re.I)
TITLE_WORDS = 20
TITLE_PAGE_WORDS = 60
"""Words, at most, of a page in front of a report that has only its title."""


def page_top(paragraphs: Sequence[Paragraph], start: int, before: int) -> int:
    """Return the first paragraph of the page on which an exempt document begins: it may be its title."""
    page, top = paragraphs[start].unit.page, start
    while page is not None and top - 1 > before and paragraphs[top - 1].unit.page == page:
        if start - top == COVER_SPAN or paragraphs[top - 1].words > TITLE_WORDS:
            return start
        top -= 1
    return top


def _is_title_page(paragraphs: Sequence[Paragraph]) -> bool:
    short = all(p.words <= TITLE_WORDS and not p.plain.endswith(".") for p in paragraphs)
    words = sum(paragraph.words for paragraph in paragraphs)
    named = any(NAMES_MEETING.search(p.plain) for p in paragraphs)
    return short and words <= TITLE_PAGE_WORDS and not named
