"""Find what is withheld in the middle of a public pack: where it begins, and what belongs to it.

`parts` asks at each paragraph whether an exempt document begins (`opens_restricted`) or the pack's
private part (`opens_private_part`), and at the end which documents are withheld (`find_withheld`).
`marked_pages` finds the pages of a PDF that bear a marking at their head, at their foot or across
the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise
from statistics import median

from ingest.document import SourceDocument
from ingest.exemption import markings
from ingest.exemption.markings import (
    LONGEST_HEAD,
    LONGEST_TEXT,
    OUTRIGHT_WORDS,
    bear_marking_word,
    ends_in_marking,
    is_marking,
    spelled,
    stands_out,
    states_restriction,
)
from ingest.exemption.restriction import (
    FRONT,
    ONE_MINUTE,
    PLACEHOLDER_WORDS,
    SHEET,
    exempt_fields,
    is_restricted,
    opens_a_sheet,
)
from ingest.layout.furniture import without_marks
from ingest.layout.headings import COVER_SPAN
from ingest.layout.paragraphs import Paragraph
from qa.papers import SourceLine

SHEET_WORDS = 150
"""Words of a sheet, at most; more are a report of their own."""
MAY_RESTRICT = re.compile(
    r"publication|publi[cs]|exempt|confiden|restrict|privat|schedule|virtue|papers?\b|closed|sensitive|"
    r"eithr|cyfrin|preifat|gyhoeddi|in camera|"
    r"\b[A-Z] [A-Z] [A-Z] [A-Z]\b|[^\x00-\u02ff\u2010-\u2030]",
    re.I,
)
"""A paragraph without any of these says of nothing that it is withheld: most have none."""
DIVIDER = 3
DIVIDER_WORDS = 16
NOT_A_SHEET = re.compile(r"\b(?:items?|business|agenda|proceedings)\b", re.I)


def find_withheld(
    paragraphs: Sequence[Paragraph], starts: Sequence[int], marked: Collection[int]
) -> list[bool]:
    """Return for each document whether it is withheld: by its own mark, or by its place in a pack."""
    flags, private = [], False
    for place, (start, end) in enumerate(pairwise([*starts, len(paragraphs)])):
        some = paragraphs[start:end]
        private = private or (place > 0 and opens_private_part(paragraphs, start))
        page = some[0].unit.page
        top = page is None or (start > 0 and paragraphs[start - 1].unit.page != page)
        private = private and not (top and _is_marked_open(some))
        bears = any(paragraph.unit.page in marked for paragraph in some)
        flags.append(private or bears or is_restricted(some))
    title_page = starts[1:2] and paragraphs[0].unit.page != paragraphs[starts[1]].unit.page
    if title_page and all(flags[1:]) and _is_title_page(paragraphs[: starts[1]]):
        flags[0] = True
    return flags


def may_open_restricted(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Return the paragraphs with whose words an exempt document may begin; these are few.

    `opens_restricted` says of each of these whether one does.
    """
    return frozenset(
        index
        for index, paragraph in enumerate(paragraphs)
        if not paragraph.is_row
        and MAY_RESTRICT.search(paragraph.opening)
        and not markings.EXEMPT_NEGATED.search(paragraph.opening)
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
    if near and is_restricted(paragraphs[start : index + 1]):
        return False
    above = paragraphs[index - 1]
    page, before = paragraph.unit.page, (above.pieces or (above.unit,))[-1].page
    if paragraph.words > PLACEHOLDER_WORDS:
        # Its last line may run on into what it withholds, but not where a page is unknown.
        return page is not None and page != before and opens_a_sheet(paragraph)
    if NOT_A_SHEET.search(text):
        return False
    if markings.PLACEHOLDER.match(text):
        return True
    if ONE_MINUTE.match(text) and states_restriction(text):
        return True
    standing_alone = text.isupper() or paragraph.bold
    if not (standing_alone if page is None else page != before):
        return False
    if markings.VIRTUE.match(text):
        return bool(markings.ENGLISH_SCHEDULE.search(text))
    return bool(
        markings.RESTRICTED_SHEET.match(text)
        or markings.RESTRICTED_APPENDIX.match(text)
        or (markings.APPENDIX.match(text) and ends_in_marking(text))
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
    fields = [field for p in paragraphs[index : index + FRONT] for field in exempt_fields(p)]
    return not fields or any(field.withholds() for field in fields)


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
    return standing and bool(markings.PRIVATE_PART.match(text))


def _is_marked_open(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document's own cover says that it is open."""
    fields = [f for p in paragraphs[:FRONT] for f in exempt_fields(p)]
    return any(markings.OPEN_VALUE.match(field.value) for field in fields) and not any(
        field.withholds() for field in fields
    )


# Which documents are withheld, and where they begin

AGENDA = re.compile(r"\bagenda\b|\bminutes\b|\bpack\b", re.I)
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
    named = any(AGENDA.search(p.plain) for p in paragraphs)
    return short and words <= TITLE_PAGE_WORDS and not named


# Pages of a PDF that bear a marking

HEAD = 8
"""Lines at the head of a page among which a marking is looked for."""
FOOT = 3
ADJOINING = 3
"""Lines over which a marking may run."""
WATERMARK = 1.8
"""How much larger than the text are letters that lie across a page."""
NUMBERED = re.compile(r"\W*(?:item )?\d{1,2}[a-z]?[.):]?\s+\S", re.I)
LISTS_PAGES = re.compile(
    r"\(pages? \d{1,4}(?: ?[-–] ?\d{1,4})?\)\s*$|^\W*(?:public )?agenda\W*$", re.I
)
"""How an agenda lists its reports, and what heads it."""


def marked_pages(document: SourceDocument) -> frozenset[int]:
    """Return the pages that are marked as not for the public.

    Not those of an agenda, which says so of the items it lists.
    """
    pages: dict[int, list[SourceLine]] = defaultdict(list)
    for line in document.lines:
        if line.page is not None and line.text.strip():
            pages[line.page].append(line)
    edges = {
        page: {spelled(line.text[:LONGEST_TEXT]) for line in [*lines[:2], *lines[-2:]]}
        for page, lines in pages.items()
    }
    ends = Counter(line for lines in edges.values() for line in lines)
    running = {
        line for line, count in ends.items() if count > 1 and ends_in_marking(line, anyhow=True)
    }
    marked = {page for page, lines in edges.items() if lines & running}
    return document.marked | marked | {page for page, lines in pages.items() if _is_marked(lines)}


def _is_marked(lines: Sequence[SourceLine]) -> bool:
    if not bear_marking_word([line.text for line in lines]):
        return False  # most pages
    lines = without_marks(lines)
    if not bear_marking_word([line.text for line in lines]):
        return False
    if any(LISTS_PAGES.search(line.text) for line in lines):
        return False
    feet = [
        line
        for above, line in pairwise(lines[-FOOT - 1 :])
        if (line is lines[-1] or OUTRIGHT_WORDS.search(line.text))
        and not NUMBERED.match(above.text)  # it is about an item that is listed
    ]
    usual = median(line.size for line in lines)
    large = [line for line in lines if line.size > WATERMARK * usual > 0]
    standing = [line.text for line in [*feet, *large]]
    return any(_heads_page(lines, index) for index in range(min(HEAD, len(lines)))) or any(
        _is_standing(text, bold=False) for text in standing
    )


def _heads_page(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a marking begins with this line of a page's head; it may run on over the next."""
    above = index > 0 and NUMBERED.match(lines[index - 1].text)
    for end in range(index + 1, min(index + ADJOINING, len(lines)) + 1):
        if end < len(lines) and markings.OPEN_VALUE.match(lines[end].text):
            continue  # the label of a field that says no
        text = " ".join(line.text for line in lines[index:end])
        if above and not text.isupper():
            return False  # it is about an item that is listed
        # A word alone may be a label of the cover, whose value follows.
        bold = all(line.bold for line in lines[index:end]) and (index == 0 or " " in text.strip())
        if _is_standing(text, bold=bold):
            return True
        if states_restriction(text):
            return True
    if index < FOOT and not NUMBERED.match(lines[index].text):
        text = lines[index].text
        return ends_in_marking(text) and bool(
            OUTRIGHT_WORDS.search(text) or (index == 0 and markings.APPENDIX.match(text))
        )
    return False


def _is_standing(text: str, *, bold: bool) -> bool:
    if len(text) > LONGEST_TEXT:
        return False
    text = spelled(text)
    if "\t" in text or len(text) > LONGEST_HEAD or markings.EXEMPT_NEGATED.search(text):
        return False
    return is_marking(text) and (bold or stands_out(text))
