"""Take over what a web page's elements say of its lines: items, minutes, decisions, agenda.

Committee systems name the elements of a meeting's page, so that its items need not be guessed. What
the page says of the paper as a whole is taken over too (`add_page_facts`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import wordings
from ingest.business.limbs import asks
from ingest.business.outline import ItemKey, Section
from ingest.document import LineRole, PageSays, SourceDocument
from ingest.layout.paragraphs import Paragraph, paragraph_of
from ingest.particulars.bodies import find_body
from ingest.particulars.councils import find_council
from ingest.particulars.cover import Cover
from ingest.particulars.particulars import Particulars
from ingest.particulars.parts import Part
from ingest.particulars.titles import find_venue, title_of
from qa.language.dates import first_date
from qa.papers import ItemKind, PaperKind, SourceLine, Standing, UnitKind

REPORT_LINE = 14
"""Words of a line below an item's title that may give the number of its report."""
NUMBERED = re.compile(r"\(?(?P<number>[A-Za-z]{0,2}\d{1,4}(?:[./]\d{1,4})*[a-z]?)[.):]?\s+(?=\S)")


def mark_paragraphs(paragraphs: Sequence[Paragraph], document: SourceDocument) -> list[Paragraph]:
    """Give each paragraph its part in an item, where the page says so."""
    roles, numbers = document.roles, document.item_numbers
    if not roles:
        return list(paragraphs)
    return [
        replace(p, role=roles.get(p.unit.lines[0]), item_number=numbers.get(p.unit.lines[0]))
        for p in paragraphs
    ]


def one_page(parts: Sequence[Part]) -> list[Part]:
    """Join what was taken for documents bound in a meeting's page, unless one is withheld."""
    items = any(has_items(part.paragraphs) for part in parts)
    apart = any(part.withheld or not part.inherits for part in parts)
    if not items or len(parts) < 2 or apart:
        return list(parts)
    return [replace(parts[0], paragraphs=tuple(p for part in parts for p in part.paragraphs))]


def has_items(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the page itself says where items of business begin."""
    return any(paragraph.role is LineRole.ITEM for paragraph in paragraphs)


def opened_items(paragraphs: Sequence[Paragraph]) -> list[tuple[int, str | None, str]]:
    """Return (paragraph index, number, title) of each item that a page's own elements mark."""
    opened = [(index, _opened_item(p)) for index, p in enumerate(paragraphs)]
    return [(index, *item) for index, item in opened if item]


def _opened_item(paragraph: Paragraph) -> tuple[str | None, str] | None:
    """Return the number and title of the item that a paragraph opens; None if the page is silent.

    An item without a number has None for it.
    """
    if paragraph.role is not LineRole.ITEM:
        return None
    number, text = paragraph.item_number, paragraph.plain
    printed = NUMBERED.match(text)
    if number and printed and printed["number"] == number:
        return number, text[printed.end() :]
    if number or not printed or not printed["number"].isdecimal():
        return number, text
    # The number stands in the title's own element: "4. Budget", but not "20 mph zones".
    own = re.match(r"\(?\d{1,4}[.):]\s", text)
    return (printed["number"], text[printed.end() :]) if own else (None, text)


def standings_beside(run: Sequence[Paragraph]) -> list[Standing | None]:
    """Return what the agenda's own words are beside the minutes: background, or recommended.

    None for each paragraph that is not the agenda's.
    """
    found: list[Standing | None] = []
    asking = False
    for paragraph in run:
        if paragraph.role is not LineRole.BESIDE:
            found.append(None)
            asking = False
            continue
        text = paragraph.plain
        asking = asks(text) or (asking and bool(paragraph.unit.number))
        found.append(Standing.RECOMMENDED if asking else Standing.BACKGROUND)
    return found


def read_page_agenda(part: Part) -> list[Section]:
    """Return the sections of a meeting's page before its minutes are published."""
    particulars = part.particulars
    root = (particulars.title,) if particulars.title else ()
    sections = [Section(root, Standing.BACKGROUND, particulars)]
    key: ItemKey | None = None
    heading, private = root, False
    run = part.paragraphs
    for index, (paragraph, beside) in enumerate(zip(run, standings_beside(run), strict=True)):
        if opened := _opened_item(paragraph):
            number, title = opened
            heading = (*root, f"{number}. {title}" if number else title)
            refs = tuple(wordings.references(title))
            key = ItemKey(number, title, ItemKind.AGENDA_ITEM, private, refs, index)
            private = private or _closes_doors(title)
            sections.append(Section(heading, Standing.BACKGROUND, particulars, key))
        elif paragraph.role is None and key is not None:
            key, heading = None, root
            sections.append(Section(root, Standing.BACKGROUND, particulars))
        elif key is not None and paragraph.words <= REPORT_LINE:
            found = tuple(wordings.references(paragraph.plain))
            key = sections[-1].item = replace(key, references=(*key.references, *found))
        standing = beside or Standing.BACKGROUND
        if standing is not sections[-1].standing:
            asked = standing is Standing.RECOMMENDED
            sections.append(Section(heading, standing, particulars, key, decision=asked))
        sections[-1].paragraphs.append(paragraph)
    return sections


def _closes_doors(title: str) -> bool:
    """Whether an item excludes the public from those after it."""
    closing = wordings.EXCLUSION.search(title)
    return bool(closing) and not wordings.NOT_EXEMPT.search(title)


# What a page, or the heads and feet of a document, say of the paper as a whole

FRONT = 15
MEETS = (PaperKind.AGENDA, PaperKind.MINUTES)


def add_page_facts(parts: Sequence[Part], says: PageSays) -> list[Part]:
    """Give a paper's first document what the page says of it outside the text."""
    if not parts:
        return []
    first = parts[0]
    particulars = _with_kind(first, says)
    if says.meeting:
        body, day = find_body(says.meeting), first_date(says.meeting)
        particulars = replace(
            particulars,
            body=particulars.body or body,
            meeting_date=day or particulars.meeting_date,
        )
    if particulars.body and particulars.body.isupper():
        particulars = replace(particulars, body=find_body(particulars.body) or particulars.body)
    if particulars.council is None:
        particulars = replace(particulars, council=_council_in(says.publishers))
    if says.title:
        particulars = replace(particulars, title=says.title)
    elif particulars.kind in MEETS:
        title = title_of(particulars.kind, (), Cover(), particulars.body, particulars.meeting_date)
        particulars = replace(particulars, title=title)
    return [replace(first, particulars=particulars), *parts[1:]]


def _council_in(lines: Sequence[str]) -> str | None:
    """Return the council that the surest of some lines names."""
    for line in lines:
        if council := find_council([paragraph_of([SourceLine(1, line)], UnitKind.PARAGRAPH)]):
            return council.value
    return None


def _with_kind(part: Part, says: PageSays) -> Particulars:
    particulars = part.particulars
    if says.kind is None or not (says.sure or particulars.kind is PaperKind.OTHER):
        return particulars
    front = part.paragraphs[:FRONT]
    day = particulars.meeting_date or first_date(" \n ".join(p.plain for p in front))
    venue = particulars.venue or (find_venue(front) if says.kind in MEETS else None)
    return replace(particulars, kind=says.kind, meeting_date=day, venue=venue)
